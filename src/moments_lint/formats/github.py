"""`--output-format github`: workflow commands, which GitHub shows as annotations on the lines of a pull request.

GitHub shows ten annotations of a level for each step and drops the rest unsaid; so the gravest come first, and where there are
more than ten, the tenth tells how many are not shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from moments_lint.finding import Severity
from moments_lint.formats.located import Located, Problem, located, problems
from moments_lint.outcome import Outcome
from moments_lint.score import WhatIf
from moments_lint.wording import Text, visible

LIMIT = 10
"""Annotations of one level that GitHub shows for a step."""

LEVELS = {Severity.error: "error", Severity.warning: "warning", Severity.hint: "notice"}


class Annotation(NamedTuple):
    """One workflow command before escaping."""

    level: str
    properties: dict[str, str | int]
    message: str


def render(outcome: Outcome, lang: str, colour: bool = False, steps: Sequence[Sequence[WhatIf]] | None = None) -> str:
    """Return one command a line, gravest level first, and a plain line with the counts."""
    all_of_them = [
        *(_of_problem(problem, lang) for problem in problems(outcome.errors, lang)),
        *(_of_finding(each) for each in located(outcome)),
    ]
    lines = []
    left_out = 0
    for level in LEVELS.values():
        mine = [annotation for annotation in all_of_them if annotation.level == level]
        kept = mine if len(mine) <= LIMIT else mine[: LIMIT - 1]
        left_out += len(mine) - len(kept)
        lines += [command(annotation) for annotation in kept]
        if len(kept) < len(mine):
            more = len(mine) - len(kept)
            rest = Text(
                f"还有 {more} 处没有显示，完整的请看 json 或 text 输出", f"{more} more not shown; see the json or text output"
            )
            lines.append(command(Annotation(level, {"title": "moments-lint"}, rest.to(lang))))
    return "".join(f"{line}\n" for line in (*lines, _summary(outcome, left_out, lang)))


def _summary(outcome: Outcome, left_out: int, lang: str) -> str:
    posts, findings = len(outcome.checked), outcome.counts().total()
    what = Text("份资料", "profile(s)") if outcome.of_profiles else Text("条", "post(s)")
    said = Text(f"检查了 {posts} {what.zh}，{findings} 处发现", f"checked {posts} {what.en}, {findings} finding(s)")
    rest = Text(f"，其中 {left_out} 处没有标注", f", {left_out} without an annotation") if left_out else Text("", "")
    return f"moments-lint: {said.to(lang)}{rest.to(lang)}"


def _of_finding(each: Located) -> Annotation:
    properties: dict[str, str | int] = {"title": f"moments-lint ({each.finding.rule})", "file": each.file}
    return Annotation(LEVELS[each.finding.severity], properties | _place(each), _message(each))


def _place(each: Located) -> dict[str, str | int]:
    """Return the lines, and the columns of a finding on one line: GitHub takes columns for nothing else."""
    line, column, end_line, end_column = each.region
    place: dict[str, str | int] = {"line": line, "endLine": end_line or line}
    if column is not None and end_column is not None and end_line == line:
        place |= {"col": column, "endColumn": end_column}
    return place


def _message(each: Located) -> str:
    return "\n".join(filter(None, (each.finding.message, each.finding.advice)))


def _of_problem(problem: Problem, lang: str) -> Annotation:
    title = Text("读不了或写错", "input problem").to(lang)
    properties: dict[str, str | int] = {"title": f"moments-lint ({title})"}
    if problem.path:
        properties |= {"file": problem.file, "line": problem.line or 1}
    return Annotation("error", properties, problem.sentence)


def command(annotation: Annotation) -> str:
    """Return a workflow command; nothing in it can end it or start another one."""
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in annotation.properties.items())
    return f"::{annotation.level} {properties}::{_data(annotation.message)}"


def _data(text: str) -> str:
    return "%0A".join(_lines(text.replace("%", "%25")))


def _property(text: str) -> str:
    return " ".join(_lines(text.replace("%", "%25"))).replace(":", "%3A").replace(",", "%2C")


def _lines(text: str) -> Iterator[str]:
    """Yield lines with control characters made visible."""
    return map(visible, text.splitlines() or [""])
