"""The plain fold: width, case, compatibility forms, Traditional → Simplified, pinyin inserts and spacing, with a map of offsets.

What a writer hides on purpose is `disguise`'s business; nothing folded here counts as hiding. The table is generated from
Unicode's and OpenCC's data by `tests/generate_fold_table.py`. Folded text is for matching and is never shown.
"""

import json
import re
from functools import cache
from typing import NamedTuple

from moments_lint import packaged
from moments_lint.finding import Span


class Folded(NamedTuple):
    """Folded text. `starts[i]` and `ends[i]` bound the typed characters behind `text[i]`; None means one to one."""

    text: str
    starts: list[int] | None = None
    ends: list[int] | None = None

    def span(self, start: int, end: int) -> Span:
        """Return where `text[start:end]` was typed; a range that ends inside an expanded character (㎏) widens to it."""
        if self.starts is None or self.ends is None:
            return Span(start, end)
        if start >= end:
            place = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return Span(place, place)
        return Span(self.starts[start], self.ends[end - 1])


class _Table(dict[int, int | str]):
    """What `str.translate` reads: code point → folded, filled as texts ask; all of it would take 3 ms to build."""

    def __init__(self, one_to_one: str, folded: str, expanded: dict[str, str]) -> None:
        self._one_to_one = one_to_one
        self._folded = folded
        self._expanded = expanded

    def __missing__(self, code: int) -> int | str:
        character = chr(code)
        place = self._one_to_one.find(character)
        folded = code if place < 0 else ord(self._folded[place])
        self[code] = meant = self._expanded.get(character, folded)
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
    folded = Folded(meant) if len(meant) == len(text) else _fold_expanding(text, table)  # what expands, becomes longer
    inserts = [found.span() for found in re.finditer(_PINYIN_INSERT, folded.text)] if "(" in folded.text else []
    inserts = [(start, end) for start, end in inserts if start and is_han(folded.text[start - 1])]
    folded = _without(inserts, folded) if inserts else folded
    spaces = [found.span() for found in re.finditer(_SPACING, folded.text)] if " " in folded.text else []
    spaces = [(start, end) for start, end in spaces if not _is_numeral(text[folded.span(end, end + 1).start])]
    return _without(spaces, folded) if spaces else folded


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


def _fold_expanding(text: str, table: _Table) -> Folded:
    characters: list[str] = []
    starts: list[int] = []
    for offset, character in enumerate(text):
        meant = character.translate(table)
        characters.append(meant)
        starts.extend([offset] * len(meant))
    return Folded("".join(characters), starts, [start + 1 for start in starts])


def _without(ranges: list[tuple[int, int]], folded: Folded) -> Folded:
    starts = folded.starts if folded.starts is not None else list(range(len(folded.text)))
    ends = folded.ends if folded.ends is not None else [start + 1 for start in starts]
    kept: list[int] = []
    last = 0
    for start, end in ranges:
        kept.extend(range(last, start))
        last = end
    kept.extend(range(last, len(folded.text)))
    return Folded("".join(folded.text[i] for i in kept), [starts[i] for i in kept], [ends[i] for i in kept])
