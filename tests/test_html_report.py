"""`--output-format html`: a page that stands alone, shows what the draft says and runs nothing of it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import checked, outcome
from texts import texts
from whole_run import everything, own_linter

from moments_lint import formats
from moments_lint.errors import ReadingError
from moments_lint.finding import Finding, Report, Severity, Signal, Span
from moments_lint.formats import marked, page, preview
from moments_lint.outcome import Checked, Outcome
from moments_lint.post import Document, Post
from moments_lint.score import WhatIf
from moments_lint.wording import Text, visible

GOLDEN = Path(__file__).with_name("golden") / "formats"
CASES: dict[str, Callable[[], str]] = {
    "html.zh.html": lambda: formats.render("html", everything("zh"), "zh", steps=[[WhatIf("own/king", 49)], [], []]),
    "html.en.html": lambda: formats.render("html", everything("en"), "en"),
}
VOID = {"meta"}
ALLOWED = {
    "html", "head", "title", "style", "body", "main", "section", "div", "h1", "h2", "h3", "p", "span", "strong", "code", "a",
    "mark", "sup", "ol", "ul", "li", "details", "summary", "table", "thead", "tbody", "tr", "th", "td", *VOID,
}  # fmt: skip
ATTRIBUTES = {"class", "id", "href", "title", "lang", "charset", "http-equiv", "content", "name", "scope", "aria-hidden"}


@pytest.mark.parametrize("name", CASES)
def test_the_page_is_as_it_was_approved(name: str) -> None:
    assert CASES[name]() == (GOLDEN / name).read_text("utf-8")


class Read(HTMLParser):
    """What a browser would make of a page: elements, attributes, and the text under each class."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.texts: dict[str, str] = {}
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        names = {name for tag, class_ in self.open for name in (tag, *class_.split())}
        if not names & {"sup", "fold"}:
            for name in names:
                self.texts[name] = self.texts.get(name, "") + data


def read(source: str) -> Read:
    """Read a page and hold it to what every page of ours promises."""
    found = Read(source.encode("utf-8", "replace").decode())
    assert found.tags <= ALLOWED
    assert {name for name, _ in found.attributes} <= ATTRIBUTES
    ids = [value for name, value in found.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert {value for name, value in found.attributes if name == "href"} <= {f"#{value}" for value in ids}
    assert not re.search(r"url\(|@import|https?:", found.texts["style"])
    return found


@pytest.mark.parametrize("name", CASES)
def test_the_page_stands_alone_and_its_links_lead_somewhere(name: str) -> None:
    read(CASES[name]())


def test_the_policy_allows_the_style_sheet_and_nothing_else() -> None:
    found = read(CASES["html.zh.html"]())
    (policy,) = [value for name, value in found.attributes if value.startswith("default-src")]
    digest = base64.b64encode(hashlib.sha256(found.texts["style"].encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def report(text: str, findings: tuple[Finding, ...] = (), signals: tuple[Signal, ...] = ()) -> Report:
    return Report(Post(text), 60, "publish", "life", {"life": 1.0}, findings, signals, ())


def finding(start: int, end: int, severity: Severity = Severity.warning) -> Finding:
    return Finding("own/king", severity, f"{start}–{end}", "改", Span(start, end))


def shown(text: str) -> str:
    """Text as a page shows it."""
    return "\n".join(map(visible, re.split(r"\r\n|\r|\n", re.sub("[\ud800-\udfff]", "\ufffd", text))))


@given(text=texts)
def test_the_page_shows_the_draft_and_runs_nothing_of_it(text: str) -> None:
    post = Post("青瓜王" + text + "包治百瓜", name=text, author=text, location=text, images=10)
    one = Checked(Document(text, post.text, 0, post), own_linter("zh").check(post))
    error = ReadingError(Text(text or "?", text or "?"), path=text)
    found = read(formats.render("html", outcome(own_linter("zh"), [one], [error]), "zh"))
    assert found.texts["draft"] == shown(post.text)


SPANS = {
    "apart": [(0, 2), (4, 6)],
    "touching": [(0, 3), (3, 6)],
    "nested": [(0, 8), (2, 4)],
    "overlapping": [(0, 5), (3, 8)],
    "the same": [(2, 5), (2, 5)],
    "three deep": [(0, 9), (1, 8), (2, 7)],
    "at the ends": [(0, 1), (9, 10)],
    "across lines": [(1, 9)],
    "empty": [(3, 3)],
    "none": [],
}


@pytest.mark.parametrize("spans", SPANS.values(), ids=list(SPANS))
def test_marks(spans: list[tuple[int, int]]) -> None:
    held_to_marks("一二三四\r\n七八九十", spans)


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6))
def test_marks_wherever_they_are(text: str, edges: list[tuple[int, int]]) -> None:
    held_to_marks(text, [(min(a, len(text)), min(max(a, b), len(text))) for a, b in map(sorted, edges)])


def held_to_marks(text: str, spans: list[tuple[int, int]]) -> None:
    """The text is whole, everything inside a span is marked and nothing else, each number stands at its span's end."""
    source = marked.draft(report(text, tuple(finding(*span) for span in spans)), 1, "zh").source
    found = Read(source)
    assert found.texts.get("draft", "") == shown(text)
    covered = sorted({at for start, end in spans for at in range(start, end)})
    pieces = [text[at] for at in covered]
    assert len(re.sub(r"[\r\n]", "", found.texts.get("mark", ""))) == len([p for p in pieces if p not in "\r\n"])
    numbers = [value for name, value in found.attributes if name == "id"]
    assert sorted(numbers) == sorted(f"m1-{n}" for n, (start, end) in enumerate(spans, 1) if start < end)


def test_the_gravest_finding_gives_a_mark_its_colour() -> None:
    findings = (finding(0, 4, Severity.hint), finding(1, 3, Severity.error))
    found = Read(marked.draft(report("一二三四", findings, (Signal("own/time", "好", Span(0, 4)),)), 1, "zh").source)
    assert [value for name, value in found.attributes if name == "class"] == [
        "draft", "hint several", "error several", "hint several",
    ]  # fmt: skip


FOLDS = [
    ("", 0),
    ("短", 1),
    ("短\n\n\n\n\n\n\n", 1),
    ("一\n二\n三\n四\n五\n六", 11),
    ("一\n二\n三\n四\n五\n六\n七", 12),
    ("一\r\n二\r\n三\r\n四\r\n五\r\n六\r\n七", 18),
    ("茶" * 102, 102),
    ("茶" * 103, 102),
    ("a" * 204, 204),
    ("a" * 205, 204),
    ("茶\n" + "茶" * 100, 87),
]


@pytest.mark.parametrize(("text", "typed"), FOLDS)
def test_where_a_post_folds(text: str, typed: int) -> None:
    """Six lines of seventeen Chinese characters."""
    assert preview.fold_of(text).typed == typed


@given(texts)
def test_a_fold_lies_in_the_text_and_only_longer_text_folds(text: str) -> None:
    fold = preview.fold_of(text)
    length = len(text.rstrip())
    assert 0 <= fold.pasted <= fold.typed <= length
    assert (fold.typed == length) or preview.fold_of(text[: fold.typed]).typed <= fold.typed


SIGNATURES = [
    ("今天煮茶", "阿禾", ""),
    ("今天煮茶\n——阿禾分享", "", "——阿禾分享"),
    ("今天煮茶\n阿禾", "阿禾", "阿禾"),
    ("今天煮茶\n阿禾", "", ""),
    ("今天煮茶\n——" + "茶" * 30, "", ""),
    ("——阿禾分享", "", ""),
]


@pytest.mark.parametrize(("text", "author", "signature"), SIGNATURES)
def test_what_reads_like_a_signature(text: str, author: str, signature: str) -> None:
    assert preview.signature(Post(text, author=author)) == signature


@pytest.mark.parametrize(
    ("count", "shape", "cells"), [(None, "", 0), (0, "", 0), (1, "one", 1), (4, "four", 4), (5, "many", 5), (14, "many", 9)]
)
def test_the_picture_grid(count: int | None, shape: str, cells: int) -> None:
    source = preview.preview(Post("茶", images=count), "zh").source
    assert source.count('class="picture"') == cells
    assert ('class="pictures' in source) is bool(cells)
    assert f"pictures {shape}" in source or not shape


def test_the_preview_says_that_it_is_an_estimate() -> None:
    for lang, word in (("zh", "没有公布"), ("en", "estimate")):
        assert word in preview.preview(Post("茶"), lang).source


def test_markup_is_escaped_unless_it_is_ours() -> None:
    inner = page.element("b", "<i>", title='"&')
    assert page.element("p", inner, "&").source == '<p><b title="&quot;&amp;">&lt;i&gt;</b>&amp;</p>'


def test_one_draft_needs_no_index() -> None:
    run: Outcome = outcome(own_linter("zh"), [checked(own_linter("zh"), "煮茶。".encode())])
    assert 'href="#p1"' not in formats.render("html", run, "zh")


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for golden, render in CASES.items():
        (GOLDEN / golden).write_text(render(), "utf-8", newline="\n")
