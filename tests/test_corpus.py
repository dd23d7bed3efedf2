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
from moments_lint.classifier import corpus, evaluate, train
from moments_lint.classifier.model import SCALE, parse, probabilities, shipped
from moments_lint.cli.train import score_figures
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
def prepared() -> train.Prepared:
    lexicon = catalogue.compile_catalogue(catalogue.load(), chosen=[]).lexicon
    return train.prepare(corpus.read(corpus.corpus_files()), lexicon)


@cache
def trained() -> train.Fitted:
    return train.fit_all(prepared())


@cache
def held_out() -> train.HeldOut:
    return train.held_out(prepared())


def test_training_again_gives_the_shipped_weights() -> None:
    """Within one thousandth, the grain they are stored in; the scikit-learn at hand may be another."""
    fitted, columns = trained()
    model = shipped()
    assert list(model.grams) == list(prepared().table.names[columns])
    assert list(model.cues) == list(prepared().cues)
    again = train.stored_weights(fitted, len(columns)).tolist()
    stored = [*map(model.row, model.grams), *model.cues.values(), *model.style]
    pairs = [pair for rows in zip(stored, again, strict=True) for pair in zip(*rows, strict=True)]
    far = max(abs(one - other) for one, other in pairs)
    assert far <= 1
    assert max(abs(a / SCALE - b) for a, b in zip(model.bias, fitted.intercept_, strict=True)) <= 1e-3


def test_probabilities_are_those_of_scikit_learn(linter: Linter) -> None:
    fitted, columns = trained()
    model = shipped()
    some = list(range(0, len(prepared().samples), 61))
    expected = train.softmax(fitted.decision_function(train.features(prepared().table, some, columns)), model.temperature)
    texts = [row.text for table in corpus.read(corpus.corpus_files()) for row in table.rows]
    for row, index in zip(expected, some, strict=True):
        view = View(Post(texts[index]), linter.view("").lexicon)
        found = probabilities(model, view)
        assert max(abs(a - found[label]) for a, label in zip(row, CATEGORIES, strict=True)) <= 1e-3


def test_the_figures_of_the_model_file_are_those_of_its_posts() -> None:
    """Held out by group: quality, calibration and temperature."""
    probabilities, heat = held_out()
    labels = prepared().labels
    figures = evaluate.quality(probabilities, labels)
    bins = evaluate.reliability(probabilities[:, 0], [label == "hard_sell" for label in labels])
    about = shipped().about
    assert heat == pytest.approx(shipped().temperature, abs=0.005)
    assert figures.macro_f1 == pytest.approx(about["macro F1"], abs=0.005)
    assert figures.auc == pytest.approx(about["AUC of hard_sell"], abs=0.002)
    assert evaluate.calibration_error(bins) == pytest.approx(about["ECE of hard_sell"], abs=0.005)


def test_the_figures_of_the_score_are_those_of_the_rules_at_hand(linter: Linter) -> None:
    """Held out by group: the score by its parts, and on minimal pairs; a rule changed since the training shows here."""
    tables = corpus.read(corpus.corpus_files())
    figures = score_figures(tables, evaluate.as_mappings(held_out().probabilities), linter)
    about = shipped().about
    for part, said in about["score"].items():
        assert figures["score"][part] == pytest.approx(said, abs=0.01)
    assert figures["minimal pairs"]["share"] == pytest.approx(about["minimal pairs"]["share"], abs=0.01)


def test_stories_and_knowledge_outscore_the_hard_sell_of_the_same_thing() -> None:
    assert shipped().about["minimal pairs"]["pairs"] >= 100
    assert shipped().about["minimal pairs"]["share"] >= 0.95


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
