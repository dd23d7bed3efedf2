"""What the checks see of a post: sentences and clauses, cues, goods, and what lies beneath a disguise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import variants, view, words
from texts import texts

from moments_lint import Post
from moments_lint.disguise import Variant
from moments_lint.fold import fold
from moments_lint.ranges import inside, longest
from moments_lint.seen import longest_variants
from moments_lint.view import Expectation, View


def slices(seen: View, ranges: list[tuple[int, int]]) -> list[str]:
    """The folded text of each range."""
    return [seen.text[start:end] for start, end in ranges]


@pytest.mark.parametrize(
    ("text", "word", "sentence", "clause"),
    [
        ("茶", "茶", "茶", "茶"),
        ("新茶到了，一斤三百。要的说", "三百", "新茶到了,一斤三百", "一斤三百"),
        ("新茶到了，一斤三百。要的说", "要的", "要的说", "要的说"),
        ("新茶到了，一斤三百。要的说", "新茶", "新茶到了,一斤三百", "新茶到了"),
        pytest.param("早啊 新茶到了", "新茶", "早啊 新茶到了", "新茶到了", id="a space between Han characters parts clauses"),
        pytest.param("用 iPhone 拍的", "拍", "用iphone拍的", "用iphone拍的", id="a space beside Latin letters does not"),
        pytest.param("价格：三百", "三百", "价格:三百", "三百", id="a colon parts clauses"),
        pytest.param("别买、别信", "信", "别买、别信", "别信", id="an enumeration comma parts clauses"),
        pytest.param("到了，三百", "了，三", "到了,三百", "到了,三百", id="a match across a comma lies in both clauses"),
        pytest.param("到了。三百", "了。三", "到了。三百", "到了。三百", id="a match across a full stop lies in both sentences"),
    ],
)
def test_a_match_lies_in_its_sentence_and_clause(text: str, word: str, sentence: str, clause: str) -> None:
    seen = view(text)
    start = seen.text.index(fold(word).text)
    place = (start, start + len(word))
    assert slices(seen, [seen.sentence(*place), seen.clause(*place)]) == [sentence, clause]


@given(texts, st.data())
def test_sentence_and_clause_hold_the_match(text: str, data: st.DataObject) -> None:
    seen = view(text)
    start = data.draw(st.integers(0, len(seen.text)))
    end = data.draw(st.integers(start, len(seen.text)))
    sentence, clause = seen.sentence(start, end), seen.clause(start, end)
    assert 0 <= sentence[0] <= clause[0]
    assert clause[1] <= sentence[1] <= len(seen.text)
    if start < end:
        assert clause[0] <= start or seen.text[start] in "。!?;\n\r…,、:~| "
        assert end <= clause[1] or seen.text[end - 1] in "。!?;\n\r…,、:~| "


CUES = {
    "price": words(
        "原价", "特价", "半价", unless=["半价到周日"], patterns=[("[0-9]+元", ["元"]), ("(?:只要)([0-9]+)", ["只要"])]
    ),
    "hurry": words("手慢", "手慢无", "特价"),
}


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("今天有雾", "price", []),
        ("第二件半价到周日", "price", []),
        pytest.param("手慢无", "hurry", ["手慢无"], id="nested cues count once"),
        ("原价99元，特价88元", "price", ["原价", "99元", "特价", "88元"]),
        pytest.param("特价", "hurry", ["特价"], id="a word may stand on two lists"),
        pytest.param("只要99", "price", ["99"], id="a first group narrows a pattern"),
        pytest.param("半价到周日，半价", "price", ["半价"], id="an exception excuses only what lies in it"),
        ("原價９９元", "price", ["原价", "99元"]),
        pytest.param("手·慢·无", "hurry", ["手·慢·无"], id="beneath a disguise"),
    ],
)
def test_cues_are_found_in_reading_order(text: str, name: str, found: list[str]) -> None:
    seen = view(text, cues=CUES)
    assert slices(seen, seen.cues(name)) == found


GOODS = {"food": words("茶叶", "月饼", "龙井"), "cosmetics": words("面膜", "精华", "茶叶")}


@pytest.mark.parametrize(
    ("post", "house", "goods"),
    [
        pytest.param(Post("今天有雾"), "", "", id="no goods word"),
        pytest.param(Post("寄了月饼"), "", "", id="one word is not certain"),
        pytest.param(Post("月饼月饼月饼"), "", "", id="nor is one word said thrice"),
        pytest.param(Post("月饼、龙井、面膜、精华"), "", "", id="a tie"),
        pytest.param(Post("月饼和龙井"), "", "food", id="two different words"),
        pytest.param(Post("月饼和茶叶"), "", "food", id="a word of two categories counts for both"),
        pytest.param(Post("月饼和龙井和面膜"), "", "food", id="the better supported one"),
        pytest.param(Post("月餅和龍井"), "", "food", id="in Traditional characters"),
        pytest.param(Post("月饼和龙井"), "cosmetics", "cosmetics", id="the settings know better"),
        pytest.param(Post("月饼和龙井", goods="jobs"), "cosmetics", "jobs", id="the draft knows best"),
    ],
)
def test_goods_are_declared_or_inferred(post: Post, house: str, goods: str) -> None:
    lexicon = view("", goods_words=GOODS).lexicon
    assert View(post, lexicon, Expectation(goods=house)).goods == goods


def test_what_is_found_includes_what_is_disguised() -> None:
    hidden = variants({"微信": ["薇信"]})
    seen = view("微信或薇信或微\u200b信", {"kind": "terms", "terms": ["微信"]}, hidden=hidden)
    assert seen.at("微信") == [(0, 2), (3, 5), (6, 9)]
    assert seen.masked["微信"] == [(3, 5), (6, 9)]


def test_terms_are_folded_like_texts() -> None:
    seen = view("減肥ＶＸ", {"kind": "terms", "terms": ["減肥", "VX"]})
    assert {term: seen.at(term) for term in seen.terms} == {"减肥": [(0, 2)], "vx": [(2, 4)]}


@pytest.mark.parametrize(
    ("ranges", "kept"),
    [
        ([], []),
        ([(0, 2), (2, 4)], [(0, 2), (2, 4)]),
        pytest.param([(2, 4), (0, 2)], [(0, 2), (2, 4)], id="in reading order"),
        ([(0, 2), (0, 2)], [(0, 2)]),
        ([(1, 3), (0, 4), (0, 2)], [(0, 4)]),
        pytest.param([(0, 3), (2, 5)], [(0, 3), (2, 5)], id="overlapping ones both stay"),
    ],
)
def test_nested_ranges_are_dropped(ranges: list[tuple[int, int]], kept: list[tuple[int, int]]) -> None:
    assert longest(ranges) == kept


@pytest.mark.parametrize(
    ("ranges", "place", "held"),
    [([], (0, 1), False), ([(0, 2)], (1, 3), False), ([(0, 2)], (0, 2), True), ([(5, 6), (0, 4)], (1, 3), True)],
)
def test_a_place_lies_inside_one_range(ranges: list[tuple[int, int]], place: tuple[int, int], held: bool) -> None:
    assert inside(ranges, *place) is held


def test_of_overlapping_written_forms_the_earlier_then_the_longer_stays() -> None:
    short, long, late, apart = Variant(0, 2, "甲"), Variant(0, 3, "乙"), Variant(2, 4, "丙"), Variant(4, 6, "丁")
    assert longest_variants([apart, late, short, long]) == [long, apart]
