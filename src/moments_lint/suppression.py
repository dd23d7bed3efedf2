"""What a draft's own `lint.ignore` entries set aside, and what is wrong with the entries themselves."""

from __future__ import annotations

from datetime import datetime

from moments_lint.finding import Finding, Suppressed
from moments_lint.fold import fold
from moments_lint.post import Post, Suppression
from moments_lint.view import View


def set_aside(
    view: View, findings: list[Finding], now: datetime | None, known: frozenset[str], feed: frozenset[str]
) -> tuple[list[Finding], list[Suppressed]]:
    """Part findings into kept and suppressed, and note in the view which entries are unused, expired, reasonless, unknown."""
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
        cover = next((entry for entry in entries if _covers(entry, finding, view.post.text)), None)
        if cover is None:
            kept.append(finding)
        else:
            used.add(cover)
            suppressed.append(Suppressed(finding, cover.reason))
    unused = [entry for entry in entries if entry not in used and not names(entry, feed)]
    if unused:
        view.suppressions["unused"] = unused
    return kept, suppressed


def names(entry: Suppression, rules: frozenset[str]) -> bool:
    """Say whether an entry names one of `rules`, or the family of one."""
    return any(entry.rule in (rule_id, rule_id.partition("/")[0]) for rule_id in rules)


def cover(post: Post, finding: Finding, now: datetime | None) -> Suppression | None:
    """Return the entry of `post` that sets a feed finding on it aside."""
    known = frozenset({finding.rule})
    return next((e for e in post.ignore if not _state(e, now, known) and _covers(e, finding, post.text)), None)


def _state(entry: Suppression, now: datetime | None, known: frozenset[str]) -> str:
    families = {rule_id.partition("/")[0] for rule_id in known}
    if entry.rule not in known and entry.rule not in families:
        return "unknown"
    if not entry.reason.strip():
        return "reasonless"
    if entry.until is not None and now is not None and now.date() > entry.until:
        return "expired"
    return ""


def _covers(entry: Suppression, finding: Finding, text: str) -> bool:
    if entry.rule not in (finding.rule, finding.rule.partition("/")[0]):
        return False
    if not entry.text:
        return True
    if finding.span is None:
        return fold(entry.text).text in fold(text).text
    start = text.find(entry.text)
    while start >= 0:
        if start < finding.span.end and finding.span.start < start + len(entry.text):
            return True
        start = text.find(entry.text, start + 1)
    return False
