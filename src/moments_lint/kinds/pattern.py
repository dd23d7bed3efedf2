"""`kind: pattern`: RE2 patterns on the folded text, tried only on posts that hold one of the literals the rule names."""

from __future__ import annotations

from collections.abc import Iterable

from moments_lint import patterns, schema
from moments_lint.finding import Hit
from moments_lint.kinds import filters
from moments_lint.kinds.check import Check, Kind, Names, Options, Triggers
from moments_lint.lexicon import Lexicon
from moments_lint.needles import Sieve, first, possible, read
from moments_lint.schema import Field
from moments_lint.view import View

MOST_HEADS = 400
"""Heads of one pattern that are kept to tell at once which rules a post cannot set going."""


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
    searches = list(enumerate(zip(options["patterns"], needles, strict=True)))
    sieve = Sieve()

    def heads() -> frozenset[str]:
        firsts = [first(groups, MOST_HEADS) for groups in needles]
        for number, strings in enumerate(firsts):
            if strings:
                sieve.enter(number, strings)
        return frozenset(sieve.strings) if all(firsts) else frozenset()

    def run(view: View) -> Iterable[Hit]:
        text, heads = view.text, view.heads
        bits = sieve.possible(heads)
        tried = [pattern for number, (pattern, groups) in searches if bits >> number & 1 and possible(groups, heads)]
        candidates = [place for pattern in tried for place in patterns.search(pattern, text)]
        return filters.sift(view, candidates, options)

    return Check(run, heads)


def triggers(options: Options) -> Triggers:
    """Every literal sets the rule going."""
    return Triggers(frozenset(options["literals"]), needs=filters.necessary(options))


KIND = Kind("pattern", fields, compile, triggers)
