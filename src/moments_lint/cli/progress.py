"""How far a long run has come: one line on a terminal's standard error, gone when the run is over."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import IO, TypeVar

from moments_lint.wording import Text

Item = TypeVar("Item")

AFTER = 1.0
"""Seconds of work before anything is shown: most runs are over by then."""

EVERY = 0.1
"""Seconds between two readings of the line."""

MANY = 50
"""Fewer things than this are checked within AFTER on any machine; nobody needs to ask about the terminal."""


def wanted(total: int) -> bool:
    """Say whether a run over `total` things may show its progress on a terminal: not on one that cannot take a line back."""
    return total >= MANY and os.environ.get("TERM") != "dumb"


def shown(items: Iterable[Item], total: int, lang: str, stream: IO[str]) -> Iterator[Item]:
    """Pass `items` on and tell `stream` how many of `total` are done. No colour and no escape codes: spaces wipe the line."""
    begun = last = monotonic()
    line = ""
    try:
        for done, item in enumerate(items, 1):
            yield item
            now = monotonic()
            if now - begun >= AFTER and now - last >= EVERY:
                last = now
                line = Text(f"已检查 {done}/{total} 条", f"checked {done} of {total}").to(lang)
                stream.write(f"\r{line}")
                stream.flush()
    finally:
        if line:
            stream.write(f"\r{'  ' * len(line)}\r")
            stream.flush()
