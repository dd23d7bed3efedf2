"""What a draft's own `lint.ignore` entries say, what they set aside, and what is wrong with the entries themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from moments_lint import schema
from moments_lint.finding import Finding, Span, Suppressed
from moments_lint.fold import fold
from moments_lint.post import Post, Suppression, parse_date, wrong_date
from moments_lint.view import View

ENTRY = {
    "rule": schema.text().needed(),
    "text": schema.text(),
    "reason": schema.text(),
    "until": schema.text(wrong_date),
}
"""The fields of a `lint.ignore` entry, in a draft and in an example."""


def read(given: Mapping[str, Any], line: int | None = None) -> Suppression:
    """Turn a `lint.ignore` entry as read into a value."""
    until = parse_date(given["until"]) if given["until"] else None
    return Suppression(given["rule"], given["text"], given["reason"], until, line)


def set_aside(
    view: View, findings: list[Finding], now: datetime | None, known: frozenset[str], judged: frozenset[str]
) -> tuple[list[Finding], list[Suppressed]]:
    """Part findings into kept and suppressed, and note in the view which entries are unused, expired, reasonless, unknown.

    An entry is unused when all rules it names are among the `judged` ones, those that were run on this post alone.
    """
    if not view.post.ignore:
        return findings, []
    entries: list[Suppression] = []
    for entry in view.post.ignore:
        state = _state(entry, now, known)
        if state:
            view.suppressions.setdefault(state, []).append(entry)
        else:
            entries.append(entry)
    kept: list[Finding] = []
    suppressed: list[Suppressed] = []
    used: set[Suppression] = set()
    for finding in findings:
        cover = next((entry for entry in entries if covers(entry, finding, view.post.text)), None)
        if cover is None:
            kept.append(finding)
        else:
            used.add(cover)
            suppressed.append(Suppressed(finding, cover.reason))
    unused = [entry for entry in entries if entry not in used and not names(entry, known - judged)]
    if unused:
        view.suppressions["unused"] = unused
    return kept, suppressed


def addable(post: Post, findings: Iterable[Finding], reason: str) -> list[dict[str, str]]:
    """Return the `lint.ignore` entries that set `findings` aside, no more of them than needed, each anchored to its evidence."""
    added: list[Suppression] = []
    for finding in findings:
        entry = Suppression(finding.rule, _anchor(post.text, finding.span), reason)
        if finding.entry is None and not any(covers(one, finding, post.text) for one in added):
            added.append(entry)
    return [
        {"rule": e.rule, "text": e.text, "reason": e.reason} if e.text else {"rule": e.rule, "reason": e.reason} for e in added
    ]


def _anchor(text: str, span: Span | None) -> str:
    """Return the evidence; of white space, with as much of its neighbourhood as makes it a text; nothing for a whole post."""
    if span is None:
        return ""
    start, end = span
    while not text[start:end].strip() and (start > 0 or end < len(text)):
        start, end = max(0, start - 1), min(len(text), end + 1)
    return text[start:end] if text[start:end].strip() else ""


def names(entry: Suppression, rules: frozenset[str]) -> bool:
    """Say whether an entry names one of `rules`, or the family of one."""
    return any(entry.rule in (rule_id, rule_id.partition("/")[0]) for rule_id in rules)


def cover(post: Post, finding: Finding, now: datetime | None) -> Suppression | None:
    """Return the entry of `post` that sets a feed finding on it aside."""
    known = frozenset({finding.rule})
    return next((e for e in post.ignore if not _state(e, now, known) and covers(e, finding, post.text)), None)


def _state(entry: Suppression, now: datetime | None, known: frozenset[str]) -> str:
    families = {rule_id.partition("/")[0] for rule_id in known}
    if entry.rule not in known and entry.rule not in families:
        return "unknown"
    if not entry.reason.strip():
        return "reasonless"
    if entry.until is not None and now is not None and now.date() > entry.until:
        return "expired"
    return ""


def covers(entry: Suppression, finding: Finding, text: str) -> bool:
    """Say whether an entry names a finding's rule or family, and its place in the post's `text`."""
    if entry.rule not in (finding.rule, finding.rule.partition("/")[0]):
        return False
    if not entry.text:
        return True
    if finding.span is None:
        return fold(entry.text).text in _folded(text)
    start, end = finding.span
    reach = len(entry.text) - 1
    return entry.text in text[max(0, start - reach) : end + reach]


@lru_cache(2)
def _folded(text: str) -> str:
    """Return a folded text; kept, as one has many findings and entries."""
    return fold(text).text
