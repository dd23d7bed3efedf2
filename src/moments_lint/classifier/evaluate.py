"""How well the classifier does on posts it has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import LeaveOneGroupOut

from moments_lint.classifier.train import Prepared, codes, held_out_logits, softmax, temperature
from moments_lint.post import CATEGORIES

BINS = 10


class Quality(NamedTuple):
    """Figures on held-out posts: F1 per category, their mean, and the AUC of the hard_sell probability against the rest."""

    f1: dict[str, float]
    macro_f1: float
    auc: float


class Bin(NamedTuple):
    """One row of a reliability table: posts whose probability lies in this tenth, its mean, and how often it was true."""

    low: float
    posts: int
    predicted: float
    observed: float


def quality(probabilities: Any, labels: Sequence[str]) -> Quality:
    """Return the figures for probabilities (one row a post, columns as CATEGORIES)."""
    truth = codes(labels)
    each = f1_score(truth, probabilities.argmax(axis=1), labels=range(len(CATEGORIES)), average=None, zero_division=0)
    auc = float(roc_auc_score(truth == 0, probabilities[:, 0]))
    return Quality(dict(zip(CATEGORIES, map(float, each), strict=True)), float(each.mean()), auc)


def as_mappings(probabilities: Any) -> list[dict[str, float]]:
    """Return rows of probabilities as a linter gives them."""
    return [dict(zip(CATEGORIES, map(float, row), strict=True)) for row in probabilities]


def reliability(probability: Sequence[float], truth: Sequence[bool]) -> list[Bin]:
    """Return BINS equal bins of a probability against what was true."""
    values, outcomes = np.array(probability, dtype=float), np.array(truth, dtype=float)
    index = np.minimum((values * BINS).astype(int), BINS - 1)
    rows = []
    for number in range(BINS):
        inside = index == number
        count = int(inside.sum())
        means = (float(values[inside].mean()), float(outcomes[inside].mean())) if count else (0.0, 0.0)
        rows.append(Bin(number / BINS, count, *means))
    return rows


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return the expected calibration error: the mean gap between predicted and observed, weighted by posts."""
    total = sum(row.posts for row in bins)
    return sum(row.posts * abs(row.predicted - row.observed) for row in bins) / max(1, total)


def by_vertical(given: Prepared) -> dict[str, Quality]:
    """Return the figures for every vertical, judged by a model that saw none of its posts, and for "all" together.

    Verticals without both a hard sell and another post have no figures of their own.
    """
    labels = given.labels
    verticals = [one.vertical for one in given.samples]
    logits = held_out_logits(given.table, labels, LeaveOneGroupOut().split(labels, labels, verticals))
    probabilities = softmax(logits, temperature(logits, labels))
    chosen = {"all": list(range(len(labels)))}
    for index, vertical in enumerate(verticals):
        chosen.setdefault(vertical, []).append(index)
    return {
        vertical: quality(probabilities[rows], [labels[i] for i in rows])
        for vertical, rows in chosen.items()
        if len({labels[i] == "hard_sell" for i in rows}) == 2
    }
