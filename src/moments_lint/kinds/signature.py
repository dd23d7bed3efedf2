"""`kind: signature`: one feed, ever other names beneath its posts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from moments_lint import patterns, schema
from moments_lint.timeline import FeedCheck, FeedHit, FeedKind, Timeline, between

FIELDS = {
    "limit": schema.whole(1, 100).needed(),
    "days": schema.whole(2, 365).needed(),
    "patterns": schema.listing(schema.text(patterns.wrong_pattern), least=1).needed(),
    "endings": schema.listing(schema.text()),
}

LONGEST_TAIL = 60
"""Folded characters at the end of a post in which a signature is looked for."""


def compile(options: Mapping[str, Any]) -> FeedCheck:
    """Return the check: a hit on a draft signed otherwise than `limit` or more posts of `days` around it that share one name.

    A signature is the first group of one of `patterns`; `endings` (分享, 手记 …) are no part of the name. Of two names that hold
    one another (小林, 小林茶铺) the persona is the same.
    """
    limit, window, endings = options["limit"], timedelta(days=options["days"]), sorted(options["endings"], key=len, reverse=True)

    def run(timeline: Timeline, _: Sequence[Timeline]) -> Iterator[FeedHit]:
        names = {i: name for i, entry in enumerate(timeline.entries) if (name := _name(entry.text, options["patterns"], endings))}
        for index, name in names.items():
            entry = timeline.entries[index]
            if entry.post.posted:
                continue
            days = between(timeline.entries, (entry.at - window).date(), (entry.at + window).date())
            near = {i: names[i] for i in days if i in names and i != index}
            if not near:
                continue
            used = Counter(near.values())
            usual = max(used, key=lambda other: (used[other], other))
            if used[usual] >= limit and used[usual] > used[name] + 1 and usual not in name and name not in usual:
                related = tuple(i for i, other in near.items() if other == usual)
                yield FeedHit(index, {"name": name, "usual": usual, "count": used[usual], "limit": limit}, related[-1:])

    return FeedCheck(run, reach=options["days"])


def _name(text: str, forms: Sequence[str], endings: Sequence[str]) -> str:
    tail = text.rstrip()[-LONGEST_TAIL:]
    for form in forms:
        for start, end in patterns.search(form, tail):
            name = tail[start:end].strip()
            ending = next((ending for ending in endings if name.endswith(ending) and name != ending), "")
            return name.removesuffix(ending).strip()
    return ""


KIND = FeedKind("signature", FIELDS, compile, frozenset({"name", "usual", "count", "limit"}))
