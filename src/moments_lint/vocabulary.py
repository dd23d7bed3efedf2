"""Heads, written grouped by their first character: those of a group are spelled out when a text first brings it.

So a start spells out what one draft needs, a twentieth of all.
"""

from collections.abc import Iterable, Iterator, Mapping
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
    """Heads, known from the moment their first character was met. `places` gives those so far their places among all.

    Others may be added, which have no place, so that all are looked for at once.
    """

    def __init__(self, groups: Firsts) -> None:
        self._groups = groups
        self._starts = dict(zip(groups, accumulate(map(len, groups.values()), initial=0), strict=False))
        self._unmet = set(groups)
        self._looked_for = set(groups)
        self._added: set[str] = set()
        self.places: dict[str, int] = {}

    def __iter__(self) -> Iterator[str]:
        return spelled(self._groups)

    def add(self, heads: Iterable[str]) -> None:
        """Look for these heads too."""
        self._added.update(heads)
        self._looked_for.update(heads)

    def among(self, heads: set[str]) -> set[str]:
        """Return those of a text's heads that are in the vocabulary or were added."""
        found = self._looked_for & heads
        new = self._unmet & found
        if not new:
            return found
        self._unmet -= new
        self._looked_for -= new - self._added
        for first in new:
            met = dict(zip(spelled({first: self._groups[first]}), count(self._starts[first]), strict=False))
            self.places.update(met)
            self._looked_for.update(met)
        return self.among(heads)
