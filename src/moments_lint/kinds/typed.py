"""`kind: typed`: RE2 patterns on the text exactly as typed, for marks that folding would hide (damage, half-width signs)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from moments_lint import patterns, schema
from moments_lint.finding import Edit, Hit
from moments_lint.kinds.check import Check, Kind, Names, Options, Triggers
from moments_lint.lexicon import Lexicon
from moments_lint.ranges import longest
from moments_lint.schema import Field
from moments_lint.view import View


def fields(names: Names) -> dict[str, Field]:
    """The options of the kind: `at_least` so many matches make one hit, on the first of them, with `once` any number does.

    `fix: remove` offers to take all matches out, for marks that say nothing to a reader.
    """
    return {
        "patterns": schema.listing(schema.text(lambda p: patterns.wrong_pattern(p, typed=True)), least=1).needed(),
        "literals": schema.listing(schema.text(), least=1).needed(),
        "at_least": schema.whole(1, 100).otherwise(1),
        "once": schema.flag(),
        "fix": schema.choice("remove"),
    }


def compile(options: Options, lexicon: Lexicon) -> Check:
    """Return the check; it gives up at once where no literal is typed."""
    literals, at_least = options["literals"], options["at_least"]
    once = options["once"] or at_least > 1

    def run(view: View) -> Iterable[Hit]:
        typed = view.typed
        return found_in(typed) if any(literal in typed for literal in literals) else ()

    def found_in(typed: str) -> Iterator[Hit]:
        found = longest([place for pattern in options["patterns"] for place in patterns.search(pattern, typed)])
        if len(found) < at_least:
            return
        groups = [found] if once and found else [[place] for place in found]
        for places in groups:
            fix = tuple(Edit(start, end, "") for start, end in places) if options["fix"] else ()
            yield Hit(*places[0], typed=True, values={"count": len(found)}, fix=fix)

    return Check(run)


def triggers(options: Options) -> Triggers:
    """The first character of each literal sets the rule going."""
    first = {literal[0] for literal in options["literals"]}
    return Triggers(characters="".join(sorted(first - {"-"})) + "-" * ("-" in first))


KIND = Kind("typed", fields, compile, triggers, values=frozenset({"match", "count"}))
