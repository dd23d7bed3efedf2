"""A feed as one HTML page to open, send or print: calendar, mix over time, what WeChat may fold, copies, findings, posts.

Colours never stand alone: every one is also said in words or signs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from moments_lint.feed_summary import Day, Fold, Mix, Summary, mix, summary
from moments_lint.finding import Finding, Span
from moments_lint.formats.feed_style import STYLE
from moments_lint.formats.page import Html, element, join, shell
from moments_lint.formats.text import CATEGORIES, SEVERITIES, better_times
from moments_lint.post import CATEGORIES as IN_ORDER
from moments_lint.post import SELLING, Post
from moments_lint.rhythm import POSTS_A_DAY, Rhythm
from moments_lint.timeline import Entry, FeedReport, Timeline
from moments_lint.wording import Text

WEEKDAYS = Text("一二三四五六日", "MTWTFSS")
SELLS, OTHER = "■", "○"
EXCERPT = 60
"""Code points of a post in a list."""
AROUND = 24
"""Code points on either side of copied text."""
SHARED = 160
"""Code points of copied text that are shown."""


class _Page(NamedTuple):
    """What every part of the page needs."""

    rhythm: Rhythm
    findings: tuple[Finding, ...]
    lang: str

    def say(self, zh: str, en: str) -> str:
        return Text(zh, en).to(self.lang)

    def part(self, zh: str, en: str, *inside: Html) -> Html:
        """A card with a heading."""
        return element("section", element("h3", self.say(zh, en)), *inside, class_="card")


def render(report: FeedReport, rhythm: Rhythm, now: datetime, lang: str) -> str:
    """Return the document. `now` is aware; it is the time the page says it was made at."""
    page = _Page(rhythm, report.findings, lang)
    title = page.say("朋友圈时间线", "Moments timeline")
    count = sum(len(timeline.entries) for timeline in report.timelines)
    made = page.say(
        f"{now:%Y-%m-%d %H:%M} 生成 · {count} 条 · {len(report.findings)} 处要看 · 节奏「{rhythm.name}」",
        f"made {now:%Y-%m-%d %H:%M} · {count} posts · {len(report.findings)} to look at · rhythm “{rhythm.name}”",
    )
    body = [element("h1", title), element("p", made, class_="soft"), element("p", rhythm.summary.to(lang), class_="soft")]
    if not count:
        body.append(element("p", page.say("还没有带日期的帖子。", "No post has a date yet.")))
    body += _findings(page)
    for timeline in report.timelines:
        body += _feed(timeline, page)
    body += _undated(report.undated, page)
    return shell(title, body, lang, STYLE)


def _findings(page: _Page) -> Iterator[Html]:
    if not page.findings:
        return
    items = []
    for finding in sorted(page.findings, key=lambda one: -one.severity):
        level = element("span", SEVERITIES[finding.severity].to(page.lang), class_=f"badge {finding.severity.name}")
        name = element("code", f" {finding.name}") if finding.name else ""
        said = element("p", level, " ", element("strong", finding.message), name)
        moves = [element("p", *better_times(finding, page.lang))] if finding.reschedule else []
        items.append(element("li", said, element("p", finding.advice, class_="soft"), *moves))
    yield page.part("要看的", "To look at", element("ol", *items, class_="plain"))


def _feed(timeline: Timeline, page: _Page) -> Iterator[Html]:
    figures = summary(timeline, page.rhythm)
    yield element("h2", timeline.author or page.say("没有写作者", "No author given"))
    if figures.days:
        yield page.part("发帖日历", "Calendar", _calendar(figures, timeline, page), _calendar_key(page))
        yield page.part("卖货占多少", "The mix over time", *_mixes(figures, timeline, page))
    yield from _folds(figures.folds, timeline, page)
    yield from _copies(timeline, page)
    yield from _posts(figures, timeline, page)


def _calendar(figures: Summary, timeline: Timeline, page: _Page) -> Html:
    names = WEEKDAYS.to(page.lang)
    head = element("thead", element("tr", *(element("th", name, scope="col") for name in names)))
    weeks = [figures.days[first : first + 7] for first in range(0, len(figures.days), 7)]
    rows = [element("tr", *(_day(day, figures.today, timeline, page) for day in week)) for week in weeks]
    return element("table", head, element("tbody", *rows), class_="calendar")


def _day(day: Day, today: date | None, timeline: Timeline, page: _Page) -> Html:
    limit = page.rhythm.limit(POSTS_A_DAY)
    number = f"{day.date.month}-{day.date.day}" if day.date.day == 1 or day.date.weekday() == 0 else str(day.date.day)
    classes = [f"heat{min(4, day.total)}"]
    if limit is not None and day.total > limit:
        classes.append("over")
    if day.drafts:
        classes.append("drafts")
    if day.date == today:
        classes.append("today")
        number += page.say(" 今天", " today")
    parts = [element("span", number, class_="day")]
    if day.total:
        signs = "".join(SELLS if timeline.entries[index].selling else OTHER for index in day.posts)
        parts += [element("span", signs, class_="signs", aria_hidden="true"), element("span", _told(day, page), class_="unseen")]
    if "over" in classes:
        parts.append(element("span", page.say("超", "over"), class_="level"))
    return element("td", *parts, class_=" ".join(classes))


def _told(day: Day, page: _Page) -> str:
    """A day in words, for those who hear the page."""
    return page.say(
        f"{day.total} 条，{day.selling} 条卖货，{day.drafts} 条还是草稿",
        f"{day.total} posts, {day.selling} selling, {day.drafts} still drafts",
    )


def _calendar_key(page: _Page) -> Html:
    limit = page.rhythm.limit(POSTS_A_DAY)
    most = page.say(f"；一天超过 {limit} 条标「超」", f"; “over” marks days of more than {limit}") if limit else ""
    text = page.say(
        f"{SELLS} 卖货，{OTHER} 其他；颜色越深发得越多，虚线框里有草稿",
        f"{SELLS} sells, {OTHER} does not; darker days hold more posts, dashed ones drafts",
    )
    return element("p", text, most, class_="soft")


def _mixes(figures: Summary, timeline: Timeline, page: _Page) -> Iterator[Html]:
    yield _key(page)
    limit = figures.week.limit if figures.week is not None else None
    for sunday in figures.days[6::7]:
        week = mix(timeline, sunday.date, 7, limit)
        if week.total:
            first = figures.days[figures.days.index(sunday) - 6].date
            yield _bar(f"{first:%m-%d} – {sunday.date:%m-%d}", week, page)
    if figures.month is not None:
        end = f"{figures.month.end:%m-%d}"
        yield _bar(page.say(f"到 {end} 的 30 天", f"30 days to {end}"), figures.month, page)
        if figures.month.needed:
            text = page.say(
                f"再发 {figures.month.needed} 条不卖货的，30 天里的卖货就回到 {figures.month.limit}% 以内。",
                f"{figures.month.needed} more posts that sell nothing bring the 30 days back to {figures.month.limit}%.",
            )
            yield element("p", text)


def _key(page: _Page) -> Html:
    keys = []
    for category in IN_ORDER:
        swatch = element(
            "svg", element("rect", width="10", height="10", class_=category), viewBox="0 0 10 10", aria_hidden="true"
        )
        keys.append(element("span", swatch, CATEGORIES[category].to(page.lang), class_="key"))
    return element("p", *keys, class_="soft")


def _bar(name: str, given: Mix, page: _Page) -> Html:
    """One stretch of days: what it holds in words, and as a bar whose first part sells."""
    share = page.say(f"{given.total} 条，卖货占 {given.share}%", f"{given.total} posts, {given.share}% sell")
    if given.limit is not None:
        share += page.say(f"（上限 {given.limit}%）", f" (at most {given.limit}%)")
    over = given.limit is not None and given.selling * 100 > given.limit * given.total
    note = element("strong", page.say(" 超了", " over"), class_="level") if over else ""
    counts = [f"{CATEGORIES[one].to(page.lang)} {given.counts[one]}" for one in IN_ORDER if given.counts[one]]
    said = element("p", element("strong", name), " ", share, note)
    detail = element("p", (page.say("、", ", ")).join(counts), class_="soft")
    return element("div", said, _drawn(given), detail, class_="week")


def _drawn(given: Mix) -> Html:
    rects, left = [], 0.0
    for category in sorted(IN_ORDER, key=lambda one: one not in SELLING):
        width = 100 * given.counts[category] / max(1, given.total)
        if width:
            rects.append(element("rect", x=f"{left:.2f}", y="0", width=f"{width:.2f}", height="10", class_=category))
        left += width
    if given.limit is not None:
        rects.append(element("line", x1=str(given.limit), x2=str(given.limit), y1="0", y2="10", class_="limit"))
    return element("svg", *rects, viewBox="0 0 100 10", preserveAspectRatio="none", class_="bar", aria_hidden="true")


def _folds(folds: Sequence[Fold], timeline: Timeline, page: _Page) -> Iterator[Html]:
    if not folds:
        return
    text = page.say(
        "短时间连着发，微信可能只露出最新一条，其余收进「余下 X 条」。微信没有公布规则，下面是我们的推测。",
        "Of posts in quick succession WeChat may show the newest only and fold the rest. "
        "It has published no rule; this is our heuristic.",
    )
    drawn = []
    for fold in folds:
        shown, rest = timeline.entries[fold.shown], [timeline.entries[index] for index in fold.folded]
        name = element("p", timeline.author or page.say("我", "Me"), class_="name")
        more = element("p", page.say(f"余下 {len(rest)} 条", f"{len(rest)} more (余下 {len(rest)} 条)"), class_="rest")
        hidden = element(
            "ul", *(element("li", f"{one.at:%H:%M} ", _excerpt(one.post.text)) for one in rest), class_="plain folded"
        )
        visible = element("p", _excerpt(shown.post.text, 2 * EXCERPT))
        when = element("p", f"{shown.at:%m-%d %H:%M}", class_="soft")
        label = element("p", page.say("收起来、要点开才看得到的：", "Folded away until tapped:"), class_="soft")
        drawn.append(element("div", name, visible, when, more, label, hidden, class_="phone"))
    yield page.part("朋友可能看到的样子", "What friends may see", element("p", text), *drawn)


def _excerpt(text: str, length: int = EXCERPT) -> Html:
    """Return the head of a text on one line, its direction of writing kept to itself."""
    line = " ".join(text[: 4 * length].split())
    return element("bdi", line[:length] + ("…" if len(line) > length or len(text) > 4 * length else ""))


def _copies(timeline: Timeline, page: _Page) -> Iterator[Html]:
    own = {(entry.post.name, f"{entry.at:%Y-%m-%d %H:%M}"): entry for entry in timeline.entries}
    named = {entry.post.name: entry for entry in timeline.entries if not entry.post.posted}
    pairs = []
    for finding in page.findings:
        entry = named.get(finding.name)
        source = next((one for one in finding.related if one.span is not None), None)
        earlier = own.get((source.name, source.message)) if source is not None else None
        if entry is not None and earlier is not None and source is not None:
            quotes = [_quoted(earlier, source.span), _quoted(entry, finding.span)]
            pairs.append(element("div", element("p", element("strong", finding.message)), *quotes, class_="pair"))
    if pairs:
        yield page.part("重复的文案", "Repeated copy", *pairs)


def _quoted(entry: Entry, span: Span | None) -> Html:
    """A post's copied part, marked, with a little of what stands around it."""
    text = entry.post.text
    start, end = span or Span(0, 0)
    cut = min(end, start + SHARED)
    before = ("…" if start > AROUND else "") + text[max(0, start - AROUND) : start]
    after = ("…" if cut < end else "") + text[end : end + AROUND] + ("…" if end + AROUND < len(text) else "")
    quote = element("blockquote", element("bdi", before, element("mark", text[start:cut]), after))
    return join((element("p", f"{entry.at:%Y-%m-%d %H:%M} ", element("code", entry.post.name), class_="soft"), quote))


def _posts(figures: Summary, timeline: Timeline, page: _Page) -> Iterator[Html]:
    items = []
    for index in (index for day in figures.days for index in day.posts):
        entry = timeline.entries[index]
        sign = element("span", SELLS if entry.selling else OTHER, aria_hidden="true")
        state = page.say("已发", "out") if entry.post.posted else page.say("草稿", "draft")
        category = CATEGORIES[entry.category].to(page.lang)
        at = f"{entry.at:%m-%d}" if entry.post.whole_day else f"{entry.at:%m-%d %H:%M}"
        head = element("p", sign, f" {at} · {category} · {state} ", element("code", entry.post.name), class_="soft")
        items.append(element("li", head, _excerpt(entry.post.text)))
    if items:
        yield page.part("日历里的每一条", "Every post of the calendar", element("ol", *items, class_="plain posts"))


def _undated(posts: Sequence[Post], page: _Page) -> Iterator[Html]:
    if posts:
        items = [element("li", element("code", post.name), " ", _excerpt(post.text)) for post in posts]
        text = page.say("moments-lint plan 可以替它们排时间。", "“moments-lint plan” proposes times for them.")
        yield page.part(
            "还没定时间的草稿", "Drafts without a time", element("p", text), element("ul", *items, class_="plain posts")
        )
