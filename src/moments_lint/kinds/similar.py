"""`kind: similar`: the same copy again. Measured as the share of the shorter post's character 4-grams that the other holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from moments_lint import schema
from moments_lint.copies import SHINGLE, Index, Match, copied, shingles
from moments_lint.timeline import Entry, FeedCheck, FeedHit, FeedKind, Timeline, around

FIELDS = {
    "limit": schema.whole(30, 100).needed(),
    "below": schema.whole(31, 101).otherwise(101),
    "days": schema.whole(1, 365).needed(),
    "characters": schema.whole(SHINGLE, 2000).otherwise(12),
    "common": schema.whole(0, 100).otherwise(0),
    "among": schema.choice("own", "others", "lists").otherwise("own"),
}


def compile(options: Mapping[str, Any]) -> FeedCheck:
    """Return the check: a hit on each draft at least `limit` percent like an earlier post of the last `days`.

    `among: own` compares with the author's own posts that a same friend may have seen, `lists` with those that other audience
    lists were shown, `others` with other authors' posts. Copies of `below` percent or more are another rule's business; what
    `common` posts share does not count.
    """
    limit, below, window = options["limit"], options["below"], timedelta(days=options["days"])
    among = options["among"]

    def run(timeline: Timeline, all_of_them: Sequence[Timeline]) -> Iterator[FeedHit]:
        if among == "others" and len(all_of_them) < 2:
            return
        entries = _everybody(all_of_them) if among == "others" else timeline.entries
        drafts = [entry.at for entry in timeline.entries if not entry.post.posted]
        if not drafts:
            return
        entries = around(entries, drafts[-1], drafts[-1] - drafts[0] + window)
        own_place = {id(entry): index for index, entry in enumerate(timeline.entries)}
        index = Index(window, options["characters"])
        for number, entry in enumerate(entries):
            held = shingles(entry.text)
            if id(entry) in own_place and not entry.post.posted:
                matches = [
                    match
                    for match in index.matches(held, entry.at, options["common"])
                    if match.alike * 100 >= limit and _meant(among, entry, entries[match.place])
                ]
                if matches and round(matches[0].alike * 100) < below:
                    latest = max(entries[match.place].at for match in matches) + window
                    yield _hit(own_place, entry, entries[matches[0].place], matches[0], latest)
            index.add(number, held, entry.at)

    return FeedCheck(run, reach=options["days"] + 1, movable=among == "own")


def _everybody(timelines: Sequence[Timeline]) -> Sequence[Entry]:
    entries = [entry for timeline in timelines for entry in timeline.entries]
    return sorted(entries, key=lambda entry: (entry.at, entry.post.author, entry.post.name, entry.text))


def _meant(among: str, entry: Entry, earlier: Entry) -> bool:
    if among == "others":
        return entry.post.author != earlier.post.author
    apart = bool(entry.post.audience and earlier.post.audience) and not set(entry.post.audience) & set(earlier.post.audience)
    return apart == (among == "lists")


def _hit(places: Mapping[int, int], entry: Entry, earlier: Entry, match: Match, latest: datetime) -> FeedHit:
    safe = datetime.combine((latest + timedelta(days=1)).date(), time(), latest.tzinfo)
    values = {
        "percent": round(match.alike * 100),
        "earlier": earlier.post.name or earlier.at.strftime("%m-%d %H:%M"),
        "author": earlier.post.author or "?",
        "day": earlier.at.date().isoformat(),
        "safe": safe.date().isoformat(),
    }
    related = (places[id(earlier)],) if id(earlier) in places else ()
    return FeedHit(places[id(entry)], values, related, copied(entry, earlier), safe)


KIND = FeedKind("similar", FIELDS, compile, frozenset({"percent", "earlier", "author", "day", "safe"}))
