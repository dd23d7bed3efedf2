"""What rules share: cue lists, guards, goods words and written forms (variants), and the index of everything to look for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from moments_lint.needles import Groups, Sieve
from moments_lint.phrases import NONE, Phrases
from moments_lint.term_index import Buckets, TermIndex
from moments_lint.vocabulary import Firsts, Vocabulary
from moments_lint.wording import Text

ASKED = 3
"""Times that a list's patterns are looked for before they are entered in the sieve, which is dearer than once or twice."""

SCOPES = ("before", "after", "clause", "sentence", "post")
EFFECTS = ("quiet", "hint")


class CuePattern(NamedTuple):
    """A pattern, the literals of which one must be in the text before it is tried, and its needles (see `needles`)."""

    pattern: str
    literals: frozenset[str]
    needles: Groups


Searches = list[tuple[frozenset[int], CuePattern]]
"""Patterns with the numbers of those of their groups that are in the sieve, and the needles that are not."""


class CueList(NamedTuple):
    """A named list of words and patterns that say the same kind of thing. All folded."""

    name: str
    summary: Text
    terms: tuple[str, ...]
    patterns: tuple[CuePattern, ...] = ()
    unless: Phrases = NONE


class Guard(NamedTuple):
    """Words near a hit that make it harmless (`quiet`) or a matter of evidence (`hint`).

    `scope` is where they must stand; `reach` bounds the distance in characters for `before` and `after`, 0 means the clause.
    """

    name: str
    summary: Text
    effect: str
    scope: str
    reach: int
    terms: Phrases
    unless: Phrases = NONE


class WrittenForm(NamedTuple):
    """What a way of writing means; with `needs` only in a post that holds a term of one of these cue lists."""

    meant: str
    needs: tuple[str, ...] = ()


class Variants(NamedTuple):
    """All written forms by how they are written, and the phrases in which they mean what they say."""

    forms: Mapping[str, WrittenForm]
    unless: Phrases


class Owners(NamedTuple):
    """Whose a term is: the rules and cue lists that it sets going, the cue lists and goods it is a word of."""

    rules: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()


class Terms(NamedTuple):
    """Everything that is looked for, by head; the number of a term's owners is their place in `owners`.

    Owners are written as `write_owners` does.
    """

    heads: Firsts
    buckets: Buckets
    owners: Sequence[str]


class _Read(dict[int, Owners]):
    """Owners by number, read when they are first asked for."""

    def __init__(self, written: Sequence[str]) -> None:
        self._written = written

    def __missing__(self, number: int) -> Owners:
        owners = self[number] = Owners(*(tuple(names.split()) for names in self._written[number].split("|")))
        return owners


def write_owners(owners: Owners) -> str:
    """Return owners as catalogue.json holds them: four lists of names."""
    return "|".join(" ".join(names) for names in owners)


class Lexicon:
    """Everything that is looked for in a post; what can set a check going is indexed once, exceptions and guards are not.

    `variants` is read on first use.
    """

    def __init__(
        self,
        cues: Mapping[str, CueList],
        guards: Mapping[str, Guard],
        terms: Terms,
        variants: Callable[[], Variants],
        written_forms: Iterable[str],
    ) -> None:
        self.cues = cues
        self.guards = guards
        self.written_forms = frozenset(written_forms)
        self.vocabulary = Vocabulary(terms.heads)
        self.index = TermIndex(self.vocabulary, terms.buckets)
        self.sieve = Sieve(self.vocabulary)
        self._owners = _Read(terms.owners)
        self._variants = variants
        self._asked: dict[str, int] = {}
        self._searches: dict[str, Searches] = {}

    def owners(self, terms: Iterable[str]) -> list[Owners]:
        """Return whose the terms are; they were found in a text."""
        return list(map(self._owners.__getitem__, map(self.index.owners.__getitem__, terms)))

    def searches(self, cue: CueList) -> Searches:
        """Return the patterns of a list; they are entered in the sieve when the list was asked for ASKED times."""
        searches = self._searches.get(cue.name)
        if searches is not None:
            return searches
        asked = self._asked[cue.name] = self._asked.get(cue.name, 0) + 1
        if asked < ASKED:
            return [(frozenset(), one) for one in cue.patterns]
        entered = [(one, self.sieve.enter(one.needles)) for one in cue.patterns]
        self._searches[cue.name] = [(numbers, one._replace(needles=left)) for one, (numbers, left) in entered]
        return self._searches[cue.name]

    @cached_property
    def variants(self) -> Variants:
        """The written forms."""
        return self._variants()
