"""Exceptions and words of guards are found as looking for each alone finds them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moments_lint.heads import heads
from moments_lint.phrases import Phrases


@pytest.mark.parametrize(
    ("words", "text", "standing"),
    [
        pytest.param([], "不是全网最低", [], id="none"),
        pytest.param(["全网最低"], "", [], id="no text"),
        pytest.param(["最低价"], "最低", [], id="only how it begins"),
        (["不", "最低", "全网最低"], "不是全网最低", ["不", "全网最低", "最低"]),
    ],
)
def test_what_stands_in_a_text(words: list[str], text: str, standing: list[str]) -> None:
    assert sorted(Phrases(words).standing(text, heads(text))) == standing


LETTERS = st.sampled_from("不最低价a ")


@given(st.lists(st.text(LETTERS, min_size=1, max_size=4), max_size=8, unique=True), st.text(LETTERS, max_size=20))
def test_each_is_found_that_stands_in_the_text(words: list[str], text: str) -> None:
    assert sorted(Phrases(words).standing(text, heads(text))) == sorted(word for word in words if word in text)
