"""Needles never hide a match: every match of a pattern holds one of them, in the words of the rules and of the corpus."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moments_lint import catalogue
from moments_lint.fold import fold
from moments_lint.needles import needles, possible
from moments_lint.patterns import search

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("[0-9]+", ()),
        ("(?:新茶)?", ()),
        ("新茶|.", ()),
        ("[^茶]", ()),
        ("(", ()),
        ("月入[0-9]+万", ("月入",)),
        ("(?:月|日)入[0-9]+", ("入",)),
        ("[月日]入", ("入",)),
        ("(?:招代理|收徒弟)吗", ("招代理", "收徒弟")),
        ("(?:招代理|收徒弟)[0-9]", ("招代理", "收徒弟")),
        (r"\p{Han}{2,4}分享", ("分享",)),
        ("(?:加我){1,3}", ("加我",)),
        ("^买二送一$", ("买二送一",)),
    ],
)
def test_a_pattern_names_what_it_cannot_do_without(pattern: str, expected: tuple[str, ...]) -> None:
    assert needles(pattern) == expected


def test_no_match_is_hidden() -> None:
    loaded = catalogue.load()
    patterns = [
        (pattern, any_of)
        for spec in loaded.rules.values()
        for pattern, any_of in zip(spec["match"].get("patterns", ()), spec["match"].get("needles", ()), strict=False)
    ]
    patterns += [(p["pattern"], p["needles"]) for shared in loaded.terms.values() for p in shared["patterns"]]
    files = sorted(ROOT.joinpath("corpus", "posts").glob("*.jsonl"))
    texts = [fold(json.loads(line)["text"]).text for file in files for line in file.read_text("utf-8").splitlines()[::12]]
    texts += [
        fold(example["text"].replace("<<", "").replace(">>", "")).text
        for spec in catalogue.read_root(catalogue.packaged_root()).rules.values()
        for example in spec["examples"]["hit"]
        if "text" in example
    ]
    text = "\n".join(texts)
    hidden = [
        (pattern, match)
        for pattern, any_of in patterns
        for match in {text[start:end] for start, end in search(f"({pattern})", text)}
        if not possible(any_of, match)
    ]
    assert len(patterns) > 500
    assert hidden == []
