"""`--output-format gitlab`: a Code Quality report, as GitLab reads it from `artifacts:reports:codequality`."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from moments_lint.finding import Severity
from moments_lint.formats.located import Region, located, problems, sentence
from moments_lint.outcome import Outcome
from moments_lint.score import WhatIf

SEVERITIES = {Severity.hint: "info", Severity.warning: "minor", Severity.error: "major"}
UNREADABLE = "blocker"


def render(outcome: Outcome, lang: str, colour: bool = False, steps: Sequence[Sequence[WhatIf]] | None = None) -> str:
    """Return a JSON list; errors stand in it under the check name `input`.

    GitLab shows one issue of a fingerprint, so the same words in two files, or twice, need fingerprints of their own.
    """
    seen: Counter[str] = Counter()
    issues = []
    for problem in problems(outcome.errors, lang):
        place = Region(problem.line or 1)
        issues.append(_issue("input", problem.sentence, problem.sentence, UNREADABLE, problem.path or "-", place, seen))
    for each in located(outcome):
        severity = SEVERITIES[each.finding.severity]
        said = sentence(each.finding)
        issues.append(_issue(each.finding.rule, said, each.fingerprint, severity, each.path, each.region, seen))
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"


def _issue(
    check: str, description: str, identity: str, severity: str, path: str, region: Region, seen: Counter[str]
) -> dict[str, Any]:
    key = f"{path}\0{identity}"
    seen[key] += 1
    return {
        "description": description,
        "check_name": check,
        "fingerprint": hashlib.blake2b(f"{key}\0{seen[key]}".encode("utf-8", "replace"), digest_size=16).hexdigest(),
        "severity": severity,
        "location": {"path": path.removeprefix("./"), **_place(region)},
    }


def _place(region: Region) -> dict[str, Any]:
    if region.column is None:
        return {"lines": {"begin": region.line}}
    begin = {"line": region.line, "column": region.column}
    return {"positions": {"begin": begin, "end": {"line": region.end_line, "column": region.end_column}}}
