"""Needles of a pattern: groups of strings; a match holds a string of every group, so that most posts need not be searched.

A needle is one character, or two that stand side by side: then one set of a post's characters and pairs answers for every
pattern. `cuts` finds the needles when a rule file is read; they are stored in catalogue.json.
"""

from __future__ import annotations

from collections.abc import Iterable, MutableSequence
from functools import reduce
from operator import add, or_

SEPARATOR = "\u3000"
"""Stands between the parts of a group in catalogue.json; folding takes it away, so no text holds it."""

SPELLED = 150
"""Pairs of a step that are spelled out: so many are looked up sooner than the two sides."""

Step = tuple[frozenset[str], frozenset[str]]
"""All pairs of a character of the one and a character of the other."""

Group = tuple[frozenset[str], tuple[Step, ...]]
"""Strings and steps; a match holds one of them. Many pairs are a step, and looked up by their characters."""

Groups = MutableSequence[Group | str]
"""Groups as written; each is read when a text comes as far as it, most never are."""


def written(group: Group) -> str:
    """Write a group: its characters, its pairs, and the two sides of every step, with SEPARATOR between."""
    strings = sorted(group[0])
    characters, pairs = ("".join([string for string in strings if len(string) == length]) for length in (1, 2))
    return SEPARATOR.join([characters, pairs, *("".join(sorted(side)) for step in group[1] for side in step)])


def read(groups: Iterable[str]) -> Groups:
    """Return groups as `possible` takes them."""
    return list(groups)


def _read(group: str) -> Group:
    characters, pairs, *sides = group.split(SEPARATOR)
    strings = {*characters, *map(add, pairs[::2], pairs[1::2])}
    steps = []
    for before, behind in zip(sides[::2], sides[1::2], strict=True):
        if len(before) * len(behind) <= SPELLED:
            strings.update([one + other for one in before for other in behind])
        else:
            steps.append((frozenset(before), frozenset(behind)))
    return frozenset(strings), tuple(steps)


def first(groups: Groups, most: int) -> frozenset[str]:
    """Return all strings of the first group; none when there is no group, or more than `most` strings."""
    if not groups:
        return frozenset()
    strings, steps = _group(groups, 0)
    if len(strings) + sum(len(before) * len(behind) for before, behind in steps) > most:
        return frozenset()
    return strings.union([one + other for before, behind in steps for one in before for other in behind])


class Sieve:
    """Tells at once which of many patterns can match in a text: each has strings of which a match holds one."""

    def __init__(self) -> None:
        self._strings: set[str] = set()
        self._by_string: dict[str, int] = {}
        self._entered = 0

    def enter(self, strings: Iterable[str]) -> int:
        """Enter a pattern; return the bit that is its own."""
        bit = self._entered + 1
        self._entered |= bit
        self._strings.update(strings)
        for string in strings:
            self._by_string[string] = self._by_string.get(string, 0) | bit
        return bit

    def possible(self, text_heads: set[str]) -> int:
        """Return the bits of the patterns that can match; those of all that come later are set too."""
        return reduce(or_, map(self._by_string.__getitem__, self._strings & text_heads), ~self._entered)


def heads(text: str) -> set[str]:
    """Return what `possible` needs to know of a text: its characters and pairs of characters."""
    return {*text, *map(add, text, text[1:])}


def possible(groups: Groups, text_heads: set[str]) -> bool:
    """Say whether a pattern with these needles can match in a text with these heads."""
    for place in range(len(groups)):
        strings, steps = _group(groups, place)
        if text_heads.isdisjoint(strings) and not (steps and _stepped(steps, text_heads)):
            return False
    return True


def _group(groups: Groups, place: int) -> Group:
    group = groups[place]
    if isinstance(group, str):
        group = groups[place] = _read(group)
    return group


def _stepped(steps: Iterable[Step], text_heads: set[str]) -> bool:
    for before, behind in steps:
        ones = text_heads & before
        if ones and not text_heads.isdisjoint([one + other for other in text_heads & behind for one in ones]):
            return True
    return False
