"""`kind: together`: several different cue lists meeting in one post. One cue alone is everyday talk; two together seldom are."""

from __future__ import annotations

from collections.abc import Iterable

from moments_lint import schema
from moments_lint.finding import Hit
from moments_lint.kinds import filters
from moments_lint.kinds.check import Check, Kind, Names, Options, Triggers
from moments_lint.lexicon import Lexicon
from moments_lint.ranges import Range
from moments_lint.schema import Field
from moments_lint.view import View


def fields(names: Names) -> dict[str, Field]:
    """The options: `at_least` different lists of `cues`, all of `always` (the hit stands on the first), none of `never`."""
    lists = schema.listing(schema.choice(*names.cues))
    return {
        "cues": schema.listing(schema.choice(*names.cues), least=1).needed(),
        "at_least": schema.whole(1, 20).otherwise(2),
        "always": lists,
        "never": lists,
        "guards": schema.listing(schema.choice(*names.guards)),
    }


def compile(options: Options, lexicon: Lexicon) -> Check:
    """Return the check; it gives up as soon as too few lists are left to be met."""
    cues, always, never, at_least = options["cues"], options["always"], options["never"], options["at_least"]
    wanted = list(dict.fromkeys([*always, *cues]))
    guards = [lexicon.guards[name] for name in options["guards"]]

    def met(view: View, name: str) -> Range | None:
        for place in view.cues(name):
            if not any(filters.guards_hit(view, guard, *place) for guard in guards):
                return place
        return None

    def run(view: View) -> Iterable[Hit]:
        lists = view.lists
        if not lists.issuperset(always):
            return ()
        found: list[tuple[str, Range]] = []
        spare = len(lists.intersection(cues)) - at_least
        for name in [name for name in wanted if name in lists]:
            place = met(view, name)
            if place is not None:
                found.append((name, place))
            elif name in always or spare <= 0:
                return ()
            else:
                spare -= 1
        if spare < 0 or any(map(view.cues, never)):
            return ()
        found.sort(key=lambda cue: (cue[0] not in always, cue[1]))
        (start, end), rest = found[0][1], found[1:]
        return (Hit(start, end, related=tuple((a, b, name) for name, (a, b) in rest)),)

    return Check(run)


def triggers(options: Options) -> Triggers:
    """The lists that must be met set the rule going; where none must, any of its lists."""
    cues = tuple(options["cues"])
    return Triggers(lists=tuple(options["always"]) or cues, needs=cues, least=options["at_least"])


KIND = Kind("together", fields, compile, triggers, values=frozenset({"match", "cues"}))
