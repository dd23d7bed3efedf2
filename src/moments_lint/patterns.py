"""Patterns in RE2 syntax: linear time whatever the text, no lookaround, no backreference. Compiled on first use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from moments_lint.fold import fold
from moments_lint.wording import Text

MAX_MATCHES = 200
"""Matches looked at per pattern and post."""

MAX_MEMORY = 16 << 20
"""Bytes that one pattern may take. Above it RE2 is some ten times slower: at its own 8 MB one packaged pattern took a fifteenth
of a post's time, at 16 all of them took 9 MB more.
"""


@cache
def _compiled(pattern: str) -> Any:
    import re2

    options = re2.Options()
    options.log_errors = False
    options.max_mem = MAX_MEMORY
    return re2.compile(pattern, options)


@cache
def _has_group(pattern: str) -> bool:
    return bool(_compiled(pattern).groups)


@lru_cache(maxsize=4)
def _encoded(text: str) -> bytes:
    """RE2 works on bytes, and would encode a text anew for every pattern and match."""
    return text.encode()


def search(pattern: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of `pattern` in `text`: of its first group where it has one and took part, else of the match."""
    encoded = _encoded(text)
    grouped = _has_group(pattern)
    place = offset = 0
    for count, match in enumerate(_compiled(pattern).finditer(encoded)):
        if count >= MAX_MATCHES:
            return
        start, end = match.span(1 if grouped and match.start(1) >= 0 else 0)
        if end > start:
            place += len(encoded[offset:start].decode())
            offset = start
            yield place, place + len(encoded[start:end].decode())


_ESCAPE = r"\\(?:[pP](?:\{\^?\w+\}|\w)|[xX]\{?[0-9a-fA-F]+\}?|.)|\(\?[a-zA-Z:<>]+|\[\[:\w+:\]"


def wrong_pattern(pattern: str, typed: bool = False) -> Text | None:
    """Say what is wrong with a pattern, None when it will do. `typed` ones run on the text as typed, others on folded text."""
    if "\\b" in pattern or "\\B" in pattern:
        return Text(
            r"不要用 \b：汉字之间没有单词边界，它永远匹配不到；需要按词切分时写 whole_word: true",
            r"\b is refused: there is no boundary between Han characters, so it never matches; use whole_word: true",
        )
    if "\\C" in pattern:
        return Text(r"模式里不要用 \C：它匹配半个字", r"not a valid RE2 pattern here: \C matches half a character")
    try:
        compiled = _compiled(pattern)
    except Exception as error:  # re2.error is no subclass of anything narrower, and differs between releases
        said = error.args[0] if error.args else ""
        reason = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        return Text(f"模式不合 RE2 语法（{reason}）", f"not a valid RE2 pattern ({reason})")
    if compiled.search("") is not None:
        return Text("模式能匹配空文本", "the pattern matches empty text")
    plain = re.sub(_ESCAPE, "", pattern)
    if not typed and fold(plain).text != plain:
        written = next((a for a in plain if fold(a).text != a), plain)
        return Text(
            f"「{written}」折叠后是「{fold(written).text}」，模式里请写折叠后的字",
            f"“{written}” is folded to “{fold(written).text}” before matching; write the folded form",
        )
    return None
