"""Files written whole or not at all."""

from __future__ import annotations

import os

from moments_lint.errors import ReadingError
from moments_lint.wording import Text


def write_atomically(path: str, data: bytes) -> None:
    """Write `data` to `path` through a new file of unguessable name beside it; permissions of an existing file are kept."""
    import tempfile

    folder = os.path.dirname(os.path.abspath(path))
    try:
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
        raise ReadingError(Text(f"写不了（{error.strerror}）", f"cannot be written ({error.strerror})"), path=path) from None


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
