"""`--output-format sarif`: SARIF 2.1.0 (OASIS), for code scanning and for viewers in editors. Columns are code points.

Errors of the input are notifications, with which the run was not successful; what a draft set aside is a suppressed result.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from moments_lint.errors import MomentsLintError
from moments_lint.finding import Edit, Related, Severity, Span
from moments_lint.formats.located import Located, Region, by_path, located, problems, region, sentence, set_aside, uri
from moments_lint.formats.markdown import escape
from moments_lint.outcome import Checked, Outcome
from moments_lint.post import Document
from moments_lint.rule import Rule
from moments_lint.score import WhatIf
from moments_lint.wording import Text

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "momentsLint/v1"
LEVELS = {Severity.hint: "note", Severity.warning: "warning", Severity.error: "error"}

_PLACEHOLDER = re.compile(r"\{(\d+)\}")
_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")


def render(outcome: Outcome, lang: str, colour: bool = False, steps: Sequence[Sequence[WhatIf]] | None = None) -> str:
    """Return one SARIF log with one run."""
    rules = [rule for rule in outcome.rules.values() if rule.severity is not None]
    numbers = {rule.id: index for index, rule in enumerate(rules)}
    documents = by_path(outcome)
    results = [_result(each, numbers, documents) for each in (*located(outcome), *set_aside(outcome))]
    run = {
        "tool": {
            "driver": {
                "name": "moments-lint",
                "semanticVersion": version("moments-lint"),
                "language": "en" if lang == "en" else "zh-CN",
                "rules": [_rule(rule, lang) for rule in rules],
            }
        },
        "language": "en" if lang == "en" else "zh-CN",
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "invocations": [_invocation(outcome.errors, lang)],
        "artifacts": [_artifact(checked) for checked in outcome.checked],
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule, lang: str) -> dict[str, Any]:
    instead, sources = Text("怎么改：", "Instead: ").to(lang), Text("出处：", "Sources: ").to(lang)
    cited = Text("；", "; ").to(lang).join(rule.sources)
    parts = [("", rule.why), (instead, rule.advice), (sources, cited)]
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why},
        "help": {
            "text": "\n".join(f"{label}{said}" for label, said in parts),
            "markdown": "\n\n".join(f"**{label.strip()}** {escape(said)}" if label else escape(said) for label, said in parts),
        },
        "defaultConfiguration": {"level": LEVELS[rule.severity or Severity.hint]},
        "properties": {"tags": [rule.family]},
    }


def _artifact(checked: Checked) -> dict[str, Any]:
    document, report = checked
    judged = {"score": report.score, "verdict": report.verdict, "category": report.category}
    return {"location": {"uri": uri(document.path)}, "roles": ["analysisTarget"], "properties": judged}


def _result(each: Located, numbers: Mapping[str, int], documents: Mapping[str, Document]) -> dict[str, Any]:
    finding = each.finding
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": numbers.get(finding.rule, -1),
        "level": LEVELS[finding.severity],
        "message": {"text": _message(sentence(finding))},
        "locations": [_location(each.path, each.region, each.excerpt)],
        "partialFingerprints": {FINGERPRINT: each.fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [
            _related(number, related, each, documents) for number, related in enumerate(finding.related, 1)
        ]
    if finding.fix is not None and each.document is not None:
        result["fixes"] = [_fix(each.document, finding.fix.edits)]
    if each.reason is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": each.reason}]
    return result


def _location(path: str, place: Region, excerpt: str = "") -> dict[str, Any]:
    where = {"artifactLocation": {"uri": uri(path)}, "region": _region(place)}
    if excerpt:
        where["region"]["snippet"] = {"text": excerpt}
    return {"physicalLocation": where}


def _region(place: Region) -> dict[str, Any]:
    names = ("startLine", "startColumn", "endLine", "endColumn")
    return {name: value for name, value in zip(names, place, strict=True) if value is not None}


def _related(number: int, related: Related, each: Located, documents: Mapping[str, Document]) -> dict[str, Any]:
    path = related.name or each.path
    document = documents.get(path)
    place = region(document, related.span) if document is not None else Region(1)
    return {"id": number, "message": {"text": _message(related.message)}} | _location(path, place)


def _fix(document: Document, edits: Sequence[Edit]) -> dict[str, Any]:
    replacements = [
        {
            "deletedRegion": _region(region(document, Span(edit.start, edit.end))),
            "insertedContent": {"text": edit.text},
        }
        for edit in edits
    ]
    return {"artifactChanges": [{"artifactLocation": {"uri": uri(document.path)}, "replacements": replacements}]}


def _invocation(errors: Sequence[MomentsLintError], lang: str) -> dict[str, Any]:
    notifications = []
    for problem in problems(errors, lang):
        notification: dict[str, Any] = {"level": "error", "message": {"text": _message(problem.sentence)}}
        if problem.path:
            notification["locations"] = [_location(problem.path, Region(problem.line or 1))]
        notifications.append(notification)
    return {"executionSuccessful": not notifications, "toolExecutionNotifications": notifications}


def _message(text: str) -> str:
    """Return text that a viewer takes neither for a placeholder (`{0}`) nor for an embedded link (`[…](…)`)."""
    return _LINK.sub(r"\\[", _PLACEHOLDER.sub(r"{{\1}}", text))
