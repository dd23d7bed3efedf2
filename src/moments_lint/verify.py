"""Run the examples of rules: every rule is its own test. Used by `test-rules`, and on a user's rules whenever they load."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Literal, NamedTuple

from moments_lint import patterns, profile, suppression
from moments_lint.errors import Mistakes, RuleError
from moments_lint.finding import Finding, Severity, Signal, Span, edited
from moments_lint.fold import fold
from moments_lint.linter import Linter
from moments_lint.post import Post
from moments_lint.rule import Spec
from moments_lint.rule_file import Example, example, unmarked
from moments_lint.wording import Text

Outcome = Literal["reported", "validated", "missing", "noisy", "misplaced", "unmended"]
PASSED: frozenset[Outcome] = frozenset({"reported", "validated"})


class Result(NamedTuple):
    """What one example did. `group` is hit, hint, quiet or known_misses; `found` are the ranges that were reported."""

    rule: str
    group: str
    example: Example
    outcome: Outcome
    found: tuple[Span | None, ...]

    @property
    def passed(self) -> bool:
        """Known misses may miss; everything else must do as it says."""
        return self.outcome in PASSED or self.group == "known_misses"


def results(linter: Linter, spec: Spec) -> Iterator[Result]:
    """Run all examples of one rule with a linter that has all rules loaded; no rule yields to another here."""
    linter = linter.unyielding()
    for group, given in spec["examples"].items():
        for each in given:
            one = example(each)
            yield _result(linter, spec["id"], group, one)


def _result(linter: Linter, rule: str, group: str, one: Example) -> Result:
    found = _reported(linter, rule, one)
    right: list[Finding | Signal]
    lowered = [f for f in found if isinstance(f, Finding) and f.severity is Severity.hint]
    own = linter.rulebook[rule].severity if rule in linter.rulebook else None
    if group == "hint":
        right = [f for f in found if f in lowered]
    elif group == "hit":
        right = [f for f in found if f not in lowered or own is Severity.hint]
    else:
        right = found
    spans = tuple(f.span for f in right)
    if group == "quiet":
        return Result(rule, group, one, "noisy" if found else "validated", tuple(f.span for f in found))
    if not right:
        return Result(rule, group, one, "missing", spans)
    marked = {Span(*span) for span in one.spans}
    placed = {span for span in spans if span is not None and "posts" not in one.facts}
    if placed == marked and _mended(right, one) != one.facts.get("fixed", one.text):
        return Result(rule, group, one, "unmended", spans)
    return Result(rule, group, one, "reported" if placed == marked else "misplaced", spans)


def _mended(found: Iterable[Finding | Signal], one: Example) -> str:
    """Return the example's text as the fixes of its findings leave it."""
    fixes = [item.fix for item in found if isinstance(item, Finding) and item.fix is not None]
    return edited(one.text, [edit for fix in fixes for edit in fix.edits])


def _reported(linter: Linter, rule: str, one: Example) -> list[Finding | Signal]:
    facts = one.facts
    if "profile" in facts:
        posts = [_feed_post(post) for post in facts.get("posts", ())]
        card = linter.check_profile(profile.of(unmarked(facts["profile"])), posts)
        said: list[Finding | Signal] = [*card.findings, *card.signals]
        return [item for item in said if item.rule == rule]
    if "posts" in facts:
        posts = [_feed_post(post) for post in facts["posts"]]
        history = [post for post in posts if post.posted]
        report = linter.check_timeline([post for post in posts if not post.posted], history=history)
        return [item for item in report.findings if item.rule == rule]
    post = Post(
        one.text,
        author=facts.get("author", ""),
        goods=facts.get("goods", ""),
        location=facts.get("location", ""),
        images=facts.get("images"),
        ignore=tuple(suppression.read(entry) for entry in facts.get("ignore", ())),
    )
    if "signature" in facts:
        linter = linter.expecting(facts["signature"])
    checked = linter.check(post, now=datetime(2026, 1, 1))
    items: list[Finding | Signal] = [*checked.findings, *checked.signals]
    return [item for item in items if item.rule == rule]


def _feed_post(given: Mapping[str, Any]) -> Post:
    return Post(
        given["text"],
        name=given["at"],
        author=given["author"],
        at=datetime.fromisoformat(given["at"]),
        goods=given["goods"],
        audience=tuple(given["audience"]),
        label=given["label"],
        posted=given["posted"],
    )


def require_examples(linter: Linter, specs: Iterable[Spec]) -> None:
    """Raise, with file and line, for every example that does not hold."""
    mistakes = [
        RuleError(
            _what(result),
            path=spec["path"],
            line=result.example.line,
            excerpt=result.example.written[:120],
            mend=Text("改规则，或改例句", "change the rule or the example"),
        )
        for spec in specs
        for result in results(linter, spec)
        if not result.passed
    ]
    if mistakes:
        raise mistakes[0] if len(mistakes) == 1 else Mistakes(mistakes)


def _what(result: Result) -> Text:
    text = result.example.text
    found = "、".join(f"「{text[s.start : s.end]}」" if s else "整条" for s in result.found) or "无"
    found_en = ", ".join(f"“{text[s.start : s.end]}”" if s else "the whole" for s in result.found) or "nothing"
    return {
        "missing": Text(f"例句（{result.group}）没有命中", f"example ({result.group}) is not reported"),
        "noisy": Text(f"quiet 例句被命中：{found}", f"quiet example is reported: {found_en}"),
        "unmended": Text("改好的样子和 fixed 写的不一样", "the fix does not give what `fixed` says"),
        "misplaced": Text(f"例句命中的位置不对，实际是：{found}", f"example is reported elsewhere: {found_en}"),
    }[result.outcome]


class Gap(NamedTuple):
    """A term or exception that no example of its rule exercises."""

    rule: str
    option: str
    term: str


def uncovered(linter: Linter, rules: Mapping[str, Spec]) -> list[Gap]:
    """Return the terms no hit or hint example contains, and the exceptions and guards no quiet or hint example needs."""
    return [gap for spec in rules.values() for gap in _gaps(linter, spec)]


def _gaps(linter: Linter, spec: Spec) -> Iterator[Gap]:
    match = spec["match"]
    reported = [example(given) for group in ("hit", "hint") for given in spec["examples"][group]]
    excused = [example(given) for group in ("quiet", "hint") for given in spec["examples"][group]]
    marked = [fold(one.text[start:end]).text for one in reported for start, end in one.spans]
    for term in match.get("terms") or ():
        if not any(fold(term).text in text for text in marked):
            yield Gap(spec["id"], "terms", term)
    for index, pattern in enumerate(match.get("patterns") or ()):
        wanted = match["kind"] in ("pattern", "typed", "profile")
        if wanted and not any(_matches(pattern, text) for one in reported for text in _texts(match, one)):
            yield Gap(spec["id"], f"patterns[{index}]", pattern)
    for phrase in match.get("unless") or ():
        if not any(fold(phrase).text in fold(one.text).text for one in excused):
            yield Gap(spec["id"], "unless", phrase)
    for guard in match.get("guards") or ():
        if not any(_guarded(linter, guard, one) for one in excused):
            yield Gap(spec["id"], "guards", guard)


def _texts(match: Mapping[str, Any], one: Example) -> list[str]:
    """Return the texts that the patterns of a rule are tried on."""
    if "profile" not in one.facts:
        return [one.text]
    given = profile.of(unmarked(one.facts["profile"]))
    return [profile.value(given, field) for field in match["fields"]]


def _matches(pattern: str, text: str) -> bool:
    return any(True for written in (text, fold(text).text) for _ in patterns.search(pattern, written))


def _guarded(linter: Linter, guard: str, one: Example) -> bool:
    view = linter.view(Post(one.text))
    return bool(view.places(view.lexicon.guards[guard].terms))
