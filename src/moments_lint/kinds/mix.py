"""`kind: mix`: the share of selling posts over a rolling number of days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from moments_lint import schema
from moments_lint.feed_summary import mix
from moments_lint.timeline import FeedCheck, FeedHit, FeedKind, Timeline

FIELDS = {
    "limit": schema.whole(1, 100).needed(),
    "days": schema.whole(2, 365).needed(),
    "least": schema.whole(1, 1000).needed(),
}


def compile(options: Mapping[str, Any]) -> FeedCheck:
    """Return the check: a hit on a selling draft when more than `limit` percent of the `days` days that end with it sell.

    Windows with fewer than `least` posts say nothing. After a hit the next one comes only when its window is a new one.
    """
    limit, length, least = options["limit"], options["days"], options["least"]

    def run(timeline: Timeline, _: Sequence[Timeline]) -> Iterator[FeedHit]:
        reported: set[int] = set()
        for seen in timeline.seen():
            part = timeline._replace(entries=tuple(timeline.entries[index] for index in seen))
            free = None
            for end in _last_selling_drafts(part):
                day = part.entries[end].at.date()
                if (free is not None and day < free) or seen[end] in reported:
                    continue
                found = mix(part, day, length, limit)
                if found.total < least or found.selling * 100 <= limit * found.total:
                    continue
                free = day + timedelta(days=length)
                reported.add(seen[end])
                values = {
                    "share": found.share,
                    "limit": limit,
                    "days": length,
                    "count": found.selling,
                    "total": found.total,
                    "needed": found.needed,
                    "day": day.isoformat(),
                }
                yield FeedHit(seen[end], values)

    return FeedCheck(run, reach=length)


def _last_selling_drafts(timeline: Timeline) -> Sequence[int]:
    """Return the last selling draft of every day, by index."""
    days = {entry.at.date(): index for index, entry in enumerate(timeline.entries) if entry.selling and not entry.post.posted}
    return sorted(days.values())


KIND = FeedKind("mix", FIELDS, compile, frozenset({"share", "limit", "days", "count", "total", "needed", "day"}))
