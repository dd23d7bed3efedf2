"""Sentences for people, each in Chinese and English side by side. No look-up tables: the two stand where they are used."""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

Lang = Literal["zh", "en"]

_PLACEHOLDER = r"\{(\w+)\}"


class Text(NamedTuple):
    """One sentence in the two languages of the product."""

    zh: str
    en: str

    def to(self, lang: str) -> str:
        """Return the sentence in `lang`; anything but "en" is Chinese."""
        return self.en if lang == "en" else self.zh

    def fill(self, **values: object) -> "Text":
        """Replace `{name}` by the value of that name, in both languages; unknown names stay as written."""
        return Text(fill(self.zh, values), fill(self.en, values))


def fill(template: str, values: dict[str, object]) -> str:
    """Replace `{name}` in `template`. Not `str.format`: templates come from rule files, which are untrusted input."""
    parts = list(_parts(template))
    for place in range(1, len(parts), 2):
        parts[place] = str(values.get(parts[place], f"{{{parts[place]}}}"))
    return "".join(parts)


@lru_cache(1000)
def _parts(template: str) -> tuple[str, ...]:
    """Return the fixed parts of a template and, between them, its names; kept, as a message is filled again and again."""
    return tuple(re.split(_PLACEHOLDER, template))


def placeholders(template: str) -> set[str]:
    """Return the names that `template` asks for."""
    return set(re.findall(_PLACEHOLDER, template))


def visible(text: str) -> str:
    """Return `text` with control and invisible characters shown as a dot, so that no draft can move a terminal's cursor."""
    return text if text.isprintable() else "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character.isprintable() or character in "\u3000\u200d":  # the joiner of emoji families
        return character
    return " " if character.isspace() and character not in "\u2028\u2029" else "·"


NO_TEXT = Text("", "")
