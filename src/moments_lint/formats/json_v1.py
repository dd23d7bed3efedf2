"""`--output-format json`, version 1. Its shape is promised; the JSON Schema is schemas/report-v1.json."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from moments_lint.errors import Mistakes, MomentsLintError
from moments_lint.finding import Finding, Related, Report, Severity, Signal, Span
from moments_lint.outcome import Checked, Outcome, feed_fingerprint, fingerprints
from moments_lint.post import Document, Post
from moments_lint.score import WhatIf

VERSION = 1


def render(outcome: Outcome, lang: str, colour: bool = False, steps: Sequence[Sequence[WhatIf]] | None = None) -> str:
    """Return the outcome as one JSON document; with `steps` each post has a `what_if`."""
    data = report(outcome, lang)
    for post, mended in zip(data["posts"], steps or (), strict=False):
        post["what_if"] = [step._asdict() for step in mended]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def report(outcome: Outcome, lang: str) -> dict[str, Any]:
    """Return the outcome as plain data."""
    data: dict[str, Any] = {
        "version": VERSION,
        "posts": [_post(checked) for checked in outcome.checked],
        "timeline": None if outcome.feed is None else feed(outcome.feed, (checked.document for checked in outcome.checked)),
        "errors": [entry for error in outcome.errors for entry in _errors(error, lang)],
        "summary": {
            "posts": len(outcome.checked),
            "rules": len(outcome.rules),
            "findings": {severity.name: outcome.counts()[severity] for severity in Severity},
            "skipped": outcome.skipped,
        },
    }
    if outcome.baselined is not None:
        data["summary"]["baselined"] = outcome.baselined
    return data


def _post(checked: Checked) -> dict[str, Any]:
    document, report = checked
    prints = fingerprints(report, report.findings)
    suppressed = tuple(entry.finding for entry in report.suppressed)
    suppressed_prints = fingerprints(report, suppressed)
    return {
        "name": report.post.name,
        "path": document.path,
        "score": report.score,
        "verdict": report.verdict,
        "category": report.category or None,
        "probabilities": {name: round(value, 6) for name, value in report.probabilities.items()},
        "review": report.review or None,
        "review_evidence": [_place(span, document) for span in report.review_evidence],
        "receipt": [line._asdict() for line in report.receipt],
        "findings": [
            _finding(finding, document, print_) | ({"field": finding.name} if finding.name else {})
            for finding, print_ in zip(report.findings, prints, strict=True)
        ],
        "signals": [_signal(signal, report) for signal in report.signals],
        "suppressed": [
            _finding(entry.finding, document, print_) | {"reason": entry.reason}
            for entry, print_ in zip(report.suppressed, suppressed_prints, strict=True)
        ],
    }


def _place(span: Span | None, document: Document) -> dict[str, Any]:
    if span is None:
        return dict.fromkeys(("start", "end", "line", "column", "end_line", "end_column", "excerpt"))
    line, column = document.position(span.start)
    end_line, end_column = document.position(span.end)
    return {
        "start": span.start,
        "end": span.end,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "excerpt": document.post.text[span.start : span.end],
    }


def _finding(finding: Finding, document: Document, fingerprint: str) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.name,
        "message": finding.message,
        "advice": finding.advice,
        **_place(finding.span, document),
        "fingerprint": fingerprint,
        "related": [_related(related) for related in finding.related],
        "fix": None if finding.fix is None else {"edits": [edit._asdict() for edit in finding.fix.edits]},
    }


def _related(related: Related) -> dict[str, Any]:
    span = related.span
    return {
        "name": related.name,
        "start": span.start if span else None,
        "end": span.end if span else None,
        "message": related.message,
    }


def feed(findings: Iterable[Finding], documents: Iterable[Document]) -> dict[str, Any]:
    """Return the findings of a feed as plain data; their places are in `documents`, by name."""
    known = {document.path: document for document in documents}
    return {"findings": [_feed_finding(finding, known.get(finding.name)) for finding in findings]}


def _feed_finding(finding: Finding, document: Document | None) -> dict[str, Any]:
    placed = finding if document is not None else finding._replace(span=None)
    times = [{"name": slot.name, "at": slot.at.isoformat()} for slot in finding.reschedule]
    said = _finding(placed, document or Document("", "", 0, Post("")), feed_fingerprint(finding))
    return {"name": finding.name} | said | {"reschedule": times}


def _signal(signal: Signal, report: Report) -> dict[str, Any]:
    span = signal.span
    return {
        "rule": signal.rule,
        "message": signal.message,
        "start": span.start if span else None,
        "end": span.end if span else None,
        "excerpt": report.post.text[span.start : span.end] if span else None,
    }


def _errors(error: MomentsLintError, lang: str) -> list[dict[str, Any]]:
    if isinstance(error, Mistakes):
        return [entry for each in error.errors for entry in _errors(each, lang)]
    return [{"path": error.path or None, "line": error.line, "message": error.sentence(lang)}]
