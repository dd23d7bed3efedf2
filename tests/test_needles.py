"""Needles never hide a match: every match of a pattern holds one of each group, in the words of the rules and of the corpus."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moments_lint import catalogue
from moments_lint.fold import fold
from moments_lint.needles import SEPARATOR, heads, needles, possible, read
from moments_lint.patterns import search

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("(?:新茶)?", []),
        ("新茶|.", []),
        ("[^茶]", []),
        (r"[\p{Han}]", []),
        (r"[一-龥]", []),
        ("(", []),
        ("(?:甲|乙" + "".join(f"|{i}号" for i in range(130)) + ")", []),
        ("[0-2]+", [["0", "1", "2"]]),
        (r"\x{FFFD}", [["\ufffd"]]),
        ("月入[0-9]+万", [["万"], ["月入"], list("0123456789")]),
        ("(?:月|日)入", [["入"], ["日", "月"]]),
        ("[月日]入", [["入"], ["日", "月"]]),
        ("(?:招代理|收徒弟)吗", [["吗"], ["招代", "收徒"]]),
        ("(?:招[0-9]+代理|收徒弟)", [["代理", "收徒"]]),
        (r"\p{Han}{2,4}分享", [["分享"]]),
        ("(?:加我){1,3}", [["加我"]]),
        ("^买二送一$", [["买二"]]),
    ],
)
def test_a_pattern_names_what_it_cannot_do_without(pattern: str, expected: list[list[str]]) -> None:
    assert [group.split(SEPARATOR) for group in needles(pattern)] == expected


def test_no_match_is_hidden() -> None:
    loaded = catalogue.load()
    patterns = [
        (pattern, groups)
        for spec in loaded.rules.values()
        for pattern, groups in zip(spec["match"].get("patterns", ()), spec["match"].get("needles", ()), strict=False)
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
        for pattern, groups in patterns
        for match in {text[start:end] for start, end in search(f"({pattern})", text)}
        if not possible(read(groups), heads(match))
    ]
    assert len(patterns) > 500
    assert hidden == []
