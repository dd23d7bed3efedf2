"""The planner: what is fine stays, what is not moves, and a plan that was carried out has nothing left to say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import cycle, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moments_lint import Linter, Post, Settings
from moments_lint import plan as planner
from moments_lint.schedule import Placement

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 19, 9, 30, tzinfo=ZONE)
LATER = timedelta(minutes=1)


def at(written: str) -> datetime:
    return datetime.fromisoformat(f"2026-{written}").replace(tzinfo=ZONE)


THINGS = [
    "青瓷杯",
    "竹筛",
    "灶台",
    "旧信",
    "雨靴",
    "石榴",
    "门槛",
    "蒸笼",
    "麻绳",
    "晒架",
    "井水",
    "柚子",
    "木梳",
    "纸伞",
    "陶罐",
]


def post(name: str, when: str | datetime | None = None, label: str = "life", **fields: object) -> Post:
    """A draft whose words no other draft has."""
    seed = sum(map(ord, name))
    text = "".join(THINGS[(seed * (step + 3) + step * step) % len(THINGS)] + name for step in range(6))
    moment = at(when) if isinstance(when, str) else when
    given_fields = {"text": text, "name": name, "author": "小林", "at": moment, "label": label} | fields
    return Post(**given_fields)  # type: ignore[arg-type]


def planned(linter: Linter, posts: Sequence[Post], history: Sequence[Post] = ()) -> tuple[Placement, ...]:
    report = linter.check_timeline(posts, NOW, history)
    undated = [linter.undated(one, NOW) for one in report.undated]
    rules = planner.choose(linter.rules, linter.match_of)
    return planner.plan(report.timelines, undated, rules, linter.rhythm, NOW)


def carried_out(posts: Sequence[Post], placements: Sequence[Placement]) -> list[Post]:
    times = {one.entry.post.name: one for one in placements}
    return [
        one._replace(at=times[one.name].after, whole_day=False) if one.name in times and times[one.name].changes else one
        for one in posts
    ]


def moves(placements: Sequence[Placement]) -> dict[str, str]:
    return {one.entry.post.name: f"{one.after:%m-%d %H:%M}" for one in placements if one.changes}


class TestWhatStays:
    @pytest.mark.parametrize(
        "posts",
        [
            [],
            [post("a", "11-20 08:00"), post("b", "11-20 12:00"), post("c", "11-20 20:00")],
            pytest.param([post(f"a{hour}", f"11-10 {hour}:00") for hour in range(10, 15)], id="a past that is fine"),
            pytest.param([post("a", "11-10 00:00", whole_day=True)], id="a day in the past without an hour"),
        ],
    )
    def test_a_fine_time_stays(self, linter: Linter, posts: list[Post]) -> None:
        assert moves(planned(linter, posts)) == {}

    def test_what_is_out_stays_and_counts(self, linter: Linter) -> None:
        history = [post(f"h{hour}", f"11-20 {hour}:00", posted=True) for hour in range(10, 17)]
        found = planned(linter, [post("a", "11-20 18:00")], history)
        assert [one.entry.post.name for one in found] == ["a"]
        assert found[0].after is not None
        assert found[0].after.date() > at("11-20 00:00").date()


class TestWhatMoves:
    def test_the_last_of_a_burst(self, linter: Linter) -> None:
        posts = [post(f"a{number}", f"11-20 10:0{number}") for number in range(4)]
        (move,) = [one for one in planned(linter, posts) if one.changes]
        assert (move.entry.post.name, move.before) == ("a3", at("11-20 10:03"))
        assert "连发" in move.reason.zh
        assert moves([move]) == {"a3": "11-21 07:30"}

    def test_one_too_many_goes_to_the_next_day_with_room(self, linter: Linter) -> None:
        hours = (8, 10, 12, 14, 16, 20)
        posts = [post(f"a{hour:02}", f"11-20 {hour:02}:00") for hour in hours]
        posts += [post(f"b{hour:02}", f"11-21 {hour:02}:00") for hour in hours[:5]]
        assert moves(planned(linter, posts)) == {"a20": "11-22 07:30"}

    def test_a_third_advertisement(self, linter: Linter) -> None:
        posts = [post(f"a{hour:02}", f"11-20 {hour:02}:00", "soft_sell") for hour in (8, 12, 20)]
        assert list(moves(planned(linter, posts))) == ["a20"]

    def test_a_copy_waits_until_it_is_safe(self, linter: Linter) -> None:
        text = post("a").text
        posts = [post("a", "11-20 08:00"), post("b", "11-21 08:00", text=text)]
        assert moves(planned(linter, posts)) == {"b": "12-05 07:30"}

    def test_a_day_gets_an_hour(self, linter: Linter) -> None:
        posts = [post("a", "11-20 00:00", whole_day=True), post("b", "11-20 07:30")]
        assert moves(planned(linter, posts)) == {"a": "11-20 08:30"}

    def test_a_missed_draft_in_a_flood_is_asked_about(self, linter: Linter) -> None:
        posts = [post(f"a{hour}", f"11-10 {hour}:00") for hour in range(10, 16)]
        (move,) = [one for one in planned(linter, posts) if one.changes]
        assert move.after is not None
        assert move.after > NOW
        assert "posted" in move.reason.zh
        assert "posted" in move.reason.en

    def test_each_author_for_himself(self, linter: Linter) -> None:
        posts = [post(f"{author}{hour}", f"11-20 {hour}:00", author=author) for author in "甲乙" for hour in range(10, 14)]
        assert moves(planned(linter, posts)) == {}

    def test_the_hours_of_the_rhythm(self) -> None:
        shop = Linter(Settings(rhythm="shop"))
        assert moves(planned(shop, [post("a", "11-20 23:10"), post("b", "11-21 06:00")])) == {
            "a": "11-21 07:30",
            "b": "11-21 08:30",
        }


class TestWhatHadNoTime:
    def test_drafts_are_spread_and_sales_stand_apart(self, linter: Linter) -> None:
        labels = cycle(["life", "knowledge", "soft_sell", "story"])
        found = planned(linter, [post(f"d{number:02}", None, next(labels)) for number in range(12)])
        days = [one.after.date() for one in found if one.after is not None]
        assert len(days) == 12
        assert max(days.count(day) for day in days) <= 2
        selling = [one.entry.selling for one in found]
        assert not any(one and other for one, other in pairwise(selling))

    def test_nothing_is_proposed_for_the_past(self, linter: Linter) -> None:
        assert all(one.after is not None and one.after > NOW for one in planned(linter, [post("a"), post("b")]))

    def test_a_copy_that_no_time_mends_is_left(self, linter: Linter) -> None:
        text = post("a").text
        found = planned(linter, [post(f"a{number:02}", None, text=text) for number in range(14)])
        stuck = [one for one in found if one.stuck]
        assert stuck
        assert all(one.after is None and "重写" in one.reason.zh for one in stuck)

    def test_a_time_for_a_copy_is_not_called_no_time(self, linter: Linter) -> None:
        text = post("a").text
        posts = [post(f"a{number:02}", f"11-20 10:{number:02}", text=text) for number in range(14)]
        stuck = [one for one in planned(linter, posts) if one.stuck]
        assert {one.changes for one in stuck} == {False, True}
        for one in stuck:
            assert ("换时间解决不了" in one.reason.zh, "no time will" in one.reason.en) == (not one.changes, not one.changes)
            assert "重写" in one.reason.zh


TIMES = st.none() | st.builds(
    lambda day, minutes: NOW + timedelta(days=day, minutes=minutes), st.integers(-4, 6), st.integers(0, 40) | st.integers(0, 1400)
)
DRAFTS = st.lists(
    st.tuples(TIMES, st.sampled_from(["life", "soft_sell", "hard_sell", "knowledge"]), st.integers(0, 12), st.booleans()),
    max_size=10,
)
AUDIENCES = st.lists(st.sampled_from([(), (), ("老客户",), ("老客户", "同事")]), min_size=14, max_size=14)
RHYTHMS = st.sampled_from(["modest", "shop", "wecom", "assistant"])


@given(DRAFTS, AUDIENCES, RHYTHMS)
@settings(max_examples=25)
def test_a_plan_carried_out_leaves_no_flood_and_is_its_own_plan(
    drafts: list[tuple[datetime | None, str, int, bool]], audiences: list[tuple[str, ...]], rhythm: str
) -> None:
    """No draft is left in a day that holds too many or in a burst, and planning again changes nothing."""
    linter = linters.setdefault(rhythm, Linter(Settings(rhythm=rhythm)))
    posts, history = [], []
    for number, ((when, label, words, out), audience) in enumerate(zip(drafts, audiences, strict=False)):
        one = post(f"d{number:02}", when, label, text=post(f"w{words}").text, audience=audience)
        (history if out and when is not None and when < NOW else posts).append(one)
    first = planned(linter, posts, history)
    after = carried_out(posts, first)
    assert moves(planned(linter, after, history)) == {}
    left = linter.check_timeline(after, NOW, history).findings
    often = {rule.id for rule in planner.choose(linter.rules, linter.match_of).often}
    assert [finding for finding in left if finding.rule in often] == []
    assert history or len(first) == len(posts)  # a draft with the words of a post that is out counts as posted


linters: dict[str, Linter] = {}
