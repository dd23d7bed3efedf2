"""Train the classifier from labelled rows. One of the modules that import scikit-learn."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, diags, hstack
from sklearn import __version__ as sklearn_version
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.svm import LinearSVC

from moments_lint import rows
from moments_lint.classifier.facts import STYLE, facts
from moments_lint.classifier.model import FEWEST, FORMAT, SCALE, encode
from moments_lint.lexicon import Lexicon
from moments_lint.post import CATEGORIES, Post
from moments_lint.view import View
from moments_lint.vocabulary import grouped

MAX_GRAMS = 10_000
LEAST_POSTS = 3
"""A gram enters the vocabulary when at least so many posts hold it."""

STRENGTH = 0.25
"""Inverse regularisation (scikit-learn's C). In the table of `evaluate model --ablation`, the strongest regularisation whose log
loss on held-out writers lies within one standard error of the best (the rule of Breiman et al. 1984). By writers, because the
corpus has few and every user is another one; held-out groups and verticals alone would say 0.5 to 1."""

FACT_SCALE = 0.25
"""What facts are multiplied with beside grams, whose rows have length 1: the smaller, the more they are regularised. In the same
table 1/8 and 1/4 tie before 1/2 and 1; of the two, the one that keeps more of the rules' word lists."""

NOT_FACTS = ("hidden", "signature", "own_face", "product_culture", "shared_identity", "brand_belief")
"""Cue lists that say nothing about selling by themselves, or are of profiles and feeds."""

FOLDS = 5
SEED = 20261122


class Sample(NamedTuple):
    """One training post: its grams, facts, label, the group that no split may part, its vertical, and who wrote it (its file)."""

    grams: frozenset[str]
    facts: tuple[float, ...]
    label: str = ""
    group: str = ""
    vertical: str = ""
    writer: str = ""


def cue_names(lexicon: Lexicon) -> tuple[str, ...]:
    """Return the cue lists whose facts the model uses: the shared ones with terms that tell something about selling."""
    return tuple(name for name in sorted(lexicon.cues) if name not in NOT_FACTS and lexicon.cues[name].terms)


class Table(NamedTuple):
    """Samples as numbers: every gram's name, which sample holds it (0/1, one row a sample), and the scaled facts."""

    names: Any
    held: Any
    facts: Any


def table(samples: Sequence[Sample]) -> Table:
    """Return the samples as numbers."""
    names = sorted(set().union(*(one.grams for one in samples)))
    index = {gram: column for column, gram in enumerate(names)}
    columns = [index[gram] for one in samples for gram in one.grams]
    starts = np.cumsum([0, *(len(one.grams) for one in samples)])
    held = csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(samples), len(names)))
    return Table(np.array(names, dtype=object), held, FACT_SCALE * np.array([one.facts for one in samples]))


class Prepared(NamedTuple):
    """Rows ready for training: the cue lists used, the samples, and the same as numbers."""

    cues: tuple[str, ...]
    samples: list[Sample]
    table: Table

    @property
    def labels(self) -> list[str]:
        """The label of each sample."""
        return [one.label for one in self.samples]


def prepare(tables: Iterable[rows.Table], lexicon: Lexicon) -> Prepared:
    """Return labelled rows ready for training; a row without a group is a group of its own."""
    cues = cue_names(lexicon)
    found = [_sample(View(Post(row.text), lexicon), cues, row, one.path) for one in tables for row in one.rows]
    return Prepared(cues, found, table(found))


def _sample(view: View, cues: Sequence[str], row: rows.Row, path: str) -> Sample:
    group = str(row.values.get("group") or f"{path} {row.line}")
    vertical = str(row.values.get("vertical") or "")
    return Sample(frozenset(view.heads), tuple(facts(view, cues)), row.label, group, vertical, path)


def vocabulary(given: Table, chosen: Any) -> Any:
    """Return the columns of the grams that most of the `chosen` rows hold, at most MAX_GRAMS, each in at least LEAST_POSTS."""
    counts = np.asarray(given.held[chosen].sum(axis=0)).ravel()
    common = np.argsort(-counts, kind="stable")[:MAX_GRAMS]
    return np.sort(common[counts[common] >= LEAST_POSTS])


def text_features(given: Table, chosen: Any, columns: Any) -> Any:
    """Return the known grams of each chosen row at 1/√n, n as in the model."""
    known = given.held[chosen][:, columns]
    counts = np.asarray(known.sum(axis=1)).ravel()
    return diags(1 / np.sqrt(np.maximum(counts, FEWEST))) @ known


def features(given: Table, chosen: Any, columns: Any) -> Any:
    """Return the feature matrix: the known grams of each chosen row, then its facts."""
    return hstack([text_features(given, chosen, columns), csr_matrix(given.facts[chosen])], format="csr")


def codes(labels: Iterable[str]) -> Any:
    """Return labels as their places in CATEGORIES."""
    return np.array([CATEGORIES.index(label) for label in labels])


def fit(features: Any, codes: Any) -> LinearSVC:
    """Return the fitted model, a linear SVM for each category against the rest; both sides weigh alike."""
    return LinearSVC(C=STRENGTH, class_weight="balanced", tol=1e-5, max_iter=10_000, random_state=SEED).fit(features, codes)


def held_out_logits(given: Table, labels: Sequence[str], splits: Iterable[tuple[Any, Any]]) -> Any:
    """Return for each row the logits of a model that saw nothing of its part of the splits."""
    known = codes(labels)
    logits = np.zeros((len(labels), len(CATEGORIES)))
    for seen, unseen in splits:
        columns = vocabulary(given, seen)
        fitted = fit(features(given, seen, columns), known[seen])
        logits[unseen] = fitted.decision_function(features(given, unseen, columns))
    return logits


def group_splits(labels: Sequence[str], groups: Sequence[str], folds: int = FOLDS) -> list[tuple[Any, Any]]:
    """Return stratified splits that never part a group."""
    return list(StratifiedGroupKFold(folds, shuffle=True, random_state=SEED).split(np.zeros(len(labels)), labels, groups))


def softmax(logits: Any, temperature: float = 1.0) -> Any:
    """Return probabilities, row by row."""
    powers = np.exp((logits - logits.max(axis=1, keepdims=True)) / temperature)
    return powers / powers.sum(axis=1, keepdims=True)


def temperature(logits: Any, labels: Sequence[str]) -> float:
    """Return the temperature under which held-out logits are likeliest (Guo et al. 2017, one scalar)."""
    truth = codes(labels)

    def loss(value: float) -> float:
        return float(-np.log(softmax(logits, value)[np.arange(len(truth)), truth] + 1e-12).mean())

    return round(float(minimize_scalar(loss, bounds=(0.05, 5), method="bounded").x), 3)


class HeldOut(NamedTuple):
    """What models say of posts they have not seen: calibrated probabilities, one row a post, and the temperature used."""

    probabilities: Any
    temperature: float


def held_out(given: Prepared) -> HeldOut:
    """Return the calibrated probabilities of every sample, judged by a model that saw nothing of its group."""
    labels = given.labels
    logits = held_out_logits(given.table, labels, group_splits(labels, [one.group for one in given.samples]))
    heat = temperature(logits, labels)
    return HeldOut(softmax(logits, heat), heat)


class Fitted(NamedTuple):
    """A model fitted on all samples, and the columns of its grams."""

    model: LinearSVC
    columns: Any


def fit_all(given: Prepared) -> Fitted:
    """Return the model fitted on all samples."""
    everything = np.arange(len(given.samples))
    columns = vocabulary(given.table, everything)
    return Fitted(fit(features(given.table, everything, columns), codes(given.labels)), columns)


def train(given: Prepared, heat: float) -> dict[str, Any]:
    """Return the content of a model file, trained on all samples; `heat` is the temperature."""
    fitted, columns = fit_all(given)
    weights = stored_weights(fitted, len(columns))
    return {
        "format": FORMAT,
        "categories": list(CATEGORIES),
        "style": list(STYLE),
        "cues": list(given.cues),
        "temperature": heat,
        "about": {"scikit-learn": sklearn_version, "posts": len(given.samples)},
        "bias": np.rint(fitted.intercept_ * SCALE).astype(int).tolist(),
        "facts": weights[len(columns) :].tolist(),
        "grams": grouped(given.table.names[columns]),
        "weights": encode(weights[: len(columns)].tolist()),
    }


def stored_weights(fitted: LinearSVC, grams: int) -> Any:
    """Return the weights as a model file holds them, in thousandths, for facts that are not scaled."""
    scales = np.concatenate([np.ones(grams), np.full(fitted.coef_.shape[1] - grams, FACT_SCALE)])
    return np.rint(fitted.coef_.T * scales[:, None] * SCALE).astype(int).clip(-(2**15), 2**15 - 1)


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
