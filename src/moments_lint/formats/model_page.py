"""What `train` and `evaluate` print of a classifier, a corpus and the score."""

from __future__ import annotations

from collections.abc import Sequence

from moments_lint.classifier.ablation import Line
from moments_lint.classifier.evaluate import Bin, Quality, calibration_error
from moments_lint.formats.text import CATEGORIES
from moments_lint.wording import Text


def trained(figures: Quality, bins: Sequence[Bin], path: str, lang: str) -> str:
    """Return the report of a training run; all figures are on posts held out by group."""
    lines = [Text("按组留出的交叉验证：", "cross-validation, held out by group:").to(lang), *_figures(figures, lang)]
    lines += reliability(bins, lang)
    lines.append(Text(f"模型写到 {path}", f"model written to {path}").to(lang))
    return "\n".join(lines) + "\n"


def _figures(figures: Quality, lang: str) -> list[str]:
    each = [f"  {CATEGORIES[label].to(lang)} F1 {value:.3f}" for label, value in figures.f1.items()]
    return [*each, f"  macro F1 {figures.macro_f1:.3f}", f"  hard_sell AUC {figures.auc:.3f}"]


def reliability(bins: Sequence[Bin], lang: str) -> list[str]:
    """Return the reliability table of the hard_sell probability, and its calibration error."""
    lines = [
        Text(
            "硬广概率的可靠性（区间，条数，预测，实际）：", "reliability of P(hard_sell) (from, posts, predicted, observed):"
        ).to(lang)
    ]
    lines += [f"  {row.low:.1f}  {row.posts:5d}  {row.predicted:.2f}  {row.observed:.2f}" for row in bins if row.posts]
    return [*lines, f"  ECE {calibration_error(bins):.3f}"]


def heading(lang: str) -> str:
    """Return the head of the ablation's table."""
    return Text(
        "没见过的组       没见过的行业     没见过的写手\nmacro F1   AUC  macro F1   AUC  macro F1   AUC  log loss ±标准误\n",
        "held-out groups  verticals        writers\nmacro F1   AUC  macro F1   AUC  macro F1   AUC  log loss ±error\n",
    ).to(lang)


def line(one: Line) -> str:
    """Return one line of the ablation's table."""
    figures = "  ".join(f"{each.macro_f1:8.3f} {each.auc:.3f}" for each in (one.groups, one.verticals, one.writers))
    return f"{figures}  {one.loss:8.3f} ±{one.error:.3f}  {one.name}\n"


def verticals(figures: dict[str, Quality], lang: str) -> str:
    """Return the leave-one-vertical-out figures: of all posts by label, then by vertical."""
    lines = [Text("每条由没见过它那一行的模型来看：", "each post judged by a model that saw nothing of its vertical:").to(lang)]
    lines += [*_figures(figures["all"], lang), f"{'macro F1':>8}  {'AUC':>5}"]
    lines += [f"{one.macro_f1:8.3f}  {one.auc:5.3f}  {vertical}" for vertical, one in figures.items()]
    return "\n".join(lines) + "\n"
