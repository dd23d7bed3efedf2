"""Heads: the characters of a text and the pairs of characters that stand side by side.

Everything that is looked for is looked for by its heads first. They are those of levelled text, so that one set of them serves
terms, needles and the classifier alike.
"""

from operator import add

HEAD = 2
"""Characters of a head at most."""

_LEVEL = [(digit, "0") for digit in "123456789"] + [(mark, " ") for mark in "\n\r\t"]
_SHARED = frozenset("0123456789 \n\r\t")


def levelled(text: str) -> str:
    """Return `text` with every digit a 0 and every line break or tab a space."""
    for character, meant in _LEVEL:
        text = text.replace(character, meant)
    return text


def heads(text: str) -> set[str]:
    """Return the heads of a text. Before it and behind it a space is thought."""
    level = levelled(text)
    return {" ", *level, *map(add, f" {level}", f"{level} ")}


def head(string: str) -> str:
    """Return the head that a text has wherever `string` stands in it."""
    return levelled(string[:HEAD])


def is_head(string: str) -> bool:
    """Say whether a string is its head, and the head of no other one: it stands wherever its head is."""
    return len(string) <= HEAD and _SHARED.isdisjoint(string)
