"""Strict YAML: every scalar is a string, a field says its type, and one declaration serves reading and JSON Schema."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from moments_lint import schema
from moments_lint.errors import Mistakes, MomentsLintError, SettingsError
from moments_lint.schema import Field
from moments_lint.sheet import Sheet, _is_odd, compose
from moments_lint.wording import Text


def read(field: Field, written: str) -> Any:
    """Read `value: <written>`; raises what is wrong."""
    text = f"value: {written}"
    sheet = Sheet("甲.yaml", text)
    value = schema.read(sheet, text, {"value": field.needed()})
    sheet.finish()
    return value["value"]


def wrong_vowel(written: str) -> Text | None:
    return Text("不要 o", "no o, please") if "o" in written else None


PERSON = schema.record({"name": schema.text().needed(), "age": schema.whole(0, 150), "friends": schema.listing(schema.text())})

READ = [
    (schema.text(), "青瓜", "青瓜"),
    (schema.text(), "no", "no"),
    (schema.text(), "1:1", "1:1"),
    (schema.text(), "2026-11-22", "2026-11-22"),
    (schema.text(), "0777", "0777"),
    (schema.text(), "1_000", "1_000"),
    (schema.text(), "null", "null"),
    (schema.text(), "~", "~"),
    (schema.text(), "'  spaced '", "  spaced "),
    (schema.text(), '"😀\\u200d\\n"', "😀\u200d\n"),
    (schema.text(empty=True), "''", ""),
    (schema.text(empty=True), "", ""),
    (schema.text(wrong_vowel), "青瓜", "青瓜"),
    (schema.choice("yes", "no"), "no", "no"),
    (schema.whole(-3, 20), "-3", -3),
    (schema.whole(-3, 20), "20", 20),
    (schema.whole(-3, 20), "'7'", 7),
    (schema.number(0, 1), "0", 0.0),
    (schema.number(0, 1), "0.25", 0.25),
    (schema.flag(), "true", True),
    (schema.flag(), "false", False),
    (schema.listing(schema.text()), "[]", []),
    (schema.listing(schema.text()), "[甲, 乙, 甲]", ["甲", "乙", "甲"]),
    (schema.table(schema.whole(0, 9)), "{甲: 1, 乙: 2}", {"甲": 1, "乙": 2}),
    (schema.bilingual(), "{zh: 好, en: good}", {"zh": "好", "en": "good"}),
    (schema.either(schema.text(), PERSON), "阿禾", "阿禾"),
    (schema.either(schema.text(), PERSON), "{name: 阿禾}", {"name": "阿禾", "age": None, "friends": []}),
    (PERSON, "{name: 阿禾, age: 30, friends: [小满]}", {"name": "阿禾", "age": 30, "friends": ["小满"]}),
]


@pytest.mark.parametrize(("field", "written", "value"), READ)
def test_a_value_is_read_as_its_field_says_not_as_yaml_would(field: Field, written: str, value: object) -> None:
    assert read(field, written) == value
    assert type(read(field, written)) is type(value)


REFUSED = [
    (schema.text(), "''", "this must not be empty"),
    (schema.text(), "'\u3000 '", "this must not be empty"),
    (schema.text(), "", "this must not be empty"),
    (schema.text(), "[青瓜]", "a single value is needed here, not a list"),
    (schema.text(), "{青: 瓜}", "a single value is needed here, not a mapping"),
    (schema.text(wrong_vowel), "pot", "no o, please"),
    (schema.choice("yes", "no"), "on", "“on” is not valid here"),
    (schema.choice("yes", "no"), "''", "“” is not valid here"),
    (schema.choice("yes", "no"), "[no]", "a single value is needed here, not a list"),
    (schema.whole(0, 20), "21", "must be a whole number from 0 to 20"),
    (schema.whole(0, 20), "-1", "must be a whole number from 0 to 20"),
    (schema.whole(0, 20), "1.0", "must be a whole number from 0 to 20"),
    (schema.whole(0, 20), "0x10", "must be a whole number from 0 to 20"),
    (schema.whole(0, 20), "1:1", "must be a whole number from 0 to 20"),
    (schema.whole(0, 20), "1_0", "must be a whole number from 0 to 20"),
    (schema.whole(0, 20), "１２", "must be a whole number from 0 to 20"),
    (schema.whole(0, 20), "' 7'", "must be a whole number from 0 to 20"),
    (schema.whole(0, 20), "9" * 400, "must be a whole number from 0 to 20"),
    (schema.whole(0, 20), "~", "must be a whole number from 0 to 20"),
    (schema.number(0, 1), "1.5", "must be a number from 0 to 1"),
    (schema.number(0, 1), ".5", "must be a number from 0 to 1"),
    (schema.number(0, 1), ".inf", "must be a number from 0 to 1"),
    (schema.number(0, 1), ".nan", "must be a number from 0 to 1"),
    (schema.number(0, 1), "1e-1", "must be a number from 0 to 1"),
    (schema.flag(), "yes", "must be true or false"),
    (schema.flag(), "True", "must be true or false"),
    (schema.flag(), "[true]", "a single value is needed here, not a list"),
    (schema.listing(schema.text()), "青瓜", "a list is needed here, not a single value"),
    (schema.listing(schema.text(), least=2), "[青瓜]", "at least 2 item(s) are needed"),
    (schema.listing(schema.text()), "[青瓜, '']", "this must not be empty"),
    (schema.table(schema.whole(0, 9)), "[1]", "a mapping is needed here, not a list"),
    (schema.table(schema.whole(0, 9)), "{甲: 10}", "must be a whole number from 0 to 9"),
    (schema.table(schema.whole(0, 9)), "{甲: 1, 甲: 2}", "key 甲 is given twice"),
    (schema.table(schema.whole(0, 9)), "{[甲]: 1}", "a key must be a plain word"),
    (schema.bilingual(), "{zh: 好}", "“en” is missing"),
    (schema.bilingual(), "好", "a mapping is needed here, not a single value"),
    (schema.either(schema.text(), PERSON), "[阿禾]", "a single value is needed here, not a list"),
    (schema.either(schema.text(), PERSON), "{age: 3}", "“name” is missing"),
    (PERSON, "{name: 阿禾, nam: 阿禾}", "unknown key “nam”"),
    (PERSON, "{name: 阿禾, 1: 阿禾}", "unknown key “1”"),
]


@pytest.mark.parametrize(("field", "written", "what"), REFUSED)
def test_what_a_field_does_not_take_is_refused(field: Field, written: str, what: str) -> None:
    with pytest.raises(MomentsLintError) as raised:
        read(field, written)
    assert raised.value.what.en == what
    assert raised.value.line == 1
    assert raised.value.column is not None


def plain(written: str) -> Any:
    """Return what YAML makes of it, for the cases where that is what is meant."""
    return yaml.safe_load(written)


UNLIKE_YAML = {"no", "1:1", "2026-11-22", "0777", "1_000", "null", "~", "", "0x10", "1_0", "' 7'", "'7'", "1.0", ".nan", "１２"}
"""What YAML reads as another type than was meant; the JSON Schema is for editors, which read YAML."""

BLANK = {"''", "'\u3000 '", "[青瓜, '']"}
"""A schema of type string takes blanks too."""


@pytest.mark.parametrize(
    ("field", "written", "good"),
    [(field, written, True) for field, written, _ in READ if written not in UNLIKE_YAML]
    + [
        (field, written, False)
        for field, written, what in REFUSED
        if written not in UNLIKE_YAML | BLANK and "twice" not in what and "plain word" not in what and "please" not in what
        and written not in ("True", "yes", ".5", "1e-1", "{name: 阿禾, 1: 阿禾}")
    ],
)  # fmt: skip
def test_the_json_schema_of_a_field_agrees_with_its_reading(field: Field, written: str, good: bool) -> None:
    jsonschema.Draft202012Validator.check_schema(dict(field.schema))
    assert jsonschema.Draft202012Validator(dict(field.schema)).is_valid(plain(written)) is good


@pytest.mark.parametrize(
    ("word", "mend"),
    [
        ("severty", "did you mean severity? valid: summary, severity"),
        ("Summary", "did you mean summary? valid: summary, severity"),
        ("青瓜", "valid: summary, severity"),
        ("", "valid: summary, severity"),
    ],
)
def test_a_misspelt_word_gets_the_nearest_one_and_all_valid_ones(word: str, mend: str) -> None:
    assert schema.suggestion(word, ["summary", "severity"]).en == mend


def test_fields_that_are_not_written_take_their_defaults() -> None:
    text = "name: 阿禾"
    fields = {
        "name": schema.text().needed(),
        "age": schema.whole(0, 150).otherwise(18),
        "zone": schema.text().otherwise("Asia/Shanghai"),
        "friends": schema.listing(schema.text()),
        "loud": schema.flag(),
    }
    read = schema.read(Sheet("甲.yaml", text), text, fields)
    assert read == {"name": "阿禾", "age": 18, "zone": "Asia/Shanghai", "friends": [], "loud": False}


def test_places_count_from_the_first_line_of_the_sheet_in_code_points() -> None:
    """Front matter starts on the second line of a draft; an emoji is one column."""
    text = "name: 阿禾\n{😀👨‍👩‍👧: 好, x: [}"
    sheet = Sheet("草稿.md", text.replace("{", "").replace("}", ""), first_line=2, error=SettingsError)
    schema.read(
        sheet, "name: 阿禾\nfriends: [😀👨‍👩‍👧, {甲: 乙}]", {"name": schema.text(), "friends": schema.listing(schema.text())}
    )
    (only,) = sheet.mistakes
    assert isinstance(only, SettingsError)
    assert (only.path, only.line, only.column) == ("草稿.md", 3, len("friends: [😀👨‍👩‍👧, ") + 1)


def test_several_mistakes_are_raised_together_and_one_alone_as_itself() -> None:
    text = "name: ''\nage: old\nfriend: 小满"
    sheet = Sheet("甲.yaml", text)
    PERSON.read(sheet, compose(sheet, text))
    with pytest.raises(Mistakes) as several:
        sheet.finish()
    assert sorted(mistake.line for mistake in several.value.errors if mistake.line) == [1, 2, 3]
    assert several.value.render("en").count("甲.yaml:") == 3
    sheet.mistakes[1:] = []
    with pytest.raises(MomentsLintError) as one:
        sheet.finish()
    assert one.value is sheet.mistakes[0]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: &x 1\nb: *x\n", "anchors and aliases"),
        ("a: &x [哈]\nb: &y [*x, *x]\n", "anchors and aliases"),
        ("&x a: 1\n", "anchors and aliases"),
        ("[" * 21 + "]" * 21, "nested too deeply"),
        ("- " * 21 + "a", "nested too deeply"),
        ("a: [\n", "not valid YAML"),
        ("a: 1\n---\nb: 2\n", "not valid YAML"),
        ("a: 'x\n", "not valid YAML"),
        ("a: \x07\n", "not valid YAML"),
        ("%TAG ! !!\na", "not valid YAML"),
        ("#" * 1_000_001, "over 1000000 characters; not read"),
    ],
)
def test_what_cannot_be_read_at_all_is_a_mistake_not_a_crash(text: str, what: str) -> None:
    sheet = Sheet("甲.yaml", text)
    assert compose(sheet, text) is None
    (only,) = sheet.mistakes
    assert what in only.what.en


@pytest.mark.parametrize("loader", ["CBaseLoader", "BaseLoader"])
@pytest.mark.parametrize(
    ("text", "place", "what", "mend"),
    [
        ('a: "x\nb: 1\nc: 2\n', (1, 4), "引号没有收尾", "补上另一半引号"),
        ("b: 1\na: '没完\n", (2, 4), "引号没有收尾", "补上另一半引号"),
        ("why: {zh: 因为\nb: [1]\n", (1, 6), "括号没有收尾", "整句加引号"),
        ('a: [甲, "乙]\nb: 1\n', (1, 8), "引号没有收尾", "补上另一半引号"),
        ("a: {zh: 因为: 不好}\n", (1, 11), "括号没有收尾，或者里面少了逗号、引号", "整句加引号"),
        ("a: {match} 太大\n", (1, 12), "引号后面还有字", "整句加引号"),
        ("a: 1\n没有冒号\nb: 2\n", (2, 1), "这一行少了冒号", "键: 值"),
        ("a: 甲: 乙\n", (1, 5), "多了一个冒号", "整句加引号"),
        ("a:\n  b: 1\n c: 2\n", (3, 2), "缩进不齐", "整句加引号"),
        ("a: 1\n---\nb: 2\n", (2, 1), "多了一行 ---", "去掉那一行"),
        ("a: @小林\n", (1, 4), "不能用这个符号开头", "整句加引号"),
        ("a:\n\t- 1\n", (2, 1), "不能用这个符号开头", "不能用 Tab"),
    ],
)
def test_a_mistake_of_syntax_is_told_where_it_was_made(
    monkeypatch: pytest.MonkeyPatch, loader: str, text: str, place: tuple[int, int], what: str, mend: str
) -> None:
    """In plain words, by the parser in C and by the one in Python, which is all that some machines have."""
    monkeypatch.setattr(yaml, "CBaseLoader", getattr(yaml, loader), raising=False)
    sheet = Sheet("甲.yaml", text)
    assert compose(sheet, text) is None
    (only,) = sheet.mistakes
    assert (only.line, only.column) == place
    assert what in only.what.zh
    assert mend in only.mend.zh
    assert only.excerpt == text.split("\n")[place[0] - 1].rstrip()


@pytest.mark.parametrize("text", ["", "\n\n", "# 只有一句说明\n", "---\n", "\ufeff"])
def test_an_empty_file_is_a_mistake(text: str) -> None:
    sheet = Sheet("甲.yaml", text)
    assert schema.read(sheet, text, {"name": schema.text()}) in ({}, {"name": ""})
    assert len(sheet.mistakes) == 1


@pytest.mark.parametrize("text", ["[" * 20 + "]" * 20, "- " * 20 + "a"])
def test_twenty_levels_are_not_too_deep(text: str) -> None:
    sheet = Sheet("甲.yaml", text)
    assert compose(sheet, text) is not None
    assert sheet.mistakes == []


YAML_BITS = st.text(
    alphabet=st.one_of(
        st.sampled_from("{}[]:,#&*!|>'\"%@`-?<>~ \n\t\r\x00\x07\x85\u2028\ufeff\u200d\ufe0f😀👨青瓜價㎏⑴１ａ"),
        st.characters(exclude_categories=["Cs"]),  # decoded files hold no lone surrogates
    ),
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(YAML_BITS)
def test_no_text_makes_reading_crash(text: str) -> None:
    """Whatever stands in a file, the outcome is a value or mistakes that each name the file."""
    sheet = Sheet("甲.yaml", text)
    value = schema.read(sheet, text, {"name": schema.text().needed(), "people": schema.listing(PERSON)})
    assert isinstance(value, dict)
    assert sheet.mistakes or value["name"].strip()
    assert all(mistake.path == "甲.yaml" and mistake.what.zh and mistake.what.en for mistake in sheet.mistakes)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["name", "age", "friends", "青瓜", "no", "1"]), st.text("青瓜１ⅷ😀 {}[]:#<>", max_size=8)))
def test_every_unknown_key_is_named_and_none_is_read(entries: dict[str, str]) -> None:
    text = json.dumps(entries, ensure_ascii=False)
    sheet = Sheet("甲.yaml", text)
    value = schema.read(sheet, text, {"name": schema.text(empty=True), "no": schema.text(empty=True)})
    unknown = [f"unknown key “{key}”" for key in entries if key not in ("name", "no")]
    assert [mistake.what.en for mistake in sheet.mistakes] == unknown
    assert value == {"name": entries.get("name", ""), "no": entries.get("no", "")}


def test_the_characters_refused_are_those_pyyaml_refuses_and_the_mark_of_byte_order() -> None:
    """PyYAML lets the mark through; some editors leave one in the middle of a text."""
    refused = yaml.reader.Reader.NON_PRINTABLE
    characters = map(chr, [*range(0x10000), 0x10000, 0x1F375, 0x10FFFF])
    assert [one for one in characters if _is_odd(one) != (one == "\ufeff" or bool(refused.search(one)))] == []
