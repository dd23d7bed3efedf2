"""How well the rules do on labelled rows: `evaluate rules`. Counts, by label, tag and rule, with the rows behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
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
