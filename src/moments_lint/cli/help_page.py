"""The page that `--help` prints: in the locale's language, wrapped by the columns characters take on a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import click

from moments_lint.cli.options import say
from moments_lint.formats.text import width

OPENING, CLOSING = "（「『【《“", "，。、；：！？）」』】》”…"
"""Marks that no line may end with, and that none may begin with."""

_PIECE = re.compile(rf"[{OPENING}]*(?:[!-~\u00a0-\u2e7f]+|[^\s{OPENING}])[{CLOSING}]*|[{OPENING}]+|\s+")

OWN = {
    "Options": say("选项", "Options"),
    "Commands": say("命令", "Commands"),
}
"""Headings of click → ours."""

REQUIRED = say("[必填]", "[required]")

NEVER_WRAPPED = "\b\n"
"""How click has a paragraph marked whose lines stay as they are."""


class Page(click.HelpFormatter):
    """A formatter that knows wide characters: click counts code points."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        super().write_usage(prog, args, say("用法：", "Usage: "))

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        self.write(f"{'':>{self.current_indent}}{OWN.get(heading, heading)}{say('：', ':')}\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        paragraphs = []
        for paragraph in text.split("\n\n"):
            kept = paragraph.startswith(NEVER_WRAPPED)
            lines = paragraph.splitlines()[1:] if kept else wrap(paragraph, self.width - self.current_indent)
            paragraphs.append("".join(f"{'':>{self.current_indent}}{line}\n" for line in lines))
        self.write("\n".join(paragraphs))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms with what they mean beside them, or below where the term is long."""
        rows = [(first, second.replace("[required]", REQUIRED)) for first, second in rows]
        column = min(max(width(first) for first, _ in rows), col_max) + col_spacing
        for first, second in rows:
            beside = width(first) + col_spacing <= column
            self.write(f"{'':>{self.current_indent}}{first}" + ("" if beside else "\n"))
            lines = wrap(second, max(self.width - self.current_indent - column, 20))
            indents = [column - width(first) if beside else column + self.current_indent]
            indents += [column + self.current_indent] * (len(lines) - 1)
            self.write("".join(f"{'':>{indent}}{line}\n" for indent, line in zip(indents, lines, strict=True)))


def wrap(text: str, columns: int) -> list[str]:
    """Return `text` in lines of at most so many columns; Chinese may break between any two characters, other words may not.

    A single word that is wider stands on a line of its own. An empty text is one empty line.
    """
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and width(lines[-1] + piece.rstrip()) > columns:
            lines.append("")
        lines[-1] = (lines[-1] + piece) if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> Iterator[str]:
    for found in _PIECE.finditer(text):
        yield " " if found[0].isspace() else found[0]
