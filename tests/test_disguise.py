"""What a writer hides is found, shown as typed and named; what only looks so is left alone (design §7)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import both, evidence, report, variants, view, words
from texts import texts

from moments_lint import Linter, Post
from moments_lint.derived import Derived
from moments_lint.disguise import Unmasked, Variant, Verdict, unmask, verdict
from moments_lint.fold import fold
from moments_lint.heads import heads


def judged(typed: str, term: str, written: dict[str, str] | None = None) -> list[tuple[str, Verdict]]:
    """Return every place of `term` beneath the disguises of `typed`, as folded, with the verdict on it."""
    folded = fold(typed).text
    forms = [Variant(folded.index(form), folded.index(form) + len(form), meant) for form, meant in (written or {}).items()]
    unmasked = unmask(folded, forms)
    if unmasked is None:
        return []
    starts = [i for i in range(len(unmasked.text)) if unmasked.text.startswith(term, i)]
    ends = [start + len(term) for start in starts]
    places = [folded[slice(*unmasked.made.range(a, b))] for a, b in zip(starts, ends, strict=True)]
    verdicts = [verdict(unmasked, a, b) for a, b in zip(starts, ends, strict=True)]
    return list(zip(places, verdicts, strict=True))


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "今天有雾，茶凉了",
        "1. 先洗 2. 再切",
        "A-B-C d_e f.g",
        "https://example.invalid/a-b_c.html",
        "最 好 ",
        "好，最。好",
        "哈哈",
        "😀😀😀",
        pytest.param("微\n信", id="a new line is no disguise"),
    ],
)
def test_plain_text_is_not_taken_apart(typed: str) -> None:
    assert unmask(fold(typed).text) is None


@pytest.mark.parametrize(
    ("typed", "term", "place", "said"),
    [
        pytest.param("今天最 好的事 · 茶", "最好", "最 好", "no", id="a space between two phrases"),
        pytest.param("微 风 吹 来", "微风", "微 风", "no", id="a spaced heading"),
        pytest.param("现代-理念", "代理", "代-理", "no", id="two characters whose neighbours are not apart"),
        pytest.param("茶-器 很好", "很好", "很好", "plain", id="unchanged beside something that is not"),
        pytest.param("最最最好", "最好", "最最最好", "repeated", id="stretched, not hidden"),
        ("加❤️微💕信", "加微信", "加❤️微💕信", "disguised"),
        ("加 微 信", "加微信", "加 微 信", "disguised"),
        ("加.微.信", "加微信", "加.微.信", "disguised"),
        ("微-商-客-源", "微商", "微-商", "disguised"),
        ("微-商-客-源", "客源", "客-源", "disguised"),
        ("减🌸肥", "减肥", "减🌸肥", "disguised"),
        pytest.param("微\u200b信", "微信", "微\u200b信", "disguised", id="zero width space"),
        pytest.param("微\u200d信", "微信", "微\u200d信", "disguised", id="zero width joiner"),
        pytest.param("微\u202e信", "微信", "微\u202e信", "disguised", id="bidi override"),
        pytest.param("微\u2066信", "微信", "微\u2066信", "disguised", id="bidi isolate"),
        pytest.param("微\U000e0041信", "微信", "微\U000e0041信", "disguised", id="tag character"),
        pytest.param("微\u3164信", "微信", "微\u1160信", "disguised", id="Hangul filler"),
        pytest.param("微\u00ad信", "微信", "微\u00ad信", "disguised", id="soft hyphen"),
        pytest.param("微\ufe0f信", "微信", "微\ufe0f信", "disguised", id="variation selector"),
        pytest.param("加\u200b微信", "加微信", "加\u200b微信", "disguised", id="hidden in one place only"),
        pytest.param("加\u200bv信", "加v信", "加\u200bv信", "disguised", id="between Han and Latin"),
        pytest.param("ｗ\u200bx微\u200b信", "微信", "微\u200b信", "disguised", id="after something else that is taken out"),
    ],
)
def test_a_match_beneath_a_disguise_is_judged(typed: str, term: str, place: str, said: Verdict) -> None:
    assert judged(typed, term) == [(place, said)]


@pytest.mark.parametrize(
    ("typed", "written", "term", "place"),
    [
        ("加薇领资料", {"加薇": "加微信"}, "微信", "加薇"),
        ("天天减fei", {"减fei": "减肥"}, "减肥", "减fei"),
        pytest.param("薇❤️信", {"薇❤": "微信"}, "微信", "薇❤️", id="the selector belongs to the emoji"),
        pytest.param("加-薇❤", {"薇❤": "微信"}, "加微信", "加-薇❤", id="together with a separator"),
    ],
)
def test_a_written_form_is_read_as_what_it_means(typed: str, written: dict[str, str], term: str, place: str) -> None:
    assert judged(typed, term, written) == [(place, "disguised")]


@given(texts)
def test_what_is_unmasked_can_be_pointed_at(text: str) -> None:
    folded = fold(text).text
    made = (unmask(folded) or Unmasked("", Derived("", []), [])).made
    places = [made.range(place, place + 1) for place in range(len(made.text))]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(folded) for start, end in places)
    assert all(folded[start] == character for (start, _), character in zip(places, made.text, strict=True))


SEPARATORS = st.lists(st.sampled_from(["❤️", "🌸", "\u200b", "\u2060", "·", "-", "~", "*", "💕"]), min_size=1, max_size=2).map(
    "".join
)


@given(st.sampled_from(["加微信", "招代理", "全网最低"]), st.lists(SEPARATORS, min_size=3, max_size=3))
def test_a_word_of_three_is_found_whatever_stands_between_its_characters(term: str, between: list[str]) -> None:
    typed = term[0] + "".join(gap + character for gap, character in zip(between, term[1:], strict=False))
    found = report(f"领资料请{typed}，在家", {"kind": "disguised", "cues": ["hidden"]}, cues={"hidden": words(term)})
    assert evidence(found) == [typed]


TRAPS = [
    pytest.param("卫星云图说明天有雨", id="卫星"),
    pytest.param("树立威信要靠日积月累", id="威信"),
    pytest.param("寄了一箱安徽特产", id="安徽"),
    pytest.param("墙角的蔷薇开了", id="蔷薇"),
    pytest.param("说了句违心的话", id="违心"),
    pytest.param("老板给我加薪了", id="加薪"),
    pytest.param("V领毛衣洗好了", id="V领"),
    pytest.param("维C一天一片，v5", id="a bare v"),
    pytest.param("yyds，绝绝子，zz", id="initials"),
    pytest.param("①先洗 ②再切 ③下锅", id="circled numbers"),
    pytest.param("⑴泡茶⑵洗壶", id="bracketed numbers"),
    pytest.param("教娃念：wēi xìn，微风的微", id="a lesson in pinyin"),
    pytest.param("新手机是 iPhone，电脑是 Weinberg", id="foreign brands"),
    pytest.param("(｡•́︿•̀｡) 好累 (╯°□°）╯︵ ┻━┻", id="kaomoji"),
    pytest.param("Bonjour à tous, см. 今天", id="foreign words"),
    pytest.param("現代理髮店，減少肥肉", id="across two words"),
    pytest.param("最 好 的 时 光", id="a spaced heading"),
    pytest.param("今天最开心。好好睡一觉", id="across a full stop"),
    pytest.param("中式 · 微醺 · 信步", id="a list with dots"),
    pytest.param("这事俺妈最清楚\n好好听她的", id="across a line"),
    pytest.param("参加薇薇的婚礼，她哭得像个孩子", id="加薇 in a name"),
    pytest.param("家里的狗今天打了微芯片", id="微芯 in 微芯片"),
    pytest.param("蛋糕仿佛一朵云，舍不得切", id="糕仿 across two words"),
    pytest.param("面包出炉前刷蛋水，颜色才好看", id="刷蛋 in baking"),
    pytest.param("在俄罗斯信用卡不好用", id="斯信 across two words"),
    pytest.param("逛街买了两件ins单品", id="s单 after a Latin word"),
    pytest.param("他们的brand理念我很认同", id="d理 after a Latin word"),
    pytest.param("天冷了别耍单，多穿一件", id="耍单, northern for too thinly dressed"),
    pytest.param("校徽信封寄到了", id="徽信 across two words"),
    pytest.param("人的思维信号是怎么传的", id="维信号 across two words"),
    pytest.param("孩子吹出一个绿泡泡，追着跑", id="绿泡泡, a green bubble"),
    pytest.param("我爸戒🚬第三天，全家鼓掌", id="🚬 said of giving up"),
    pytest.param("这个布袋款式简单，装书正好", id="袋款 across two words"),
]


@pytest.mark.parametrize("typed", TRAPS)
def test_ordinary_talk_is_no_disguise(linter: Linter, typed: str) -> None:
    assert [f for f in linter.check(typed).findings if f.rule.startswith("evasion/")] == []


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("加❤️微💕信领资料", "加❤️微💕信"),
        ("加 微 信", "加 微 信"),
        ("加.微.信", "加.微.信"),
        ("薇❤️信同号", "薇❤️"),
        ("嶶信同号", "嶶信"),
        ("蕞低价，要的说", "蕞低价"),
        ("招代丽", "招代丽"),
        ("zui低价", "zui低价"),
        ("天天减fei", "减fei"),
        ("正规刷dan", "刷dan"),
        ("减月巴", "减月巴"),
        ("➕v领资料", "➕v"),
        ("加🛰️领资料", "加🛰️"),
        ("在家就能赚💰", "赚💰"),
        ("微\u200b信同号", "微\u200b信"),
        pytest.param("加\u200bv信同号", "加\u200bv信", id="hidden between Han and Latin"),
        pytest.param("加徵信领资料", "加徵信", id="徵 is folded to 征 and still read as 微"),
        pytest.param("加🆅信领资料", "加🆅信", id="a squared V"),
        pytest.param("加ν信领资料", "加ν信", id="a Greek nu"),
        pytest.param("加ѵ信领资料", "加ѵ信", id="a Cyrillic izhitsa"),
    ],
)
def test_a_disguised_word_is_reported_as_typed(linter: Linter, typed: str, shown: str) -> None:
    assert evidence(linter.check(typed), "evasion/disguised-word") == [shown]


SLIMMING = {"kind": "pattern", "patterns": ["月瘦[0-9]+斤"], "literals": ["月瘦", "斤"]}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        pytest.param("月 瘦下来 20 斤", [], id="what is there is no match"),
        pytest.param("九月🌸瘦20斤的人", [], id="an emoji between two phrases"),
        pytest.param("中秋的月·瘦西湖·20斤藕", [], id="marks between words"),
        ("月瘦20斤", ["月瘦20斤"]),
        ("月\u200b瘦\u200b20斤", ["月\u200b瘦\u200b20斤"]),
        ("月❤️瘦❤️2❤️0❤️斤", ["月❤️瘦❤️2❤️0❤️斤"]),
        ("月.瘦.2.0.斤", ["月.瘦.2.0.斤"]),
        pytest.param("月瘦瘦瘦20斤", ["月瘦瘦瘦20斤"], id="drawn out"),
    ],
)
def test_a_pattern_sees_what_is_hidden_all_through(typed: str, shown: list[str]) -> None:
    assert evidence(report(f"吃了它，{typed}，真的", SLIMMING)) == shown


def test_of_several_words_behind_one_disguise_the_longest_is_meant() -> None:
    """Whatever the order of a set: the same draft always gets the same message."""
    found = report(
        "想要的加薇哦",
        {"kind": "disguised", "cues": ["hidden"]},
        cues={"hidden": words("微信", "加微信", "信")},
        hidden=variants({"加微信": ["加薇"]}),
        message=both("{meant}"),
    )
    assert [finding.message for finding in found.findings] == ["加微信"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Ⓥ信同号", "v信同号"), ("１００％", "100%"), ("免費領", "免费领"), ("減肥", "减肥"), ("㊙方", "秘方")],
)
def test_width_case_and_script_never_count_as_disguise(linter: Linter, typed: str, meant: str) -> None:
    seen = linter.view(Post(typed))
    assert seen.text == meant
    assert seen.masked == {}


def test_a_stretched_word_is_found_but_not_called_a_disguise() -> None:
    rule = {"kind": "terms", "terms": ["最好喝"]}
    assert evidence(report("我家的最最最好喝", rule)) == ["最最最好喝"]
    assert view("我家的最最最好喝", rule).masked == {}


def test_an_innocent_phrase_keeps_its_written_form() -> None:
    written = variants({"代理": ["带理"]}, "带理由")
    rule = {"kind": "disguised", "cues": ["hidden"]}
    assert evidence(report("请假要带理由", rule, cues={"hidden": words("代理")}, hidden=written)) == []
    assert evidence(report("招人做带理", rule, cues={"hidden": words("代理")}, hidden=written)) == ["带理"]


def test_of_overlapping_written_forms_the_longer_counts() -> None:
    written = variants({"微信": ["威信"], "微信号": ["威信号"]})
    rule = {"kind": "disguised", "cues": ["hidden"]}
    found = report("我的威信号是", rule, cues={"hidden": words("微信", "微信号")}, hidden=written)
    assert evidence(found) == ["威信号"]


def test_the_rule_of_the_word_itself_reports_a_disguised_word_too() -> None:
    found = report("加\u200b微\u200b信", {"kind": "terms", "terms": ["加微信"]})
    assert evidence(found) == ["加\u200b微\u200b信"]


HIDING = st.lists(st.sampled_from("加微信最好a v\u200b❤️·- 🌸，\n"), max_size=14).map("".join)


@given(HIDING, st.booleans())
def test_every_hidden_match_holds_a_seam_and_no_new_pair_is_forgotten(folded: str, written: bool) -> None:
    forms = [Variant(folded.index("v"), folded.index("v") + 1, "微信")] if written and "v" in folded else []
    unmasked = unmask(folded, forms)
    if unmasked is None:
        return
    seams, new = unmasked.seams()
    text = unmasked.text
    for start in range(len(text)):
        for end in range(start + 1, min(len(text), start + 6) + 1):
            if verdict(unmasked, start, end) in ("disguised", "repeated"):
                assert any(seam in text[start:end] for seam in seams)
    assert heads(text) <= heads(folded) | new
