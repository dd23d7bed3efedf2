"""Strict fields: files are read as nodes, every scalar is a string, and a field says what type it must have.

One declaration of fields serves for reading, for error messages (with line, column and did-you-mean) and for JSON Schema.
What the fields mean is the business of their owners.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from moments_lint.sheet import Sheet, compose
from moments_lint.wording import Text


class Field(NamedTuple):
    """How to read one value: `read` returns it, or records mistakes and returns `default`."""

    read: Callable[[Sheet, Any], Any]
    schema: Mapping[str, Any]
    required: bool = False
    default: Any = None

    def needed(self) -> "Field":
        """The same field, required."""
        return self._replace(required=True)

    def otherwise(self, default: Any) -> "Field":
        """The same field with a default."""
        return self._replace(default=default)


def read(sheet: Sheet, text: str, fields: Mapping[str, Field]) -> dict[str, Any]:
    """Read `text` as one mapping with exactly the given `fields`; mistakes are recorded in `sheet`."""
    node = compose(sheet, text)
    if node is None:
        if not sheet.mistakes:
            sheet.blame(None, Text("文件是空的", "the file is empty"))
        return {}
    sheet.root = node
    value: dict[str, Any] = record(fields).read(sheet, node)
    return value


def suggestion(word: str, known: list[str], listed: Sequence[str] | None = None) -> Text:
    """“Did you mean …”, and all valid words, or those that are to be `listed`."""
    from difflib import get_close_matches

    close = get_close_matches(word, known, 1, 0.6)
    listing = ", ".join(known if listed is None else listed)
    if not close:
        return Text(f"可用的有：{listing}", f"valid: {listing}")
    return Text(f"是不是想写 {close[0]}？可用的有：{listing}", f"did you mean {close[0]}? valid: {listing}")


def entries(sheet: Sheet, node: Any) -> dict[str, tuple[Any, Any]]:
    """Return the pairs of a mapping node as key → (key node, value node); duplicates and odd keys are mistakes."""
    found: dict[str, tuple[Any, Any]] = {}
    for key_node, value_node in node.value:
        if key_node.id != "scalar":
            sheet.blame(key_node, Text("键必须是一个词", "a key must be a plain word"))
        elif key_node.value in found:
            sheet.blame(key_node, Text(f"键 {key_node.value} 写了两次", f"key {key_node.value} is given twice"))
        else:
            found[key_node.value] = (key_node, value_node)
    return found


def record(fields: Mapping[str, Field]) -> Field:
    """A mapping with exactly these keys."""

    def read_record(sheet: Sheet, node: Any) -> dict[str, Any]:
        if not _is_a(sheet, node, "mapping"):
            return {}
        found = entries(sheet, node)
        for key, (key_node, _) in found.items():
            if key not in fields:
                what = Text(f"不认识的键「{key}」", f"unknown key “{key}”")
                sheet.blame(key_node, what, suggestion(key, list(fields)))
        values = {}
        for name, field in fields.items():
            if name in found:
                values[name] = field.read(sheet, found[name][1])
            else:
                values[name] = field.default
                if field.required:
                    sheet.blame(node, Text(f"缺少「{name}」", f"“{name}” is missing"))
        return values

    required = [name for name, field in fields.items() if field.required]
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {name: field.schema for name, field in fields.items()},
        "additionalProperties": False,
    }
    return Field(read_record, schema | ({"required": required} if required else {}))


def table(field: Field, key: Callable[[Sheet, Any], Any] | None = None) -> Field:
    """A mapping with free keys and values of one type; `key` may check each key node."""

    def read_table(sheet: Sheet, node: Any) -> dict[str, Any]:
        if not _is_a(sheet, node, "mapping"):
            return {}
        found = entries(sheet, node)
        if key is not None:
            for key_node, _ in found.values():
                key(sheet, key_node)
        return {name: field.read(sheet, value) for name, (_, value) in found.items()}

    return Field(read_table, {"type": "object", "additionalProperties": field.schema}, default={})


def listing(field: Field, least: int = 0, most: int | None = None) -> Field:
    """A list of values of one type, at least `least` and at most `most` of them."""

    def read_listing(sheet: Sheet, node: Any) -> list[Any]:
        if not _is_a(sheet, node, "sequence"):
            return []
        if len(node.value) < least:
            sheet.blame(node, Text(f"至少要有 {least} 项", f"at least {least} item(s) are needed"))
        if most is not None and len(node.value) > most:
            sheet.blame(node, Text(f"最多 {most} 项", f"at most {most} items may stand here"))
            return []
        return [field.read(sheet, item) for item in node.value]

    schema = {"type": "array", "items": field.schema} | ({"minItems": least} if least else {})
    schema |= {"maxItems": most} if most is not None else {}
    return Field(read_listing, schema, default=[])


def text(check: Callable[[str], Text | None] | None = None, empty: bool = False) -> Field:
    """A string; `check` returns what is wrong with it, or None."""

    def read_text(sheet: Sheet, node: Any) -> str:
        if not _is_a(sheet, node, "scalar"):
            return ""
        value: str = node.value
        if not value.strip() and not empty:
            sheet.blame(node, Text("这里不能空着", "this must not be empty"))
        elif "\0" in value:
            sheet.blame(node, Text("这里不能有 NUL 字符", "no NUL character may stand here"))
        elif check is not None and (wrong := check(value)) is not None:
            sheet.blame(node, wrong)
        return value

    return Field(read_text, {"type": "string"}, default="")


def choice(*values: str) -> Field:
    """One of a few words."""

    def read_choice(sheet: Sheet, node: Any) -> str:
        if not _is_a(sheet, node, "scalar"):
            return ""
        if node.value not in values:
            what = Text(f"「{node.value}」不能用在这里", f"“{node.value}” is not valid here")
            sheet.blame(node, what, suggestion(node.value, list(values)))
        return str(node.value)

    return Field(read_choice, {"enum": list(values)}, default="")


def whole(least: int, most: int) -> Field:
    """An integer within bounds."""

    def read_whole(sheet: Sheet, node: Any) -> int:
        if not _is_a(sheet, node, "scalar"):
            return least
        if not re.fullmatch(r"-?[0-9]{1,9}", node.value) or not least <= int(node.value) <= most:
            sheet.blame(node, Text(f"要一个 {least} 到 {most} 的整数", f"must be a whole number from {least} to {most}"))
            return least
        return int(node.value)

    return Field(read_whole, {"type": "integer", "minimum": least, "maximum": most})


def number(least: float, most: float) -> Field:
    """A decimal number within bounds."""

    def read_number(sheet: Sheet, node: Any) -> float:
        if not _is_a(sheet, node, "scalar"):
            return least
        if not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", node.value) or not least <= float(node.value) <= most:
            sheet.blame(node, Text(f"要一个 {least} 到 {most} 的数", f"must be a number from {least} to {most}"))
            return least
        return float(node.value)

    return Field(read_number, {"type": "number", "minimum": least, "maximum": most})


def flag() -> Field:
    """`true` or `false`, nothing else that YAML would take for one."""

    def read_flag(sheet: Sheet, node: Any) -> bool:
        if _is_a(sheet, node, "scalar") and node.value not in ("true", "false"):
            sheet.blame(node, Text("只能写 true 或 false", "must be true or false"))
        return bool(getattr(node, "value", "") == "true")

    return Field(read_flag, {"type": "boolean"}, default=False)


def bilingual() -> Field:
    """A sentence in zh and en; both are required."""
    inner = record({"zh": text().needed(), "en": text().needed()})

    def read_bilingual(sheet: Sheet, node: Any) -> dict[str, str]:
        value: dict[str, str] = inner.read(sheet, node)
        return value

    return Field(read_bilingual, inner.schema, default=None)


def either(scalar: Field, mapping: Field) -> Field:
    """A scalar or, for the longer form, a mapping."""

    def read_either(sheet: Sheet, node: Any) -> Any:
        return (mapping if node.id == "mapping" else scalar).read(sheet, node)

    return Field(read_either, {"anyOf": [scalar.schema, mapping.schema]})


_NAMES = {
    "mapping": Text("一组「键: 值」", "a mapping"),
    "sequence": Text("一个列表", "a list"),
    "scalar": Text("一个值", "a single value"),
}
_FORMS = {
    "mapping": Text("一行写一个「键: 值」", "write key: value, one on a line"),
    "sequence": Text("用方括号括起来：[甲, 乙]", "put it in brackets: [one, two]"),
    "scalar": Text("只写一个，不用方括号和短横", "write one, without brackets or dashes"),
}


def _is_a(sheet: Sheet, node: Any, kind: str) -> bool:
    if node.id == kind:
        return True
    wanted, got = _NAMES[kind], _NAMES[node.id]
    sheet.blame(node, Text(f"这里要{wanted.zh}，写成了{got.zh}", f"{wanted.en} is needed here, not {got.en}"), _FORMS[kind])
    return False
