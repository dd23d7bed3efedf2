"""`kind: profile_fact`: what fields of a profile say together: one is unknown, differs from another, names what another names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from moments_lint import schema
from moments_lint.finding import Hit
from moments_lint.fold import fold
from moments_lint.kinds import filters
from moments_lint.kinds.check import Names, Options, ProfileKind
from moments_lint.lexicon import Lexicon
from moments_lint.phrases import Phrases
from moments_lint.profile import LABELS, value
from moments_lint.profile_view import ProfileHit, ProfileView, Run
from moments_lint.ranges import Range
from moments_lint.schema import Field
from moments_lint.wording import Text

LEAST_WORD = 2
"""Characters of a brand or trade word that can be told from chance."""

COUNTED = 10
"""Words and names looked at; a profile has a few."""


def fields(names: Names) -> dict[str, Field]:
    """The options: a `fact` about `fields`.

    unknown: one of them is not written. differs: the first is known and a line of `other` differs from it. without: the first
    is known and none of them holds a word of `other`, a phrase of `unless` or a goods word. with: one of them does.
    """
    return {
        "fact": schema.choice(*FACTS).needed(),
        "fields": schema.listing(schema.choice(*LABELS), least=1).needed(),
        "other": schema.choice(*LABELS),
        "unless": filters.terms_field(),
        "goods_words": schema.flag(),
    }


def compile(options: Options, lexicon: Lexicon) -> Run:
    """Return the check; one hit at most."""
    find = FACTS[options["fact"]]
    return lambda profile: find(profile, options)


def _unknown(profile: ProfileView, options: Options) -> Iterator[ProfileHit]:
    missing = [LABELS[field] for field in options["fields"] if not profile.known(field)]
    if missing:
        listed = Text("、".join(label.zh for label in missing), ", ".join(label.en for label in missing))
        yield ProfileHit("", Hit(-1, -1, values={"fields": listed}))


def _differs(profile: ProfileView, options: Options) -> Iterator[ProfileHit]:
    first, other = options["fields"][0], options["other"]
    if profile.known(first):
        own = fold(value(profile.profile, first)).text.strip()
        odd = [line for line in value(profile.profile, other).split("\n") if line and fold(line).text.strip() != own]
        odd = odd[:COUNTED]
        if odd:
            yield _whole(profile, first, {"other": Text("、".join(odd), ", ".join(odd))})


def _without(profile: ProfileView, options: Options) -> Iterator[ProfileHit]:
    first = options["fields"][0]
    if profile.known(first) and not any(_named(profile, field, options) for field in options["fields"]):
        yield _whole(profile, first, {})


def _with(profile: ProfileView, options: Options) -> Iterator[ProfileHit]:
    for field in options["fields"]:
        for start, end in _named(profile, field, options)[:1]:
            yield ProfileHit(field, Hit(start, end))
            return


def _named(profile: ProfileView, field: str, options: Options) -> list[Range]:
    """Return where a field names what the options ask for."""
    view = profile.view(field)
    other = value(profile.profile, options["other"]) if options["other"] else ""
    named = [fold(word).text for word in re.split(r"[\s、,，]+", other)]
    words = tuple(word for word in named if len(word) >= LEAST_WORD)[:COUNTED]
    found = view.places(Phrases({*words, *options["unless"]}))[:]
    if options["goods_words"]:
        found += [place for term in view.goods_words for place in view.at(term)]
    return sorted(found)


def _whole(profile: ProfileView, field: str, values: dict[str, object]) -> ProfileHit:
    return ProfileHit(field, Hit(0, len(value(profile.profile, field)), typed=True, values=values))


FACTS: dict[str, Callable[[ProfileView, Options], Iterator[ProfileHit]]] = {
    "unknown": _unknown,
    "differs": _differs,
    "without": _without,
    "with": _with,
}

KIND = ProfileKind("profile_fact", fields, compile, frozenset({"match", "fields", "other"}))
