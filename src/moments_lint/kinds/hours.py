"""`kind: hours`: drafts set for the night, when a post wakes somebody or is buried by the morning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from moments_lint import schema
from moments_lint.timeline import FeedCheck, FeedHit, FeedKind, Timeline

FIELDS = {
    "side": schema.choice("late", "early").needed(),
    "limit": schema.whole(1, 2359).needed(),
}


def compile(options: Mapping[str, Any]) -> FeedCheck:
    """Return the check: a hit on each draft from `limit` on (late) or before it (early); 2130 is half past nine in the evening.

    Posts of which only the day is known have no hour.
    """
    late = options["side"] == "late"
    hour, minute = divmod(options["limit"], 100)
    limit = hour * 60 + min(minute, 59)

    def run(timeline: Timeline, _: Sequence[Timeline]) -> Iterator[FeedHit]:
        for index, entry in enumerate(timeline.entries):
            own = entry.at.hour * 60 + entry.at.minute
            if not entry.post.posted and not entry.post.whole_day and (own >= limit if late else own < limit):
                yield FeedHit(index, {"time": entry.at.strftime("%H:%M"), "limit": f"{limit // 60:02}:{limit % 60:02}"})

    return FeedCheck(run, reach=1, movable=True)


KIND = FeedKind("hours", FIELDS, compile, frozenset({"time", "limit"}))
