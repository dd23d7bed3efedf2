"""Every mistake in a rule folder is told with file, line, column, the offending line and what would be right, all at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support import CLEAN, RULE, environment, mistakes_of, own_rules, run, write

from moments_lint import catalogue, rule_folder, verify
from moments_lint.errors import MomentsLintError, RuleError
from moments_lint.linter import Linter

HERE = "▶"
"""Marks, in the broken line of a table below, where the error must point; it is taken out before the file is written."""

PATTERN = "match: {kind: pattern, patterns: ['青瓜.'], literals: [青瓜]}"
TERMS = "match: {kind: terms, terms: [青瓜王]}"
KIN = {
    "_guards/joke.yaml": "summary: {zh: 玩笑, en: joke}\neffect: quiet\nscope: clause\nterms: [玩笑]\n",
    "_terms/price.yaml": "summary: {zh: 价格, en: price}\nterms: [元一斤]\n",
}


def mistakes(root: Path) -> list[MomentsLintError]:
    """Return what is wrong with a rule folder, one by one."""
    with pytest.raises(MomentsLintError) as raised:
        catalogue.read_root(root)
    return mistakes_of(raised.value)


def place(marked: str) -> tuple[int, int, str]:
    """Return line, column and whole line of the mark."""
    before = marked[: marked.index(HERE)]
    line = before.count("\n") + 1
    return line, len(before) - (before.rfind("\n") + 1) + 1, marked.replace(HERE, "").split("\n")[line - 1]


def broken(old: str, new: str) -> str:
    """Return RULE with one part exchanged; the mark is still in it."""
    assert RULE.count(old) == 1
    return RULE.replace(old, new)


@pytest.mark.parametrize(
    "text",
    [
        RULE,
        "\ufeff" + RULE,
        RULE.replace("\n", "\r\n"),
        RULE.replace(TERMS, PATTERN).replace("<<青瓜王>>", "<<青瓜王>>"),
        RULE.replace("severity: warning", "severity: warning\ngoods: [food]\ncaps: true"),
        "# 说明\n" + RULE + "\n\n",
    ],
    ids=["as-is", "bom", "crlf", "pattern", "goods", "comments"],
)
def test_a_whole_rule_is_read(tmp_path: Path, text: str) -> None:
    assert list(own_rules(tmp_path, {"own/king.yaml": text}).rules) == ["own/king"]


MISTAKES = [
    pytest.param(
        broken("severity: warning", "▶severty: warning\nseverity: warning"),
        "unknown key “severty”",
        "did you mean severity? valid: summary, severity, points, caps, ",
        id="unknown-key",
    ),
    pytest.param(
        broken("terms: [青瓜王]", "terms: [青瓜王], ▶unles: [假青瓜王]"),
        "unknown key “unles”",
        "did you mean unless?",
        id="unknown-option-of-the-kind",
    ),
    pytest.param(
        broken('quiet: ["青瓜熟了"]', 'quiet: ["青瓜熟了"]\n  ▶known_miss: []'),
        "unknown key “known_miss”",
        "did you mean known_misses? valid: hit, hint, quiet, known_misses",
        id="unknown-group-of-examples",
    ),
    pytest.param(
        broken('sources: ["测试 第一条"]', "sources: ▶测试"),
        "a list is needed here, not a single value",
        "put it in brackets",
        id="list",
    ),
    pytest.param(
        broken("severity: warning", "severity: ▶[warning]"),
        "a single value is needed here, not a list",
        "write one, without brackets",
        id="value",
    ),
    pytest.param(
        broken("summary: {zh: 自封为王, en: Self-crowned}", "summary: ▶自封为王"),
        "a mapping is needed here, not a single value",
        "write key: value",
        id="mapping",
    ),
    pytest.param(broken("severity: warning", "severity: warning\ncaps: ▶yes"), "must be true or false", "", id="yes-is-not-true"),
    pytest.param(broken("severity: warning", "severity: ▶no"), "“no” is not valid here", "valid: hint, warning, error", id="no"),
    pytest.param(
        broken("severity: warning", "severity: ▶warnings"),
        "“warnings” is not valid here",
        "did you mean warning? valid: hint, warning, error",
        id="near-miss-of-a-word",
    ),
    pytest.param(broken("severity: warning", "points: ▶1:1"), "must be a whole number from 1 to 20", "", id="1:1-is-not-61"),
    pytest.param(broken("severity: warning", "points: ▶21"), "must be a whole number from 1 to 20", "", id="out-of-range"),
    pytest.param(
        broken("severity: warning", "severity: warning\n▶severity: error"), "key severity is given twice", "", id="duplicate-key"
    ),
    pytest.param(
        broken("match: {kind: terms, terms: [青瓜王]}", "match: ▶{kind: layout, measure: emoji, limit: 3, fix: shorten}"),
        "fix: shorten goes with exclamation_run, emoji_run only",
        "",
        id="a-fix-that-a-measure-cannot-have",
    ),
    pytest.param(
        broken("match: {kind: terms, terms: [青瓜王]}", "match: ▶{kind: layout, measure: emoji_run, limit: 3, spare: [★]}"),
        "spare goes with fix: shorten",
        "",
        id="spare-without-a-fix",
    ),
    pytest.param(
        broken("match: {kind: terms, terms: [青瓜王]}", "match: ▶{kind: missing, fact: location, fix: append}").replace(
            "{match}", "它"
        ),
        "fix: append goes with fact: house_signature only",
        "",
        id="a-fix-that-a-fact-cannot-have",
    ),
    pytest.param(
        broken("match: {kind: terms, terms: [青瓜王]}", "match: {kind: terms, terms: [青瓜王], ▶fix: remove}"),
        "unknown key “fix”",
        "",
        id="wording-is-never-rewritten",
    ),
    pytest.param(
        broken("why: {zh: 读者无从核实,", "why: {zh: 读者无从核实, ▶zh: 又一遍,"),
        "key zh is given twice",
        "",
        id="duplicate-inner-key",
    ),
    pytest.param(
        broken(TERMS, "match: {kind: pattern, patterns: [▶'(青瓜'], literals: [青瓜]}"),
        "not a valid RE2 pattern",
        "",
        id="pattern",
    ),
    pytest.param(
        broken(TERMS, "match: {kind: pattern, patterns: [▶'青(?=瓜)'], literals: [青瓜]}"),
        "not a valid RE2 pattern",
        "",
        id="lookahead",
    ),
    pytest.param(
        broken(TERMS, r"match: {kind: pattern, patterns: [▶'\b青瓜\b'], literals: [青瓜]}"),
        r"\b is refused: there is no boundary between Han characters, so it never matches; use whole_word: true",
        "",
        id="word-boundary",
    ),
    pytest.param(
        broken(TERMS, "match: {kind: pattern, patterns: [▶'青*'], literals: [青瓜]}"), "matches empty text", "", id="empty-match"
    ),
    pytest.param(
        broken(TERMS, "match: {kind: pattern, patterns: [▶'黃瓜'], literals: [青瓜]}"),
        "“黃” is folded to “黄” before matching; write the folded form",
        "",
        id="traditional-pattern",
    ),
    pytest.param(broken(TERMS, "match: ▶{kind: pattern, patterns: ['青瓜']}"), "“literals” is missing", "", id="no-literals"),
    pytest.param(broken('  quiet: ["青瓜熟了"]\n', "").replace("  hit", "  ▶hit"), "“quiet” is missing", "", id="no-quiet"),
    pytest.param(broken('  hit: ["<<青瓜王>>到货"]\n', "").replace("  quiet", "  ▶quiet"), "“hit” is missing", "", id="no-hit"),
    pytest.param(
        broken('hit: ["<<青瓜王>>到货"]', "hit: ▶[]"), "at least 1 item(s) are needed", "", id="no-example-in-the-group"
    ),
    pytest.param(broken('"<<青瓜王>>到货"', '▶"<<青瓜王到货"'), "<< and >> do not pair up", "", id="unpaired-mark"),
    pytest.param(
        broken("summary: {zh: 自封为王, en: Self-crowned}", "summary: ▶{zh: 自封为王}"), "“en” is missing", "", id="no-english"
    ),
    pytest.param(
        broken('{zh: "「{match}」是自己封的", en: "“{match}” is self-awarded"}', '▶{en: "“{match}” is self-awarded"}'),
        "“zh” is missing",
        "",
        id="no-chinese",
    ),
    pytest.param(broken("en: Self-crowned}", "en: ▶''}"), "this must not be empty", "", id="blank-sentence"),
    pytest.param(
        broken(TERMS, "match: {kind: terms, terms: [青瓜王], guards: [▶jokes]}"),
        "“jokes” is not valid here",
        "did you mean joke? valid: joke",
        id="unknown-guard",
    ),
    pytest.param(
        broken(TERMS, "match: {kind: density, limit: 3, cues: [▶prices]}"),
        "“prices” is not valid here",
        "did you mean price? valid: price",
        id="unknown-word-list",
    ),
    pytest.param(
        broken(TERMS, "match: {kind: ▶term, terms: [青瓜王]}"),
        "there is no kind “term”",
        "did you mean terms? valid: terms, ",
        id="kind",
    ),
    pytest.param(broken(TERMS, "match: ▶{terms: [青瓜王]}"), "match needs “kind”", "valid: terms, pattern, ", id="no-kind"),
    pytest.param(broken(TERMS, "match: ▶青瓜王"), "match needs “kind”", "valid: terms, pattern, ", id="match-is-a-word"),
    pytest.param(broken("terms: [青瓜王]", "terms: [青瓜王, ▶'']"), "this must not be empty", "", id="blank-term"),
    pytest.param(broken("terms: [青瓜王]", f"terms: [▶{'青' * 41}]"), "too long for a term", "", id="long-term"),
    pytest.param(broken("terms: [青瓜王]", "terms: &▶a [青瓜王]").replace("&▶", "▶&"), "anchors and aliases", "", id="anchor"),
    pytest.param(broken("terms: [青瓜王]", "terms: [▶*a]"), "anchors and aliases", "", id="alias"),
    pytest.param(RULE + "bomb: [▶&a [哈, 哈], &b [*a, *a], &c [*b, *b]]\n", "anchors and aliases", "", id="alias-bomb"),
    pytest.param(
        broken("terms: [青瓜王]", "terms: " + "[" * 18 + "▶" + "[" * 9 + "]" * 27), "nested too deeply", "", id="deep-nesting"
    ),
    pytest.param(broken("  quiet:", "▶\tquiet:"), "not valid YAML", "indent YAML with spaces, not tabs", id="tab"),
    pytest.param(
        broken('quiet: ["青瓜熟了"]', "quiet: [▶注意: 青瓜熟了]"),
        "unknown key “注意”",
        "valid: text, ",
        id="bare-sentence-with-colon",
    ),
    pytest.param(
        broken("why: {zh: 读者无从核实, en: The reader cannot verify it}", "why: 读者▶: 无从核实: 对吧"),
        "not valid YAML",
        "put quotes around a sentence with { } : # or quotes in it",
        id="two-colons",
    ),
    pytest.param("▶- 青瓜王\n", "a mapping is needed here, not a list", "", id="list-at-the-top"),
    pytest.param("▶青瓜王\n", "a mapping is needed here, not a single value", "", id="word-at-the-top"),
    pytest.param(broken("severity: warning", "? ▶[severity]\n: warning"), "a key must be a plain word", "", id="list-as-key"),
    pytest.param(broken("severity: warning", "severity: warning\n▶<<: {caps: true}"), "unknown key “<<”", "", id="merge-key"),
]


@pytest.mark.parametrize(("marked", "what", "mend"), MISTAKES)
def test_a_mistake_is_told_with_its_place_and_what_would_be_right(tmp_path: Path, marked: str, what: str, mend: str) -> None:
    root = write(tmp_path, KIN | {"own/king.yaml": marked.replace(HERE, "")})
    line, column, excerpt = place(marked)
    first = mistakes(root)[0]
    file = str(root / "own" / "king.yaml")
    assert (first.path, first.line, first.column) == (file, line, column)
    assert first.excerpt == excerpt[:120].rstrip()
    assert isinstance(first, RuleError)
    assert what in first.what.en
    assert first.mend.en.startswith(mend)
    for lang in ("zh", "en"):
        assert first.render(lang).startswith(f"{file}:{line}:{column}: {first.what.to(lang)}\n    {line} | ")
    assert first.what.zh != first.what.en


@pytest.mark.parametrize(
    ("old", "new", "lines", "what"),
    [
        pytest.param(
            'message: {zh: "「{match}」', 'message: {zh: "「{mach}」', {3}, "message cannot use {mach}", id="placeholder"
        ),
        pytest.param(
            "severity: warning", "severity: warning\npoints: 3", {2, 3}, "neither severity nor advice", id="points-and-severity"
        ),
        pytest.param("advice: {zh: 说一件真事, en: Tell one true thing}\n", "", {1}, "“advice” is missing", id="no-advice"),
        pytest.param("severity: warning\n", "", {1}, "“severity” is missing", id="no-severity"),
        pytest.param("sources: [", 'sources: ["\\x07", \a', {5}, "not valid YAML", id="control-character"),
    ],
)
def test_a_mistake_between_fields_has_its_line_too(tmp_path: Path, old: str, new: str, lines: set[int], what: str) -> None:
    root = write(tmp_path, {"own/king.yaml": broken(old, new)})
    (only,) = mistakes(root)
    assert what in only.what.en
    assert only.line in lines


@pytest.mark.parametrize(
    ("folder", "text", "line", "what"),
    [
        ("_terms", "summary: {zh: 价格, en: price}\nterms: [元一斤, 元一斤]\n", 2, "“元一斤” is repeated"),
        (
            "_terms",
            "summary: {zh: 价格, en: price}\nterms: [減價]\nunless: [减价, 減价]\n",
            3,
            "“減价” is repeated (after folding)",
        ),
        ("_terms", "summary: {zh: 价格, en: price}\npatterns:\n  - {pattern: '\\b元', literals: [元]}\n", 3, r"\b is refused"),
        ("_terms", "summary: {zh: 价格, en: price}\npatterns:\n  - {pattern: '元'}\n", 3, "“literals” is missing"),
        (
            "_guards",
            "summary: {zh: 玩笑, en: joke}\neffect: quite\nscope: clause\nterms: [玩笑]\n",
            2,
            "“quite” is not valid here",
        ),
        (
            "_guards",
            "summary: {zh: 玩笑, en: joke}\neffect: quiet\nscope: clause\nterms: []\n",
            4,
            "at least 1 item(s) are needed",
        ),
        ("_variants", "summary: {zh: 变体, en: variant}\nvariants:\n  微信: []\n", 3, "at least 1 item(s) are needed"),
    ],
)
def test_mistakes_in_shared_files_have_their_line(tmp_path: Path, folder: str, text: str, line: int, what: str) -> None:
    root = write(tmp_path, {"own/king.yaml": RULE, f"{folder}/shared.yaml": text})
    (only,) = mistakes(root)
    assert what in only.what.en
    assert (only.path, only.line) == (str(root / folder / "shared.yaml"), line)


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("own/king.yaml", RULE.encode("gb18030"), "not UTF-8 (byte 14)"),
        ("own/king.yaml", b"", "the file is empty"),
        ("own/king.yaml", b"# nothing but a remark\n", "the file is empty"),
        ("own/king.yaml", RULE.encode() + b"#" * 1_000_001, "over 1000000 bytes; not read"),
        ("own/king.yaml", RULE.encode() + b"---\n" + RULE.encode(), "not valid YAML"),
        ("own/king.yaml", RULE.encode().replace("青瓜熟了".encode(), b"\x00"), "not valid YAML"),
        ("Own/king.yaml", RULE.encode(), "a rule's path is its id; “Own/king” will not do"),
        ("own/king_of.yaml", RULE.encode(), "a rule's path is its id; “own/king_of” will not do"),
        ("own/more/king.yaml", RULE.encode(), "a rule's path is its id; “own/more/king” will not do"),
        ("_unknown/king.yaml", RULE.encode(), "a rule's path is its id; “_unknown/king” will not do"),
        ("_goods/tea.yaml", "summary: {zh: 茶, en: tea}\nterms: [新茶]\n".encode(), "no goods category “tea”"),
    ],
    ids=[
        "gb18030",
        "empty",
        "comment",
        "large",
        "two-documents",
        "nul",
        "capital",
        "underscore",
        "deep",
        "folder",
        "goods",
    ],
)
def test_a_file_that_cannot_be_a_rule_is_named(tmp_path: Path, name: str, content: bytes, what: str) -> None:
    root = write(tmp_path, {name: content})
    (only,) = mistakes(root)
    assert what in only.what.en
    assert only.path == str(root / name)


def test_rules_outside_a_family_are_one_mistake_of_their_folder(tmp_path: Path) -> None:
    root = write(tmp_path / "tea", {"king.yaml": RULE, "queen.yaml": RULE, "own/king.yaml": RULE})
    (only,) = mistakes(root)
    assert only.what.en == "rules in no family's folder: 2 (king, …); a rule's path is its id, family/name"
    assert only.path == str(root)
    assert only.mend is not None
    assert only.mend.en.startswith("if “tea” is the family, give the folder above it")


@pytest.mark.parametrize(("names", "unknown"), [("absolute", ""), ("absolute/whole-net", ""), ("absolute, absolut", "absolut")])
@pytest.mark.parametrize("command", [["check", "."], ["test-rules", "mine"]], ids=["check", "test-rules"])
def test_a_rule_yields_only_to_what_there_is(tmp_path: Path, command: list[str], names: str, unknown: str) -> None:
    rule = RULE.replace("severity:", f"yields_to: [{names}]\nseverity:")
    folder = write(tmp_path / "folder", {"mine/own/king.yaml": rule, ".moments-lint.yaml": "rules: [mine]\n"})
    done = run(*command, "--lang", "en", cwd=folder)
    assert done.returncode == (2 if unknown else 0)
    told = done.stderr.decode().replace("\\", "/")
    assert ("mine/own/king.yaml:2: no rule or family “absolut”\n  to mend: did you mean absolute?" in told) == bool(unknown)


def test_a_rule_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    (only,) = mistakes(tmp_path / "nowhere")
    assert (only.what.en, only.path) == ("no such rule folder", str(tmp_path / "nowhere"))


@pytest.mark.parametrize(("room", "found"), [(0, 0), (-1, 1)], ids=["just", "too-much"])
def test_a_rule_folder_of_too_many_bytes_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int, found: int
) -> None:
    root = write(tmp_path / "rules", {f"own/king{number}.yaml": RULE for number in range(3)})
    monkeypatch.setattr(rule_folder, "MAX_FOLDER_BYTES", 3 * len(RULE.encode()) + room)
    told = mistakes(root) if found else []
    assert [(one.path, "bytes together" in one.what.en) for one in told] == [(str(root), True)] * found
    assert found or len(catalogue.read_root(root).rules) == 3


@pytest.mark.parametrize("folder", [False, True], ids=["file", "folder"])
def test_symbolic_links_in_a_rule_folder_are_named_not_passed_over(tmp_path: Path, folder: bool) -> None:
    outside = write(tmp_path / "outside", {"king.yaml": RULE})
    root = write(tmp_path / "rules", {"other/king.yaml": RULE})
    link = root / "own" if folder else root / "other" / "linked.yaml"
    link.symlink_to(outside if folder else outside / "king.yaml")
    (only,) = mistakes(root)
    assert "symbolic links in a rule folder are not followed" in only.what.en
    assert only.path == str(link)


def test_all_mistakes_of_a_file_are_told_in_the_order_of_their_places(tmp_path: Path) -> None:
    text = (
        "match: {kind: terms, terms: [青瓜王], guards: [玩笑]}\n"
        "examples: {hit: ['<<青瓜王>>'], quiet: []}\n"
        "severity: bad\n"
        "sources: 甲\n"
        "summary: {zh: 甲}\n"
        "odd: 1\n"
        "message: {zh: 甲, en: a}\n"
        "why: {zh: 甲, en: a}\n"
    )
    found = mistakes(write(tmp_path, {"own/king.yaml": text}))
    assert [mistake.line for mistake in found] == [1, 2, 3, 4, 5, 6]


def test_all_broken_files_of_a_folder_are_told_at_once(tmp_path: Path) -> None:
    files = {
        "_guards/joke.yaml": "effect: loud\n",
        "_terms/price.yaml": "",
        "own/first.yaml": RULE.replace("severity", "severe"),
        "own/good.yaml": RULE,
        "own/second.yaml": RULE.replace("[青瓜王]", "青瓜王"),
        "own/third.yaml": b"\xff\xfe\xff",
    }
    root = write(tmp_path, files)
    told = {Path(mistake.path).relative_to(root).as_posix() for mistake in mistakes(root)}
    assert told == set(files) - {"own/good.yaml"}


HELD = [
    pytest.param('hit: ["青瓜到货"]', "example (hit) is not reported", id="missing"),
    pytest.param('hit: ["青<<瓜王>>到货"]', "example is reported elsewhere: “青瓜王”", id="misplaced"),
    pytest.param('hit: ["<<青瓜王>>和青瓜王"]', "example is reported elsewhere: “青瓜王”, “青瓜王”", id="not-all-marked"),
    pytest.param(
        'hit: ["<<青瓜王>>", "<<青瓜王>>！"]\n  quiet: ["青瓜王", "青瓜熟了"]\n  hint: []',
        "quiet example is reported: “青瓜王”",
        id="noisy",
    ),
]


@pytest.mark.parametrize(("examples", "what"), HELD)
def test_an_example_that_does_not_hold_is_told_with_file_and_line(tmp_path: Path, examples: str, what: str) -> None:
    text = RULE.replace('hit: ["<<青瓜王>>到货"]', examples)
    text = text if "quiet" not in examples else text.replace('  quiet: ["青瓜熟了"]\n', "")
    rules = own_rules(tmp_path, {"own/king.yaml": text})
    with pytest.raises(RuleError) as raised:
        verify.require_examples(Linter(rules=rules), rules.rules.values())
    line = next(number for number, written in enumerate(text.split("\n"), 1) if written.startswith(("  quiet", "  hit")))
    line += "noisy" in what or "quiet" in what
    assert (raised.value.path, raised.value.line, raised.value.what.en) == (str(tmp_path / "own" / "king.yaml"), line, what)
    assert raised.value.excerpt


def test_all_examples_that_do_not_hold_are_told_at_once(tmp_path: Path) -> None:
    wrong = RULE.replace("<<青瓜王>>到货", "青瓜到货").replace("青瓜熟了", "青瓜王熟了")
    rules = own_rules(tmp_path, {"own/first.yaml": wrong, "own/second.yaml": RULE, "own/third.yaml": wrong})
    with pytest.raises(MomentsLintError) as raised:
        verify.require_examples(Linter(rules=rules), rules.rules.values())
    told = [(Path(mistake.path).name, mistake.line) for mistake in mistakes_of(raised.value)]
    assert told == [("first.yaml", 9), ("first.yaml", 10), ("third.yaml", 9), ("third.yaml", 10)]


FEED_RULE = """\
summary: {zh: 太勤, en: Too often}
severity: warning
message: {zh: "一天 {count} 条", en: "{count} a day"}
why: {zh: 吵, en: Noisy}
sources: ["测试 第二条"]
advice: {zh: 歇歇, en: Rest}
match: {kind: frequency, of: posts, limit: 1}
examples:
  hit:
    - posts:
        - {at: 2026-03-02 08:00, author: 阿禾, text: 早}
        - {at: 2026-03-02 09:00, author: 阿禾, text: 又早}
  quiet:
    - posts:
        - {at: 2026-03-02 08:00, author: 阿禾, text: 早}
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [("{at: 2026-03-02 09:00, ", "{at: 三月二日, "), ("{at: 2026-03-02 09:00, ", "{")],
    ids=["no-time", "no-at"],
)
def test_an_example_feed_without_a_usable_time_is_a_mistake_in_the_file(tmp_path: Path, old: str, new: str) -> None:
    _load_and_hold(tmp_path / "good", FEED_RULE)
    with pytest.raises(MomentsLintError) as raised:
        _load_and_hold(tmp_path / "bad", FEED_RULE.replace(old, new))
    first = mistakes_of(raised.value)[0]
    assert first.path == str(tmp_path / "bad" / "own" / "often.yaml")
    assert first.line in (10, 11, 12)


def _load_and_hold(root: Path, text: str) -> None:
    rules = own_rules(root, {"own/often.yaml": text})
    verify.require_examples(Linter(rules=rules), rules.rules.values())


@pytest.mark.parametrize("nest", ["[", "{a: ", "- ", "? ", "[{a: "])
def test_a_hundred_thousand_brackets_do_not_crash_the_process(tmp_path: Path, nest: str) -> None:
    root = write(tmp_path, {"own/king.yaml": nest * (100_000 if len(nest) < 3 else 30_000)})
    script = (
        "import sys\nfrom pathlib import Path\nfrom moments_lint import catalogue, errors\n"
        "try:\n    catalogue.read_root(Path(sys.argv[1]))\n"
        "except errors.RuleError as error:\n    print(error.what.en, error.line)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(root)], capture_output=True, check=False, text=True, env=environment(tmp_path / "home")
    )
    assert (done.returncode, done.stdout) == (0, "nested too deeply 1\n")


def test_a_python_tag_is_only_text(tmp_path: Path) -> None:
    """A rule file cannot run anything: tags are not resolved."""
    trap = tmp_path / "sprung"
    tag = f"!!python/object/apply:os.mkdir ['{trap}']"
    (only,) = mistakes(write(tmp_path / "rules", {"own/king.yaml": RULE.replace("severity: warning", f"severity: {tag}")}))
    assert only.line == 2
    assert not trap.exists()


def test_the_command_tells_all_broken_rules_and_exits_2(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "drafts",
        {
            ".moments-lint.yaml": "rules: [mine]\n",
            "a.md": CLEAN,
            "mine/own/first.yaml": RULE.replace("severity", "severe"),
            "mine/own/second.yaml": RULE.replace("kind: terms", "kind: term"),
        },
    )
    done = run("check", "a.md", cwd=folder)
    told = done.stderr.decode()
    assert done.returncode == 2
    assert done.stdout == b""
    assert f"{os.path.join(str(folder), 'mine', 'own', 'first.yaml')}:2:1: " in told
    assert f"{os.path.join(str(folder), 'mine', 'own', 'second.yaml')}:7:15: " in told
    assert "    2 | severe: warning\n" in told
    assert "Traceback" not in told


def test_the_command_refuses_a_rule_whose_example_does_not_hold(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "drafts",
        {".moments-lint.yaml": "rules: [mine]\n", "a.md": CLEAN, "mine/own/king.yaml": RULE.replace("<<青瓜王>>", "<<青瓜>>")},
    )
    done = run("check", "a.md", cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert f"{os.path.join(str(folder), 'mine', 'own', 'king.yaml')}:9: " in done.stderr.decode()


def test_a_rule_folder_without_a_rule_is_an_error(tmp_path: Path) -> None:
    """A mistyped folder of rules must not look like a folder whose rules found nothing."""
    folder = write(tmp_path / "drafts", {".moments-lint.yaml": "rules: [mine]\n", "a.md": CLEAN, "mine/README.md": "还没写\n"})
    assert run("check", "a.md", cwd=folder).returncode == 2
    assert run("test-rules", "mine", cwd=folder).returncode == 2
