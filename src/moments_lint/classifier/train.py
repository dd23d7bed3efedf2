"""Train the classifier from labelled rows. One of the two modules that import scikit-learn."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from sklearn import __version__ as sklearn_version
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold

from moments_lint.classifier.grams import STYLE, facts, grams, normal
from moments_lint.classifier.model import FORMAT, SCALE, encode_column
from moments_lint.lexicon import Lexicon
from moments_lint.post import CATEGORIES, Post
from moments_lint.rows import Row
from moments_lint.view import View

MAX_GRAMS = 10_000
LEAST_POSTS = 3
"""A gram enters the vocabulary when at least so many posts hold it."""

STRENGTH = 0.5
"""Inverse regularisation (scikit-learn's C). Cross-validation on the corpus alone would choose 1 to 3, but the corpus has one
family of writers: on a private sample of other people's posts, P(hard_sell) ranks better the stronger the regularisation (0.3, 1
and 3 give AUC 0.97, 0.96 and 0.93). 0.5 keeps most of both."""

NOT_FACTS = ("hidden", "signature", "own_face", "product_culture", "shared_identity", "brand_belief")
"""Cue lists that say nothing about selling by themselves, or are of profiles and feeds."""

FOLDS = 5
SEED = 20261122


class Sample(NamedTuple):
    """One training post: its grams, facts, label and the group that no split may part."""

    grams: frozenset[str]
    facts: tuple[float, ...]
    label: str
    group: str


def cue_names(lexicon: Lexicon) -> tuple[str, ...]:
    """Return the cue lists whose facts the model uses: the shared ones that tell something about selling."""
    return tuple(name for name in sorted(lexicon.cues) if name not in NOT_FACTS)


def samples(rows: Iterable[Row], lexicon: Lexicon, cues: Sequence[str]) -> list[Sample]:
    """Return the features of labelled rows; a row without a group is a group of its own."""
    return [_sample(View(Post(row.text), lexicon), cues, row, number) for number, row in enumerate(rows)]


def _sample(view: View, cues: Sequence[str], row: Row, number: int) -> Sample:
    group = str(row.values.get("group") or f"row {number}")
    return Sample(frozenset(grams(normal(view))), tuple(facts(view, cues)), row.label, group)


def vocabulary(samples: Sequence[Sample]) -> list[str]:
    """Return the grams that most posts hold, at most MAX_GRAMS, each in at least LEAST_POSTS."""
    held = Counter(gram for one in samples for gram in one.grams)
    common = [(-count, gram) for gram, count in held.items() if count >= LEAST_POSTS]
    return sorted(gram for _, gram in sorted(common)[:MAX_GRAMS])


def matrix(samples: Sequence[Sample], grams_used: Sequence[str]) -> Any:
    """Return the feature matrix: known grams of each post at 1/√n, then the facts."""
    index = {gram: column for column, gram in enumerate(grams_used)}
    data, columns, starts = [], [], [0]
    for one in samples:
        known = sorted(index[gram] for gram in one.grams if gram in index)
        data += [1 / np.sqrt(len(known))] * len(known) if known else []
        columns += known
        starts.append(len(columns))
    text = csr_matrix((data, columns, starts), shape=(len(samples), len(index)))
    return hstack([text, csr_matrix(np.array([one.facts for one in samples]))], format="csr")


def fit(features: Any, labels: Sequence[str]) -> LogisticRegression:
    """Return the fitted model; classes weigh alike."""
    codes = [CATEGORIES.index(label) for label in labels]
    return LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=3000, tol=1e-6).fit(features, codes)


def held_out_logits(samples: Sequence[Sample]) -> Any:
    """Return for each sample the logits of a model that saw nothing of its group."""
    labels = [one.label for one in samples]
    logits = np.zeros((len(samples), len(CATEGORIES)))
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
    for seen, unseen in folds.split(np.zeros(len(samples)), labels, [one.group for one in samples]):
        training = [samples[i] for i in seen]
        words = vocabulary(training)
        fitted = fit(matrix(training, words), [one.label for one in training])
        logits[unseen] = fitted.decision_function(matrix([samples[i] for i in unseen], words))
    return logits


def softmax(logits: Any, temperature: float = 1.0) -> Any:
    """Return probabilities, row by row."""
    powers = np.exp((logits - logits.max(axis=1, keepdims=True)) / temperature)
    return powers / powers.sum(axis=1, keepdims=True)


def temperature(logits: Any, labels: Sequence[str]) -> float:
    """Return the temperature under which held-out logits are likeliest (Guo et al. 2017, one scalar)."""
    codes = [CATEGORIES.index(label) for label in labels]

    def loss(value: float) -> float:
        return float(-np.log(softmax(logits, value)[np.arange(len(codes)), codes] + 1e-12).mean())

    return round(float(minimize_scalar(loss, bounds=(0.2, 5), method="bounded").x), 3)


class Trained(NamedTuple):
    """The content of a model file, and the calibrated held-out probabilities of the posts it was trained on."""

    content: dict[str, Any]
    held_out: Any


def train(training: Sequence[Sample], cues: Sequence[str], about: dict[str, Any]) -> Trained:
    """Train on all samples; temperature and figures come from grouped cross-validation."""
    labels = [one.label for one in training]
    logits = held_out_logits(training)
    heat = temperature(logits, labels)
    words = vocabulary(training)
    fitted = fit(matrix(training, words), labels)
    weights = np.rint(fitted.coef_.T * SCALE).astype(int).clip(-(2**15), 2**15 - 1)
    content = {
        "format": FORMAT,
        "categories": list(CATEGORIES),
        "style": list(STYLE),
        "cues": list(cues),
        "temperature": heat,
        "about": about | {"scikit-learn": sklearn_version, "posts": len(training)},
        "bias": np.rint(fitted.intercept_ * SCALE).astype(int).tolist(),
        "facts": weights[len(words) :].tolist(),
        "grams": "\n".join(words),
        "weights": [encode_column(weights[: len(words), column].tolist()) for column in range(len(CATEGORIES))],
    }
    return Trained(content, softmax(logits, heat))


def corpus_hash(texts: Sequence[tuple[str, str]]) -> str:
    """Return a digest of (text, label) pairs, their order aside."""
    digest = hashlib.blake2b(digest_size=16)
    for text, label in sorted(texts):
        digest.update(f"{label}\0{text}\0".encode())
    return digest.hexdigest()


def dumps(content: dict[str, Any]) -> str:
    """Return a model file: JSON, one key a line."""
    lines = (f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in content.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"
