"""Labelled rows from JSON Lines or CSV, for training and evaluation. A bad row is named by its line, never dropped silently."""

import csv
import io
import json
import os
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from moments_lint.errors import MomentsLintError, ReadingError, not_utf8, too_large
from moments_lint.opening import read_bytes
from moments_lint.wording import Text

MAX_BYTES = 500_000_000


class Row(NamedTuple):
    """One labelled text. `values` are all columns as read."""

    text: str
    label: str
    line: int
    values: Mapping[str, Any]


class Table(NamedTuple):
    """The rows of one file, and what was wrong with the others."""

    path: str
    rows: tuple[Row, ...]
    errors: tuple[MomentsLintError, ...]


_ROW = Text("改好这一行；其余照常", "mend this row; the others are kept")


def read_table(path: str | os.PathLike[str], need_label: bool = True) -> Table:
    """Read rows with `text` and `label` columns. Raises ReadingError when the file itself cannot be read."""
    path = os.fspath(path)
    data = read_bytes(path, MAX_BYTES, ReadingError)
    if len(data) > MAX_BYTES:
        raise too_large(ReadingError, MAX_BYTES, path)
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise not_utf8(ReadingError, path) from None
    parsed = csv_rows(content) if path.lower().endswith(".csv") else json_lines(content)
    rows: list[Row] = []
    errors: list[MomentsLintError] = []
    for line, values in parsed:
        wrong = values if isinstance(values, Text) else _wrong_row(values, need_label)
        if wrong is not None:
            errors.append(ReadingError(wrong, path=path, line=line, mend=_ROW))
        else:
            assert not isinstance(values, Text)
            rows.append(Row(values["text"], str(values.get("label", "")), line, values))
    return Table(path, tuple(rows), tuple(errors))


def json_lines(content: str) -> Iterator[tuple[int, dict[str, Any] | Text]]:
    """Yield line number and object of JSON Lines; what is wrong in place of a line that is none."""
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield number, Text(f"不是 JSON（{error}）", f"not JSON ({error})")
            continue
        yield number, value if isinstance(value, dict) else Text("这一行要是一个对象", "the line must be an object")


def csv_rows(content: str) -> Iterator[tuple[int, dict[str, Any] | Text]]:
    """Yield last line number and columns of each CSV row, the first row naming them; ends with what is wrong, if anything is."""
    reader = csv.DictReader(io.StringIO(content))
    try:
        for values in reader:
            yield reader.line_num, values
    except csv.Error as error:
        yield reader.line_num, Text(f"不是 CSV（{error}）", f"not CSV ({error})")


def _wrong_row(values: dict[str, Any], need_label: bool) -> Text | None:
    if not isinstance(values.get("text"), str) or not values["text"].strip():
        return Text("缺少 text", "“text” is missing")
    if need_label and values.get("label") in (None, ""):
        return Text("缺少 label", "“label” is missing")
    return None
