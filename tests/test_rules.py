"""The packaged rules: every example does as it says, nothing in them goes untested, and they speak both languages."""

from __future__ import annotations

import re

import generate_catalogue
import pytest

from moments_lint import Linter, catalogue, verify
from moments_lint.rule_index import PARTS
from moments_lint.wording import placeholders

LEAST_RULES = 30
FILES = catalogue.read_root(catalogue.packaged_root())
HAN = re.compile("[一-鿿]")
WORD = re.compile("[A-Za-z]{2}")


@pytest.mark.parametrize("rule", sorted(FILES.rules))
def test_every_example_does_as_it_says(linter: Linter, rule: str) -> None:
    failed = [
        (
            result.group,
            result.outcome,
            result.example.written[:60],
            [result.example.text[a:b] for a, b in filter(None, result.found)],
        )
        for result in verify.results(linter, FILES.rules[rule])
        if not result.passed
    ]
    assert failed == []


def test_examples_hold_whatever_the_language(english: Linter) -> None:
    failed = [
        (rule, result.group, result.outcome)
        for rule, spec in FILES.rules.items()
        for result in verify.results(english, spec)
        if not result.passed
    ]
    assert failed == []


def test_every_term_pattern_exception_and_guard_is_exercised(linter: Linter) -> None:
    assert verify.uncovered(linter, FILES.rules) == []


def test_no_rule_is_lost(linter: Linter) -> None:
    assert [rule.id for rule in linter.rules] == sorted(FILES.rules)
    assert len(FILES.rules) >= LEAST_RULES


@pytest.mark.parametrize("rule", sorted(FILES.rules))
def test_every_string_for_people_is_there_in_both_languages(rule: str) -> None:
    spec = FILES.rules[rule]
    said = {key: spec[key] for key in ("summary", "message", "why", "advice") if spec[key] is not None}
    assert {"summary", "message", "why"} <= said.keys()
    assert ("advice" in said) is (spec["points"] is None)
    for text in said.values():
        assert HAN.search(text["zh"])
        assert WORD.search(text["en"])
        assert text["zh"] != text["en"]
        assert placeholders(text["zh"]) == placeholders(text["en"])


@pytest.mark.parametrize("folder", ["terms", "guards", "goods", "variants"])
def test_every_shared_list_is_named_in_both_languages(folder: str) -> None:
    for name, shared in getattr(FILES, folder).items():
        assert HAN.search(shared["summary"]["zh"]), name
        assert WORD.search(shared["summary"]["en"]), name


@pytest.mark.parametrize("rule", sorted(FILES.rules))
def test_a_rule_speaks_of_risk_and_cites(rule: str) -> None:
    """Whether a Moments post is an advertisement in law is unsettled, so no rule passes a verdict."""
    spec = FILES.rules[rule]
    said = " ".join(spec[key]["en"] for key in ("message", "why", "advice") if spec[key])
    assert not re.search(r"\billegal|\bunlawful|\bviolat", said, re.IGNORECASE)
    assert spec["sources"]


@pytest.mark.parametrize("rule", sorted(FILES.rules))
def test_what_a_rule_refers_to_is_there(rule: str) -> None:
    families = {other.partition("/")[0] for other in FILES.rules}
    assert [other for other in FILES.rules[rule]["yields_to"] if other not in FILES.rules and other not in families] == []


def test_the_compiled_catalogue_is_fresh() -> None:
    assert generate_catalogue.CATALOGUE.read_text("utf-8") == catalogue.compiled_json(catalogue.packaged_root())


def test_the_compiled_catalogue_says_what_the_files_say() -> None:
    shipped = catalogue.load()
    assert shipped.rules.keys() == FILES.rules.keys()
    for rule, spec in shipped.rules.items():
        assert {key: value for key, value in FILES.rules[rule].items() if key in spec} == spec
    assert all(getattr(shipped, part) == getattr(FILES, part) for part in PARTS[1:])
