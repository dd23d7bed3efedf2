"""What `evaluate rules` prints: figures for each file, by label, tag and rule, and the rows behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from moments_lint.classifier.corpus import Shape
from moments_lint.evaluation import Judged, Pairs, Ranking, by_rule, groups
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


PARTS = {
    "rules": Text("只用规则", "rules alone"),
    "model": Text("只用模型", "classifier alone"),
    "both": Text("规则加模型", "rules and classifier"),
}


def ranking(part: str, figures: Ranking, pairs: Pairs, counts: tuple[int, int], lang: str) -> str:
    """Return the figures of the score; `counts` are the posts with labels and the ordinary texts."""
    medians = ", ".join(f"{label} {value:.0f}" for label, value in figures.medians.items())
    posts, ordinary = counts
    quiet = Text("普通文字", "ordinary text") if ordinary else Text("其他各类", "other posts")
    said = Text(f"{posts} 条带标签的，{ordinary} 条普通文字", f"{posts} labelled posts, {ordinary} ordinary texts").to(lang)
    lines = [
        f"{PARTS[part].to(lang)}：{said}" if lang == "zh" else f"{PARTS[part].to(lang)}: {said}",
        f"  AUC {figures.auc:.3f}",
        Text(
            f"  {quiet.zh} 2% 低于 {figures.threshold} 分；低于它的硬广 {figures.recall:.1%}",
            f"  2% of {quiet.en} score below {figures.threshold}; hard sells below it: {figures.recall:.1%}",
        ).to(lang),
        Text(f"  中位分：{medians}", f"  median scores: {medians}").to(lang),
    ]
    if part != "rules":
        lines.append(f"  ECE of P(hard_sell) {figures.error:.3f}")
    if pairs.pairs:
        lines.append(
            Text(
                f"  同一件东西的故事或干货比硬广得分高：{pairs.won}/{pairs.pairs}（{pairs.share:.1%}）",
                f"  story or knowledge outscores the hard sell of the same thing: {pairs.won}/{pairs.pairs} ({pairs.share:.1%})",
            ).to(lang)
        )
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
