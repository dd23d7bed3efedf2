"""How well rules and score do on labelled rows: counts by label, tag and rule, and how the score ranks."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

from moments_lint.finding import Finding, Report, Severity
from moments_lint.linter import Linter
from moments_lint.rows import Row, Table


class Judged(NamedTuple):
    """A row and what the linter says of it."""

    row: Row
    report: Report

    @property
    def loud(self) -> list[Finding]:
        """Warnings and errors."""
        return [finding for finding in self.report.findings if finding.severity >= Severity.warning]

    @property
    def grave(self) -> bool:
        """Whether there is an error."""
        return any(finding.severity is Severity.error for finding in self.report.findings)

    @property
    def spans(self) -> list[tuple[int, int]]:
        """The marked ranges of the row."""
        return [(start, end) for start, end, *_ in self.row.values.get("spans") or ()]

    @property
    def overlaps(self) -> bool:
        """Whether a warning or error overlaps a marked range."""
        return any(
            f.span is not None and f.span.start < end and start < f.span.end for f in self.loud for start, end in self.spans
        )


class Group(NamedTuple):
    """Figures for one label or tag of a file."""

    name: str
    rows: int
    loud: int
    grave: int


def judge(linter: Linter, table: Table) -> list[Judged]:
    """Check every row of a file."""
    return [Judged(row, linter.check(row.text)) for row in table.rows]


def groups(judged: Sequence[Judged]) -> list[Group]:
    """Return the figures by label, then by tag."""
    named: dict[str, list[Judged]] = {}
    for one in judged:
        named.setdefault(f"label {one.row.label}", []).append(one)
    for one in judged:
        for tag in one.row.values.get("tags") or ():
            named.setdefault(f"tag {tag}", []).append(one)
    return [
        Group(name, len(members), sum(bool(m.loud) for m in members), sum(m.grave for m in members))
        for name, members in named.items()
    ]


def by_rule(judged: Iterable[Judged]) -> dict[str, Counter[str]]:
    """Return for each rule how many rows of each label it flags with a warning or error."""
    counts: dict[str, Counter[str]] = {}
    for one in judged:
        for rule in {finding.rule for finding in one.loud}:
            counts.setdefault(rule, Counter())[one.row.label] += 1
    return counts


class Ranking(NamedTuple):
    """How the score tells hard sells from the rest. Shares are 0..1; `error` is that of P(hard_sell), over 10 equal bins.

    `recall` is the share of hard sells that score below the score under which `QUIET_SHARE` of ordinary text falls.
    """

    auc: float
    recall: float
    threshold: int
    error: float
    medians: dict[str, float]


QUIET_SHARE = 0.02


def rank(judged: Sequence[Judged], ordinary: Sequence[Judged]) -> Ranking:
    """Return the figures of the score: `judged` posts with labels, `ordinary` text that should never score low."""
    everyone = [*judged, *ordinary]
    hard = [_score(one) for one in everyone if one.row.label == "hard_sell"]
    rest = [_score(one) for one in everyone if one.row.label != "hard_sell"]
    quiet = sorted(map(_score, ordinary or [one for one in judged if one.row.label != "hard_sell"]))
    threshold = quiet[int(QUIET_SHARE * len(quiet))] if quiet else 0
    labels = sorted({one.row.label for one in judged})
    medians = {label: float(median([_score(one) for one in judged if one.row.label == label])) for label in labels}
    if ordinary:
        medians["ordinary"] = float(median(map(_score, ordinary)))
    recall = sum(score < threshold for score in hard) / max(1, len(hard))
    return Ranking(_auc(hard, rest), recall, threshold, _error(everyone), medians)


def _score(one: Judged) -> int:
    return one.report.score or 0


def _auc(low: Sequence[int], high: Sequence[int]) -> float:
    """Return the probability that a random one of `low` scores below a random one of `high`, ties counting half."""
    ranked = sorted(high)
    below = sum(len(ranked) - (bisect_left(ranked, one) + bisect_right(ranked, one)) / 2 for one in low)
    return below / max(1, len(low) * len(high))


def _error(judged: Sequence[Judged]) -> float:
    """Return the expected calibration error of P(hard_sell) over ten equal bins."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for one in judged:
        probability = one.report.probabilities["hard_sell"]
        bins.setdefault(min(9, int(probability * 10)), []).append((probability, one.row.label == "hard_sell"))
    gaps = [abs(sum(p for p, _ in rows) - sum(hard for _, hard in rows)) for rows in bins.values()]
    return sum(gaps) / max(1, len(judged))
