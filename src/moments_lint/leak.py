"""Directives that stand in a post's text, where friends would read them. Spotting them only; WeChat has no comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from moments_lint.reading import front_matter_fields
from moments_lint.wording import Text

_LINE = re.compile(r"[^\r\n]+")
_FENCE = re.compile(r"-{3,}")
_KEY = re.compile(r"[A-Za-z_]\w*[ \t]*:")
_OWN_KEY = re.compile(rf"(?:{'|'.join(front_matter_fields())})[ \t]*[:：]")
_LINT = re.compile(r"(?:<!--|//|#|-)?[ \t]*(?:moments[-_])?lint[ \t]*(?:[:：]|-?(?:ignore|disable))", re.IGNORECASE)
_TIME = re.compile(r"(?:-[ \t]*)?post_at[ \t]*[:：]")
_UNSEEN = "\ufeff\u200b\u200c\u200d\u2060"


class Leak(NamedTuple):
    """A line that is no part of what friends should read: where it starts (code points of the text), and what it is."""

    start: int
    what: Text


def find(text: str) -> Leak | None:
    """Return the first leaked directive of a post's text, None when all of it is meant for friends.

    Told apart from decoration: a row of hyphens counts as the start of the text, beside a key of ours, or around keys.
    """
    lines = [(found.start(), found[0].strip(" \t" + _UNSEEN)) for found in _LINE.finditer(text)]
    lines = [(start, line) for start, line in lines if line.strip()]
    for start, line in lines:
        if _LINT.match(line):
            return Leak(start, Text("正文里有一行 lint 指令", "a line of the text is a lint directive"))
        if _TIME.match(line):
            return Leak(start, Text("正文里有一行 post_at", "a line of the text is post_at"))
    return next(_blocks(lines), None)


def _blocks(lines: list[tuple[int, str]]) -> Iterator[Leak]:
    """Yield front matter that did not parse as such."""
    fences = [index for index, (_, line) in enumerate(lines) if _FENCE.fullmatch(line)]
    if lines and _FENCE.fullmatch(lines[0][1]):
        yield Leak(lines[0][0], Text("正文以一行 --- 开头", "the text starts with a line ---"))
    if lines and _OWN_KEY.match(lines[0][1]):
        yield Leak(lines[0][0], Text("正文开头是设置项，没有用 --- 围住", "the text starts with front matter that has no ---"))
    for position, index in enumerate(fences):
        after = lines[index + 1][1] if index + 1 < len(lines) else ""
        if _OWN_KEY.match(after) or _OWN_KEY.match(lines[index - 1][1]) or (_KEY.match(after) and position + 1 < len(fences)):
            yield Leak(lines[index][0], Text("正文里夹着一段 ---", "a stray --- block stands in the text"))
