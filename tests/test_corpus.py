"""The corpus keeps its promises: rows are whole, labels known, nothing stands twice, and the shipped model was trained on it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from moments_lint import Linter, catalogue
from moments_lint.classifier import corpus, train
from moments_lint.classifier.model import SCALE, parse, probabilities, shipped
from moments_lint.post import CATEGORIES, Post
from moments_lint.view import View

ROOT = Path(__file__).parents[1]
KEYS = {"id", "text", "label", "vertical", "voice", "group", "notes"}
SHINGLE = 4
SAME = 0.5
"""Share of the shorter post's 4-grams from which two posts count as one written twice."""


@cache
def rows() -> list[dict[str, Any]]:
    files = sorted(ROOT.joinpath("corpus", "posts").glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def test_there_are_enough_posts_in_useful_balance() -> None:
    counts = Counter(row["label"] for row in rows())
    assert len(rows()) >= 3600
    assert set(counts) == set(CATEGORIES)
    assert min(counts.values()) >= 250
    assert len({row["vertical"] for row in rows()}) >= 30


def test_every_row_is_whole() -> None:
    wrong = [row for row in rows() if set(row) != KEYS or not 4 <= len(row["text"]) <= 400 or row["label"] not in CATEGORIES]
    assert wrong == []
    assert len({row["id"] for row in rows()}) == len(rows())


def test_no_post_is_written_twice() -> None:
    holders: defaultdict[str, list[int]] = defaultdict(list)
    shingles = [{row["text"][i : i + SHINGLE] for i in range(len(row["text"]) - SHINGLE + 1)} for row in rows()]
    alike = []
    for index, own in enumerate(shingles):
        common = Counter(other for shingle in own for other in holders[shingle])
        for other, count in common.items():
            shorter = min(len(own), len(shingles[other]))
            if shorter >= 6 and count / shorter > SAME:
                alike.append((rows()[other]["id"], rows()[index]["id"]))
        for shingle in own:
            holders[shingle].append(index)
    assert alike == []


def test_the_datasheet_counts_what_is_there() -> None:
    text = ROOT.joinpath("corpus", "README.md").read_text("utf-8")
    assert f"{len(rows()):,} Chinese posts in {len({row['vertical'] for row in rows()})} verticals" in text
    for label, count in Counter(row["label"] for row in rows()).items():
        assert f"| `{label}` | {count:,} |" in text


def test_the_second_labels_are_of_posts_and_agree_as_the_datasheet_says() -> None:
    labels = {row["id"]: row["label"] for row in rows()}
    lines = ROOT.joinpath("corpus", "second-labels.jsonl").read_text("utf-8").splitlines()
    pairs = [(labels[entry["id"]], entry["label"]) for entry in map(json.loads, lines)]
    agreed = sum(first == second for first, second in pairs) / len(pairs)
    one, other = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    chance = sum(one[label] * other[label] for label in CATEGORIES) / len(pairs) ** 2
    text = ROOT.joinpath("corpus", "README.md").read_text("utf-8")
    assert f"({len(pairs)} posts)" in text
    assert f"agreement {agreed:.1%}".replace("%", " %") in text
    assert f"κ {(agreed - chance) / (1 - chance):.3f}" in text


def test_the_shipped_model_was_trained_on_this_corpus() -> None:
    tables = corpus.read(corpus.corpus_files())
    assert [error for table in tables for error in table.errors] == []
    read = [(row.text, row.label) for table in tables for row in table.rows]
    assert shipped().about["corpus"] == train.corpus_hash(read)
    assert shipped().about["posts"] == len(read)


@cache
def trained() -> tuple[Any, list[Any], list[Post]]:
    lexicon = catalogue.compile_catalogue(catalogue.load(), chosen=[]).lexicon
    cues = train.cue_names(lexicon)
    read = [row for table in corpus.read(corpus.corpus_files()) for row in table.rows]
    samples = train.samples(read, lexicon, cues)
    words = train.vocabulary(samples)
    return train.fit(train.matrix(samples, words), [one.label for one in samples]), samples, words


def test_training_again_gives_the_shipped_weights() -> None:
    """Within one thousandth, the grain they are stored in; the scikit-learn at hand may be another."""
    fitted, _, words = trained()
    model = shipped()
    assert list(model.grams) == words
    weights = fitted.coef_
    for column, stored in enumerate(model.columns):
        far = max(abs(value / SCALE - weight) for value, weight in zip(stored, weights[column], strict=False))
        assert far <= 2e-3
    assert max(abs(a / SCALE - b) for a, b in zip(model.bias, fitted.intercept_, strict=True)) <= 2e-3


def test_probabilities_are_those_of_scikit_learn(linter: Linter) -> None:
    fitted, samples, words = trained()
    model = shipped()
    some = list(range(0, len(samples), 61))
    expected = train.softmax(fitted.decision_function(train.matrix([samples[i] for i in some], words)), model.temperature)
    texts = [row.text for table in corpus.read(corpus.corpus_files()) for row in table.rows]
    for row, index in zip(expected, some, strict=True):
        view = View(Post(texts[index]), linter.view("").lexicon)
        found = probabilities(model, view)
        assert max(abs(a - found[label]) for a, label in zip(row, CATEGORIES, strict=True)) <= 2e-3


@pytest.mark.parametrize("size", [10, 1000])
def test_a_truncated_model_is_refused(size: int, model_bytes: bytes) -> None:
    with pytest.raises(Exception, match="not a usable model"):
        parse(model_bytes[:-size], "model.json")


def test_groups_hold_minimal_pairs() -> None:
    """At least fifty ideas are told under several labels, so that the model learns the telling and not the goods."""
    told: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows():
        told[row["group"]].add(row["label"])
    assert sum({"hard_sell", "story"} <= labels or {"hard_sell", "knowledge"} <= labels for labels in told.values()) >= 50


def test_rows_stand_in_files_in_order_of_their_ids() -> None:
    for file in sorted(ROOT.joinpath("corpus", "posts").glob("*.jsonl")):
        ids = [json.loads(line)["id"] for line in file.read_text("utf-8").splitlines()]
        assert all(one < other for one, other in pairwise(ids)), file.name
