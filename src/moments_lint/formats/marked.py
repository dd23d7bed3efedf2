"""A draft with its findings marked in it. Spans may nest and overlap, so the text is cut where any begins or ends."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from moments_lint.finding import Report, Severity, Span
from moments_lint.formats import preview
from moments_lint.formats.page import Html, element


class Mark(NamedTuple):
    """A range of the text: its style, what it says, and the number of its finding (0: none)."""

    span: Span
    style: str
    said: str
    number: int


def marks(report: Report) -> list[Mark]:
    """Return the places of a report: findings numbered as they stand in it from 1, and signals."""
    text = report.post.text
    found = [
        Mark(_whole(finding.span, text), finding.severity.name, finding.message, number)
        for number, finding in enumerate(report.findings, 1)
        if finding.span is not None and finding.span.start < finding.span.end
    ]
    return found + [
        Mark(_whole(signal.span, text), "good", signal.message, 0) for signal in report.signals if signal.span is not None
    ]


def _whole(span: Span, text: str) -> Span:
    """Return a span that cuts no CRLF in two."""
    start, end = (edge + 1 if text[edge - 1 : edge + 1] == "\r\n" else edge for edge in span)
    return Span(start, end)


def draft(report: Report, post: int, lang: str) -> Html:
    """Return the text of a post with every place marked, numbers that lead to the findings, and where it folds."""
    text = report.post.text
    places = marks(report)
    fold = preview.fold_of(text).typed
    folds = fold < len(text.rstrip())
    cuts = {0, len(text), *((fold,) if folds else ()), *(edge for mark in places for edge in mark.span)}
    parts: list[str | Html] = []
    ahead = sorted(enumerate(places), key=lambda place: place[1].span.start, reverse=True)
    open_: list[tuple[int, Mark]] = []
    for start, end in pairwise(sorted(cuts)):
        if folds and start == fold:
            parts.append(preview.divider(lang))
        while ahead and ahead[-1][1].span.start <= start:
            open_.append(ahead.pop())
        open_ = sorted(place for place in open_ if place[1].span.end > start)
        covering = [mark for _, mark in open_]
        parts.append(_segment(text[start:end], covering))
        parts += [_number(post, mark.number) for mark in covering if mark.number and mark.span.end == end]
    return element("div", *parts, class_="draft", lang="zh")


_ORDER = [severity.name for severity in sorted(Severity, reverse=True)] + ["good"]


def _segment(text: str, covering: Sequence[Mark]) -> str | Html:
    if not covering:
        return text
    style = min((mark.style for mark in covering), key=_ORDER.index)
    said = "\n".join(mark.said for mark in covering)
    return element("mark", text, class_=style if len(covering) == 1 else f"{style} several", title=said)


def _number(post: int, number: int) -> Html:
    link = element("a", str(number), id=f"m{post}-{number}", href=f"#f{post}-{number}")
    return element("sup", link)


STYLE = """
.draft{white-space:pre-wrap;overflow-wrap:anywhere;font-size:1.05rem;line-height:1.9}
mark{border-bottom:2px solid;border-radius:2px;padding:.05em 0}
.draft mark{color:inherit}
mark.error{background:var(--error-soft);border-color:var(--error)}
mark.warning{background:var(--warning-soft);border-color:var(--warning)}
mark.hint{background:var(--hint-soft);border-color:var(--hint)}
mark.good{background:var(--good-soft);border-color:var(--good)}
mark.several{border-bottom-style:double;border-bottom-width:4px}
sup{user-select:none;line-height:0;font-size:.7em}
sup a{text-decoration:none;padding:0 .2em}
:target{outline:2px solid var(--link);outline-offset:3px;border-radius:4px}
"""
