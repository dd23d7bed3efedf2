"""`kind: disguised`: words that are seen only after a disguise is removed. The rule of the word itself reports the word."""

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
    """The options: the lists of words that people hide."""
    return {"cues": schema.listing(schema.choice(*names.cues), least=1).needed()}


def compile(options: Options, lexicon: Lexicon) -> Check:
    """Return the check; it stops at once where nothing is disguised. Of words hidden at one place the longest is meant."""
    hidden = frozenset(term for name in options["cues"] for term in lexicon.cues[name].terms)

    def run(view: View) -> Iterable[Hit]:
        masked = view.masked
        if not masked:
            return ()
        terms = sorted(hidden.intersection(masked), key=lambda term: (len(term), term))
        meant = {place: term for term in terms for place in masked[term]}
        return [Hit(start, end, values={"meant": meant[start, end]}) for start, end in longest(list(meant))]

    return Check(run)


def triggers(options: Options) -> Triggers:
    """Anything can hide a word."""
    return Triggers(always=True)


KIND = Kind("disguised", fields, compile, triggers, values=frozenset({"match", "meant"}))
