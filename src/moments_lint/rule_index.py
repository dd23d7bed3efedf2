"""All rules as written, and what sets which of them going: kept in catalogue.json, so that a start compiles no rule."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from moments_lint.heads import head
from moments_lint.kinds import FEED_KINDS, KINDS
from moments_lint.lexicon import Owners, Terms, write_owners
from moments_lint.rule import Spec
from moments_lint.term_index import Buckets
from moments_lint.vocabulary import Firsts, grouped

NOTHING = Terms({}, {}, ())


class Index(NamedTuple):
    """`terms` are all terms with their owners (see `lexicon`), `lists` every cue list the rules it sets going.

    `characters` gives the inside of a regex class to rules that wait for a character, `needs` to rules what must be possible
    besides: how many, and of which cue lists. The others are ids of rules: those that run `always`, those that run `last`,
    those for a `feed` or a `profile`, and those `yielding` to others. `written_forms` are variants.
    """

    terms: Terms
    lists: dict[str, list[str]]
    characters: dict[str, str]
    needs: dict[str, list[Any]]
    always: list[str]
    last: list[str]
    feed: list[str]
    profile: list[str]
    yielding: list[str]
    written_forms: list[str]


NO_RHYTHMS: Mapping[str, Any] = {}


class Catalogue(NamedTuple):
    """Everything that rule folders say, read and checked, as plain data (what catalogue.json holds).

    `rule_index` is None until it is known; it holds for exactly these rules and lists.
    """

    rules: Mapping[str, Spec]
    terms: Mapping[str, Any]
    guards: Mapping[str, Any]
    goods: Mapping[str, Any]
    variants: Mapping[str, Any]
    rhythms: Mapping[str, Any] = NO_RHYTHMS
    rule_index: Index | None = None


PARTS = Catalogue._fields[:6]


def merged(catalogues: Sequence[Catalogue]) -> Catalogue:
    """Lay catalogues over each other; the last one wins name by name."""
    if len(catalogues) == 1:
        return catalogues[0]
    laid = [{name: one for c in catalogues for name, one in getattr(c, part).items()} for part in PARTS]
    return Catalogue(laid[0], laid[1], laid[2], laid[3], laid[4], laid[5])


def index(rules: Mapping[str, Any], terms: Mapping[str, Any], goods: Mapping[str, Any], variants: Mapping[str, Any]) -> Index:
    """Index rules, cue lists, goods words and written forms, all as written."""
    forms = [form for shared in variants.values() for written in shared["variants"].values() for form in written]
    made = Index(NOTHING, {}, {}, {}, [], [], [], [], [rule for rule in rules if rules[rule]["yields_to"]], forms)
    owned: dict[str, tuple[list[str], ...]] = {form: ([], [], [], []) for form in forms}

    def own(words: Iterable[str], part: int, name: str) -> None:
        for word in dict.fromkeys(words):
            owned.setdefault(word, ([], [], [], []))[part].append(name)

    for rule, spec in sorted(rules.items()):
        own(sorted(_place(made, rule, spec["match"])), 0, rule)
    for name, shared in sorted(terms.items()):
        own([*shared["terms"], *(word for pattern in shared["patterns"] for word in pattern["literals"])], 1, name)
        own(shared["terms"], 2, name)
    for name, shared in sorted(goods.items()):
        own(shared["terms"], 3, name)
    return made._replace(terms=_together(owned))


def _place(made: Index, rule: str, match: Mapping[str, Any]) -> Iterable[str]:
    """Enter a rule, and return the terms that set it going."""
    if match["kind"] not in KINDS:
        (made.feed if match["kind"] in FEED_KINDS else made.profile).append(rule)
        return ()
    triggers = KINDS[match["kind"]].triggers(match)
    for name in triggers.lists:
        made.lists.setdefault(name, []).append(rule)
    if triggers.characters:
        made.characters[rule] = triggers.characters
    if triggers.needs:
        made.needs[rule] = [triggers.least, list(triggers.needs)]
    if triggers.always:
        made.always.append(rule)
    if triggers.last:
        made.last.append(rule)
    return triggers.terms


def _together(owned: Mapping[str, Iterable[Iterable[str]]]) -> Terms:
    numbers: dict[str, int] = {}
    buckets: dict[str, dict[str, int]] = {}
    for term, names in owned.items():
        owners = write_owners(Owners(*map(tuple, names)))
        buckets.setdefault(head(term), {})[term] = numbers.setdefault(owners, len(numbers))
    return Terms(grouped(buckets), buckets, list(numbers))


def written(made: Index) -> dict[str, Any]:
    """Return an index as catalogue.json holds it; the buckets of its terms are members of their own there."""
    return made._asdict() | {"terms": [made.terms.heads, made.terms.owners]}


def read(data: Mapping[str, Any], buckets: Callable[[Firsts], Buckets]) -> Index:
    """Read `written` back. `buckets` gives the buckets of so many heads."""
    heads, owners = data["terms"]
    return Index(**{**data, "terms": Terms(heads, buckets(heads), owners)})
