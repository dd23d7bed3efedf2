"""Files read with care: plain ones only, never more of one than asked for, and never waiting for somebody to write."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

from moments_lint.errors import MomentsLintError, unreadable
from moments_lint.wording import Text


def read_bytes(path: str, most: int, error: type[MomentsLintError]) -> bytes:
    """Return the bytes of a file, `most + 1` of one that is larger.

    Raises `error` when it cannot be read, and for pipes and devices, which may never end; links are followed.
    """
    try:
        with open(path, "rb", opener=_unwaiting) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                what = Text("不是普通文件，管道和设备不读", "not a plain file; pipes and devices are not read")
                raise error(what, path=path, mend=Text("存成文件；标准输入写 -", "put it into a file; standard input is -"))
            return file.read(most + 1)
    except OSError as problem:
        raise unreadable(error, problem, path) from None
    except ValueError as problem:  # a path with a NUL or half a character
        raise unreadable(error, OSError(0, str(problem)), path) from None


def _unwaiting(path: str, flags: int) -> int:
    """Open a file; a pipe that nobody writes to, where there are such, at once."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


MAX_DEPTH = 100
"""Folders within folders that are walked."""


def walk(root: str, error: type[MomentsLintError], errors: list[MomentsLintError]) -> Iterator[tuple[str, list[str], list[str]]]:
    """Walk a folder as `os.walk` does, links not followed; what cannot be looked into is entered in `errors` as an `error`."""

    def note(problem: OSError) -> None:
        errors.append(unreadable(error, problem, str(problem.filename or root)))

    top = root.rstrip(os.sep).count(os.sep)
    for folder, folders, names in os.walk(root, onerror=note):
        if folders and folder.count(os.sep) - top >= MAX_DEPTH:
            what = Text("目录套得太深，里面的没有看", "nested too deeply; not looked into")
            errors.append(error(what, path=folder, mend=Text("把里面的挪到浅一点的目录", "move what is inside further up")))
            folders.clear()
        yield folder, folders, names
