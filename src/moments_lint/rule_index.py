"""What sets which rule going: computed from the rules as written, kept in catalogue.json, so that a start compiles no rule."""

from collections.abc import Iterable, Mapping
from itertools import chain, repeat
from typing import Any, NamedTuple

from moments_lint.kinds import FEED_KINDS, KINDS
from moments_lint.lexicon import Owners, write_owners

SEPARATOR = "\u3000"


class Index(NamedTuple):
    """`owners` gives every term its owners (see `lexicon`), `lists` every cue list the rules it sets going.

    `characters` gives the inside of a regex class to rules that wait for a character, `needs` to rules what must be possible
    besides: how many, and of which cue lists. The others are ids of rules: those that run `always`, those that run `last`,
    those for a `feed` or a `profile`, and those `yielding` to others. `written_forms` are variants.
    """

    owners: Mapping[str, str]
    lists: dict[str, list[str]]
    characters: dict[str, str]
    needs: dict[str, list[Any]]
    always: list[str]
    last: list[str]
    feed: list[str]
    profile: list[str]
    yielding: list[str]
    written_forms: list[str]


def index(rules: Mapping[str, Any], terms: Mapping[str, Any], goods: Mapping[str, Any], variants: Mapping[str, Any]) -> Index:
    """Index rules, cue lists, goods words and written forms, all as written."""
    forms = [form for shared in variants.values() for written in shared["variants"].values() for form in written]
    made = Index({}, {}, {}, {}, [], [], [], [], [rule for rule in rules if rules[rule]["yields_to"]], forms)
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
    return made._replace(owners={term: write_owners(Owners(*map(tuple, names))) for term, names in owned.items()})


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


def written(made: Index) -> dict[str, Any]:
    """Return an index as catalogue.json holds it: `terms` in one string, those of the same owners together.

    `owners` says whose they are, `counts` how many of them; the separator is a character that folding takes away.
    """
    together: dict[str, list[str]] = {}
    for term, owners in made.owners.items():
        together.setdefault(owners, []).append(term)
    terms = SEPARATOR.join(term for some in together.values() for term in some)
    counts = [len(some) for some in together.values()]
    return {"terms": terms, "counts": counts} | made._asdict() | {"owners": list(together)}


def read(data: Mapping[str, Any]) -> Index:
    """Read `written` back."""
    owners = chain.from_iterable(map(repeat, data["owners"], data["counts"]))
    rest = {name: data[name] for name in Index._fields}
    return Index(**rest | {"owners": dict(zip(data["terms"].split(SEPARATOR), owners, strict=True))})
