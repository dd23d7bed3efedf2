"""Heads: every character and every pair of a text, digits and line breaks levelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import texts

from moments_lint.heads import head, heads, is_head, levelled


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        pytest.param("", [" ", "  "], id="nothing but the space around it"),
        ("茶", [" ", " 茶", "茶", "茶 "]),
        pytest.param("茶茶茶", [" ", " 茶", "茶", "茶 ", "茶茶"], id="each once"),
        pytest.param("9折", [" ", " 0", "0", "0折", "折", "折 "], id="a digit is a 0"),
        pytest.param("一\r\n二\t", [" ", "  ", " 一", " 二", "一", "一 ", "二", "二 "], id="a line break is a space"),
        pytest.param("😀好", [" ", " 😀", "好", "好 ", "😀", "😀好"], id="code points, not UTF-16 units"),
    ],
)
def test_the_heads_of_a_text(text: str, seen: list[str]) -> None:
    assert sorted(heads(text)) == seen


@given(texts)
def test_heads_are_all_characters_and_pairs(text: str) -> None:
    level = f" {levelled(text)} "
    assert heads(text) == {*level, *(level[i : i + 2] for i in range(len(level) - 1))}


@given(st.text(min_size=1, max_size=4))
def test_a_string_can_only_stand_where_its_head_is(string: str) -> None:
    assert head(string) in heads(f"前{string}后")


@pytest.mark.parametrize(("string", "said"), [("茶", True), ("新茶", True), ("新茶叶", False), ("0", False), ("茶 ", False)])
def test_a_head_of_no_other_string(string: str, said: bool) -> None:
    assert is_head(string) == said


@given(texts)
def test_levelling_keeps_every_place(text: str) -> None:
    assert len(levelled(text)) == len(text)
    assert levelled(levelled(text)) == levelled(text)
