"""Fixes made on a draft, and proved: a fix stays only when its finding is gone and no new warning has come.

Works on documents in memory; writing them is `amending`'s business. Wording is never touched: what a fix may do is said by
the rules, and entries of `lint.ignore` that the draft's own findings call useless are taken out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from moments_lint import front_matter, reading
from moments_lint.errors import ReadingError
from moments_lint.finding import Edit, Finding, Report, Severity, Span, edited
from moments_lint.linter import Linter
from moments_lint.outcome import fingerprints
from moments_lint.post import Document, newline_of
from moments_lint.rule import MAX_HITS

MAX_ROUNDS = 100
"""Checks of one draft before mending gives up; a draft with a fault in every line needs two."""

MAX_CHARACTERS = 2_000_000
"""Characters checked before mending one draft gives up, but it is always tried twice."""

Exempt = Callable[[Finding, str], bool]
"""Says of a finding and its fingerprint whether it must stay as it is."""


def _nothing(finding: Finding, print_: str) -> bool:
    return False


class Mended(NamedTuple):
    """A draft as it reads after mending, the findings that are gone, and why its front matter could not be edited."""

    document: Document
    fixed: tuple[Finding, ...] = ()
    problem: ReadingError | None = None


def mend_all(
    linter: Linter,
    documents: Sequence[Document],
    feed: Collection[int],
    now: datetime | None,
    exempt: Exempt = _nothing,
) -> list[Mended]:
    """Mend many drafts; those with an index in `feed` make a feed, and one whose mending would bring it a new warning stays."""
    mended = [mend(linter, document, now, exempt) for document in documents]
    in_feed = sorted(feed)
    if not any(mended[index].fixed for index in in_feed):
        return mended
    before = {key for key, _ in _feed_warnings(linter, [documents[index] for index in in_feed], now)}
    while True:
        after = _feed_warnings(linter, [mended[index].document for index in in_feed], now)
        involved = {name for key, names in after if key not in before for name in names}
        guilty = [index for index in in_feed if mended[index].fixed and documents[index].path in involved]
        if not guilty:
            return mended
        for index in guilty:
            mended[index] = Mended(documents[index])


def _feed_warnings(
    linter: Linter, documents: Iterable[Document], now: datetime | None
) -> list[tuple[tuple[str, str], tuple[str, ...]]]:
    """Return each warning of a feed as its rule and post, and the names of all posts it is about."""
    findings = linter.check_timeline([document.post for document in documents], now).findings
    return [
        ((finding.rule, finding.name), (finding.name, *(related.name for related in finding.related)))
        for finding in findings
        if finding.severity >= Severity.warning
    ]


def mend(linter: Linter, document: Document, now: datetime | None, exempt: Exempt = _nothing) -> Mended:
    """Make the fixes of a draft's findings until none is left that holds; `exempt` findings stay."""
    fixed: list[Finding] = []
    problem = None
    refused: set[str] = set()
    most = MAX_ROUNDS
    report = linter.check(document.post, now)
    if len(report.findings) >= MAX_HITS:  # there may be more of them than were found, so nothing can be proved
        return Mended(document)
    for _ in range(min(MAX_ROUNDS, max(2, MAX_CHARACTERS // (len(document.text) + 1)))):
        prints = fingerprints(report, report.findings)
        found = zip(report.findings, prints, strict=True)
        open_ = [(finding, print_) for finding, print_ in found if print_ not in refused and not exempt(finding, print_)]
        entries = [finding for finding, _ in open_ if finding.entry is not None and problem is None]
        if entries:
            try:
                document = _without(document, entries)
            except ReadingError as error:
                problem = error
                continue
            report = linter.check(document.post, now)
            fixed += entries
            continue
        chosen = _apart((pair for pair in open_ if pair[0].fix is not None), most)
        if not chosen:
            break
        findings = [finding for finding, _ in chosen]
        after = in_document(document, _edits(findings))
        checked = linter.check(after.post, now) if after is not None else None
        if after is not None and checked is not None and _holds(report, checked, findings, exempt):
            document, report = after, checked
            fixed += findings
        elif len(chosen) == 1:
            refused.add(chosen[0][1])
        else:
            most = 1
    return Mended(document, tuple(fixed), problem)


def in_document(document: Document, edits: Iterable[Edit]) -> Document | None:
    """Return the document with edits of its post made; None where it would then be parted otherwise into front matter and post.

    Lines that the edits add end as those of the file.
    """
    newline = newline_of(document.text)
    moved = [
        Edit(start + document.start, end + document.start, text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", newline))
        for start, end, text in edits
    ]
    draft = reading.parse_text(edited(document.text, moved), document.path, document.encoding)
    return draft.document if draft.document.start == document.start and not draft.errors else None


def _without(document: Document, findings: Sequence[Finding]) -> Document:
    entries = [finding.entry for finding in findings if finding.entry is not None]
    text = edited(document.text, front_matter.without_entries(document, entries))
    return reading.parse_text(text, document.path, document.encoding).document


def _edits(findings: Iterable[Finding]) -> list[Edit]:
    return [edit for finding in findings if finding.fix is not None for edit in finding.fix.edits]


def _apart(pairs: Iterable[tuple[Finding, str]], most: int) -> list[tuple[Finding, str]]:
    """Return at most so many findings, in reading order, none of whose edits overlaps or touches one of another."""
    chosen: list[tuple[Finding, str]] = []
    taken: list[Edit] = []
    for finding, print_ in pairs:
        edits = _edits([finding])
        if len(chosen) < most and not any(e.start <= t.end and t.start <= e.end for e in edits for t in taken):
            chosen.append((finding, print_))
            taken += edits
    return chosen


def _holds(before: Report, after: Report, mended: Sequence[Finding], exempt: Exempt) -> bool:
    """Say whether the mended findings are gone and every warning stood there before, exempt ones as exempt ones."""
    edits = sorted(_edits(mended))
    known = [
        (finding, _moved(finding.span, edits), exempt(finding, print_))
        for finding, print_ in zip(before.findings, fingerprints(before, before.findings), strict=True)
    ]
    for finding, print_ in zip(after.findings, fingerprints(after, after.findings), strict=True):
        same = [pair for pair in known if pair[0].rule == finding.rule and _overlap(pair[1], finding.span)]
        if any(old in mended for old, _, _ in same):
            return False
        is_exempt = exempt(finding, print_)
        old_enough = [old for old, _, was_exempt in same if old.severity >= finding.severity and was_exempt <= is_exempt]
        if finding.severity >= Severity.warning and not old_enough:
            return False
    return True


def _moved(span: Span | None, edits: Sequence[Edit]) -> Span | None:
    """Return where a span stands after `edits`, which are sorted."""
    if span is None:
        return None
    return Span(_place(span.start, edits), _place(span.end, edits))


def _place(offset: int, edits: Sequence[Edit]) -> int:
    shift = 0
    for start, end, text in edits:
        if end <= offset and not start == end == offset:
            shift += len(text) - (end - start)
        elif start < offset:
            shift += start - offset
    return offset + shift


def _overlap(one: Span | None, other: Span | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.start < other.end and other.start < one.end
