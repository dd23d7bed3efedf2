"""Edits to a draft's front matter: a key set, `lint.ignore` entries added or taken out, all else as it was, comments included.

Nothing is written here; the edits are made by `amending`. Every edit is tried on the text first: what does not read back as
meant (front matter too unusual to edit safely) is refused with a ReadingError, so no draft is ever damaged.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from moments_lint import reading
from moments_lint.amending import edited
from moments_lint.errors import MomentsLintError, ReadingError
from moments_lint.finding import Edit
from moments_lint.post import Document, Suppression, newline_of
from moments_lint.sheet import Sheet, compose
from moments_lint.wording import Text

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


def with_value(document: Document, key: str, value: str) -> Edit:
    """Return the edit that gives the top-level `key` this value: in place, as a new line, or with front matter of its own."""
    block = _block(document)
    node = block.child(block.root, key)
    if node is None:
        edit = block.insertion(block.root, {key: value})
    else:
        edit = block.replacement(node, scalar(value, flow=block.flows(block.root)))
    changed = _block(_try(document, [edit], document.post.ignore))
    if changed.child(changed.root, key).value != value:
        raise _refusal(document)
    return edit


def with_entries(document: Document, entries: Iterable[Mapping[str, str]]) -> Edit:
    """Return the edit that adds entries (rule, text, reason: strings) to `lint.ignore`, with front matter when there is none."""
    added = [dict(entry) for entry in entries]
    block = _block(document)
    lint = block.child(block.root, "lint")
    ignore = block.child(lint, "ignore")
    if ignore is not None:
        edit = block.insertion(ignore, added)
    elif lint is not None:
        edit = block.insertion(lint, {"ignore": added})
    else:
        edit = block.insertion(block.root, {"lint": {"ignore": added}})
    expected = [Suppression(entry["rule"], entry.get("text", ""), entry["reason"]) for entry in added]
    _try(document, [edit], [*document.post.ignore, *expected])
    return edit


def without_entries(document: Document, entries: Collection[Suppression]) -> list[Edit]:
    """Return the edits that take entries of this draft out of `lint.ignore`, and the keys that are empty afterwards."""
    kept = [entry for entry in document.post.ignore if entry not in entries]
    block = _block(document)
    lint = block.child(block.root, "lint")
    ignore = block.child(lint, "ignore")
    if kept:
        gone = [index for index, entry in enumerate(document.post.ignore) if entry in entries]
        edits = block.removals(ignore, gone)
    elif len(lint.value) > 1:
        edits = block.removals(lint, [_index(lint, "ignore")])
    elif len(block.root.value) > 1:
        edits = block.removals(block.root, [_index(block.root, "lint")])
    else:
        edits = [block.whole()]
    _try(document, edits, kept)
    return edits


def _index(mapping: Any, key: str) -> int:
    return next(index for index, (name, _) in enumerate(mapping.value) if name.value == key)


class _Block(NamedTuple):
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

    def whole(self) -> Edit:
        """Take out everything in the block, and the fences where not even a comment is left."""
        first = self._line_start(self.start + self.root.start_mark.index)
        last = self._line_end(self._leaf_end(self.root))
        rest = self.text[self.start : first] + self.text[last : self.end]
        alone = not rest.strip() and not reading.front_matter(self.text[self.post :])[1]
        return Edit(0, self.post, "") if alone else Edit(first, last, "")

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
            column = node.start_mark.column
            return [Edit(self._head_line(heads[i], column), self._line_end(self._leaf_end(tails[i])), "") for i in indices]
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


def _last(node: Any) -> Any:
    return node.value[-1][1] if node.id == "mapping" else node.value[-1]


def _flow(added: Any) -> str:
    if isinstance(added, str):
        return scalar(added, flow=True)
    if isinstance(added, list):
        return f"[{', '.join(map(_flow, added))}]"
    return f"{{{', '.join(f'{key}: {_flow(value)}' for key, value in added.items())}}}"


def _block(document: Document) -> _Block:
    text = document.text
    block, first_line, post = reading.front_matter(text)
    newline = newline_of(text)
    if block is None and first_line:
        raise _refusal(document)
    if block is None:
        return _Block(text, 0, 0, 0, None, newline)
    fence = re.match(reading.FENCE, text)
    start = fence.end() if fence else 0
    sheet = Sheet(document.path, block, first_line, ReadingError)
    root = compose(sheet, block)
    sheet.finish()
    return _Block(text, start, start + len(block), post, root, newline)


def _try(document: Document, edits: Iterable[Edit], ignore: Iterable[Suppression]) -> Document:
    """Return the document after `edits`; refuse those after which it is not the same post with these `lint.ignore` entries."""
    try:
        draft = reading.parse_text(edited(document.text, edits), document.path, document.encoding)
    except (MomentsLintError, ValueError):
        raise _refusal(document) from None
    entries = [entry._replace(line=None) for entry in draft.document.post.ignore]
    expected = [entry._replace(line=None) for entry in ignore]
    if draft.errors or draft.document.post.text != document.post.text or entries != expected:
        raise _refusal(document)
    return draft.document


def _refusal(document: Document) -> ReadingError:
    what = Text(
        "这份 front matter 写法特殊，没把握改对，所以不动", "the front matter is too unusual to be edited safely; not changed"
    )
    return ReadingError(what, path=document.path, line=1, mend=Text("请手工改", "edit it by hand"))
