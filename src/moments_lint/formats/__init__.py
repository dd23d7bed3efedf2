"""Outcome → text. One module each; a format is a function `render(outcome, lang, colour, steps)` that returns a string.

A format is imported when it is asked for. `colour` and `steps` (what mending would gain, for each post) are for formats people
read; the others take no notice of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from moments_lint.outcome import Outcome
    from moments_lint.score import WhatIf

FORMATS = {
    "text": "text",
    "concise": "concise",
    "markdown": "markdown",
    "html": "html",
    "json": "json_v1",
    "json-lines": "json_lines",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
    "rdjson": "rdjson",
}
"""Name on the command line → module of this package."""

WITH_STEPS = ("text", "json", "html")
"""The formats that show what mending would gain."""


def render(name: str, outcome: Outcome, lang: str, colour: bool = False, steps: Sequence[Sequence[WhatIf]] | None = None) -> str:
    """Return the outcome in the format `name`."""
    written: str = import_module(f"moments_lint.formats.{FORMATS[name]}").render(outcome, lang, colour, steps)
    return written
