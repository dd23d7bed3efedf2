"""Files written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping

from moments_lint.errors import ReadingError, reason, unwritable
from moments_lint.wording import Text


def write_atomically(path: str, data: bytes) -> None:
    """Write `data` to `path` through a new file of unguessable name beside it; permissions of an existing file are kept.

    A device is written to, never replaced; pipes, folders and links to open streams (/dev/stdout) are refused.
    """
    import stat
    import tempfile

    folder = os.path.dirname(os.path.abspath(path))
    try:
        if os.path.exists(path) and (_is_stream(path) or not os.path.isfile(path)):
            if _is_stream(path) or not stat.S_ISCHR(os.stat(path).st_mode):
                mend = Text("写到文件，或者用 > 转出去", "write to a file, or redirect with >")
                raise ReadingError(Text("不是普通文件，不写", "not a plain file; not written"), path=path, mend=mend)
            with open(path, "wb") as device:
                device.write(data)
            return
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=".moments-lint-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())  # or a power cut may leave the new name on an empty file
            os.chmod(temporary, os.stat(path).st_mode & 0o7777 if os.path.exists(path) else 0o666 & ~_umask())
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise unwritable(error, path) from None


def _is_stream(path: str) -> bool:
    return os.path.islink(path) and os.path.basename(os.path.dirname(os.readlink(path))) == "fd"


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def create_all(files: Mapping[str, bytes]) -> list[str]:
    """Create those of `files` that do not exist, with their folders, and return their paths; on failure none of them stays.

    What exists is never written to. Raises ReadingError where it is no file, or nothing can be created.
    """
    made: list[str] = []
    try:
        return [path for path, data in files.items() if _create(path, data, made)]
    except BaseException as error:
        for path in reversed(made):
            (os.rmdir if os.path.isdir(path) else os.unlink)(path)
        if isinstance(error, OSError):
            why = reason(error)
            what = Text(f"建不了（{why.zh}）", f"cannot be created ({why.en})")
            mend = Text("看看上一级目录准不准写", "see that the folder above may be written to")
            raise ReadingError(what, path=str(error.filename or ""), mend=mend) from None
        raise


def _create(path: str, data: bytes, made: list[str]) -> bool:
    """Create one file unless there is one; note in `made` what was made. Say whether it was."""
    if os.path.lexists(path):
        if not os.path.isfile(path):
            raise ReadingError(
                Text("要建的文件被同名的东西占着", "something that is no file is in the way"),
                path=path,
                mend=Text("先把它挪开", "move it away first"),
            )
        return False
    missing = [folder := os.path.dirname(path)]
    while not os.path.lexists(folder):
        folder = os.path.dirname(folder)
        missing.append(folder)
    for folder in reversed(missing[:-1]):
        os.mkdir(folder)
        made.append(folder)
    with open(path, "xb") as file:
        made.append(path)
        file.write(data)
    return True
