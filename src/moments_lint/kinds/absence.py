"""`kind: absence`: nothing but posts of other kinds for many days, e.g. not one that asks or thanks anybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from moments_lint import schema
from moments_lint.timeline import Entry, FeedCheck, FeedHit, FeedKind, Timeline

LOOKED_BACK = 2
"""A stretch is measured back to so many times the limit: what came before changes nothing that can still be done."""

FIELDS = {
    "of": schema.choice("interaction", "life").needed(),
    "limit": schema.whole(1, 365).needed(),
    "least": schema.whole(1, 1000).needed(),
}


def compile(options: Mapping[str, Any]) -> FeedCheck:
    """Return the check: a hit where more than `limit` days and `least` posts or more lie since the last post of the kind.

    interaction is a post of that category, or any other that asks something and sells nothing; life is everyday life or a story.
    A stretch is told once: on its last draft, or on the feed as a whole when it is the latest one and all of it is out.
    """
    limit, least = options["limit"], options["least"]
    wanted = _interacts if options["of"] == "interaction" else _lives

    def run(timeline: Timeline, _: Sequence[Timeline]) -> Iterator[FeedHit]:
        stretch: list[int] = []
        for index, entry in enumerate(timeline.entries):
            if wanted(entry):
                yield from _hits(timeline, stretch, limit, least, open_end=False)
                stretch = []
            else:
                stretch.append(index)
        yield from _hits(timeline, stretch, limit, least, open_end=True)

    return FeedCheck(run, reach=LOOKED_BACK * limit + 1)


def _hits(timeline: Timeline, stretch: Sequence[int], limit: int, least: int, open_end: bool) -> Iterator[FeedHit]:
    if stretch:
        last = timeline.entries[stretch[-1]].at
        stretch = [index for index in stretch if last - timeline.entries[index].at <= timedelta(days=LOOKED_BACK * limit)]
    if len(stretch) < least:
        return
    days = (timeline.entries[stretch[-1]].at.date() - timeline.entries[stretch[0]].at.date()).days + 1
    standing = timeline.mendable(stretch)
    if days > limit and (standing is not None or open_end):
        since = timeline.entries[stretch[0]].at.date().isoformat()
        yield FeedHit(standing, {"days": days, "limit": limit, "count": len(stretch), "since": since})


def _interacts(entry: Entry) -> bool:
    return entry.category == "interaction" or (not entry.selling and "?" in entry.text)


def _lives(entry: Entry) -> bool:
    return entry.category in ("life", "story")


KIND = FeedKind("absence", FIELDS, compile, frozenset({"days", "limit", "count", "since"}))
