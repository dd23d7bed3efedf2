"""The plain fold: width, case, compatibility forms, Traditional → Simplified, pinyin inserts and spacing, with a map of offsets.

What a writer hides on purpose is `disguise`'s business; nothing folded here counts as hiding. The table is generated from
Unicode's and OpenCC's data by `tests/generate_fold_table.py`. Folded text is for matching and is never shown.
"""

import json
import re
from functools import cache
from typing import NamedTuple

from moments_lint import packaged
from moments_lint.derived import Derived, Deriving, without
from moments_lint.finding import Span
from moments_lint.ranges import Range


class Folded(NamedTuple):
    """Folded text. `layers` are the steps that changed its length, the first one first; none means one to one."""

    text: str
    layers: tuple[Derived, ...] = ()

    def span(self, start: int, end: int) -> Span:
        """Return where `text[start:end]` was typed; a range that ends inside an expanded character (㎏) widens to it."""
        for layer in reversed(self.layers):
            start, end = layer.range(start, end)
        return Span(start, end)


class _Table(dict[int, int | str]):
    """What `str.translate` reads: code point → folded, filled as texts ask; all of it would take 3 ms to build."""

    def __init__(self, one_to_one: str, folded: str, expanded: dict[str, str]) -> None:
        self._one_to_one = one_to_one
        self._folded = folded
        self.expanded = expanded

    def __missing__(self, code: int) -> int | str:
        character = chr(code)
        place = self._one_to_one.find(character)
        folded = code if place < 0 else ord(self._folded[place])
        self[code] = meant = self.expanded.get(character, folded)
        return meant


@cache
def _table() -> _Table:
    data = json.loads(packaged.read("fold_table.json"))
    return _Table(data["from"], data["to"], data["expand"])


_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹ"
_SYLLABLE = rf"\((?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?[aeiouv{_TONED}]{{1,4}}(?:ng|n|r)?\)"
_PINYIN_INSERT = f"(?:{_SYLLABLE})+"
"""A syllable in brackets after the character it belongs to, as cloned pages carry it: 创(chuàng)业(yè)."""

_HAN = "㐀-鿿"
_SPACING = f" (?:(?<=[{_HAN}] )(?=[0-9a-z])|(?<=[0-9a-z%] )(?=[{_HAN}]))"
"""One space between a Han character and a number or a Latin word, as typesetting has it: 满 3 送 1."""


def fold(text: str) -> Folded:
    """Fold `text` as people read it: ＷｅＣｈａｔ → wechat, 減肥 → 减肥, ㎏ → kg, 创(chuàng) → 创, 满 3 送 1 → 满3送1."""
    table = _table()
    text = whole(text)
    meant = text.translate(table)
    folded = Folded(meant)
    if len(meant) != len(text):  # what expands, becomes longer
        folded = Folded(meant, (_expanding(text, table),))
    if "(" in meant:
        inserts = [found.span() for found in re.finditer(_PINYIN_INSERT, meant)]
        folded = _without(folded, [(start, end) for start, end in inserts if start and is_han(meant[start - 1])])
    if " " in meant:
        spaces = [found.span() for found in re.finditer(_SPACING, folded.text)]
        folded = _without(folded, [place for place in spaces if not _is_numeral(text[folded.span(place[1], place[1] + 1).start])])
    return folded


def whole(text: str) -> str:
    """Return `text`, each lone surrogate replaced by U+FFFD: half a character is no text to the matchers."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", "\ufffd", text)
    return text


def is_han(character: str) -> bool:
    """Say whether a character is a Han character of everyday writing."""
    return "㐀" <= character <= "鿿"


def _is_numeral(character: str) -> bool:
    """Say whether a character numbers what follows (①, ❶): the space before it parts two items."""
    return "\u2460" <= character <= "\u24ff" or "\u2776" <= character <= "\u2793"


def _expanding(text: str, table: _Table) -> Derived:
    made = Deriving()
    last = 0
    for place, character in enumerate(text):
        if character in table.expanded:
            made.keep(text[last:place].translate(table), last)
            made.fuse(table.expanded[character], place, place + 1)
            last = place + 1
    made.keep(text[last:].translate(table), last)
    return made.done()


def _without(folded: Folded, ranges: list[Range]) -> Folded:
    if not ranges:
        return folded
    made = without(folded.text, ranges)
    return Folded(made.text, (*folded.layers, made))
