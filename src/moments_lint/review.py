"""When a person should look again: the rules and the classifier contradict each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from moments_lint.classifier.model import Model
from moments_lint.finding import Finding, Report, Severity, Span
from moments_lint.post import Post
from moments_lint.view import View
from moments_lint.wording import Text

MARGIN = 0.8
"""From this probability on, the classifier's contradiction of the rules asks for a second look."""


def sentence(findings: Sequence[Finding], probabilities: Mapping[str, float], lang: str) -> str:
    """Return what to look at again, empty when there is no contradiction."""
    hard = probabilities["hard_sell"]
    if hard >= MARGIN and not any(finding.severity >= Severity.warning for finding in findings):
        return Text(
            "没有命中规则，但整体读起来像硬广，请换读者的眼睛再看一遍",
            "no rule fired, yet the whole reads like a hard sell; look again with a reader's eyes",
        ).to(lang)
    if 1 - hard >= MARGIN and any(finding.severity is Severity.error for finding in findings):
        return Text(
            "命中了高风险规则，但整体不像硬广，请人工确认",
            "a grave rule fired, yet the whole does not read like a hard sell; let a person decide",
        ).to(lang)
    return ""


def places(report: Report, model: Model, look: Callable[[Post], View]) -> tuple[Span, ...]:
    """Return the places that made the classifier think so, strongest first; `look` makes a post visible to it."""
    from moments_lint.classifier.evidence import evidence
    from moments_lint.words import cut

    hard = report.probabilities["hard_sell"] >= MARGIN
    return tuple(evidence(model, look(report.post), "hard_sell" if hard else report.category, cut))
