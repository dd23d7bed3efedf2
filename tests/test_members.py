"""One member of an object of a line each is found without parsing the others."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moments_lint.members import ONE_BY_ONE, Members, member, part_of, written

OBJECTS = st.dictionaries(st.text(max_size=3), st.none() | st.integers() | st.text(max_size=4) | st.lists(st.text(max_size=2)))


@given(OBJECTS)
def test_what_is_written_is_json(members: dict[str, object]) -> None:
    assert json.loads(written(members)) == members


@given(OBJECTS, st.text(max_size=3))
def test_a_member_is_found_or_missed(members: dict[str, object], other: str) -> None:
    data = written(members).encode()
    assert {key: member(data, key) for key in members} == members
    if other not in members:
        with pytest.raises(KeyError):
            member(data, other)


def test_the_members_of_a_part() -> None:
    data = written({"rules a": 1, "rules b": [2], "terms a": 3, "rules": 4}).encode()
    rules = Members(data, "rules", lambda: ["a", "b"])
    assert dict(rules) == {"a": 1, "b": [2]}
    assert ("b" in rules, "c" in rules, rules.get("c"), len(rules)) == (True, False, None, 2)
    assert rules["b"] is rules["b"]


@given(OBJECTS, OBJECTS)
def test_all_members_of_a_part_at_once(part: dict[str, object], others: dict[str, object]) -> None:
    data = written({f"b {name}": value for name, value in part.items()} | {f"{name}c": 1 for name in others}).encode()
    assert part_of(data, "b") == part


def test_what_is_asked_for_often_is_parsed_together() -> None:
    members = Members(written({f"a {number}": [number] for number in range(ONE_BY_ONE + 9)}).encode(), "a", list)
    early = members["7"]
    assert all(members[str(number)] == [number] for number in range(ONE_BY_ONE + 9))
    assert members["7"] is early
    with pytest.raises(KeyError):
        members["none"]
