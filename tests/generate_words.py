"""Write `words.txt`: the commoner words of jieba's dictionary (MIT licence), for word boundaries at lint time.

jieba's own dictionary costs half a second to load. A boundary question concerns a few characters around a candidate, and the
words that straddle candidates are common ones. Run `python tests/generate_words.py` after an update of jieba.
"""

from __future__ import annotations

import warnings
from importlib.resources import files
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import jieba

WORDS = Path(__file__).parents[1] / "src" / "moments_lint" / "words.txt"
LEAST_FREQUENCY = 200
LONGEST = 6


def build() -> str:
    """Return one `word frequency` line a word, in the order of jieba's dictionary."""
    lines = files(jieba).joinpath("dict.txt").read_text("utf-8").splitlines()
    rows = (line.split(" ") for line in lines)
    kept = [(word, count) for word, count, *_ in rows if int(count) >= LEAST_FREQUENCY and len(word) <= LONGEST]
    return "".join(f"{word} {count}\n" for word, count in kept)


if __name__ == "__main__":
    WORDS.write_text(build(), "utf-8", newline="\n")
