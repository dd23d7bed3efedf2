"""The classifier as data: a damaged or foreign file is refused, and what it says is a probability."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import view, words
from texts import texts

from moments_lint import Linter
from moments_lint.classifier.facts import STYLE, cue_facts, facts, style
from moments_lint.classifier.model import FEWEST, FORMAT, MAX_BYTES, SCALE, Model, encode, parse, probabilities
from moments_lint.disguise import EMOJI
from moments_lint.errors import ModelError
from moments_lint.heads import heads
from moments_lint.post import CATEGORIES
from moments_lint.vocabulary import grouped

ROW = [0, 0, 0, 0, 0, 0]
GRAMS = {"抢": [3000, 0, 0, 0, 0, -1000], "茶": [0, 0, 0, 2000, 0, 1000], " 茶": [0, 0, 0, 500, 0, 0]}


def vocabulary(grams: dict[str, list[int]]) -> dict[str, Any]:
    """The parts of a model file that hold the grams and their weights by category."""
    return {"grams": grouped(grams), "weights": encode(grams.values())}


SMALL: dict[str, Any] = {
    "format": FORMAT,
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
    assert {gram: list(model.row(gram)) for gram in model.grams} == GRAMS
    assert list(model.cues) == ["price"]
    assert model.about["posts"] == 2


def test_the_packaged_model_is_read(linter: Linter, model_bytes: bytes) -> None:
    again = parse(model_bytes, "model.json")
    assert list(again.grams) == list(linter.model.grams)
    assert list(map(again.row, again.grams)) == list(map(linter.model.row, linter.model.grams))
    assert again[2:] == linter.model[2:]


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
        pytest.param({"format": FORMAT + 1}, id="another format"),
        pytest.param({"categories": list(reversed(CATEGORIES))}, id="categories in another order"),
        pytest.param({"categories": ["spam", "ham"]}, id="other categories"),
        pytest.param({"style": list(STYLE)[:-1]}, id="other facts"),
        pytest.param({"grams": {"抢": ROW}}, id="rows in place of grams"),
        pytest.param({"grams": "抢\n茶\n酒"}, id="grams in one text"),
        pytest.param({"grams": grouped("抢茶")}, id="fewer grams than weights"),
        pytest.param({"grams": grouped("抢茶酒水")}, id="more grams than weights"),
        pytest.param({"weights": WEIGHTS[:-4]}, id="weights cut short"),
        pytest.param({"weights": WEIGHTS + "AAAA"}, id="weights of no gram"),
        pytest.param({"weights": "!" * len(WEIGHTS)}, id="weights that are no numbers"),
        pytest.param({"weights": "!" + WEIGHTS}, id="a stray sign among the weights"),
        pytest.param({"weights": 7}, id="weights that are one number"),
        pytest.param({"weights": [WEIGHTS]}, id="weights in a list"),
        pytest.param({"bias": [0.5, *ROW[1:]]}, id="a bias that is not whole"),
        pytest.param({"bias": ["0", *ROW[1:]]}, id="a bias that is a word"),
        pytest.param({"bias": [True, *ROW[1:]]}, id="a bias that is a truth"),
        pytest.param({"bias": [10**9, *ROW[1:]]}, id="a bias beyond reason"),
        pytest.param({"bias": [0]}, id="a bias too short"),
        pytest.param({"facts": [ROW]}, id="too few facts"),
        pytest.param({"cues": ["price", "contact"]}, id="a cue without a fact"),
        pytest.param({"cues": 3}, id="cues that are none"),
        pytest.param({"cues": ["price"] * 2, "facts": [ROW] * (2 + len(STYLE))}, id="a cue twice"),
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
    """Bias plus gram weights over the root of their number, here the fewest, SCALE to one, over the temperature."""
    model = small(bias=[100, 0, 0, 0, 0, 0], temperature=2.0)
    logits = [(100 + 3000 / math.sqrt(FEWEST)) / (2 * SCALE), 0, 0, (2500 / math.sqrt(FEWEST)) / (2 * SCALE), 0, 0]
    powers = [math.exp(logit) for logit in logits]
    said = probabilities(model, linter.view("茶抢"))
    expected = [power / sum(powers) for power in powers]
    assert said["hard_sell"] == pytest.approx(expected[0])
    assert said["story"] == pytest.approx(expected[3])


@pytest.mark.parametrize("text", ["晚上喝茶", "今天喝茶", "早上喝茶", "去接孩子", "下雨了", "早", "晚安", ""])
def test_a_few_plain_words_are_no_hard_sell(linter: Linter, text: str) -> None:
    report = linter.check(text)
    assert report.category != "hard_sell"
    assert report.verdict == "publish"


def test_a_high_temperature_is_less_sure(linter: Linter) -> None:
    view = linter.view("抢")
    assert probabilities(small(temperature=10), view)["hard_sell"] < probabilities(small(temperature=1), view)["hard_sell"]


def test_a_cue_list_that_the_rules_do_not_have_counts_as_absent(linter: Linter) -> None:
    model = small(cues=["unheard"])
    assert math.isclose(sum(probabilities(model, linter.view("茶")).values()), 1)


# features


@given(text=texts)
def test_the_layout_facts_lie_between_0_and_1(linter: Linter, text: str) -> None:
    said = style(linter.view(text))
    assert len(said) == len(STYLE)
    assert all(0 <= fact <= 1 for fact in said)


@pytest.mark.parametrize(
    ("text", "value"),
    [("今天有雾", 0.0), ("包邮", 0.5), ("包邮包邮", 0.5), pytest.param("包邮，特价", 1.0, id="two terms")],
)
def test_a_cue_list_counts_its_terms(linter: Linter, text: str, value: float) -> None:
    seen = view(text, cues={"price": words("包邮", "特价")})
    assert cue_facts(seen).get("price", 0.0) == value
    assert facts(seen, ["unheard", "price"])[:2] == [0.0, value]


@pytest.mark.parametrize("weight", [-(2**15), -1, 0, 1, 2**15 - 1])
def test_weights_come_back_as_they_went(weight: int) -> None:
    model = small(**vocabulary({"抢": [weight] * 6, "茶": [0, weight, -1, 1, 0, weight]}))
    assert model.row("抢") == (weight,) * 6
    assert model.row("茶") == (0, weight, -1, 1, 0, weight)


def test_the_gravest_weights_in_the_longest_post_do_not_run_over(linter: Linter) -> None:
    """Each distinct gram of 2,000 characters with the highest weight of the format."""
    text = "".join(chr(0x4E00 + number) for number in range(2000))
    model = small(**vocabulary({gram: [2**15 - 1, -(2**15), 0, 0, 0, 0] for gram in sorted(heads(text))}))
    said = probabilities(model, linter.view(text))
    assert said["hard_sell"] == pytest.approx(1)
    assert said["soft_sell"] == pytest.approx(0)


@given(texts)
def test_layout_facts_are_shares_of_what_stands_in_the_text(text: str) -> None:
    seen = view(text)
    length = max(1, len(seen.text))
    said = dict(zip(STYLE, style(seen), strict=True))
    assert said["emoji"] == min(1.0, 10 * len(re.findall(f"[{EMOJI}]", seen.text)) / length)
    assert said["digits"] == min(1.0, 4 * len(re.findall("[0-9]", seen.text)) / length)
    assert said["latin"] == min(1.0, 20 * len(re.findall("[a-z]{2,}", seen.text)) / length)
