"""What a feed is made of: drafts, what is out, what lies far back; and better times. The library as a user calls it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moments_lint import Linter, Post, Settings
from moments_lint.errors import SettingsError
from moments_lint.feed_summary import days, folds, mix, summary
from moments_lint.finding import Finding
from moments_lint.post import SELLING
from moments_lint.rhythm import MONTH_SHARE, POSTS_A_DAY, SELLING_A_DAY, WEEK_SHARE, minutes, parse_window, wrong_window
from moments_lint.timeline import FeedReport

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 2, 12, tzinfo=SHANGHAI)
LINTER = Linter(Settings(select=("feed",)))
TEXTS = (
    "今年的秋茶到了，山上雾大，采得比去年晚五天，喝起来更甜一点",
    "今年的秋茶到了，山上雾很大，采得比去年晚了五天，喝起来更甜",
    "教大家洗茶壶，先用温水泡十分钟，再用软布擦",
    "雨停了",
    "最后两盒，要的说",
)


def post(days: float, text: str = "雨停了", label: str = "life", author: str = "小林", **facts: object) -> Post:
    """A labelled post so many days after now."""
    at = NOW + timedelta(days=days)
    return Post(text, name=f"{author}-{at:%m-%d-%H%M}", author=author, at=at, label=label, **facts)  # type: ignore[arg-type]


def said(findings: Sequence[Finding]) -> list[tuple[str, str, str]]:
    """Rule, post and message."""
    return [(finding.rule, finding.name, finding.message) for finding in findings]


def check(drafts: Sequence[Post], history: Sequence[Post] = (), now: datetime | None = NOW) -> FeedReport:
    """Look at a feed with the feed rules."""
    return LINTER.check_timeline(drafts, now, history)


offsets = st.integers(-4000, 1000).map(lambda quarter: quarter / 96)


def posts(low: int = -4000, authors: Sequence[str] = ("小林", "老王")) -> st.SearchStrategy[list[Post]]:
    """Feeds of a few labelled posts, a quarter of an hour apart at least."""
    one = st.builds(
        post,
        st.integers(low, 1000).map(lambda quarter: quarter / 96),
        st.sampled_from(TEXTS),
        st.sampled_from(["life", "soft_sell", "hard_sell", "knowledge"]),
        st.sampled_from(authors),
        audience=st.sampled_from([(), ("老客户",)]),
        goods=st.sampled_from(["", "food", "finance"]),
    )
    return st.lists(one, max_size=12, unique_by=lambda each: each.name)


@settings(max_examples=25, deadline=None)
@given(posts(), posts(-9000), st.integers(0, 99))
def test_the_order_in_which_files_are_read_changes_nothing(drafts: list[Post], history: list[Post], seed: int) -> None:
    shuffled = Random(seed).sample(drafts, len(drafts)), Random(seed).sample(history, len(history))
    assert check(*shuffled).findings == check(drafts, history).findings


@settings(max_examples=25, deadline=None)
@given(posts(authors=["小林"]), posts(-9000, ["小林"]), posts(authors=["陌生人"]), posts(-9000, ["陌生人"]))
def test_an_unrelated_author_changes_nothing(drafts: list[Post], past: list[Post], others: list[Post], gone: list[Post]) -> None:
    """Unrelated: nothing of what they write is written by others too."""
    others = [each._replace(text=f"{number}") for number, each in enumerate(others)]
    gone = [each._replace(text=f"{number}") for number, each in enumerate(gone)]
    together = [
        finding for finding in check([*others, *drafts], [*gone, *past]).findings if not finding.name.startswith("陌生人")
    ]
    own = check(drafts, past).findings
    whole_feeds = [finding for finding in check(others, gone).findings if not finding.name]
    assert sorted(said(together)) == sorted(said([*own, *whole_feeds]))


@settings(max_examples=25, deadline=None)
@given(posts(-200, ["小林"]), posts(-3000, ["小林"]), st.integers(400, 4000))
def test_what_lies_years_back_changes_nothing(drafts: list[Post], history: list[Post], days_back: int) -> None:
    ancient = [post(-days_back - number, TEXTS[0], "hard_sell") for number in range(20)]
    recent = [each for each in history if each.at and each.at > NOW - timedelta(days=30)]
    recent.append(post(-31))  # so that no silence is older than what is kept
    assert said(check(drafts, [*ancient, *recent]).findings) == said(check(drafts, recent).findings)


@settings(max_examples=25, deadline=None)
@given(posts(), posts(-9000))
def test_no_finding_stands_on_what_is_out(drafts: list[Post], history: list[Post]) -> None:
    report = check(drafts, history)
    names = {each.name for each in drafts}
    assert all(not finding.name or finding.name in names for finding in report.findings)
    assert [each.post for each in report.posts] == drafts


@settings(max_examples=25, deadline=None)
@given(posts(4, ["小林"]))
def test_a_better_time_mends_what_it_is_proposed_for(drafts: list[Post]) -> None:
    for finding in check(drafts).findings:
        if not finding.reschedule:
            continue
        times = {slot.name: slot.at for slot in finding.reschedule}
        assert all(at > NOW for at in times.values())
        mended = [each._replace(at=times.get(each.name, each.at)) for each in drafts]
        left = [other for other in check(mended).findings if other.rule == finding.rule]
        assert not any(other.name == finding.name for other in left)


def test_ads_in_a_row_are_mended_by_a_swap() -> None:
    drafts = [post(day, "最后两盒，要的说", "soft_sell") for day in (1, 2, 3, 4)] + [post(5.25)]
    finding = next(finding for finding in check(drafts).findings if finding.rule == "feed/ads-in-a-row")
    assert [(slot.name, slot.at) for slot in finding.reschedule] == [
        (drafts[3].name, drafts[4].at),
        (drafts[4].name, drafts[3].at),
    ]


# what is one post


def test_a_draft_that_is_out_is_no_draft_any_more() -> None:
    night = post(0.48)  # half past eleven
    assert [finding.rule for finding in check([night]).findings] == ["feed/too-late"]
    assert check([night], [night]).findings == ()
    (timeline,) = check([night], [night._replace(at=NOW, whole_day=False)]).timelines
    assert [(entry.at, entry.post.posted) for entry in timeline.entries] == [(NOW, True)]


@pytest.mark.parametrize(
    ("draft", "past", "entries"),
    [
        pytest.param(post(0, TEXTS[0]), post(0, TEXTS[1])._replace(at=NOW - timedelta(days=9)), 1, id="mended on the phone"),
        pytest.param(post(1, TEXTS[0]), post(0.5, TEXTS[0])._replace(name="export.csv:3"), 1, id="by its words"),
        pytest.param(post(0, TEXTS[0]), post(0, TEXTS[2])._replace(at=NOW - timedelta(days=1)), 2, id="the file used again"),
        pytest.param(post(9, TEXTS[0]), post(0, TEXTS[0]), 2, id="the same words much later are a copy"),
        pytest.param(post(0, TEXTS[0]), post(0, TEXTS[0], author="老王")._replace(name="x"), 2, id="another's words"),
    ],
)
def test_when_a_draft_and_a_posted_post_are_one(draft: Post, past: Post, entries: int) -> None:
    assert sum(len(timeline.entries) for timeline in check([draft], [past]).timelines) == entries


def test_a_draft_without_a_date_takes_it_from_what_was_posted() -> None:
    draft = post(0, TEXTS[0])._replace(at=None)
    assert check([draft]).undated == (draft,)
    assert check([draft], [post(0, TEXTS[0])]).undated == ()


def test_history_without_drafts_is_looked_at_as_a_whole() -> None:
    report = check([], [post(-day, "最后两盒，要的说", "soft_sell") for day in range(20)])
    assert report.posts == ()
    assert {(finding.rule, finding.name) for finding in report.findings} == {("feed/no-interaction", ""), ("feed/no-life", "")}


def test_a_history_without_labels_asks_the_model() -> None:
    (timeline,) = check([], [post(-1, "家人们冲！最后三小时，手慢无，私我下单", label="")]).timelines
    assert timeline.entries[0].category in SELLING


def test_daily_posting_is_never_punished() -> None:
    """Seed 2, tip 10: speak every day. Nothing but how much of it sells, and how much a day, may be held against anybody."""
    texts = [f"第{day}天：{text}" for day, text in enumerate(["煮了粥", "大家几点起？", "修伞", "下雨", "晾被子"] * 12)]
    labels = ["life", "interaction", "knowledge", "life", "story"] * 12
    drafts = [post(day, text, label) for day, (text, label) in enumerate(zip(texts, labels, strict=True))]
    assert check(drafts).findings == ()


# figures


def test_days_count_every_date_and_category() -> None:
    (timeline,) = check([post(0), post(0.1, label="soft_sell"), post(2)]).timelines
    found = days(timeline, NOW.date(), (NOW + timedelta(days=3)).date())
    assert [(day.total, day.selling, day.drafts) for day in found] == [(2, 1, 2), (0, 0, 0), (1, 0, 1), (0, 0, 0)]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 12), st.integers(0, 12), st.integers(1, 99))
def test_the_budget_is_what_still_fits(selling: int, other: int, limit: int) -> None:
    labels = ["soft_sell"] * selling + ["life"] * other
    drafts = [post(number / 96, str(number), label) for number, label in enumerate(labels)]
    timelines = check(drafts, now=None).timelines
    if not timelines:
        return
    found = mix(timelines[0], NOW.date(), 7, limit)
    assert (found.selling, found.total) == (selling, selling + other)
    over = selling * 100 > limit * found.total
    assert over == (found.needed > 0)
    if over:
        assert found.left == 0
        assert selling * 100 <= limit * (found.total + found.needed)
        assert selling * 100 > limit * (found.total + found.needed - 1)
    else:
        assert (selling + found.left) * 100 <= limit * (found.total + found.left)
        assert (selling + found.left + 1) * 100 > limit * (found.total + found.left + 1)


def test_a_burst_is_drawn_with_its_newest_post_on_top() -> None:
    (timeline,) = check([post(minute / 1440, str(minute)) for minute in (0, 5, 10, 15, 90)]).timelines
    assert [(fold.shown, fold.folded) for fold in folds(timeline, 3)] == [(3, (2, 1, 0))]


def test_a_summary_covers_whole_weeks_around_today() -> None:
    (timeline,) = check([post(1), post(3)], [post(-20)]).timelines
    found = summary(timeline, LINTER.rhythm)
    assert (len(found.days), found.days[0].date.weekday(), found.days[-1].date.weekday()) == (35, 0, 6)
    assert found.today == NOW.date()
    assert found.month is not None
    assert (found.month.total, found.month.limit) == (3, LINTER.rhythm.limit(MONTH_SHARE))


# rhythms


def test_every_rhythm_names_rules_that_exist_and_says_it_is_practice() -> None:
    from moments_lint import catalogue

    shipped = catalogue.shipped()
    assert {"modest", "assistant", "shop", "lifestyle", "wecom"} <= shipped.rhythms.keys()
    for name, written in shipped.rhythms.items():
        assert written["thresholds"].keys() <= shipped.rules.keys(), name
        assert "不是平台规定" in written["summary"]["zh"]
        assert "no platform rule" in written["summary"]["en"]
        assert all(parse_window(each) for each in written["windows"])
    assert shipped.rhythms["modest"]["thresholds"] == {}


def test_settings_overrule_a_rhythm_and_a_rhythm_the_rules() -> None:
    assert Linter().rhythm.limit(POSTS_A_DAY) == 5
    assert Linter(Settings(rhythm="wecom")).rhythm.limit(POSTS_A_DAY) == 1
    assert Linter(Settings(rhythm="wecom", thresholds={POSTS_A_DAY: 2})).rhythm.limit(POSTS_A_DAY) == 2
    two = [post(1, "收摊"), post(1.2, "起风")]
    assert [finding.rule for finding in Linter(Settings(rhythm="wecom")).check_timeline(two).findings] == [POSTS_A_DAY]


def test_an_unknown_rhythm_is_told_with_the_known_ones() -> None:
    with pytest.raises(SettingsError) as told:
        Linter(Settings(rhythm="modst"))
    assert "modest" in told.value.mend.zh


def test_the_thresholds_a_plan_keeps_to_are_there() -> None:
    assert all(LINTER.rhythm.limit(rule) for rule in (POSTS_A_DAY, SELLING_A_DAY, WEEK_SHARE, MONTH_SHARE))


@pytest.mark.parametrize(
    ("written", "expected"),
    [("07:30", 450), ("24:00", 1440), ("24:01", None), ("7:30", None), ("07:60", None), ("٠٧:٣٠", None), ("", None)],
)
def test_minutes_of_a_day(written: str, expected: int | None) -> None:
    assert minutes(written) == expected


@pytest.mark.parametrize("written", ["", "07:30", "09:00-07:30", "07:30–09:00", "7-9"])
def test_what_is_no_window_is_told(written: str) -> None:
    assert parse_window(written) is None
    assert wrong_window(written) is not None
