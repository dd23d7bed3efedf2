"""What other features and models would have done: each variant on the same held-out groups and verticals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from moments_lint.classifier.evaluate import Quality, quality
from moments_lint.classifier.train import (
    FACT_SCALE,
    SEED,
    STRENGTH,
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
    """One line of the table. `error` is the standard error of the macro-F1 over the vertical folds."""

    name: str
    groups: Quality
    verticals: Quality
    error: float


def ablation(samples: Sequence[Sample], words: Sequence[set[str]]) -> Iterator[Line]:
    """Yield the figures of every variant. `words` are the jieba words of each post."""
    labels = [one.label for one in samples]
    tables = {"grams": table(samples), "words": table([Sample(frozenset(each), ()) for each in words])}
    by_group = group_splits(labels, [one.group for one in samples])
    by_vertical = group_splits(labels, [one.vertical for one in samples], VERTICAL_FOLDS)
    for variant in VARIANTS:
        groups = _held_out(variant, tables, labels, by_group)
        verticals = _held_out(variant, tables, labels, by_vertical)
        each = [quality(verticals[unseen], [labels[i] for i in unseen]).macro_f1 for _, unseen in by_vertical]
        error = float(np.std(each, ddof=1) / np.sqrt(len(each)))
        yield Line(variant.name, quality(groups, labels), quality(verticals, labels), error)


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
        model = HistGradientBoostingClassifier(random_state=SEED, max_iter=50).fit(features.toarray(), truth)
    return lambda test: np.log(model.predict_proba(test.toarray()) + 1e-12)


BOTH = ("grams", "facts")
VARIANTS = (
    Variant(("facts",), "logistic regression C=3", _logistic(3), 1),
    Variant(("facts",), "gradient boosting", _boosting, 1),
    Variant(("grams",), "complement naive Bayes", _complement),
    Variant(("grams",), "NB-SVM", _weighted),
    Variant(("grams",), "logistic regression C=3", _logistic(3)),
    Variant(("grams",), f"linear SVM C={STRENGTH}", _support(STRENGTH)),
    Variant(("words",), f"linear SVM C={STRENGTH}", _support(STRENGTH)),
    Variant(("words", "facts"), f"linear SVM C={STRENGTH}", _support(STRENGTH)),
    Variant(("grams", "words", "facts"), f"linear SVM C={STRENGTH}", _support(STRENGTH)),
    Variant(BOTH, "NB-SVM", _weighted),
    *(Variant(BOTH, f"logistic regression C={strength}", _logistic(strength)) for strength in (1, 3, 10)),
    *(Variant(BOTH, f"linear SVM C={strength}", _support(strength)) for strength in (0.03, 0.1, 0.3, 1, 3)),
    *(Variant(BOTH, f"linear SVM C={STRENGTH}", _support(STRENGTH), scale) for scale in (0.125, 0.5, 1)),
)
