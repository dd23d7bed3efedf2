"""History of one's own: JSON Lines and CSV, columns by name, every bad row told by its line and the others kept."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moments_lint import history
from moments_lint.errors import ReadingError, SettingsError

SHANGHAI = ZoneInfo("Asia/Shanghai")
EVENING = datetime(2026, 11, 22, 20, 30, tzinfo=SHANGHAI)


def read(tmp_path: Path, content: str | bytes, name: str = "history.jsonl", columns: str = "") -> history.History:
    """Read a history file with this content."""
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return history.read(str(file), history.parse_columns(columns), SHANGHAI)


@pytest.mark.parametrize(
    "written", [None, "", "昨天", "25:00", "2026-13-01", "2026/2/30", "12", "1e99", True, [], {}, float("nan"), 10**30]
)
def test_what_is_no_time_is_none(written: object) -> None:
    assert history.read_time(written, SHANGHAI) is None


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2026-11-22T20:30+08:00", EVENING),
        ("2026-11-22T12:30:00Z", EVENING),
        ("2026-11-22 20:30", EVENING),
        ("2026/11/22 20:30", EVENING),
        ("2026.11.22 20:30:00", EVENING),
        ("2026年11月22日 20:30", EVENING),
        (1795350600, EVENING),
        ("1795350600", EVENING),
        (1795350600.0, EVENING),
        pytest.param(1795350600000, EVENING, id="milliseconds, as JavaScript counts"),
        ("2026/3/2", datetime(2026, 3, 2, tzinfo=SHANGHAI)),
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=SHANGHAI)),
    ],
)
def test_common_times_are_read(written: object, at: datetime) -> None:
    found = history.read_time(written, SHANGHAI)
    assert found is not None
    assert found.astimezone(UTC) == at.astimezone(UTC)


@given(st.text() | st.floats() | st.integers() | st.booleans() | st.none())
def test_any_value_is_a_time_of_our_age_or_none(value: object) -> None:
    found = history.read_time(value, SHANGHAI)
    assert found is None or (found.tzinfo is not None and 1999 <= found.year <= 2200)


def test_a_bad_row_is_named_and_the_others_are_kept(tmp_path: Path) -> None:
    rows = (
        '{"at": "2026-11-22 20:30", "text": "收摊"}',
        "not json",
        "",
        '{"at": "上周", "text": "茶"}',
        "[]",
        '{"at": 1795350600}',
        '{"at": 1795350600, "text": "汤"}',
    )
    content = "".join(f"{row}\n" for row in rows)
    found = read(tmp_path, content)
    assert [(post.text, post.posted) for post in found.posts] == [("收摊", True), ("汤", True)]
    assert [error.line for error in found.errors] == [2, 4, 5, 6]
    assert all(error.path.endswith("history.jsonl") and error.mend.zh for error in found.errors)


def test_a_post_of_history_is_named_by_file_and_line(tmp_path: Path) -> None:
    assert [post.name for post in read(tmp_path, '\n{"at": "2026-11-22 20:30", "text": "收摊"}\n').posts] == ["history.jsonl:2"]


def test_columns_are_mapped(tmp_path: Path) -> None:
    content = '时间,内容,昵称,分类\n2026/11/22 20:30,收摊了,老周,日常\n2026/11/23,"豆腐三块,\n豆皮一块",老周,软文\n'
    found = read(tmp_path, content, "记录.csv", "at=时间,text=内容, author=昵称,label=分类")
    assert [(post.text, post.author, post.label, post.whole_day) for post in found.posts] == [
        ("收摊了", "老周", "life", False),
        ("豆腐三块,\n豆皮一块", "老周", "soft_sell", True),
    ]
    assert found.errors == ()


def test_a_table_from_excel_in_gb18030_is_read(tmp_path: Path) -> None:
    content = "at,text\n2026/11/22 20:30,收摊了\n".encode("gb18030")
    assert [post.text for post in read(tmp_path, content, "a.csv").posts] == ["收摊了"]


def test_a_missing_column_is_told_once_with_those_that_are_there(tmp_path: Path) -> None:
    with pytest.raises(ReadingError) as told:
        read(tmp_path, "时间,内容\n2026/11/22,茶\n2026/11/23,汤\n", "a.csv")
    assert "时间, 内容" in told.value.mend.zh
    assert "--history-columns" in told.value.mend.zh


@pytest.mark.parametrize(
    "row", ['{"at": 1795350600, "text": "茶", "label": "广告"}', '{"at": 1795350600, "text": "茶", "goods": "面膜"}']
)
def test_an_unknown_label_or_category_of_goods_is_told_not_guessed(tmp_path: Path, row: str) -> None:
    found = read(tmp_path, row)
    assert found.posts == ()
    assert len(found.errors) == 1


def test_thousands_of_bad_rows_are_counted(tmp_path: Path) -> None:
    found = read(tmp_path, "x\n" * 500)
    assert len(found.errors) == history.MAX_TOLD + 1
    assert str(500 - history.MAX_TOLD) in found.errors[-1].what.zh


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReadingError):
        history.read(str(tmp_path / "none.jsonl"), history.parse_columns(""), SHANGHAI)
    with pytest.raises(ReadingError):
        read(tmp_path, b"\xff\xff\xff\x00")


@pytest.mark.parametrize("written", ["时间", "at", "at=", "=时间", "when=时间"])
def test_a_mapping_that_maps_nothing_is_refused(written: str) -> None:
    with pytest.raises(SettingsError):
        history.parse_columns(written)
