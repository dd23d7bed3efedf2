"""The needles of a pattern, read off the parsed pattern: where every match must pass, the pattern is cut.

A match is a walk through the pattern, from its start to its end, a character at a time. A cut is what every walk must hold a
string of. Between two parts of which neither can be empty, every walk steps from a character that may end the first to one
that may begin the second: those pairs are a cut. So are the characters of a part that cannot be empty. A choice is cut by
cutting every way through it, each where that is best, also at the steps into it and out of it. `(?:半|一)个?(?:指节|拇指)`
has the cut 半个 半指 半拇 一个 一指 一拇, the cut 个指 个拇 半指 半拇 一指 一拇, and the better one 指节 拇指. Kept are the few
cuts that an ordinary post is least likely to hold a string of.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Sequence
from itertools import chain
from math import exp
from operator import itemgetter
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from string import ascii_letters, digits
from typing import Any, NamedTuple

from moments_lint.commonness import expected, pairs_expected
from moments_lint.needles import SEPARATOR, Group, Step

KEPT = 6
"""Groups of a pattern. More of them turn away few more posts."""

RANKS = 2
"""Cuts of a choice: the best of every way together, and the second best of every way together."""

TRIED = 10
"""The cheapest cuts of a way that are looked at; a bound for hostile patterns."""

MOST = 400
"""A group of more strings and characters than this is hardly faster than the pattern, and is left out."""

STEPPING = 50
"""As long as looking up a step takes, apart from its characters, this many strings are looked up."""

HOPELESS = 3.0
"""A group of which an ordinary post holds so many strings, by `commonness`, turns nothing away."""

Characters = frozenset[str]
Place = Characters | None
"""The characters that may stand at a place of a walk; None for any, or for too many to tell."""

Cut = tuple[float, Sequence[Step]]
"""How many of its strings an ordinary post holds, roughly, and its pairs. Pairs of ALONE and a character are that character."""

NOBODY: Characters = frozenset()
ALONE: Characters = frozenset([""])

_ESCAPE = r"\\(?:[pP](?:\{\^?\w+\}|\w)|x\{([0-9a-fA-F]+)\}|.)|\[:\^?\w+:\]"
_READ_OTHERWISE = r"\{(?:,|0\d|\d+,0\d)"
"""Python reads repeats here, RE2 plain characters."""

_CLASSES = {
    kinds.CATEGORY_SPACE: frozenset("\t\n\f\r "),
    kinds.CATEGORY_DIGIT: frozenset(digits),
    kinds.CATEGORY_WORD: frozenset(digits + ascii_letters + "_"),
}
"""As RE2 has them; Python's are larger."""


class Node(NamedTuple):
    """A part of a pattern: a character (no `ways`), or a choice between ways, which may be taken `again` and again.

    `first` and `last` are the characters that a walk through it may begin and end with; `empty` says that it may have none.
    """

    first: Place
    last: Place
    empty: bool = False
    again: bool = False
    ways: tuple[tuple[Node, ...], ...] = ()


Way = tuple[Node, ...]


def needles(pattern: str, literals: Iterable[str] = ()) -> list[str]:
    """Return the groups of an RE2 pattern, as `read` takes them; none when none can be named.

    Groups that every post with one of `literals` passes are left out.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Python may once read otherwise, RE2 reads as it does
            cuts = _cuts(_parsed(pattern), None, None)
    except (re.error, RecursionError, OverflowError, ValueError):
        return []
    words = frozenset(literals)
    return [_written(group) for group in _best([cut for cut in cuts if cut[0] < HOPELESS], [(words, ())] if words else [])]


def _parsed(pattern: str) -> Way:
    """Parse a pattern as RE2 reads it. Raises what `re` raises, and ValueError for what the two read in different ways."""
    plain = re.sub(_ESCAPE, _as_python, pattern)
    if re.search(_READ_OTHERWISE, plain):
        raise ValueError(pattern)
    parsed = parser.parse(plain)
    if parsed.state.flags & re.IGNORECASE:
        raise ValueError(pattern)
    return _way(parsed)


def _as_python(escape: re.Match[str]) -> str:
    if escape[1]:
        return re.escape(chr(int(escape[1], 16)))
    return r"\W" if escape[0][:2] in (r"\p", r"\P", "[:") else escape[0]


def _way(items: Iterable[tuple[Any, Any]]) -> Way:
    return tuple([node for kind, value in items for node in _nodes(kind, value)])


def _nodes(kind: Any, value: Any) -> Way:
    if kind is kinds.LITERAL:
        character = frozenset([chr(value)])
        return (Node(character, character),)
    if kind is kinds.IN:
        characters = _of_class(value)
        return (Node(characters, characters),)
    if kind is kinds.BRANCH:
        return (_choice([_way(way) for way in value[1]]),)
    if kind is kinds.SUBPATTERN:
        if value[1] & re.IGNORECASE:
            raise ValueError(kind)
        return _way(value[3])
    if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT):
        least, most, repeated = value
        way = _way(repeated)
        if least > 1 and not any(node.ways for node in way):
            return (*way, _choice([way], again=most > 2))
        node = _choice([way], again=most > 1)
        return (node,) if least else (_choice([(node,), ()]),)
    if kind is kinds.AT:
        return ()
    return (Node(None, None, empty=kind not in (kinds.ANY, kinds.NOT_LITERAL)),)


def _of_class(parts: Iterable[tuple[Any, Any]]) -> Place:
    characters: set[str] = set()
    for kind, value in parts:
        if kind is kinds.LITERAL:
            characters.add(chr(value))
        elif kind is kinds.RANGE and value[1] - value[0] < MOST:
            characters.update(map(chr, range(value[0], value[1] + 1)))
        elif kind is kinds.CATEGORY and value in _CLASSES:
            characters |= _CLASSES[value]
        else:
            return None
    return frozenset(characters) if len(characters) < MOST else None


def _choice(ways: Sequence[Way], again: bool = False) -> Node:
    first: Place = NOBODY
    last: Place = NOBODY
    for way in ways:
        first, last = _either(first, _firsts(way, NOBODY)[0]), _either(last, _lasts(way, NOBODY)[-1])
    return Node(first, last, any(all(node.empty for node in way) for way in ways), again, tuple(ways))


def _firsts(way: Way, behind: Place) -> list[Place]:
    """Return what a walk may step on at each node of a way or, where nodes may be empty, after it; and `behind` last."""
    found = [behind]
    for node in reversed(way):
        found.append(_either(node.first, found[-1]) if node.empty else node.first)
    return found[::-1]


def _lasts(way: Way, before: Place) -> list[Place]:
    """Return what a walk may come from to each node of a way, `before` first; and what it may leave the way from."""
    found = [before]
    for node in way:
        found.append(_either(node.last, found[-1]) if node.empty else node.last)
    return found


def _either(one: Place, other: Place) -> Place:
    if one is None or other is None:
        return None
    both = one | other
    return both if len(both) < MOST else None


def _cuts(way: Way, before: Place, behind: Place) -> list[Cut]:
    """Return the cuts of a way, by what may stand before and behind it; None where that may be nothing, or anything."""
    lasts, firsts = _lasts(way, before), _firsts(way, behind)
    found = [_between(one, other) for one, other in zip(lasts, firsts, strict=True) if one is not None and other is not None]
    for place, node in enumerate(way):
        if node.ways:
            found += _through(node, lasts[place], firsts[place + 1])
        elif node.first is not None and lasts[place] is None and firsts[place + 1] is None:
            found.append((expected(node.first), ((ALONE, node.first),)))
    return found


def _between(before: Characters, behind: Characters) -> Cut:
    return pairs_expected(before, behind), ((before, behind),)


def _through(node: Node, before: Place, behind: Place) -> list[Cut]:
    """Return the cuts of a choice: those of its only way; else the best of each way together, the second best, and so on."""
    if node.again:
        behind = _either(node.first, behind)
    if len(node.ways) == 1:
        return _cuts(node.ways[0], before, behind)
    best = [_cheapest(_cuts(way, before, behind)) for way in node.ways]
    if not all(best):
        return []
    together = [[cuts[min(rank, len(cuts) - 1)] for cuts in best] for rank in range(max(map(len, best)))]
    return [(sum([cost for cost, _ in cuts]), _merged([steps for _, steps in cuts])) for cuts in together]


def _cheapest(cuts: list[Cut]) -> list[Cut]:
    kept: list[Cut] = []
    cuts.sort(key=_cost)
    for cut in cuts[:TRIED]:
        if cut[1] not in [steps for _, steps in kept]:
            kept.append(cut)
            if len(kept) == RANKS:
                break
    return kept


_cost = itemgetter(0)


def _merged(some: Iterable[Sequence[Step]]) -> Sequence[Step]:
    """Put steps together, those from the same characters into one, then those to the same ones."""
    from_: dict[Characters, set[str]] = {}
    for before, behind in chain.from_iterable(some):
        from_.setdefault(before, set()).update(behind)
    alone = from_.pop(ALONE, None)
    to: dict[Characters, set[str]] = {}
    for before, characters in from_.items():
        to.setdefault(frozenset(characters), set()).update(before)
    steps = [(frozenset(characters), behind) for behind, characters in to.items()]
    return [*steps, (ALONE, frozenset(alone))] if alone else steps


def _best(cuts: Iterable[Cut], known: list[Group]) -> list[Group]:
    """Return the groups of the best cuts, of those not too large; none that another one or what is known implies.

    They stand as they are asked soonest done: by their size, and by the share of posts that they turn away.
    """
    kept: dict[Group, float] = {}
    for cost, steps in sorted(cuts, key=_cost)[: TRIED * KEPT]:
        size = sum([_size(*step) for step in steps])
        if size > MOST or any(SEPARATOR in side for step in steps for side in step):
            continue
        group = _spelled(steps)
        if not any(_implies(other, group) for other in (*kept, *known)):
            kept[group] = (size + STEPPING * len(group[1])) * exp(cost)
            if len(kept) == KEPT:
                break
    return sorted(kept, key=kept.__getitem__)


def _size(before: Characters, behind: Characters) -> int:
    return min(len(before) * len(behind), 2 * (len(before) + len(behind)))


def _spelled(steps: Iterable[Step]) -> Group:
    """Return a group as it is looked up fastest: pairs that are not many more than their characters as strings."""
    few = [step for step in steps if _size(*step) == len(step[0]) * len(step[1])]
    strings = frozenset([one + other for before, behind in few for one in before for other in behind])
    return strings, tuple([step for step in steps if step not in few])


def _implies(group: Group, other: Group) -> bool:
    """Say whether whatever holds a string of the one holds one of the other."""
    strings, steps = other
    return all(_stands_in(other, string) for string in group[0]) and all(
        before <= strings or behind <= strings or any(before <= one and behind <= two for one, two in steps)
        for before, behind in group[1]
    )


def _stands_in(group: Group, string: str) -> bool:
    """Say whether a string of one or two characters holds one of the group."""
    strings, steps = group
    one, other = string[0], string[1:]
    return not strings.isdisjoint((one, other, string)) or any(one in before and other in behind for before, behind in steps)


def _written(group: Group) -> str:
    """Write a group: its characters, its pairs, and the two sides of every step, with SEPARATOR between."""
    strings = sorted(group[0])
    characters, pairs = ("".join([string for string in strings if len(string) == length]) for length in (1, 2))
    return SEPARATOR.join([characters, pairs, *("".join(sorted(side)) for step in group[1] for side in step)])
