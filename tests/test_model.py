"""The classifier as data: a damaged or foreign file is refused, and what it says is a probability with evidence."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import texts

from moments_lint import Linter
from moments_lint.classifier.grams import STYLE, grams, normal, style
from moments_lint.classifier.model import MAX_BYTES, Model, encode_column, evidence, parse, probabilities
from moments_lint.errors import ModelError
from moments_lint.post import CATEGORIES

ROW = [0, 0, 0, 0, 0, 0]
GRAMS = {"抢": [3000, 0, 0, 0, 0, -1000], "茶": [0, 0, 0, 2000, 0, 1000], " 茶": [0, 0, 0, 500, 0, 0]}


def vocabulary(grams: dict[str, list[int]]) -> dict[str, Any]:
    """The parts of a model file that hold the grams and their weights by category."""
    columns = zip(*grams.values(), strict=True)
    return {"grams": "\n".join(grams), "weights": [encode_column(column) for column in columns]}


SMALL: dict[str, Any] = {
    "format": 1,
    "categories": list(CATEGORIES),
    "style": list(STYLE),
    "cues": ["price"],
    "temperature": 1.0,
    "bias": ROW,
    "facts": [ROW] * (1 + len(STYLE)),
    **vocabulary(GRAMS),
    "about": {"posts": 2},
}


def small(**changes: Any) -> Model:
    """A small model."""
    return parse(json.dumps(SMALL | changes).encode(), "small.json")


# reading


def test_a_model_is_read() -> None:
    model = small()
    assert [column[model.grams["抢"]] for column in model.columns] == GRAMS["抢"]
    assert model.cues == ("price",)
    assert model.about["posts"] == 2


def test_the_packaged_model_is_read(linter: Linter, model_bytes: bytes) -> None:
    assert parse(model_bytes, "model.json") == linter.model


@given(st.floats(0, 1, exclude_max=True))
def test_a_truncated_file_is_refused(share: float) -> None:
    whole = json.dumps(SMALL).encode()
    with pytest.raises(ModelError):
        parse(whole[: int(len(whole) * share)], "small.json")


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.9, 0.999])
def test_the_packaged_file_truncated_is_refused(model_bytes: bytes, share: float) -> None:
    with pytest.raises(ModelError):
        parse(model_bytes[: int(len(model_bytes.rstrip()) * share)], "model.json")


@pytest.mark.parametrize("key", SMALL)
def test_a_file_without_a_part_is_refused(key: str) -> None:
    with pytest.raises(ModelError):
        parse(json.dumps({name: value for name, value in SMALL.items() if name != key}).encode(), "small.json")


WEIGHTS = SMALL["weights"]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"format": 2}, id="another format"),
        pytest.param({"categories": list(reversed(CATEGORIES))}, id="categories in another order"),
        pytest.param({"categories": ["spam", "ham"]}, id="other categories"),
        pytest.param({"style": list(STYLE)[:-1]}, id="other facts"),
        pytest.param({"grams": {"抢": ROW}}, id="grams as a table"),
        pytest.param({"grams": "抢\n茶"}, id="fewer grams than weights"),
        pytest.param({"grams": "抢\n茶\n酒\n水"}, id="more grams than weights"),
        pytest.param({"grams": "抢\n茶\n抢"}, id="a gram twice"),
        pytest.param({"weights": WEIGHTS[:-1]}, id="a category without weights"),
        pytest.param({"weights": [*WEIGHTS, WEIGHTS[0]]}, id="weights of no category"),
        pytest.param({"weights": [WEIGHTS[0][:-4], *WEIGHTS[1:]]}, id="weights cut short"),
        pytest.param({"weights": ["!" * 8, *WEIGHTS[1:]]}, id="weights that are no numbers"),
        pytest.param({"weights": ["!" + WEIGHTS[0], *WEIGHTS[1:]]}, id="a stray sign among the weights"),
        pytest.param({"weights": [7, *WEIGHTS[1:]]}, id="weights that are one number"),
        pytest.param({"bias": [0.5, *ROW[1:]]}, id="a bias that is not whole"),
        pytest.param({"bias": ["0", *ROW[1:]]}, id="a bias that is a word"),
        pytest.param({"bias": [True, *ROW[1:]]}, id="a bias that is a truth"),
        pytest.param({"bias": [10**9, *ROW[1:]]}, id="a bias beyond reason"),
        pytest.param({"bias": [0]}, id="a bias too short"),
        pytest.param({"facts": [ROW]}, id="too few facts"),
        pytest.param({"cues": ["price", "contact"]}, id="a cue without a fact"),
        pytest.param({"cues": 3}, id="cues that are none"),
        pytest.param({"temperature": 0}, id="temperature zero"),
        pytest.param({"temperature": -1}, id="temperature below zero"),
        pytest.param({"temperature": 1e9}, id="temperature beyond reason"),
        pytest.param({"temperature": float("nan")}, id="no temperature"),
        pytest.param({"temperature": float("inf")}, id="an endless temperature"),
        pytest.param({"temperature": 10**400}, id="a temperature no float can hold"),
        pytest.param({"temperature": "warm"}, id="temperature as a word"),
        pytest.param({"about": 7}, id="about nothing"),
    ],
)
def test_a_file_edited_into_nonsense_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ModelError):
        small(**changes)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"null", id="null"),
        pytest.param(b"7", id="a number"),
        pytest.param(b"{}", id="an empty object"),
        pytest.param(b"\x80\x04\x95", id="a pickle"),
        pytest.param(b"PK\x03\x04", id="an archive"),
        pytest.param(b"\xff\xfe{\x00", id="broken UTF-16"),
        pytest.param(b"[" * 100_000, id="nested without end"),
        pytest.param(b'{"format": ' + b"9" * 5000 + b"}", id="an endless number"),
        pytest.param(b" " * (MAX_BYTES + 1), id="too large"),
    ],
)
def test_a_foreign_file_is_refused(data: bytes) -> None:
    with pytest.raises(ModelError) as caught:
        parse(data, "other.json")
    assert caught.value.path == "other.json"
    assert caught.value.mend.zh


# probabilities


@given(text=texts)
def test_probabilities_sum_to_one(linter: Linter, text: str) -> None:
    said = probabilities(linter.model, linter.view(text))
    assert tuple(said) == CATEGORIES
    assert all(0 <= probability <= 1 for probability in said.values())
    assert math.isclose(sum(said.values()), 1)


@pytest.mark.parametrize(
    ("text", "category"),
    [pytest.param("", "hard_sell", id="the first of equals"), ("抢", "hard_sell"), ("茶", "story"), ("抢茶", "hard_sell")],
)
def test_grams_decide(linter: Linter, text: str, category: str) -> None:
    said = probabilities(small(), linter.view(text))
    assert max(said, key=lambda name: said[name]) == category


def test_the_logits_are_as_documented(linter: Linter) -> None:
    """Bias plus gram weights over the root of their number, in thousandths, over the temperature."""
    model = small(bias=[100, 0, 0, 0, 0, 0], temperature=2.0)
    logits = [(100 + 3000 / math.sqrt(3)) / 2000, 0, 0, (2500 / math.sqrt(3)) / 2000, 0, 0]
    powers = [math.exp(logit) for logit in logits]
    said = probabilities(model, linter.view("茶抢"))
    expected = [power / sum(powers) for power in powers]
    assert said["hard_sell"] == pytest.approx(expected[0])
    assert said["story"] == pytest.approx(expected[3])


def test_a_high_temperature_is_less_sure(linter: Linter) -> None:
    view = linter.view("抢")
    assert probabilities(small(temperature=10), view)["hard_sell"] < probabilities(small(temperature=1), view)["hard_sell"]


def test_a_cue_list_that_the_rules_do_not_have_counts_as_absent(linter: Linter) -> None:
    model = small(cues=["unheard"])
    assert math.isclose(sum(probabilities(model, linter.view("茶")).values()), 1)


# features


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("", ""),
        ("減肥 ＶＸ", "减肥 vx"),
        ("原价99元", "原价00元"),
        pytest.param("一\r\n\r\n二\t三", "一 二 三", id="white space runs are one space"),
        ("  茶  ", "茶"),
    ],
)
def test_the_text_is_normalised(linter: Linter, text: str, seen: str) -> None:
    assert normal(linter.view(text)) == seen


def test_grams_are_distinct_and_mark_the_ends() -> None:
    assert {" 茶", "茶 ", "茶", " "} <= grams("茶")
    assert grams("茶茶茶茶") == grams("茶茶茶茶茶茶")


@given(text=texts)
def test_the_layout_facts_lie_between_0_and_1(linter: Linter, text: str) -> None:
    said = style(linter.view(text))
    assert len(said) == len(STYLE)
    assert all(0 <= fact <= 1 for fact in said)


# evidence


@pytest.mark.parametrize("text", ["", "茶", "\n", "😀"])
def test_a_text_without_a_telling_place_has_no_evidence(linter: Linter, text: str) -> None:
    assert list(evidence(small(**vocabulary({"无": ROW})), linter.view(text), "hard_sell")) == []


def test_evidence_is_the_place_that_spoke_most(linter: Linter) -> None:
    text = "今天㎏有雾，抢購抢購，茶凉了"
    (best, *_) = evidence(small(**vocabulary({"抢购": [3000, 0, 0, 0, 0, 0]})), linter.view(text), "hard_sell")
    assert text[best.start : best.end] == "抢購抢購"


@given(text=texts, category=st.sampled_from(CATEGORIES), most=st.integers(1, 5))
def test_evidence_lies_in_the_text(linter: Linter, text: str, category: str, most: int) -> None:
    found = list(evidence(linter.model, linter.view(text), category, most))
    assert len(found) <= most
    assert all(0 <= start < end <= len(text) for start, end in found)
