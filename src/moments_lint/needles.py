"""Needles of a pattern: groups of strings; a match holds a string of every group, so that most posts need not be searched.

Read off the parsed pattern when a rule file is read, and stored in catalogue.json. A needle is one character or two that
stand side by side: then one set of a post's characters and pairs answers for every pattern. A pattern that cannot be
analysed has no needles, and is tried on every post that its rule's literals let through.

Every match is a walk through the pattern, from its start to its end, one character after another. Where all walks must pass,
the pattern can be cut: between two parts that cannot be empty every match steps from a last character of the first part to a
first character of the second, and those pairs are a group; the characters of one part that cannot be empty are a group too.
A branch is cut by cutting each of its ways, wherever that is best, and the pairs reach over the edges of the branch: in
`(?:半|一)个?(?:指节|拇指)` the pairs are 半个 半指 半拇 一个 一指 一拇, or 指节 拇指. Of all cuts those few are kept that an
ordinary post is least likely to hold.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from math import log
from operator import add
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

KEPT = 3
"""More groups than this turn away few more posts."""

MOST = 200
"""A group of more strings than this is no faster than the pattern, and is left out."""

COMMON = {
    0.6: " 一的",
    0.45: "了我不,个",
    0.3: "。是天有来01三到上人",
    0.2: "2没在说\n下就3子8要你#看小里两家那5年点",
    0.14: "35还大后给去都发老十手4别这今:过自出9月6开二着们第多好打时也回问用面",
    0.1: "四收前会以先分半五能全己他最单头费日周只电起得把次行带做机水块门口可再么拿店现7!买话晚",
    0.07: "钱完价送六中走.想位、本车包接放生吃写进新成学加公“”名她跟同客条台转字号卖换妈地张每边八期师金早",
}
"""The commonest characters by the share of posts that hold one, counted in the folded posts of this project's corpus."""

RARE = 0.015
"""The share of posts that hold any other character, on average over the characters of the packaged patterns."""

LENGTH = 80
"""Characters of an ordinary post."""

Group = frozenset[str]
Characters = frozenset[str] | None
"""The characters that may stand at a place; None for any, or for more than MOST."""

_ESCAPE = r"\\(?:[pP](?:\{\^?\w+\}|\w)|x\{([0-9a-fA-F]+)\}|.)|\[:\^?\w+:\]"
_READ_OTHERWISE = r"\{(?:,|0\d|\d+,0\d)"
"""Repeats in Python, plain characters in RE2."""

_WEIGHTS = {character: -log(1 - share) for share, characters in COMMON.items() for character in characters}
_NONE: Group = frozenset()
_NOTHING: Group = frozenset([""])

SEPARATOR = "\u3000"
"""Stands between the needles of a group in catalogue.json; folding takes it away, so no needle holds it."""


def needles(pattern: str) -> list[str]:
    """Return the groups of an RE2 pattern, the rarest first, each in one string; none when none can be named.

    A group is its needles, of one or two characters, with SEPARATOR between them.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Python may once read otherwise, RE2 reads as it does
            sequence = _parsed(pattern)
        return [SEPARATOR.join(sorted(group)) for group in _best(_cuts(sequence, None, None))]
    except (re.error, RecursionError, OverflowError, ValueError):
        return []


def read(groups: Iterable[str]) -> tuple[Group, ...]:
    """Return groups as `possible` takes them."""
    return tuple([frozenset(group.split(SEPARATOR)) for group in groups])


def heads(text: str) -> frozenset[str]:
    """Return what `possible` needs to know of a text: its characters and pairs of characters."""
    return frozenset(chain(text, map(add, text, text[1:])))


def possible(groups: Iterable[Group], text_heads: Group) -> bool:
    """Say whether a pattern with these needles can match in a text with these heads."""
    return not any(map(text_heads.isdisjoint, groups))


class _Node(NamedTuple):
    """A part of a pattern: a character (no `ways`), or a choice between ways, perhaps taken `again` and again.

    `first` and `last` are the characters a match of it may begin and end with; `empty` says that it may be empty.
    """

    first: Characters
    last: Characters
    empty: bool = False
    again: bool = False
    ways: tuple[tuple[_Node, ...], ...] = ()


_Sequence = tuple[_Node, ...]


class _Cut(NamedTuple):
    """A group not yet spelled out: every character of a pair's one side before every one of its other; "" before single ones."""

    pairs: tuple[tuple[Group, Group], ...]
    cost: float
    """How many of its strings an ordinary post holds, roughly."""

    size: int


def _parsed(pattern: str) -> _Sequence:
    plain = re.sub(_ESCAPE, _as_python, pattern)
    if re.search(_READ_OTHERWISE, plain):
        raise ValueError(pattern)
    parsed = parser.parse(plain)
    if parsed.state.flags & re.IGNORECASE:
        raise ValueError(pattern)
    return _sequence(parsed)


def _as_python(escape: re.Match[str]) -> str:
    if escape[1]:
        return re.escape(chr(int(escape[1], 16)))
    return r"\W" if escape[0][:2] in (r"\p", r"\P", "[:") else escape[0]


def _sequence(items: Iterable[tuple[Any, Any]]) -> _Sequence:
    return tuple([node for kind, value in items for node in _nodes(kind, value)])


def _nodes(kind: Any, value: Any) -> _Sequence:
    if kind is kinds.LITERAL:
        character = frozenset([chr(value)])
        return (_Node(character, character),)
    if kind is kinds.IN:
        characters = _of_class(value)
        return (_Node(characters, characters),)
    if kind is kinds.BRANCH:
        return (_choice([_sequence(way) for way in value[1]]),)
    if kind is kinds.SUBPATTERN:
        if value[1] & re.IGNORECASE:
            raise ValueError(kind)
        return _sequence(value[3])
    if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT):
        least, most, repeated = value
        node = _choice([_sequence(repeated)], again=most > 1)
        return (node,) if least else (_choice([(node,), ()]),)
    if kind is kinds.AT:
        return ()
    return (_Node(None, None, empty=kind not in (kinds.ANY, kinds.NOT_LITERAL)),)


def _of_class(parts: Iterable[tuple[Any, Any]]) -> Characters:
    characters: set[str] = set()
    for kind, value in parts:
        if kind is kinds.LITERAL:
            characters.add(chr(value))
        elif kind is kinds.RANGE and value[1] - value[0] < MOST:
            characters.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return None
    return frozenset(characters) if len(characters) <= MOST else None


def _choice(ways: Sequence[_Sequence], again: bool = False) -> _Node:
    first: Characters = _NONE
    last: Characters = _NONE
    empty = False
    for way in ways:
        first, last = _either(first, _firsts(way, _NONE)[0]), _either(last, _lasts(way, _NONE)[-1])
        empty = empty or all(node.empty for node in way)
    return _Node(first, last, empty, again, tuple(ways))


def _firsts(sequence: _Sequence, behind: Characters) -> list[Characters]:
    """Return what a walk may step on at each node of a sequence or, where nodes may be empty, after them; last is `behind`."""
    found = [behind]
    for node in reversed(sequence):
        found.append(_either(node.first, found[-1]) if node.empty else node.first)
    return found[::-1]


def _lasts(sequence: _Sequence, before: Characters) -> list[Characters]:
    """Return what a walk may come from before each node of a sequence, and after all of it."""
    found = [before]
    for node in sequence:
        found.append(_either(node.last, found[-1]) if node.empty else node.last)
    return found


def _either(one: Characters, other: Characters) -> Characters:
    if one is None or other is None:
        return None
    both = one | other
    return both if len(both) <= MOST else None


def _cuts(sequence: _Sequence, before: Characters, behind: Characters) -> list[_Cut]:
    """Return the cuts of a sequence that stands between two characters; None where there may be none, or any."""
    lasts, firsts = _lasts(sequence, before), _firsts(sequence, behind)
    found = [cut for pair in zip(lasts, firsts, strict=True) for cut in _steps(*pair)]
    for place, node in enumerate(sequence):
        if node.ways:
            found += _through(node, lasts[place], firsts[place + 1])
        else:
            found += _steps(_NOTHING, node.first)
    return found


def _through(node: _Node, before: Characters, behind: Characters) -> list[_Cut]:
    """Return the cuts of a choice: all of its only way, else one that cuts every way where that is best."""
    if node.again:
        behind = _either(node.first, behind)
    cuts = [_cuts(way, before, behind) for way in node.ways]
    if len(cuts) == 1:
        return cuts[0]
    if not all(cuts):
        return []
    best = [min(found, key=lambda cut: cut.cost) for found in cuts]
    size = sum(cut.size for cut in best)
    pairs = tuple(dict.fromkeys(pair for cut in best for pair in cut.pairs))
    return [_Cut(pairs, sum(cut.cost for cut in best), size)] if size <= MOST else []


def _steps(before: Characters, behind: Characters) -> Iterator[_Cut]:
    """Yield the cut between two characters, where both are known and the pairs are not too many."""
    if before is not None and behind is not None and len(before) * len(behind) <= MOST:
        yield _Cut(((before, behind),), _weight(before) * _weight(behind) / LENGTH, len(before) * len(behind))


def _weight(characters: Group) -> float:
    return LENGTH if characters is _NOTHING else sum([_WEIGHTS.get(character, RARE) for character in characters])


def _best(cuts: Iterable[_Cut]) -> list[Group]:
    """Return the groups of the best cuts, without those that another one implies."""
    kept: list[Group] = []
    for cut in sorted(cuts, key=lambda cut: (cut.cost, cut.size)):
        group = frozenset(one + other for before, behind in cut.pairs for one in before for other in behind)
        if not any(_implies(other, group) for other in kept):
            kept.append(group)
            if len(kept) == KEPT:
                break
    return kept


def _implies(group: Group, other: Group) -> bool:
    """Say whether whatever holds a string of `group` holds one of `other`."""
    return all(string in other or string[0] in other or string[-1] in other for string in group)
