"""One run with everything in it, for the output formats. No tests.

Emoji, CRLF, Traditional text, hostile strings, every severity, a signal, something set aside, a feed, errors of every form. The
score is settled, for the model is not what these pages are about.
"""

from __future__ import annotations

import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path

from support import RULE, checked, own_rules

from moments_lint.errors import Mistakes, MomentsLintError, ReadingError, SettingsError
from moments_lint.finding import ReceiptLine
from moments_lint.linter import Linter
from moments_lint.outcome import Checked, Outcome
from moments_lint.post import Post
from moments_lint.wording import Text

SIGNAL = """\
summary: {zh: 有时间, en: Has a time}
points: 4
message: {zh: "说了「{match}」", en: "says “{match}”"}
why: {zh: 具体, en: Concrete}
sources: ["测试 第三条"]
match: {kind: terms, terms: [早上七点]}
examples: {hit: ["<<早上七点>>"], quiet: [早]}
"""
OFTEN = """\
summary: {zh: 太勤, en: Too often}
severity: warning
message: {zh: "一天 {count} 条", en: "{count} a day"}
why: {zh: 朋友会嫌吵, en: Friends find it noisy}
sources: ["测试 第二条"]
advice: {zh: 歇一天, en: Rest a day}
match: {kind: frequency, of: posts, limit: 1}
examples:
  hit: [{posts: [{at: 2026-03-02 08:00, author: 阿禾, text: 早}, {at: 2026-03-02 09:00, author: 阿禾, text: 又早}]}]
  quiet: [{posts: [{at: 2026-03-02 08:00, author: 阿禾, text: 早}]}]
"""
RULES = {
    "own/grave.yaml": RULE.replace("severity: warning", "severity: error").replace("青瓜王", "包治百瓜"),
    "own/king.yaml": RULE.replace("terms: [青瓜王]", "terms: [青瓜王, 减价王]"),
    "own/often.yaml": OFTEN,
    "own/overlap.yaml": RULE.replace("青瓜王", "瓜王包治"),
    "own/time.yaml": SIGNAL,
    "own/whole.yaml": RULE.replace("severity: warning", "severity: hint")
    .replace("kind: terms, terms: [青瓜王]", "kind: layout, measure: lines, limit: 4")
    .replace("「{match}」是自己封的", "{count} 行，会被折叠")
    .replace("“{match}” is self-awarded", "{count} lines will be folded"),
}

FIRST = """\
---\r
author: 阿禾\r
location: 林家茶铺 · 老街\r
images: 5\r
post_at: 2026-03-02T08:00\r
lint:\r
  ignore:\r
    - {rule: own/king, text: 青瓜王二号, reason: 客户原话}\r
---\r
早上七点到地里🎁🎁，減價王也来了。\r
这青瓜王包治百瓜，别信。\r
\r
青瓜王二号也到。\r
——阿禾分享\r
"""
HOSTILE = """\
---
author: "<script>alert(1)</script>"
location: "\\"><img src=x onerror=alert(2)>"
images: 14
---
<script>x</script>青瓜王"><img src=x onerror=alert(4)></style></mark>&lt;b&gt; \u202e青瓜王\u2069 |`x`| [看](http://x) @all #1
{0} %0A::error::x ]]> <!-- --> javascript:alert(5) \u200b\x1b[2J \x85\u2028。
"""


@cache
def own_linter(lang: str) -> Linter:
    """A linter of the rules above."""
    with tempfile.TemporaryDirectory() as folder:
        return Linter(rules=own_rules(Path(folder), RULES), lang=lang)


def draft(text: str, path: str, lang: str, score: int, verdict: str) -> Checked:
    """A checked draft with a score of our own."""
    one = checked(own_linter(lang), text.encode(), path)
    base, model = Text("起步分", "base").to(lang), Text("分类模型：价值减硬广", "classifier: value minus hard sell").to(lang)
    receipt = (ReceiptLine(base, 60, "base"), ReceiptLine(model, score - 60, "model"))
    report = one.report._replace(
        score=score, category="story", probabilities={"story": 0.714}, receipt=receipt, verdict=verdict, review=""
    )
    return one._replace(report=report)


def errors() -> tuple[MomentsLintError, ...]:
    """One with a place, two at once, one that belongs to no file."""
    return (
        ReadingError(Text("读不了", "cannot be read"), path="戊.md"),
        Mistakes(
            [
                SettingsError(Text("写错一", "first mistake"), path="己 & 庚.md", line=2, column=3, mend=Text("改一", "mend it")),
                SettingsError(Text("写错二", "second mistake"), path="己 & 庚.md", line=4),
            ]
        ),
        SettingsError(Text("设置坏了", "settings are broken")),
    )


def everything(lang: str) -> Outcome:
    """The run."""
    first = draft(FIRST, "草稿/甲 一.md", lang, 41, "hold")
    review = Text("请换读者的眼睛再看一遍", "look again with a reader's eyes").to(lang)
    first = first._replace(report=first.report._replace(review=review))
    hostile = draft(HOSTILE, 'hostile "1"&<b>.md', lang, 52, "revise")
    clean = draft("煮了一锅绿豆汤。\n", "丙.md", lang, 74, "publish")
    days = [Post("早", name="丙.md", author="阿禾", at=datetime(2026, 3, 2, 8))]
    days.append(Post("又早", name="丁.md", author="阿禾", at=datetime(2026, 3, 2, 9)))
    feed = own_linter(lang).check_timeline(days).findings
    return Outcome((first, hostile, clean), feed, errors(), 2, own_linter(lang).rulebook)
