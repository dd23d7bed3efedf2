"""`kind: repetition`: the same line, or the same phrase, again and again in one post."""

from __future__ import annotations

import re
from collections.abc import Iterator

from moments_lint import schema
from moments_lint.finding import Hit
from moments_lint.kinds.check import Check, Kind, Names, Options, Triggers
from moments_lint.lexicon import Lexicon
from moments_lint.schema import Field
from moments_lint.view import Range, View

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
    """Return the check; a post too short to repeat anything is passed over."""
    characters, limit = options["characters"], options["limit"]
    line = options["unit"] == "line"
    units = _lines if line else _phrases

    def run(view: View) -> Iterator[Hit]:
        if len(view.text) < characters * limit:
            return
        text = view.text[:MAX_CHARACTERS]
        if not line and _all_differ(text, characters):
            return
        places: dict[str, list[Range]] = {}
        for start, end in units(text, characters):
            known = places.setdefault(text[start:end], [])
            if not known or start >= known[-1][1]:
                known.append((start, end))
        repeated = [ranges for ranges in places.values() if len(ranges) >= limit]
        if repeated:
            most = max(repeated, key=len)
            related = tuple((start, end, "") for start, end in most[1:])
            yield Hit(*most[0], values={"count": len(most)}, related=related)

    return Check(run)


def _all_differ(text: str, characters: int) -> bool:
    """Say whether no `characters` in a row stand twice; a quick look, since most posts repeat nothing."""
    windows = [text[start : start + characters] for start in range(len(text) - characters + 1)]
    return len(set(windows)) == len(windows)


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
