"""A rule as run. Reading rule files is `rule_file`'s work, finding and choosing rules `catalogue`'s."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from moments_lint.finding import Hit, Severity
from moments_lint.kinds import FEED_KINDS, KINDS, ProfileCheck
from moments_lint.kinds.check import Check
from moments_lint.lazy import Lazy
from moments_lint.lexicon import Lexicon
from moments_lint.view import View

if TYPE_CHECKING:
    from moments_lint.timeline import FeedCheck

MAX_HITS = 1000
"""Hits of one rule on one post; a bound for hostile texts."""

Spec = dict[str, Any]
"""A rule as written: the fields of `rule_file`, read and checked, plus `id` and `path`."""


class Rule(NamedTuple):
    """A rule as run, in one language. `severity` is None and `points` positive for a value signal."""

    id: str
    severity: Severity | None
    summary: str
    message: str
    why: str
    advice: str
    sources: tuple[str, ...]
    goods: frozenset[str]
    points: int
    caps: bool
    yields_to: tuple[str, ...]
    check: "Check | FeedCheck | ProfileCheck"
    kind: str = ""

    @property
    def family(self) -> str:
        """The folder the rule stands in."""
        return self.id.partition("/")[0]


def compile_rule(spec: Spec, lexicon: Lexicon, lang: str, severity: Severity | None, limit: int | None) -> Rule:
    """Turn a rule as written into a rule as run; `severity` and `limit` are the settings' overrides."""
    options = dict(spec["match"])
    if limit is not None:
        options["limit"] = limit
    kind = options["kind"]
    check: Check | FeedCheck | ProfileCheck
    if kind in FEED_KINDS:
        check = FEED_KINDS[kind].compile(options)
    else:
        check = KINDS[kind].compile(options, lexicon) if kind in KINDS else ProfileCheck(options, lexicon)
    own = Severity[spec["severity"]] if spec["severity"] else None
    return Rule(
        id=spec["id"],
        severity=severity if severity is not None and own is not None else own,
        summary=spec["summary"][lang],
        message=spec["message"][lang],
        why=spec["why"][lang],
        advice=spec["advice"][lang] if spec["advice"] else "",
        sources=tuple(spec["sources"]),
        goods=frozenset(spec["goods"]),
        points=spec["points"] or 0,
        caps=spec["caps"],
        yields_to=tuple(spec["yields_to"]),
        check=check,
        kind=kind,
    )


class Rulebook(Mapping[str, Rule]):
    """Rules by id, each compiled when it is asked for. `chosen` are the ids; the rest is as in `compile_rule`."""

    def __init__(
        self,
        specs: Mapping[str, Spec],
        chosen: Iterable[str],
        lexicon: Lexicon,
        lang: str,
        severities: Mapping[str, Severity],
        limits: Mapping[str, int],
    ) -> None:
        self.ids = tuple(sorted(set(chosen)))
        self._rules = Lazy(
            {rule_id: rule_id for rule_id in self.ids},
            lambda rule, _: compile_rule(specs[rule], lexicon, lang, severities.get(rule), limits.get(rule)),
        )

    def apart_from(self, left_out: Iterable[str]) -> Mapping[str, Rule]:
        """Return the rules but those `left_out`, compiled no sooner than here."""
        return Lazy(dict.fromkeys(rule for rule in self.ids if rule not in frozenset(left_out)), lambda rule, _: self[rule])

    def __getitem__(self, rule: str) -> Rule:
        return self._rules[rule]

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)


def hits(rule: Rule, view: View) -> Iterable[Hit]:
    """Run a rule for single posts on a post, its goods considered; return MAX_HITS hits at most."""
    if isinstance(rule.check, Check) and (not rule.goods or not view.goods or view.goods in rule.goods):
        found = rule.check.run(view)
        return islice(found, MAX_HITS) if found else ()
    return ()
