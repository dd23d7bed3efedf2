"""One author's feed while it is planned: what stands against a time, and which time comes next. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from functools import partial
from itertools import chain, takewhile
from typing import NamedTuple

from moments_lint import rhythm as rhythms
from moments_lint.feed_summary import mix
from moments_lint.rhythm import Rhythm
from moments_lint.rule import Rule
from moments_lint.slots import ALONE, ANY_HOUR, moved
from moments_lint.timeline import Entry, FeedCheck, Timeline, around, order
from moments_lint.wording import NO_TEXT, Text, fill

STEP = 30
"""Minutes from one time that may be proposed to the next."""
NEAR_DAYS = 3
"""Days after a draft's own time in which a quiet place is looked for before any place will do."""
SPREAD_DAYS = 28
"""Days over which drafts without a time are spread before days are filled up to their limit."""
HORIZON_DAYS = 60
"""A plan reaches so far, and a day further for each draft."""
SECOND = timedelta(seconds=1)
LOOK_BACK = timedelta(days=60)
"""How much of what is out before the first draft matters: every rule that a time can mend looks at less."""


class Rules(NamedTuple):
    """The feed rules that a time can mend: how often, and the others (the hour, what must not come again too soon).

    `daily` are the ids of those that see only the day: another hour does not help.
    """

    often: tuple[Rule, ...] = ()
    others: tuple[Rule, ...] = ()
    daily: frozenset[str] = frozenset()


class Placement(NamedTuple):
    """What is proposed for one draft: its time as it is and as it should be, None for no time or no time of day, and why.

    `stuck` says that no time would do: the draft stays as it is and has to be rewritten.
    """

    entry: Entry
    before: datetime | None
    after: datetime | None
    reason: Text = NO_TEXT
    stuck: bool = False

    @property
    def changes(self) -> bool:
        """Whether the draft's time is to be written."""
        return self.after is not None and self.after != self.before


Wish = Callable[[datetime], Iterator[datetime]]
"""Times from a given one on, in the order they are preferred."""


class _Conflict(NamedTuple):
    """What a rule has against a draft, and from when on it would have nothing, where that can be told."""

    message: str
    safe: datetime | None


class Schedule:
    """One author's feed while it is planned: `entries` are in place, oldest first."""

    def __init__(
        self, timeline: Timeline, undated: Sequence[Entry], rules: Rules, rhythm: Rhythm, now: datetime, feeds: Sequence[Timeline]
    ) -> None:
        self.author, self.now, self.rules, self.rhythm, self.feeds = timeline.author, now, rules, rhythm, feeds
        self.dated = [entry for entry in timeline.entries if not entry.post.posted]
        self.undated = _mixed(undated)
        first = min([now, *(entry.at for entry in self.dated)]) - LOOK_BACK
        self.entries = [entry for entry in timeline.entries if entry.post.posted and entry.at >= first]
        latest = max([now, *(entry.at - timedelta(days=HORIZON_DAYS) for entry in self.dated)])
        self.last_day = latest.date() + timedelta(days=HORIZON_DAYS + len(self.dated) + len(self.undated))

    def timeline(self, entries: Sequence[Entry] | None = None) -> Timeline:
        return Timeline(self.author, tuple(self.entries if entries is None else entries), self.now)

    def plan(self) -> Iterator[Placement]:
        """Yield the placements: times that are fine first, then those that must change, those to be found, the hopeless."""
        misfits: list[tuple[Entry, Text]] = []
        for entry in self.dated:
            if entry.post.whole_day and entry.at.date() >= self.now.date():
                misfits.append((entry, Text("只定了日子，补上钟点", "only the day was set; now with a time of day")))
                continue
            conflict = self.conflict(entry, whole=entry.at >= self.now)
            if conflict is None:
                self.add(entry)
                yield Placement(entry, entry.at, entry.at)
            else:
                misfits.append((entry, self._why(entry, conflict)))
        stuck = []
        for entry, why in misfits:
            at = self._place(entry, max(entry.at, self.now), self._near(entry))
            if isinstance(at, datetime):
                yield self._placed(entry, None if entry.post.whole_day else entry.at, at, why)
            else:
                stuck.append((entry, why))
        for number, entry in enumerate(self.undated):
            at = self._place(entry, self.now, [partial(self._comfortable, entry, SPREAD_DAYS, number)])
            yield self._placed(entry, None, at, self._fits(at)) if isinstance(at, datetime) else _hopeless(entry, at)
        for entry, why in stuck:
            yield self._bury(entry, why)

    def _why(self, entry: Entry, conflict: _Conflict) -> Text:
        if entry.at >= self.now:
            return Text(conflict.message, conflict.message)
        return Text(
            f"{conflict.message}；这个时间已经过了，要是发过了，先用 posted 记一笔",
            f"{conflict.message}; that time has passed: if it is out, record it with “posted” first",
        )

    def _placed(self, entry: Entry, before: datetime | None, at: datetime, why: Text) -> Placement:
        self.add(entry, at)
        return Placement(entry, before, at, why)

    def _fits(self, at: datetime) -> Text:
        count = 1 + sum(other.at.date() == at.date() for other in self.entries)
        limit = self.rhythm.limit(rhythms.POSTS_A_DAY)
        most = Text(f"（每天不超过 {limit} 条）", f" (at most {limit} a day)") if limit else NO_TEXT
        return Text(f"还没定时间；排在这天第 {count} 条{most.zh}", f"had no time; post {count} of that day{most.en}")

    def _bury(self, entry: Entry, why: Text) -> Placement:
        """Keep a draft that no time can mend where it is; where even that floods the day, at the next quiet time."""
        start = max(entry.at, self.now)
        own = [entry.at] if entry.at > self.now else []
        wanted = chain(own, self._quiet(start), self._slots(start, any_hour=True))
        at = next((at for at in wanted if self.conflict(moved(entry, at), whole=False) is None), entry.at)
        self.add(entry, at)
        also = Text("换时间解决不了，要重写", "no time will mend that; rewrite it")
        if at != entry.at:
            also = Text("换时间只能让那天不挤，还是要重写", "another time only thins out the day; rewrite it all the same")
        return Placement(entry, entry.at, at, Text(f"{why.zh}；{also.zh}", f"{why.en}; {also.en}"), stuck=True)

    def add(self, entry: Entry, at: datetime | None = None) -> None:
        self.entries.append(entry if at is None else moved(entry, at))
        self.entries.sort(key=order)

    def conflict(self, entry: Entry, whole: bool = True) -> _Conflict | None:
        """Return what the rules have against a draft beside everything in place; unless `whole`, only how often is asked.

        They had nothing against any draft still to come, so whatever they have is the draft's doing.
        """
        for rule in (*self.rules.often, *(self.rules.others if whole else ())):
            for conflict in self._against(rule, entry):
                return conflict
        return None

    def _against(self, rule: Rule, entry: Entry) -> Iterator[_Conflict]:
        """Run a rule on what it looks at around a draft, and the post before that, which ends a silence."""
        assert isinstance(rule.check, FeedCheck)
        reach = timedelta(days=rule.check.reach)
        first = max(0, bisect_left(self.entries, entry.at - reach, key=_at) - 1)
        last = bisect_right(self.entries, entry.at + reach, key=_at)
        feed = self.timeline(sorted([*self.entries[first:last], entry], key=order))
        for hit in rule.check.run(feed, [feed, *self.feeds]):
            standing = feed.entries[hit.entry] if hit.entry is not None else None
            if standing is entry or (standing is not None and not standing.post.posted and standing.at >= self.now):
                tomorrow = datetime.combine(entry.at.date() + timedelta(days=1), time(), entry.at.tzinfo)
                safe = hit.safe or (tomorrow if rule.id in self.rules.daily else None)
                yield _Conflict(fill(rule.message, dict(hit.values)), safe)

    def _place(self, entry: Entry, start: datetime, wishes: Iterable[Wish]) -> datetime | _Conflict:
        """Return the first time that will do: as wished, then a good one, then any at all; else what stands against the last."""
        conflict = _Conflict("", None)
        anywhere: list[Wish] = [self._quiet, partial(self._slots, any_hour=True)]
        for wish in [*wishes, *anywhere]:
            skip = start
            for at in wish(start):
                if at < skip:
                    continue
                found = self.conflict(moved(entry, at))
                if found is None:
                    return at
                conflict = found
                skip = max(skip, found.safe or skip)
                if skip.date() > self.last_day:
                    return conflict
        return conflict

    def _comfortable(self, entry: Entry, days: int, turn: int, start: datetime) -> Iterator[datetime]:
        """Pick times that leave a day at half of what the rhythm allows, part posts that sell and keep the week in balance."""
        for at in self._until(days, turn, start):
            near = around(self.entries, at, timedelta(days=8), timedelta(days=8))
            day = [other for other in near if other.at.date() == at.date()]
            if self._alone(at) and self._roomy(len(day), rhythms.POSTS_A_DAY):
                roomy = self._roomy(sum(other.selling for other in day), rhythms.SELLING_A_DAY)
                if not entry.selling or (roomy and self._balanced(moved(entry, at), near)):
                    yield at

    def _balanced(self, entry: Entry, near: Sequence[Entry]) -> bool:
        """Say whether a post that sells has others that do not on either side, and leaves the week's share as it should be."""
        feed = sorted([*near, entry], key=order)
        place = feed.index(entry)
        share = self.rhythm.limit(rhythms.WEEK_SHARE)
        return not any(other.selling for other in (*feed[max(0, place - 1) : place], *feed[place + 1 : place + 2])) and (
            share is None or mix(self.timeline(feed), entry.at.date(), 7).share <= share
        )

    def _alone(self, at: datetime) -> bool:
        return not around(self.entries, at, ALONE - SECOND, ALONE - SECOND)

    def _roomy(self, count: int, rule: str) -> bool:
        limit = self.rhythm.limit(rule)
        return limit is None or count < max(1, limit // 2)

    def _near(self, entry: Entry) -> list[Wish]:
        """Wishes for a draft that has a day: its own time, or that day where it has no hour yet; then the days after it."""
        later = partial(self._comfortable, entry, NEAR_DAYS, 0)
        if not entry.post.whole_day:
            return [lambda start: iter([entry.at]), later]
        same_day = partial(self._until, 0, 0)
        return [partial(self._comfortable, entry, 0, 0), lambda start: filter(self._alone, same_day(start)), later]

    def _until(self, days: int, turn: int, start: datetime) -> Iterator[datetime]:
        """Good times up to so many days later; with each `turn` the day begins with another window."""
        last = start.date() + timedelta(days=days)
        return takewhile(lambda at: at.date() <= last, self._slots(start, turn))

    def _quiet(self, start: datetime) -> Iterator[datetime]:
        return filter(self._alone, self._slots(start))

    def _slots(self, start: datetime, turn: int = 0, any_hour: bool = False) -> Iterator[datetime]:
        """Yield the times after `start` that may be proposed, to the end of the plan."""
        windows = self.rhythm.windows or ANY_HOUR
        turned = (*windows[turn % len(windows) :], *windows[: turn % len(windows)])
        good = [minute for window in turned for minute in range(window.start, window.end, STEP)]
        day = start.date()
        while day <= self.last_day:
            for minute in range(0, 1440, STEP) if any_hour else good:
                at = datetime.combine(day, time(minute // 60, minute % 60), self.now.tzinfo)
                if at > start:
                    yield at
            day += timedelta(days=1)


def _hopeless(entry: Entry, conflict: _Conflict) -> Placement:
    why = Text(f"近期排不进去，要重写：{conflict.message}", f"no time will do, rewrite it: {conflict.message}")
    return Placement(entry, None, None, why, stuck=True)


def _mixed(drafts: Sequence[Entry]) -> list[Entry]:
    """Return drafts by name, those that sell evenly among the others."""
    selling = sorted((one for one in drafts if one.selling), key=lambda one: one.post.name)
    valuable = sorted((one for one in drafts if not one.selling), key=lambda one: one.post.name)
    places = [
        ((number + 0.5) / len(group), entry.selling, entry) for group in (valuable, selling) for number, entry in enumerate(group)
    ]
    return [entry for _, _, entry in sorted(places, key=lambda place: place[:2])]


def _at(entry: Entry) -> datetime:
    return entry.at
