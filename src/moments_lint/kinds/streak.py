"""`kind: streak`: selling posts one after another with nothing between, or the same product day after day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from moments_lint import schema
from moments_lint.timeline import FeedCheck, FeedHit, FeedKind, Timeline

FIELDS = {
    "of": schema.choice("selling", "product").needed(),
    "limit": schema.whole(1, 100).needed(),
    "days": schema.whole(1, 365).otherwise(7),
}


def compile(options: Mapping[str, Any]) -> FeedCheck:
    """Return the check, by `of`.

    selling: a hit on the last draft of more than `limit` selling posts in a row, none more than `days` after the one before.
    product: a hit on the last draft of more than `limit` days in a row on which one product word is sold.
    """
    limit, apart = options["limit"], timedelta(days=options["days"])

    def selling(timeline: Timeline, _: Sequence[Timeline]) -> Iterator[FeedHit]:
        reported: set[int] = set()
        for seen in timeline.seen():
            for run in _runs(timeline, seen, apart):
                standing = timeline.mendable(run)
                if len(run) > limit and standing is not None and standing not in reported:
                    reported.add(standing)
                    values = {"count": len(run), "limit": limit, "product": ""}
                    yield FeedHit(standing, values, tuple(index for index in run if index != standing))

    def product(timeline: Timeline, _: Sequence[Timeline]) -> Iterator[FeedHit]:
        reported: set[int] = set()
        for word, days in sorted(_product_days(timeline).items()):
            for streak in _day_runs(sorted(days)):
                indices = [index for day in streak for index in days[day]]
                standing = timeline.mendable(indices)
                if len(streak) > limit and standing is not None and standing not in reported:
                    reported.add(standing)
                    values = {"count": len(streak), "limit": limit, "product": word}
                    yield FeedHit(standing, values, tuple(index for index in indices if index != standing))

    if options["of"] == "selling":
        return FeedCheck(selling, reach=options["days"] * (limit + 1), movable=True)
    return FeedCheck(product, reach=2 * limit + 2, movable=True)


def _runs(timeline: Timeline, seen: Sequence[int], apart: timedelta) -> Iterator[list[int]]:
    """Part the selling posts where another kind of post, or a long pause, comes between."""
    run: list[int] = []
    for index in seen:
        entry = timeline.entries[index]
        if run and (not entry.selling or entry.at - timeline.entries[run[-1]].at > apart):
            yield run
            run = []
        if entry.selling:
            run.append(index)
    if run:
        yield run


def _product_days(timeline: Timeline) -> dict[str, dict[date, list[int]]]:
    found: dict[str, dict[date, list[int]]] = {}
    for index, entry in enumerate(timeline.entries):
        for word in entry.products if entry.selling else ():
            found.setdefault(word, {}).setdefault(entry.at.date(), []).append(index)
    return found


def _day_runs(days: Sequence[date]) -> Iterator[list[date]]:
    run: list[date] = []
    for day in days:
        if run and day - run[-1] > timedelta(days=1):
            yield run
            run = []
        run.append(day)
    if run:
        yield run


KIND = FeedKind("streak", FIELDS, compile, frozenset({"count", "limit", "product"}))
