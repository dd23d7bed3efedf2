"""A feed as the feed rules see it: one author's dated posts in order, with their categories. Values only."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from moments_lint.finding import Finding, Report, Span
from moments_lint.post import SELLING, Post
from moments_lint.schema import Field

MAX_LISTS = 8
"""Audience lists looked at one by one, the most used ones: nobody keeps more apart."""

NO_WORDS: frozenset[str] = frozenset()


class Entry(NamedTuple):
    """One post of a feed. `at` is aware, in the feed's time zone; `text` is folded.

    `goods` is the category of what the post sells, empty when unknown; `products` are the goods words in its text.
    """

    post: Post
    at: datetime
    category: str
    text: str
    goods: str = ""
    products: frozenset[str] = NO_WORDS

    @property
    def selling(self) -> bool:
        """Whether the post sells, hard or softly."""
        return self.category in SELLING


class Timeline(NamedTuple):
    """The dated posts of one author, oldest first. `now` is in the feed's time zone, None when it is unknown."""

    author: str
    entries: tuple[Entry, ...]
    now: datetime | None = None

    def seen(self) -> Iterator[list[int]]:
        """Yield what one friend may see, as indices: everything, or with audience lists what each of them is shown."""
        used = Counter(name for entry in self.entries for name in entry.post.audience)
        if not used:
            yield list(range(len(self.entries)))
        for name in sorted(used, key=lambda name: (-used[name], name))[:MAX_LISTS]:
            yield [i for i, entry in enumerate(self.entries) if not entry.post.audience or name in entry.post.audience]

    def mendable(self, indices: Collection[int]) -> int | None:
        """Return the last of `indices` that is not out yet: the post that a finding about all of them stands on."""
        return max((index for index in indices if not self.entries[index].post.posted), default=None)


def order(entry: Entry) -> tuple[datetime, str, str]:
    """Return what the entries of a feed are sorted by, so that the order they were read in does not matter."""
    return entry.at, entry.post.name, entry.post.text


def around(entries: Sequence[Entry], at: datetime, before: timedelta, after: timedelta = timedelta()) -> Sequence[Entry]:
    """Return the entries from `before` ahead of `at` to `after` behind it, both ends included; `entries` are oldest first."""
    return entries[bisect_left(entries, at - before, key=_at) : bisect_right(entries, at + after, key=_at)]


def between(entries: Sequence[Entry], first: date, last: date) -> range:
    """Return the indices of the entries from one date to another, both included; `entries` are oldest first."""
    return range(bisect_left(entries, first, key=_date), bisect_right(entries, last, key=_date))


def _at(entry: Entry) -> datetime:
    return entry.at


def _date(entry: Entry) -> date:
    return entry.at.date()


class Copied(NamedTuple):
    """What two posts share: where it stands in each, as typed, and the earlier post."""

    span: Span
    source: Entry
    source_span: Span


class FeedHit(NamedTuple):
    """A bare hit on a feed: the entry it stands on (None: the feed as a whole), and those that belong to it, by index."""

    entry: int | None
    values: Mapping[str, object] = {}
    related: tuple[int, ...] = ()
    copied: Copied | None = None
    safe: datetime | None = None
    """The time from which this rule has nothing against the post, where it can tell."""


class FeedCheck(NamedTuple):
    """A compiled feed rule: `run` receives the feed, and all feeds of the run; it looks at most `reach` days around a post.

    `movable` says that another time can mend what it finds.
    """

    run: Callable[[Timeline, Sequence[Timeline]], Iterator[FeedHit]]
    reach: int = 1
    movable: bool = False


class FeedKind(NamedTuple):
    """One `kind:` of rule for feeds; `values` are the names a message may use."""

    name: str
    fields: Mapping[str, Field]
    compile: Callable[[Mapping[str, Any]], FeedCheck]
    values: frozenset[str]


class FeedReport(NamedTuple):
    """The reports of a feed's posts, and what only the feed as a whole shows.

    `timelines` holds each author's feed as it was looked at, `undated` the posts that belong to none for want of a date.
    """

    posts: tuple[Report, ...]
    findings: tuple[Finding, ...]
    timelines: tuple[Timeline, ...] = ()
    undated: tuple[Post, ...] = ()


Judge = Callable[[Sequence[Post]], Iterable[Report]]
"""Posts → their reports, in order."""
