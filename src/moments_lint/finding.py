"""What a check says: hits (bare), findings (dressed), signals, the receipt and the reports. Values only."""

from collections.abc import Mapping
from datetime import datetime
from enum import IntEnum
from typing import NamedTuple

from moments_lint.post import Post


class Severity(IntEnum):
    """How much a finding weighs; ordered, so that `finding.severity >= Severity.warning` reads as meant."""

    hint = 1
    warning = 2
    error = 3


class Span(NamedTuple):
    """Half-open range of code points in the text as its author typed it."""

    start: int
    end: int


class Related(NamedTuple):
    """Another place that belongs to a finding; `name` is the post it stands on, empty for the same post."""

    name: str
    span: Span | None
    message: str


class Edit(NamedTuple):
    """Replace `[start, end)` of the post's text by `text`."""

    start: int
    end: int
    text: str


class Fix(NamedTuple):
    """Edits that mend a finding, to be made together."""

    edits: tuple[Edit, ...]


class Slot(NamedTuple):
    """A better time for a post, told by its name; `at` is aware."""

    name: str
    at: datetime


class Hit(NamedTuple):
    """A bare match, as a check yields it.

    `start` and `end` index the folded text, or the typed one where `typed` says so; both are -1 where no place is meant.
    `lowered` names the guard that turns the hit into a hint; `values` fill the message; `related` are further folded
    ranges, each with the name of the cue list it belongs to.
    """

    start: int
    end: int
    lowered: str = ""
    typed: bool = False
    values: Mapping[str, object] = {}
    related: tuple[tuple[int, int, str], ...] = ()


class Finding(NamedTuple):
    """One thing to look at. `span` is None when no single place is meant; `name` is the post a feed finding stands on.

    A feed finding without a name is about the feed as a whole. `reschedule` mends it by times: one post moved, or two swapped.
    """

    rule: str
    severity: Severity
    message: str
    advice: str
    span: Span | None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    name: str = ""
    reschedule: tuple[Slot, ...] = ()


class Suppressed(NamedTuple):
    """A finding that the draft set aside, and why."""

    finding: Finding
    reason: str


class Signal(NamedTuple):
    """Something that speaks for the post."""

    rule: str
    message: str
    span: Span | None


class ReceiptLine(NamedTuple):
    """One line of the score: `source` is a rule id, or the step of the calculation that gave the points."""

    label: str
    points: int
    source: str


class Report(NamedTuple):
    """Everything there is to say about one post. `score` is None only for a profile."""

    post: Post
    score: int | None
    verdict: str
    category: str
    probabilities: Mapping[str, float]
    findings: tuple[Finding, ...]
    signals: tuple[Signal, ...]
    receipt: tuple[ReceiptLine, ...]
    suppressed: tuple[Suppressed, ...] = ()
    review: str = ""


def worst(findings: tuple[Finding, ...]) -> Severity | None:
    """Return the highest severity among `findings`, None when there are none."""
    return max((finding.severity for finding in findings), default=None)
