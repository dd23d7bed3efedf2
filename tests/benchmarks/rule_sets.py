"""Catalogues made for measuring: so many terms and patterns of the product's own, or so many rules of invented words."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from drafts import SEED, corpus

from moments_lint.cuts import needles

_COMMON = {"unless": [], "guards": [], "apart_from": [], "whole_word": False, "needs": None}


def small(terms: int, patterns: int) -> Any:
    """Return a catalogue of so many terms, 25 to a rule, and so many patterns, one to a rule, drawn from the packaged rules."""
    from moments_lint import catalogue

    source = Random(SEED)
    matches = [spec["match"] for spec in catalogue.shipped().rules.values()]
    words = sorted({term for match in matches if match["kind"] == "terms" for term in match["terms"]})
    searches = [
        {"patterns": [pattern], "needles": [needles], "literals": match["literals"]}
        for match in matches
        if match["kind"] == "pattern"
        for pattern, needles in zip(match["patterns"], match["needles"], strict=True)
    ]
    chosen = source.sample(words, min(terms, len(words)))
    made = [{"kind": "terms", "terms": chosen[first : first + 25]} for first in range(0, len(chosen), 25)]
    made += [{"kind": "pattern", **search} for search in source.sample(searches, min(patterns, len(searches)))]
    return _catalogue(made)


def invented(count: int) -> Any:
    """Return a catalogue of `count` rules of five invented words each; every tenth rule is a pattern with its literals."""
    return _catalogue(list(_invented(count)))


def _invented(count: int) -> Iterator[dict[str, Any]]:
    source = Random(SEED)
    characters = sorted({character for text in corpus() for character in text if "一" <= character <= "鿿"})
    for number in range(count):
        words = ["".join(source.choices(characters, k=source.randint(2, 5))) for _ in range(5)]
        if number % 10:
            yield {"kind": "terms", "terms": words}
        else:
            pattern = f"(?:{'|'.join(words)})[0-9]{{1,3}}"
            yield {"kind": "pattern", "patterns": [pattern], "needles": [needles(pattern, words)], "literals": words}


def _catalogue(matches: list[dict[str, Any]]) -> Any:
    from moments_lint.catalogue import Catalogue, shipped

    pattern = shipped().rules["absolute/only-one"]
    rules = {
        f"made/rule-{number:05}": {**pattern, "id": f"made/rule-{number:05}", "match": _COMMON | match}
        for number, match in enumerate(matches)
    }
    return Catalogue(rules, {}, {}, {}, {})
