"""Word boundaries, asked of jieba about the few characters around a candidate. Imported on the first question.

jieba is used without its cache (it loads whatever lies at a guessable place in the temporary folder) and with a small
dictionary made from its own by `tests/generate_words.py`.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import cache
from typing import Any

from moments_lint import packaged

WINDOW = 6
"""Characters on either side of a candidate that are shown to jieba: the longest word of the dictionary."""


@cache
def _tokenizer() -> Any:
    with warnings.catch_warnings():
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
