"""`--output-format text`: for people at a terminal. Excerpts carry a marker that lines up under wide characters and emoji."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from moments_lint.errors import MomentsLintError
from moments_lint.finding import Finding, Report, Severity, Span
from moments_lint.outcome import Checked, Outcome
from moments_lint.post import Document, position
from moments_lint.rule import Rule
from moments_lint.score import WhatIf
from moments_lint.wording import Text, visible

WIDTH = 72
"""Columns of an excerpt; longer lines are cut around the finding."""

SEVERITIES = {
    Severity.error: Text("错误", "error"),
    Severity.warning: Text("提醒", "warning"),
    Severity.hint: Text("提示", "hint"),
}
VERDICTS = {
    "publish": Text("可以发", "fine to post"),
    "revise": Text("改一改再发", "revise first"),
    "hold": Text("先别发", "hold"),
}
CATEGORIES = {
    "hard_sell": Text("硬广", "hard sell"),
    "soft_sell": Text("软文", "soft sell"),
    "knowledge": Text("干货", "knowledge"),
    "story": Text("场景故事", "story"),
    "interaction": Text("互动", "interaction"),
    "life": Text("日常", "everyday life"),
}

_COLOURS = {"red": "31", "yellow": "33", "cyan": "36", "green": "32", "bold": "1", "dim": "2"}
_SEVERITY_COLOURS = {Severity.error: "red", Severity.warning: "yellow", Severity.hint: "cyan"}
_VERDICT_COLOURS = {"publish": "green", "revise": "yellow", "hold": "red"}


MOST_RELATED = 6
"""Related posts that are listed, the latest ones."""


class Style(NamedTuple):
    """How to write: language, and whether with colour."""

    lang: str
    colour: bool

    def paint(self, text: str, colour: str) -> str:
        """Return `text` in a colour, or as it is."""
        return f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m" if self.colour else text


def render(outcome: Outcome, lang: str, colour: bool = False, steps: Sequence[Sequence[WhatIf]] | None = None) -> str:
    """Return the outcome as lines for a terminal; `steps` tell for each post what mending would gain."""
    style = Style(lang, colour)
    rules = outcome.rules
    mended = steps or [[] for _ in outcome.checked]
    blocks = [
        "\n".join([*_post(checked, rules, style), *_what_if(each, style)])
        for checked, each in zip(outcome.checked, mended, strict=True)
    ]
    if outcome.feed:
        blocks.append("\n".join(_feed(outcome, rules, style)))
    blocks.append(summary_line(outcome, style))
    return "\n\n".join(blocks) + "\n"


Rules = Mapping[str, Rule]


def _post(checked: Checked, rules: Rules, style: Style) -> Iterator[str]:
    document, report = checked
    yield style.paint(visible(document.path), "bold")
    for finding in report.findings:
        yield from _finding(finding, document, rules, style)
    for signal in report.signals:
        yield f"  {style.paint('✓', 'green')} {visible(signal.message)} {style.paint(signal.rule, 'dim')}"
    if report.suppressed:
        count = len(report.suppressed)
        yield f"  {Text(f'按草稿的说明略过 {count} 处', f'{count} set aside by the draft').to(style.lang)}"
    if report.review:
        yield f"  {style.paint('?', 'cyan')} {report.review}"
    if report.review_evidence:
        places = "".join(f"「{visible(report.post.text[start:end])}」" for start, end in report.review_evidence)
        yield f"      {style.paint(Text('模型看的是：', 'what the classifier saw: ').to(style.lang), 'dim')}{places}"
    yield from _score(report, style)


def _finding(finding: Finding, document: Document, rules: Rules, style: Style) -> Iterator[str]:
    place = ""
    if finding.span is not None:
        line, column = document.position(finding.span.start)
        place = f"{line}:{column} "
    elif finding.entry is not None and finding.entry.line:
        place = f"{finding.entry.line}:1 "
    severity = style.paint(SEVERITIES[finding.severity].to(style.lang), _SEVERITY_COLOURS[finding.severity])
    yield f"  {place}{severity} {visible(finding.message)} {style.paint(finding.rule, 'dim')}"
    if finding.span is not None:
        yield from _excerpt(document, finding.span, style)
    yield f"      {style.paint(Text('为什么：', 'why: ').to(style.lang), 'dim')}{rules[finding.rule].why}"
    yield f"      {style.paint(Text('怎么改：', 'instead: ').to(style.lang), 'dim')}{finding.advice}"


def _excerpt(document: Document, span: Span, style: Style) -> Iterator[str]:
    text, start = document.post.text, span.start
    first = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    last = min(at for at in (text.find("\n", start), text.find("\r", start), len(text)) if at >= 0)
    line = text[first:last]
    left, marked = start - first, min(span.end, last) - start
    cut, left = _cut(line, left, marked)
    number = str(position(document.text, document.start + start)[0])
    before, under = width(visible(cut[:left])), max(1, width(visible(cut[left : left + marked])))
    bar = style.paint("│", "dim")
    yield f"      {style.paint(number, 'dim')} {bar} {visible(cut)}"
    yield f"      {' ' * len(number)} {bar} {' ' * before}{style.paint('^' * under, 'red')}"


def _cut(line: str, left: int, marked: int) -> tuple[str, int]:
    """Cut a long line around the marked part, and that part itself where it is too long; return it and where the part starts."""
    first, last = left, left
    while last < min(len(line), left + marked) and width(line[first : last + 1]) <= WIDTH:
        last += 1
    room = WIDTH - width(line[first:last])
    while room > 0 and (first > 0 or last < len(line)):
        if first > 0:
            first -= 1
            room -= width(line[first])
        if last < len(line) and room > 0:
            room -= width(line[last])
            last += 1
    head, tail = "…" if first > 0 else "", "…" if last < len(line) else ""
    return head + line[first:last] + tail, left - first + len(head)


def width(text: str) -> int:
    """Return the terminal columns of `text`."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    columns: int = wcswidth(text)
    return columns if columns >= 0 else len(text)


def _score(report: Report, style: Style) -> Iterator[str]:
    if report.score is None:
        return
    lang = style.lang
    verdict = style.paint(VERDICTS[report.verdict].to(lang), _VERDICT_COLOURS[report.verdict])
    share = round(100 * report.probabilities[report.category])
    category = CATEGORIES[report.category].to(lang)
    heading = Text(f"得分 {report.score}/100", f"score {report.score}/100").to(lang)
    yield f"  {style.paint(heading, 'bold')} {verdict}  {category} {share}%"
    parts = []
    for line in report.receipt:
        if not line.points and line.source != "model":
            continue
        source = "" if line.source in ("base", "model", "cap", "clamp", "signals") else f" {line.source}"
        sign = "" if line.source == "base" else "+" if line.points >= 0 else "−"
        parts.append(f"{line.label}{source} {sign}{abs(line.points)}")
    yield f"    {style.paint(' ｜ '.join(parts), 'dim')}"


def _what_if(steps: Sequence[WhatIf], style: Style) -> Iterator[str]:
    if steps:
        yield f"  {Text('如果逐条改掉：', 'mended one after another:').to(style.lang)}"
    for rule, score in steps:
        yield f"    → {score:3d}  {style.paint(rule, 'dim')}"


def _feed(outcome: Outcome, rules: Rules, style: Style) -> Iterator[str]:
    yield style.paint(Text("整个朋友圈", "the feed as a whole").to(style.lang), "bold")
    documents = {checked.document.path: checked.document for checked in outcome.checked}
    for finding in outcome.feed or ():
        yield from feed_finding(finding, documents.get(finding.name), rules, style)


def feed_finding(finding: Finding, document: Document | None, rules: Rules, style: Style) -> Iterator[str]:
    """Yield the lines of one finding on a feed; `document` is the draft it stands on."""
    severity = style.paint(SEVERITIES[finding.severity].to(style.lang), _SEVERITY_COLOURS[finding.severity])
    name = f"{visible(finding.name)} " if finding.name else ""
    yield f"  {name}{severity} {visible(finding.message)} {style.paint(finding.rule, 'dim')}"
    if finding.span is not None and document is not None:
        yield from _excerpt(document, finding.span, style)
    for related in finding.related[-MOST_RELATED:]:
        yield f"      · {related.message} {visible(related.name)}"
    if len(finding.related) > MOST_RELATED:
        more = len(finding.related) - MOST_RELATED
        yield f"      · {Text(f'还有更早的 {more} 条', f'and {more} earlier').to(style.lang)}"
    yield f"      {style.paint(Text('为什么：', 'why: ').to(style.lang), 'dim')}{rules[finding.rule].why}"
    yield f"      {style.paint(Text('怎么改：', 'instead: ').to(style.lang), 'dim')}{finding.advice}"
    if finding.reschedule:
        label, times = better_times(finding, style.lang)
        yield f"      {style.paint(label, 'dim')}{style.paint(times, 'green')}"


def better_times(finding: Finding, lang: str) -> tuple[str, str]:
    """Return what to do with the times of posts, as a label and the times."""
    label = Text("换时间：", "move: ") if len(finding.reschedule) == 1 else Text("对调：", "swap: ")
    moves = (f"{visible(slot.name)} → {slot.at:%Y-%m-%d %H:%M}" for slot in finding.reschedule)
    return label.to(lang), Text("；", "; ").to(lang).join(moves)


def summary_line(outcome: Outcome, style: Style, posts: int | None = None) -> str:
    """Return the counts of a run, in the colour of the gravest; `posts` is how many were looked at, if not those reported on."""
    counts = outcome.counts()
    grave = counts[Severity.error] or outcome.errors
    return style.paint(summary(outcome, style.lang, posts), "red" if grave else "yellow" if counts[Severity.warning] else "green")


def summary(outcome: Outcome, lang: str, posts: int | None = None) -> str:
    """Return the counts of a run as one sentence; `posts` is how many were looked at, if not those reported on."""
    counts = outcome.counts()
    posts, rules = len(outcome.checked) if posts is None else posts, len(outcome.rules)
    errors, warnings, hints = (counts[severity] for severity in (Severity.error, Severity.warning, Severity.hint))
    what = Text("份资料", "profile(s)") if outcome.of_profiles else Text("条", "post(s)")
    parts = [
        Text(
            f"检查了 {posts} {what.zh}，用了 {rules} 条规则：{errors} 处错误，{warnings} 处提醒，{hints} 处提示",
            f"checked {posts} {what.en} with {rules} rules: {errors} error(s), {warnings} warning(s), {hints} hint(s)",
        ).to(lang)
    ]
    if outcome.baselined:
        count = outcome.baselined
        parts.append(Text(f"；基线里的 {count} 处旧问题没算", f"; {count} old one(s) in the baseline not counted").to(lang))
    if outcome.skipped:
        count = outcome.skipped
        parts.append(Text(f"；跳过 {count} 个不是草稿的文件", f"; passed over {count} other file(s)").to(lang))
    if outcome.undated:
        count = len(outcome.undated)
        parts.append(Text(f"；{count} 条没有日期，没算进朋友圈", f"; {count} without a date, in no feed").to(lang))
    if outcome.errors:
        count = len(outcome.errors)
        parts.append(Text(f"；{count} 处读不了或写错", f"; {count} input problem(s)").to(lang))
    return "".join(parts)


def render_error(error: MomentsLintError, lang: str, colour: bool) -> str:
    """Return an error for the terminal."""
    return Style(lang, colour).paint(error.render(lang), "red")
