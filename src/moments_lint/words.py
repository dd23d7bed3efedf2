"""Word boundaries, asked of jieba about the few characters around a candidate. Imported on the first question.

jieba is used without its cache (it loads whatever lies at a guessable place in the temporary folder) and with a small
dictionary made from its own by `tests/generate_words.py`.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Any, cast

from moments_lint import packaged

WINDOW = 6
"""Characters on either side of a candidate that are shown to jieba: the longest word of the dictionary."""


@contextmanager
def _without_setuptools() -> Iterator[None]:
    """Let an import do without pkg_resources, which jieba would like for its own dictionary; it costs twice the rest of jieba."""
    name = "pkg_resources"
    if name in sys.modules:
        yield
        return
    sys.modules[name] = cast(ModuleType, None)
    try:
        yield
    finally:
        del sys.modules[name]


@cache
def _tokenizer() -> Any:
    with warnings.catch_warnings(), _without_setuptools():
        warnings.simplefilter("ignore")  # jieba 0.42.1 has invalid escapes, which Python 3.12+ warns about
        import jieba
    tokenizer = jieba.Tokenizer()
    with open(packaged.path_of("words.txt"), "rb") as words:
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(words)
    tokenizer.initialized = True
    return tokenizer


def stands_alone(text: str, start: int, end: int) -> bool:
    """Say whether `text[start:end]` begins and ends at word boundaries."""
    first = max(0, start - WINDOW)
    boundaries = {first}
    offset = first
    for word in _tokenizer().cut(text[first : end + WINDOW], HMM=False):
        offset += len(word)
        boundaries.add(offset)
    return start in boundaries and end in boundaries


def cut(text: str) -> list[str]:
    """Return the words of `text`, which together are the text."""
    return list(_tokenizer().cut(text, HMM=False))


def word_set(text: str) -> set[str]:
    """Return the words of `text`; used to compare features, never to lint."""
    return set(_tokenizer().cut(text, HMM=False))


def dictionary() -> Iterator[tuple[str, int]]:
    """Yield every word of jieba's own dictionary with its frequency; used to look for traps, never to lint."""
    tokenizer = _tokenizer()
    with tokenizer.get_dict_file() as lines:
        for line in lines:
            word, frequency, *_ = line.decode("utf-8").split(" ")
            yield word, int(frequency)
