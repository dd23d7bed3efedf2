"""Needles of a pattern: groups of strings; a match holds a string of every group, so that most posts need not be searched.

Read off the parsed pattern when a rule file is read, and stored in catalogue.json. Only their first two characters are kept:
then one set of a post's 1- and 2-grams answers for every pattern. A pattern that cannot be analysed has no needles, and is
tried on every post that its rule's literals let through.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from operator import add
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

MOST = 120
"""A group of more strings than this is no faster than the pattern, and is left out."""

LARGE_CLASS = 40
HEAD = 2

Group = frozenset[str]
_PROPERTY = r"\\[pP](?:\{\^?\w+\}|\w)"
_CODE = r"\\x\{([0-9a-fA-F]+)\}"


SEPARATOR = "\u3000"
"""Stands between the needles of a group in catalogue.json; folding takes it away, so no needle holds it."""


def needles(pattern: str) -> list[str]:
    """Return the groups of an RE2 pattern, smallest first, each in one string; none when none can be named.

    A group is its needles, cut to HEAD characters, with SEPARATOR between them.
    """
    plain = re.sub(_CODE, lambda code: re.escape(chr(int(code[1], 16))), re.sub(_PROPERTY, r"\\W", pattern))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Python may once read otherwise, RE2 reads as it does
            found = _groups(parser.parse(plain))
    except (re.error, RecursionError, OverflowError, ValueError):
        return []
    groups = {frozenset(needle[:HEAD] for needle in group) for group in found if len(group) <= MOST}
    return [SEPARATOR.join(sorted(group)) for group in sorted(groups, key=lambda group: (len(group), sorted(group)))]


def read(groups: Iterable[str]) -> tuple[Group, ...]:
    """Return groups as `possible` takes them."""
    return tuple([frozenset(group.split(SEPARATOR)) for group in groups])


def heads(text: str) -> set[str]:
    """Return what `possible` needs to know of a text: its characters and pairs of characters."""
    return {*text, *map(add, text, text[1:])}


def possible(groups: Iterable[Group], text_heads: set[str]) -> bool:
    """Say whether a pattern with these needles can match in a text with these heads."""
    return not any(map(text_heads.isdisjoint, groups))


def _groups(items: Iterable[tuple[Any, Any]]) -> list[Group]:
    """Return the groups of which each has a string in any match of a sequence."""
    found: list[Group] = []
    run = ""
    for kind, value in items:
        if kind is kinds.LITERAL:
            run += chr(value)
            continue
        if run:
            found.append(frozenset([run]))
            run = ""
        found += _of_item(kind, value)
    if run:
        found.append(frozenset([run]))
    return found


def _of_item(kind: Any, value: Any) -> list[Group]:
    if kind is kinds.BRANCH:
        return _of_branches(value[1])
    if kind is kinds.SUBPATTERN:
        return _groups(value[3])
    if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT):
        return _groups(value[2]) if value[0] >= 1 else []
    if kind is kinds.IN:
        return _of_class(value)
    return []


def _of_class(parts: Iterable[tuple[Any, Any]]) -> list[Group]:
    characters: set[str] = set()
    for kind, value in parts:
        if kind is kinds.LITERAL:
            characters.add(chr(value))
        elif kind is kinds.RANGE and value[1] - value[0] < LARGE_CLASS:
            characters.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return []
    return [frozenset(characters)] if len(characters) <= LARGE_CLASS else []


def _of_branches(branches: Iterable[Any]) -> list[Group]:
    """Return one group for all branches: of each the group that tells most."""
    together: set[str] = set()
    for branch in branches:
        groups = [group for group in _groups(branch) if len(group) <= MOST]
        if not groups:
            return []
        together |= max(groups, key=lambda group: (min(map(len, group)) > 1, -len(group)))
    return [frozenset(together)]
