"""`kind: profile`: words and patterns in fields of a profile. Flags are fields too: their text is true or false."""

from __future__ import annotations

from collections.abc import Iterator

from moments_lint import patterns, schema
from moments_lint.finding import Edit, Hit
from moments_lint.kinds import filters
from moments_lint.kinds.check import Names, Options, ProfileKind
from moments_lint.lexicon import Lexicon
from moments_lint.phrases import Phrases
from moments_lint.profile import LABELS
from moments_lint.profile_view import ProfileHit, ProfileView, Run
from moments_lint.ranges import Range
from moments_lint.schema import Field
from moments_lint.view import View


def fields(names: Names) -> dict[str, Field]:
    """The options: in which `fields` to look for `terms`, `patterns` and `cues`, and the filters of every lexical rule.

    `fix: remove` offers to take a place out, where something is left and no Latin word is cut by it.
    """
    own = {
        "fields": schema.listing(schema.choice(*LABELS), least=1).needed(),
        "terms": filters.terms_field(),
        "patterns": schema.listing(schema.text(patterns.wrong_pattern)),
        "cues": schema.listing(schema.choice(*names.cues)),
        "fix": schema.choice("remove"),
    }
    return own | filters.fields(names)


def compile(options: Options, lexicon: Lexicon) -> Run:
    """Return the check: a hit for each place in each of the fields."""
    options = filters.resolved(options, lexicon)
    terms = Phrases(options["terms"])

    def candidates(view: View) -> Iterator[Range]:
        yield from view.places(terms)
        for pattern in options["patterns"]:
            yield from patterns.search(pattern, view.text)
        for name in options["cues"]:
            yield from view.cues(name)

    def run(profile: ProfileView) -> Iterator[ProfileHit]:
        for field in filter(profile.known, options["fields"]):
            view = profile.view(field)
            for hit in filters.sift(view, list(candidates(view)), options):
                yield ProfileHit(field, hit._replace(fix=_removed(view, hit)) if options["fix"] else hit)

    return run


def _removed(view: View, hit: Hit) -> tuple[Edit, ...]:
    """Return the edit that takes a hit and the spaces behind it out; none where nothing sensible would be left."""
    span = view.folded.span(hit.start, hit.end)
    rest = view.post.text[span.end :]
    cuts_a_word = rest[:1].isascii() and rest[:1].isalpha()
    end = len(view.post.text) - len(rest.lstrip(" "))
    return (Edit(span.start, end, ""),) if rest.strip() and not cuts_a_word else ()


KIND = ProfileKind("profile", fields, compile, frozenset({"match"}))
