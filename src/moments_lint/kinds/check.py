"""What every kind of rule is made of: the options it takes, and the check that its options compile to."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from moments_lint.finding import Hit
from moments_lint.lexicon import Lexicon
from moments_lint.schema import Field
from moments_lint.view import View
from moments_lint.wording import Text

if TYPE_CHECKING:
    from moments_lint.profile_view import Run

Options = Mapping[str, Any]


class Names(NamedTuple):
    """The shared names that options may refer to."""

    cues: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()


class Triggers(NamedTuple):
    """What in a post sets a rule going: a term of the folded text, a cue list that may be met, or a typed character.

    `characters` is written like the inside of a regex class (`!#a-z`, a plain hyphen last). With `always` the rule runs on
    every post; with `last` after all others and only where something is wrong with the draft's suppressions. Whatever sets
    it going, `least` of the cue lists `needs` must be possible besides.
    """

    terms: frozenset[str] = frozenset()
    lists: tuple[str, ...] = ()
    characters: str = ""
    always: bool = False
    last: bool = False
    needs: tuple[str, ...] = ()
    least: int = 1


class Check(NamedTuple):
    """A compiled rule for single posts. `run` may be called on any post; its triggers say on which it can find anything.

    Most runs find nothing: `run` is a function that says so as early as it can, and returns a generator only for the rest.
    `enter` enters its patterns in the lexicon's sieve and returns the rarest group of each, of which a text must hold one; none
    where the sieve cannot tell. It is called once, when the rule has been run a few times.
    """

    run: Callable[[View], Iterable[Hit]]
    enter: Callable[[], frozenset[int]] = frozenset


class Kind(NamedTuple):
    """One `kind:` of rule for single posts.

    `triggers` says what sets such a rule going, `values` the names a message may use; both and `compile` receive options
    that passed the fields, and of which `wrong` found nothing to say.
    """

    name: str
    fields: Callable[[Names], dict[str, Field]]
    compile: Callable[[Options, Lexicon], Check]
    triggers: Callable[[Options], Triggers]
    values: frozenset[str] = frozenset({"match"})
    wrong: Callable[[Options], Text | None] = lambda options: None


class ProfileCheck(NamedTuple):
    """The check of a rule for profiles: its options, compiled by the rule's kind when a profile is looked at."""

    options: Options
    lexicon: Lexicon


class ProfileKind(NamedTuple):
    """One `kind:` of rule for profiles; the fields as of a Kind."""

    name: str
    fields: Callable[[Names], dict[str, Field]]
    compile: Callable[[Options, Lexicon], "Run"]
    values: frozenset[str]
    wrong: Callable[[Options], Text | None] = lambda options: None


def ranges(characters: str) -> list[tuple[str, str]]:
    """Return the first and last characters of the ranges that a trigger's `characters` stand for."""
    found: list[tuple[str, str]] = []
    place = 0
    while place < len(characters):
        reach = 2 if characters[place + 1 : place + 2] == "-" and place + 2 < len(characters) else 0
        found.append((characters[place], characters[place + reach]))
        place += reach + 1
    return found
