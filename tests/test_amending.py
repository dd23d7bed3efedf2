"""Draft files edited in place: every byte outside the edit stays, and a file that must not be written is refused as it was."""

from __future__ import annotations

import os
import stat
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moments_lint import front_matter, reading
from moments_lint.amending import amend, edited
from moments_lint.errors import ReadingError
from moments_lint.finding import Edit
from moments_lint.post import Document, Suppression

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "gb18030"]
NEWLINES = ["\n", "\r\n", "\r"]
MARKS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
TEXT = st.text(
    st.one_of(
        st.sampled_from("早茶！😀👨‍👩‍👧❤️\u200b\u2028\n-:# \"'\\"), st.characters(exclude_categories=["Cs", "Co", "Cn", "Cc"])
    )
)


def encoded(text: str, encoding: str) -> bytes:
    return MARKS.get(encoding, b"") + text.encode(encoding)


def parsed(text: str) -> Document:
    draft = reading.parse_text(text, "草稿.md")
    assert draft.errors == ()
    return draft.document


def changed(text: str, *edits: Edit) -> str:
    return edited(text, edits)


@pytest.mark.parametrize("newline", NEWLINES, ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_byte_outside_the_edit_stays(tmp_path: Path, encoding: str, newline: str) -> None:
    head, tail = f"---{newline}author:  阿禾 # 我{newline}---{newline}早上😀到货", f"{newline}晚上见  "
    file = tmp_path / "草稿.md"
    file.write_bytes(encoded(f"{head}！！！{tail}", encoding))
    file.chmod(0o640)
    document = reading.read_draft(str(file)).document
    draft = amend(document, [Edit(len(head), len(head) + 3, "！")])
    assert file.read_bytes() == encoded(f"{head}！{tail}", encoding)
    assert draft.document == reading.read_draft(str(file)).document
    assert [entry.name for entry in tmp_path.iterdir()] == ["草稿.md"]
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_file_changed_meanwhile_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "草稿.md"
    file.write_bytes("早".encode())
    document = reading.read_draft(str(file)).document
    file.write_bytes("晚".encode())
    with pytest.raises(ReadingError, match="changed since it was read"):
        amend(document, [Edit(0, 1, "午")])
    assert file.read_bytes() == "晚".encode()


def test_a_file_gone_meanwhile_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "草稿.md"
    file.write_bytes("早".encode())
    document = reading.read_draft(str(file)).document
    file.unlink()
    with pytest.raises(ReadingError, match="cannot be read"):
        amend(document, [Edit(0, 1, "午")])
    assert list(tmp_path.iterdir()) == []


def test_a_read_only_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "草稿.md"
    file.write_bytes("早".encode())
    file.chmod(0o444)
    with pytest.raises(ReadingError, match="read-only"):
        amend(reading.read_draft(str(file)).document, [Edit(0, 1, "午")])
    assert file.read_bytes() == "早".encode()
    file.chmod(0o644)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_is_followed_inside_the_checked_folder_and_refused_outside(tmp_path: Path) -> None:
    for folder in ("drafts/later", "elsewhere"):
        (tmp_path / folder).mkdir(parents=True)
    inside, outside = tmp_path / "drafts/later/一.md", tmp_path / "elsewhere/二.md"
    for file in (inside, outside):
        file.write_bytes("早".encode())
        (tmp_path / "drafts" / file.name).symlink_to(file)
    document = reading.read_draft(str(tmp_path / "drafts/一.md")).document
    amend(document, [Edit(0, 1, "午")], str(tmp_path / "drafts"))
    assert (tmp_path / "drafts/一.md").is_symlink()
    assert inside.read_bytes() == "午".encode()
    document = reading.read_draft(str(tmp_path / "drafts/二.md")).document
    with pytest.raises(ReadingError, match="leads out of the checked folder"):
        amend(document, [Edit(0, 1, "午")], str(tmp_path / "drafts"))
    assert outside.read_bytes() == "早".encode()


def test_an_edit_that_would_read_otherwise_is_refused(tmp_path: Path) -> None:
    """What is left of a GB18030 file may be valid UTF-8 and mean something else."""
    file = tmp_path / "草稿.md"
    odd = b"\xc3\xa9".decode("gb18030")
    file.write_bytes(f"早{odd}".encode("gb18030"))
    with pytest.raises(ReadingError, match="cannot be written back"):
        amend(reading.read_draft(str(file)).document, [Edit(0, 1, "")])
    assert file.read_bytes() == f"早{odd}".encode("gb18030")


@pytest.mark.parametrize("edits", [[Edit(0, 2, ""), Edit(1, 3, "")], [Edit(2, 1, "")], [Edit(0, 9, "")], [Edit(-1, 0, "")]])
def test_edits_that_overlap_or_leave_the_text_are_a_bug(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="overlaps"):
        edited("早上好", edits)


@given(TEXT.map(lambda text: text.replace("\x00", "")))
def test_any_value_can_be_written_to_the_front_matter(value: str) -> None:
    if value.strip():
        for text in (
            "早",
            "---\nimages: 2 # 两张\n---\n早",
            "---\n{author: 阿禾}\n---\n早",
            "---\nauthor: >\n  阿\n  禾\nimages: 2\n---\n早",
        ):
            document = parsed(text)
            after = parsed(changed(text, front_matter.with_value(document, "author", value)))
            assert after.post == document.post._replace(author=value)


SET = [
    ("早", "---\npost_at: 2026-11-22T20:30+08:00\n---\n早"),
    ("a\r\nb", "---\r\npost_at: 2026-11-22T20:30+08:00\r\n---\r\na\r\nb"),
    ("---\n---\n早", "---\npost_at: 2026-11-22T20:30+08:00\n---\n早"),
    ("---\n# 什么也没有\n---\n早", "---\n# 什么也没有\npost_at: 2026-11-22T20:30+08:00\n---\n早"),
    ("---\nimages: 2\n# 完\n---\n早", "---\nimages: 2\npost_at: 2026-11-22T20:30+08:00\n# 完\n---\n早"),
    ("---\npost_at: 2026-01-01 # 元旦\nimages: 2\n---\n早", "---\npost_at: 2026-11-22T20:30+08:00 # 元旦\nimages: 2\n---\n早"),
    ('---\n"post_at":   "2026-01-01"\n---\n早', '---\n"post_at":   2026-11-22T20:30+08:00\n---\n早'),
    ("---\n  images: 2\n---\n早", "---\n  images: 2\n  post_at: 2026-11-22T20:30+08:00\n---\n早"),
    ("---\n{images: 2}\n---\n早", '---\n{images: 2, post_at: "2026-11-22T20:30+08:00"}\n---\n早'),
    ("---\n{}\n---\n早", '---\n{post_at: "2026-11-22T20:30+08:00"}\n---\n早'),
    ("---\npost_at: |\n  2026-01-01\nimages: 2\n---\n早", "---\npost_at: 2026-11-22T20:30+08:00\nimages: 2\n---\n早"),
    ("---\n没有闭合的分隔线", "---\npost_at: 2026-11-22T20:30+08:00\n---\n---\n没有闭合的分隔线"),
]


@pytest.mark.parametrize(("before", "after"), SET)
def test_a_value_is_set_and_nothing_else_changes(before: str, after: str) -> None:
    assert changed(before, front_matter.with_value(parsed(before), "post_at", "2026-11-22T20:30+08:00")) == after


ENTRIES = """\
---
images: 2
lint:  # 说明
  ignore:
    # 一
    - rule: a/b # 甲
      reason: 引用
    # 二
    - {rule: c/d, reason: 引用}

    -
      rule: e/f
      reason: |
        引用
# 完
author: 阿禾
---
早"""
CRLF = "---\r\nlint: {ignore: [{rule: a, reason: 引}]}\r\n---\r\n---\r\na: b\r\n---\r\n早"
THREE = "---\nlint: {ignore: [{rule: a, reason: 引}, {rule: b, reason: 引}, {rule: c, reason: 引}, ]}\n---\n早"
REMOVED = [
    (ENTRIES, [0], ENTRIES.replace("    - rule: a/b # 甲\n      reason: 引用\n", "")),
    (ENTRIES, [1], ENTRIES.replace("    - {rule: c/d, reason: 引用}\n", "")),
    (ENTRIES, [2], ENTRIES.replace("    -\n      rule: e/f\n      reason: |\n        引用\n", "")),
    (ENTRIES, [0, 1, 2], "---\nimages: 2\n# 完\nauthor: 阿禾\n---\n早"),
    ("---\nlint:\n  ignore:\n  - rule: a\n    reason: 引\n---\n早", [0], "早"),
    ("---\nlint: {ignore: [{rule: a, reason: 引}]} # 说明\n---\n早", [0], "早"),
    ("---\n# 记\nlint: {ignore: [{rule: a, reason: 引}]}\n---\n早", [0], "---\n# 记\n---\n早"),
    (CRLF, [0], "---\r\n---\r\n---\r\na: b\r\n---\r\n早"),
    (THREE, [0, 2], "---\nlint: {ignore: [{rule: b, reason: 引}, ]}\n---\n早"),
    ("---\n{images: 2, lint: {ignore: [{rule: a, reason: 引}]}}\n---\n早", [0], "---\n{images: 2}\n---\n早"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "indices", "after"), REMOVED)
def test_entries_are_taken_out_whole_and_nothing_else_changes(before: str, indices: list[int], after: str) -> None:
    document = parsed(before)
    assert changed(before, *front_matter.without_entries(document, [document.post.ignore[index] for index in indices])) == after


SHAPES = [
    "早",
    "---\n---\n早",
    "---\nimages: 2\n---\n早",
    "---\n{images: 2}\n---\n早",
    "---\nlint: {}\n---\n早",
    "---\nlint: {ignore: []}\nimages: 2\n---\n早",
    "---\nlint:\n  ignore: []\n---\n早",
    "---\nlint:\n    ignore:\n    - rule: a\n      reason: 引 # 注\n    # 完\nimages: 2\n---\n早",
    "---\nlint: {ignore: [{rule: a, reason: 引}]}\n---\n早",
    "---\nlint:\n  ignore:\n    - rule: a\n      reason: |+\n        引\n\n---\n早",
    ENTRIES,
]


@given(st.sampled_from(SHAPES), st.sampled_from(NEWLINES), TEXT.filter(str.strip), TEXT.filter(str.strip))
def test_entries_can_be_added_to_any_front_matter_and_taken_out_again(shape: str, newline: str, text: str, reason: str) -> None:
    document = parsed(shape.replace("\n", newline))
    edit = front_matter.with_entries(
        document, [{"rule": "a/b", "text": text, "reason": reason}, {"rule": "c/d", "reason": reason}]
    )
    after = parsed(changed(document.text, edit))
    assert [e._replace(line=None) for e in after.post.ignore[len(document.post.ignore) :]] == [
        Suppression("a/b", text, reason),
        Suppression("c/d", "", reason),
    ]
    assert after.post.text == "早"
    added = after.post.ignore[len(document.post.ignore) :]
    again = changed(after.text, *front_matter.without_entries(after, added))
    if document.post.ignore or shape == "早":
        assert again == document.text
    assert parsed(again).post.ignore == document.post.ignore


def test_an_edit_that_would_not_read_back_is_refused() -> None:
    document = parsed("---\nimages: 2\n---\n早")
    with pytest.raises(ReadingError, match="too unusual"):
        front_matter.with_value(document, "images", "很多")


def test_entries_keep_their_dates() -> None:
    document = parsed(
        "---\nlint:\n  ignore:\n    - {rule: a, reason: 引, until: 2026-01-01}\n    - {rule: b, reason: 引}\n---\n早"
    )
    after = parsed(changed(document.text, *front_matter.without_entries(document, document.post.ignore[1:])))
    assert after.post.ignore[0].until == date(2026, 1, 1)
