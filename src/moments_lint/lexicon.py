"""What rules share: cue lists, guards, goods words and written forms (variants), and the index of everything to look for."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, cached_property
from itertools import accumulate
from typing import NamedTuple

from moments_lint.needles import Groups
from moments_lint.term_index import TermIndex
from moments_lint.wording import Text

SCOPES = ("before", "after", "clause", "sentence", "post")
EFFECTS = ("quiet", "hint")


class CuePattern(NamedTuple):
    """A pattern, the literals of which one must be in the text before it is tried, and its needles (see `needles`)."""

    pattern: str
    literals: frozenset[str]
    needles: Groups


class CueList(NamedTuple):
    """A named list of words and patterns that say the same kind of thing. All folded."""

    name: str
    summary: Text
    terms: tuple[str, ...]
    patterns: tuple[CuePattern, ...] = ()
    unless: tuple[str, ...] = ()


class Guard(NamedTuple):
    """Words near a hit that make it harmless (`quiet`) or a matter of evidence (`hint`).

    `scope` is where they must stand; `reach` bounds the distance in characters for `before` and `after`, 0 means the clause.
    """

    name: str
    summary: Text
    effect: str
    scope: str
    reach: int
    terms: tuple[str, ...]
    unless: tuple[str, ...] = ()


class WrittenForm(NamedTuple):
    """What a way of writing means; with `needs` only in a post that holds a term of one of these cue lists."""

    meant: str
    needs: tuple[str, ...] = ()


class Variants(NamedTuple):
    """All written forms by how they are written, and the phrases in which they mean what they say."""

    forms: Mapping[str, WrittenForm]
    unless: tuple[str, ...]


class Owners(NamedTuple):
    """Whose a term is: the rules and cue lists that it sets going, the cue lists and goods it is a word of."""

    rules: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()


class Terms(NamedTuple):
    """Everything that is looked for, those of the same owners together: `counts[i]` terms belong to `owners[i]`.

    Owners are written as `write_owners` does.
    """

    terms: Sequence[str]
    counts: Sequence[int]
    owners: Sequence[str]


@cache
def _read_owners(written: str) -> Owners:
    return Owners(*(tuple(names.split()) for names in written.split("|")))


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
        self.index = TermIndex(terms.terms)
        self._ends = list(accumulate(terms.counts))
        self._written_owners = terms.owners
        self._owners: dict[str, Owners] = {}
        self._variants = variants

    def owners(self, term: str) -> Owners:
        """Return whose a term is that was found in a text."""
        owners = self._owners.get(term)
        if owners is None:
            place = bisect_right(self._ends, self.index.numbers[term])
            owners = self._owners[term] = _read_owners(self._written_owners[place])
        return owners

    @cached_property
    def variants(self) -> Variants:
        """The written forms."""
        return self._variants()
