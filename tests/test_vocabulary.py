"""Strings grouped by their first characters: nothing is lost, and what is met is spelled out once."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moments_lint.vocabulary import Vocabulary, grouped, spelled

STRINGS = st.lists(st.text("抢茶酒 a", min_size=1, max_size=2), max_size=12, unique=True).map(sorted)


@pytest.mark.parametrize(
    ("strings", "groups"),
    [
        pytest.param([], {}, id="none"),
        (["茶"], {"茶": "\u3000"}),
        (["抢茶", "茶", "茶酒"], {"抢": "茶", "茶": "\u3000酒"}),
        pytest.param([" ", " 茶"], {" ": "\u3000茶"}, id="a space is a character"),
    ],
)
def test_strings_are_grouped_by_their_first_characters(strings: list[str], groups: dict[str, str]) -> None:
    assert grouped(strings) == groups


@given(STRINGS)
def test_groups_spell_what_they_were_made_from(strings: list[str]) -> None:
    assert list(spelled(grouped(strings))) == strings


HEADS = st.frozensets(st.sampled_from([*"抢茶酒 a", *map("".join, product("抢茶酒 a", repeat=2))]))


@given(STRINGS, st.lists(st.tuples(HEADS, HEADS)))
def test_strings_and_what_was_added_are_found_among_heads(
    strings: list[str], texts: list[tuple[frozenset[str], frozenset[str]]]
) -> None:
    vocabulary = Vocabulary(grouped(strings))
    others: frozenset[str] = frozenset()
    for heads, added in texts:
        vocabulary.add(added)
        others |= added
        whole = heads.union(*heads)
        found = vocabulary.among(set(whole))
        assert found == whole & others.union(strings)
        assert all(vocabulary.places[string] == strings.index(string) for string in found.intersection(strings))
        assert vocabulary.places.keys() <= set(strings)
    assert list(vocabulary) == strings
