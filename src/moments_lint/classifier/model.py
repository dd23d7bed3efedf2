"""The trained classifier as data, and scoring with it. Needs neither numpy nor scikit-learn."""

import json
import math
import struct
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Mapping
from functools import cache
from operator import mul
from typing import Any, NamedTuple

from moments_lint import packaged
from moments_lint.classifier.facts import STYLE, cue_facts, style
from moments_lint.errors import ModelError
from moments_lint.post import CATEGORIES
from moments_lint.view import View
from moments_lint.vocabulary import Vocabulary
from moments_lint.wording import Text

FORMAT = 3
SCALE = 4000
"""Weights are stored as whole numbers, SCALE to one; 16 bits then hold weights up to 8."""

MAX_BYTES = 4_000_000
FEWEST = 60
"""A post of fewer known grams counts as one of so many: a handful of characters proves little.

Without it 晚上喝茶 read like a hard sell. On held-out groups of the corpus, where hardly a post is as short, 1, 20, 40 and 60
gave a macro-F1 of 0.799, 0.800, 0.798 and 0.793, an AUC of 0.964, 0.965, 0.967 and 0.966.
"""

MAX_GRAMS = 1 << 16
"""Of so many grams the packed weights can be added up."""


class Rows(dict[str, int]):
    """The rows of grams, packed: 1 and the shifted weights, in 32-bit fields. A row is decoded when it is first asked for."""

    def __init__(self, grams: Vocabulary, weights: str) -> None:
        self._grams = grams
        self._weights = weights

    def __missing__(self, gram: str) -> int:
        place = self._grams.places[gram] * _DIGITS
        weights = _ROW.unpack(a2b_base64(self._weights[place : place + _DIGITS]))
        self[gram] = row = int.from_bytes(_PACKED.pack(1, *[weight + _SHIFT for weight in weights]), "little")
        return row


class Model(NamedTuple):
    """A linear classifier. Weights are whole numbers, SCALE to one, one per category in the order of CATEGORIES.

    The logit of a category is `bias + Σ gram weights / √(known grams in the text, at least FEWEST) + Σ fact weight · fact`,
    divided by `temperature` (fitted on held-out posts, so that probabilities are calibrated).
    """

    grams: Vocabulary
    rows: Rows
    cues: Mapping[str, tuple[int, ...]]
    style: tuple[tuple[int, ...], ...]
    bias: tuple[int, ...]
    temperature: float
    about: Mapping[str, Any]

    def row(self, gram: str) -> tuple[int, ...]:
        """Return the weights of a known gram."""
        self.grams.among({gram[0]})
        return _unpacked(self.rows[gram])[1]

    def packed(self, heads: set[str]) -> int:
        """Return the sum of the rows of those of a text's heads that are known.

        One sum adds up all categories and counts the grams; the fields of a whole post's sum do not run over.
        """
        return sum(map(self.rows.__getitem__, self.grams.among(heads)))


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
    groups, weights = content["grams"], content["weights"]
    if len(weights) != len("".join(groups.values())) * _DIGITS or weights.encode().translate(None, _BASE64):
        raise ValueError("grams and weights do not fit together")
    cues = [str(name) for name in content["cues"]]
    if len(weights) > MAX_GRAMS * _DIGITS:
        raise ValueError(f"more than {MAX_GRAMS} grams")
    facts = [_row(row) for row in content["facts"]]
    vocabulary = Vocabulary(groups)
    model = Model(
        grams=vocabulary,
        rows=Rows(vocabulary, weights),
        cues=dict(zip(cues, facts, strict=False)),
        style=tuple(facts[len(cues) :]),
        bias=_row(content["bias"]),
        temperature=temperature,
        about=dict(content["about"]),
    )
    if len(facts) != len(cues) + len(STYLE) or len(model.cues) != len(cues):
        raise ValueError("facts and cues do not fit together, or a name stands twice")
    return model


_ROW = struct.Struct(f"<{len(CATEGORIES)}h")
_PACKED = struct.Struct(f"<{1 + len(CATEGORIES)}I")
_DIGITS = _ROW.size * 4 // 3
"""Characters of one row in base64: whole groups of four, so that rows can be decoded one by one."""

_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_SHIFT = 1 << 15
"""Added to a weight where it is packed, so that fields hold no sign."""


def encode(rows: Iterable[Iterable[int]]) -> str:
    """Return the weights of grams (from -32,768 to 32,767, by category) for a model file: base64 of little-endian numbers."""
    return b2a_base64(b"".join(_ROW.pack(*row) for row in rows), newline=False).decode()


def _unpacked(total: int) -> tuple[int, tuple[int, ...]]:
    """Return of how many grams a sum of packed numbers is, and the sum of their weights by category."""
    count, *sums = _PACKED.unpack(total.to_bytes(_PACKED.size, "little"))
    return count, tuple([each - count * _SHIFT for each in sums])


def _row(values: list[int]) -> tuple[int, ...]:
    row = tuple(values)
    if len(row) != len(CATEGORIES) or not all(type(value) is int and abs(value) < 10**6 for value in row):
        raise ValueError(f"a row needs {len(CATEGORIES)} whole numbers")
    return row


def probabilities(model: Model, view: View) -> dict[str, float]:
    """Return the calibrated probability of each category; they sum to 1."""
    count, sums = _unpacked(model.packed(view.heads))
    facts = [(value, model.cues[name]) for name, value in cue_facts(view).items() if name in model.cues]
    # facts are halves: in whatever order they come, their sum is exact
    values = [1.0, *[value for value, _ in facts], 1 / math.sqrt(max(count, FEWEST))]
    rows = [model.bias, *[row for _, row in facts], sums]
    values += style(view)
    rows += model.style
    scale = 1 / (SCALE * model.temperature)
    return _softmax([scale * sum(map(mul, values, column)) for column in zip(*rows, strict=True)])


def _softmax(logits: list[float]) -> dict[str, float]:
    highest = max(logits)
    powers = [math.exp(logit - highest) for logit in logits]
    total = sum(powers)
    return {category: power / total for category, power in zip(CATEGORIES, powers, strict=True)}
