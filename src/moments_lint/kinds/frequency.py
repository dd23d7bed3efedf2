"""`kind: frequency`: how often one author posts, or sells, in a calendar day of the feed's time zone, as one friend sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from moments_lint import schema
from moments_lint.timeline import FeedCheck, FeedHit, FeedKind, Timeline

FIELDS = {
    "of": schema.choice("posts", "selling").needed(),
    "limit": schema.whole(1, 100).needed(),
}


def compile(options: Mapping[str, Any]) -> FeedCheck:
    """Return the check: one hit a day, on the first post over `limit` that can be mended, with the day's earlier ones as related.

    When all posts over the limit are out, the last draft of the day is the one that can give way.
    """
    limit, selling_only = options["limit"], options["of"] == "selling"

    def run(timeline: Timeline, _: Sequence[Timeline]) -> Iterator[FeedHit]:
        reported: set[date] = set()
        for seen in timeline.seen():
            days: dict[date, list[int]] = {}
            for index in seen:
                if not selling_only or timeline.entries[index].selling:
                    days.setdefault(timeline.entries[index].at.date(), []).append(index)
            for day, indices in days.items():
                over = [index for index in indices[limit:] if not timeline.entries[index].post.posted]
                standing = over[0] if over else timeline.mendable(indices)
                if len(indices) <= limit or standing is None or day in reported:
                    continue
                reported.add(day)
                values = {"count": len(indices), "limit": limit, "day": day.isoformat()}
                yield FeedHit(standing, values, tuple(index for index in indices if index < standing))

    return FeedCheck(run, reach=1, movable=True)


KIND = FeedKind("frequency", FIELDS, compile, frozenset({"count", "limit", "day"}))
