"""What rules share: cue lists, guards, goods words and written forms (variants), and the index of everything to look for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from moments_lint.term_index import TermIndex
from moments_lint.wording import Text

SCOPES = ("before", "after", "clause", "sentence", "post")
EFFECTS = ("quiet", "hint")


class CuePattern(NamedTuple):
    """A pattern and the literals of which one must be in the text before it is tried."""

    pattern: str
    literals: tuple[str, ...]
    needles: tuple[str, ...] = ()


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


class Lexicon:
    """Everything that is looked for in a post; what can set a check going is indexed once, exceptions and guards are not."""

    def __init__(
        self,
        cues: Mapping[str, CueList],
        guards: Mapping[str, Guard],
        goods: Mapping[str, CueList],
        variants: Mapping[str, WrittenForm],
        variant_unless: Iterable[str],
        rule_terms: Iterable[str],
    ) -> None:
        self.cues = cues
        self.guards = guards
        self.goods = goods
        self.variants = variants
        self.variant_unless = tuple(variant_unless)
        self.lists_of = _owners({name: (*cue.terms, *_literals(cue)) for name, cue in cues.items()})
        self.cues_of = _owners({name: cue.terms for name, cue in cues.items()})
        self.goods_of = _owners({name: cue.terms for name, cue in goods.items()})
        self.index = TermIndex(dict.fromkeys([*rule_terms, *variants, *self._shared_terms()]))

    def _shared_terms(self) -> Iterable[str]:
        for cue in (*self.cues.values(), *self.goods.values()):
            yield from cue.terms
            for pattern in cue.patterns:
                yield from pattern.literals


def _literals(cue: CueList) -> Iterable[str]:
    return (literal for pattern in cue.patterns for literal in pattern.literals)


def _owners(terms: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    owners: dict[str, list[str]] = {}
    for name, words in terms.items():
        for word in dict.fromkeys(words):
            owners.setdefault(word, []).append(name)
    return owners
