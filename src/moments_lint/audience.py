"""Different friends, different voice: the settings that hold for a post, by the audience it is shown to.

A post for several audiences is judged as the strictest of them would: the lowest threshold, the highest severity, the highest
least score, and a rule is left out only where all of them leave it out. An audience that the settings do not name changes nothing
and counts among them with the general settings. Rules on the whole feed are not part of this: everybody's feed is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from moments_lint.finding import Severity
from moments_lint.rule import Spec
from moments_lint.settings import NOTHING_DIFFERS, Settings


def effective(settings: Settings, names: Sequence[str], rules: Mapping[str, Spec]) -> Settings:
    """Return the settings for a post shown to these audiences, at least one; `rules` says what holds where no setting does."""
    them = [settings.audiences.get(name, NOTHING_DIFFERS) for name in names]
    severity = dict(settings.severity)
    for rule in {rule for one in them for rule in one.severity}:
        severity[rule] = max(one.severity.get(rule, _severity(settings, rules[rule])) for one in them)
    thresholds = dict(settings.thresholds)
    for rule in {rule for one in them for rule in one.thresholds}:
        own = settings.thresholds.get(rule, rules[rule]["match"]["limit"])
        thresholds[rule] = min(one.thresholds.get(rule, own) for one in them)
    left_out = set.intersection(*({rule for rule in rules if _names(one.ignore, rule)} for one in them))
    ignore = tuple(dict.fromkeys((*settings.ignore, *sorted(left_out))))
    return settings._replace(severity=severity, thresholds=thresholds, ignore=ignore, audiences={})


def _severity(settings: Settings, spec: Spec) -> Severity:
    return settings.severity.get(spec["id"]) or Severity[spec["severity"] or "hint"]


def _names(words: Iterable[str], rule: str) -> bool:
    return rule in words or rule.partition("/")[0] in words


def with_min_score(settings: Settings, score: int) -> Settings:
    """Return settings with one least score for everybody."""
    audiences = {name: one._replace(min_score=None) for name, one in settings.audiences.items()}
    return settings._replace(min_score=score, audiences=audiences)
