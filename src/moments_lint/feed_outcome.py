"""What one look at a feed found, ready for a format."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from moments_lint.errors import MomentsLintError
from moments_lint.outcome import Outcome
from moments_lint.post import Document
from moments_lint.rhythm import Rhythm
from moments_lint.rule import Rule
from moments_lint.timeline import FeedReport


class FeedOutcome(NamedTuple):
    """One look at a feed. `documents` are the drafts; `now` is aware, in the feed's zone; `posts` counts those in a feed."""

    report: FeedReport
    documents: tuple[Document, ...]
    rhythm: Rhythm
    now: datetime
    timezone: str
    errors: tuple[MomentsLintError, ...]
    skipped: int
    rules: Mapping[str, Rule]

    @property
    def posts(self) -> int:
        return sum(len(timeline.entries) for timeline in self.report.timelines)

    def as_run(self) -> Outcome:
        """Return the run without its posts: the feed alone."""
        undated = tuple(post.name for post in self.report.undated)
        return Outcome((), self.report.findings, self.errors, self.skipped, self.rules, undated)
