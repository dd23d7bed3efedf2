"""`--output-format text`: what a person at a terminal sees. The pages of tests/golden/ are whole outputs.

After a change that is meant, run `python tests/test_text.py` and look at the difference.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import RULE, checked, outcome, own_rules
from wcwidth import wcswidth

from moments_lint import reading
from moments_lint.errors import ReadingError
from moments_lint.finding import ReceiptLine, Report
from moments_lint.formats import text
from moments_lint.linter import Linter
from moments_lint.outcome import Checked, Outcome
from moments_lint.post import Post
from moments_lint.wording import Text

GOLDEN = Path(__file__).with_name("golden")
ANSI = re.compile(r"\x1b\[[0-9;]*m")
TERM = "青瓜王"

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
GRAVE = RULE.replace("severity: warning", "severity: error").replace("青瓜王", "包治百瓜")
WHOLE = (
    RULE.replace("severity: warning", "severity: hint")
    .replace("kind: terms, terms: [青瓜王]", "kind: layout, measure: lines, limit: 4")
    .replace("「{match}」是自己封的", "{count} 行，会被折叠")
    .replace("“{match}” is self-awarded", "{count} lines will be folded")
)
RULES = {
    "own/grave.yaml": GRAVE,
    "own/king.yaml": RULE,
    "own/often.yaml": OFTEN,
    "own/time.yaml": SIGNAL,
    "own/whole.yaml": WHOLE,
}


@cache
def linter(lang: str = "zh") -> Linter:
    with tempfile.TemporaryDirectory() as folder:
        return Linter(rules=own_rules(Path(folder), RULES), lang=lang)


def settled(report: Report, score: int = 62) -> Report:
    """The report with a score of our own: the model is not what these pages are about."""
    lines = (ReceiptLine("起步分", 60, "base"), ReceiptLine("分类模型", score - 60, "model"))
    return report._replace(
        score=score, category="story", probabilities={"story": 0.714}, receipt=lines, verdict="revise", review=""
    )


def draft(written: str | bytes, path: str = "草稿.md", lang: str = "zh") -> Checked:
    one = checked(linter(lang), written.encode() if isinstance(written, str) else written, path)
    return one._replace(report=settled(one.report))


def page(*written: str | bytes, lang: str = "zh") -> Outcome:
    return outcome(linter(lang), [draft(each, lang=lang) for each in written])


FRONT = "---\nauthor: 阿禾\nlint:\n  ignore:\n    - {rule: own/king, text: 青瓜王二号, reason: 客户原话}\n---\n"


def whole_run(lang: str) -> Outcome:
    """Everything at once: findings of each severity, a signal, something set aside, a review, a feed, errors, skipped files."""
    first = draft(FRONT + "早上七点到地里。\r\n这青瓜王包治百瓜，别信。\r\n\r\n青瓜王二号也到。", "甲.md", lang)
    review = Text("请换读者的眼睛再看一遍", "look again with a reader's eyes").to(lang)
    first = first._replace(report=first.report._replace(verdict="hold", review=review))
    second = draft("煮了一锅绿豆汤。", "文件夹/乙 二.md", lang)
    second = second._replace(report=second.report._replace(verdict="publish"))
    times = {"文件夹/乙 二.md": 8, "文件夹/丙.md": 9, "文件夹/丁.md": 10}
    feed = linter(lang).check_timeline(
        [Post("早", name=name, author="阿禾", at=datetime(2026, 3, 2, hour)) for name, hour in times.items()]
    )
    error = ReadingError(Text("读不了", "cannot be read"), path="戊.md")
    return Outcome((first, second), feed.findings, (error,), 3, linter(lang).rulebook)


CASES: dict[str, Callable[[], str]] = {
    "nothing.zh": lambda: text.render(page(), "zh"),
    "nothing.en": lambda: text.render(page(lang="en"), "en"),
    "clean.zh": lambda: text.render(page("煮了一锅绿豆汤。"), "zh"),
    "clean.en": lambda: text.render(page("煮了一锅绿豆汤。", lang="en"), "en"),
    "wide.zh": lambda: text.render(
        page(
            "我家的青瓜王到货",
            "abc 青瓜王 abc",
            "😀😀青瓜王",
            "👨‍👩‍👧‍👦青瓜王",
            "❤️❤青瓜王",
            "ＶＩＰ㎏⑴青瓜王",
            "e\u0301cole青瓜王",
            "🇨🇳青瓜王",
            "【减價】　青瓜王",
            "青❤️瓜❤️王到货",
        ),
        "zh",
    ),
    "long.zh": lambda: text.render(
        page(
            "青瓜王" + "很甜" * 60,
            "很甜" * 60 + "青瓜王",
            "很甜" * 60 + "青瓜王" + "很脆" * 60,
            "sweet " * 30 + "青瓜王" + "😀" * 60,
        ),
        "zh",
    ),
    "lines.zh": lambda: text.render(page("一\n二\r\n三\r四😀青瓜王\r\n五"), "zh"),
    "control.zh": lambda: text.render(
        page("\x1b[2J\x1b[31m青瓜王", "\t青瓜王\x07\x08", "\u202e青瓜王\u2069", "\u200b\ufeff青瓜王", "\x9b2J青瓜王\x7f"), "zh"
    ),
    "run.zh": lambda: text.render(whole_run("zh"), "zh"),
    "run.en": lambda: text.render(whole_run("en"), "en"),
    "colour.zh": lambda: text.render(whole_run("zh"), "zh", colour=True),
}


@pytest.mark.parametrize("name", CASES)
def test_the_page_is_as_it_was_approved(name: str) -> None:
    assert CASES[name]() == (GOLDEN / f"{name}.txt").read_text("utf-8")


def test_there_is_no_page_that_nothing_is_held_against() -> None:
    assert {file.name for file in GOLDEN.iterdir() if file.is_file()} == {f"{name}.txt" for name in CASES}


@pytest.mark.parametrize("name", [name for name in CASES if name != "colour.zh"])
def test_colour_only_when_asked_and_never_in_place_of_words(name: str) -> None:
    assert "\x1b" not in CASES[name]()
    assert ANSI.sub("", CASES["colour.zh"]()) == CASES["run.zh"]()


def marker(written: str) -> tuple[str, str]:
    """Return the excerpt and its marker line as rendered, without the margin."""
    lines = text.render(page(written), "zh").splitlines()
    at = next(number for number, line in enumerate(lines) if line.rstrip().endswith("^"))
    above, below = (line.partition("│ ") for line in lines[at - 1 : at + 1])
    assert len(above[0]) == len(below[0])
    return above[2], below[2]


ALIGNED = [
    "青瓜王",
    "我家的青瓜王",
    "a青瓜王b",
    "😀青瓜王",
    "👨‍👩‍👧‍👦青瓜王",
    "👍🏽青瓜王",
    "❤️青瓜王",
    "㎏⑴Ｖ青瓜王",
    "　青瓜王",
    "e\u0301青瓜王",
    "\t青瓜王",
    "\x1b[2J青瓜王",
    "\u202e\u200b青瓜王",
    "很甜" * 80 + "青瓜王" + "很脆" * 80,
    "👨‍👩‍👧‍👦" * 40 + "青瓜王" + "👨‍👩‍👧‍👦" * 40,
]


@pytest.mark.parametrize("written", ALIGNED)
def test_the_marker_stands_under_the_evidence(written: str) -> None:
    above, below = marker(written)
    assert below == " " * wcswidth(above[: above.index(TERM)]) + "^" * wcswidth(TERM)


WIDE = ("e\u0301", "😀", "👨‍👩‍👧", "❤️", "👍🏽", "🇨🇳", "㎏", "⑴", "Ｖ", "　", "減")
SEEN = st.sampled_from([*"青早茶a1 ，。！é\t\x1b\x9b\u200b\u202e\x07", *WIDE])


@given(st.lists(SEEN, max_size=80).map("".join), st.lists(SEEN, max_size=80).map("".join))
def test_the_marker_stands_under_the_evidence_whatever_is_around(before: str, after: str) -> None:
    above, below = marker(before + "。" + TERM + "。" + after)
    assert below == " " * wcswidth(above[: above.index(TERM)]) + "^" * wcswidth(TERM)


@given(st.lists(SEEN, max_size=120).map("".join), st.lists(SEEN, max_size=120).map("".join))
def test_a_long_line_is_cut_on_both_sides_and_keeps_the_evidence(before: str, after: str) -> None:
    above, _ = marker(before + "。" + TERM + "。" + after)
    assert TERM in above
    assert wcswidth(above) <= text.WIDTH + 4
    shown = above.strip("…")
    assert shown in text.visible(before + "。" + TERM + "。" + after)


def test_evidence_longer_than_a_line_is_cut_too() -> None:
    """A finding may cover a whole long line; its excerpt is still one line of the terminal."""
    linter_of_lines = RULE.replace(
        "kind: terms, terms: [青瓜王]", "kind: repetition, unit: line, characters: 4, limit: 2"
    ).replace("<<青瓜王>>到货", "<<青瓜到货>>\\n青瓜到货")
    with tempfile.TemporaryDirectory() as folder:
        own = Linter(rules=own_rules(Path(folder), {"own/again.yaml": linter_of_lines}))
    line = "青瓜熟了来我家地里摘" * 20
    one = checked(own, f"{line}\n{line}\n".encode())
    lines = text.render(outcome(own, [one._replace(report=settled(one.report))]), "zh").splitlines()
    excerpt = [written.partition("│ ")[2] for written in lines if "│ " in written]
    assert len(excerpt) == 2
    assert all(wcswidth(written) <= text.WIDTH + 4 for written in excerpt)


MOVES = [
    *map(chr, range(0x20)),
    "\x7f",
    *map(chr, range(0x80, 0xA0)),
    *"\u200b\u200e\u200f\u061c\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff",
    "\U000e0041",
]


@pytest.mark.parametrize("character", MOVES, ids=[f"U+{ord(character):04X}" for character in MOVES])
def test_no_character_moves_the_cursor_or_hides(character: str) -> None:
    """Control, bidi, zero-width and tag characters are shown as something harmless; each as one column."""
    shown = text.visible(f"青{character}瓜")
    assert character not in shown
    assert wcswidth(shown) == 5


@pytest.mark.parametrize("written", ["早安", "👨‍👩‍👧", "❤️", "👍🏽", "e\u0301", "a b", "，。！", "㎏", "\u3000"])
def test_what_a_reader_sees_is_left_as_it_is(written: str) -> None:
    assert text.visible(written) == written


def test_names_of_files_cannot_move_the_cursor_either() -> None:
    assert "\x1b" not in text.render(outcome(linter(), [draft("早", "\x1b[2J.md")]), "zh")


@pytest.mark.parametrize(
    ("path", "excerpt"),
    [("\x1b[2J.md", "早"), ("草稿.md", 'author: "\x1b[31m"'), ("草稿.md", "早\u202e安")],
    ids=["path", "excerpt", "bidi"],
)
def test_errors_cannot_move_the_cursor_either(path: str, excerpt: str) -> None:
    error = ReadingError(Text("读不了", "cannot be read"), path=path, line=1, excerpt=excerpt)
    told = text.render_error(error, "zh", colour=False)
    assert "\x1b" not in told
    assert "\u202e" not in told


def test_a_mistake_in_front_matter_cannot_move_the_cursor_either() -> None:
    """YAML may write any character as an escape, and the message repeats the word."""
    (error,) = reading.parse_draft(b'---\n"\\e[2Jx": 1\n---\n', "a.md").errors
    assert "\x1b" not in text.render_error(error, "zh", colour=False)


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for golden, render in CASES.items():
        (GOLDEN / f"{golden}.txt").write_text(render(), "utf-8", newline="\n")
