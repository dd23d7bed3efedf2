"""A profile → its report: rules for profiles, and the wording rules for posts on the lines that every reader sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from moments_lint import profile as fields
from moments_lint import score
from moments_lint.dressing import Dressing
from moments_lint.finding import Edit, Finding, Fix, Hit, Report, Signal, Span
from moments_lint.kinds import PROFILE_KINDS, ProfileCheck
from moments_lint.post import Post
from moments_lint.profile import Place, Written
from moments_lint.profile_view import ProfileHit, ProfileView
from moments_lint.rule import Rule
from moments_lint.view import View
from moments_lint.wording import Text

WORDED = ("nickname", "signature")
"""Fields that the wording rules for posts read as well."""

WORDING = frozenset({"terms", "pattern", "typed", "together", "disguised"})
"""Kinds of rule that look at words; the others look at a post's shape, length or feed."""

PERFECT = 100
"""A profile has no score; its findings alone decide the verdict."""


def check(
    profile: ProfileView,
    written: Written | None,
    rules: Sequence[Rule],
    dressing: Dressing,
    findings_on: Callable[[View], list[Finding]],
) -> Report:
    """Return the report; `findings_on` runs the rules for posts.

    A rule for profiles is silent on a field on which a rule it yields to has any finding, a hint included. A wording finding
    is left out where a rule for profiles speaks of the same words, at least as gravely.
    """
    written = written or fields.write(profile.profile._asdict())
    findings: list[Finding] = []
    signals: list[Signal] = []
    for rule, (field, hit) in _hits(profile, rules):
        if any(finding.name == field and _yields(rule, finding) for finding in findings):
            continue
        view, plain = profile.view(field) if field else View(Post(""), dressing.lexicon), _in_language(hit, dressing.lang)
        if rule.severity is None:
            signal = dressing.signal(rule, plain, view)
            signals.append(signal._replace(span=_span(signal.span, field, written)))
        else:
            findings.append(_placed(dressing.finding(rule, plain, view), field, written))
    own, worded = tuple(findings), {rule.id for rule in rules if rule.kind in WORDING}
    for field in filter(profile.known, WORDED):
        found = [_placed(finding, field, written) for finding in findings_on(profile.view(field)) if finding.rule in worded]
        findings += [finding for finding in found if not any(_covers(one, finding) for one in own)]
    given = tuple(findings)
    post = Post(written.text, name=profile.profile.name, goods=profile.profile.goods)
    return Report(post, None, score.verdict(PERFECT, given), "", {}, given, tuple(signals), ())


def rules_for(rules: Mapping[str, Rule]) -> dict[str, Rule]:
    """Return the rules that a profile is held against."""
    return {name: rule for name, rule in rules.items() if isinstance(rule.check, ProfileCheck) or rule.kind in WORDING}


def _hits(profile: ProfileView, rules: Sequence[Rule]) -> Iterator[tuple[Rule, ProfileHit]]:
    """Run the rules for profiles, those that yield to none first."""
    for rule in sorted(rules, key=lambda rule: len(rule.yields_to)):
        if isinstance(rule.check, ProfileCheck):
            run = PROFILE_KINDS[rule.kind].compile(rule.check.options, rule.check.lexicon)
            yield from ((rule, hit) for hit in run(profile))


def _yields(rule: Rule, finding: Finding) -> bool:
    return finding.rule in rule.yields_to or finding.rule.partition("/")[0] in rule.yields_to


def _covers(own: Finding, finding: Finding) -> bool:
    if own.name != finding.name or own.span is None or finding.span is None or own.severity < finding.severity:
        return False
    return own.span.start < finding.span.end and finding.span.start < own.span.end


def _in_language(hit: Hit, lang: str) -> Hit:
    values = {name: value.to(lang) if isinstance(value, Text) else value for name, value in hit.values.items()}
    return hit._replace(values=values)


def _placed(finding: Finding, field: str, written: Written) -> Finding:
    """Move a finding from the field's value to the profile's text; a fix goes along where the value stands there as it is."""
    place = written.places.get(field)
    related = tuple(other._replace(span=_span(other.span, field, written)) for other in finding.related)
    fix = _moved(finding.fix, place) if finding.fix and place and place.verbatim else None
    return finding._replace(span=_span(finding.span, field, written), related=related, fix=fix, name=field)


def _span(span: Span | None, field: str, written: Written) -> Span | None:
    return written.places[field].span(span) if span is not None and field in written.places else None


def _moved(fix: Fix, place: Place) -> Fix:
    return Fix(tuple(Edit(place.start + edit.start, place.start + edit.end, edit.text) for edit in fix.edits))
