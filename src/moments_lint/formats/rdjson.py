"""`--output-format rdjson`: the Reviewdog Diagnostic Format. Its columns count UTF-8 bytes, not characters.

Shape: message DiagnosticResult of reviewdog's proto/rdf/reviewdog.proto.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from moments_lint.finding import Severity, Span
from moments_lint.formats.located import Located, located, problems, sentence
from moments_lint.outcome import Outcome
from moments_lint.post import Document
from moments_lint.score import WhatIf

SEVERITIES = {Severity.error: "ERROR", Severity.warning: "WARNING", Severity.hint: "INFO"}


def render(outcome: Outcome, lang: str, colour: bool = False, steps: Sequence[Sequence[WhatIf]] | None = None) -> str:
    """Return one JSON document; errors are diagnostics with the code `input`."""
    diagnostics: list[dict[str, Any]] = []
    for problem in problems(outcome.errors, lang):
        location: dict[str, Any] = {"path": problem.path or "-", "range": {"start": {"line": problem.line or 1}}}
        diagnostics.append({"message": problem.sentence, "location": location, "severity": "ERROR", "code": {"value": "input"}})
    diagnostics += map(_diagnostic, located(outcome))
    data = {"source": {"name": "moments-lint"}, "diagnostics": diagnostics}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _diagnostic(each: Located) -> dict[str, Any]:
    document, span = each.document, each.finding.span
    place = {"start": {"line": each.region.line}} if document is None or span is None else byte_range(document, span)
    diagnostic: dict[str, Any] = {
        "message": sentence(each.finding),
        "location": {"path": each.path, "range": place},
        "severity": SEVERITIES[each.finding.severity],
        "code": {"value": each.finding.rule},
    }
    fix = each.finding.fix
    if fix is not None and document is not None and len(fix.edits) == 1:  # several suggestions would be alternatives
        start, end, text = fix.edits[0]
        diagnostic["suggestions"] = [{"range": byte_range(document, Span(start, end)), "text": text}]
    return diagnostic


def byte_range(document: Document, span: Span) -> dict[str, Any]:
    """Return the range of the file that a span of the post's text covers, columns in UTF-8 bytes."""
    return {"start": _byte_position(document, span.start), "end": _byte_position(document, span.end)}


def _byte_position(document: Document, offset: int) -> dict[str, int]:
    line, column = document.position(offset)
    end = document.start + offset
    before = document.text[end - column + 1 : end]
    return {"line": line, "column": len(before.encode("utf-8", "replace")) + 1}
