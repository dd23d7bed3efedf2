"""`kind: drift`: goods of ever other categories (改头换面), or of so many that nobody knows what the author stands for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

from moments_lint import schema
from moments_lint.timeline import FeedCheck, FeedHit, FeedKind, Timeline

FIELDS = {
    "of": schema.choice("changes", "spread").needed(),
    "limit": schema.whole(1, 100).needed(),
    "days": schema.whole(2, 365).needed(),
    "least": schema.whole(1, 100).otherwise(2),
}


def compile(options: Mapping[str, Any]) -> FeedCheck:
    """Return the check, by `of`; only selling posts whose category of goods is known count, and never general ones.

    changes: a hit on a draft with which the author has gone through more than `limit` categories in `days`; a category counts
    once it has `least` posts. spread: a hit when the category sold most has under `limit` percent of at least `least` posts.
    """
    limit, window, least = options["limit"], timedelta(days=options["days"]), options["least"]
    find = _changes if options["of"] == "changes" else _spread

    def run(timeline: Timeline, _: Sequence[Timeline]) -> Iterator[FeedHit]:
        sold = [i for i, entry in enumerate(timeline.entries) if entry.selling and entry.goods not in ("", "general")]
        quiet_until = None
        first = 0
        for place, index in enumerate(sold):
            entry = timeline.entries[index]
            while entry.at - timeline.entries[sold[first]].at > window:
                first += 1
            if entry.post.posted or (quiet_until is not None and entry.at <= quiet_until):
                continue
            hit = find(timeline, sold[first : place + 1], limit, least)
            if hit is not None:
                quiet_until = entry.at + window
                yield hit

    return FeedCheck(run, reach=options["days"])


def _changes(timeline: Timeline, recent: Sequence[int], limit: int, least: int) -> FeedHit | None:
    counts = Counter(timeline.entries[index].goods for index in recent)
    steps = [index for index in recent if counts[timeline.entries[index].goods] >= least]
    turns = [b for a, b in pairwise(steps) if timeline.entries[a].goods != timeline.entries[b].goods]
    categories = list(dict.fromkeys(timeline.entries[index].goods for index in steps))
    if len(categories) <= limit or len(turns) < limit:
        return None
    values = {"count": len(categories), "limit": limit, "categories": tuple(categories), "share": 0}
    return FeedHit(recent[-1], values, (steps[0], *(turn for turn in turns if turn != recent[-1])))


def _spread(timeline: Timeline, recent: Sequence[int], limit: int, least: int) -> FeedHit | None:
    counts = Counter(timeline.entries[index].goods for index in recent)
    top = max(counts.values())
    if len(recent) < least or top * 100 >= limit * len(recent):
        return None
    share = round(100 * top / len(recent))
    values = {"count": len(counts), "limit": limit, "categories": tuple(sorted(counts)), "share": share}
    return FeedHit(recent[-1], values, tuple(recent[:-1]))


KIND = FeedKind("drift", FIELDS, compile, frozenset({"count", "limit", "categories", "share"}))
