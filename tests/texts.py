"""Texts as people and their phones produce them, for hypothesis: what a random string would hardly ever hold."""

from __future__ import annotations

from hypothesis import strategies as st

PLAIN = ("今天有雾", "茶", "我", "家里", "孩子", "abc", "Wi-Fi", "2026", "3", " ", "，", "。", "!", "！", "？", "…", "、")
TRADITIONAL = ("減肥", "創業", "薴", "苧", "免費", "後", "髮", "ＷｅＣｈａｔ", "１００％", "［", "（", "）", "(", ")")
EXPANDED = ("㎏", "⑴", "㊙", "①", "½", "ﬁ", "…", "㋀", "İ", "ß", "⒜", "㍿", "ﷺ")
PINYIN = ("創(chuàng)", "业(yè)", "(ye)", "（lüè）", "(a)", "(chuang)", "(不)", "(", ")")
EMOJI = ("😀", "❤️", "👨‍👩‍👧", "👍🏽", "🇨🇳", "1️⃣", "➕", "🐧", "🛰️", "🈚", "🔥🔥🔥", "[强]", "🆅")
HIDDEN = ("\u200b", "\u200d", "\ufe0f", "\u202e", "\u2066", "\u3164", "\U000e0041", "\u00ad", "\ufeff", "-", "·", "~", "*", "/")
BROKEN = ("\ud83d", "\udc00", "\ufffd", "\x00", "\x85", "\u2028", "\U0010ffff", "\ue000", "́", "锟斤拷", "&nbsp;")
LINES = ("\n", "\r\n", "\r", "\n\n\n\n", "\t", "\u3000")
SELLING = (
    "全网最低", "加微信", "微-信", "薇信", "zui低价", "减fei", "手慢无", "下单", "99元", "vx:abc12345", "13800001111",
    "扫码下单", "姐妹们", "招代理", "月入十万", "反馈", "扣1", "包邮", "冲冲冲冲", "最后一天", "没有", "网传", "骗局",
    "——小林分享", "#茶#", "@老王", "post_at: 2026", "audience:", "---", "推荐朋友",
)  # fmt: skip

FRAGMENTS = PLAIN + TRADITIONAL + EXPANDED + PINYIN + EMOJI + HIDDEN + BROKEN + LINES + SELLING

characters = st.integers(0, 0x10FFFF).map(chr)
"""Any code point at all, lone surrogates and unassigned ones included."""

han = st.integers(0x4E00, 0x9FA5).map(chr)

texts = st.lists(st.sampled_from(FRAGMENTS) | han | characters, max_size=24).map("".join)
"""Drafts put together from everything above."""

clean = st.lists(st.sampled_from(PLAIN + TRADITIONAL + EXPANDED + EMOJI + SELLING) | han, max_size=16).map("".join)
"""Drafts without damage, for what need not survive broken input."""
