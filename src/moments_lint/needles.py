"""Needles of a pattern: groups of heads; a match holds a head of every group, so that most posts need not be searched.

One set of a post's heads answers for every pattern. `cuts` finds the needles when a rule file is read; they are stored in
catalogue.json.
"""

from __future__ import annotations

from collections.abc import Iterable, MutableSequence
from operator import add

from moments_lint.heads import levelled
from moments_lint.vocabulary import Vocabulary

SEPARATOR = "\u3000"
"""Stands between the parts of a group in catalogue.json; folding takes it away, so no text holds it."""

SPELLED = 150
"""Pairs of a step that are spelled out: so many are looked up sooner than the two sides."""

ENTERED = 2
"""Groups of a pattern that are entered in the sieve; the rest is asked of what they let through."""

MOST_HEADS = 400
"""Heads of one group at most, for it to be entered in the sieve."""

Step = tuple[frozenset[str], frozenset[str]]
"""All pairs of a character of the one and a character of the other."""

Group = tuple[frozenset[str], tuple[Step, ...]]
"""Heads and steps; a match holds one of them. Many pairs are a step, and looked up by their characters."""

Groups = MutableSequence[Group | str]
"""Groups as written; each is read when a text comes as far as it, most never are."""


def read(groups: Iterable[str]) -> Groups:
    """Return groups as `possible` takes them."""
    return list(groups)


def _read(group: str) -> Group:
    single, double, *sides = map(levelled, group.split(SEPARATOR))
    heads = {*single, *map(add, double[::2], double[1::2])}
    steps = []
    for before, behind in zip(map(frozenset, sides[::2]), map(frozenset, sides[1::2]), strict=True):
        if len(before) * len(behind) <= SPELLED:
            heads.update(_pairs(before, behind))
        else:
            steps.append((before, behind))
    return frozenset(heads), tuple(steps)


def _pairs(before: Iterable[str], behind: Iterable[str]) -> list[str]:
    return [one + other for other in behind for one in before]


class Sieve:
    """Tells at once which groups of many patterns have a head in a text. Each group entered has a number."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._by_head: dict[str, list[int]] = {}
        self.entered = 0
        """How many groups were entered so far; of later ones `present` knows nothing yet."""

    def enter(self, groups: Groups) -> tuple[frozenset[int], Groups]:
        """Enter the first groups of a pattern that can be; return their numbers, and the groups left out."""
        entered: list[int] = []
        left: Groups = []
        for place in range(len(groups)):
            heads = _spelled(_group(groups, place)) if len(entered) < ENTERED else None
            if heads:
                entered.append(self._enter(heads))
            else:
                left.append(groups[place])
        return frozenset(entered), left

    def _enter(self, heads: frozenset[str]) -> int:
        self._vocabulary.add(heads)
        for one in heads:
            self._by_head.setdefault(one, []).append(self.entered)
        self.entered += 1
        return self.entered - 1

    def present(self, met: set[str]) -> set[int]:
        """Return the numbers of the groups of which a text holds a head; `met` are those of its heads in the vocabulary."""
        return set().union(*[self._by_head[one] for one in met if one in self._by_head])


def possible(groups: Groups, text_heads: set[str]) -> bool:
    """Say whether a pattern with these needles can match in a text with these heads."""
    for place in range(len(groups)):
        heads, steps = _group(groups, place)
        if text_heads.isdisjoint(heads) and not (steps and _stepped(steps, text_heads)):
            return False
    return True


def _group(groups: Groups, place: int) -> Group:
    group = groups[place]
    if isinstance(group, str):
        group = groups[place] = _read(group)
    return group


def _spelled(group: Group) -> frozenset[str]:
    """Return all heads of a group; none when they are more than MOST_HEADS."""
    heads, steps = group
    if len(heads) + sum(len(before) * len(behind) for before, behind in steps) > MOST_HEADS:
        return frozenset()
    return heads.union(*[_pairs(before, behind) for before, behind in steps])


def _stepped(steps: Iterable[Step], text_heads: set[str]) -> bool:
    for before, behind in steps:
        ones = text_heads & before
        if ones and not text_heads.isdisjoint(_pairs(ones, text_heads & behind)):
            return True
    return False
