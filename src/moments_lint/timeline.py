"""A feed as the feed rules see it: one author's dated posts in order, with their categories. Values only."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from moments_lint.post import Post
from moments_lint.schema import Field


class Entry(NamedTuple):
    """One post of a feed. `at` is aware, in the feed's time zone; `text` is folded."""

    post: Post
    at: datetime
    category: str
    text: str


class Timeline(NamedTuple):
    """The dated posts of one author, oldest first."""

    author: str
    entries: tuple[Entry, ...]


class FeedHit(NamedTuple):
    """A bare hit on a feed: the entry it stands on, and the entries that belong to it, by index."""

    entry: int
    values: Mapping[str, object] = {}
    related: tuple[int, ...] = ()


class FeedCheck(NamedTuple):
    """A compiled feed rule."""

    run: Callable[[Timeline], Iterator[FeedHit]]


class FeedKind(NamedTuple):
    """One `kind:` of rule for feeds; `values` are the names a message may use."""

    name: str
    fields: Mapping[str, Field]
    compile: Callable[[Mapping[str, Any]], FeedCheck]
    values: frozenset[str]
