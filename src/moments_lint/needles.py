"""Needles of a pattern: strings of which every match holds at least one, so that most posts need not be searched at all.

Read off the parsed pattern when a rule file is read; stored in catalogue.json. A pattern that cannot be analysed has none,
and is tried on every post that its rule's literals let through.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

MOST = 120
"""More alternatives than this are no faster than the pattern."""

SMALL_CLASS = 12
_PROPERTY = re.compile(r"\\[pP](?:\{\^?\w+\}|\w)|\\[xX]\{[0-9a-fA-F]+\}")


def needles(pattern: str) -> tuple[str, ...]:
    """Return the needles of an RE2 pattern, empty when none can be named."""
    try:
        tree = parser.parse(_PROPERTY.sub(r"\\W", pattern))
    except (re.error, RecursionError, OverflowError):
        return ()
    return tuple(sorted(_required(tree) or ()))


def possible(any_of: Sequence[str], text: str) -> bool:
    """Say whether a pattern with these needles can match in `text`."""
    return not any_of or any(needle in text for needle in any_of)


def _required(items: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """Return the best set of strings of which one must stand in any match of a sequence."""
    found: list[frozenset[str]] = []
    run = ""
    for kind, value in items:
        if kind is kinds.LITERAL:
            run += chr(value)
            continue
        if run:
            found.append(frozenset([run]))
            run = ""
        inner = _of_item(kind, value)
        if inner:
            found.append(inner)
    if run:
        found.append(frozenset([run]))
    usable = [strings for strings in found if len(strings) <= MOST]
    return max(usable, key=lambda strings: (min(map(len, strings)) > 1, -len(strings)), default=None)


def _of_item(kind: Any, value: Any) -> frozenset[str] | None:
    if kind is kinds.BRANCH:
        return _of_branches(value[1])
    if kind is kinds.SUBPATTERN:
        return _required(value[3])
    if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT):
        return _required(value[2]) if value[0] >= 1 else None
    if kind is kinds.IN and len(value) <= SMALL_CLASS and all(part is kinds.LITERAL for part, _ in value):
        return frozenset(chr(code) for _, code in value)
    return None


def _of_branches(branches: Iterable[Any]) -> frozenset[str] | None:
    together: set[str] = set()
    for branch in branches:
        strings = _required(branch)
        if not strings:
            return None
        together |= strings
    return frozenset(together)
