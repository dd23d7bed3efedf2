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
    strings = frozenset([*characters, *map(add, pairs[::2], pairs[1::2])])
    return strings, tuple([(frozenset(one), frozenset(two)) for one, two in zip(sides[::2], sides[1::2], strict=True)])


def first(groups: Groups, most: int) -> frozenset[str]:
    """Return all strings of the first group; none when there is no group, or more than `most` strings."""
    if not groups:
        return frozenset()
    strings, steps = _group(groups, 0)
    if len(strings) + sum(len(before) * len(behind) for before, behind in steps) > most:
        return frozenset()
    return strings.union([one + other for before, behind in steps for one in before for other in behind])


class Sieve:
    """Tells which of several things can be in a text, all at once, by strings of which the text must hold one for each."""

    def __init__(self) -> None:
        self.strings: set[str] = set()
        self._by_string: dict[str, int] = {}
        self._unknown = ~0

    def enter(self, number: int, strings: Iterable[str]) -> None:
        """Enter the thing of a number."""
        bit = 1 << number
        self._unknown &= ~bit
        self.strings.update(strings)
        for string in strings:
            self._by_string[string] = self._by_string.get(string, 0) | bit

    def possible(self, text_heads: set[str]) -> int:
        """Return the numbers of those that can be there, as bits; the bits of all that were not entered are set."""
        return reduce(or_, map(self._by_string.__getitem__, self.strings & text_heads), self._unknown)


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
