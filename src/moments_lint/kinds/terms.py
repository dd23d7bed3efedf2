"""`kind: terms`: words and phrases, found in one pass with everybody else's."""

from __future__ import annotations

from collections.abc import Iterable

from moments_lint.finding import Hit
from moments_lint.kinds import filters
from moments_lint.kinds.check import Check, Kind, Names, Options, Triggers
from moments_lint.lexicon import Lexicon
from moments_lint.schema import Field
from moments_lint.view import View


def fields(names: Names) -> dict[str, Field]:
    """The options of the kind."""
    return {"terms": filters.terms_field(least=1).needed()} | filters.fields(names)


def compile(options: Options, lexicon: Lexicon) -> Check:
    """Return the check."""
    terms = frozenset(options["terms"])
    options = filters.resolved(options, lexicon)

    def run(view: View) -> Iterable[Hit]:
        return filters.sift(view, [place for term in view.terms & terms for place in view.at(term)], options)

    return Check(run)


def triggers(options: Options) -> Triggers:
    """Every term sets the rule going."""
    return Triggers(frozenset(options["terms"]), needs=filters.necessary(options))


KIND = Kind("terms", fields, compile, triggers)
