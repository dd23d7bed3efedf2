"""What one run of the command found, ready for a format: documents with their reports, the feed, errors and counts."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from moments_lint.errors import MomentsLintError
from moments_lint.finding import Finding, Report, Severity
from moments_lint.fold import fold
from moments_lint.post import Document
from moments_lint.rule import Rule
from moments_lint.settings import Settings

NEIGHBOURHOOD = 6
"""Characters of words on either side of the evidence that enter a fingerprint."""


class Checked(NamedTuple):
    """A document and its report."""

    document: Document
    report: Report


class Outcome(NamedTuple):
    """One run. `feed` is None when no feed was looked at.

    `baselined` counts the findings that a baseline set aside, None without a baseline; the scores of the posts whose indices
    are in `excused` are no worse than when the baseline was made.
    """

    checked: tuple[Checked, ...]
    feed: tuple[Finding, ...] | None
    errors: tuple[MomentsLintError, ...]
    skipped: int
    rules: Mapping[str, Rule]
    undated: tuple[str, ...] = ()
    """Names of posts of a folder that no feed could take in."""
    baselined: int | None = None
    excused: frozenset[int] = frozenset()

    @property
    def of_profiles(self) -> bool:
        """Whether profiles were looked at: they have no score."""
        return bool(self.checked) and all(checked.report.score is None for checked in self.checked)

    def findings(self) -> Iterator[Finding]:
        """All findings, of posts and feed."""
        for checked in self.checked:
            yield from checked.report.findings
        yield from self.feed or ()

    def counts(self) -> Counter[Severity]:
        """How many findings there are of each severity."""
        return Counter(finding.severity for finding in self.findings())


def fails(outcome: Outcome, settings: Settings, hold_below: int) -> bool:
    """Say whether the outcome is worth exit code 1: a finding at or above `fail_on`, or a score below the least allowed."""
    return found(outcome, settings) or bool(too_low(outcome, settings, hold_below))


def found(outcome: Outcome, settings: Settings) -> bool:
    """Say whether there is a finding at or above `fail_on`."""
    if settings.fail_on == "never":
        return False
    return any(finding.severity >= Severity[settings.fail_on] for finding in outcome.findings())


def too_low(outcome: Outcome, settings: Settings, hold_below: int) -> list[tuple[str, int, int]]:
    """Return path, score and the least score allowed, of every post whose score fails."""
    low = []
    for index, (document, report) in enumerate(outcome.checked):
        least = settings.least_score(document.post.audience, hold_below)
        if index not in outcome.excused and report.score is not None and report.score < least:
            low.append((document.path, report.score, least))
    return low


def feed_fingerprint(finding: Finding) -> str:
    """Return an identity for a feed finding: its rule and the words of the posts it is about, whatever their files are called."""
    return _digest(finding.rule, *(_words(text) for text in finding.about))


def fingerprints(report: Report, findings: tuple[Finding, ...]) -> list[str]:
    """Return an identity for each finding that survives edits elsewhere: rule, evidence, neighbourhood, occurrence.

    A finding without a place is about the whole post, so its evidence is all the words of the post; one about a `lint.ignore`
    entry, what the entry says. Neighbourhoods are words, so that marks beside a finding may be mended.
    """
    text = report.post.text
    seen: Counter[tuple[str, ...]] = Counter()
    prints = []
    for finding in findings:
        key: tuple[str, ...]
        if finding.entry is not None:
            key = (finding.rule, finding.entry.rule, finding.entry.text, finding.entry.reason)
        elif finding.span is None:
            key = (finding.rule, _words(text) or text)
        else:
            start, end = finding.span
            before, after = text[max(0, start - 8 * NEIGHBOURHOOD) : start], text[end : end + 8 * NEIGHBOURHOOD]
            evidence = text[start:end].replace("\r\n", "\n").replace("\r", "\n")
            key = (finding.rule, _words(before)[-NEIGHBOURHOOD:], _words(evidence) or evidence, _words(after)[:NEIGHBOURHOOD])
        seen[key] += 1
        prints.append(_digest(*key, str(seen[key])))
    return prints


def _digest(*parts: str) -> str:
    import hashlib

    return hashlib.blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=10).hexdigest()


def _words(text: str) -> str:
    """Return the letters, characters and figures of folded text: no marks, emoji or white space."""
    return "".join(character for character in fold(text).text if character.isalnum())
