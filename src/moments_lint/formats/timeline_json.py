"""`timeline --output-format json`: the report's version 1, its "timeline" filled with each author's days, mix and folds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from moments_lint.feed_outcome import FeedOutcome
from moments_lint.feed_summary import Day, Fold, Mix, summary
from moments_lint.formats import json_v1
from moments_lint.timeline import Entry, Timeline

EXCERPT = 40
"""Code points of a post that are shown; the text itself is in the draft."""


def render(outcome: FeedOutcome, lang: str) -> str:
    """Return the feed as one JSON document; `posts` is empty, for the posts themselves are `check`'s business."""
    data = json_v1.report(outcome.as_run(), lang)
    data["timeline"] = json_v1.feed(outcome.report.findings, outcome.documents) | {
        "as_of": outcome.now.isoformat(),
        "timezone": outcome.timezone,
        "rhythm": {
            "name": outcome.rhythm.name,
            "summary": outcome.rhythm.summary.to(lang),
            "limits": dict(outcome.rhythm.limits),
        },
        "authors": [_author(timeline, outcome) for timeline in outcome.report.timelines],
        "undated": [post.name for post in outcome.report.undated],
    }
    data["summary"]["posts"] = outcome.posts
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _author(timeline: Timeline, outcome: FeedOutcome) -> dict[str, Any]:
    found = summary(timeline, outcome.rhythm)
    drafts = sum(not entry.post.posted for entry in timeline.entries)
    return {
        "author": timeline.author,
        "posts": len(timeline.entries),
        "drafts": drafts,
        "days": [_day(day, timeline) for day in found.days],
        "mix": [_mix(mix) for mix in (found.week, found.month) if mix is not None],
        "folds": [_fold(fold, timeline) for fold in found.folds],
    }


def _day(day: Day, timeline: Timeline) -> dict[str, Any]:
    posts = [_post(timeline.entries[index]) for index in day.posts]
    return {
        "date": day.date.isoformat(),
        "total": day.total,
        "selling": day.selling,
        "counts": _counts(day.counts),
        "posts": posts,
    }


def _post(entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.post.name,
        "at": entry.at.isoformat(),
        "whole_day": entry.post.whole_day,
        "posted": entry.post.posted,
        "category": entry.category,
        "goods": entry.goods or None,
        "audience": list(entry.post.audience),
        "excerpt": " ".join(entry.post.text.split())[:EXCERPT],
    }


def _mix(mix: Mix) -> dict[str, Any]:
    return {
        "days": mix.days,
        "end": mix.end.isoformat(),
        "total": mix.total,
        "selling": mix.selling,
        "share": mix.share,
        "limit": mix.limit,
        "left": mix.left if mix.limit is not None else None,
        "needed": mix.needed,
        "counts": _counts(mix.counts),
    }


def _counts(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(counts)


def _fold(fold: Fold, timeline: Timeline) -> dict[str, Any]:
    folded = [timeline.entries[index].post.name for index in fold.folded]
    return {"at": timeline.entries[fold.shown].at.isoformat(), "shown": timeline.entries[fold.shown].post.name, "folded": folded}
