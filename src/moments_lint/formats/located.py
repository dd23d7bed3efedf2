"""What the machine formats share: findings with the file, lines and columns they stand on, errors one by one, and addresses."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import quote

from moments_lint.errors import Mistakes, MomentsLintError
from moments_lint.finding import Finding, Span
from moments_lint.outcome import Outcome, feed_fingerprint, fingerprints
from moments_lint.post import Document

_DRIVE = re.compile(r"[A-Za-z]:/")


NOWHERE = "-"
"""The path of what is said about a feed as a whole."""


class Region(NamedTuple):
    """A range of a file: 1-based lines, 1-based columns in code points, the end exclusive; columns are None for a whole line."""

    line: int
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None


class Located(NamedTuple):
    """A finding and where it stands. `document` is None for a post that is no file; `reason` is None unless it was set aside.

    `of_feed` tells a finding on a feed from one on a post or a profile.
    """

    finding: Finding
    path: str
    document: Document | None
    region: Region
    fingerprint: str
    reason: str | None = None
    of_feed: bool = False

    @property
    def file(self) -> str:
        """The path as those who match paths as text want it: no `./` before it."""
        return self.path.removeprefix("./")

    @property
    def excerpt(self) -> str:
        """The evidence as typed, empty where no single place is meant."""
        span = self.finding.span
        return self.document.post.text[span.start : span.end] if span and self.document else ""


class Problem(NamedTuple):
    """An error for the user, taken apart; `path` has forward slashes and may be empty."""

    path: str
    line: int | None
    column: int | None
    sentence: str

    @property
    def file(self) -> str:
        """As that of a finding, `-` where no file is to blame."""
        return self.path.removeprefix("./") or "-"


def region(document: Document, span: Span | None) -> Region:
    """Return the region of a range of the post's text; the line the text begins on where no place is meant."""
    if span is None:
        return Region(document.position(0)[0])
    return Region(*document.position(span.start), *document.position(span.end))


def located(outcome: Outcome) -> Iterator[Located]:
    """Yield the findings of the posts, then those of the feed, on the first line of their post or its file if on no place."""
    for document, report in outcome.checked:
        prints = fingerprints(report, report.findings)
        for finding, fingerprint in zip(report.findings, prints, strict=True):
            entry = finding.entry  # a mistake in the draft's `lint.ignore` stands there, and nowhere in the text
            place = Region(entry.line) if entry is not None and entry.line else region(document, finding.span)
            yield Located(finding, document.path, document, place, fingerprint)
    documents = by_path(outcome)
    for finding in outcome.feed or ():
        stands_on = documents.get(finding.name)
        place = region(stands_on, finding.span) if stands_on is not None and finding.span is not None else Region(1)
        yield Located(finding, finding.name or NOWHERE, stands_on, place, feed_fingerprint(finding), of_feed=True)


def set_aside(outcome: Outcome) -> Iterator[Located]:
    """Yield the findings that drafts set aside, with their reasons."""
    for document, report in outcome.checked:
        findings = tuple(entry.finding for entry in report.suppressed)
        for entry, fingerprint in zip(report.suppressed, fingerprints(report, findings), strict=True):
            finding = entry.finding
            yield Located(finding, document.path, document, region(document, finding.span), fingerprint, entry.reason)


def by_path(outcome: Outcome) -> dict[str, Document]:
    """Return the documents of an outcome by their paths."""
    return {checked.document.path: checked.document for checked in outcome.checked}


def problems(errors: Iterable[MomentsLintError], lang: str) -> Iterator[Problem]:
    """Yield errors one by one, several at once taken apart."""
    for error in errors:
        if isinstance(error, Mistakes):
            yield from problems(error.errors, lang)
        else:
            yield Problem(error.path.replace(os.sep, "/"), error.line, error.column, error.sentence(lang))


def sentence(finding: Finding) -> str:
    """Return what a finding says and what to do, in one piece."""
    return f"{finding.message} — {finding.advice}" if finding.advice else finding.message


def uri(path: str) -> str:
    """Return the address of a file: a relative one, or a file: address for an absolute path or a Windows drive."""
    if _DRIVE.match(path):
        return f"file:///{path[0]}:{_quoted(path[2:])}"
    if path.startswith("//"):
        return f"file:{_quoted(path)}"
    return f"file://{_quoted(path)}" if path.startswith("/") else _quoted(path).removeprefix("./")


def _quoted(path: str) -> str:
    """Return a path percent-encoded: a POSIX name that is no text by its bytes, half a character (Windows) as "?"."""
    try:
        return quote(path, safe="/", errors="surrogateescape")
    except UnicodeEncodeError:
        return quote(path, safe="/", errors="replace")
