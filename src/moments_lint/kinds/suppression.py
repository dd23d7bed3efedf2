"""`kind: suppression`: what is wrong with a draft's own `lint.ignore` entries. The linter knows after all rules have run."""

from __future__ import annotations

from collections.abc import Iterable

from moments_lint import schema
from moments_lint.finding import Hit
from moments_lint.kinds.check import Check, Kind, Names, Options, Triggers
from moments_lint.lexicon import Lexicon
from moments_lint.schema import Field
from moments_lint.view import View

STATES = ("unused", "expired", "reasonless", "unknown")


def fields(names: Names) -> dict[str, Field]:
    """The option: which `state` of an entry the rule reports."""
    return {"state": schema.choice(*STATES).needed()}


def compile(options: Options, lexicon: Lexicon) -> Check:
    """Return a check that reports every entry the linter found to be in this state."""

    def run(view: View) -> Iterable[Hit]:
        return [
            Hit(-1, -1, values={"rule": entry.rule, "text": entry.text, "until": entry.until or ""}, entry=entry)
            for entry in view.suppressions.get(options["state"], ())
        ]

    return Check(run)


def triggers(options: Options) -> Triggers:
    """Only after all other rules is it known which entries served."""
    return Triggers(last=True)


KIND = Kind("suppression", fields, compile, triggers, values=frozenset({"rule", "text", "until"}))
