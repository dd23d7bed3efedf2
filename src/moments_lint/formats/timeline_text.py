"""`timeline --output-format text`: a calendar, the mix, what friends may meet folded, and the findings, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from moments_lint.feed_outcome import FeedOutcome
from moments_lint.feed_summary import Day, Fold, Mix, Summary, summary
from moments_lint.formats.text import Style, feed_finding, summary_line, width
from moments_lint.timeline import Timeline
from moments_lint.wording import Text, visible

CELL = 10
"""Columns of a day in the calendar."""

BAR = 20
"""Columns of the bar of a mix."""

EXCERPT = 36
"""Columns of a post in a drawing."""

WEEKDAYS = Text("一二三四五六日", "MTWTFSS")
SIGNS = {
    "hard_sell": Text("硬", "H"),
    "soft_sell": Text("软", "S"),
    "knowledge": Text("干", "K"),
    "story": Text("故", "T"),
    "interaction": Text("互", "I"),
    "life": Text("日", "L"),
}
"""One sign a category, so that no colour stands alone."""

_LEGEND = Text(
    "硬=硬广 软=软文 干=干货 故=故事 互=互动 日=日常；[ ] 里是还没发的草稿",
    "H hard sell, S soft sell, K knowledge, T story, I interaction, L life; drafts in [ ]",
)
_COLOURS = {
    "hard_sell": "red",
    "soft_sell": "yellow",
    "knowledge": "green",
    "story": "green",
    "interaction": "cyan",
    "life": "dim",
}
_NO_AUTHOR = Text("（没写作者）", "(no author)")


class _Cell(NamedTuple):
    """What stands in the calendar for one day: as written, and with colour."""

    plain: str
    painted: str


def render(outcome: FeedOutcome, lang: str, colour: bool = False) -> str:
    """Return the feed as lines for a terminal."""
    style = Style(lang, colour)
    blocks = ["\n".join(_head(outcome, style))]
    blocks += ["\n".join(_author(timeline, outcome, style)) for timeline in outcome.report.timelines]
    blocks += ["\n".join(lines) for lines in _findings(outcome, style)]
    if outcome.report.undated:
        blocks.append("\n".join(_undated(outcome, style)))
    blocks.append(summary_line(outcome.as_run(), style, outcome.posts))
    return "\n\n".join(blocks) + "\n"


def _head(outcome: FeedOutcome, style: Style) -> Iterator[str]:
    now = f"{outcome.now:%Y-%m-%d %H:%M}"
    yield style.paint(
        Text(f"朋友圈时间线  截至 {now}（{outcome.timezone}）", f"Moments timeline as of {now} ({outcome.timezone})").to(
            style.lang
        ),
        "bold",
    )
    rhythm = outcome.rhythm
    yield style.paint(
        Text(f"节奏 {rhythm.name}：{rhythm.summary.zh}", f"rhythm {rhythm.name}: {rhythm.summary.en}").to(style.lang), "dim"
    )


def _author(timeline: Timeline, outcome: FeedOutcome, style: Style) -> Iterator[str]:
    drafts = sum(not entry.post.posted for entry in timeline.entries)
    posted = len(timeline.entries) - drafts
    name = style.paint(visible(timeline.author) or _NO_AUTHOR.to(style.lang), "bold")
    counts = Text(f"近期已发 {posted} 条，草稿 {drafts} 条", f"{posted} posted of late, {drafts} draft(s)")
    yield f"{name}  {counts.to(style.lang)}"
    figures = summary(timeline, outcome.rhythm)
    yield from _calendar(figures, timeline, style)
    for mix in (figures.week, figures.month):
        if mix is not None and mix.total:
            yield _mix(mix, style)
    for fold in figures.folds:
        yield from _fold(fold, timeline, style)


def _calendar(figures: Summary, timeline: Timeline, style: Style) -> Iterator[str]:
    weeks = [figures.days[start : start + 7] for start in range(0, len(figures.days), 7)]
    weeks = weeks[next((number for number, week in enumerate(weeks) if any(day.posts for day in week)), len(weeks)) :]
    if not weeks:
        return
    yield "         " + "".join(f" {sign}{' ' * (CELL - 1 - width(sign))}" for sign in WEEKDAYS.to(style.lang)).rstrip()
    for week in weeks:
        cells = [_cell(day, figures, timeline, style) for day in week]
        row = "".join(f" {cell.painted}{' ' * (CELL - 1 - width(cell.plain))}" for cell in cells)
        yield f"  {week[0].date:%m-%d}  {row.rstrip()}"
    yield f"  {style.paint(_LEGEND.to(style.lang), 'dim')}"


def _cell(day: Day, figures: Summary, timeline: Timeline, style: Style) -> _Cell:
    if not day.posts:
        return _Cell("·", style.paint("·", "dim")) if day.date != figures.today else _Cell("+", style.paint("+", "bold"))
    entries = [timeline.entries[index] for index in day.posts]
    parts: list[tuple[str, str]] = []
    for index, entry in enumerate(entries):
        opens = not entry.post.posted and (index == 0 or entries[index - 1].post.posted)
        closes = not entry.post.posted and (index + 1 == len(entries) or entries[index + 1].post.posted)
        parts += [("[", "")] * opens + [(SIGNS[entry.category].to(style.lang), _COLOURS[entry.category])] + [("]", "")] * closes
    plain = "".join(sign for sign, _ in parts)
    if width(plain) >= CELL:
        plain = Text(f"{day.total}条卖{day.selling}", f"{day.total}p {day.selling}s").to(style.lang)
        return _Cell(plain, style.paint(plain, "red" if day.selling > 2 else "yellow"))
    return _Cell(plain, "".join(style.paint(sign, colour) if colour else sign for sign, colour in parts))


def _mix(mix: Mix, style: Style) -> str:
    filled = round(BAR * mix.selling / mix.total)
    over = mix.limit is not None and mix.selling * 100 > mix.limit * mix.total
    bar = style.paint("#" * filled, "red" if over else "yellow") + "." * (BAR - filled)
    said = Text(
        f"{mix.days} 天（到 {mix.end:%m-%d}）{mix.total} 条，卖 {mix.selling} 条，占 {mix.share}%",
        f"{mix.days} days to {mix.end:%m-%d}: {mix.total} posts, {mix.selling} sell, {mix.share}%",
    )
    if mix.limit is None:
        budget = Text("", "")
    elif over:
        budget = Text(
            f"，上限 {mix.limit}%，要再补 {mix.needed} 条不卖货的", f", limit {mix.limit}%; {mix.needed} more that sell nothing"
        )
    else:
        budget = Text(f"，上限 {mix.limit}%，还能卖 {mix.left} 条", f", limit {mix.limit}%; {mix.left} more may sell")
    return f"  [{bar}] {said.to(style.lang)}{budget.to(style.lang)}"


def _fold(fold: Fold, timeline: Timeline, style: Style) -> Iterator[str]:
    heading = Text(
        "朋友可能看到的样子（我们推测的，微信没有公布规则）：", "What friends may see (our guess; WeChat publishes no rule):"
    )
    yield f"  {style.paint(heading.to(style.lang), 'dim')}"
    shown, count = timeline.entries[fold.shown], len(fold.folded)
    name = visible(timeline.author) or _NO_AUTHOR.to(style.lang)
    yield f"    ┌ {style.paint(name, 'bold')}  {shown.at:%m-%d %H:%M}"
    yield f"    │ {_short(shown.post.text)}"
    yield f"    └ {style.paint(Text(f'余下 {count} 条', f'{count} more').to(style.lang), 'cyan')}"


def _short(text: str) -> str:
    line = visible(" ".join(text.split()))
    kept = line
    while width(kept) > EXCERPT:
        kept = kept[:-1]
    return kept if kept == line else kept + "…"


def _findings(outcome: FeedOutcome, style: Style) -> Iterator[Sequence[str]]:
    documents = {document.path: document for document in outcome.documents}
    for finding in sorted(outcome.report.findings, key=lambda finding: -finding.severity):
        yield list(feed_finding(finding, documents.get(finding.name), outcome.rules, style))


def _undated(outcome: FeedOutcome, style: Style) -> Iterator[str]:
    heading = Text(
        "没有日期，没算进来（写 post_at，或把日期放在文件名最前面）：",
        "Without a date, so in no feed (give post_at, or begin the file name with the date):",
    )
    yield heading.to(style.lang)
    yield from (f"  {visible(post.name)}" for post in outcome.report.undated)
