"""How well the classifier does on posts it has not seen, and what other features and models would have done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import LeaveOneGroupOut, StratifiedGroupKFold
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from moments_lint.classifier.train import FOLDS, SEED, STRENGTH, Sample, fit, matrix, softmax, vocabulary
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
    codes = np.array([CATEGORIES.index(label) for label in labels])
    each = f1_score(codes, probabilities.argmax(axis=1), labels=range(len(CATEGORIES)), average=None, zero_division=0)
    auc = float(roc_auc_score(codes == 0, probabilities[:, 0]))
    return Quality(dict(zip(CATEGORIES, map(float, each), strict=True)), float(each.mean()), auc)


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


def by_vertical(samples: Sequence[Sample], verticals: Sequence[str]) -> dict[str, Quality]:
    """Return the figures for every vertical, judged by a model that saw none of its posts; small verticals are left out."""
    labels = [one.label for one in samples]
    probabilities = np.zeros((len(samples), len(CATEGORIES)))
    for seen, unseen in LeaveOneGroupOut().split(samples, labels, verticals):
        training = [samples[i] for i in seen]
        words = vocabulary(training)
        fitted = fit(matrix(training, words), [one.label for one in training])
        probabilities[unseen] = softmax(fitted.decision_function(matrix([samples[i] for i in unseen], words)))
    chosen = {"all": list(range(len(samples)))}
    for index, vertical in enumerate(verticals):
        chosen.setdefault(vertical, []).append(index)
    return {
        vertical: quality(probabilities[rows], [labels[i] for i in rows])
        for vertical, rows in chosen.items()
        if len({labels[i] == "hard_sell" for i in rows}) == 2
    }


class Variant(NamedTuple):
    """One line of the ablation: what is looked at, and what learns from it. `words` are extra binary features of a post."""

    name: str
    features: Callable[[Sequence[Sample], Sequence[Sample], Sequence[set[str]], Sequence[set[str]]], tuple[Any, Any]]
    learn: Callable[[Any, Any], Any]


def ablation(samples: Sequence[Sample], words: Sequence[set[str]]) -> Iterator[tuple[str, Quality]]:
    """Yield name and held-out figures of every variant, on the same grouped folds. `words` are the jieba words of each post."""
    labels = [one.label for one in samples]
    codes = np.array([CATEGORIES.index(label) for label in labels])
    folds = list(
        StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED).split(
            np.zeros(len(samples)), labels, [one.group for one in samples]
        )
    )
    for variant in VARIANTS:
        probabilities = np.zeros((len(samples), len(CATEGORIES)))
        for seen, unseen in folds:
            train, test = variant.features(
                [samples[i] for i in seen], [samples[i] for i in unseen], [words[i] for i in seen], [words[i] for i in unseen]
            )
            model = variant.learn(train, codes[seen])
            probabilities[unseen] = model.predict_proba(test)
        yield variant.name, quality(probabilities, labels)


def _grams(train: Any, test: Any, _seen: Any, _unseen: Any) -> tuple[Any, Any]:
    known = vocabulary(train)
    count = len(known)
    return matrix(train, known)[:, :count], matrix(test, known)[:, :count]


def _facts(train: Any, test: Any, _seen: Any, _unseen: Any) -> tuple[Any, Any]:
    return np.array([one.facts for one in train]), np.array([one.facts for one in test])


def _words(_train: Any, _test: Any, seen: Any, unseen: Any) -> tuple[Any, Any]:
    def as_samples(sets: Sequence[set[str]]) -> list[Sample]:
        return [Sample(frozenset(words), (), "", "") for words in sets]

    known = vocabulary(as_samples(seen))
    return _indicator(seen, known), _indicator(unseen, known)


def _indicator(sets: Sequence[set[str]], known: Sequence[str]) -> Any:
    index = {word: column for column, word in enumerate(known)}
    columns = [sorted(index[word] for word in words if word in index) for words in sets]
    data = [1 / np.sqrt(len(row)) for row in columns for _ in row]
    starts = np.cumsum([0, *map(len, columns)])
    return csr_matrix((data, np.concatenate([*columns, []]).astype(int), starts), shape=(len(sets), len(known)))


def _joined(*parts: Any) -> Any:
    def features(*data: Any) -> tuple[Any, Any]:
        pairs = [part(*data) for part in parts]
        train = hstack([csr_matrix(train) for train, _ in pairs], format="csr")
        return train, hstack([csr_matrix(test) for _, test in pairs], format="csr")

    return features


class NaiveBayesWeighted:
    """NB-SVM (Wang and Manning 2012), one category against the rest: features weighted by their log-count ratios."""

    def __init__(self, features: Any, codes: Any) -> None:
        self.parts = []
        for code in range(len(CATEGORIES)):
            positive, negative = features[codes == code], features[codes != code]
            p, q = 1 + np.asarray(positive.sum(axis=0)).ravel(), 1 + np.asarray(negative.sum(axis=0)).ravel()
            ratio = np.log((p / p.sum()) / (q / q.sum()))
            model = LogisticRegression(C=4, class_weight="balanced", max_iter=2000)
            self.parts.append((ratio, model.fit(features @ diags(ratio), codes == code)))

    def predict_proba(self, features: Any) -> Any:
        """Return one row a post, columns as CATEGORIES."""
        each = np.column_stack([model.predict_proba(features @ diags(ratio))[:, 1] for ratio, model in self.parts])
        return each / each.sum(axis=1, keepdims=True)


def _logistic(features: Any, codes: Any) -> Any:
    return LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=3000).fit(features, codes)


def _complement(features: Any, codes: Any) -> Any:
    return ComplementNB().fit(features, codes)


def _support(features: Any, codes: Any) -> Any:
    return CalibratedClassifierCV(LinearSVC(C=0.3, class_weight="balanced"), cv=3).fit(features, codes)


def _boosting(features: Any, codes: Any) -> Any:
    return HistGradientBoostingClassifier(random_state=SEED, max_iter=150).fit(features, codes)


VARIANTS = (
    Variant("facts · logistic regression", _facts, _logistic),
    Variant("facts · gradient boosting", _facts, _boosting),
    Variant("n-grams · logistic regression", _grams, _logistic),
    Variant("n-grams · NB-SVM", _grams, NaiveBayesWeighted),
    Variant("n-grams · complement naive Bayes", _grams, _complement),
    Variant("n-grams · calibrated linear SVM", _grams, _support),
    Variant("jieba words · logistic regression", _words, _logistic),
    Variant("n-grams + facts · logistic regression (shipped)", _joined(_grams, _facts), _logistic),
    Variant("n-grams + facts · NB-SVM", _joined(_grams, _facts), NaiveBayesWeighted),
    Variant("n-grams + facts · calibrated linear SVM", _joined(_grams, _facts), _support),
    Variant("jieba words + facts · logistic regression", _joined(_words, _facts), _logistic),
    Variant("n-grams + jieba words + facts · logistic regression", _joined(_grams, _words, _facts), _logistic),
)
