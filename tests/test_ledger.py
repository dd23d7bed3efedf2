"""The ledger of what was posted: whole lines survive everything, and nothing that stands in it is ever rewritten."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moments_lint import ledger
from moments_lint.errors import ReadingError
from moments_lint.post import CATEGORIES, GOODS, Post

AT = datetime.fromisoformat("2026-11-22T20:30:00+08:00")


def line(text: str = "桂花落了一地，扫了小半筐。", score: int | None = 71, **fields: Any) -> ledger.Line:
    """A line as `posted` makes it."""
    given_fields = {"name": "桂花.md", "author": "小林", "at": AT, "label": "life"} | fields
    return ledger.Line(Post(text, posted=True, **given_fields), score, ledger.digest(text))


def written(tmp_path: Path, *lines: ledger.Line) -> Path:
    """A ledger with these lines."""
    path = tmp_path / ".moments-lint" / "posted.jsonl"
    for one in lines:
        ledger.append(os.fspath(path), one)
    return path


def damaged(**fields: Any) -> bytes:
    """A line with some values replaced; None takes a key out."""
    text = "茶"
    whole = {"hash": ledger.digest(text), "at": AT.isoformat(), "author": "", "text": text, "score": 60, "category": "life"}
    return json.dumps({key: value for key, value in (whole | fields).items() if value != ...}).encode()


class TestReading:
    def test_no_file_is_an_empty_ledger(self, tmp_path: Path) -> None:
        assert ledger.read(os.fspath(tmp_path / "nothing.jsonl")) == ledger.Ledger()

    @pytest.mark.parametrize(
        "data",
        [b"", b"\n", b"\r\n  \n", damaged() + b"\r\n", b"\xef\xbb\xbf" + damaged(), damaged(score=None), damaged(later_key=[1])],
    )
    def test_what_is_whole_is_read_without_a_word(self, data: bytes) -> None:
        assert ledger.parse(data).errors == ()

    def test_a_line_that_came_twice_is_one_post(self) -> None:
        assert len(ledger.parse(damaged() + b"\n" + damaged() + b"\n").posts) == 1

    @pytest.mark.parametrize(
        "bad",
        [
            pytest.param(b"<<<<<<< HEAD", id="a merge conflict"),
            b"[]",
            b'"text"',
            b"\xff\xfe",
            b"[" * 100_000,
            b"9" * 5_000,
            damaged(hash="0" * 32),
            damaged(text="另一段"),
            damaged(text=...),
            damaged(text=7),
            damaged(at="2026-11-22T20:30"),
            damaged(at="昨天"),
            damaged(at="9999-12-31T23:59:59-12:00"),
            damaged(author=None),
            damaged(score=101),
            damaged(score=True),
            damaged(score=60.5),
            damaged(category="advert"),
            damaged(category=["life"]),
            damaged(goods="weapons"),
            damaged(goods={}),
            damaged(audience="老客户"),
            damaged(audience=[1]),
            damaged(name=3),
            pytest.param(b" " + b'"' + b"a" * ledger.MAX_LINE_BYTES + b'"', id="too long"),
        ],
    )
    def test_a_bad_line_is_named_and_the_others_stay(self, bad: bytes) -> None:
        read = ledger.parse(damaged() + b"\n\n" + bad + b"\n" + damaged(score=61) + b"\n", "posted.jsonl")
        assert [one.score for one in read.lines] == [60, 61]
        assert [(error.path, error.line) for error in read.errors] == [("posted.jsonl", 3)]

    @given(st.binary(max_size=200))
    def test_no_bytes_break_it(self, data: bytes) -> None:
        read = ledger.parse(damaged() + b"\n" + data)
        assert read.lines[0].score == 60

    def test_what_is_no_plain_file_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "folder.jsonl").mkdir()
        with pytest.raises(ReadingError):
            ledger.read(os.fspath(tmp_path / "folder.jsonl"))

    def test_a_huge_file_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "posted.jsonl"
        with path.open("wb") as file:
            file.truncate(ledger.MAX_BYTES + 1)
        with pytest.raises(ReadingError, match="over"):
            ledger.read(os.fspath(path))


class TestAppending:
    def test_what_is_written_is_read_again(self, tmp_path: Path) -> None:
        lines = (
            line(),
            line("第二条\n两行，带 \u2028 和 \x00", None, goods="food", audience=("老客户", "同事"), at=AT.astimezone(UTC)),
        )
        path = written(tmp_path, *lines)
        assert ledger.read(os.fspath(path)) == ledger.Ledger(lines)
        assert path.read_bytes().count(b"\n") == 2
        assert "桂花落了一地" in path.read_text("utf-8")

    @given(
        st.text(alphabet=st.characters(exclude_categories=()), max_size=40),
        st.text(max_size=5),
        st.sampled_from(CATEGORIES),
        st.sampled_from(("", *GOODS)),
        st.lists(st.text(max_size=3), max_size=2),
        st.none() | st.integers(0, 100),
    )
    def test_every_post_survives_the_journey(
        self, text: str, author: str, label: str, goods: str, audience: list[str], score: int | None
    ) -> None:
        import tempfile

        one = line(text, score, author=author, label=label, goods=goods, audience=tuple(audience))
        with tempfile.TemporaryDirectory() as folder:
            path = written(Path(folder), one)
            assert ledger.read(os.fspath(path)) == ledger.Ledger((one,))

    def test_a_ledger_torn_at_any_byte_keeps_every_whole_line(self, tmp_path: Path) -> None:
        lines = tuple(line(f"第{number}天：{'茶' * number}。", number) for number in range(4))
        path = written(tmp_path, *lines)
        data = path.read_bytes()
        ends = [index + 1 for index, byte in enumerate(data) if byte == 10]
        added = line("补记的一条")
        for cut in range(len(data)):
            whole = sum(cut >= end - 1 for end in ends)  # only the line end may be missing
            path.write_bytes(data[:cut])
            ledger.append(os.fspath(path), added)
            assert path.read_bytes().startswith(data[:cut]), "what stood there is untouched"
            read = ledger.read(os.fspath(path))
            assert read.lines == (*lines[:whole], added), cut
            assert [error.line for error in read.errors] == ([] if cut in {0, *ends, *(end - 1 for end in ends)} else [whole + 1])

    @pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="links need rights on Windows")
    def test_a_link_is_not_followed(self, tmp_path: Path) -> None:
        target = tmp_path / "precious.txt"
        target.write_text("别动", "utf-8")
        folder = tmp_path / ".moments-lint"
        folder.mkdir()
        (folder / "posted.jsonl").symlink_to(target)
        with pytest.raises(ReadingError):
            ledger.append(os.fspath(folder / "posted.jsonl"), line())
        assert target.read_text("utf-8") == "别动"

    def test_a_text_that_could_not_be_read_again_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "posted.jsonl"
        with pytest.raises(ReadingError, match="too long"):
            ledger.append(os.fspath(path), line("茶" * ledger.MAX_LINE_BYTES))
        assert not path.exists()


class TestPlace:
    def test_it_is_beside_the_settings(self, tmp_path: Path) -> None:
        assert ledger.path_of(os.fspath(tmp_path / ".moments-lint.yaml"), "elsewhere") == os.fspath(
            tmp_path / ".moments-lint" / "posted.jsonl"
        )

    def test_without_settings_it_is_the_nearest_or_in_the_folder(self, tmp_path: Path) -> None:
        drafts = tmp_path / "年货" / "草稿"
        drafts.mkdir(parents=True)
        assert ledger.path_of("", os.fspath(drafts)) == os.fspath(drafts / ".moments-lint" / "posted.jsonl")
        path = written(tmp_path, line())
        assert ledger.path_of("", os.fspath(drafts)) == os.fspath(path)
