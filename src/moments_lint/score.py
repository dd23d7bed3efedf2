"""The score and its receipt: integer lines that sum exactly to the score, each naming its cause.

`moments-lint evaluate score --fit` chooses the constants on corpus posts that the classifier has not seen, and says what others
would do; the design's own stand, as no other gains by more than noise. The form is chosen so that three things hold by
construction: moving probability to hard_sell never raises the score, another finding never raises it, nor does a cap.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from moments_lint.finding import Finding, ReceiptLine, Report, Severity, Signal, worst
from moments_lint.wording import Text

BASE = 60
MODEL_POINTS = 30
FINDING_POINTS = {Severity.hint: 0, Severity.warning: -8, Severity.error: -25}
COUNTED_HITS = 2
SIGNAL_LIMIT = 20
CAPPED_SCORE = 30
HOLD_BELOW = 35
REVISE_BELOW = 50

VALUE = ("knowledge", "story", "interaction")

_BASE = Text("起步分", "base")
_MODEL = Text("分类模型：价值减硬广", "classifier: value minus hard sell")
_FINDING = Text("问题", "finding")
_SIGNAL = Text("加分", "value signal")


class Constants(NamedTuple):
    """The numbers of the score; `evaluate score --fit` tries others than the shipped ones."""

    base: int = BASE
    model: int = MODEL_POINTS
    hint: int = FINDING_POINTS[Severity.hint]
    warning: int = FINDING_POINTS[Severity.warning]
    error: int = FINDING_POINTS[Severity.error]
    counted_hits: int = COUNTED_HITS
    signal_limit: int = SIGNAL_LIMIT
    capped: int = CAPPED_SCORE
    hold_below: int = HOLD_BELOW
    revise_below: int = REVISE_BELOW

    def points(self, severity: Severity) -> int:
        """Return what one finding costs."""
        if severity is Severity.hint:
            return self.hint
        return self.warning if severity is Severity.warning else self.error


SHIPPED = Constants()


class Weight(NamedTuple):
    """What the score needs to know of a rule: its points for a signal, and whether its errors cap the score."""

    points: int
    caps: bool


def receipt(
    findings: Sequence[Finding],
    signals: Sequence[Signal],
    probabilities: Mapping[str, float],
    weights: Mapping[str, Weight],
    lang: str = "zh",
    constants: Constants = SHIPPED,
) -> tuple[ReceiptLine, ...]:
    """Return the lines of the score, in the order they are added."""
    value = sum([probabilities.get(category, 0.0) for category in VALUE])
    model = round(constants.model * (value - probabilities.get("hard_sell", 0.0)))
    lines = [ReceiptLine(_BASE.to(lang), constants.base, "base"), ReceiptLine(_MODEL.to(lang), model, "model")]
    lines += _finding_lines(findings, lang, constants)
    lines += _signal_lines(signals, weights, lang, constants)
    subtotal = total(lines)
    if any(weights[finding.rule].caps for finding in findings if finding.severity is Severity.error):
        capped = min(0, constants.capped - subtotal)
        lines.append(ReceiptLine(Text("高风险封顶", "cap for a grave risk").to(lang), capped, "cap"))
        subtotal += capped
    if not 0 <= subtotal <= 100:
        clamp = min(100, max(0, subtotal)) - subtotal
        lines.append(ReceiptLine(Text("收回到 0–100", "kept within 0–100").to(lang), clamp, "clamp"))
    return tuple(lines)


def _finding_lines(findings: Iterable[Finding], lang: str, constants: Constants) -> list[ReceiptLine]:
    points: dict[str, list[int]] = {}
    for finding in findings:
        points.setdefault(finding.rule, []).append(constants.points(finding.severity))
    lines = []
    for rule, each in points.items():
        total = sum(sorted(each)[: constants.counted_hits])
        if total:
            times = f" ×{len(each)}" if len(each) > 1 else ""
            lines.append(ReceiptLine(_FINDING.to(lang) + times, total, rule))
    return lines


def _signal_lines(signals: Iterable[Signal], weights: Mapping[str, Weight], lang: str, constants: Constants) -> list[ReceiptLine]:
    label = _SIGNAL.to(lang)
    lines = [ReceiptLine(label, weights[rule].points, rule) for rule in dict.fromkeys([signal.rule for signal in signals])]
    surplus = min(0, constants.signal_limit - total(lines))
    if surplus:
        lines.append(ReceiptLine(Text("加分上限", "limit of value signals").to(lang), surplus, "signals"))
    return lines


def total(lines: Iterable[ReceiptLine]) -> int:
    """Return the score: the sum of its lines."""
    return sum([line.points for line in lines])


def verdict(score: int, findings: tuple[Finding, ...]) -> str:
    """Return "hold", "revise" or "publish"."""
    severity = worst(findings)
    if severity is Severity.error or score < HOLD_BELOW:
        return "hold"
    if severity is Severity.warning or score < REVISE_BELOW:
        return "revise"
    return "publish"


class WhatIf(NamedTuple):
    """One step of mending: the rule whose findings go, and the score once they and those of earlier steps are gone."""

    rule: str
    score: int


def what_if(report: Report, weights: Mapping[str, Weight]) -> list[WhatIf]:
    """Return the score as rules are mended one after another, each time the one that gains most (ties: first in the text)."""
    left = list(dict.fromkeys(finding.rule for finding in report.findings))
    steps: list[WhatIf] = []
    gone: set[str] = set()

    def score_without(rules: set[str]) -> int:
        kept = [finding for finding in report.findings if finding.rule not in rules]
        return total(receipt(kept, report.signals, report.probabilities, weights))

    while left:
        best = max(left, key=lambda rule: score_without({*gone, rule}))
        left.remove(best)
        gone.add(best)
        steps.append(WhatIf(best, score_without(gone)))
    return steps
