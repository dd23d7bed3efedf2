"""`kind: density`: how thick the cues of some lists stand. A reminder is fine; a post made of them is not."""

from __future__ import annotations

from collections.abc import Iterable

from moments_lint import schema
from moments_lint.finding import Hit
from moments_lint.kinds.check import Check, Kind, Names, Options, Triggers
from moments_lint.lexicon import Lexicon
from moments_lint.ranges import longest
from moments_lint.schema import Field
from moments_lint.view import View


def fields(names: Names) -> dict[str, Field]:
    """The options: at least `limit` cues of `cues`, and one in every `per` characters or fewer."""
    return {
        "cues": schema.listing(schema.choice(*names.cues), least=1).needed(),
        "limit": schema.whole(2, 100).needed(),
        "per": schema.whole(1, 2000).otherwise(2000),
    }


def compile(options: Options, lexicon: Lexicon) -> Check:
    """Return the check."""
    cues, limit, per = options["cues"], options["limit"], options["per"]

    def run(view: View) -> Iterable[Hit]:
        every = [place for name in cues for place in view.cues(name)]
        if len(every) < limit:
            return ()
        places = longest(every)
        if len(places) < limit or len(view.text) > per * len(places):
            return ()
        related = tuple((start, end, "") for start, end in places[1:])
        return (Hit(*places[0], values={"count": len(places)}, related=related),)

    return Check(run)


def triggers(options: Options) -> Triggers:
    """Any of the lists sets the rule going."""
    return Triggers(lists=tuple(options["cues"]))


KIND = Kind("density", fields, compile, triggers, values=frozenset({"match", "count"}))
