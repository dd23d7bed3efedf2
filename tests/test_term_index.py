"""All terms in one pass: every occurrence, nested and overlapping ones included, in code points."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moments_lint.term_index import CHEAP_TEXTS, TermIndex


@pytest.mark.parametrize(
    ("terms", "text", "found"),
    [
        pytest.param([], "全网最低价", {}, id="nothing to look for"),
        pytest.param(["最低"], "", {}, id="nowhere to look"),
        (["最低"], "低最", {}),
        (["最低", "最低"], "最低", {"最低": [(0, 2)]}),
        pytest.param(
            ["全网最低", "最低", "最低价"],
            "全网最低价",
            {"全网最低": [(0, 4)], "最低": [(2, 4)], "最低价": [(2, 5)]},
            id="leftmost-longest would lose 最低价",
        ),
        (["哈哈"], "哈哈哈", {"哈哈": [(0, 2), (1, 3)]}),
        pytest.param(["最低"], "😀👨‍👩‍👧最低", {"最低": [(6, 8)]}, id="code points, not bytes or UTF-16 units"),
        pytest.param(["a.c", "("], "abc a.c (", {"a.c": [(4, 7)], "(": [(8, 9)]}, id="terms are no patterns"),
        (["\n"], "一\r\n二", {"\n": [(2, 3)]}),
    ],
)
def test_every_occurrence_is_found(terms: list[str], text: str, found: dict[str, list[tuple[int, int]]]) -> None:
    assert TermIndex(terms).find(text) == found


LETTERS = st.sampled_from("最低价全网😀a")
STRINGS = st.text(LETTERS, max_size=20)


@given(st.lists(st.text(LETTERS, min_size=1, max_size=4), max_size=6, unique=True), STRINGS)
def test_it_finds_what_looking_for_each_term_alone_finds(terms: list[str], text: str) -> None:
    places = {term: [(start, start + len(term)) for start in range(len(text)) if text.startswith(term, start)] for term in terms}
    assert TermIndex(terms).find(text) == {term: ranges for term, ranges in places.items() if ranges}


@given(st.lists(st.text("茶最低价网a ", min_size=1, max_size=4), max_size=12, unique=True), st.text("茶最低价网a ", max_size=40))
def test_the_automaton_finds_what_the_first_searches_find(terms: list[str], text: str) -> None:
    """The first texts are searched term by term; nothing else may change with the change of hands."""
    index = TermIndex(terms)
    first = index.find(text)
    for _ in range(CHEAP_TEXTS):
        index.find("")
    assert index.find(text) == first
