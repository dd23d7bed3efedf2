"""A block of YAML edited as text: values replaced, entries added and taken out, everything else as it was.

Knows nodes and lines, not what they mean; whether an edit did what it should is for the caller to check.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from moments_lint.finding import Edit, edited

_PLAIN = re.compile(r"[\w][\w/+-]*(?::[\w/+-]+)*")
_SHOWN = "\u200d\u3000"
"""Characters written as they are although Python does not call them printable: the joiner of emoji, the wide space."""


def scalar(value: str, flow: bool = False) -> str:
    """Return `value` as a YAML scalar on one line that reads back as exactly `value`; bare where that is safe."""
    if not flow and _PLAIN.fullmatch(value):
        return value
    return "".join(map(_escaped, json.dumps(value, ensure_ascii=False)))


def _escaped(character: str) -> str:
    if character.isprintable() or character in _SHOWN:
        return character
    return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}"


class Block(NamedTuple):
    """The YAML block of a draft: the file's text, where the block begins and ends in it, where the post begins, and its nodes."""

    text: str
    start: int
    end: int
    post: int
    root: Any
    newline: str

    def child(self, node: Any, key: str) -> Any:
        """Return the value under `key`, None without one."""
        found = node.value if node is not None and node.id == "mapping" else ()
        return next((value for name, value in found if name.value == key), None)

    def flows(self, node: Any) -> bool:
        """Say whether a collection is written on one line, in braces or brackets."""
        return node is not None and bool(node.flow_style)

    def whole(self) -> list[Edit]:
        """Take out everything in the block but its comments."""
        first = self._line_start(self.start + self.root.start_mark.index)
        return self._without_comments(first, self._line_end(self._leaf_end(self.root)), self.root, dedent=True)

    def rest(self, edits: list[Edit]) -> str:
        """Return what is left of the block after edits that only take out."""
        return edited(self.text, edits)[self.start : self.end - sum(edit.end - edit.start for edit in edits)]

    def _without_comments(self, first: int, last: int, node: Any, dedent: bool = False) -> list[Edit]:
        """Take out the lines from `first` to `last` that `node` stands on, but not the comments between them.

        They are moved to the margin with `dedent`, lest one becomes part of the text above it.
        """
        written = [(self._start(leaf), self._leaf_end(leaf)) for leaf in _leaves(node)]
        edits: list[Edit] = []
        while first < last:
            end = self._line_end(first + 1) if self.text[first] not in "\r\n" else self._newline_end(first)
            line = self.text[first:end].lstrip(" ")
            if not line.startswith("#") or any(start < first < stop for start, stop in written):
                edits.append(Edit(first, end, ""))
            elif dedent:
                edits.append(Edit(first, end - len(line), ""))
            first = end
        return edits

    def _newline_end(self, place: int) -> int:
        return place + (2 if self.text.startswith("\r\n", place) else 1)

    def replacement(self, node: Any, written: str) -> Edit:
        """Write a scalar in the place of another value."""
        first, last = self.start + node.start_mark.index, self._leaf_end(node)
        tail = self.newline if self.text[first:last].endswith(("\n", "\r")) else ""  # a block scalar ends with its line
        lead = "" if self.text[first - 1 : first].isspace() else " "
        return Edit(first, last, lead + written + tail)

    def insertion(self, node: Any, added: Any) -> Edit:
        """Add to a mapping (pairs) or a sequence (items); None is a block that holds nothing yet."""
        if node is None:
            lines = "".join(self._lines(added, ""))
            if self.post:
                return Edit(self.end, self.end, lines)
            return Edit(0, 0, f"---{self.newline}{lines}---{self.newline}")
        if self.flows(node) or not node.value:
            inner = _flow(added)[1:-1]
            place = self._leaf_end(_last(node)) if node.value else self.start + node.start_mark.index + 1
            return Edit(place, place, (", " if node.value else "") + inner)
        place = self._line_end(self._leaf_end(node))
        return Edit(place, place, "".join(self._lines(added, self._indent(node))))

    def removals(self, node: Any, indices: Collection[int]) -> list[Edit]:
        """Take items out of a sequence, or pairs out of a mapping; at least one stays."""
        heads = [item[0] if isinstance(item, tuple) else item for item in node.value]
        tails = [item[1] if isinstance(item, tuple) else item for item in node.value]
        if not self.flows(node):
            lines = [(self._head_line(heads[i], node.start_mark.column), tails[i]) for i in indices]
            ends = [(first, self._line_end(self._leaf_end(tail)), tail) for first, tail in lines]
            return [edit for end in ends for edit in self._without_comments(*end, dedent=node.id == "mapping")]
        edits = []
        stays = [index for index in range(len(heads)) if index not in indices]
        for index in indices:
            if index < stays[-1]:
                edits.append(Edit(self._start(heads[index]), self._start(heads[index + 1]), ""))
            else:
                edits.append(Edit(self._leaf_end(tails[index - 1]), self._leaf_end(tails[index]), ""))
        return edits

    def _start(self, node: Any) -> int:
        return self.start + int(node.start_mark.index)

    def _leaf_end(self, node: Any) -> int:
        """Return where a node's text ends; YAML lets a block collection reach to the next token, past comments."""
        while node.id != "scalar" and not node.flow_style and node.value:
            node = _last(node)
        return self.start + int(node.end_mark.index)

    def _head_line(self, node: Any, column: int) -> int:
        """Return the start of the line on which an entry of a block collection begins: that of its dash or key."""
        place = self._line_start(self._start(node))
        while self.text[place : place + column].strip(" ") or self.text[place + column] in " \r\n#":
            place = self._line_start(place - 1)
        return place

    def _indent(self, node: Any) -> str:
        return " " * int(node.start_mark.column)

    def _line_start(self, place: int) -> int:
        while place > self.start and self.text[place - 1] not in "\r\n":
            place -= 1
        return place

    def _line_end(self, place: int) -> int:
        """Return where the line ends that holds `place`, its newline included; a place at the start of a line is one already."""
        if place > self.start and self.text[place - 1] in "\r\n":
            return place
        ending = re.compile(r"\r\n|\r|\n").search(self.text, place, self.end)
        return ending.end() if ending else self.end

    def _lines(self, added: Any, indent: str) -> list[str]:
        """Return `added` as YAML lines in block style."""
        if isinstance(added, list):
            return [line for item in added for line in self._item_lines(item, indent)]
        lines: list[str] = []
        for key, value in added.items():
            if isinstance(value, str):
                lines.append(f"{indent}{key}: {scalar(value)}{self.newline}")
            else:
                lines += [f"{indent}{key}:{self.newline}", *self._lines(value, indent + "  ")]
        return lines

    def _item_lines(self, item: Mapping[str, str], indent: str) -> list[str]:
        first, *rest = self._lines(item, "")
        return [f"{indent}- {first}", *(f"{indent}  {line}" for line in rest)]


def _leaves(node: Any) -> Iterator[Any]:
    """Yield the scalars of a node, and the collections written in braces or brackets."""
    if node.id == "scalar" or node.flow_style:
        yield node
    else:
        for part in node.value:
            for below in part if isinstance(part, tuple) else (part,):
                yield from _leaves(below)


def _last(node: Any) -> Any:
    return node.value[-1][1] if node.id == "mapping" else node.value[-1]


def _flow(added: Any) -> str:
    if isinstance(added, str):
        return scalar(added, flow=True)
    if isinstance(added, list):
        return f"[{', '.join(map(_flow, added))}]"
    return f"{{{', '.join(f'{key}: {_flow(value)}' for key, value in added.items())}}}"


def plain(node: Any) -> Any:
    """Return what a node says as strings, lists and dicts."""
    if node.id == "scalar":
        return node.value
    if node.id == "sequence":
        return [plain(item) for item in node.value]
    return {name.value: plain(value) for name, value in node.value}
