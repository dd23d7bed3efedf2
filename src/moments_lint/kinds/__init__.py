"""The kinds of rule, one module each, listed by hand. A new kind is a module and a line here."""

from moments_lint.kinds import (
    density,
    disguised,
    frequency,
    layout,
    missing,
    pattern,
    profile,
    profile_fact,
    profile_feed,
    repetition,
    similar,
    suppression,
    terms,
    together,
    typed,
)
from moments_lint.kinds.check import Check, Kind, Names, ProfileKind
from moments_lint.timeline import FeedKind

KINDS: dict[str, Kind] = {
    module.KIND.name: module.KIND
    for module in (terms, pattern, typed, together, density, repetition, layout, missing, disguised, suppression)
}

FEED_KINDS: dict[str, FeedKind] = {module.KIND.name: module.KIND for module in (frequency, similar)}

PROFILE_KINDS: dict[str, ProfileKind] = {module.KIND.name: module.KIND for module in (profile, profile_fact, profile_feed)}

__all__ = ["FEED_KINDS", "KINDS", "PROFILE_KINDS", "Check", "Kind", "Names", "ProfileKind"]
