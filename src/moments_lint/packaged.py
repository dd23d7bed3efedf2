"""Files that ship with the package, by name. `importlib.resources` would cost a tenth of the start."""

from __future__ import annotations

import os

HERE = os.path.dirname(os.path.abspath(__file__))


def path_of(name: str) -> str:
    """Return the path of a packaged file."""
    return os.path.join(HERE, name)


def read(name: str) -> bytes:
    """Return the bytes of a packaged file."""
    with open(path_of(name), "rb") as file:
        return file.read()
