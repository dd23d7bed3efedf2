"""`--output-format json`: its shape is promised, positions are 1-based in the file and in code points."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import RULE, checked, mistakes_of, outcome, own_rules, run, write

from moments_lint import catalogue, reading
from moments_lint.errors import Mistakes, MomentsLintError, ReadingError
from moments_lint.finding import Edit, Finding, Fix, Severity, Span
from moments_lint.formats import json_v1
from moments_lint.linter import Linter
from moments_lint.outcome import Checked, Outcome
from moments_lint.post import CATEGORIES, Post
from moments_lint.wording import Text

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
TWO_CUES = RULE.replace("{kind: terms, terms: [青瓜王]}", "{kind: together, cues: [price, call], at_least: 2}").replace(
    'hit: ["<<青瓜王>>到货"]', 'hit: ["<<元一斤>>，快来"]'
)
LISTS = {
    "_terms/price.yaml": "summary: {zh: 价格, en: price}\nterms: [元一斤]\n",
    "_terms/call.yaml": "summary: {zh: 招呼, en: call}\nterms: [快来]\n",
}
OFTEN = """\
summary: {zh: 太勤, en: Too often}
severity: warning
message: {zh: "一天 {count} 条", en: "{count} a day"}
why: {zh: 吵, en: Noisy}
sources: ["测试 第二条"]
advice: {zh: 歇歇, en: Rest}
match: {kind: frequency, of: posts, limit: 1}
examples:
  hit: [{posts: [{at: 2026-03-02 08:00, author: 阿禾, text: 早}, {at: 2026-03-02 09:00, author: 阿禾, text: 又早}]}]
  quiet: [{posts: [{at: 2026-03-02 08:00, author: 阿禾, text: 早}]}]
"""
RULES = LISTS | {
    "own/king.yaml": RULE,
    "own/often.yaml": OFTEN,
    "own/time.yaml": SIGNAL,
    "own/two.yaml": TWO_CUES,
    "own/whole.yaml": RULE.replace("kind: terms, terms: [青瓜王]", "kind: layout, measure: characters, limit: 200").replace(
        "「{match}」", "整条"
    ),
}
PLACE = ("start", "end", "line", "column", "end_line", "end_column", "excerpt")
FINDING = {"rule", "severity", "message", "advice", *PLACE, "fingerprint", "related", "fix"}


@pytest.fixture(scope="module")
def linter(tmp_path_factory: pytest.TempPathFactory) -> Linter:
    return Linter(rules=own_rules(tmp_path_factory.mktemp("rules"), RULES))


def rendered(run: Outcome, lang: str = "zh") -> Any:
    """Render, read again, and hold the result against the schema that ships."""
    data = json.loads(json_v1.render(run, lang))
    schema = json.loads((Path(catalogue.__file__).parent / "schemas" / "report-v1.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(data)
    return data


def post_of(linter: Linter, text: str | bytes, path: str = "草稿.md") -> Any:
    return rendered(outcome(linter, [checked(linter, text.encode() if isinstance(text, str) else text, path)]))["posts"][0]


FULL = """\
---
author: 阿禾
lint:
  ignore:
    - {rule: own/two, reason: 就要这样}
---
早上七点，我家的青瓜王到货，三元一斤，快来。
青瓜王又到货。
"""


class TestShape:
    """The keys of the contract, no more and no fewer."""

    def test_the_document(self, linter: Linter) -> None:
        data = rendered(outcome(linter, [checked(linter, FULL.encode())]))
        assert set(data) == {"version", "posts", "timeline", "errors", "summary"}
        assert data["version"] == 1
        assert set(data["summary"]) == {"posts", "rules", "findings", "skipped"}

    def test_nothing_checked(self, linter: Linter) -> None:
        data = rendered(outcome(linter, [], skipped=3))
        assert (data["posts"], data["timeline"], data["errors"]) == ([], None, [])
        assert (data["summary"]["posts"], data["summary"]["skipped"]) == (0, 3)
        assert not any(data["summary"]["findings"].values())

    def test_a_post(self, linter: Linter) -> None:
        post = post_of(linter, FULL)
        assert set(post) == {
            "name", "path", "score", "verdict", "category", "probabilities", "review", "review_evidence", "receipt", "findings",
            "signals", "suppressed",
        }  # fmt: skip
        assert (post["name"], post["path"]) == ("草稿.md", "草稿.md")
        assert type(post["score"]) is int
        assert post["verdict"] in ("publish", "revise", "hold")
        assert post["category"] in CATEGORIES
        assert set(post["probabilities"]) == set(CATEGORIES)
        assert sum(post["probabilities"].values()) == pytest.approx(1, abs=1e-5)
        assert post["review"] is None or post["review"]

    def test_the_receipt_sums_to_the_score(self, linter: Linter) -> None:
        post = post_of(linter, FULL)
        assert all(set(line) == {"label", "points", "source"} for line in post["receipt"])
        assert all(type(line["points"]) is int for line in post["receipt"])
        assert sum(line["points"] for line in post["receipt"]) == post["score"]

    def test_findings_signals_and_what_was_set_aside(self, linter: Linter) -> None:
        post = post_of(linter, FULL)
        assert [finding["rule"] for finding in post["findings"]] == ["own/king", "own/king"]
        assert all(set(finding) == FINDING for finding in post["findings"])
        assert {finding["severity"] for finding in post["findings"]} == {"warning"}
        assert all(
            finding["message"] == "「青瓜王」是自己封的" and finding["advice"] == "说一件真事" for finding in post["findings"]
        )
        (aside,) = post["suppressed"]
        assert set(aside) == FINDING | {"reason"}
        assert (aside["rule"], aside["reason"], aside["excerpt"]) == ("own/two", "就要这样", "元一斤")
        (signal,) = post["signals"]
        assert signal == {"rule": "own/time", "message": "说了「早上七点」", "start": 0, "end": 4, "excerpt": "早上七点"}

    def test_related_places_and_fixes(self, linter: Linter) -> None:
        post = post_of(linter, "三元一斤，快来。")
        (finding,) = post["findings"]
        assert finding["related"] == [{"name": "", "start": 5, "end": 7, "message": "招呼"}]
        assert finding["fix"] is None
        one = checked(linter, "早".encode())
        fixed = Finding("own/king", Severity.hint, "", "", Span(0, 1), fix=Fix((Edit(0, 1, "晚"),)))
        run = outcome(linter, [one._replace(report=one.report._replace(findings=(fixed,)))])
        assert rendered(run)["posts"][0]["findings"][0]["fix"] == {"edits": [{"start": 0, "end": 1, "text": "晚"}]}

    def test_a_finding_without_a_place_has_nulls(self, linter: Linter) -> None:
        post = post_of(linter, "这一条没有什么特别的地方，" * 20)
        whole = next(finding for finding in post["findings"] if finding["rule"] == "own/whole")
        assert {key: whole[key] for key in PLACE} == dict.fromkeys(PLACE)
        assert whole["fingerprint"]

    def test_a_feed(self, linter: Linter) -> None:
        posts = [Post("早", name=f"{hour}.md", author="阿禾", at=datetime(2026, 3, 2, hour)) for hour in (8, 9)]
        feed = linter.check_timeline(posts)
        documents = [reading.parse_draft("早".encode(), post.name).document for post in posts]
        drafts = tuple(Checked(document, report) for document, report in zip(documents, feed.posts, strict=True))
        timeline = rendered(Outcome(drafts, feed.findings, (), 0, linter.rulebook))["timeline"]
        assert set(timeline) == {"findings"}
        (finding,) = timeline["findings"]
        assert set(finding) == FINDING | {"name", "reschedule"}
        assert (finding["name"], finding["rule"], finding["message"]) == ("9.md", "own/often", "一天 2 条")
        assert {key: finding[key] for key in PLACE} == dict.fromkeys(PLACE)
        assert finding["related"] == [{"name": "8.md", "start": None, "end": None, "message": "2026-03-02 08:00"}]

    def test_a_quiet_feed_is_not_null(self, linter: Linter) -> None:
        assert rendered(Outcome((), (), (), 0, linter.rulebook))["timeline"] == {"findings": []}

    @pytest.mark.parametrize(("lang", "message"), [("zh", "读不了 — 再试"), ("en", "cannot be read — try again")])
    def test_errors_each_with_their_place(self, linter: Linter, lang: str, message: str) -> None:
        what, mend = Text("读不了", "cannot be read"), Text("再试", "try again")
        one = ReadingError(what, path="甲.md", line=3, column=2, mend=mend)
        errors: list[MomentsLintError] = [one, Mistakes([ReadingError(what, path="乙.md"), ReadingError(what)])]
        data = rendered(outcome(linter, [], errors), lang)
        short = message.partition(" — ")[0]
        assert data["errors"] == [
            {"path": "甲.md", "line": 3, "message": message},
            {"path": "乙.md", "line": None, "message": short},
            {"path": None, "line": None, "message": short},
        ]
        assert len(data["errors"]) == sum(len(mistakes_of(error)) for error in errors)

    def test_the_summary_counts_by_severity(self, linter: Linter) -> None:
        summary = rendered(outcome(linter, [checked(linter, FULL.encode()), checked(linter, b"")], skipped=2))["summary"]
        assert summary["findings"]["warning"] == 2
        assert sum(summary["findings"].values()) == 2
        assert (summary["posts"], summary["rules"], summary["skipped"]) == (2, len(linter.rules), 2)


FRONT = "---\nauthor: 阿禾\n---\n"
AT = [
    ("青瓜王", (1, 1), (1, 4), "start"),
    ("我家青瓜王", (1, 3), (1, 6), "han"),
    ("😀青瓜王", (1, 2), (1, 5), "an-emoji-is-one"),
    ("👨‍👩‍👧青瓜王", (1, 6), (1, 9), "a-family-is-five"),
    ("❤️青瓜王", (1, 3), (1, 6), "a-variation-selector-is-one"),
    ("一\n青瓜王", (2, 1), (2, 4), "lf"),
    ("一\r\n青瓜王", (2, 1), (2, 4), "crlf"),
    ("一\r青瓜王", (2, 1), (2, 4), "cr"),
    ("一\r\n\r\n\r\n二😀青瓜王", (4, 3), (4, 6), "crlf-crlf"),
    ("一\n\r青瓜王", (3, 1), (3, 4), "lf-cr-are-two"),
    ("一\u2028二\x0b三\x85青瓜王", (1, 7), (1, 10), "other-separators-end-no-line"),
    ("\t青瓜王", (1, 2), (1, 5), "a-tab-is-one"),
    (FRONT + "青瓜王", (4, 1), (4, 4), "front-matter"),
    (FRONT.replace("\n", "\r\n") + "一\r\n青瓜王", (5, 1), (5, 4), "front-matter-crlf"),
    ("\ufeff" + FRONT + "\n😀青瓜王", (5, 2), (5, 5), "front-matter-bom"),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(("text", "first", "last"), [pytest.param(*row[:3], id=row[3]) for row in AT])
def test_positions(linter: Linter, text: str, first: tuple[int, int], last: tuple[int, int], encoding: str) -> None:
    text = text.removeprefix("\ufeff") if encoding == "utf-16" else text
    (finding,) = post_of(linter, text.encode(encoding))["findings"]
    assert (finding["line"], finding["column"]) == first
    assert (finding["end_line"], finding["end_column"]) == last
    assert finding["excerpt"] == TERM
    assert finding["end"] - finding["start"] == 3


def place(text: str, line: int, column: int) -> int:
    """Return the offset of a 1-based line and column, lines ended by CRLF, CR or LF."""
    starts = [0, *(found.end() for found in re.finditer(r"\r\n|\r|\n", text))]
    return starts[line - 1] + column - 1


WORDS = ("青瓜王", "青❤️瓜王", "青瓜", "早", "減價", "㎏", "⑴", "ＶＸ", "😀", "👨‍👩‍👧", "❤️")
MARKS = ("\u200b", "\u202e", "\t", "\x1b[2J", "\n", "\r\n", "\r", "\u2028", "　")
BITS = st.sampled_from(WORDS + MARKS)


@given(st.lists(BITS, max_size=14).map("".join), st.sampled_from(["", FRONT, FRONT.replace("\n", "\r\n")]))
def test_every_place_leads_back_to_its_evidence(linter: Linter, text: str, front: str) -> None:
    """`start`/`end` index the post's text; `line`/`column` lead to the same characters of the file."""
    document = checked(linter, (front + text).encode()).document
    post = post_of(linter, front + text)
    assert document.post.text == text
    for finding in post["findings"]:
        start, end = finding["start"], finding["end"]
        assert finding["excerpt"] == text[start:end]
        first = place(front + text, finding["line"], finding["column"])
        last = place(front + text, finding["end_line"], finding["end_column"])
        assert (front + text)[first:last] == text[start:end]
        assert "青" in text[start:end]
        assert "王" in text[start:end]


@given(st.text(st.characters(), max_size=20), st.text(st.characters(), max_size=20))
def test_whatever_a_library_user_passes_is_one_json_document(linter: Linter, before: str, after: str) -> None:
    """Lone surrogates and control characters included: any JSON reader gets the same text back."""
    text = before + "青瓜王" + after
    report = linter.check(Post(text, name=text))
    document = reading.parse_draft(b"", "草稿.md").document._replace(text=text, post=report.post)
    written = json_v1.render(outcome(linter, [Checked(document, report)]), "zh")
    data = json.loads(written.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass"))
    post = data["posts"][0]
    assert post["name"] == text
    for finding in post["findings"]:
        if finding["excerpt"] is not None:
            assert finding["excerpt"] == text[finding["start"] : finding["end"]]


def test_the_command_writes_nothing_but_the_document(tmp_path: Path) -> None:
    """What is broken or noted goes to the other stream, and into `errors`."""
    folder = write(
        tmp_path / "drafts", {"好.md": "早安\n", "坏.md": b"\xff\xff", "国标.md": "早安，今天也要加油\n".encode("gb18030")}
    )
    done = run("check", "好.md", "坏.md", "国标.md", "没有.md", "--isolated", "--output-format", "json", cwd=folder)
    data = json.loads(done.stdout)
    assert done.returncode == 2
    assert [post["path"] for post in data["posts"]] == ["好.md", "国标.md"]
    assert sorted(error["path"] for error in data["errors"]) == ["坏.md", "没有.md"]
    assert "GB18030" in done.stderr.decode()
    assert done.stdout.endswith(b"}\n")


def test_chinese_is_written_as_chinese(linter: Linter) -> None:
    assert "「青瓜王」是自己封的" in json_v1.render(outcome(linter, [checked(linter, FULL.encode())]), "zh")


@pytest.mark.parametrize(
    ("text", "start", "end", "places"),
    [
        ("一\n二三", 0, 4, (1, 1, 2, 3)),
        ("一\r\n二三", 0, 4, (1, 1, 2, 2)),
        (FRONT + "一\n\n\n二", 1, 4, (4, 2, 7, 1)),
        ("一\n", 1, 2, (1, 2, 2, 1)),
        ("", 0, 0, (1, 1, 1, 1)),
    ],
)
def test_evidence_over_several_lines_ends_where_it_ends(
    linter: Linter, text: str, start: int, end: int, places: tuple[int, int, int, int]
) -> None:
    one = checked(linter, text.encode())
    finding = Finding("own/king", Severity.hint, "", "", Span(start, end))
    post = rendered(outcome(linter, [one._replace(report=one.report._replace(findings=(finding,)))]))["posts"][0]
    assert tuple(post["findings"][0][key] for key in ("line", "column", "end_line", "end_column")) == places
