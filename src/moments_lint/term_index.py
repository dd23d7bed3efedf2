"""All terms of all rules and word lists, found in one pass over a text. What a term means is not known here."""

from __future__ import annotations

from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick, MatchKind

Found = dict[str, list[tuple[int, int]]]
"""Term → the ranges where it stands, in reading order."""

CHEAP_TEXTS = 8
"""Texts searched term by term before the automaton is built: for 8,500 terms it costs as much as some ten such searches."""

CHEAP_LENGTH = 1000
"""Longer texts are not searched term by term."""


class TermIndex:
    """An Aho-Corasick automaton over distinct terms, built when it pays. `numbers` gives the place of each term found so far.

    Overlapping matches are all kept: leftmost-longest would lose 最低价 inside 全网最低价.
    """

    def __init__(self, terms: Sequence[str]) -> None:
        self.terms = terms
        self.numbers: dict[str, int] = {}
        self._automaton: AhoCorasick | None = None
        self._searched = 0

    def find(self, text: str) -> Found:
        """Return every occurrence of every term in `text`; ranges are code points of `text`."""
        if self._automaton is None:
            self._searched += 1
            if self._searched <= CHEAP_TEXTS and len(text) <= CHEAP_LENGTH:
                numbers = [number for number, term in enumerate(self.terms) if term in text]
                self.numbers.update((self.terms[number], number) for number in numbers)
                return {self.terms[number]: _places(text, self.terms[number]) for number in numbers}
            self._automaton = AhoCorasick(self.terms, matchkind=MatchKind.Standard)
        found: Found = {}
        for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            term = self.terms[number]
            self.numbers[term] = number
            found.setdefault(term, []).append((start, end))
        return found


def _places(text: str, term: str) -> list[tuple[int, int]]:
    places = []
    start = text.find(term)
    while start >= 0:
        places.append((start, start + len(term)))
        start = text.find(term, start + 1)
    return places
