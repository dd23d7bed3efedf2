"""All terms of all rules, word lists and guards, found in one pass over a text. What a term means is not known here."""

from __future__ import annotations

from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick, MatchKind

Found = dict[str, list[tuple[int, int]]]
"""Term → the ranges where it stands, in order of their ends."""


class TermIndex:
    """An Aho-Corasick automaton. Overlapping matches are all kept: leftmost-longest would lose 最低价 inside 全网最低价."""

    def __init__(self, terms: Iterable[str]) -> None:
        self.terms = tuple(dict.fromkeys(terms))
        self._automaton = AhoCorasick(self.terms, matchkind=MatchKind.Standard) if self.terms else None

    def find(self, text: str) -> Found:
        """Return every occurrence of every term in `text`; ranges are code points of `text`."""
        found: Found = {}
        if self._automaton is None:
            return found
        for term, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            found.setdefault(self.terms[term], []).append((start, end))
        return found
