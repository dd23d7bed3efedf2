"""`kind: audience`: an advertisement to everyone by an author who keeps audience lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from moments_lint import schema
from moments_lint.timeline import FeedCheck, FeedHit, FeedKind, Timeline, around

FIELDS = {
    "limit": schema.whole(1, 100).needed(),
    "days": schema.whole(1, 365).needed(),
}


def compile(options: Mapping[str, Any]) -> FeedCheck:
    """Return the check: a hit on each selling draft for everyone when `limit` or more posts of `days` around it had a list."""
    limit, window = options["limit"], timedelta(days=options["days"])

    def run(timeline: Timeline, _: Sequence[Timeline]) -> Iterator[FeedHit]:
        listed = [entry for entry in timeline.entries if entry.post.audience]
        if len(listed) < limit:
            return
        for index, entry in enumerate(timeline.entries):
            if not entry.selling or entry.post.audience or entry.post.posted:
                continue
            near = around(listed, entry.at, window, window)
            if len(near) >= limit:
                used = Counter(name for other in near for name in other.post.audience)
                names = sorted(used, key=lambda name: (-used[name], name))
                yield FeedHit(index, {"count": len(near), "limit": limit, "lists": "、".join(names[:3])})

    return FeedCheck(run, reach=options["days"])


KIND = FeedKind("audience", FIELDS, compile, frozenset({"count", "limit", "lists"}))
