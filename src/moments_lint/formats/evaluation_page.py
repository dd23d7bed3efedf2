"""What `evaluate rules` prints: figures for each file, by label, tag and rule, and the rows behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from moments_lint.classifier.corpus import Shape
from moments_lint.evaluation import Judged, Ranking, by_rule, groups
from moments_lint.finding import Severity
from moments_lint.wording import Text, visible

EXCERPT = 90


def page(path: str, judged: Sequence[Judged], show_rows: bool, lang: str) -> str:
    """Return the figures of one file."""
    return "\n".join(_lines(path, judged, show_rows, lang)) + "\n"


def _lines(path: str, judged: Sequence[Judged], show_rows: bool, lang: str) -> Iterator[str]:
    yield Text(f"{path}：{len(judged)} 行", f"{path}: {len(judged)} rows").to(lang)
    for name, rows, loud, grave in groups(judged):
        yield f"  {name}: {loud}/{rows} ({_share(loud, rows)}) ≥ warning, {grave} error"
    marked = [one for one in judged if one.spans]
    if marked:
        met = sum(one.overlaps for one in marked)
        yield Text(
            f"  标注的位置有提醒或错误重叠：{met}/{len(marked)}（{_share(met, len(marked))}）",
            f"  rows with a warning or error on a marked place: {met}/{len(marked)} ({_share(met, len(marked))})",
        ).to(lang)
    yield Text("  按规则（行数）：", "  by rule (rows):").to(lang)
    for rule, counts in sorted(by_rule(judged).items(), key=lambda item: (-sum(item[1].values()), item[0])):
        yield f"    {rule}: " + ", ".join(f"{label} {count}" for label, count in sorted(counts.items()))
    if show_rows:
        yield from (_row(one) for one in judged)


def _row(one: Judged) -> str:
    found = ", ".join(
        f"{finding.rule}{'!' if finding.severity is Severity.error else ''}"
        + (f"«{one.row.text[finding.span.start : finding.span.end]}»" if finding.span else "")
        for finding in one.loud
    )
    return f"  {one.row.values.get('id', one.row.line)} [{one.row.label}] {visible(one.row.text[:EXCERPT])} → {found or '-'}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "-"


def ranking(figures: Ranking, posts: int, ordinary: int, lang: str) -> str:
    """Return the figures of the score."""
    medians = ", ".join(f"{label} {value:.0f}" for label, value in figures.medians.items())
    lines = [
        Text(f"{posts} 条带标签的，{ordinary} 条普通文字", f"{posts} labelled posts, {ordinary} ordinary texts").to(lang),
        f"  AUC {figures.auc:.3f}",
        Text(
            f"  普通文字 2% 低于 {figures.threshold} 分；低于它的硬广 {figures.recall:.1%}",
            f"  2% of ordinary text scores below {figures.threshold}; hard sells below it: {figures.recall:.1%}",
        ).to(lang),
        f"  ECE of P(hard_sell) {figures.error:.3f}",
        Text(f"  中位分：{medians}", f"  median scores: {medians}").to(lang),
    ]
    return "\n".join(lines) + "\n"


def shapes(named: Iterable[tuple[str, Shape]]) -> str:
    """Return the shapes of several sets of texts, one a line."""
    lines = []
    for name, one in named:
        lengths = "/".join(f"{value:.0f}" for value in one.length_quartiles)
        lines.append(
            f"{name}: {one.posts} posts, length quartiles {lengths}, emoji {one.emoji:.0%}, line breaks {one.line_breaks:.0%}, "
            f"hashtags {one.hashtags:.0%}, no punctuation {one.unpunctuated:.0%}, exclamations {one.exclamations:.0%}"
        )
    return "\n".join(lines) + "\n"
