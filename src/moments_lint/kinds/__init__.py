"""The kinds of rule, one module each, listed by hand. A new kind is a module and a line here."""

from moments_lint.kinds import (
    absence,
    audience,
    burst,
    density,
    disguised,
    drift,
    frequency,
    hours,
    layout,
    missing,
    mix,
    pattern,
    repetition,
    signature,
    similar,
    streak,
    suppression,
    terms,
    together,
    typed,
)
from moments_lint.kinds.check import Check, Kind, Names
from moments_lint.timeline import FeedKind

KINDS: dict[str, Kind] = {
    module.KIND.name: module.KIND
    for module in (terms, pattern, typed, together, density, repetition, layout, missing, disguised, suppression)
}

FEED_KINDS: dict[str, FeedKind] = {
    module.KIND.name: module.KIND
    for module in (frequency, burst, streak, mix, similar, drift, absence, hours, audience, signature)
}

__all__ = ["FEED_KINDS", "KINDS", "Check", "Kind", "Names"]
