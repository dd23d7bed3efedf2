"""Features of a post: character n-grams of its folded text, and facts that the rules' cue lists and the layout give."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from moments_lint.disguise import EMOJI
from moments_lint.view import View

LONGEST = 2
MAX_CHARACTERS = 2000
"""Only so much of a post is classified; WeChat's own limit is about there."""

_DIGITS = re.compile(r"[0-9]")
_SPACE = re.compile(r"\s+")
_EMOJI = re.compile(f"[{EMOJI}]")
_CLAUSE = re.compile(r"[^。!?;\n.,、:~ ]+")
_TAG = re.compile(r"#[^#\s]{1,30}")
_LATIN = re.compile(r"[a-z]{2,}")

STYLE = (
    "length", "emoji", "exclamations", "digits", "questions", "first_person", "lines", "tags", "latin", "clause",
    "brackets", "mentions",
)  # fmt: skip
"""Names of the layout facts, in the order `style` gives them; each is 0..1."""


def normal(view: View) -> str:
    """Return the text that n-grams are taken from: folded, every digit a 0, white space runs one space."""
    return _SPACE.sub(" ", _DIGITS.sub("0", view.text[:MAX_CHARACTERS])).strip()


def grams(text: str) -> set[str]:
    """Return the distinct 1- to LONGEST-grams of a normalised text, its two ends marked with a space."""
    padded = f" {text} "
    found = set(padded)
    for size in range(2, LONGEST + 1):
        found.update([padded[i : i + size] for i in range(len(padded) - size + 1)])
    return found


def style(view: View) -> list[float]:
    """Return the layout facts of STYLE, each squeezed into 0..1."""
    text = view.text[:MAX_CHARACTERS]
    length = max(1, len(text))
    clauses = _CLAUSE.findall(text)
    return [
        min(1.0, math.log(length) / 7),
        min(1.0, 10 * len(_EMOJI.findall(text)) / length),
        min(1.0, 10 * text.count("!") / length),
        min(1.0, 4 * len(_DIGITS.findall(text)) / length),
        min(1.0, 20 * text.count("?") / length),
        min(1.0, 10 * text.count("我") / length),
        min(1.0, text.count("\n") / 12),
        min(1.0, len(_TAG.findall(text)) / 6),
        min(1.0, 20 * len(_LATIN.findall(text)) / length),
        min(1.0, length / max(1, len(clauses)) / 40),
        float("【" in text or "「" in text or "《" in text),
        float("@" in text),
    ]


def facts(view: View, cue_names: Iterable[str]) -> list[float]:
    """Return for each cue list whether it is met (two or more cues count double), then the layout facts."""
    cues = view.lexicon.cues
    met = [min(2, len(view.cues(name))) / 2 if name in cues else 0.0 for name in cue_names]
    return met + style(view)
