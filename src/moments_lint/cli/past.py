"""Options of the commands that look at a feed at some time, `timeline` and `plan`: when that is, and what was posted before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import click

from moments_lint import history
from moments_lint.cli.completing import files
from moments_lint.cli.options import say
from moments_lint.errors import MomentsLintError, ReadingError
from moments_lint.post import Post

OPTIONS = (
    click.option("--as-of", metavar="TIME", help=say("把「现在」定在这个时间", "take this time for now")),
    click.option(
        "--history",
        "histories",
        multiple=True,
        metavar="FILE",
        shell_complete=files,
        help=say("已发的历史：JSONL 或 CSV", "posted history: JSONL or CSV"),
    ),
    click.option(
        "--history-columns",
        default="",
        metavar="MAP",
        help=say("历史文件的列名，如 at=时间,text=内容,author=昵称", "its columns, as at=TIME,text=TEXT,author=NAME"),
    ),
)


def past_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options; the command receives `as_of`, `histories` and `history_columns`."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def read_past(paths: Sequence[str], columns: str, zone: ZoneInfo) -> tuple[list[Post], list[MomentsLintError]]:
    """Return the posts of history files, and what could not be read. Raises SettingsError for `columns` not understood."""
    named = history.parse_columns(columns)
    posts: list[Post] = []
    errors: list[MomentsLintError] = []
    for path in paths:
        try:
            found = history.read(path, named, zone)
        except ReadingError as error:
            errors.append(error)
            continue
        posts += found.posts
        errors += found.errors
    return posts, errors
