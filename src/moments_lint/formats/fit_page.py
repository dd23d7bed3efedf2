"""What `evaluate score --fit` prints: the numbers chosen, what others would do, and whether severities mean what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from moments_lint.finding import Severity
from moments_lint.fitting import FOLDS, HELD_WRONGLY, NEEDED, REVISED_WRONGLY, START, Fit, Grade
from moments_lint.formats.text import SEVERITIES
from moments_lint.score import SHIPPED, Constants
from moments_lint.wording import Text

FEW = 10
"""Rules that speak on fewer posts say nothing about their severity."""


def page(fit: Fit, severities: Mapping[Severity, Sequence[Grade]], lang: str) -> str:
    """Return the whole page."""
    lines = [*_chosen(fit.constants, lang), *_alternatives(fit, lang), *_steps(fit, lang), *_severities(severities, lang)]
    return "\n".join(lines) + "\n"


def _chosen(constants: Constants, lang: str) -> Iterator[str]:
    yield Text("选出来的数（起点 → 选中，随产品的）：", "numbers chosen (start → chosen, shipped):").to(lang)
    for name, value in constants._asdict().items():
        yield f"  {name:13s} {getattr(START, name):4d} → {value:4d}  {getattr(SHIPPED, name):4d}"
    same = Text("和随产品的一样", "these are the shipped numbers")
    other = Text("和随产品的不一样，请改 score.py", "these differ from the shipped numbers: change score.py")
    yield (same if constants == SHIPPED else other).to(lang)


def _alternatives(fit: Fit, lang: str) -> Iterator[str]:
    yield Text(
        f"换一个数会怎样（多于 {NEEDED:g} 个标准误才换，{FOLDS} 份）：",
        f"one number changed (done for a gain over {NEEDED:g} standard errors, {FOLDS} parts):",
    ).to(lang)
    yield "                      AUC  recall  pairs    gain  ±error"
    for one in fit.alternatives:
        kept = "  *" if getattr(fit.constants, one.name) == one.value else ""
        figures = f"{one.auc:.3f}   {one.recall:.3f}  {one.pairs:.3f}  {one.gain:+.4f}  ±{one.error:.4f}"
        yield f"  {one.name:13s} {one.value:4d}  {figures}{kept}"


def _steps(fit: Fit, lang: str) -> Iterator[str]:
    yield Text(
        f"低于门槛的（hold：其他帖子至多约 {HELD_WRONGLY:.0%}；revise：至多约 {REVISED_WRONGLY:.0%}）：",
        f"shares below a threshold (hold: some {HELD_WRONGLY:.0%} of other posts at most; revise: some {REVISED_WRONGLY:.0%}):",
    ).to(lang)
    for step in fit.steps:
        mark = {fit.constants.hold_below: "  hold", fit.constants.revise_below: "  revise"}.get(step.threshold, "")
        yield f"  {step.threshold}  hard_sell {step.hard:.1%}  other {step.rest:.1%} ±{step.error:.1%}{mark}"


def _severities(severities: Mapping[Severity, Sequence[Grade]], lang: str) -> Iterator[str]:
    yield Text("每一级说话的帖子里硬广占多少：", "hard sells among the posts on which a severity speaks:").to(lang)
    for severity, grades in severities.items():
        for name, posts, hard in grades:
            doubtful = severity >= Severity.warning and posts >= FEW and hard * 2 < posts
            if not name:
                yield f"  {SEVERITIES[severity].to(lang)} {hard}/{posts} ({hard / posts:.0%})"
            elif doubtful:
                doubt = Text("多半不是硬广，这一级可能太重", "mostly no hard sells: its severity may be too grave").to(lang)
                yield f"    {name} {hard}/{posts}  {doubt}"
