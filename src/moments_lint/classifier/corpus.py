"""The corpus as training samples: reading rows, and comparing their outward shape with a reference sample."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Sequence
from statistics import quantiles
from typing import Any, NamedTuple

from moments_lint import packaged
from moments_lint.disguise import EMOJI
from moments_lint.errors import ReadingError
from moments_lint.post import CATEGORIES
from moments_lint.rows import Row, Table, read_table
from moments_lint.wording import Text

_EMOJI = re.compile(f"[{EMOJI}]")
_MARK = re.compile(r"[。！？!?，,]")


def corpus_files() -> list[str]:
    """Return the corpus files of a checkout. Raises ReadingError in an installed package, which has none."""
    folder = os.path.join(os.path.dirname(os.path.dirname(packaged.HERE)), "corpus", "posts")
    found = sorted(glob.glob(os.path.join(folder, "*.jsonl")))
    if not found:
        what = Text("这里没有自带的语料", "the corpus is not here")
        raise ReadingError(what, path=folder, mend=Text("用 --data 指定自己的语料", "name your own with --data"))
    return found


def read(paths: Sequence[str]) -> list[Table]:
    """Read corpus files; a label that is no category is a bad row."""
    tables = []
    for path in paths:
        table = read_table(path)
        good = tuple(row for row in table.rows if row.label in CATEGORIES)
        bad = tuple(_wrong_label(path, row) for row in table.rows if row.label not in CATEGORIES)
        tables.append(Table(table.path, good, table.errors + bad))
    return tables


def _wrong_label(path: str, row: Row) -> ReadingError:
    what = Text(f"没有「{row.label}」这个标签", f"no label “{row.label}”")
    mend = Text(f"可用的有：{', '.join(CATEGORIES)}", f"valid: {', '.join(CATEGORIES)}")
    return ReadingError(what, path=path, line=row.line, mend=mend)


class Shape(NamedTuple):
    """The outward shape of a set of texts. Lengths in characters; the others are shares of posts, 0..1."""

    posts: int
    length_quartiles: tuple[float, ...]
    emoji: float
    line_breaks: float
    hashtags: float
    unpunctuated: float
    exclamations: float


def shape(rows: Sequence[Any]) -> Shape:
    """Return the shape of rows with a `text`."""
    texts = [row.text for row in rows]

    def share(test: Any) -> float:
        return sum(bool(test(text)) for text in texts) / max(1, len(texts))

    lengths = sorted(map(len, texts))
    return Shape(
        posts=len(texts),
        length_quartiles=tuple(quantiles(lengths, n=4)) if len(lengths) > 1 else (),
        emoji=share(_EMOJI.search),
        line_breaks=share(lambda text: "\n" in text.strip()),
        hashtags=share(lambda text: "#" in text),
        unpunctuated=share(lambda text: not _MARK.search(text)),
        exclamations=share(lambda text: "!" in text or "！" in text),
    )
