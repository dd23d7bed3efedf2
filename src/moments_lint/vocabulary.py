"""Heads, written grouped by their first character: those of a group are spelled out when a text first brings it.

So a start spells out what one draft needs, a twentieth of all.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import accumulate, count

NONE_FOLLOWS = "\u3000"
"""Written for the second character of a string that has none; folding takes it away, so no other string holds it."""

Firsts = Mapping[str, str]
"""First characters, each with the second ones that follow it."""


def grouped(strings: Iterable[str]) -> dict[str, str]:
    """Return sorted strings as a Vocabulary reads them."""
    groups: dict[str, str] = {}
    for string in strings:
        groups[string[0]] = groups.get(string[0], "") + (string[1:] or NONE_FOLLOWS)
    return groups


def spelled(groups: Firsts) -> Iterator[str]:
    """Yield the strings of groups, in their order."""
    return (first if second == NONE_FOLLOWS else first + second for first in groups for second in groups[first])


class Vocabulary:
    """Heads and their places, known from the moment their first character was met."""

    def __init__(self, groups: Firsts) -> None:
        self.groups = groups
        self._starts = dict(zip(groups, accumulate(map(len, groups.values()), initial=0), strict=False))
        self._unmet = set(groups)

    def meet(self, characters: Set[str]) -> Mapping[str, int]:
        """Return the heads that begin with those of `characters` that were not met before, each with its place."""
        new = self._unmet & characters
        self._unmet -= new
        met: dict[str, int] = {}
        for first in new:
            met.update(zip(spelled({first: self.groups[first]}), count(self._starts[first]), strict=False))
        return met
