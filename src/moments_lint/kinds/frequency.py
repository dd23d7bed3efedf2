"""`kind: frequency`: how often one author posts, or sells, in a calendar day of the feed's time zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from moments_lint import schema
from moments_lint.post import SELLING
from moments_lint.timeline import FeedCheck, FeedHit, FeedKind, Timeline

FIELDS = {
    "of": schema.choice("posts", "selling").needed(),
    "limit": schema.whole(1, 100).needed(),
}


def compile(options: Mapping[str, Any]) -> FeedCheck:
    """Return the check: one hit a day, on the first post over `limit`, with the earlier ones of that day as related."""
    limit, selling_only = options["limit"], options["of"] == "selling"

    def run(timeline: Timeline) -> Iterator[FeedHit]:
        days: dict[date, list[int]] = {}
        for index, entry in enumerate(timeline.entries):
            if not selling_only or entry.category in SELLING:
                days.setdefault(entry.at.date(), []).append(index)
        for day, indices in days.items():
            if len(indices) > limit:
                values = {"count": len(indices), "limit": limit, "day": day.isoformat()}
                yield FeedHit(indices[limit], values, tuple(indices[:limit]))

    return FeedCheck(run)


KIND = FeedKind("frequency", FIELDS, compile, frozenset({"count", "limit", "day"}))
