"""`kind: similar`: the same copy again. Measured as the share of the shorter post's character 4-grams that the other holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from zlib import crc32

from moments_lint import schema
from moments_lint.timeline import FeedCheck, FeedHit, FeedKind, Timeline

SHINGLE = 4
INDEXED_WHOLE = 64
SAMPLE = 4
"""Of a post with more than INDEXED_WHOLE shingles, one in SAMPLE is indexed; a copy shares dozens, so some are always met."""

FIELDS = {
    "limit": schema.whole(30, 100).needed(),
    "days": schema.whole(1, 365).needed(),
    "characters": schema.whole(SHINGLE, 2000).otherwise(12),
}


def compile(options: Mapping[str, Any]) -> FeedCheck:
    """Return the check: a hit on each post at least `limit` percent like an earlier one of the last `days`."""
    limit, window = options["limit"], timedelta(days=options["days"])

    def run(timeline: Timeline) -> Iterator[FeedHit]:
        shingles: list[frozenset[str]] = []
        holders: dict[int, list[int]] = {}
        for index, entry in enumerate(timeline.entries):
            own = _shingles(entry.text)
            shingles.append(own)
            if len(own) + SHINGLE - 1 < options["characters"]:
                continue
            keys = [crc32(shingle.encode("utf-8", "replace")) for shingle in own]
            candidates = {other for key in keys for other in holders.get(key, ())}
            recent = [other for other in candidates if entry.at - timeline.entries[other].at <= window]
            best = max(recent, key=lambda other: (_alike(own, shingles[other]), other), default=None)
            if best is not None and _alike(own, shingles[best]) * 100 >= limit:
                earlier = timeline.entries[best]
                values = {
                    "percent": round(_alike(own, shingles[best]) * 100),
                    "earlier": earlier.post.name or earlier.at.strftime("%m-%d %H:%M"),
                    "day": earlier.at.date().isoformat(),
                    "safe": (earlier.at + window + timedelta(days=1)).date().isoformat(),
                }
                yield FeedHit(index, values, (best,))
            for key in keys if len(keys) <= INDEXED_WHOLE else [key for key in keys if key % SAMPLE == 0]:
                holders.setdefault(key, []).append(index)

    return FeedCheck(run)


def _shingles(text: str) -> frozenset[str]:
    letters = "".join(character for character in text if character.isalnum())
    return frozenset(letters[i : i + SHINGLE] for i in range(len(letters) - SHINGLE + 1))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


KIND = FeedKind("similar", FIELDS, compile, frozenset({"percent", "earlier", "day", "safe"}))
