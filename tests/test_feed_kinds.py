"""The kinds of rule that look at a feed: how often one posts, and whether one repeats oneself."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import texts

from moments_lint import Post
from moments_lint.fold import fold
from moments_lint.kinds import FEED_KINDS
from moments_lint.kinds import frequency as frequency_module
from moments_lint.post import CATEGORIES
from moments_lint.timeline import Entry, FeedHit, Timeline

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 2, 8, tzinfo=SHANGHAI)


def entry(at: datetime, text: str = "茶", category: str = "life", name: str = "") -> Entry:
    """A post of a feed."""
    return Entry(Post(text, name=name, author="小林", at=at), at, category, fold(text).text)


def feed(entries: Sequence[Entry]) -> Timeline:
    """A feed, oldest first."""
    return Timeline("小林", tuple(sorted(entries, key=lambda one: one.at)))


def frequency(entries: Sequence[Entry], limit: int, of: str = "posts") -> list[FeedHit]:
    """Run the kind."""
    return list(FEED_KINDS["frequency"].compile({"of": of, "limit": limit}).run(feed(entries), []))


def alike(limit: int, days: int = 14, characters: int = 12, among: str = "own") -> dict[str, object]:
    """Options of the kind."""
    return {"limit": limit, "below": 101, "days": days, "characters": characters, "common": 0, "among": among}


def similar(entries: Sequence[Entry], limit: int = 60, days: int = 14, characters: int = 12) -> list[FeedHit]:
    """Run the kind."""
    return list(FEED_KINDS["similar"].compile(alike(limit, days, characters)).run(feed(entries), []))


# frequency


def hours(*of_day: int, day: int = 0, category: str = "life") -> list[Entry]:
    """Posts at these hours of one day."""
    return [entry(MONDAY.replace(hour=hour) + timedelta(days=day), category=category) for hour in of_day]


@pytest.mark.parametrize(
    ("entries", "limit", "of", "over"),
    [
        pytest.param([], 1, "posts", [], id="an empty feed"),
        pytest.param(hours(8, 12), 2, "posts", [], id="as many as allowed"),
        pytest.param(hours(8, 12) + hours(8, 12, day=1), 2, "posts", [], id="on two days"),
        pytest.param(hours(23) + hours(0, day=1), 1, "posts", [], id="an hour apart, but another day"),
        pytest.param(hours(8, 12, 18), 2, "posts", [(2, (0, 1))], id="one too many"),
        pytest.param(hours(8, 12, 18, 20), 2, "posts", [(2, (0, 1))], id="two too many are one hit"),
        pytest.param(hours(8, 12) + hours(8, 12, day=1), 1, "posts", [(1, (0,)), (3, (2,))], id="one hit a day"),
        pytest.param(hours(8, 12, 18), 2, "selling", [], id="ordinary posts do not sell"),
        pytest.param(
            hours(8, category="soft_sell") + hours(9) + hours(12, category="hard_sell"),
            1,
            "selling",
            [(2, (0,))],
            id="both kinds of selling",
        ),
    ],
)
def test_a_day_holds_so_many_posts(entries: list[Entry], limit: int, of: str, over: list[tuple[int, tuple[int, ...]]]) -> None:
    assert [(hit.entry, hit.related) for hit in frequency(entries, limit, of)] == over


def test_frequency_tells_day_count_and_limit() -> None:
    assert frequency(hours(8, 12, 18), 2)[0].values == {"day": "2026-03-02", "count": 3, "limit": 2}


@given(st.lists(st.tuples(st.integers(0, 96), st.sampled_from(CATEGORIES)), max_size=20), st.integers(1, 4))
def test_a_hit_stands_on_exactly_the_days_that_are_over(posts: list[tuple[int, str]], limit: int) -> None:
    entries = [entry(MONDAY + timedelta(hours=after), category=category) for after, category in posts]
    for of, counted in (("posts", set(CATEGORIES)), ("selling", {"hard_sell", "soft_sell"})):
        days = [one.at.date() for one in entries if one.category in counted]
        over = {day.isoformat(): days.count(day) for day in days if days.count(day) > limit}
        found = frequency(entries, limit, of)
        assert {hit.values["day"]: hit.values["count"] for hit in found} == over
        assert len(found) == len(over)


def test_the_kinds_are_listed_under_their_names() -> None:
    assert FEED_KINDS["frequency"] is frequency_module.KIND
    assert [kind.name for kind in FEED_KINDS.values()] == list(FEED_KINDS)


# similar

TEA = "今年的秋茶到了，山上雾大，采得比去年晚五天，喝起来更甜一点"
POT = "教大家洗茶壶，先用温水泡十分钟，再用软布擦，不要用洗洁精"


def days(*texts_by_day: tuple[int, str]) -> list[Entry]:
    """Posts so many days after Monday."""
    return [entry(MONDAY + timedelta(days=after), text, name=f"第{after}天") for after, text in texts_by_day]


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        pytest.param([], [], id="an empty feed"),
        pytest.param(days((0, TEA)), [], id="nothing to compare with"),
        pytest.param(days((0, TEA), (1, POT)), [], id="something else"),
        pytest.param(days((0, "早上好"), (1, "早上好")), [], id="too short to be copy"),
        pytest.param(days((0, TEA), (15, TEA)), [], id="long ago"),
        pytest.param(
            days((0, "早上好呀🌞🌞🌞🌞🌞🌞🌞🌞🌞"), (1, "早上好呀，" + POT)), [], id="a greeting is no copy, however many suns"
        ),
        pytest.param(days((0, TEA), (14, TEA)), [(1, 0, 100)], id="on the last day of the window"),
        pytest.param(days((0, TEA), (3, TEA)), [(1, 0, 100)], id="the same"),
        pytest.param(
            days((0, TEA), (3, "今年的秋茶到了！山上雾大；采得比去年晚五天……喝起来更甜一点🍵")),
            [(1, 0, 100)],
            id="marks and emoji aside",
        ),
        pytest.param(
            days((0, TEA), (3, "今年的秋茶到了，山上霧大，採得比去年晚五天，喝起來更甜一點")),
            [(1, 0, 100)],
            id="in Traditional characters",
        ),
        pytest.param(days((0, TEA), (1, POT), (2, TEA), (3, TEA)), [(2, 0, 100), (3, 2, 100)], id="the nearest of equals"),
    ],
)
def test_the_same_copy_is_found(entries: list[Entry], found: list[tuple[int, int, int]]) -> None:
    assert [(hit.entry, hit.related[0], hit.values["percent"]) for hit in similar(entries)] == found


def test_similar_tells_which_post_and_when_it_is_safe_again() -> None:
    assert similar(days((0, TEA), (3, TEA)))[0].values == {
        "percent": 100,
        "earlier": "第0天",
        "author": "小林",
        "day": "2026-03-02",
        "safe": "2026-03-17",
    }


def test_on_the_safe_day_the_copy_may_be_posted_again() -> None:
    safe = datetime.fromisoformat(str(similar(days((0, TEA), (3, TEA)))[0].values["safe"])).replace(tzinfo=SHANGHAI)
    assert similar([entry(MONDAY, TEA), entry(safe, TEA)]) == []


def test_a_post_without_a_name_is_told_by_its_time() -> None:
    found = similar([entry(MONDAY, TEA), entry(MONDAY + timedelta(days=1), TEA)])
    assert found[0].values["earlier"] == "03-02 08:00"


def test_a_copy_with_much_added_is_found() -> None:
    """Likeness is measured on the shorter post, so what is added around it hides nothing."""
    missed = []
    for seed in range(20):
        chance = random.Random(seed)
        letters = "".join(chr(chance.randint(0x4E00, 0x9FA5)) for _ in range(1000))
        for first, second in ((letters[:25], letters), (letters, letters[:25])):
            found = similar([entry(MONDAY, first), entry(MONDAY + timedelta(days=1), second)])
            missed += [seed] * ([hit.values["percent"] for hit in found] != [100])
    assert missed == []


@given(st.lists(st.tuples(st.integers(0, 20), texts | st.sampled_from([TEA, POT, TEA[:20]])), max_size=8), st.integers(30, 100))
def test_a_hit_points_at_an_earlier_post_within_the_window(posts: list[tuple[int, str]], limit: int) -> None:
    timeline = feed(days(*posts))
    for hit in FEED_KINDS["similar"].compile(alike(limit)).run(timeline, []):
        (earlier,) = hit.related
        assert earlier < hit.entry
        assert timeline.entries[hit.entry].at - timeline.entries[earlier].at <= timedelta(days=14)
        assert limit <= int(str(hit.values["percent"])) + 0.5
        assert int(str(hit.values["percent"])) <= 100


@given(st.lists(st.tuples(st.integers(0, 20), st.sampled_from([TEA, POT, TEA[:20], TEA + POT])), max_size=6))
def test_a_lower_limit_finds_no_fewer(posts: list[tuple[int, str]]) -> None:
    strict, lax = similar(days(*posts), limit=90), similar(days(*posts), limit=50)
    assert {hit.entry for hit in strict} <= {hit.entry for hit in lax}
