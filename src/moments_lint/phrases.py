"""Exceptions and words of guards: looked for only where there is a candidate, and only those whose first characters are there."""

from collections.abc import Iterable
from functools import cached_property

from moments_lint.heads import head


class Phrases:
    """Words that are looked for together."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._words = words

    @cached_property
    def _by_head(self) -> dict[str, list[str]]:
        by_head: dict[str, list[str]] = {}
        for word in self._words:
            by_head.setdefault(head(word), []).append(word)
        return by_head

    @cached_property
    def _heads(self) -> frozenset[str]:
        return frozenset(self._by_head)

    def standing(self, text: str, heads: set[str]) -> list[str]:
        """Return those that stand in `text`, whose heads are `heads`."""
        return [word for one in self._heads & heads for word in self._by_head[one] if word in text]


NONE = Phrases()
