"""The kinds of rule, one module each, listed by hand and imported on first use. A new kind is a module and a name here."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from moments_lint.kinds.check import Check, Kind, Names, ProfileCheck, ProfileKind
from moments_lint.lazy import Lazy

if TYPE_CHECKING:
    from moments_lint.timeline import FeedKind


def _modules(names: Iterable[str]) -> Lazy[Any]:
    return Lazy({name: f"{__name__}.{name}" for name in names}, lambda _, module: import_module(module).KIND)


KINDS: Lazy[Kind] = _modules(
    ("terms", "pattern", "typed", "together", "density", "repetition", "layout", "missing", "disguised", "suppression")
)

FEED_KINDS: Lazy[FeedKind] = _modules(
    ("frequency", "burst", "streak", "mix", "similar", "drift", "absence", "hours", "audience", "signature")
)


PROFILE_KINDS: Lazy[ProfileKind] = _modules(("profile", "profile_fact", "profile_feed"))

__all__ = ["FEED_KINDS", "KINDS", "PROFILE_KINDS", "Check", "Kind", "Names", "ProfileCheck", "ProfileKind"]
