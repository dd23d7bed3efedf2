"""What a text holds of what is looked for: terms, as typed and beneath a disguise."""

from itertools import chain
from operator import add
from typing import NamedTuple

from moments_lint.disguise import Unmasked, Variant, unmask, verdict
from moments_lint.lexicon import Lexicon
from moments_lint.ranges import Range, inside, occurrences

Places = dict[str, list[Range]]
"""Term → where it stands, in reading order."""


class Seen(NamedTuple):
    """What is seen in a text, as typed and once a disguise is removed.

    `terms` are all that stand there, `disguised` those of them that were hidden, `stretched` those that were drawn out. `heads`
    are those of both texts, `present` the numbers of the groups in the sieve of which one holds a head, when `entered` of them
    were there. `chance` are all terms that the removal puts together, be it by chance: they say which patterns to look for.
    """

    terms: set[str]
    heads: set[str]
    present: set[int]
    entered: int
    unmasked: Unmasked | None
    disguised: Places
    stretched: Places
    chance: set[str]


def see(text: str, heads: set[str], lexicon: Lexicon) -> Seen:
    """Look at a folded text, whose heads are `heads`."""
    sieve = lexicon.sieve
    met = lexicon.vocabulary.among(heads)
    terms = lexicon.index.find(text, heads, met)
    written = terms & lexicon.written_forms
    unmasked = unmask(text, _variants(text, heads, lexicon, terms, written) if written else ())
    disguised: Places = {}
    stretched: Places = {}
    if unmasked is None:
        return Seen(terms, heads, sieve.present(met), sieve.entered, None, disguised, stretched, set())
    seams, new = unmasked.seams()
    both = heads | new
    met = lexicon.vocabulary.among(both)
    found = lexicon.index.find(unmasked.text, both, met)
    chance = {term for term in found if not seams.isdisjoint(chain(term, map(add, term, term[1:])))}
    for term in sorted(chance):
        for start, end in occurrences(unmasked.text, term):
            kind = verdict(unmasked, start, end)
            if kind in ("disguised", "repeated"):
                beneath = disguised if kind == "disguised" else stretched
                beneath.setdefault(term, []).append(unmasked.made.range(start, end))
    all_terms = terms.union(disguised, stretched)
    return Seen(all_terms, both, sieve.present(met), sieve.entered, unmasked, disguised, stretched, chance)


def _variants(text: str, heads: set[str], lexicon: Lexicon, terms: set[str], written: set[str]) -> list[Variant]:
    """Return the places of written forms that mean something else there."""
    forms, unless = lexicon.variants
    excused = [place for phrase in unless.standing(text, heads) for place in occurrences(text, phrase)]
    cues = {name for owners in lexicon.owners(terms) for name in owners.cues}
    return longest_variants(
        [
            Variant(start, end, forms[word].meant)
            for word in written
            if not forms[word].needs or not cues.isdisjoint(forms[word].needs)
            for start, end in occurrences(text, word)
            if not inside(excused, start, end) and not _cuts_latin(text, start, end)
        ]
    )


def longest_variants(variants: list[Variant]) -> list[Variant]:
    """Return variants that do not overlap; of overlapping ones the earlier, then the longer stays."""
    kept: list[Variant] = []
    for variant in sorted(variants, key=lambda v: (v.start, -v.end)):
        if not kept or variant.start >= kept[-1].end:
            kept.append(variant)
    return kept


def _cuts_latin(text: str, start: int, end: int) -> bool:
    """Say whether a range begins or ends in the middle of a Latin word, as “d理” does in “brand理念”."""
    before = (
        start > 0 and text[start].isascii() and text[start].isalpha() and text[start - 1].isascii() and text[start - 1].isalpha()
    )
    after = (
        end < len(text) and text[end - 1].isascii() and text[end - 1].isalpha() and text[end].isascii() and text[end].isalpha()
    )
    return before or after
