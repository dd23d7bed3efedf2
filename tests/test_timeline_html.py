"""The timeline as a page: it stands alone, runs nothing of what a draft says, and says in words what its colours show.

After a change that is meant, run `python tests/test_timeline_html.py` and look at the difference, and at the page in a browser.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moments_lint.finding import Finding, Related, Severity, Slot, Span
from moments_lint.formats import timeline_html
from moments_lint.post import CATEGORIES, Post
from moments_lint.rhythm import BURST, MONTH_SHARE, POSTS_A_DAY, SELLING_A_DAY, WEEK_SHARE, Rhythm
from moments_lint.timeline import Entry, FeedReport, Timeline
from moments_lint.wording import Text, visible

GOLDEN = Path(__file__).with_name("golden") / "timeline"
NOW = datetime(2026, 3, 12, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
LIMITS = {POSTS_A_DAY: 3, SELLING_A_DAY: 2, BURST: 3, WEEK_SHARE: 50, MONTH_SHARE: 40}
RHYTHM = Rhythm("own", Text("自己定的节奏", "a rhythm of one's own"), (), LIMITS)


def entry(when: str, text: str, category: str = "life", posted: bool = True, name: str = "", **fields: object) -> Entry:
    at = datetime.fromisoformat(f"2026-03-{when}").replace(tzinfo=NOW.tzinfo)
    post = Post(text, name or f"{at:%m%d-%H%M}.md", "小林", at, label=category, posted=posted, **fields)  # type: ignore[arg-type]
    return Entry(post, at, category, text)


def feed(*entries: Entry, findings: Sequence[Finding] = (), undated: Sequence[Post] = (), author: str = "小林") -> FeedReport:
    timelines = (Timeline(author, entries, NOW),) if entries else ()
    return FeedReport((), tuple(findings), timelines, tuple(undated))


def whole() -> FeedReport:
    """Two weeks with a burst, a copy, a draft ahead and one without a time."""
    copied = "竹筛晒好的梅干，一瓶二十八，周六到店里拿。"
    entries = [
        entry("02 07:40", "早市的雾很大，豆腐还是热的。", "story"),
        entry("03 12:10", copied, "soft_sell"),
        entry("05 20:30", "梅干泡水之前先用温水冲一遍，盐会少一半。", "knowledge"),
        *(entry(f"10 20:0{minute}", f"第{minute}瓶也装好了，\n盖子拧紧倒过来放。", "hard_sell") for minute in range(4)),
        entry("12 20:00", f"今天{copied}", "soft_sell", posted=False, name="梅干.md"),
        entry("14 00:00", "周六店里试吃，几点来都行？", "interaction", posted=False, name="试吃.md", whole_day=True),
    ]
    related = Related("0303-1210.md", Span(0, 21), "2026-03-03 12:10")
    message, advice = "和 0303-1210.md 那条有 95% 相同", "换一个角度重写"
    findings = [
        Finding("own/often", Severity.hint, "半个月没有问过谁", "问一句大家", None),
        Finding("own/copy", Severity.warning, message, advice, Span(2, 23), (related,), name="梅干.md"),
    ]
    findings[1] = findings[1]._replace(reschedule=(Slot("梅干.md", NOW.replace(day=20, hour=7)),))
    return feed(*entries, findings=findings, undated=[Post("还没想好几时发的一条", "以后.md", "小林")])


def page(report: FeedReport, lang: str = "zh") -> str:
    return timeline_html.render(report, RHYTHM, NOW, lang)


def body(source: str) -> str:
    return source[source.index("<main>") : source.index("</main>")] + "\n"


CASES: dict[str, Callable[[], str]] = {
    "timeline.zh.html": lambda: body(page(whole())),
    "timeline.en.html": lambda: body(page(whole(), "en")),
}


@pytest.mark.parametrize("name", CASES)
def test_the_page_is_as_it_was_approved(name: str) -> None:
    assert CASES[name]() == (GOLDEN / name).read_text("utf-8")


class Read(HTMLParser):
    """What a browser would make of a page; elements must close in the order they opened."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


def test_it_stands_alone_and_runs_nothing() -> None:
    source = page(whole())
    read = Read(source)
    assert not read.tags & {"script", "link", "img", "iframe", "object", "form", "a", "base"}
    names = {name for name, _ in read.attributes}
    assert not names & {"style", "href", "src", "action"}
    assert not [name for name in names if name.startswith("on")]
    assert "://" not in source
    (style,) = re.findall(r"<style>(.*?)</style>", source, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in source
    for wanted in ("prefers-color-scheme:dark", "@media print", "width=device-width"):
        assert wanted in source


def test_a_better_time_is_told_as_in_the_text_report() -> None:
    slots = tuple(Slot(f"{name}.md", NOW.replace(day=20, hour=hour)) for name, hour in (("甲", 7), ("乙", 8)))
    finding = Finding("own/burst", Severity.warning, "太密", "隔开", None, name="甲.md", reschedule=slots)
    one = finding._replace(reschedule=slots[:1])
    assert "swap: 甲.md → 2026-03-20 07:30; 乙.md → 2026-03-20 08:30" in Read(page(feed(findings=[finding]), "en")).text
    assert "换时间：甲.md → 2026-03-20 07:30" in Read(page(feed(findings=[one]))).text


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></main></body>",
    "]]><!-- --><svg onload=alert(1)>",
    "&lt;b&gt; &amp;",
    "正文\u202e反过来\u2066\u200f",
    "\ud800\udfff\x00\x1b[31m\ufffe",
    "`'\"=/ \u2028\u2029",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_a_user_writes_is_shown_and_never_obeyed(text: str, lang: str) -> None:
    posts = [entry(f"12 20:0{minute}", text * 3, "hard_sell", name=f"{text}{minute}") for minute in range(4)]
    last = entry("13 20:00", text * 3, posted=False, name=text)
    related = Related(posts[0].post.name, Span(0, len(text)), "2026-03-12 20:00")
    finding = Finding("own/copy", Severity.error, text, text, Span(0, len(text)), (related,), name=text)
    source = page(feed(*posts, last, findings=[finding], undated=[Post(text, text, text)], author=text), lang)
    read, plain = Read(source), Read(page(whole(), lang))
    assert read.tags <= plain.tags
    assert {name for name, _ in read.attributes} <= {name for name, _ in plain.attributes}
    source.encode("utf-8")
    assert not set(source) & set("\u202e\u2066\u200f\x00\x1b\u2028\u2029")
    assert " ".join(visible(text).split()) in " ".join(read.text.split()).replace("\ufffd", "·")


@given(
    st.lists(
        st.tuples(
            st.integers(0, 40),
            st.integers(0, 1439),
            st.text(alphabet=st.characters(exclude_categories=()), max_size=30),
            st.sampled_from(CATEGORIES),
            st.booleans(),
        ),
        max_size=8,
    ),
    st.sampled_from(["zh", "en"]),
)
def test_any_feed_makes_a_whole_page(rows: list[tuple[int, int, str, str, bool]], lang: str) -> None:
    start = datetime(2026, 2, 20, tzinfo=NOW.tzinfo)
    entries = []
    for number, (day, minute, text, category, posted) in enumerate(rows):
        at = start + timedelta(days=day, minutes=minute)
        entries.append(Entry(Post(text, f"{number}.md", "小林", at, posted=posted), at, category, text))
    entries.sort(key=lambda one: one.at)
    Read(page(feed(*entries), lang)).text.encode("utf-8")


class TestWords:
    """Colours, signs and drawings have their words."""

    def test_a_day_says_how_many(self) -> None:
        told = Read(page(whole())).text
        assert "4 条，4 条卖货，0 条还是草稿" in told
        assert "1 条，0 条卖货，1 条还是草稿" in told

    def test_a_day_over_the_limit_is_said(self) -> None:
        assert "超" in body(page(whole())).partition("calendar")[2].partition("</table>")[0]

    def test_the_mix_is_said(self) -> None:
        told = Read(page(whole())).text
        assert "卖货占 33%（上限 50%）" in told
        assert "软文 1、干货 1、场景故事 1" in told

    def test_a_fold_is_drawn_and_called_a_guess(self) -> None:
        told = Read(page(whole())).text
        assert "余下 3 条" in told
        assert "我们的推测" in told
        assert "our heuristic" in Read(page(whole(), "en")).text

    def test_copied_words_are_marked_in_both(self) -> None:
        marks = re.findall(r"<mark>(.*?)</mark>", page(whole()))
        assert marks == ["竹筛晒好的梅干，一瓶二十八，周六到店里拿。"] * 2

    def test_a_feed_without_posts_says_so(self) -> None:
        assert "还没有带日期的帖子" in page(feed())


if __name__ == "__main__":
    for golden, render in CASES.items():
        (GOLDEN / golden).write_text(render(), "utf-8", newline="\n")
