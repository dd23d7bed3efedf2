"""The plain fold: what people read, with a map back to what was typed."""

from __future__ import annotations

import json
import unicodedata

import generate_fold_table
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from texts import texts

from moments_lint.finding import Span
from moments_lint.fold import fold


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("", ""),
        ("今天有雾，茶凉了", "今天有雾,茶凉了"),
        ("老王(修表)", "老王(修表)"),
        ("sale(bang)", "sale(bang)"),
        pytest.param("好笑😂(ha)", "好笑😂(ha)", id="an emoji has no pinyin"),
        pytest.param("café(en)", "café(en)", id="nor has a Latin letter"),
        ("一斤\r\n两斤", "一斤\r\n两斤"),
        pytest.param("加❤️微💕信", "加❤️微💕信", id="emoji are the business of disguise"),
        pytest.param("微\u200b信", "微\u200b信", id="so are invisible characters"),
        pytest.param("薇信", "薇信", id="and homophones"),
        ("ＷｅＣｈａｔ", "wechat"),
        ("１００％", "100%"),
        ("：（！？～", ":(!?~"),
        ("Ⓥ", "v"),
        ("𝐕", "v"),
        ("ⅴ", "v"),
        ("①②", "12"),
        ("⑴", "(1)"),
        ("㊙方", "秘方"),
        ("5㎏", "5kg"),
        ("手慢🈚", "手慢无"),
        ("減肥 免費", "减肥 免费"),
        pytest.param("薴苧", "苎苎", id="薴 goes to 苎 in one step, not to 苧"),
        ("創(chuàng)業(yè)", "创业"),
        ("绿(lüè)茶（chá）", "绿茶"),
        ("方(FANG)案", "方案"),
        ("满 3 送 1 的 Wechat 券", "满3送1的wechat券"),
        pytest.param("減 20% 左右，全场 ９ 折", "减20%左右,全场9折", id="spaces as typesetting has them"),
        pytest.param("加 微 信", "加 微 信", id="but between Han characters they part"),
        pytest.param("买 a b 两款 1 2 号", "买a b两款1 2号", id="and between Latin words or numbers"),
        pytest.param("两斤  3 元\n5 元", "两斤  3元\n5元", id="as two spaces do"),
        pytest.param("先洗 ②再切 ❸下锅", "先洗 2再切 ❸下锅", id="and a space before the number of an item"),
    ],
)
def test_text_is_folded_to_what_people_read(typed: str, folded: str) -> None:
    assert fold(typed).text == folded


@pytest.mark.parametrize(
    ("typed", "match", "evidence"),
    [
        ("新茶到了", "茶", "茶"),
        ("減肥茶", "减肥", "減肥"),
        pytest.param("一㎏茶", "kg", "㎏", id="an expanded character is covered whole"),
        pytest.param("一㎏茶", "k", "㎏", id="a match that ends inside one widens to it"),
        pytest.param("一㎏茶", "g茶", "㎏茶", id="and one that begins inside one"),
        ("⑴先洗", "1)先", "⑴先"),
        pytest.param("我要創(chuàng)業(yè)了", "创业", "創(chuàng)業", id="an insert between two characters lies within"),
        pytest.param("我要創(chuàng)業(yè)了", "创", "創", id="an insert after the match does not"),
        ("創(chuàng)業5㎏", "业5k", "業5㎏"),
        pytest.param("满 3 送 1", "满3", "满 3", id="a space within a match"),
        pytest.param("满 3 送 1", "3送", "3 送", id="and one on each side of a match"),
        pytest.param("創(chuàng) 3㎏", "创3k", "創(chuàng) 3㎏", id="an insert, a space and an expanded character"),
        ("😀全网最低", "最低", "最低"),
        ("👨‍👩‍👧減肥", "减", "減"),
        ("\ud83d減肥", "减肥", "減肥"),
    ],
)
def test_a_match_is_shown_as_it_was_typed(typed: str, match: str, evidence: str) -> None:
    folded = fold(typed)
    start = folded.text.index(match)
    span = folded.span(start, start + len(match))
    assert typed[span.start : span.end] == evidence


@pytest.mark.parametrize(
    ("typed", "offset", "place"),
    [("", 0, 0), ("茶", 1, 1), ("一㎏茶", 1, 1), ("一㎏茶", 4, 3), ("㎏", 2, 1)],
)
def test_an_empty_range_has_an_empty_place(typed: str, offset: int, place: int) -> None:
    assert fold(typed).span(offset, offset) == Span(place, place)


def test_a_lone_surrogate_becomes_the_replacement_character() -> None:
    """Matchers speak UTF-8, which has no lone surrogates."""
    assert fold("茶\ud800\udfff茶").text == "茶\ufffd\ufffd茶"


def test_every_assigned_character_folds_to_something_that_folds_no_further() -> None:
    everything = "".join(map(chr, [*range(0x32000), *range(0xE0000, 0xE0200)]))
    once = fold(everything).text
    assert fold(once).text == once


@given(texts)
@example("创(chuang)(ye)业")
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(texts, st.data())
def test_the_fold_of_the_evidence_holds_the_match(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)), "start")
    end = data.draw(st.integers(start, len(folded.text)), "end")
    span = folded.span(start, end)
    assert 0 <= span.start <= span.end <= len(text)
    assert folded.text[start:end] in fold(text[span.start : span.end]).text
    assert (span.start == span.end) == (start == end)


@given(texts)
def test_places_follow_the_order_of_the_text(text: str) -> None:
    folded = fold(text)
    spans = [folded.span(offset, offset + 1) for offset in range(len(folded.text))]
    assert spans == sorted(spans)


RECORDED = json.loads(generate_fold_table.TABLE.read_bytes())["unicode"]


@pytest.mark.skipif(unicodedata.unidata_version != RECORDED, reason=f"the table is of Unicode {RECORDED}")
def test_the_table_is_fresh() -> None:
    assert generate_fold_table.build() == json.loads(generate_fold_table.TABLE.read_bytes())
