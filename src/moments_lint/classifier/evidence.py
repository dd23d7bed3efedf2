"""Which places of a post made the classifier think as it does: whole words, never pieces of them. Asked for only to be shown."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import NamedTuple

from moments_lint.classifier.facts import MAX_CHARACTERS
from moments_lint.classifier.model import FEWEST, Model
from moments_lint.finding import Span
from moments_lint.heads import levelled
from moments_lint.post import CATEGORIES
from moments_lint.view import View

Cut = Callable[[str], Iterable[str]]
"""Cuts a text into words that together are the text."""

MOST = 3
LEAST_CHARACTERS = 2
"""A place of one character says nothing to a reader."""

LONGEST = 16
"""Characters of one place; what is longer is no evidence but the post again."""


class Place(NamedTuple):
    """A run of words in the folded text, and what it adds to the logit of the category (thousandths, against the others)."""

    start: int
    end: int
    gain: float


def evidence(model: Model, view: View, category: str, cut: Cut, most: int = MOST) -> list[Span]:
    """Return at most `most` places that spoke most for `category`, strongest first, as spans of the typed text.

    Each n-gram shares its weight among its characters, each term of a cue list its fact's. A place is the run of words (as `cut`
    gives them) within a clause that adds most.
    """
    gains = _gains(model, view, CATEGORIES.index(category))
    text = view.text[:MAX_CHARACTERS]
    best = [place for start, end in _clauses(view, len(text)) for place in _places(text, start, end, gains, cut)]
    chosen = sorted(best, key=lambda place: (-place.gain, place.start))[:most]
    return [view.folded.span(place.start, place.end) for place in chosen]


def _gains(model: Model, view: View, column: int) -> list[float]:
    """Return what each character of the folded text adds to the category's logit against the mean of all."""
    text = view.text[:MAX_CHARACTERS]
    gains = [0.0] * len(text)
    known = {gram: model.row(gram) for gram in sorted(model.grams.among(view.heads))}
    level = levelled(text)
    for gram, row in known.items():
        places = _occurrences(level, gram)
        _share(gains, places, _against(row, column) / math.sqrt(max(len(known), FEWEST)))
    for name, terms in sorted(view.owned.cues.items()):
        if name in model.cues:
            for term in sorted(terms):
                _share(gains, [place for place in view.at(term) if place[1] <= len(text)], _against(model.cues[name], column) / 2)
    return gains


def _against(row: tuple[int, ...], column: int) -> float:
    return row[column] - sum(row) / len(row)


def _share(gains: list[float], places: list[tuple[int, int]], gain: float) -> None:
    for start, end in places:
        for offset in range(start, end):
            gains[offset] += gain / (len(places) * (end - start))


def _occurrences(text: str, gram: str) -> list[tuple[int, int]]:
    places = []
    start = text.find(gram)
    while start >= 0:
        places.append((start, start + len(gram)))
        start = text.find(gram, start + 1)
    return places


def _clauses(view: View, length: int) -> list[tuple[int, int]]:
    clauses = []
    start = 0
    while start < length:
        first, last = view.clause(start, start + 1)
        if last > max(start, first):
            clauses.append((max(start, first), min(last, length)))
        start = max(last, start) + 1
    return clauses


def _places(text: str, start: int, end: int, gains: list[float], cut: Cut) -> list[Place]:
    """Return the run of words of a clause that adds most, if any does.

    Within the clause a run begins and ends with words of several characters: a lone one is mostly the rest of a longer word.
    """
    words: list[Place] = []
    offset = start
    for word in cut(text[start:end]):
        last = offset + len(word)
        words.append(Place(offset, last, sum(gains[offset:last])))
        offset = last
    best: Place | None = None
    for first, head in enumerate(words):
        if head.start > start and head.end - head.start == 1:
            continue
        gain = 0.0
        for following in words[first:]:
            gain += following.gain
            if following.end - head.start > LONGEST:
                break
            if following.end < end and following.end - following.start == 1:
                continue
            speaks = sum(char.isalnum() for char in text[head.start : following.end]) >= LEAST_CHARACTERS
            if speaks and gain > 0 and (best is None or gain > best.gain):
                best = Place(head.start, following.end, gain)
    return [best] if best else []
