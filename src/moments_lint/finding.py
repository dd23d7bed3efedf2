"""What a check says: hits (bare), findings (dressed), signals, the receipt and the reports. Values only."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import IntEnum
from typing import NamedTuple

from moments_lint.post import Post, Suppression


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


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` with `edits` made, offsets being code points of `text`.

    Edits that begin at the same place are made in the order given. Raises ValueError when two overlap or one leaves the text.
    """
    parts: list[str] = []
    last = 0
    for start, end, new in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not last <= start <= end <= len(text):
            raise ValueError(f"edit [{start}, {end}) overlaps another one or leaves the text")
        parts += (text[last:start], new)
        last = end
    return "".join(parts) + text[last:]


class Fix(NamedTuple):
    """Edits that mend a finding without touching its wording, to be made together."""

    edits: tuple[Edit, ...]


class Slot(NamedTuple):
    """A better time for a post, told by its name; `at` is aware."""

    name: str
    at: datetime


class Hit(NamedTuple):
    """A bare match, as a check yields it.

    `start` and `end` index the folded text, or the typed one where `typed` says so; both are -1 where no place is meant.
    `lowered` names the guard that turns the hit into a hint; `values` fill the message; `related` are further folded
    ranges, each with the name of the cue list it belongs to. `fix` are edits of the typed text that mend it; `entry` is the
    `lint.ignore` entry it is about.
    """

    start: int
    end: int
    lowered: str = ""
    typed: bool = False
    values: Mapping[str, object] = {}
    related: tuple[tuple[int, int, str], ...] = ()
    fix: tuple[Edit, ...] = ()
    entry: Suppression | None = None


class Finding(NamedTuple):
    """One thing to look at. `span` is None when no single place is meant.

    `name` is the post a feed finding stands on (empty for the feed as a whole), or the field of a profile, and `about` the texts
    of all posts it is about; `reschedule` mends it by times: one post moved, or two swapped. `entry` is the `lint.ignore` entry
    that a finding is about.
    """

    rule: str
    severity: Severity
    message: str
    advice: str
    span: Span | None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    name: str = ""
    about: tuple[str, ...] = ()
    entry: Suppression | None = None
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
    """Everything there is to say about one post. `score` is None only for a profile.

    `review_evidence` is filled by `Linter.explained` only: the places of the text that made the classifier differ from the rules.
    """

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
    review_evidence: tuple[Span, ...] = ()


def worst(findings: tuple[Finding, ...]) -> Severity | None:
    """Return the highest severity among `findings`, None when there are none."""
    return max([finding.severity for finding in findings], default=None)
