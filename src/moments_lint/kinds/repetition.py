"""`kind: repetition`: the same line, or the same phrase, again and again in one post."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from moments_lint import schema
from moments_lint.finding import Hit
from moments_lint.kinds.check import Check, Kind, Names, Options, Triggers
from moments_lint.lexicon import Lexicon
from moments_lint.ranges import Range
from moments_lint.schema import Field
from moments_lint.view import View

_PHRASE = r"[^\s\W_]+"
MAX_CHARACTERS = 5000
"""Only so much of a post is searched for repetition."""


def fields(names: Names) -> dict[str, Field]:
    """The options: a `unit` of at least `characters` that stands `limit` times or more."""
    return {
        "unit": schema.choice("line", "phrase").needed(),
        "characters": schema.whole(2, 40).needed(),
        "limit": schema.whole(2, 100).needed(),
    }


def compile(options: Options, lexicon: Lexicon) -> Check:
    """Return the check; a post that cannot repeat anything so often is passed over."""
    characters, limit = options["characters"], options["limit"]
    line = options["unit"] == "line"
    units = _lines if line else _phrases

    def run(view: View) -> Iterable[Hit]:
        text = view.text
        if len(text) < characters * limit or len(view.heads) > _most_heads(len(text), characters, limit):
            return ()
        text = text[:MAX_CHARACTERS]
        if text.count("\n") + text.count("\r") < limit - 1 if line else _most_differ(text, characters, limit):
            return ()
        places: dict[str, list[Range]] = {}
        for start, end in units(text, characters):
            known = places.setdefault(text[start:end], [])
            if not known or start >= known[-1][1]:
                known.append((start, end))
        repeated = [ranges for ranges in places.values() if len(ranges) >= limit]
        if repeated:
            most = max(repeated, key=len)
            related = tuple((start, end, "") for start, end in most[1:])
            return (Hit(*most[0], values={"count": len(most)}, related=related),)
        return ()

    return Check(run)


def _most_heads(length: int, characters: int, limit: int) -> int:
    """Return how many heads a text can have in which something stands `limit` times.

    A text of `length` has `length` characters, the space around it and a pair more; each further time takes all that are within.
    """
    return 2 * length + 2 - (limit - 1) * (2 * characters - 1)


def _most_differ(text: str, characters: int, limit: int) -> bool:
    """Say whether too few runs of characters stand twice for one of `characters` to stand `limit` times; so it is in most posts.

    Every second place is looked at, and one character less: what begins at an odd place holds the run that begins after it.
    So the runs of the `limit` places are of two kinds, and the others are repeats.
    """
    step = min(2, limit - 1)
    reach = characters - step + 1
    runs = [text[start : start + reach] for start in range(0, len(text) - reach + 1, step)]
    return len(runs) - len(set(runs)) < limit - step


def _lines(text: str, characters: int) -> Iterator[Range]:
    for line in re.finditer(r"[^\r\n]+", text):
        written = line[0].strip()
        if len(written) >= characters:
            start = line.start() + line[0].index(written)
            yield start, start + len(written)


def _phrases(text: str, characters: int) -> Iterator[Range]:
    """Yield every window of `characters` word characters that is not one character over and over (哈哈哈哈)."""
    for phrase in re.finditer(_PHRASE, text):
        for start in range(phrase.start(), phrase.end() - characters + 1):
            window = text[start : start + characters]
            if len(set(window)) > 2:
                yield start, start + characters


def triggers(options: Options) -> Triggers:
    """A second line sets the search for lines going; the search for phrases runs on every post."""
    line = options["unit"] == "line"
    return Triggers(characters="\n\r" if line else "", always=not line)


KIND = Kind("repetition", fields, compile, triggers, values=frozenset({"match", "count"}))
