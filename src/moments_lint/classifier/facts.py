"""Facts of a post that the rules' cue lists and its layout give; its other features, the grams, are the heads of its text."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from moments_lint.disguise import EMOJI
from moments_lint.heads import levelled
from moments_lint.view import View

MAX_CHARACTERS = 2000
"""Only the layout of so much of a post is looked at; WeChat's own limit is about there."""

_CLAUSE = r"[^。!?;\n.,、:~ ]+"
_TAG = r"#[^#\s]{1,30}"
_LATIN = r"[a-z]{2,}"
_EMOJI = f"[{EMOJI}]"
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")

STYLE = (
    "length", "emoji", "exclamations", "digits", "questions", "first_person", "lines", "tags", "latin", "clause",
    "brackets", "mentions",
)  # fmt: skip
"""Names of the layout facts, in the order `style` gives them; each is 0..1."""


def style(view: View) -> list[float]:
    """Return the layout facts of STYLE, each squeezed into 0..1."""
    text = view.text[:MAX_CHARACTERS]
    length = max(1, len(text))
    clauses = re.findall(_CLAUSE, text)
    seen = view.heads
    latin = [] if _LETTERS.isdisjoint(seen) else re.findall(_LATIN, text)
    return [
        min(1.0, math.log(length) / 7),
        min(1.0, 10 * len(re.findall(_EMOJI, text)) / length),
        min(1.0, 10 * text.count("!") / length),
        min(1.0, 4 * levelled(text).count("0") / length),
        min(1.0, 20 * text.count("?") / length),
        min(1.0, 10 * text.count("我") / length),
        min(1.0, text.count("\n") / 12),
        min(1.0, len(re.findall(_TAG, text)) / 6) if "#" in text else 0.0,
        min(1.0, 20 * len(latin) / length),
        min(1.0, length / max(1, len(clauses)) / 40),
        float("【" in text or "「" in text or "《" in text),
        float("@" in text),
    ]


def cue_facts(view: View) -> dict[str, float]:
    """Return for each cue list with a term in the text 0.5 for one of its terms, 1 for more.

    Exceptions and patterns of the lists are not asked: on held-out posts they add nothing, and they cost five times the rest.
    """
    return {name: 0.5 if len(terms) == 1 else 1.0 for name, terms in view.owned.cues.items()}


def facts(view: View, cue_names: Iterable[str]) -> list[float]:
    """Return the facts of the named cue lists, then the layout facts."""
    values = cue_facts(view)
    return [values.get(name, 0.0) for name in cue_names] + style(view)
