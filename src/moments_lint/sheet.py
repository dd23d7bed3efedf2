"""One YAML text as nodes: where it is, its syntax, and the mistakes found in it. What may stand in it is `schema`'s business.

PyYAML is imported on first use, because a plain draft needs none. Anchors, deep nesting and control characters are refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from moments_lint.errors import Mistakes, MomentsLintError
from moments_lint.wording import NO_TEXT, Text

MAX_BYTES = 1_000_000
"""Largest YAML file that is read; the largest packaged one is a hundredth of it."""

MAX_DEPTH = 20

MAX_MISTAKES = 100
"""Mistakes told of one text; after so many it is not read on."""


class Sheet:
    """One YAML text being read: where it is, its lines, and the mistakes found so far."""

    def __init__(self, path: str, text: str, first_line: int = 1, error: type[MomentsLintError] = MomentsLintError):
        self.path = path
        self.lines = text.splitlines()
        self.first_line = first_line
        self.error = error
        self.mistakes: list[MomentsLintError] = []
        self.root: Any = None

    def blame(self, node: Any, what: Text, mend: Text = NO_TEXT) -> None:
        """Record a mistake at `node` (a PyYAML node or mark). Raises them all when there are MAX_MISTAKES."""
        mark = getattr(node, "start_mark", node)
        excerpt = self.lines[mark.line] if mark is not None and mark.line < len(self.lines) else ""
        self.mistakes.append(
            self.error(
                what,
                path=self.path,
                line=None if mark is None else mark.line + self.first_line,
                column=None if mark is None else mark.column + 1,
                mend=mend,
                excerpt=excerpt[:120].rstrip(),
            )
        )
        if len(self.mistakes) >= MAX_MISTAKES:
            self.finish()

    def node(self, *keys: str) -> Any:
        """Return the node under `keys`, or the nearest one above it; the file's root without keys."""
        node = self.root
        for key in keys:
            below = [value for name, value in node.value if name.value == key] if node.id == "mapping" else []
            if not below:
                return node
            node = below[0]
        return node

    def finish(self) -> None:
        """Raise the mistakes, if there are any, in the order of their places."""
        self.mistakes.sort(key=lambda mistake: (mistake.line or 0, mistake.column or 0))
        if len(self.mistakes) == 1:
            raise self.mistakes[0]
        if self.mistakes:
            raise Mistakes(self.mistakes)


def compose(sheet: Sheet, text: str) -> Any:
    """Parse `text` into a PyYAML node (None when it is empty); syntax mistakes are recorded in `sheet`."""
    import yaml

    if len(text) > MAX_BYTES:
        sheet.blame(None, Text(f"文件超过 {MAX_BYTES} 字符，不读", f"file is over {MAX_BYTES} characters; not read"))
        return None
    odd = frozenset(filter(_is_odd, set(text)))
    if odd:
        at = next(index for index, character in enumerate(text) if character in odd)
        place = yaml.Mark("", at, text.count("\n", 0, at), at - text.rfind("\n", 0, at) - 1, "", 0)
        code = f"U+{ord(text[at]):04X}"
        sheet.blame(place, Text(f"YAML 语法读不懂（控制字符 {code}）", f"not valid YAML (control character {code})"))
        return None
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # all have the same syntax; this one does not ask what scalars mean
    try:
        return yaml.compose(text, Loader=loader) if _is_plain(sheet, yaml.parse(text, Loader=loader)) else None
    except yaml.YAMLError as error:
        from moments_lint import yaml_mistakes

        sheet.blame(*yaml_mistakes.told(error, sheet.lines))
        return None


def _is_odd(character: str) -> bool:
    """Say whether YAML has no place for a character: controls, halves of characters, the mark of byte order, no characters."""
    if character.isprintable() or character in "\t\n\r\x85":
        return False
    return character < "\xa0" or "\ud800" <= character <= "\udfff" or character in "\ufeff\ufffe\uffff"


def _is_plain(sheet: Sheet, events: Iterable[Any]) -> bool:
    """Refuse aliases (the raw material of YAML bombs) and deep nesting, which crashes libyaml's composer."""
    depth = 0
    for event in events:
        kind = type(event).__name__
        depth += kind.endswith(("MappingStartEvent", "SequenceStartEvent"))
        depth -= kind.endswith(("MappingEndEvent", "SequenceEndEvent"))
        if kind == "AliasEvent" or getattr(event, "anchor", None):
            sheet.blame(event, Text("不支持锚点和别名（& 与 *）", "anchors and aliases (& and *) are not supported"))
            return False
        if depth > MAX_DEPTH:
            sheet.blame(event, Text("嵌套太深", "nested too deeply"))
            return False
    return True
