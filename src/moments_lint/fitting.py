"""Choose the numbers of the score on posts that the classifier has not seen. Pure: what is judged comes in, a choice comes out.

The form of the score is fixed (see `score`), and so is its base: only differences rank posts. Every other number is varied alone,
the others kept, and is changed only where that is better by more than chance: by over NEEDED standard errors of the gain over
FOLDS parts of the posts that share no group. So numbers within noise stay where they started. Some thirty alternatives are tried,
of which two standard errors would let one pass by chance alone; three let none in most runs (t with 9 degrees of freedom: 0.7 %).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean, stdev
from typing import NamedTuple
from zlib import crc32

from moments_lint.evaluation import Judged, minimal_pairs, rank
from moments_lint.finding import Severity
from moments_lint.score import Constants, Weight, receipt, total

FOLDS = 10
NEEDED = 3.0
MOST_CHANGES = 10

START = Constants(
    base=60, model=30, hint=0, warning=-8, error=-25, counted_hits=2, signal_limit=20, capped=30, hold_below=35, revise_below=50
)
"""The design's numbers, from which fitting starts."""

GRID: Mapping[str, tuple[int, ...]] = {
    "model": (10, 20, 30, 40, 50, 60),
    "hint": (0, -1, -2, -4),
    "warning": (-4, -6, -8, -10, -12, -16),
    "error": (-15, -20, -25, -30, -40),
    "counted_hits": (1, 2, 3),
    "signal_limit": (0, 10, 15, 20, 25, 30),
    "capped": (20, 25, 30, 35),
}
THRESHOLDS = range(20, 61, 5)


class Alternative(NamedTuple):
    """One number changed: the figures of the score with it, the gain of their mean and the standard error of that."""

    name: str
    value: int
    auc: float
    recall: float
    pairs: float
    gain: float
    error: float


class Step(NamedTuple):
    """A threshold, the shares of hard sells and of all other posts that score below it, and the latter's standard error."""

    threshold: int
    hard: float
    rest: float
    error: float


class Fit(NamedTuple):
    """What was chosen, the alternatives to it, one number changed at a time, and the shares below each threshold."""

    constants: Constants
    alternatives: tuple[Alternative, ...]
    steps: tuple[Step, ...]


def fit(judged: Sequence[Judged], weights: Mapping[str, Weight], start: Constants = START) -> Fit:
    """Return the numbers for judged posts, whose probabilities must be those of models that have not seen them."""
    constants = start
    for _ in range(MOST_CHANGES):
        alternatives = list(_alternatives(judged, weights, constants))
        better = [one for one in alternatives if one.gain > NEEDED * one.error]
        if not better:
            break
        best = max(better, key=lambda one: one.gain)
        constants = constants._replace(**{best.name: best.value})
    steps = thresholds(_scored(judged, weights, constants))
    hold, revise = choose(steps)
    return Fit(constants._replace(hold_below=hold, revise_below=revise), tuple(alternatives), tuple(steps))


def _alternatives(judged: Sequence[Judged], weights: Mapping[str, Weight], constants: Constants) -> Iterator[Alternative]:
    usual = _by_fold(_scored(judged, weights, constants))
    for name, values in GRID.items():
        for value in values:
            other = constants._replace(**{name: value})
            if not other.error <= other.warning <= other.hint:
                continue
            scored = _scored(judged, weights, other)
            gains = [one - old for one, old in zip(_by_fold(scored), usual, strict=True)]
            figures = rank(scored, [])
            error = stdev(gains) / len(gains) ** 0.5
            yield Alternative(name, value, figures.auc, figures.recall, minimal_pairs(scored).share, fmean(gains), error)


def _scored(judged: Sequence[Judged], weights: Mapping[str, Weight], constants: Constants) -> list[Judged]:
    scored = []
    for row, report in judged:
        lines = receipt(report.findings, report.signals, report.probabilities, weights, constants=constants)
        scored.append(Judged(row, report._replace(score=total(lines))))
    return scored


def _by_fold(scored: Sequence[Judged]) -> list[float]:
    """Return for each fold the mean of AUC, recall and pairs."""
    folds: list[list[Judged]] = [[] for _ in range(FOLDS)]
    for one in scored:
        folds[crc32(str(one.row.values.get("group") or one.row.text).encode()) % FOLDS].append(one)
    return [_goodness(fold) for fold in folds]


def _goodness(scored: Sequence[Judged]) -> float:
    figures = rank(scored, [])
    return fmean((figures.auc, figures.recall, minimal_pairs(scored).share))


def thresholds(scored: Sequence[Judged]) -> list[Step]:
    """Return the shares of hard sells and of all others below every threshold of THRESHOLDS."""
    hard = [one.report.score or 0 for one in scored if one.row.label == "hard_sell"]
    rest = [one.report.score or 0 for one in scored if one.row.label != "hard_sell"]
    return [_step(limit, _below(hard, limit), _below(rest, limit), len(rest)) for limit in THRESHOLDS]


def _step(limit: int, hard: float, rest: float, posts: int) -> Step:
    return Step(limit, hard, rest, (rest * (1 - rest) / max(1, posts)) ** 0.5)


def _below(scores: Sequence[int], limit: int) -> float:
    return sum(score < limit for score in scores) / max(1, len(scores))


HELD_WRONGLY = 0.01
REVISED_WRONGLY = 0.05
"""Shares of posts that are no hard sells which may be held, or sent back for a revision, for their score. These are choices: a
post that is held always fails the run, so hardly any may be held wrongly."""


def choose(steps: Sequence[Step]) -> tuple[int, int]:
    """Return the thresholds of hold and revise: the highest below which not too many other posts fall, give or take an error."""

    def highest(share: float) -> int:
        return max((step.threshold for step in steps if step.rest - step.error <= share), default=steps[0].threshold)

    return highest(HELD_WRONGLY), highest(REVISED_WRONGLY)


class Grade(NamedTuple):
    """A rule, or all rules of a severity: the posts it speaks on, and how many of them are hard sells."""

    name: str
    posts: int
    hard: int


def severities(judged: Sequence[Judged]) -> dict[Severity, list[Grade]]:
    """Return for each severity its total, then its rules, by how rarely they mean a hard sell."""
    spoken: dict[Severity, dict[str, list[bool]]] = {severity: {} for severity in Severity}
    for one in judged:
        hard = one.row.label == "hard_sell"
        for rule, severity in {(finding.rule, finding.severity) for finding in one.report.findings}:
            spoken[severity].setdefault(rule, []).append(hard)
        for severity in {finding.severity for finding in one.report.findings}:
            spoken[severity].setdefault("", []).append(hard)
    return {
        severity: sorted((Grade(name, len(each), sum(each)) for name, each in rules.items()), key=_doubt)
        for severity, rules in spoken.items()
    }


def _doubt(grade: Grade) -> tuple[bool, float, str]:
    return bool(grade.name), grade.hard / grade.posts, grade.name
