"""Patterns: linear time whatever the text, in folded spelling, and refused with a reason where they could never match."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import clean

from moments_lint.fold import fold
from moments_lint.patterns import MAX_MATCHES, search, wrong_pattern


@pytest.mark.parametrize(
    "pattern",
    [
        "全网最低",
        "月入[0-9一二三]+万",
        r"\d+\s*[天周]",
        r"\D\S\W",
        "加(?:微信|v信)",
        "(?P<amount>[0-9]+)元",
        "(?i)vip",
        "(?:a|b){1,3}?c",
        r"\p{Han}{2}",
        r"\P{Han}x",
        r"\pN+元",
        r"\x{4E00}",
        r"[[:alpha:]]+",
        r"[[:^digit:]]x",
        r"1\.5",
        "[,。!]",
    ],
)
def test_a_good_pattern_is_taken(pattern: str) -> None:
    assert wrong_pattern(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        pytest.param(r"\b全网最低\b", "whole_word", id="no boundary between Han characters"),
        pytest.param(r"最低\B", "whole_word", id="nor its opposite"),
        pytest.param("(?=最)低", "RE2", id="lookahead"),
        pytest.param("(?<!不是)最低", "RE2", id="lookbehind"),
        pytest.param(r"(最)\1", "RE2", id="backreference"),
        pytest.param("(?>最+)低", "RE2", id="atomic group"),
        pytest.param("最++低", "RE2", id="possessive quantifier"),
        pytest.param("最{1,5000}", "RE2", id="a repetition that would need too much memory"),
        pytest.param("(?:最|低", "RE2", id="an open bracket"),
        pytest.param("[低-最", "RE2", id="an open class"),
        pytest.param("低*", "empty", id="matches nothing at all"),
        pytest.param("^", "empty", id="so does an anchor"),
        pytest.param("低|", "empty", id="and an empty branch"),
        pytest.param("VIP", "“v”", id="upper case never occurs in folded text"),
        pytest.param("[A-Z]+", "“a”", id="not in a class either"),
        pytest.param("免費", "“费”", id="nor does Traditional"),
        pytest.param("ＶＸ", "v", id="nor full width"),
        pytest.param("最低，", "“,”", id="nor full-width marks"),
        pytest.param("5㎏", "kg", id="nor what expands"),
        pytest.param(r"\C元", "RE2", id="half a character is no place in a text"),
    ],
)
def test_a_pattern_that_could_not_serve_is_refused_with_a_reason(pattern: str, reason: str) -> None:
    wrong = wrong_pattern(pattern)
    assert wrong is not None
    assert reason in wrong.en


def test_the_reason_is_given_as_text() -> None:
    """Not as Python would print the bytes that RE2 hands out."""
    wrong = wrong_pattern("(?:最|低")
    assert wrong is not None
    assert "missing )" in wrong.en
    assert "b'" not in wrong.zh + wrong.en


@pytest.mark.parametrize("pattern", ["VIP", "免費", "，", "ＶＸ"])
def test_a_pattern_on_typed_text_is_written_as_people_type(pattern: str) -> None:
    assert wrong_pattern(pattern, typed=True) is None


@pytest.mark.parametrize("pattern", [r"\b最", "(?=最)低", "低*"])
def test_the_other_refusals_hold_for_typed_text_too(pattern: str) -> None:
    assert wrong_pattern(pattern, typed=True) is not None


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("最低", "今天有雾", []),
        ("最低", "最低最低", [(0, 2), (2, 4)]),
        pytest.param("最(低)", "全网最低", [(3, 4)], id="a first group narrows the place"),
        pytest.param("最(低)?价?", "最价", [(0, 2)], id="unless it took no part"),
        pytest.param("(?:最)(?P<what>低)", "最低", [(1, 2)], id="a named group is a group"),
        pytest.param("最(低)(价)", "最低价", [(1, 2)], id="only the first counts"),
        pytest.param("最()低", "最低", [], id="an empty group is no place"),
        pytest.param("最低", "😀👨‍👩‍👧最低", [(6, 8)], id="code points"),
        ("(?m)^一$", "一\n一", [(0, 1), (2, 3)]),
        pytest.param("[0-9]+", "1 " * (MAX_MATCHES + 5), [(2 * i, 2 * i + 1) for i in range(MAX_MATCHES)], id="at most so many"),
    ],
)
def test_a_pattern_is_found(pattern: str, text: str, found: list[tuple[int, int]]) -> None:
    assert list(search(pattern, text)) == found


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(a+)+$", "a" * 30_000 + "b"),
        ("(?:a|aa)+c", "a" * 30_000),
        ("(?:(?:最+)+低)+价", "最" * 30_000),
        (".*.*.*x", "a" * 3_000),
    ],
)
def test_a_pattern_that_would_hang_a_backtracking_engine_comes_back(pattern: str, text: str) -> None:
    assert wrong_pattern(pattern) is None
    assert list(search(pattern, text)) == []


@given(st.sampled_from(["[0-9]+元?", r"\p{Han}{2}", "(?:加|找)(我|微)", r"[^\s]", "(?s)."]), clean)
def test_places_lie_in_the_text_in_order(pattern: str, text: str) -> None:
    folded = fold(text).text
    places = list(search(pattern, folded))
    assert all(0 <= start < end <= len(folded) for start, end in places)
    assert places == sorted(places)
