"""What a user already has of posted history: JSON Lines or CSV → posts. A bad row is named by its line, the others are kept."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any, NamedTuple

from moments_lint import rows
from moments_lint.errors import ReadingError, SettingsError, too_large
from moments_lint.opening import read_bytes
from moments_lint.post import CATEGORIES, FIRST_YEAR, GOODS, LAST_YEAR, Post, is_whole_day, parse_time
from moments_lint.reading import decode
from moments_lint.wording import Text

MAX_BYTES = 200_000_000
"""Largest history that is read: a hundred posts a day for a lifetime."""

MAX_TOLD = 20
"""Bad rows named one by one; of the others only the number is told."""

MAX_SHOWN = 60
"""Characters shown of a value that is not understood."""

COLUMNS = ("at", "text", "author", "label", "goods")
NEEDED = ("at", "text")

_LABELS = dict(zip(("硬广", "软文", "干货", "场景故事", "互动", "日常"), CATEGORIES, strict=True)) | {"故事": "story"}
_LOCAL = re.compile(r"(\d{4})\s*[/.年]\s*(\d{1,2})\s*[/.月]\s*(\d{1,2})\s*日?(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_EPOCH = re.compile(r"-?\d{9,13}(\.\d+)?")


class History(NamedTuple):
    """The posts of a file, each out and dated, and what was wrong with the other rows."""

    posts: tuple[Post, ...] = ()
    errors: tuple[ReadingError, ...] = ()


def parse_columns(written: str) -> dict[str, str]:
    """Return column of ours → column of the file, from `at=时间,text=内容`. Raises SettingsError."""
    columns = {name: name for name in COLUMNS}
    for part in filter(None, (part.strip() for part in written.split(","))):
        ours, equals, theirs = (piece.strip() for piece in part.partition("="))
        if ours not in COLUMNS or not equals or not theirs:
            what = Text(f"--history-columns 里的「{part}」读不懂", f"“{part}” in --history-columns is not understood")
            mend = Text(
                f"写成 at=时间,text=内容；左边可用 {', '.join(COLUMNS)}",
                f"write at=TIME,text=TEXT; on the left: {', '.join(COLUMNS)}",
            )
            raise SettingsError(what, mend=mend)
        columns[ours] = theirs
    return columns


def read(path: str, columns: Mapping[str, str], zone: tzinfo) -> History:
    """Read a history; a time without a zone is of `zone`. Raises ReadingError when the file itself cannot be read."""
    data = read_bytes(path, MAX_BYTES, ReadingError)
    if len(data) > MAX_BYTES:
        raise too_large(ReadingError, MAX_BYTES, path)
    text, _ = decode(data, path)
    del data
    is_csv = path.lower().endswith(".csv")
    posts: list[Post] = []
    errors: list[ReadingError] = []
    more = 0
    for line, values in rows.csv_rows(text) if is_csv else rows.json_lines(text):
        if is_csv and not isinstance(values, Text) and not posts and not errors:
            _require_columns(path, values, columns)
        post = values if isinstance(values, Text) else _post(values, columns, zone, f"{os.path.basename(path)}:{line}")
        if isinstance(post, Post):
            posts.append(post)
        elif len(errors) < MAX_TOLD:
            errors.append(ReadingError(post, path=path, line=line, mend=_MEND))
        else:
            more += 1
    if more:
        errors.append(ReadingError(Text(f"还有 {more} 行读不懂", f"{more} more rows are not understood"), path=path, mend=_MEND))
    return History(tuple(posts), tuple(errors))


_MEND = Text("这一行略过；其余照常", "this row is passed over, the others are kept")


def _require_columns(path: str, values: Mapping[str, Any], columns: Mapping[str, str]) -> None:
    missing = [columns[name] for name in NEEDED if columns[name] not in values]
    if missing:
        there = ", ".join(str(name) for name in values if name is not None)
        what = Text(f"没有「{'」「'.join(missing)}」这一列", f"there is no column “{'”, “'.join(missing)}”")
        mend = Text(
            f"用 --history-columns at=…,text=… 说明哪一列是什么；文件里有：{there}",
            f"say with --history-columns at=…,text=… which column is which; the file has: {there}",
        )
        raise ReadingError(what, path=path, line=1, mend=mend)


def _post(values: Mapping[str, Any], columns: Mapping[str, str], zone: tzinfo, name: str) -> Post | Text:
    """Return the post of one row, or what is wrong with it."""
    found = {ours: values.get(theirs) for ours, theirs in columns.items()}
    for ours in NEEDED:
        if found[ours] in (None, ""):
            return Text(f"缺少 {columns[ours]}", f"“{columns[ours]}” is missing")
    if not isinstance(found["text"], str):
        return Text(f"{columns['text']} 不是文字", f"“{columns['text']}” is no text")
    at = read_time(found["at"], zone)
    if at is None:
        written = str(found["at"])[:MAX_SHOWN]
        return Text(f"「{written}」不是时间", f"“{written}” is no time")
    label = str(found["label"] or "").strip()
    label = _LABELS.get(label, label)
    goods = str(found["goods"] or "").strip()
    for value, known, column in ((label, CATEGORIES, "label"), (goods, GOODS, "goods")):
        if value and value not in known:
            return Text(
                f"{column} 里的「{value[:MAX_SHOWN]}」不认识，可用的有：{', '.join(known)}",
                f"“{value[:MAX_SHOWN]}” is no {column}; valid: {', '.join(known)}",
            )
    return Post(
        text=found["text"],
        name=name,
        author=str(found["author"] or "").strip(),
        at=at,
        goods=goods,
        label=label,
        posted=True,
        whole_day=isinstance(found["at"], str) and (is_whole_day(found["at"]) or _is_local_day(found["at"])),
    )


def read_time(value: Any, zone: tzinfo) -> datetime | None:
    """Return the time of an ISO form, `2026/11/22 20:30`, `2026年11月22日` or seconds (or milliseconds) since 1970; else None."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str):
        written = value.strip()
        at = _local_time(written) or parse_time(written)
        if at is not None:
            return at.replace(tzinfo=zone) if at.tzinfo is None else at
        if not _EPOCH.fullmatch(written):
            return None
        value = float(written)
    try:
        if not math.isfinite(value):
            return None
        seconds = value / 1000 if abs(value) >= 1e11 else value
        at = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return at.astimezone(zone) if FIRST_YEAR <= at.year <= LAST_YEAR else None


def _local_time(written: str) -> datetime | None:
    parts = _LOCAL.fullmatch(written)
    if parts is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in parts.groups())
    try:
        at = datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
    return at if FIRST_YEAR <= at.year <= LAST_YEAR else None


def _is_local_day(written: str) -> bool:
    parts = _LOCAL.fullmatch(written.strip())
    return parts is not None and parts[4] is None
