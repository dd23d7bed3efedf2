"""Bytes → drafts: encodings, line ends, front matter, file names, folders. What cannot be read is told, never passed over."""

from __future__ import annotations

import json
import os
import tracemalloc
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import CLEAN, write

from moments_lint import discovery, reading
from moments_lint.errors import ReadingError, SettingsError
from moments_lint.post import Suppression
from moments_lint.settings import Settings

TEXT = "早上煮了一锅绿豆汤😀\n放凉了更好喝👨‍👩‍👧\n"
NAME = "草稿.md"


def parse(text: str | bytes, path: str = NAME) -> reading.Draft:
    return reading.parse_draft(text.encode() if isinstance(text, str) else text, path)


def attempt(data: bytes) -> reading.Draft | ReadingError:
    try:
        return parse(data)
    except ReadingError as error:
        return error


CHARACTERS = st.one_of(
    st.sampled_from("早茶減肥㎏⑴Ｖ　😀👨‍👩‍👧❤️\u200b\u2028\r\n-: "),
    st.characters(exclude_categories=["Cs"]),  # no encoding of a file holds a lone surrogate
)


class TestEncodings:
    """UTF-8, UTF-16 with its mark, and GB18030 with a note; all else is refused by name."""

    @pytest.mark.parametrize(
        ("data", "encoding"),
        [
            (TEXT.encode(), "utf-8"),
            (TEXT.encode("utf-8-sig"), "utf-8"),
            (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16"),
            (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
            (TEXT.encode("gb18030"), "gb18030"),
        ],
        ids=["utf-8", "utf-8-bom", "utf-16-le", "utf-16-be", "gb18030"],
    )
    def test_the_text_is_the_same_whatever_the_encoding(self, data: bytes, encoding: str) -> None:
        draft = parse(data)
        assert (draft.document.post.text, draft.document.text, draft.document.encoding) == (TEXT, TEXT, encoding)
        assert draft.errors == ()
        assert bool(draft.note.zh) is bool(draft.note.en) is (encoding == "gb18030")

    def test_the_note_names_file_and_encoding(self) -> None:
        note = parse(TEXT.encode("gb18030")).note
        assert NAME in note.zh
        assert "GB18030" in note.zh
        assert "UTF-8" in note.en

    @pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"], ids=["nothing", "utf-8", "le", "be"])
    def test_an_empty_file_is_an_empty_post(self, data: bytes) -> None:
        assert parse(data).document.post.text == ""

    @pytest.mark.parametrize("text", ["繁體中文的測試內容，請大家看看。", "我們家的茶葉到貨了，歡迎來店裡喝茶。", "今天天氣很好"])
    def test_big5_is_refused_by_name(self, text: str) -> None:
        """It would decode as GB18030 without an error, into rubbish."""
        with pytest.raises(ReadingError) as raised:
            parse(text.encode("big5"))
        assert "Big5" in raised.value.what.en
        assert raised.value.path == NAME
        assert "UTF-8" in raised.value.mend.en

    @pytest.mark.parametrize(
        ("data", "what"),
        [
            (b"\xff\xff\xff\xff", "not UTF-8, UTF-16 with a BOM or GB18030 (from byte 0)"),
            ("早".encode() + b"\xff", "not UTF-8, UTF-16 with a BOM or GB18030 (from byte 3)"),
            (b"\xff\xfe\x00\xd8", "not UTF-8, UTF-16 with a BOM or GB18030"),
            ("早上好，今天的茶".encode("utf-16-le"), "not UTF-8, UTF-16 with a BOM or GB18030"),
            (b"\xff\xfe\x00", "not UTF-8, UTF-16 with a BOM or GB18030"),
            (b"\x00\x01", "the file holds NUL bytes"),
            ("早\x00安".encode(), "the file holds NUL bytes"),
            ("early".encode("utf-16-le"), "the file holds NUL bytes"),
            (TEXT.encode("utf-32"), "the file holds NUL bytes"),
        ],
        ids=["noise", "tail", "lone-surrogate", "no-mark", "odd", "binary", "nul", "utf-16-without-mark", "utf-32"],
    )
    def test_what_is_no_text_is_refused(self, data: bytes, what: str) -> None:
        with pytest.raises(ReadingError) as raised:
            parse(data)
        assert what in raised.value.what.en
        assert raised.value.path == NAME

    @settings(max_examples=150, deadline=None)
    @given(st.binary(max_size=40))
    def test_no_bytes_make_reading_crash(self, data: bytes) -> None:
        read = attempt(data)
        if isinstance(read, ReadingError):
            assert read.path == NAME
        else:
            assert read.document.text.endswith(read.document.post.text)

    @settings(max_examples=100, deadline=None)
    @given(st.text(CHARACTERS), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    def test_every_character_comes_through(self, text: str, encoding: str) -> None:
        """Nothing is folded, trimmed or normalised while reading."""
        if "\x00" in text or text.startswith(("\ufeff", "---")):
            return
        assert parse(text.encode(encoding)).document.post.text == text


class TestSize:
    """A file far too large is refused before it is read whole."""

    def test_the_limit(self) -> None:
        assert len(parse(b"a" * reading.MAX_DRAFT_BYTES).document.post.text) == reading.MAX_DRAFT_BYTES
        with pytest.raises(ReadingError) as raised:
            parse(b"a" * (reading.MAX_DRAFT_BYTES + 1))
        assert "over 1000000 bytes; not read" in raised.value.what.en

    def test_fifty_megabytes_cost_no_more_than_the_limit(self, tmp_path: Path) -> None:
        file = tmp_path / "巨大.md"
        with file.open("wb") as opened:
            opened.truncate(50_000_000)
        tracemalloc.start()
        try:
            with pytest.raises(ReadingError) as raised:
                reading.read_draft(str(file))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert raised.value.path == str(file)
        assert peak < 5 * reading.MAX_DRAFT_BYTES


FRONT = """\
---
author: 小林
post_at: 2026-11-22T20:30+08:00
goods: food
audience: [老客户, 同学]
location: 林家茶铺
images: 6
lint:
  ignore:
    - rule: absolute/superlative
      text: 全网最低
      reason: 引用客户原话
      until: 2026-12-31
    - rule: layout
      reason: 就要热闹
---
"""
SHANGHAI = timezone(timedelta(hours=8))
LINE_ENDS = pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])


class TestFrontMatter:
    """Optional, strict, never part of the post; a broken one does not keep the text from being checked."""

    @LINE_ENDS
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
    def test_every_key_is_read(self, end: str, encoding: str) -> None:
        draft = parse((FRONT + CLEAN).replace("\n", end).encode(encoding))
        post = draft.document.post
        assert draft.errors == ()
        assert post.text == CLEAN.replace("\n", end)
        assert (post.name, post.author, post.goods, post.location, post.images) == (NAME, "小林", "food", "林家茶铺", 6)
        assert post.at == datetime(2026, 11, 22, 20, 30, tzinfo=SHANGHAI)
        assert post.audience == ("老客户", "同学")
        assert post.ignore == (
            Suppression("absolute/superlative", "全网最低", "引用客户原话", date(2026, 12, 31), 10),
            Suppression("layout", "", "就要热闹", None, 14),
        )

    @LINE_ENDS
    def test_positions_are_those_of_the_file(self, end: str) -> None:
        document = parse((FRONT + CLEAN).replace("\n", end)).document
        assert document.position(0) == (FRONT.count("\n") + 1, 1)
        assert document.position(3) == (FRONT.count("\n") + 1, 4)

    @pytest.mark.parametrize(
        "text",
        ["---\n---\n早\n", "---\n# 还没写\n---\n早\n", "--- \n\n---\t\n早\n", "---\nimages: 0\n---\n早\n"],
        ids=["empty", "remark", "spaces", "zero"],
    )
    def test_a_front_matter_that_says_little_is_fine(self, text: str) -> None:
        draft = parse(text)
        assert (draft.errors, draft.document.post.text) == ((), "早\n")

    def test_no_pictures_is_not_the_same_as_not_said(self) -> None:
        assert parse("---\nimages: 0\n---\n早\n").document.post.images == 0
        assert parse("早\n").document.post.images is None

    @pytest.mark.parametrize(
        "text",
        [
            "早\n---\n晚\n---\n",
            "\n---\nauthor: 小林\n---\n早\n",
            " ---\n早\n",
            "----\n早\n----\n",
            "———\n早\n———\n",
            "--- 上新 ---\n早\n",
            "---\n今天上新\n",
            "---\n",
            "---",
            "---\n\n早安\n",
            "***\nauthor: 小林\n***\n",
        ],
    )
    def test_decorative_lines_are_text(self, text: str) -> None:
        draft = parse(text)
        assert (draft.errors, draft.document.post.text) == ((), text)

    def test_prose_between_two_decorative_lines_is_checked_or_told_never_lost(self) -> None:
        draft = parse("---\n今天上新\n---\n三款茶\n")
        assert draft.errors or "今天上新" in draft.document.post.text

    def test_a_decorative_line_below_the_front_matter_is_text(self) -> None:
        draft = parse("---\nauthor: 小林\n---\n早\n---\n晚\n")
        assert (draft.errors, draft.document.post.text) == ((), "早\n---\n晚\n")

    @pytest.mark.parametrize("text", ["---\nauthor: 小林\n早\n", "---\r\nauthor: 小林\r\n", "---\n  author : 小林\n----\n早\n"])
    def test_front_matter_without_its_end_is_told_and_the_text_is_checked(self, text: str) -> None:
        draft = parse(text)
        (only,) = draft.errors
        assert (only.path, only.line) == (NAME, 1)
        assert "no closing ---" in only.what.en
        assert draft.document.post.text == text

    BROKEN = (
        ("autor: 小林", 2, 1, "unknown key “autor”"),
        ("images: many", 2, 9, "must be a whole number from 0 to 99"),
        ("images: 100", 2, 9, "must be a whole number from 0 to 99"),
        ("goods: tea", 2, 8, "“tea” is not valid here"),
        ("post_at: 明天", 2, 10, "“明天” is no time"),
        ("post_at: 2026-13-01", 2, 10, "is no time"),
        ("audience: 老客户", 2, 11, "a list is needed here"),
        ("author: [小林]", 2, 9, "a single value is needed here"),
        ("author: 小林\nauthor: 阿禾", 3, 1, "key author is given twice"),
        ("lint: [absolute]", 2, 7, "a mapping is needed here"),
        ("lint: {ignore: absolute}", 2, 16, "a list is needed here"),
        ("lint: {ignore: {rule: absolute}}", 2, 16, "a list is needed here"),
        ("lint: {ignore: [absolute]}", 2, 17, "a mapping is needed here"),
        ("lint: {ignore: [{reason: 没有规则}]}", 2, 17, "“rule” is missing"),
        ("lint: {ignore: [{rule: absolute, until: 年底}]}", 2, 41, "“年底” is no date"),
        ("lint: {ignore: [{rule: absolute, until: 2026-2-3}]}", 2, 41, "“2026-2-3” is no date"),
        ("lint: {select: [absolute]}", 2, 8, "unknown key “select”"),
        ("小林", 2, 1, "a mapping is needed here"),
        ("- 小林", 2, 1, "a mapping is needed here"),
        ("author: &a 小林", 2, 9, "anchors and aliases"),
        ("author: 小林\n\tgoods: food", 3, 1, "not valid YAML"),
        ("author: 小林\nlocation: '没完", None, None, "not valid YAML"),
        ("author: 小\x07林", 2, None, "not valid YAML"),
    )

    @pytest.mark.parametrize(("block", "line", "column", "what"), BROKEN, ids=[row[0] for row in BROKEN])
    def test_broken_front_matter_is_told_with_its_place_and_the_text_is_checked(
        self, block: str, line: int | None, column: int | None, what: str
    ) -> None:
        draft = parse(f"---\n{block}\n---\n{CLEAN}")
        error = draft.errors[0]
        assert isinstance(error, SettingsError)
        assert what in error.what.en
        assert error.path == NAME
        assert error.line == line or line is None
        assert error.line is not None
        assert error.column == column or column is None
        assert draft.document.post.text == CLEAN

    def test_all_mistakes_of_a_front_matter_are_told(self) -> None:
        draft = parse("---\nimages: many\ngoods: tea\nodd: 1\n---\n早\n")
        assert sorted(error.line or 0 for error in draft.errors) == [2, 3, 4]

    BITS = (*"---: [{#&*'\"|", "\n", "\r\n", "\r", "lint", "ignore", "rule", "author", "images", "早", "  ")
    KEYS = st.sampled_from(["author", "post_at", "goods", "audience", "images", "lint", "ignore", "rule", "reason", "until"])
    VALUES = st.recursive(
        st.sampled_from(["早", "", "6", "2026-12-31", "food", "absolute"]),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["ignore", "rule", "until"]), inner, max_size=3)
        ),
        max_leaves=6,
    )

    @settings(max_examples=100, deadline=None)
    @given(st.lists(st.sampled_from(BITS)))
    def test_no_line_after_a_fence_makes_reading_crash(self, bits: list[str]) -> None:
        """Whatever stands between the fences, there is a post, and an error knows its file."""
        draft = parse("---\n" + "".join(bits))
        assert draft.document.text.endswith(draft.document.post.text)
        assert all(error.path == NAME for error in draft.errors)

    @settings(max_examples=150, deadline=None)
    @given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=3))
    def test_no_shape_of_front_matter_makes_reading_crash(self, values: dict[str, object]) -> None:
        draft = parse(f"---\n{json.dumps(values, ensure_ascii=False)}\n---\n{CLEAN}")
        assert draft.document.post.text == CLEAN
        assert all((error.path, error.line) == (NAME, 2) for error in draft.errors)


class TestNames:
    """The time of posting may stand in the file name; the front matter knows better."""

    @pytest.mark.parametrize(
        ("name", "at"),
        [
            ("2026-11-22-2030-新茶.md", datetime(2026, 11, 22, 20, 30)),
            ("2026-11-22-2030.md", datetime(2026, 11, 22, 20, 30)),
            ("2026-11-22-0000 夜.txt", datetime(2026, 11, 22)),
            ("2026-11-22-新茶.md", datetime(2026, 11, 22)),
            ("2026-11-22.md", datetime(2026, 11, 22)),
            ("2026-11-22新茶.md", datetime(2026, 11, 22)),
            ("2026-11-22-2460-不是钟点.md", datetime(2026, 11, 22)),
            ("2026-11-22-20301-是号码.md", datetime(2026, 11, 22)),
            ("草稿/2026/2026-11-22-0730-茶.md", datetime(2026, 11, 22, 7, 30)),
            ("2026-02-30-没有这天.md", None),
            ("2026-13-01.md", None),
            ("新茶-2026-11-22.md", None),
            ("20261122.md", None),
            ("2026-11-223.md", None),
            ("2026-11-22-2030/新茶.md", None),
            ("新茶.md", None),
        ],
    )
    def test_the_date_of_a_file_name(self, name: str, at: datetime | None) -> None:
        assert parse("早", name).document.post.at == at

    def test_the_front_matter_is_stronger(self) -> None:
        assert parse("---\npost_at: 2026-11-23\n---\n早", "2026-11-22-茶.md").document.post.at == datetime(2026, 11, 23)

    @pytest.mark.parametrize(
        ("written", "at"),
        [
            ("2026-11-22T20:30", datetime(2026, 11, 22, 20, 30)),
            ("2026-11-22 20:30", datetime(2026, 11, 22, 20, 30)),
            ("2026-11-22T20:30:15", datetime(2026, 11, 22, 20, 30, 15)),
            ("2026-11-22T20:30+08:00", datetime(2026, 11, 22, 20, 30, tzinfo=SHANGHAI)),
            ("2026-11-22T12:30Z", datetime(2026, 11, 22, 20, 30, tzinfo=SHANGHAI)),
            ("2026-11-22", datetime(2026, 11, 22)),
            ("22.11.2026", None),
            ("晚上八点半", None),
            ("", None),
        ],
    )
    def test_times(self, written: str, at: datetime | None) -> None:
        assert reading.parse_time(written) == at


class TestDiscovery:
    """Files as named, folders recursively, everything passed over counted, everything missing told."""

    @pytest.fixture
    def here(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        files = {
            "甲 一.md": CLEAN,
            "b/乙.TXT": CLEAN,
            "b/c/丙.md": CLEAN,
            "b/照片.jpg": b"\xff\xd8",
            "b/.草稿.md": CLEAN,
            ".git/丁.md": CLEAN,
            "notes": "无后缀",
        }
        write(tmp_path, files)
        monkeypatch.chdir(tmp_path)
        return tmp_path

    def found(self, *paths: str, drafts: tuple[str, ...] = (), path: str = "") -> reading.Discovery:
        return discovery.discover(paths, Settings(drafts=drafts, path=path))

    def test_a_folder_gives_its_drafts_in_order_and_counts_the_rest(self, here: Path) -> None:
        found = self.found(".")
        assert found.files == ("甲 一.md", os.path.join("b", "乙.TXT"), os.path.join("b", "c", "丙.md"))
        assert found.folder_files == set(found.files)
        assert found.skipped == 3
        assert found.errors == ()

    def test_a_file_is_taken_as_named_whatever_it_is_called(self, here: Path) -> None:
        found = self.found("notes", os.path.join("b", ".草稿.md"))
        assert found.files == ("notes", os.path.join("b", ".草稿.md"))
        assert (found.folder_files, found.skipped) == (frozenset(), 0)

    def test_a_file_named_twice_or_within_a_named_folder_is_checked_once(self, here: Path) -> None:
        assert self.found("甲 一.md", "甲 一.md", ".").files.count("甲 一.md") == 1
        assert self.found(".", "b").files.count(os.path.join("b", "乙.TXT")) == 1

    @pytest.mark.parametrize("again", [("./甲 一.md",), ("b/../甲 一.md", "."), (".",), ("b/..",)])
    def test_however_its_path_is_written(self, here: Path, again: tuple[str, ...]) -> None:
        for paths in (("甲 一.md", *again), (*again, "甲 一.md")):
            found = self.found(*paths)
            (name,) = [file for file in found.files if file.endswith("一.md")]
            assert (name in found.folder_files) == any(os.path.isdir(path) for path in paths)

    def test_only_the_drafts_folders_of_the_settings(self, here: Path) -> None:
        found = self.found(".", drafts=(os.path.join("b", "c"),), path=str(here / ".moments-lint.yaml"))
        assert found.files == (os.path.join("b", "c", "丙.md"),)
        assert found.skipped == 5

    def test_a_drafts_folder_is_not_a_prefix_of_a_name(self, here: Path) -> None:
        write(here, {"bc/戊.md": CLEAN})
        found = self.found(".", drafts=("b",), path=str(here / ".moments-lint.yaml"))
        assert os.path.join("bc", "戊.md") not in found.files
        assert os.path.join("b", "乙.TXT") in found.files

    @pytest.mark.parametrize(
        ("ignores", "left"),
        [
            ({".gitignore": "b/\n"}, ["甲 一.md"]),
            ({".gitignore": "*.TXT\n"}, ["甲 一.md", "b/c/丙.md"]),
            ({".gitignore": "/b/c\n"}, ["甲 一.md", "b/乙.TXT"]),
            ({"b/.gitignore": "*.md\n"}, ["甲 一.md", "b/乙.TXT"]),
            ({"b/.gitignore": "/丙.md\n"}, ["甲 一.md", "b/乙.TXT", "b/c/丙.md"]),
            ({".gitignore": "# 说明\n\n*\n!甲*\n"}, ["甲 一.md"]),
            ({".gitignore": b"\xff\xfe\n*.TXT\n"}, ["甲 一.md", "b/c/丙.md"]),
            ({".gitignore": "*.md\n", "b/c/.gitignore": "!丙.md\n"}, ["b/乙.TXT", "b/c/丙.md"]),
            ({".gitignore": "!丙.md\n", "b/.gitignore": "*.md\n"}, ["甲 一.md", "b/乙.TXT"]),
            ({".gitignore": "c/\n", "b/c/.gitignore": "!丙.md\n"}, ["甲 一.md", "b/乙.TXT"]),
        ],
    )
    def test_what_git_ignores_is_passed_over(self, here: Path, ignores: dict[str, str | bytes], left: list[str]) -> None:
        write(here, ignores)
        assert [file.replace(os.sep, "/") for file in self.found(".").files] == left

    def test_a_file_git_ignores_counts_as_passed_over(self, here: Path) -> None:
        before = self.found(".").skipped
        write(here, {".gitignore": "甲*\n"})
        assert self.found(".").skipped == before + 2

    @pytest.mark.parametrize(
        ("ignores", "folder", "left"),
        [
            ({}, "b", ["b/乙.TXT", "b/c/丙.md"]),
            ({".gitignore": "*.TXT\n"}, "b", ["b/c/丙.md"]),
            ({".gitignore": "/b/c/\n"}, "b", ["b/乙.TXT"]),
            ({".gitignore": "丙.md\n"}, "b/c", []),
            ({".gitignore": "*.md\n", "b/.gitignore": "!丙.md\n"}, "b/c", ["b/c/丙.md"]),
            ({".gitignore": "b/\n"}, "b", ["b/乙.TXT", "b/c/丙.md"]),
            ({".gitignore": "*\n"}, "b/c", ["b/c/丙.md"]),
            ({"b/.git/HEAD": "", ".gitignore": "*.md\n"}, "b/c", ["b/c/丙.md"]),
        ],
    )
    def test_the_top_of_the_repository_is_heard_too(
        self, here: Path, ignores: dict[str, str | bytes], folder: str, left: list[str]
    ) -> None:
        """A folder that is named is looked into, though it is ignored itself; another repository's file says nothing of ours."""
        write(here, ignores)
        write(here, {".git/HEAD": ""})
        assert [file.replace(os.sep, "/") for file in self.found(folder).files] == left

    def test_a_named_file_is_read_though_git_ignores_it(self, here: Path) -> None:
        write(here, {".gitignore": "*\n"})
        assert self.found("甲 一.md").files == ("甲 一.md",)

    @pytest.mark.parametrize(
        ("path", "mend"),
        [
            ("甲 二.md", "did you mean 甲 一.md?"),
            ("b/乙乙.TXT", "did you mean 乙.TXT?"),
            ("note", "did you mean notes?"),
            ("完全不同", "check the path"),
            ("nowhere/甲 一.md", "check the path"),
            ("", "check the path"),
        ],
    )
    def test_a_path_that_is_not_there_is_an_error_with_a_suggestion(self, here: Path, path: str, mend: str) -> None:
        found = self.found(path, "notes")
        (only,) = found.errors
        assert isinstance(only, ReadingError)
        assert (only.path, only.what.en) == (path, "no such file or folder")
        assert only.mend.en == mend
        assert only.mend.zh
        assert found.files == ("notes",)

    def test_links_in_a_circle_end(self, here: Path) -> None:
        (here / "b" / "上").symlink_to(here, target_is_directory=True)
        (here / "自己.md").symlink_to(here / "自己.md")
        (here / "断了.md").symlink_to(here / "nowhere.md")
        found = self.found(".")
        assert set(found.files) == {
            "甲 一.md",
            "自己.md",
            "断了.md",
            os.path.join("b", "乙.TXT"),
            os.path.join("b", "c", "丙.md"),
        }
        for name in ("自己.md", "断了.md"):
            with pytest.raises(ReadingError) as raised:
                reading.read_draft(name)
            assert raised.value.path == name
            (only,) = self.found(name).errors
            assert "symbolic link" in only.what.en

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
    def test_a_pipe_that_looks_like_a_draft_is_passed_over(self, here: Path) -> None:
        """Opening it would wait for a writer for ever."""
        before = self.found(".")
        os.mkfifo(here / "管道.md")
        assert self.found(".").files == before.files
        assert self.found(".").skipped == before.skipped + 1

    def test_a_link_to_a_folder_counts_as_passed_over(self, here: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
        before = self.found(".")
        (here / "链").symlink_to(write(tmp_path_factory.mktemp("外面"), {"x.md": CLEAN}), target_is_directory=True)
        assert self.found(".") == before._replace(skipped=before.skipped + 1)
        assert self.found("链").files == (os.path.join("链", "x.md"),)

    def test_a_link_to_a_draft_is_read(self, here: Path) -> None:
        (here / "副本.md").symlink_to(here / "甲 一.md")
        assert reading.read_draft("副本.md").document.post.text == CLEAN

    def test_a_folder_that_looks_like_a_draft_is_a_folder(self, here: Path) -> None:
        write(here, {"草稿.md/己.md": CLEAN})
        assert os.path.join("草稿.md", "己.md") in self.found(".").files
        with pytest.raises(ReadingError):
            reading.read_draft("草稿.md")
