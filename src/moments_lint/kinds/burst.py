"""`kind: burst`: many posts within minutes, which WeChat may fold into 「余下 X 条」; and a burst after a silence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from moments_lint import schema
from moments_lint.feed_summary import bursts
from moments_lint.timeline import FeedCheck, FeedHit, FeedKind, Timeline

FIELDS = {
    "limit": schema.whole(1, 100).needed(),
    "minutes": schema.whole(1, 10080).needed(),
    "silence": schema.whole(0, 365).otherwise(0),
}


def compile(options: Mapping[str, Any]) -> FeedCheck:
    """Return the check: a hit on the last draft of each burst of more than `limit` posts within `minutes`.

    With `silence` only bursts that end so many days without a post are meant. Posts without an hour stand aside.
    """
    limit, minutes, silence = options["limit"], options["minutes"], timedelta(days=options["silence"])

    def run(timeline: Timeline, _: Sequence[Timeline]) -> Iterator[FeedHit]:
        reported: set[int] = set()
        for seen in timeline.seen():
            timed = [index for index in seen if not timeline.entries[index].post.whole_day]
            for burst in bursts(timeline, timed, limit, minutes):
                standing = timeline.mendable(burst)
                gap = _gap(timeline, seen, burst[0])
                if standing is None or standing in reported or (silence and (gap is None or gap < silence)):
                    continue
                reported.add(standing)
                first, last = timeline.entries[burst[0]].at, timeline.entries[burst[-1]].at
                values = {
                    "count": len(burst),
                    "limit": limit,
                    "minutes": minutes,
                    "took": round((last - first).total_seconds() / 60),
                    "rest": len(burst) - 1,
                    "day": first.date().isoformat(),
                    "days": gap.days if gap is not None else 0,
                }
                yield FeedHit(standing, values, tuple(index for index in burst if index != standing))

    return FeedCheck(run, reach=options["silence"] + -(-minutes // 1440) + 1, movable=not silence)


def _gap(timeline: Timeline, seen: Sequence[int], first: int) -> timedelta | None:
    """Return how long before a burst the author had said nothing; None when nothing came before."""
    place = bisect_left(seen, first)
    return timeline.entries[first].at - timeline.entries[seen[place - 1]].at if place else None


KIND = FeedKind("burst", FIELDS, compile, frozenset({"count", "limit", "minutes", "took", "rest", "day", "days"}))
