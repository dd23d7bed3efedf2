"""What every kind of rule is made of: the options it takes, and the check that its options compile to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from moments_lint.finding import Hit
from moments_lint.lexicon import Lexicon
from moments_lint.schema import Field
from moments_lint.view import View

if TYPE_CHECKING:
    from moments_lint.profile_view import Run

Options = Mapping[str, Any]


class Names(NamedTuple):
    """The shared names that options may refer to."""

    cues: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()


class Check(NamedTuple):
    """A compiled rule. `run` is called only on posts that hold one of `triggers`; on every post when there are none.

    `last` asks to be run after all other rules, when it is known which suppressions served.
    """

    run: Callable[[View], Iterator[Hit]]
    triggers: frozenset[str] = frozenset()
    last: bool = False


class Kind(NamedTuple):
    """One `kind:` of rule for single posts.

    `terms` are the folded words the options bring into the index; `values` the names a message may use;
    `compile` receives options that passed the fields.
    """

    name: str
    fields: Callable[[Names], dict[str, Field]]
    compile: Callable[[Options, Lexicon], Check]
    terms: Callable[[Options], Collection[str]] = lambda options: ()
    values: frozenset[str] = frozenset({"match"})


class ProfileCheck(NamedTuple):
    """The check of a rule for profiles: its options, compiled by the rule's kind when a profile is looked at."""

    options: Options
    lexicon: Lexicon


class ProfileKind(NamedTuple):
    """One `kind:` of rule for profiles; the fields as of a Kind."""

    name: str
    fields: Callable[[Names], dict[str, Field]]
    compile: Callable[[Options, Lexicon], Run]
    values: frozenset[str]
