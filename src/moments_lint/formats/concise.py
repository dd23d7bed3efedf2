"""`--output-format concise`: one line a finding, `path:line:column: severity rule message`, as editors and grep like it.

Severities are always the English words, so that a pattern written once holds in both languages.
"""

from __future__ import annotations

from collections.abc import Sequence

from moments_lint.formats.located import located, problems
from moments_lint.outcome import Outcome
from moments_lint.score import WhatIf
from moments_lint.wording import visible


def render(outcome: Outcome, lang: str, colour: bool = False, steps: Sequence[Sequence[WhatIf]] | None = None) -> str:
    """Return the lines, errors last; nothing at all when there is nothing to say."""
    lines = [
        f"{each.path}:{each.region.line}:{each.region.column or 1}: "
        f"{each.finding.severity.name} {each.finding.rule} {each.finding.message}"
        for each in located(outcome)
    ]
    for problem in problems(outcome.errors, lang):
        place = ":".join(str(part) for part in (problem.path or "-", problem.line or 1, problem.column or 1))
        lines.append(f"{place}: error input {problem.sentence}")
    return "".join(f"{visible(line)}\n" for line in lines)
