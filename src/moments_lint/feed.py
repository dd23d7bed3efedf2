"""Entries → timelines → what the feed rules say about them. Which posts to look at, never what to think of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from moments_lint.copies import alike, shingles
from moments_lint.dressing import Dressing
from moments_lint.feed_summary import WEEKS
from moments_lint.finding import Finding
from moments_lint.post import Post
from moments_lint.rhythm import Rhythm
from moments_lint.rule import Rule
from moments_lint.slots import better
from moments_lint.suppression import cover
from moments_lint.timeline import Entry, FeedCheck, Timeline, order

CALENDAR = timedelta(days=7 * WEEKS)
"""How far back a report looks: to the first day of its calendar, which holds the month of the mix."""

SAME_POST = timedelta(days=1)
"""A draft and a post that is out, with the same words and no further apart, are one."""

SAME_WORDS = 0.5
"""Least likeness of a draft and what was posted under its name: words are often mended on the phone."""

SUGGESTIONS = 60
"""Findings for which a better time is looked for; who has more has to plan anew."""


class Dated(NamedTuple):
    """A post with its time in the feed's time zone."""

    post: Post
    at: datetime


def local(at: datetime, zone: tzinfo) -> datetime:
    """Return a time in the feed's zone; a naive one is meant there already."""
    return at.replace(tzinfo=zone) if at.tzinfo is None else at.astimezone(zone)


def once(posts: Sequence[Post], history: Iterable[Dated], zone: tzinfo) -> tuple[list[Dated | None], list[Dated]]:
    """Return the drafts, None for those without a date, and the history, without doubles.

    A draft that is out becomes a posted one, at the time it really went out. The two are one post by their name and about the
    same words (a file may be used again for other words), else by author, words and about the same time.
    """
    past = {(each.post.author, each.at, each.post.text.strip()): each for each in sorted(history, key=_order, reverse=True)}
    out: dict[tuple[str, ...], list[Dated]] = {}
    for each in past.values():
        for key in {("name", each.post.name), ("text", each.post.author, each.post.text.strip())}:
            out.setdefault(key, []).append(each)
    used: set[int] = set()
    drafts: list[Dated | None] = [None] * len(posts)
    for place in sorted(range(len(posts)), key=lambda place: (posts[place].name, posts[place].text)):
        post = posts[place]
        at = local(post.at, zone) if post.at is not None else None
        named = [each for each in out.get(("name", post.name), []) if post.name and _same_words(post.text, each.post.text)]
        worded = out.get(("text", post.author, post.text.strip()), [])
        near = [each for each in worded if at is None or abs(each.at - at) <= SAME_POST]
        same = next((each for each in (*named, *near) if id(each) not in used), None)
        if same is not None:
            used.add(id(same))
            drafts[place] = Dated(post._replace(posted=True, at=same.at, whole_day=same.post.whole_day), same.at)
        elif at is not None:
            drafts[place] = Dated(post, at)
    return drafts, sorted((each for each in past.values() if id(each) not in used), key=_order)


def _same_words(one: str, other: str) -> bool:
    return one.strip() == other.strip() or alike(shingles(one), shingles(other)) >= SAME_WORDS


def _order(dated: Dated) -> tuple[datetime, str, str]:
    return dated.at, dated.post.name, dated.post.text


def near(history: Sequence[Dated], drafts: Iterable[datetime], now: datetime | None, reach: timedelta) -> list[Dated]:
    """Return what of one author's history (oldest first) the rules look at: around each draft, and the latest weeks.

    The post before each stretch is kept too, so that a silence has its true length.
    """
    wanted = [(at - reach, at + reach) for at in drafts]
    if history:
        wanted.append((history[-1].at - max(reach, CALENDAR), history[-1].at))
    if now is not None:
        wanted.append((now - max(reach, CALENDAR), now + CALENDAR))
    kept: dict[int, None] = {}
    done = 0
    for first, last in sorted(wanted):
        start = max(done, bisect_left(history, first, key=_at) - 1)
        done = max(done, bisect_right(history, last, key=_at))
        kept.update(dict.fromkeys(range(start, done)))
    return [history[index] for index in sorted(kept)]


def _at(dated: Dated) -> datetime:
    return dated.at


def gather(
    drafts: Sequence[Entry], history: Iterable[Dated], now: datetime | None, reach: timedelta, read: Callable[[Dated], Entry]
) -> list[Timeline]:
    """Return the feed of each author; `read` makes an entry of a post that is out, and is called only for those looked at."""
    own: dict[str, list[Entry]] = {}
    past: dict[str, list[Dated]] = {}
    for entry in drafts:
        own.setdefault(entry.post.author, []).append(entry)
    for dated in history:
        past.setdefault(dated.post.author, []).append(dated)
    timelines = []
    for author in sorted(own.keys() | past.keys()):
        entries = own.get(author, [])
        open_ones = [entry.at for entry in entries if not entry.post.posted]
        entries = entries + [read(dated) for dated in near(past.get(author, []), open_ones, now, reach)]
        timelines.append(Timeline(author, tuple(sorted(entries, key=order)), now))
    return timelines


def findings(
    rules: Sequence[tuple[Rule, FeedCheck]],
    timelines: Sequence[Timeline],
    dressing: Dressing,
    rhythm: Rhythm,
    now: datetime | None,
) -> Iterator[Finding]:
    """Yield what the rules say about each feed, author by author, in the order of the rules."""
    suggested = 0
    for timeline in timelines:
        for rule, check in rules:
            for hit in check.run(timeline, timelines):
                finding = dressing.feed_finding(rule, hit, timeline)
                if hit.entry is not None and cover(timeline.entries[hit.entry].post, finding, now) is not None:
                    continue
                if check.movable and suggested < SUGGESTIONS:
                    suggested += 1
                    finding = finding._replace(reschedule=better(check, timeline, timelines, hit, rhythm))
                yield finding
