"""Better times: another hour or day for a draft, or a swap of two, tried against the rule that spoke. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import islice

from moments_lint import rhythm as rhythms
from moments_lint.finding import Slot
from moments_lint.rhythm import Rhythm, Window
from moments_lint.timeline import Entry, FeedCheck, FeedHit, Timeline, around, order

DAYS_AHEAD = 14
"""Days in which a free time is looked for; later than that a new draft is the better mend."""

ALONE = timedelta(hours=1)
"""Time that a moved draft keeps from its neighbours: twice the length of a burst."""

ANY_HOUR = (Window(450, 540), Window(720, 780), Window(1080, 1320))
"""Morning, noon and evening, on which the sources of practice agree; used when a rhythm names no hours."""

SWAPS = 6
"""Drafts on either side that a swap is tried with."""


def better(check: FeedCheck, timeline: Timeline, others: Sequence[Timeline], hit: FeedHit, rhythm: Rhythm) -> tuple[Slot, ...]:
    """Return a move, or a swap as two, after which `check` has nothing against what was moved and says less; else nothing."""
    if hit.entry is None:
        return ()
    entry = timeline.entries[hit.entry]
    near = timedelta(days=check.reach + DAYS_AHEAD)
    local = timeline._replace(entries=tuple(around(timeline.entries, entry.at, near, near + _wait(hit, entry))))
    before = len(list(check.run(local, others)))
    for change in _changes(local, entry, hit, rhythm):
        tried = _applied(local, change)
        hits = list(check.run(tried, [tried if other.author == local.author else other for other in others]))
        stands = {tried.entries[found.entry].post for found in hits if found.entry is not None}
        if len(hits) < before and stands.isdisjoint(moved(old, at).post for old, at in change):
            return tuple(Slot(old.post.name, at) for old, at in change)
    return ()


Change = tuple[tuple[Entry, datetime], ...]


def _wait(hit: FeedHit, entry: Entry) -> timedelta:
    return max(timedelta(), hit.safe - entry.at) if hit.safe is not None else timedelta()


def _applied(timeline: Timeline, change: Change) -> Timeline:
    """Return the feed after a change."""
    times = {id(entry): at for entry, at in change}
    changed = [moved(entry, times[id(entry)]) if id(entry) in times else entry for entry in timeline.entries]
    return timeline._replace(entries=tuple(sorted(changed, key=order)))


def moved(entry: Entry, at: datetime) -> Entry:
    """Return a draft at another time."""
    return entry._replace(at=at, post=entry.post._replace(at=at, whole_day=False))


def _changes(timeline: Timeline, entry: Entry, hit: FeedHit, rhythm: Rhythm) -> Iterator[Change]:
    if hit.safe is None:
        for other in _partners(timeline, entry, rhythm):
            yield (entry, other.at), (other, entry.at)
    for at in _free_times(timeline, entry, max(entry.at, hit.safe) if hit.safe else entry.at, rhythm):
        yield ((entry, at),)


def _partners(timeline: Timeline, entry: Entry, rhythm: Rhythm) -> Iterator[Entry]:
    """Yield drafts of the other sort, selling or not, that lie nearest and are still to come."""
    if not entry.selling or not _ahead(timeline, entry.at):
        return
    others = [other for other in timeline.entries if not other.selling and not other.post.posted and _ahead(timeline, other.at)]
    fitting = [other for other in others if rhythm.welcome(other.at) and _has_room(timeline, (entry, other), other.at, rhythm)]
    yield from sorted(fitting, key=lambda other: (abs(other.at - entry.at), other.at))[:SWAPS]


def _ahead(timeline: Timeline, at: datetime) -> bool:
    return timeline.now is None or at > timeline.now


def _free_times(timeline: Timeline, entry: Entry, earliest: datetime, rhythm: Rhythm) -> Iterator[datetime]:
    """Yield the first time of each day at which there is room for the draft and no other post within the hour."""
    start = max(earliest, timeline.now) if timeline.now is not None else earliest
    windows = rhythm.windows or ANY_HOUR
    for after in range(DAYS_AHEAD + 1):
        day = (start + timedelta(days=after)).date()
        times = (datetime.combine(day, time(window.start // 60 % 24, window.start % 60), entry.at.tzinfo) for window in windows)
        free = (at for at in times if _ahead(timeline, at) and at != entry.at and _fits(timeline, entry, at, rhythm))
        yield from islice(free, 1)


def _fits(timeline: Timeline, entry: Entry, at: datetime, rhythm: Rhythm) -> bool:
    others = [other for other in timeline.entries if other is not entry]
    if any(abs(other.at - at) < ALONE for other in around(others, at, ALONE, ALONE)):
        return False
    return _has_room(timeline, (entry,), at, rhythm)


def _has_room(timeline: Timeline, moved: tuple[Entry, ...], at: datetime, rhythm: Rhythm) -> bool:
    """Say whether the day of `at` may hold the first of `moved` too, those already taken out."""
    same_day = [other for other in timeline.entries if other.at.date() == at.date() and not any(other is one for one in moved)]
    posts, selling = rhythm.limit(rhythms.POSTS_A_DAY), rhythm.limit(rhythms.SELLING_A_DAY)
    if posts is not None and len(same_day) >= posts:
        return False
    return not (moved[0].selling and selling is not None and sum(other.selling for other in same_day) >= selling)
