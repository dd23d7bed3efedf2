"""Files read with care: plain ones only, never more of one than asked for, and never waiting for somebody to write."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

from moments_lint.errors import MomentsLintError
from moments_lint.wording import Text


def read_bytes(path: str, most: int, error: type[MomentsLintError]) -> bytes:
    """Return the bytes of a file, `most + 1` of one that is larger.

    Raises `error` when it cannot be read, and for pipes and devices, which may never end; links are followed.
    """
    try:
        with open(path, "rb", opener=_unwaiting) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise error(Text("不是普通文件，管道和设备不读", "not a plain file; pipes and devices are not read"), path=path)
            return file.read(most + 1)
    except (OSError, ValueError) as problem:  # a path with a NUL or half a character is a ValueError
        why = getattr(problem, "strerror", None) or problem
        raise error(Text(f"读不了（{why}）", f"cannot be read ({why})"), path=path) from None


def _unwaiting(path: str, flags: int) -> int:
    """Open a file; a pipe that nobody writes to, where there are such, at once."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


MAX_DEPTH = 100
"""Folders within folders that are walked."""


def walk(root: str, error: type[MomentsLintError], errors: list[MomentsLintError]) -> Iterator[tuple[str, list[str], list[str]]]:
    """Walk a folder as `os.walk` does, links not followed; what cannot be looked into is entered in `errors` as an `error`."""

    def unreadable(problem: OSError) -> None:
        why = problem.strerror
        errors.append(error(Text(f"读不了（{why}）", f"cannot be read ({why})"), path=str(problem.filename or root)))

    top = root.rstrip(os.sep).count(os.sep)
    for folder, folders, names in os.walk(root, onerror=unreadable):
        if folders and folder.count(os.sep) - top >= MAX_DEPTH:
            errors.append(error(Text("目录套得太深，里面的没有看", "nested too deeply; not looked into"), path=folder))
            folders.clear()
        yield folder, folders, names
