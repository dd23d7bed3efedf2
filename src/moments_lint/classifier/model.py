"""The trained classifier as data, and scoring with it. Needs neither numpy nor scikit-learn."""

from __future__ import annotations

import json
import math
import sys
from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from moments_lint import packaged
from moments_lint.classifier.grams import STYLE, facts, grams, normal
from moments_lint.errors import ModelError
from moments_lint.post import CATEGORIES
from moments_lint.view import View
from moments_lint.wording import Text

FORMAT = 1
SCALE = 1000
"""Weights are stored as whole thousandths."""

MAX_BYTES = 4_000_000


class Model(NamedTuple):
    """A linear classifier. Weights are thousandths, one per category in the order of CATEGORIES.

    The logit of a category is `bias + Σ gram weights / √(known grams in the text) + Σ fact weight · fact`, divided by
    `temperature` (fitted on held-out posts, so that probabilities are calibrated).
    """

    grams: Mapping[str, tuple[int, ...]]
    cues: tuple[str, ...]
    facts: tuple[tuple[int, ...], ...]
    bias: tuple[int, ...]
    temperature: float
    about: Mapping[str, Any]


@cache
def shipped() -> Model:
    """Return the model that ships with the product."""
    return parse(packaged.read("model.json"), "model.json")


def parse(data: bytes, path: str) -> Model:
    """Read a model file. Raises ModelError when it is truncated, edited into nonsense, or no model at all."""
    mend = Text("用 moments-lint train 重新训练", "train it again with `moments-lint train`")
    if len(data) > MAX_BYTES:
        raise ModelError(Text("模型文件过大", "the model file is too large"), path=path, mend=mend)
    try:
        content = json.loads(data)
        return _model(content)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        what = Text(f"不是可用的模型文件（{error}）", f"not a usable model file ({error})")
        raise ModelError(what, path=path, mend=mend) from None


def _model(content: dict[str, Any]) -> Model:
    if content["format"] != FORMAT or tuple(content["categories"]) != CATEGORIES or tuple(content["style"]) != STYLE:
        raise ValueError("format, categories or style differ from this version")
    temperature = float(content["temperature"])
    if not 0.05 <= temperature <= 20:
        raise ValueError("temperature out of range")
    names = content["grams"].split("\n")
    columns = tuple(map(_column, content["weights"]))
    if len(columns) != len(CATEGORIES) or any(len(column) != len(names) for column in columns):
        raise ValueError("grams and weights do not fit together")
    model = Model(
        grams=dict(zip(names, zip(*columns, strict=True), strict=True)),
        cues=tuple(str(name) for name in content["cues"]),
        facts=tuple(_row(row) for row in content["facts"]),
        bias=_row(content["bias"]),
        temperature=temperature,
        about=dict(content["about"]),
    )
    if len(model.facts) != len(model.cues) + len(STYLE) or len(model.grams) != len(names):
        raise ValueError("facts and cues do not fit together, or a gram stands twice")
    return model


def encode_column(weights: Iterable[int]) -> str:
    """Return one category's weights as base64 of little-endian 16-bit numbers."""
    column = array("h", weights)
    if sys.byteorder == "big":
        column.byteswap()
    return b64encode(column.tobytes()).decode()


def _column(text: str) -> array[int]:
    column = array("h")
    column.frombytes(b64decode(text, validate=True))
    if sys.byteorder == "big":
        column.byteswap()
    return column


def _row(values: list[int]) -> tuple[int, ...]:
    row = tuple(values)
    if len(row) != len(CATEGORIES) or not all(type(value) is int and abs(value) < 10**6 for value in row):
        raise ValueError(f"a row needs {len(CATEGORIES)} whole numbers")
    return row


def probabilities(model: Model, view: View) -> dict[str, float]:
    """Return the calibrated probability of each category; they sum to 1."""
    logits = [float(bias) for bias in model.bias]
    known = list(filter(None, map(model.grams.get, grams(normal(view)))))
    if known:
        share = 1 / math.sqrt(len(known))
        logits = [logit + share * total for logit, total in zip(logits, map(sum, zip(*known, strict=True)), strict=True)]
    for value, row in zip(facts(view, model.cues), model.facts, strict=True):
        if value:
            logits = [logit + value * weight for logit, weight in zip(logits, row, strict=True)]
    scale = 1 / (SCALE * model.temperature)
    return _softmax([logit * scale for logit in logits])


def _softmax(logits: list[float]) -> dict[str, float]:
    highest = max(logits)
    powers = [math.exp(logit - highest) for logit in logits]
    total = sum(powers)
    return {category: power / total for category, power in zip(CATEGORIES, powers, strict=True)}
