"""A schedule for the drafts of a feed: times that no rule of rhythm objects to, each change with its reason. Pure.

Times that are fine stay. A draft gives way when, with all that is out and all earlier drafts in place, a rule that a time can
mend has something against it; it moves to the nearest better time. Drafts without a time come last and are spread out. The same
feed always gives the same plan, and a plan that was carried out gives itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from moments_lint.rhythm import Rhythm
from moments_lint.rule import Rule
from moments_lint.schedule import Placement, Rules, Schedule
from moments_lint.timeline import Entry, Timeline


def choose(rules: Iterable[Rule], match_of: Callable[[str], Mapping[str, Any]]) -> Rules:
    """Part the rules in force by what they look for; `match_of` returns the `match` of a rule's file."""
    often, others, daily = [], [], set()
    for rule in rules:
        match = match_of(rule.id)
        if match["kind"] in ("frequency", "burst"):
            often.append(rule)
        elif match["kind"] in ("hours", "similar") or (match["kind"] == "streak" and match["of"] == "product"):
            others.append(rule)
        if match["kind"] in ("frequency", "streak"):
            daily.add(rule.id)
    return Rules(tuple(often), tuple(others), frozenset(daily))


def plan(
    timelines: Sequence[Timeline], undated: Sequence[Entry], rules: Rules, rhythm: Rhythm, now: datetime
) -> tuple[Placement, ...]:
    """Return a placement for every draft, in the order of the times proposed.

    `timelines` hold the posts and drafts that have a time; `undated` are the drafts that have none, whatever their `at` says.
    `now` is aware and in the zone of the timelines. What is out (`post.posted`) is never touched.
    """
    feeds = {entry.post.author: Timeline(entry.post.author, (), now) for entry in undated} | {
        one.author: one for one in timelines
    }
    found: list[Placement] = []
    for author, timeline in sorted(feeds.items()):
        others = [feed for other, feed in feeds.items() if other != author]
        own = [entry for entry in undated if entry.post.author == author]
        schedule = Schedule(timeline, own, rules, rhythm, now, others)
        found += schedule.plan()
        feeds[author] = schedule.timeline()
    return tuple(sorted(found, key=lambda one: (one.after is None, one.after or now, one.entry.post.name)))
