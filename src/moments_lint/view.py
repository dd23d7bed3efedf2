"""One post and its facts, each computed once and only when asked for. Positions are in the folded text unless said otherwise."""

import re
from functools import cached_property
from typing import NamedTuple

from moments_lint import patterns
from moments_lint.disguise import covers
from moments_lint.fold import Folded, fold, whole
from moments_lint.heads import heads
from moments_lint.lexicon import CueList, Lexicon
from moments_lint.needles import possible
from moments_lint.phrases import Phrases
from moments_lint.post import Post, Suppression
from moments_lint.ranges import MAX_CANDIDATES, Range, between, inside, longest, occurrences
from moments_lint.seen import Places, Seen, see

_SENTENCE_END = r"(?:[。!?;\n\r]|\.{2,})+"
_CLAUSE_END = r"(?:[。!?;\n\r,、:~|]|\.{2,})+| {2,}|(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])"

CERTAIN_GOODS = 2
"""Different goods words of one category needed before it is inferred."""


class Expectation(NamedTuple):
    """What the settings say about every post: the signature it should end with, and the goods its author sells."""

    signature: str = ""
    goods: str = ""


class Owned(NamedTuple):
    """What found terms set going: rules and cue lists; the words of each list and of each category of goods."""

    rules: set[str]
    lists: set[str]
    cues: dict[str, list[str]]
    goods: dict[str, list[str]]


class View:
    """What the checks see of a post."""

    def __init__(self, post: Post, lexicon: Lexicon, expectation: Expectation | None = None) -> None:
        self.post = post
        self.lexicon = lexicon
        self.expectation = expectation or Expectation()
        self.suppressions: dict[str, list[Suppression]] = {}
        self.typed = whole(post.text)
        """The text as typed, lone surrogates replaced."""
        self.folded: Folded = fold(self.typed)
        self.text = self.folded.text
        """The folded text."""
        self.heads = heads(self.text)
        """The heads of the folded text."""
        self._cue_ranges: dict[str, list[Range]] = {}
        self._places: dict[Phrases, list[Range]] = {}

    @property
    def present(self) -> set[int]:
        """The numbers of the groups of needles in the lexicon's sieve of which the text holds a head, beneath a disguise too."""
        lexicon, seen = self.lexicon, self._seen
        if seen.entered != lexicon.sieve.entered:
            present = lexicon.sieve.present(lexicon.vocabulary.among(seen.heads))
            self._seen = seen = seen._replace(present=present, entered=lexicon.sieve.entered)
        return seen.present

    @cached_property
    def _seen(self) -> Seen:
        return see(self.text, self.heads, self.lexicon)

    @property
    def terms(self) -> set[str]:
        """The terms of the lexicon that stand in the text, those behind a disguise included."""
        return self._seen.terms

    @property
    def masked(self) -> Places:
        """Terms that are seen only after removing a disguise."""
        return self._seen.disguised

    @property
    def all_heads(self) -> set[str]:
        """The heads of the text, those beneath a disguise included."""
        return self._seen.heads

    def at(self, term: str) -> list[Range]:
        """Return where a term stands, behind a disguise too."""
        places = occurrences(self.text, term)
        for beneath in (self._seen.disguised, self._seen.stretched):
            places += [place for place in beneath.get(term, ()) if place not in places]
        return places

    def search(self, pattern: str) -> list[Range]:
        """Return where a pattern matches, behind a disguise too."""
        places = list(patterns.search(pattern, self.text))
        unmasked = self._seen.unmasked
        if unmasked is not None:
            hidden = [range_ for range_ in patterns.search(pattern, unmasked.text) if covers(unmasked, *range_)]
            places += [unmasked.made.range(*range_) for range_ in hidden]
        return places

    @cached_property
    def owned(self) -> Owned:
        """Whose terms stand in the text."""
        owners = self.lexicon.owners(self.terms)
        cues: dict[str, list[str]] = {}
        goods: dict[str, list[str]] = {}
        for term, whose in zip(self.terms, owners, strict=True):
            for name in whose.cues:
                cues.setdefault(name, []).append(term)
            for name in whose.goods:
                goods.setdefault(name, []).append(term)
        setting_going = owners + self.lexicon.owners(self._seen.chance) if self._seen.chance else owners
        return Owned(
            set().union(*[whose.rules for whose in setting_going]),
            set().union(*[whose.lists for whose in setting_going]),
            cues,
            goods,
        )

    @property
    def lists(self) -> set[str]:
        """The cue lists of which a term or a pattern's literal stands in the text: only they can be met."""
        return self.owned.lists

    def cues(self, name: str) -> list[Range]:
        """Return where the cues of the list `name` stand, in reading order, exceptions and nested ones taken out."""
        ranges = self._cue_ranges.get(name)
        if ranges is None:
            ranges = self._find_cues(self.lexicon.cues[name]) if name in self.owned.lists else []
            self._cue_ranges[name] = ranges
        return ranges

    def _find_cues(self, cue: CueList) -> list[Range]:
        ranges = [place for term in self.owned.cues.get(cue.name, ()) for place in self.at(term)]
        searches = self.lexicon.searches(cue)
        present = self.present
        for numbers, (pattern, literals, needles) in searches:
            here = numbers <= present and not (literals.isdisjoint(self.terms) and literals.isdisjoint(self._seen.chance))
            if here and possible(needles, self.all_heads):
                ranges += self.search(pattern)
        if not ranges:
            return ranges
        excused = self.places(cue.unless)
        return [place for place in longest(ranges)[:MAX_CANDIDATES] if not inside(excused, *place)]

    def places(self, phrases: Phrases) -> list[Range]:
        """Return every range at which one of `phrases` stands."""
        places = self._places.get(phrases)
        if places is None:
            text = self.text
            places = [place for phrase in phrases.standing(text, self.heads) for place in occurrences(text, phrase)]
            self._places[phrases] = places
        return places

    @cached_property
    def _sentence_breaks(self) -> list[Range]:
        return [found.span() for found in re.finditer(_SENTENCE_END, self.text)]

    @cached_property
    def _clause_breaks(self) -> list[Range]:
        return [found.span() for found in re.finditer(_CLAUSE_END, self.text)]

    def sentence(self, start: int, end: int) -> Range:
        """Return the range of the sentence(s) that hold `[start, end)`."""
        return between(self._sentence_breaks, start, end, len(self.text))

    def clause(self, start: int, end: int) -> Range:
        """Return the range of the clause(s) that hold `[start, end)`."""
        return between(self._clause_breaks, start, end, len(self.text))

    @property
    def declared_goods(self) -> str:
        """The category of goods that the draft declares, else the settings, else empty."""
        return self.post.goods or self.expectation.goods

    @cached_property
    def goods(self) -> str:
        """The category of goods: declared, else inferred, else empty."""
        return self.declared_goods or self.inferred_goods

    @property
    def goods_words(self) -> frozenset[str]:
        """The words of goods that stand in the text, of whatever category."""
        return frozenset().union(*self.owned.goods.values())

    @cached_property
    def inferred_goods(self) -> str:
        """The one category of which at least CERTAIN_GOODS different words stand in the text; empty on a tie."""
        ranked = sorted(((len(words), name) for name, words in self.owned.goods.items()), reverse=True)
        if not ranked or ranked[0][0] < CERTAIN_GOODS or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
            return ""
        return ranked[0][1]
