"""What one run of the command found, ready for a format: documents with their reports, the feed, errors and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from moments_lint.errors import MomentsLintError
from moments_lint.finding import Finding, Report, Severity
from moments_lint.fold import fold
from moments_lint.post import Document
from moments_lint.rhythm import Rhythm
from moments_lint.rule import Rule
from moments_lint.settings import Settings
from moments_lint.timeline import FeedReport

NEIGHBOURHOOD = 6
"""Folded characters on either side of the evidence that enter a fingerprint."""


class Checked(NamedTuple):
    """A document and its report."""

    document: Document
    report: Report


class Outcome(NamedTuple):
    """One run. `feed` is None when no feed was looked at."""

    checked: tuple[Checked, ...]
    feed: tuple[Finding, ...] | None
    errors: tuple[MomentsLintError, ...]
    skipped: int
    rules: tuple[Rule, ...]
    undated: tuple[str, ...] = ()
    """Names of posts of a folder that no feed could take in."""

    def findings(self) -> Iterator[Finding]:
        """All findings, of posts and feed."""
        for checked in self.checked:
            yield from checked.report.findings
        yield from self.feed or ()

    def counts(self) -> Counter[Severity]:
        """How many findings there are of each severity."""
        return Counter(finding.severity for finding in self.findings())


class FeedOutcome(NamedTuple):
    """One look at a feed. `documents` are the drafts; `now` is aware, in the feed's zone; `posts` counts those in a feed."""

    report: FeedReport
    documents: tuple[Document, ...]
    rhythm: Rhythm
    now: datetime
    timezone: str
    errors: tuple[MomentsLintError, ...]
    skipped: int
    rules: tuple[Rule, ...]

    @property
    def posts(self) -> int:
        return sum(len(timeline.entries) for timeline in self.report.timelines)

    def as_run(self) -> Outcome:
        """Return the run without its posts: the feed alone."""
        undated = tuple(post.name for post in self.report.undated)
        return Outcome((), self.report.findings, self.errors, self.skipped, self.rules, undated)


def fails(outcome: Outcome, settings: Settings, hold_below: int) -> bool:
    """Say whether the outcome is worth exit code 1: a finding at or above `fail_on`, or a score below the least allowed."""
    least = settings.min_score if settings.min_score is not None else hold_below
    scores = [checked.report.score for checked in outcome.checked if checked.report.score is not None]
    if any(score < least for score in scores):
        return True
    if settings.fail_on == "never":
        return False
    return any(finding.severity >= Severity[settings.fail_on] for finding in outcome.findings())


def feed_fingerprint(finding: Finding) -> str:
    """Return an identity for a feed finding: its rule and what it says (days and shares, no paths)."""
    import hashlib

    said = finding.message.replace(finding.name, "")
    for related in finding.related:
        said = said.replace(related.name, "") if related.name else said
    return hashlib.blake2b(f"{finding.rule}\0{said}".encode(), digest_size=10).hexdigest()


def fingerprints(report: Report, findings: tuple[Finding, ...]) -> list[str]:
    """Return an identity for each finding that survives edits elsewhere: rule, evidence, neighbourhood, occurrence."""
    import hashlib

    text = report.post.text
    seen: Counter[str] = Counter()
    prints = []
    for finding in findings:
        key = finding.rule
        if finding.span is not None:
            start, end = finding.span
            before, after = text[max(0, start - 8 * NEIGHBOURHOOD) : start], text[end : end + 8 * NEIGHBOURHOOD]
            parts = (_bare(before)[-NEIGHBOURHOOD:], _bare(text[start:end]), _bare(after)[:NEIGHBOURHOOD])
            key = "\0".join((finding.rule, *parts))
        seen[key] += 1
        prints.append(hashlib.blake2b(f"{key}\0{seen[key]}".encode("utf-8", "replace"), digest_size=10).hexdigest())
    return prints


def _bare(text: str) -> str:
    """Return folded text without white space, so that line ends and indents do not matter."""
    return "".join(fold(text).text.split())
