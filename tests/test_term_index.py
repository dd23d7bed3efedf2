"""All terms in one pass: every one that stands in a text, nested and overlapping ones included."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moments_lint.heads import head, heads
from moments_lint.term_index import TermIndex
from moments_lint.vocabulary import Vocabulary, grouped


def index(terms: Iterable[str]) -> tuple[TermIndex, Vocabulary]:
    """An index of terms, each its own owner, and its vocabulary."""
    buckets: dict[str, dict[str, int]] = {}
    for number, term in enumerate(terms):
        buckets.setdefault(head(term), {})[term] = number
    vocabulary = Vocabulary(grouped(sorted(buckets)))
    return TermIndex(vocabulary, buckets), vocabulary


def find(made: tuple[TermIndex, Vocabulary], text: str) -> set[str]:
    """Return the terms that stand in a text."""
    terms, vocabulary = made
    return terms.find(text, heads(text), vocabulary.among(heads(text)))


@pytest.mark.parametrize(
    ("terms", "text", "found"),
    [
        pytest.param([], "全网最低价", set(), id="nothing to look for"),
        pytest.param(["最低"], "", set(), id="nowhere to look"),
        (["最低"], "低最", set()),
        (["最低价"], "最低", set()),
        pytest.param(["低"], "最低价", {"低"}, id="a term of one character"),
        pytest.param(
            ["全网最低", "最低", "最低价"],
            "全网最低价",
            {"全网最低", "最低", "最低价"},
            id="leftmost-longest would lose 最低价",
        ),
        (["哈哈", "哈哈哈", "哈哈哈哈"], "哈哈哈", {"哈哈", "哈哈哈"}),
        pytest.param(["👨‍👩"], "😀👨‍👩‍👧最低", {"👨‍👩"}, id="code points, not bytes or UTF-16 units"),
        pytest.param(["a.c", "("], "abc a.c (", {"a.c", "("}, id="terms are no patterns"),
        (["\n"], "一\r\n二", {"\n"}),
        pytest.param(["1", "2", "9折", "8折", "99元"], "2件9折99元", {"2", "9折", "99元"}, id="heads tell no digit from another"),
    ],
)
def test_every_term_that_stands_in_a_text_is_found(terms: list[str], text: str, found: set[str]) -> None:
    assert find(index(terms), text) == found


LETTERS = st.sampled_from("最低价全😀a 12\n")
TERMS = st.lists(st.text(LETTERS, min_size=1, max_size=4), max_size=12, unique=True)


@given(TERMS, st.lists(st.text(LETTERS, max_size=20), min_size=1, max_size=4))
def test_it_finds_what_looking_for_each_term_alone_finds(terms: list[str], texts: list[str]) -> None:
    """In every text, whatever texts before it made the index read."""
    made = index(terms)
    made[1].add(["价全", "😀"])
    for text in texts:
        found = find(made, text)
        assert found == {term for term in terms if term in text}
        assert {term: made[0].owners[term] for term in found} == {term: terms.index(term) for term in found}


def test_a_text_reads_only_the_buckets_it_asks_for() -> None:
    made = index(["最低", "最低价", "最好", "第一"])
    find(made, "最低的")
    assert made[0].owners.keys() == {"最低", "最低价"}
