"""A feed in figures, for reports, pages and plans: days, the mix of values and sales, and what WeChat may fold. Pure.

    timeline = …                                   # moments_lint.timeline.Timeline, oldest post first
    week = mix(timeline, timeline.now.date(), 7, limit=50)
    week.share, week.left, week.needed             # 43 (percent), 1 (more selling posts fit), 0 (posts to make up for too many)
    for day in days(timeline, first, last): …      # every date, empty ones too: day.counts["soft_sell"], day.drafts
    for fold in folds(timeline, limit=3): …        # fold.shown and fold.folded are indices into timeline.entries
    summary(timeline, rhythm)                      # all of it for the weeks around "now"

Every threshold is a parameter and comes from the rhythm in use; none is a platform's published number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from moments_lint import rhythm as rhythms
from moments_lint.post import CATEGORIES, SELLING
from moments_lint.rhythm import BURST_MINUTES, Rhythm
from moments_lint.timeline import Timeline, between

WEEKS = 5
"""Weeks of a calendar: a month, and the week that is being planned."""


class Day(NamedTuple):
    """One date of a feed: its posts by index, how many of each category (all six are keys), how many are still drafts."""

    date: date
    posts: tuple[int, ...]
    counts: Mapping[str, int]
    drafts: int

    @property
    def total(self) -> int:
        """Posts of the day."""
        return len(self.posts)

    @property
    def selling(self) -> int:
        """Posts of the day that sell."""
        return sum(self.counts[category] for category in SELLING)


class Mix(NamedTuple):
    """What `days` days up to and with `end` hold; `limit` is the percentage that may sell, None when none is set."""

    end: date
    days: int
    counts: Mapping[str, int]
    limit: int | None = None

    @property
    def total(self) -> int:
        """Posts in all."""
        return sum(self.counts.values())

    @property
    def selling(self) -> int:
        """Posts that sell, hard or softly."""
        return sum(self.counts[category] for category in SELLING)

    @property
    def share(self) -> int:
        """The percentage that sells, rounded; 0 without posts."""
        return round(100 * self.selling / self.total) if self.total else 0

    @property
    def left(self) -> int:
        """The budget: how many more selling posts fit under the limit as things stand."""
        if self.limit is None or self.limit >= 100:
            return self.total + 1
        return max(0, (self.limit * self.total - 100 * self.selling) // (100 - self.limit))

    @property
    def needed(self) -> int:
        """How many posts that do not sell would bring the share back to the limit."""
        if not self.limit:
            return 0
        return max(0, -(-100 * self.selling // self.limit) - self.total)


class Fold(NamedTuple):
    """A burst as friends may meet it: the newest post shown, the others under 「余下 X 条」. Our heuristic, by index."""

    shown: int
    folded: tuple[int, ...]


class Summary(NamedTuple):
    """One author's feed around `today`; `week` and `month` end with the last draft ahead, else today."""

    author: str
    today: date | None
    days: tuple[Day, ...]
    week: Mix | None
    month: Mix | None
    folds: tuple[Fold, ...]


def days(timeline: Timeline, first: date, last: date) -> tuple[Day, ...]:
    """Return every date from `first` to `last`, both included."""
    posts: dict[date, list[int]] = {}
    for index in between(timeline.entries, first, last):
        posts.setdefault(timeline.entries[index].at.date(), []).append(index)
    dates = (first + timedelta(days=after) for after in range((last - first).days + 1))
    return tuple(_day(timeline, each, posts.get(each, [])) for each in dates)


def _day(timeline: Timeline, day: date, indices: list[int]) -> Day:
    entries = [timeline.entries[index] for index in indices]
    counts = dict.fromkeys(CATEGORIES, 0)
    for entry in entries:
        counts[entry.category] += 1
    return Day(day, tuple(indices), counts, sum(not entry.post.posted for entry in entries))


def mix(timeline: Timeline, end: date, length: int, limit: int | None = None) -> Mix:
    """Return what the `length` days up to and with `end` hold."""
    counts = dict.fromkeys(CATEGORIES, 0)
    for index in between(timeline.entries, end - timedelta(days=length - 1), end):
        counts[timeline.entries[index].category] += 1
    return Mix(end, length, counts, limit)


def folds(timeline: Timeline, limit: int, minutes: int = BURST_MINUTES) -> Iterator[Fold]:
    """Yield the bursts of more than `limit` posts within `minutes`; posts without an hour stand aside."""
    for indices in timeline.seen():
        timed = [index for index in indices if not timeline.entries[index].post.whole_day]
        for burst in bursts(timeline, timed, limit, minutes):
            yield Fold(burst[-1], tuple(reversed(burst[:-1])))


def bursts(timeline: Timeline, indices: list[int], limit: int, minutes: int) -> Iterator[list[int]]:
    """Yield the longest runs of `indices` in which any `limit` + 1 in a row lie within `minutes`."""
    run: list[int] = []
    last = -1
    for place in range(limit, len(indices)):
        first = place - limit
        if timeline.entries[indices[place]].at - timeline.entries[indices[first]].at > timedelta(minutes=minutes):
            continue
        if run and first > last:
            yield run
            run = []
        run += indices[max(first, last + 1) if run else first : place + 1]
        last = place
    if run:
        yield run


def summary(timeline: Timeline, rhythm: Rhythm, weeks: int = WEEKS) -> Summary:
    """Return the figures of one feed: a calendar of whole weeks that ends with the last draft's, or with today's."""
    if not timeline.entries:
        return Summary(timeline.author, timeline.now.date() if timeline.now else None, (), None, None, ())
    latest = timeline.entries[-1].at.date()
    today = timeline.now.date() if timeline.now else latest
    ahead = [entry.at.date() for entry in timeline.entries if not entry.post.posted and entry.at.date() >= today]
    end = min(max([today, *ahead]), today + timedelta(weeks=weeks - 1))
    last = end + timedelta(days=6 - end.weekday())
    first = last - timedelta(days=7 * weeks - 1)
    burst = rhythm.limit(rhythms.BURST)
    found = dict.fromkeys(folds(timeline, burst)) if burst else {}
    return Summary(
        timeline.author,
        today,
        days(timeline, first, last),
        mix(timeline, end, 7, rhythm.limit(rhythms.WEEK_SHARE)),
        mix(timeline, end, 30, rhythm.limit(rhythms.MONTH_SHARE)),
        tuple(fold for fold in found if first <= timeline.entries[fold.shown].at.date() <= last),
    )
