"""Copied text: how alike two posts are, who may hold a copy, and which part they share. Pure; knows no rules."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from moments_lint.finding import Span
from moments_lint.fold import fold
from moments_lint.timeline import Copied, Entry

SHINGLE = 4
"""Characters of a shingle: of letters and figures only, so that marks and emoji hide nothing."""

INDEXED_WHOLE = 64
SAMPLE = 4
"""Of a post with more than INDEXED_WHOLE shingles, those whose hash is a multiple of SAMPLE are indexed: a copy shares dozens."""

HOLDERS = 48
"""Latest posts remembered for one shingle; a phrase that all posts share tells none of them apart."""

WEIGHED = 16
"""Candidates compared in full: those that share the most indexed shingles."""

PLACES = 16
"""Places of one shingle in a post that are followed when the shared part is marked."""


MAX_CHARACTERS = 2000
"""Only so many letters of a post are compared; WeChat's own limit is about there."""

KEPT = 2048
"""Texts whose shingles are kept: several rules look at the same posts one after another."""


@lru_cache(KEPT)
def shingles(text: str) -> frozenset[int]:
    """Return the hashes of a folded text's shingles."""
    data = "".join(filter(str.isalnum, text))[:MAX_CHARACTERS].encode("utf-32-le", "surrogatepass")
    return frozenset(crc32(data[start : start + 4 * SHINGLE]) for start in range(0, len(data) - 4 * SHINGLE + 4, 4))


def alike(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the share of the shorter text's shingles that the other holds, 0 to 1."""
    return len(one & other) / max(1, min(len(one), len(other)))


class Match(NamedTuple):
    """An earlier post by its place, and how alike it is, 0 to 1."""

    place: int
    alike: float


class Index:
    """The posts of the last `window`, to be asked and fed oldest first. Costs per post do not grow with what it holds."""

    def __init__(self, window: timedelta, characters: int) -> None:
        self._window = window
        self._characters = characters
        self._held: dict[int, array[int]] = {}
        self._times: dict[int, datetime] = {}
        self._holders: dict[int, list[int]] = {}

    def matches(self, own: frozenset[int], at: datetime, common: int = 0) -> list[Match]:
        """Return the earlier posts that share most with `own`, the likest first, the later of equals first.

        With `common`, shingles that so many posts hold are taken for what stands beneath every post (address, name) and left out.
        """
        if common:
            own = frozenset(key for key in own if len(self._holders.get(key, ())) < common)
        if len(own) + SHINGLE - 1 < self._characters:
            return []
        shared = Counter(index for key in own for index in self._holders.get(key, ()) if at - self._times[index] <= self._window)
        likely = sorted(shared, key=lambda index: (shared[index], index), reverse=True)[:WEIGHED]
        found = [Match(index, alike(own, frozenset(self._held[index]))) for index in likely]
        return sorted(found, key=lambda match: (match.alike, match.place), reverse=True)

    def add(self, index: int, own: frozenset[int], at: datetime) -> None:
        """Remember a post. Indices grow."""
        if len(own) + SHINGLE - 1 < self._characters:
            return
        self._held[index] = array("I", sorted(own))
        self._times[index] = at
        for key in own if len(own) <= INDEXED_WHOLE else (key for key in own if key % SAMPLE == 0):
            holders = self._holders.setdefault(key, [])
            holders.append(index)
            del holders[:-HOLDERS]


def copied(entry: Entry, source: Entry) -> Copied | None:
    """Return the longest part that two posts share, letter by letter; None when it is shorter than a shingle."""
    own, other = _Letters(entry.post.text), _Letters(source.post.text)
    length, start, there = longest_common(own.bare, other.bare)
    if length < SHINGLE:
        return None
    return Copied(own.span(start, start + length), source, other.span(there, there + length))


class _Letters:
    """The letters of a post, and where each was typed."""

    def __init__(self, text: str) -> None:
        self._folded = fold(text)
        self._places = [index for index, character in enumerate(self._folded.text) if character.isalnum()][:MAX_CHARACTERS]
        self.bare = "".join(self._folded.text[index] for index in self._places)

    def span(self, start: int, end: int) -> Span:
        return self._folded.span(self._places[start], self._places[end - 1] + 1)


def longest_common(one: str, other: str) -> tuple[int, int, int]:
    """Return length, place in `one` and place in `other` of the longest common part of SHINGLE characters or more; else 0."""
    places: dict[str, list[int]] = {}
    for start in _starts(other):
        known = places.setdefault(other[start : start + SHINGLE], [])
        if len(known) < PLACES:
            known.append(start)
    best = (0, 0, 0)
    runs: dict[int, int] = {}
    for start in _starts(one):
        runs = {there: runs.get(there - 1, 0) + 1 for there in places.get(one[start : start + SHINGLE], ())}
        for there, run in runs.items():
            if run + SHINGLE - 1 > best[0]:
                best = (run + SHINGLE - 1, start - run + 1, there - run + 1)
    return best


def _starts(text: str) -> Iterable[int]:
    return range(len(text) - SHINGLE + 1)
