"""`kind: pattern`: RE2 patterns on the folded text, tried only on posts that hold one of the literals the rule names."""

from __future__ import annotations

from collections.abc import Iterable

from moments_lint import patterns, schema
from moments_lint.finding import Hit
from moments_lint.kinds import filters
from moments_lint.kinds.check import Check, Kind, Names, Options, Triggers
from moments_lint.lexicon import Lexicon
from moments_lint.needles import first, possible, read
from moments_lint.schema import Field
from moments_lint.view import View

MOST_HEADS = 400
"""Strings of one pattern at most, for it to be entered in the sieve."""


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
    needles = [read(groups) for groups in options["needles"]]
    bits = [0] * len(needles)

    def enter() -> int:
        for place, groups in enumerate(needles):
            strings = first(groups, MOST_HEADS)
            bits[place] = lexicon.sieve.enter(strings) if strings else 0
        return sum(bits) if all(bits) else 0

    def run(view: View) -> Iterable[Hit]:
        text, heads, sieved = view.text, view.heads, view.sieved
        tried = [
            pattern
            for pattern, groups, bit in zip(options["patterns"], needles, bits, strict=True)
            if (not bit or sieved & bit) and possible(groups, heads)
        ]
        candidates = [place for pattern in tried for place in patterns.search(pattern, text)]
        return filters.sift(view, candidates, options)

    return Check(run, enter)


def triggers(options: Options) -> Triggers:
    """Every literal sets the rule going."""
    return Triggers(frozenset(options["literals"]), needs=filters.necessary(options))


KIND = Kind("pattern", fields, compile, triggers)
