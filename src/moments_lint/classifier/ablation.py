"""What other features and models would have done: each variant on the same held-out groups, verticals and writers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import LeaveOneGroupOut
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from moments_lint.classifier.evaluate import Quality, quality
from moments_lint.classifier.train import (
    FACT_SCALE,
    SEED,
    STRENGTH,
    Prepared,
    Sample,
    Table,
    codes,
    group_splits,
    softmax,
    table,
    temperature,
    text_features,
    vocabulary,
)
from moments_lint.post import CATEGORIES

VERTICAL_FOLDS = 10

Logits = Callable[[Any], Any]


class Variant(NamedTuple):
    """What is looked at ("grams", "facts", "words"), and what learns from it: features and codes → features → logits."""

    parts: tuple[str, ...]
    learner: str
    learn: Callable[[Any, Any], Logits]
    fact_scale: float = FACT_SCALE

    @property
    def name(self) -> str:
        """How the variant is called in the table."""
        scale = f" (facts × {self.fact_scale:g})" if "facts" in self.parts and self.fact_scale != FACT_SCALE else ""
        return f"{' + '.join(self.parts)}{scale} · {self.learner}"


class Line(NamedTuple):
    """One line of the table; `loss` is the log loss on held-out writers, with its standard error over the writers."""

    name: str
    groups: Quality
    verticals: Quality
    writers: Quality
    loss: float
    error: float


def ablation(given: Prepared, words: Sequence[set[str]]) -> Iterator[Line]:
    """Yield the figures of every variant. `words` are the jieba words of each post."""
    labels, samples = given.labels, given.samples
    tables = {"grams": given.table, "words": table([Sample(frozenset(each), ()) for each in words])}
    by_group = group_splits(labels, [one.group for one in samples])
    by_vertical = group_splits(labels, [one.vertical for one in samples], VERTICAL_FOLDS)
    by_writer = _writer_splits(samples)
    for variant in VARIANTS:
        groups = _held_out(variant, tables, labels, by_group)
        verticals = _held_out(variant, tables, labels, by_vertical)
        writers = _held_out(variant, tables, labels, by_writer)
        losses = -np.log(writers[np.arange(len(labels)), codes(labels)] + 1e-12)
        each = [losses[unseen].mean() for _, unseen in by_writer]
        error = float(np.std(each, ddof=1) / np.sqrt(len(each)))
        shown = quality(groups, labels), quality(verticals, labels), quality(writers, labels)
        yield Line(variant.name, *shown, float(losses.mean()), error)


def _writer_splits(samples: Sequence[Sample]) -> list[tuple[Any, Any]]:
    """Return one split a file; rows of a single file are held out by group."""
    labels, files = [one.label for one in samples], [one.writer for one in samples]
    if len(set(files)) == 1:
        return group_splits(labels, [one.group for one in samples])
    return list(LeaveOneGroupOut().split(labels, labels, files))


def _held_out(variant: Variant, tables: dict[str, Table], labels: Sequence[str], splits: Sequence[tuple[Any, Any]]) -> Any:
    truth = codes(labels)
    logits = np.zeros((len(labels), len(CATEGORIES)))
    for seen, unseen in splits:
        parts = [_part(part, variant.fact_scale, tables, seen, unseen) for part in variant.parts]
        train, test = (hstack(each, format="csr") for each in zip(*parts, strict=True))
        logits[unseen] = variant.learn(train, truth[seen])(test)
    return softmax(logits, temperature(logits, labels))


def _part(part: str, fact_scale: float, tables: dict[str, Table], seen: Any, unseen: Any) -> tuple[Any, Any]:
    if part == "facts":
        facts = tables["grams"].facts * (fact_scale / FACT_SCALE)
        return csr_matrix(facts[seen]), csr_matrix(facts[unseen])
    columns = vocabulary(tables[part], seen)
    return text_features(tables[part], seen, columns), text_features(tables[part], unseen, columns)


def _support(strength: float) -> Callable[[Any, Any], Logits]:
    def learn(features: Any, truth: Any) -> Logits:
        model = LinearSVC(C=strength, class_weight="balanced", random_state=SEED).fit(features, truth)
        return model.decision_function  # type: ignore[no-any-return]

    return learn


def _logistic(strength: float) -> Callable[[Any, Any], Logits]:
    def learn(features: Any, truth: Any) -> Logits:
        one = LogisticRegression(C=strength, class_weight="balanced", solver="liblinear")
        return OneVsRestClassifier(one).fit(features, truth).decision_function  # type: ignore[no-any-return]

    return learn


def _weighted(features: Any, truth: Any) -> Logits:
    """NB-SVM (Wang and Manning 2012), one category against the rest: features weighted by their log-count ratios."""
    parts = []
    for code in range(len(CATEGORIES)):
        positive, negative = features[truth == code], features[truth != code]
        p, q = 1 + np.asarray(positive.sum(axis=0)).ravel(), 1 + np.asarray(negative.sum(axis=0)).ravel()
        ratio = diags(np.log((p / p.sum()) / (q / q.sum())))
        model = LinearSVC(C=STRENGTH, class_weight="balanced", random_state=SEED)
        parts.append((ratio, model.fit(features @ ratio, truth == code)))
    return lambda test: np.column_stack([model.decision_function(test @ ratio) for ratio, model in parts])


def _complement(features: Any, truth: Any) -> Logits:
    return ComplementNB().fit(features, truth).predict_log_proba  # type: ignore[no-any-return]


def _boosting(features: Any, truth: Any) -> Logits:
    with threadpool_limits(1):  # its threads wait for each other many times longer than one works
        model = HistGradientBoostingClassifier(random_state=SEED, max_iter=30).fit(features.toarray(), truth)
    return lambda test: np.log(model.predict_proba(test.toarray()) + 1e-12)


BOTH = ("grams", "facts")
VARIANTS = (
    Variant(("facts",), "logistic regression C=3", _logistic(3), 1),
    Variant(("grams",), "complement naive Bayes", _complement),
    Variant(("grams",), "NB-SVM", _weighted),
    Variant(("grams",), "logistic regression C=3", _logistic(3)),
    Variant(("grams",), f"linear SVM C={STRENGTH}", _support(STRENGTH)),
    Variant(("words",), f"linear SVM C={STRENGTH}", _support(STRENGTH)),
    Variant(("words", "facts"), f"linear SVM C={STRENGTH}", _support(STRENGTH)),
    Variant(("grams", "words", "facts"), f"linear SVM C={STRENGTH}", _support(STRENGTH)),
    Variant(BOTH, "NB-SVM", _weighted),
    *(Variant(BOTH, f"logistic regression C={strength}", _logistic(strength)) for strength in (1, 3)),
    *(Variant(BOTH, f"linear SVM C={strength}", _support(strength)) for strength in (0.125, 0.25, 0.5, 1, 2, 4)),
    *(Variant(BOTH, f"linear SVM C={STRENGTH}", _support(STRENGTH), scale) for scale in (0.125, 0.5, 1)),
    Variant(("facts",), "gradient boosting", _boosting, 1),
)
