"""The kinds of rule for feeds beyond likeness: bursts, streaks, the mix, drift, absence, hours, audience, signature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moments_lint import Post
from moments_lint.fold import fold
from moments_lint.kinds import FEED_KINDS
from moments_lint.post import CATEGORIES
from moments_lint.timeline import Entry, FeedHit, Timeline, order

SHANGHAI = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 3, 2, tzinfo=SHANGHAI)
OPTIONS: dict[str, dict[str, Any]] = {
    "burst": {"limit": 2, "minutes": 30, "silence": 0},
    "streak": {"of": "selling", "limit": 2, "days": 7},
    "mix": {"limit": 50, "days": 7, "least": 4},
    "drift": {"of": "changes", "limit": 2, "days": 30, "least": 1},
    "absence": {"of": "interaction", "limit": 7, "least": 3},
    "hours": {"side": "late", "limit": 2300},
    "audience": {"limit": 2, "days": 30},
    "signature": {"limit": 2, "days": 30, "patterns": ["——([^\n]{2,14}(?:分享|老师))$"], "endings": ["分享"]},
    "frequency": {"of": "posts", "limit": 2},
}


def on(day: int, time: str = "12:00", category: str = "life", text: str = "茶", **facts: Any) -> Entry:
    """A post so many days after the start."""
    hour, minute = map(int, time.split(":"))
    at = START + timedelta(days=day, hours=hour, minutes=minute)
    goods, products = facts.pop("goods", ""), facts.pop("products", frozenset())
    post = Post(text, name=f"{day}-{time}", author="小林", at=at, **facts)
    return Entry(post, at, category, fold(text).text, goods, products)


def ad(day: int, time: str = "12:00", **facts: Any) -> Entry:
    """A selling post."""
    return on(day, time, "soft_sell", **facts)


def hits(kind: str, entries: Sequence[Entry], **options: Any) -> list[FeedHit]:
    """Run a kind with OPTIONS and what differs from them."""
    timeline = Timeline("小林", tuple(sorted(entries, key=order)))
    return list(FEED_KINDS[kind].compile(OPTIONS[kind] | options).run(timeline, [timeline]))


def out(entries: Sequence[Entry]) -> list[Entry]:
    """The same posts, already out."""
    return [entry._replace(post=entry.post._replace(posted=True)) for entry in entries]


EVENING = [on(0, "20:00"), on(0, "20:10"), on(0, "20:20")]
ADS = [ad(0), ad(1), ad(2)]
GOODS = [ad(day, goods=goods) for day, goods in enumerate(("cosmetics", "food", "finance"))]
LISTED = [ad(0, audience=("老客户",)), ad(1, audience=("老客户",))]
SIGNED = [on(0, text="茶。——小林茶铺分享"), on(1, text="汤。——小林茶铺分享")]
TALK = [on(day) for day in range(0, 10, 3)]


@pytest.mark.parametrize(
    ("kind", "entries", "options"),
    [
        pytest.param("burst", [], {}, id="an empty feed"),
        pytest.param("burst", EVENING[:2], {}, id="as many as allowed"),
        pytest.param("burst", [*EVENING[:2], on(0, "20:31")], {}, id="a minute too wide"),
        pytest.param("burst", out(EVENING), {}, id="all out: nothing to mend"),
        pytest.param(
            "burst", [entry._replace(post=entry.post._replace(whole_day=True)) for entry in EVENING], {}, id="no hours known"
        ),
        pytest.param(
            "burst", [on(0, f"20:{n}0", audience=(str(n % 2),)) for n in range(4)], {}, id="no friend sees more than two"
        ),
        pytest.param("burst", EVENING, {"silence": 3}, id="no silence before, as far as is known"),
        pytest.param("burst", [on(-2), *EVENING], {"silence": 3}, id="the silence is short"),
        pytest.param("streak", ADS[:2], {}, id="as many ads as allowed"),
        pytest.param("streak", [*ADS[:2], on(1, "20:00"), ADS[2]], {}, id="something else between"),
        pytest.param("streak", [ad(0), ad(8), ad(16)], {}, id="weeks apart"),
        pytest.param("streak", out(ADS), {}, id="ads that are out"),
        pytest.param("streak", [ad(n, products=frozenset({"茶叶"})) for n in (0, 1, 3)], {"of": "product"}, id="a day between"),
        pytest.param(
            "streak", [on(n, products=frozenset({"茶叶"})) for n in range(3)], {"of": "product"}, id="tea, but nothing sold"
        ),
        pytest.param("mix", [*ADS, on(3), on(4), on(5)], {}, id="half sells"),
        pytest.param("mix", ADS, {}, id="too few posts to tell"),
        pytest.param("mix", [*out(ADS), on(3)], {}, id="what sells is out"),
        pytest.param("drift", GOODS[:2], {}, id="two categories"),
        pytest.param("drift", [*GOODS[:2], ad(40, goods="finance")], {}, id="the third much later"),
        pytest.param("drift", [ad(n, goods=goods) for n, goods in enumerate(("food", "general", ""))], {}, id="a general store"),
        pytest.param("drift", [*GOODS, *GOODS], {"least": 3}, id="each too seldom to count"),
        pytest.param("drift", GOODS, {"of": "spread", "least": 4, "limit": 50}, id="too few posts to lose focus"),
        pytest.param("absence", TALK[:2], {}, id="too few posts to miss anything"),
        pytest.param("absence", [*TALK, on(5, category="interaction")], {}, id="one that asks"),
        pytest.param("absence", [*TALK, on(5, text="大家喝什么茶？")], {}, id="a question in another post"),
        pytest.param("absence", TALK, {"of": "life"}, id="all of it life"),
        pytest.param("absence", out([*TALK, on(9, "20:00", "interaction")]), {}, id="past and over"),
        pytest.param("hours", [on(0, "22:59"), on(0, "00:10")], {}, id="not late"),
        pytest.param("hours", out([on(0, "23:30")]), {}, id="late, but out"),
        pytest.param("hours", [on(0, "23:30", whole_day=True)], {}, id="no hour known"),
        pytest.param("hours", [on(0, "06:00")], {"side": "early", "limit": 600}, id="at the very hour"),
        pytest.param("audience", [*LISTED[:1], ad(2)], {}, id="one list post is no habit"),
        pytest.param("audience", [*LISTED, on(2)], {}, id="life is for everyone"),
        pytest.param("audience", [*LISTED, ad(40)], {}, id="lists given up long ago"),
        pytest.param("signature", SIGNED, {}, id="one name"),
        pytest.param("signature", [*SIGNED, on(2, text="水。——小林分享")], {}, id="a shorter form of the name"),
        pytest.param("signature", [*SIGNED, on(2, text="水。")], {}, id="unsigned"),
        pytest.param("signature", [*SIGNED[:1], on(2, text="水。——财富老师")], {}, id="no usual name yet"),
        pytest.param("frequency", out(EVENING), {}, id="a day that is out"),
    ],
)
def test_nothing_is_said(kind: str, entries: Sequence[Entry], options: Mapping[str, Any]) -> None:
    assert hits(kind, entries, **options) == []


@pytest.mark.parametrize(
    ("kind", "entries", "options", "standing", "values"),
    [
        pytest.param("burst", EVENING, {}, "0-20:20", {"count": 3, "took": 20, "rest": 2}, id="a burst"),
        pytest.param("burst", [*out(EVENING[:2]), EVENING[2]], {}, "0-20:20", {"count": 3}, id="the draft gives way"),
        pytest.param("burst", [EVENING[0], *out(EVENING[1:])], {}, "0-20:00", {"count": 3}, id="the one draft, though first"),
        pytest.param("burst", [on(-3), *EVENING], {"silence": 3}, "0-20:20", {"days": 3}, id="silence, then a burst"),
        pytest.param("streak", [*ADS, ad(3)], {}, "3-12:00", {"count": 4, "limit": 2}, id="ads in a row are told once"),
        pytest.param(
            "streak", [ad(n, products=frozenset({"茶叶", "蜂蜜"} if n else {"茶叶"})) for n in range(3)], {"of": "product"},
            "2-12:00", {"product": "茶叶", "count": 3}, id="the same product",
        ),
        pytest.param("mix", [*ADS, on(1, "20:00")], {}, "2-12:00", {"share": 75, "total": 4, "needed": 2}, id="mostly selling"),
        pytest.param("drift", GOODS, {}, "2-12:00", {"categories": ("cosmetics", "food", "finance")}, id="other goods"),
        pytest.param("drift", GOODS, {"of": "spread", "least": 3, "limit": 40}, "2-12:00", {"share": 33}, id="no focus"),
        pytest.param("absence", TALK, {}, "9-12:00", {"days": 10, "count": 4, "since": "2026-03-02"}, id="nobody asked"),
        pytest.param("absence", out(TALK), {}, None, {"days": 10}, id="nobody asked, and all is out: the feed as a whole"),
        pytest.param("absence", [ad(n * 3) for n in range(4)], {"of": "life"}, "9-12:00", {"count": 4}, id="no life"),
        pytest.param("hours", [on(0, "23:00")], {}, "0-23:00", {"time": "23:00", "limit": "23:00"}, id="late"),
        pytest.param("hours", [on(0, "21:30")], {"limit": 2130}, "0-21:30", {"limit": "21:30"}, id="half past nine"),
        pytest.param("hours", [on(0, "00:10")], {"side": "early", "limit": 600}, "0-00:10", {"limit": "06:00"}, id="early"),
        pytest.param("audience", [*LISTED, ad(2)], {}, "2-12:00", {"lists": "老客户", "count": 2}, id="an ad to everyone"),
        pytest.param(
            "signature", [*SIGNED, on(2, text="水。——财富老师")], {},
            "2-12:00", {"name": "财富老师", "usual": "小林茶铺", "count": 2}, id="another persona",
        ),
        pytest.param("frequency", [*out(EVENING[:2]), EVENING[2]], {}, "0-20:20", {"count": 3}, id="the third is a draft"),
        pytest.param("frequency", [EVENING[0], *out(EVENING[1:])], {}, "0-20:00", {"count": 3}, id="the draft came first"),
    ],
)  # fmt: skip
def test_one_thing_is_said(
    kind: str, entries: Sequence[Entry], options: Mapping[str, Any], standing: str | None, values: Mapping[str, Any]
) -> None:
    (hit,) = hits(kind, entries, **options)
    timeline = sorted(entries, key=order)
    assert (None if hit.entry is None else timeline[hit.entry].post.name) == standing
    assert {name: hit.values[name] for name in values} == values
    assert set(hit.values) <= FEED_KINDS[kind].values


@pytest.mark.parametrize("kind", sorted(OPTIONS))
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_hit_stands_on_a_draft_and_points_at_other_posts(kind: str, data: st.DataObject) -> None:
    """What is out can no longer be mended, so no finding stands on it."""
    entries = data.draw(
        st.lists(
            st.builds(
                on,
                st.integers(0, 20),
                st.sampled_from(["00:10", "08:00", "12:00", "12:10", "12:20", "23:30"]),
                st.sampled_from(CATEGORIES),
                st.sampled_from(["茶", "几点？", "水。——小林分享", "水。——财富老师"]),
                goods=st.sampled_from(["", "food", "finance", "cosmetics"]),
                audience=st.sampled_from([(), ("老客户",), ("新朋友",)]),
                posted=st.booleans(),
                whole_day=st.booleans(),
            ),
            max_size=14,
        )
    )
    timeline = sorted(entries, key=order)
    for hit in hits(kind, entries, **({"limit": 1} if kind not in ("hours", "mix") else {})):
        assert hit.entry is None or not timeline[hit.entry].post.posted
        assert hit.entry not in hit.related
        assert all(0 <= index < len(timeline) for index in hit.related)
