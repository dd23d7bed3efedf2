"""`kind: pattern`: RE2 patterns on the folded text and beneath disguises, tried on posts that hold a literal the rule names."""

from __future__ import annotations

from collections.abc import Iterable

from moments_lint import patterns, schema
from moments_lint.finding import Hit
from moments_lint.kinds import filters
from moments_lint.kinds.check import Check, Kind, Names, Options, Triggers
from moments_lint.lexicon import Lexicon
from moments_lint.needles import Groups, possible, read
from moments_lint.schema import Field
from moments_lint.view import View


def fields(names: Names) -> dict[str, Field]:
    """The options of the kind."""
    own = {
        "patterns": schema.listing(schema.text(patterns.wrong_pattern), least=1).needed(),
        "literals": filters.terms_field(least=1).needed(),
    }
    return own | filters.fields(names)


def compile(options: Options, lexicon: Lexicon) -> Check:
    """Return the check."""
    options = filters.resolved(options, lexicon)
    searches = [(pattern, read(groups)) for pattern, groups in zip(options["patterns"], options["needles"], strict=True)]
    sieved: dict[int, tuple[str, frozenset[int], Groups]] = {}

    def enter() -> frozenset[int]:
        for pattern, groups in searches.copy():
            numbers, left = lexicon.sieve.enter(groups)
            if numbers:
                sieved[min(numbers)] = pattern, numbers, left
                searches.remove((pattern, groups))
        return frozenset() if searches else frozenset(sieved)

    def run(view: View) -> Iterable[Hit]:
        heads, present = view.all_heads, view.present
        tried = [pattern for pattern, groups in searches if possible(groups, heads)]
        for number in present.intersection(sieved):
            pattern, numbers, groups = sieved[number]
            if numbers <= present and possible(groups, heads):
                tried.append(pattern)
        candidates = [place for pattern in tried for place in view.search(pattern)]
        return filters.sift(view, candidates, options)

    return Check(run, enter)


def triggers(options: Options) -> Triggers:
    """Every literal sets the rule going."""
    return Triggers(frozenset(options["literals"]), needs=filters.necessary(options))


KIND = Kind("pattern", fields, compile, triggers)
