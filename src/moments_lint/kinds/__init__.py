"""The kinds of rule, one module each, listed by hand. A new kind is a module and a line here."""

from functools import cache

from moments_lint.kinds import (
    density,
    disguised,
    frequency,
    layout,
    missing,
    pattern,
    repetition,
    similar,
    suppression,
    terms,
    together,
    typed,
)
from moments_lint.kinds.check import Check, Kind, Names, ProfileCheck, ProfileKind
from moments_lint.timeline import FeedKind

KINDS: dict[str, Kind] = {
    module.KIND.name: module.KIND
    for module in (terms, pattern, typed, together, density, repetition, layout, missing, disguised, suppression)
}

FEED_KINDS: dict[str, FeedKind] = {module.KIND.name: module.KIND for module in (frequency, similar)}


@cache
def profile_kinds() -> dict[str, ProfileKind]:
    """Return the kinds for profiles; checking drafts imports none of them."""
    from moments_lint.kinds import profile, profile_fact, profile_feed

    return {module.KIND.name: module.KIND for module in (profile, profile_fact, profile_feed)}


__all__ = ["FEED_KINDS", "KINDS", "Check", "Kind", "Names", "ProfileCheck", "ProfileKind", "profile_kinds"]
