"""The library as others rely on it (design §3): types, spans, suppressions, feeds, and that no text is too odd for it."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta, timezone
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from making import RULE, both, catalogue, evidence, guard, words
from texts import texts

from moments_lint import (
    FeedReport,
    Finding,
    Linter,
    Post,
    ReceiptLine,
    Related,
    Report,
    Settings,
    Severity,
    Signal,
    Span,
)
from moments_lint.finding import Suppressed
from moments_lint.post import CATEGORIES, Suppression

QUIET = "早上煮了一锅绿豆汤，等孩子放学回来喝"
HARD = "姐妹们！！！全网最低价99元，手慢无，加我微信下单，扫码领红包，零基础招代理"
NOW = datetime(2026, 3, 2, 9)


# types


@pytest.mark.parametrize("text", [QUIET, HARD, "", "加❤️微💕信，㎏", "\n\n", "Bonjour"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_report_is_made_of_the_promised_types(linter: Linter, english: Linter, text: str, lang: str) -> None:
    report = (english if lang == "en" else linter).check(text)
    assert type(report) is Report
    assert report.post == Post(text)
    assert type(report.score) is int
    assert 0 <= report.score <= 100
    assert report.verdict in ("publish", "revise", "hold")
    assert report.category in CATEGORIES
    assert tuple(report.probabilities) == CATEGORIES
    assert all(0 <= probability <= 1 for probability in report.probabilities.values())
    assert math.isclose(sum(report.probabilities.values()), 1)
    assert report.category == max(report.probabilities, key=lambda category: report.probabilities[category])
    assert type(report.findings) is type(report.signals) is type(report.receipt) is type(report.suppressed) is tuple
    for finding in report.findings:
        assert type(finding) is Finding
        assert finding.severity.name in ("hint", "warning", "error")
        assert finding.message
        assert finding.advice
        assert all(type(related) is Related for related in finding.related)
    assert all(type(signal) is Signal and signal.message for signal in report.signals)
    assert all(type(line) is ReceiptLine and type(line.points) is int for line in report.receipt)
    assert sum(points for _, points, _ in report.receipt) == report.score


def test_text_and_post_are_checked_alike(linter: Linter) -> None:
    assert linter.check(HARD) == linter.check(Post(HARD))


def test_a_hard_sell_is_told_from_everyday_life(linter: Linter) -> None:
    hard, quiet = linter.check(HARD), linter.check(QUIET)
    assert hard.category == "hard_sell"
    assert quiet.category in ("life", "story")
    assert (hard.verdict, quiet.verdict) == ("hold", "publish")
    assert hard.score is not None
    assert quiet.score is not None
    assert hard.score < quiet.score
    assert quiet.findings == ()


def test_severities_are_ordered() -> None:
    assert Severity.hint < Severity.warning < Severity.error
    assert [severity.name for severity in Severity] == ["hint", "warning", "error"]


def test_the_rules_of_a_linter_can_be_listed(linter: Linter, english: Linter) -> None:
    ids = [rule.id for rule in linter.rules]
    assert type(linter.rules) is tuple
    assert ids == sorted(set(ids))
    assert [rule.id for rule in english.rules] == ids
    assert all(rule.severity is None or type(rule.severity) is Severity for rule in linter.rules)
    assert all(rule.summary != other.summary for rule, other in zip(linter.rules, english.rules, strict=True))


def test_findings_name_rules_of_the_linter_in_reading_order(linter: Linter) -> None:
    findings = linter.check(HARD + "！！！\n" + HARD).findings
    assert {finding.rule for finding in findings} <= {rule.id for rule in linter.rules}
    starts = [finding.span.start for finding in findings if finding.span is not None]
    assert starts == sorted(starts)
    assert None not in [finding.span for finding in findings[: len(starts)]]


def test_every_line_of_the_receipt_names_its_cause(linter: Linter) -> None:
    report = linter.check(HARD)
    causes = {finding.rule for finding in report.findings} | {signal.rule for signal in report.signals}
    steps = {"base", "model", "signals", "cap", "clamp"}
    assert {line.source for line in report.receipt} <= causes | steps


def test_a_linter_speaks_one_language(english: Linter) -> None:
    report = english.check("姐妹们！！！")
    assert [finding.message for finding in report.findings if finding.rule == "layout/exclamation-run"] == [
        "3 exclamation marks in a row"
    ]


# spans


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (QUIET, []),
        ("减肥", ["减肥"]),
        ("我要減肥！", ["減肥"]),
        ("我要減(jiǎn)肥(féi)！", ["減(jiǎn)肥"]),
        ("５㎏減肥", ["減肥"]),
        ("😀👨‍👩‍👧減肥", ["減肥"]),
        ("\r\n減肥\r\n減肥", ["減肥", "減肥"]),
        ("減🌸肥", ["減🌸肥"]),
        ("\ud83d減肥\udc00", ["減肥"]),
    ],
)
def test_a_span_indexes_the_text_as_typed(text: str, found: list[str]) -> None:
    linter = Linter(rules=catalogue({"kind": "terms", "terms": ["减肥"]}, message=both("{match}")))
    report = linter.check(text)
    assert evidence(report) == found
    assert [finding.message for finding in report.findings] == found
    assert all(type(finding.span) is Span for finding in report.findings)


def test_related_places_index_the_text_as_typed() -> None:
    rules = catalogue({"kind": "together", "cues": ["price", "contact"]}, cues={"price": words("原价"), "contact": words("加我")})
    text = "㎏原價，加我"
    (finding,) = Linter(rules=rules).check(text).findings
    assert [text[r.span.start : r.span.end] for r in finding.related if r.span is not None] == ["加我"]


def spans(report: Report) -> list[Span]:
    """All places a report speaks of."""
    placed = [*report.findings, *report.signals, *(each.finding for each in report.suppressed)]
    related = [related.span for finding in report.findings for related in finding.related]
    return [span for span in (*(one.span for one in placed), *related) if span is not None]


@given(text=texts)
@example(text="\ud83d&nbsp;")
@example(text="post_at: 今天\udc00")
def test_no_text_is_too_odd(linter: Linter, text: str) -> None:
    report = linter.check(text)
    assert all(0 <= start < end <= len(text) for start, end in spans(report))
    assert sum(line.points for line in report.receipt) == report.score
    assert 0 <= report.score <= 100
    assert math.isclose(sum(report.probabilities.values()), 1)


@given(
    text=texts, images=st.integers(0, 20), goods=st.sampled_from(["", "food", "cosmetics"]), author=st.sampled_from(["", "小林"])
)
def test_checking_twice_is_checking_once(linter: Linter, text: str, images: int, goods: str, author: str) -> None:
    post = Post(text.replace("\ud83d", "").replace("\udc00", ""), images=images, goods=goods, author=author)
    assert linter.check(post) == linter.check(post)


# many posts


def test_many_posts_are_checked_in_order(linter: Linter) -> None:
    posts = [QUIET, Post(HARD, name="b"), "茶", HARD]
    expected = [linter.check(post) for post in posts]
    assert list(linter.check_many(posts)) == expected
    assert list(linter.check_many(iter(posts), processes=2)) == expected
    assert list(linter.check_many([])) == []


def test_many_posts_are_checked_as_they_come(linter: Linter) -> None:
    """An endless source is no problem."""
    endless = (f"第{number}天" for number in iter(int, 1))
    assert next(iter(linter.check_many(endless))).post.text == "第0天"


# settings


def test_settings_choose_rules_and_severities() -> None:
    more = {"loud/price": {"match": {"kind": "terms", "terms": ["最低价"]}}}
    rules = catalogue({"kind": "terms", "terms": ["加我"]}, more=more)

    def said(settings: Settings) -> list[tuple[str, str]]:
        return [(f.rule, f.severity.name) for f in Linter(settings, rules).check("最低价，加我").findings]

    assert said(Settings()) == [("loud/price", "warning"), (RULE, "warning")]
    assert said(Settings(select=("loud",))) == [("loud/price", "warning")]
    assert said(Settings(ignore=("loud/price",))) == [(RULE, "warning")]
    assert said(Settings(severity={RULE: Severity.hint})) == [("loud/price", "warning"), (RULE, "hint")]


def test_the_author_of_the_settings_stands_in_for_a_missing_one() -> None:
    linter = Linter(Settings(author="小林"), catalogue({"kind": "terms", "terms": ["加我"]}))
    assert linter.check("茶").post.author == "小林"
    assert linter.check(Post("茶", author="老王")).post.author == "老王"


# signals


def test_a_signal_speaks_for_the_post() -> None:
    rules = catalogue({"kind": "terms", "terms": ["熬了六小时"]}, severity=None, advice=None, points=7, message=both("{match}"))
    linter = Linter(rules=rules)
    with_signal, without = linter.check("骨汤熬了六小时，香"), linter.check("骨汤，香")
    assert with_signal.findings == ()
    assert with_signal.signals == (Signal(RULE, "熬了六小时", Span(2, 7)),)
    assert [line.points for line in with_signal.receipt if line.source == RULE] == [7]
    assert without.signals == ()


def test_goods_that_are_unknown_and_a_guard_lower_severity() -> None:
    own = {"tip": guard("hint", "clause", "本店")}
    rules = catalogue({"kind": "terms", "terms": ["见效"], "guards": ["tip"]}, guards=own, severity="error", goods=["cosmetics"])
    linter = Linter(rules=rules)

    def said(text: str, goods: str) -> list[str]:
        return [finding.severity.name for finding in linter.check(Post(text, goods=goods)).findings]

    assert said("三天见效", "food") == []
    assert said("三天见效", "cosmetics") == ["error"]
    assert said("三天见效", "") == ["warning"]
    assert said("本店的三天见效", "cosmetics") == ["hint"]


# suppressions

LOUD = {"own/loud": {"match": {"kind": "terms", "terms": ["最低"]}}}
STATES = {
    f"suppression/{state}": {"match": {"kind": "suppression", "state": state}, "message": both("{rule}")}
    for state in ("unused", "expired", "reasonless", "unknown")
}
SUPPRESSING = Linter(rules=catalogue({"kind": "terms", "terms": ["手慢无"]}, more=LOUD | STATES))
TEXT = "全网最低，手慢无，最低"


@pytest.mark.parametrize(
    ("ignore", "kept", "suppressed"),
    [
        pytest.param((), ["own/loud", RULE, "own/loud"], [], id="nothing set aside"),
        pytest.param((Suppression("own/loud", reason="引用"),), [RULE], ["own/loud", "own/loud"], id="a rule"),
        pytest.param((Suppression("own", reason="引用"),), [], ["own/loud", RULE, "own/loud"], id="a family"),
        pytest.param((Suppression("own/loud", "全网最低", "引用"),), [RULE, "own/loud"], ["own/loud"], id="anchored to a text"),
        pytest.param((Suppression("own/loud", "网最", "引用"),), [RULE, "own/loud"], ["own/loud"], id="a text that overlaps"),
        pytest.param((Suppression("own/loud", "最低", "引用"),), [RULE], ["own/loud", "own/loud"], id="a text that stands twice"),
        pytest.param(
            (Suppression("own/loud", "手慢无", "引用"),),
            ["own/loud", RULE, "own/loud", "suppression/unused"],
            [],
            id="a text elsewhere: unused",
        ),
        pytest.param(
            (Suppression("own/loud", "史上最低", "引用"),),
            ["own/loud", RULE, "own/loud", "suppression/unused"],
            [],
            id="a text that was edited away: unused",
        ),
        pytest.param(
            (Suppression("own/loud", "全网最低"),),
            ["own/loud", RULE, "own/loud", "suppression/reasonless"],
            [],
            id="without a reason: not heeded",
        ),
        pytest.param(
            (Suppression("own/loud", reason="引用", until=date(2026, 3, 1)),),
            ["own/loud", RULE, "own/loud", "suppression/expired"],
            [],
            id="ended yesterday",
        ),
        pytest.param(
            (Suppression("own/loud", reason="引用", until=date(2026, 3, 2)),), [RULE], ["own/loud", "own/loud"], id="ends today"
        ),
        pytest.param(
            (Suppression("own/lout", reason="引用"),),
            ["own/loud", RULE, "own/loud", "suppression/unknown"],
            [],
            id="an unknown rule",
        ),
        pytest.param(
            (Suppression("own/loud", "全网最低", "引用"), Suppression(RULE, reason="真的")),
            ["own/loud"],
            ["own/loud", RULE],
            id="two entries",
        ),
    ],
)
def test_a_draft_sets_findings_aside(ignore: tuple[Suppression, ...], kept: list[str], suppressed: list[str]) -> None:
    report = SUPPRESSING.check(Post(TEXT, ignore=ignore), now=NOW)
    assert [finding.rule for finding in report.findings] == kept
    assert sorted(each.finding.rule for each in report.suppressed) == sorted(suppressed)
    assert all(type(each) is Suppressed and each.reason for each in report.suppressed)


def test_a_suppression_survives_edits_elsewhere() -> None:
    entry = Suppression("own/loud", "全网最低", "引用客户原话")
    report = SUPPRESSING.check(Post("先说一句。\n客户说我家全网最低，不敢当", ignore=(entry,)), now=NOW)
    assert report.findings == ()
    assert [each.reason for each in report.suppressed] == ["引用客户原话"]


def test_a_suppressed_finding_costs_nothing() -> None:
    free = SUPPRESSING.check(Post(TEXT, ignore=(Suppression("own", reason="引用"),)))
    assert [line.source for line in free.receipt] == ["base", "model"]


def test_without_a_clock_no_suppression_has_expired() -> None:
    entry = Suppression("own", reason="引用", until=date(2000, 1, 1))
    assert SUPPRESSING.check(Post(TEXT, ignore=(entry,))).findings == ()


def test_a_finding_without_a_place_is_anchored_anywhere_in_the_text() -> None:
    rules = catalogue({"kind": "layout", "measure": "characters", "limit": 4}, more=STATES)
    linter = Linter(rules=rules)
    assert linter.check(Post("霜后的茶", ignore=(Suppression(RULE, "霜后", "长一点好"),))).findings == ()
    assert len(linter.check(Post("霜后的茶", ignore=(Suppression(RULE, "霜前", "长一点好"),))).findings) == 2


# feeds


def post(text: str, at: str | None, author: str = "小林", name: str = "", label: str = "") -> Post:
    """A dated post."""
    return Post(text, name=name or f"{author} {at}", author=author, at=datetime.fromisoformat(at) if at else None, label=label)


DAILY = {"feed/many": {"match": {"kind": "frequency", "of": "posts", "limit": 2}, "message": both("{day} {count}")}}
FEED = Linter(rules=catalogue({"kind": "similar", "limit": 60, "days": 14}, message=both("{earlier}"), more=DAILY))
COPY = "今年的秋茶到了，山上雾大，采得比去年晚五天"


def said(report: FeedReport) -> list[tuple[str, str, str]]:
    """Rule, post and message of what only the feed shows."""
    return [(finding.rule, finding.name, finding.message) for finding in report.findings]


DAY = [post(f"第{hour}杯", f"2026-03-02T{hour:02}:00") for hour in (8, 12, 18)]


@pytest.mark.parametrize(
    ("posts", "found"),
    [
        pytest.param([], [], id="an empty feed"),
        pytest.param(DAY[:2], [], id="as many as allowed"),
        pytest.param([*DAY[:2], post("无日期", None)], [], id="a post without a date is in no feed"),
        pytest.param([*DAY[:2], post("第三杯", "2026-03-02T18:00", "老王")], [], id="each author has a feed"),
        pytest.param(DAY, [("feed/many", "小林 2026-03-02T18:00", "2026-03-02 3")], id="one too many"),
        pytest.param(
            [post(COPY, "2026-03-02T08:00"), post(COPY + "！", "2026-03-04T08:00")],
            [(RULE, "小林 2026-03-04T08:00", "小林 2026-03-02T08:00")],
            id="the same copy",
        ),
    ],
)
def test_a_feed_is_checked(posts: list[Post], found: list[tuple[str, str, str]]) -> None:
    report = FEED.check_timeline(posts, now=NOW)
    assert type(report) is FeedReport
    assert said(report) == found
    assert [each.post for each in report.posts] == posts
    assert all((finding.span is not None) == (finding.rule == RULE) for finding in report.findings)


def test_a_feed_finding_names_the_posts_that_belong_to_it() -> None:
    (finding,) = FEED.check_timeline(DAY).findings
    assert [related.name for related in finding.related] == ["小林 2026-03-02T08:00", "小林 2026-03-02T12:00"]


def test_the_posts_of_a_feed_are_reported_as_on_their_own(linter: Linter) -> None:
    posts = [post(QUIET, "2026-03-02T08:00"), post(HARD, "2026-03-02T09:00"), post(HARD, None)]
    assert list(linter.check_timeline(posts).posts) == [linter.check(each) for each in posts]


@pytest.mark.parametrize(
    ("hours", "zone", "found"),
    [
        pytest.param((22, 23, 24), "Asia/Shanghai", 0, id="midnight in Shanghai parts the days"),
        pytest.param((22, 23, 24), "Europe/Berlin", 1, id="in Berlin it is one afternoon"),
    ],
)
def test_a_day_is_a_day_of_the_feeds_time_zone(hours: tuple[int, ...], zone: str, found: int) -> None:
    midnight = datetime(2026, 3, 2, tzinfo=timezone(timedelta(hours=8)))
    posts = [Post(f"第{hour}杯", name=str(hour), author="小林", at=midnight + timedelta(hours=hour)) for hour in hours]
    linter = Linter(Settings(timezone=zone), catalogue(more=DAILY))
    assert len(linter.check_timeline(posts).findings) == found


def test_a_time_without_a_zone_is_of_the_feeds_time_zone() -> None:
    mixed = [post("一杯", "2026-03-02T08:00"), post("两杯", "2026-03-02T09:00+08:00"), post("三杯", "2026-03-02T02:00+00:00")]
    assert len(FEED.check_timeline(mixed).findings) == 1


feeds = st.lists(
    st.builds(
        post,
        st.sampled_from([COPY, COPY + "，喝起来更甜", QUIET, "茶", HARD]),
        st.sampled_from([None, *(f"2026-03-{day:02}T{hour:02}:00" for day in (2, 3, 20) for hour in (8, 9, 12, 20))]),
        st.sampled_from(["小林", "老王"]),
    ),
    max_size=9,
)


@given(feeds, st.integers(0, 99))
def test_the_order_of_posts_does_not_change_what_the_feed_shows(posts: list[Post], seed: int) -> None:
    shuffled = Random(seed).sample(posts, len(posts))
    assert said(FEED.check_timeline(shuffled)) == said(FEED.check_timeline(posts))


@given(feeds)
def test_an_unrelated_author_changes_nothing(posts: list[Post]) -> None:
    stranger = [post(COPY, f"2026-03-02T{hour:02}:30", "陌生人") for hour in range(8, 12)]
    together = FEED.check_timeline([*stranger, *posts])
    assert [each for each in said(together) if not each[1].startswith("陌生人")] == said(FEED.check_timeline(posts))


def test_a_draft_sets_a_feed_finding_aside() -> None:
    entry = Suppression(RULE, COPY, "客户要求再发一次")
    rules = catalogue({"kind": "similar", "limit": 60, "days": 14}, more=STATES)
    again = post(COPY, "2026-03-04T08:00")._replace(ignore=(entry,))
    report = Linter(rules=rules).check_timeline([post(COPY, "2026-03-02T08:00"), again], now=NOW)
    assert report.findings == ()
    assert [finding.rule for each in report.posts for finding in each.findings] == []
