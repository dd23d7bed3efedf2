"""Needles never hide a match: every match of a pattern holds one of each group, in the words of the rules and of the corpus."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from moments_lint import catalogue
from moments_lint.cuts import MOST, needles
from moments_lint.fold import fold
from moments_lint.heads import heads
from moments_lint.needles import ENTERED, MOST_HEADS, SEPARATOR, Sieve, possible, read
from moments_lint.patterns import search, wrong_pattern
from moments_lint.vocabulary import Vocabulary

ROOT = Path(__file__).parents[1]


def spelled(group: str) -> str:
    """Return the needles of a group as written, steps as one side × the other."""
    characters, pairs, *sides = group.split(SEPARATOR)
    steps = map("×".join, zip(sides[::2], sides[1::2], strict=True))
    return " ".join([*characters, *map("".join, zip(pairs[::2], pairs[1::2], strict=True)), *steps])


@pytest.mark.parametrize(
    "pattern",
    [
        "(?:新茶)?",
        "新茶|.",
        "[^茶]",
        r"[\p{Han}]",
        r"\p{Han}+",
        "[[:alpha:]]",
        r"[一-龥]",
        "(?i)vip",
        "加(?:我|(?i:v))?(?i:x)",
        "(",
        r"\x{110000}",
        "a{,3}b",
        "a{01}b",
        "a{1,02}b",
        "(?:" + "|".join(f"{chr(0x4E00 + i)}{chr(0x5E00 + i)}" for i in range(MOST + 1)) + ")",
        "茶[\u2ffb-\u3005]",
        "^$",
        "茶?水?",
    ],
)
def test_a_pattern_without_needles(pattern: str) -> None:
    assert needles(pattern) == []


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("茶", ["茶"]),
        ("[0-2]+", ["0 1 2"]),
        (r"[\d茶]x?[^x]", ["0 1 2 3 4 5 6 7 8 9 茶"]),
        (r"\x{FFFD}", ["\ufffd"]),
        (r"\\p{2}", ["\\p", "pp"]),
        ("[0-9]{4}", ["0123456789×0123456789"]),
        ("买二送一", ["买二", "二送", "送一"]),
        ("^买二$", ["买二"]),
        ("(?:月|日)入", ["日入 月入"]),
        ("[月日]入", ["日入 月入"]),
        ("月[^月]入", ["入", "月"]),
        ("(?:新茶)?水", ["水"]),
        ("好(?:新茶)?水", ["好新 好水", "好水 新茶", "好水 茶水"]),
        ("好新*茶", ["好新 好茶", "好茶 新茶"]),
        ("好(?:新茶)*水", ["好新 好水", "好水 茶水"]),
        ("好(?:^|新)茶", ["好新 好茶", "好茶 新茶"]),
        ("[甲乙]{2}", ["乙乙 乙甲 甲乙 甲甲"]),
        ("(?:加我){1,3}", ["加我"]),
        (r"买\s送", ["\t送 \n送 \f送 \r送  送", "买\t 买\n 买\f 买\r 买 "]),
        (r"\p{Han}{2,4}茶礼", ["茶礼"]),
        ("(?:喜茶礼|茶饼)价", ["喜茶 茶饼", "礼价 饼价", "茶礼 饼价"]),
        ("(?:半|一)个?(?:指节|拇指)", ["拇指 指节", "一拇 一指 个拇 个指 半拇 半指", "一个 一拇 一指 半个 半拇 半指"]),
        ("甲(?:丁戊|乙.|己)丙", ["丁戊 己丙 甲乙", "丙", "甲丁 甲乙 甲己"]),
        ("[0-4][0-6]", ["01234×0123456"]),
    ],
)
def test_a_pattern_names_what_it_cannot_do_without(pattern: str, expected: list[str]) -> None:
    assert sorted(map(spelled, needles(pattern))) == sorted(expected)


def test_what_the_literals_say_is_not_said_again() -> None:
    assert [spelled(group) for group in needles("买二送一", ["买二"])] == ["二送", "送一"]


def test_the_rarest_group_is_asked_first() -> None:
    assert next(map(spelled, needles("一个.裱花"))) == "裱花"


def test_a_step_is_found_by_its_characters() -> None:
    many = "".join(map(chr, range(0x5000, 0x5100)))
    groups = read([f"茶{SEPARATOR}{SEPARATOR}甲乙{many}{SEPARATOR}丙丁"])
    found = [text for text in ("", "甲", "丙", "丙甲", "甲x丙", "甲乙", "x甲丁", "乙丙", "水茶") if possible(groups, heads(text))]
    assert found == ["x甲丁", "乙丙", "水茶"]


@pytest.mark.parametrize("part", ["(?:{}|甲乙)", "(?:{}乙)?甲", "(?:{}乙)+", "(?:甲?{}|乙)+丙"])
def test_a_hostile_pattern_is_soon_done(part: str) -> None:
    pattern = "甲"
    for _ in range(60):
        pattern = part.replace("{}", pattern)
    assert len(needles(pattern)) <= 10
    assert len(needles(part.replace("{}", "|".join(f"{chr(0x4E00 + i)}{chr(0x5E00 + i)}" for i in range(2000))))) <= 10


LEAVES = [
    ("甲", "甲"), ("乙", "乙"), ("a", "a"), ("1", "1"), ("[甲乙]", "乙"), ("[^甲]", "1"), (".", "a"), (r"\d", "1"), (r"\s", "\n"),
    (r"\w", "a"), (r"\D", "乙"), (r"\p{Han}", "甲"), (r"[\pN乙]", "1"), ("[[:alpha:]]", "a"), ("[^[:alpha:]]", "甲"),
    (r"\x{7532}", "甲"), ("[a-c]", "b"), ("[一-龥]", "乙"), ("(?i:a)", "A"), ("(?s:.)", "\n"), ("^", ""), ("$", ""), ("", ""),
    ("{,2}", "{,2}"), ("a{1}", "a"),
]  # fmt: skip
REPEATS = [("?", 0), ("?", 1), ("*", 0), ("*?", 2), ("+", 1), ("+?", 2), ("{2}", 2), ("{0,2}", 0), ("{1,2}", 2), ("{2,}", 3)]
Sample = tuple[str, str]


def larger(parts: st.SearchStrategy[Sample]) -> st.SearchStrategy[Sample]:
    """Return patterns made of patterns, each with a text that it matches unless an anchor stands in the way."""
    some = st.lists(parts, min_size=2, max_size=4)
    return st.one_of(
        some.map(lambda all_: ("".join(one[0] for one in all_), "".join(one[1] for one in all_))),
        some.map(lambda all_: (f"(?:{'|'.join(one[0] for one in all_)})", all_[0][1])),
        some.map(lambda all_: (f"({'|'.join(one[0] for one in all_)})", all_[-1][1])),
        st.tuples(parts, st.sampled_from(REPEATS)).map(lambda pair: (f"(?:{pair[0][0]}){pair[1][0]}", pair[0][1] * pair[1][1])),
    )


TEXTS = st.text("甲乙丙a1 b{,2}\n", max_size=6)


@given(
    st.recursive(st.sampled_from(LEAVES), larger, max_leaves=12), TEXTS, TEXTS, st.sampled_from(["", "", "(?s)", "(?m)", "(?i)"])
)
def test_no_match_of_any_pattern_is_hidden(sample: Sample, before: str, behind: str, flags: str) -> None:
    pattern = flags + sample[0]
    if "RE2" in getattr(wrong_pattern(pattern, typed=True), "en", ""):
        return
    groups = read(needles(pattern))
    for text in (sample[1], before + sample[1] + behind, before + behind):
        for match in re2.finditer(pattern, text):
            assert possible(groups, heads(match[0]))


def test_no_match_is_hidden() -> None:
    loaded = catalogue.load()
    patterns = [
        (pattern, read(groups))
        for spec in loaded.rules.values()
        for pattern, groups in zip(spec["match"].get("patterns", ()), spec["match"].get("needles", ()), strict=False)
    ]
    patterns += [(p["pattern"], read(p["needles"])) for shared in loaded.terms.values() for p in shared["patterns"]]
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
        if not possible(groups, heads(match))
    ]
    assert len(patterns) > 500
    assert hidden == []


PAIRS = st.lists(st.text("招代理微信", min_size=2, max_size=2), max_size=3).map("".join)
GROUPS = st.tuples(st.text("招代理微信", min_size=1, max_size=2), PAIRS).map(SEPARATOR.join)
PATTERNS = st.lists(st.lists(GROUPS, max_size=4), max_size=5)


@given(PATTERNS, st.text("招代理微信茶", max_size=12))
def test_a_sieve_and_the_groups_left_out_of_it_say_together_what_all_groups_say(patterns: list[list[str]], text: str) -> None:
    vocabulary = Vocabulary({"招": "代"})
    sieve = Sieve(vocabulary)
    entered = [sieve.enter(read(groups)) for groups in patterns]
    present = sieve.present(vocabulary.among(heads(text)))
    said = [numbers <= present and possible(left, heads(text)) for numbers, left in entered]
    assert said == [possible(read(groups), heads(text)) for groups in patterns]
    assert sieve.entered == sum(len(numbers) for numbers, _ in entered) == sum(min(ENTERED, len(groups)) for groups in patterns)


def test_groups_of_too_many_heads_stay_out_of_the_sieve() -> None:
    many = "".join(map(chr, range(0x5000, 0x5000 + MOST_HEADS)))
    groups = read([f"茶{SEPARATOR}{SEPARATOR}甲乙{SEPARATOR}{many}", f"茶{SEPARATOR}"])
    numbers, left = Sieve(Vocabulary({})).enter(groups)
    assert numbers == {0}
    assert left == groups[:1]
