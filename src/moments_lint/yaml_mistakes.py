"""Mistakes of YAML syntax in plain words, and where a person would look for them. Imported only when there is one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from moments_lint.wording import Text

_OPENED = ("while scanning a quoted scalar", "while parsing a flow", "while scanning a simple key")
"""Contexts of PyYAML whose mistake stands where they begin; it is noticed lines later, or at the end of the text."""

_QUOTE = Text("含 { } : # 或引号的句子请整句加引号", "put quotes around a sentence with { } : # or quotes in it")
_TAB = Text("YAML 缩进只能用空格，不能用 Tab", "indent YAML with spaces, not tabs")

_KNOWN = (
    (
        "while scanning a quoted scalar",
        Text("引号没有收尾", "a quotation mark is never closed"),
        Text("补上另一半引号", "write the other quotation mark"),
    ),
    (
        "while parsing a flow",
        Text("括号没有收尾，或者里面少了逗号、引号", "a bracket is never closed, or lacks a comma or quotes"),
        _QUOTE,
    ),
    (
        "while scanning a simple key",
        Text("这一行少了冒号", "a line without a colon"),
        Text("写成「键: 值」，冒号后面空一格", "write “key: value”, with a space after the colon"),
    ),
    ("mapping values are not allowed", Text("多了一个冒号，或者缩进不齐", "a colon too many, or lines not lined up"), _QUOTE),
    ("while parsing a block", Text("缩进不齐，或者引号后面还有字", "lines not lined up, or text after a closing quote"), _QUOTE),
    (
        "but found another document",
        Text("多了一行 ---", "a line --- too many"),
        Text("一个文件只写一份，去掉那一行", "a file holds one mapping; drop that line"),
    ),
    ("found character", Text("不能用这个符号开头", "nothing begins with this character"), _QUOTE),
)
"""How PyYAML's contexts or problems begin, what to say of them and what to do; both its parsers word these alike."""


def told(error: Any, lines: Sequence[str]) -> tuple[Any, Text, Text]:
    """Return the place (a PyYAML mark or None), what is wrong and what to do; what is rare stands in PyYAML's English."""
    mark, start = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    context = getattr(error, "context", None) or ""
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    if context.startswith(_OPENED) and mark is not None and start is not None and start.line < mark.line:
        mark = start
    known = ((said, mend) for begins, said, mend in _KNOWN if context.startswith(begins) or problem.startswith(begins))
    said, mend = next(known, (Text(problem, problem), _QUOTE))
    tab = mark is not None and mark.line < len(lines) and "\t" in lines[mark.line]
    return mark, Text(f"YAML 语法读不懂（{said.zh}）", f"not valid YAML ({said.en})"), _TAB if tab else mend
