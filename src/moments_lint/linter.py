"""Posts, feeds and profiles → reports. Pure: no I/O but the packaged rules and model, no clock, no printing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import datetime
from itertools import chain, islice

from moments_lint import catalogue, score
from moments_lint.classifier import model as classifier
from moments_lint.dressing import Dressing
from moments_lint.finding import (
    FeedReport,
    Finding,
    Report,
    Severity,
    Signal,
    Span,
)
from moments_lint.kinds.check import Check
from moments_lint.lexicon import Lexicon
from moments_lint.post import Post
from moments_lint.rule import Rule, hits
from moments_lint.settings import Settings
from moments_lint.suppression import cover, set_aside
from moments_lint.timeline import Entry, FeedCheck, Timeline
from moments_lint.view import Expectation, View
from moments_lint.wording import Text

REVIEW_MARGIN = 0.8
"""From this probability on, the model's contradiction of the rules asks for a second look."""

FEW = 1000
"""Below so many posts the start of processes (0.1 to 0.2 s) costs about as much as they save."""


class Linter:
    """Checks drafts with a set of rules and a classifier, in one language."""

    def __init__(
        self,
        settings: Settings | None = None,
        rules: catalogue.Catalogue | None = None,
        lang: str = "zh",
        model: classifier.Model | None = None,
    ) -> None:
        self.settings = settings or Settings()
        self.lang = lang
        self.model = model or classifier.shipped()
        chosen = rules or catalogue.load()
        self._catalogue = chosen
        compiled = catalogue.compile_catalogue(
            chosen,
            lang,
            self.settings.severity,
            self.settings.thresholds,
            catalogue.select(chosen.rules, self.settings.select, self.settings.ignore),
        )
        self.rules: tuple[Rule, ...] = compiled.rules
        self._lexicon: Lexicon = compiled.lexicon
        self._dressing = Dressing(compiled.lexicon, lang)
        self._known_ids = frozenset(chosen.rules)
        self._expectation = Expectation(self.settings.signature, self.settings.goods)
        self.weights = {rule.id: score.Weight(rule.points, rule.caps) for rule in self.rules}
        self._feed_rules = [rule for rule in self.rules if isinstance(rule.check, FeedCheck)]
        self._feed_ids = frozenset(rule.id for rule in self._feed_rules)
        self._last: list[Rule] = []
        self._always: list[int] = []
        self._triggered: dict[str, list[int]] = {}
        self._index_rules()

    def _index_rules(self) -> None:
        for index, rule in enumerate(self.rules):
            if not isinstance(rule.check, Check):
                continue
            if rule.check.last:
                self._last.append(rule)
            elif not rule.check.triggers:
                self._always.append(index)
            for term in rule.check.triggers:
                self._triggered.setdefault(term, []).append(index)

    def expecting(self, signature: str) -> Linter:
        """Return the same linter for drafts that should end with `signature`."""
        other = copy(self)
        other._expectation = self._expectation._replace(signature=signature)
        return other

    def unyielding(self) -> Linter:
        """Return the same linter with every rule speaking for itself, whatever it yields to."""
        other = copy(self)
        other.rules = tuple(rule._replace(yields_to=()) for rule in self.rules)
        return other

    def view(self, post: Post | str) -> View:
        """Return what the checks see of a post."""
        return View(self._post(post), self._lexicon, self._expectation)

    def _post(self, post: Post | str) -> Post:
        post = Post(post) if isinstance(post, str) else post
        return post._replace(author=self.settings.author) if self.settings.author and not post.author else post

    def check(self, post: Post | str, now: datetime | None = None) -> Report:
        """Check one post. `now` decides which suppressions have expired; without it none has."""
        return self._report(self.view(post), now)

    def check_many(self, posts: Iterable[Post | str], processes: int = 1, now: datetime | None = None) -> Iterator[Report]:
        """Yield the reports of many posts, in order and as they come; posts are read only a few hundred ahead.

        More than one process pays from some thousand posts on. Raises WorkerLost when one of them dies.
        """
        if processes < 1:
            raise ValueError("at least one process")
        source = iter(posts)
        ahead = list(islice(source, FEW)) if processes > 1 else []
        if processes > 1 and len(ahead) == FEW:
            from moments_lint import workers

            given = (self.settings, self._catalogue, self.lang, self.model, self._expectation, now)
            yield from workers.in_order(_checker, given, chain(ahead, source), processes)
        else:
            for post in chain(ahead, source):
                yield self.check(post, now)

    def _report(self, view: View, now: datetime | None) -> Report:
        found, signals = self._run(view)
        kept, suppressed = set_aside(view, found, now, self._known_ids, self._feed_ids)
        for rule in self._last:
            kept += [self._dressing.finding(rule, hit, view) for hit in hits(rule, view)]
        kept.sort(key=_reading_order)
        probabilities = classifier.probabilities(self.model, view)
        findings = tuple(kept)
        receipt = score.receipt(findings, signals, probabilities, self.weights, self.lang)
        total = score.total(receipt)
        return Report(
            post=view.post,
            score=total,
            verdict=score.verdict(total, findings),
            category=max(probabilities, key=lambda category: probabilities[category]),
            probabilities=probabilities,
            findings=findings,
            signals=tuple(signals),
            receipt=receipt,
            suppressed=tuple(suppressed),
            review=self._review(findings, probabilities),
        )

    def _run(self, view: View) -> tuple[list[Finding], list[Signal]]:
        wanted = set(self._always)
        for term in view.found.keys() & self._triggered.keys():
            wanted.update(self._triggered[term])
        findings: list[Finding] = []
        signals: list[Signal] = []
        reported: set[str] = set()
        for index in sorted(wanted, key=self._order):
            rule = self.rules[index]
            if not reported.isdisjoint(rule.yields_to):
                continue
            for hit in hits(rule, view):
                if rule.severity is None:
                    signals.append(self._dressing.signal(rule, hit, view))
                    continue
                finding = self._dressing.finding(rule, hit, view)
                findings.append(finding)
                if finding.severity >= Severity.warning:
                    reported |= {rule.id, rule.family}
        return findings, signals

    def _order(self, index: int) -> tuple[bool, int]:
        """Rules that yield to others run after them."""
        return bool(self.rules[index].yields_to), index

    def _review(self, findings: Sequence[Finding], probabilities: Mapping[str, float]) -> str:
        hard = probabilities["hard_sell"]
        if hard >= REVIEW_MARGIN and not any(finding.severity >= Severity.warning for finding in findings):
            return Text(
                "没有命中规则，但整体读起来像硬广，请换读者的眼睛再看一遍",
                "no rule fired, yet the whole reads like a hard sell; look again with a reader's eyes",
            ).to(self.lang)
        if 1 - hard >= REVIEW_MARGIN and any(finding.severity is Severity.error for finding in findings):
            return Text(
                "命中了高风险规则，但整体不像硬广，请人工确认",
                "a grave rule fired, yet the whole does not read like a hard sell; let a person decide",
            ).to(self.lang)
        return ""

    def check_timeline(self, posts: Iterable[Post | str], now: datetime | None = None, processes: int = 1) -> FeedReport:
        """Check posts and the feeds they make: one feed per author, posts without a date left out of the feed."""
        views = [self.view(post) for post in posts]
        if processes == 1:
            reports = tuple(self._report(view, now) for view in views)
        else:
            reports = tuple(self.check_many([view.post for view in views], processes, now))
        authors: dict[str, list[Entry]] = {}
        for view, report in zip(views, reports, strict=True):
            if view.post.at is not None:
                at = self._local(view.post.at)
                category = view.post.label or report.category
                authors.setdefault(view.post.author, []).append(Entry(view.post, at, category, view.text))
        findings: list[Finding] = []
        for author, entries in sorted(authors.items()):
            entries.sort(key=lambda entry: (entry.at, entry.post.name, entry.text))
            findings += self._feed_findings(Timeline(author, tuple(entries)), now)
        return FeedReport(reports, tuple(findings))

    def _local(self, at: datetime) -> datetime:
        """Return a time in the settings' zone; a naive one is meant there already."""
        from zoneinfo import ZoneInfo

        zone = ZoneInfo(self.settings.timezone)
        return at.replace(tzinfo=zone) if at.tzinfo is None else at.astimezone(zone)

    def _feed_findings(self, timeline: Timeline, now: datetime | None) -> Iterator[Finding]:
        for rule in self._feed_rules:
            if isinstance(rule.check, FeedCheck):
                for hit in rule.check.run(timeline):
                    finding = self._dressing.feed_finding(rule, hit, timeline)
                    if cover(timeline.entries[hit.entry].post, finding, now) is None:
                        yield finding


def _reading_order(finding: Finding) -> tuple[int, int, str]:
    place = finding.span or Span(1 << 40, 0)
    return place.start, -finding.severity, finding.rule


def _checker(
    settings: Settings,
    rules: catalogue.Catalogue,
    lang: str,
    model: classifier.Model,
    expectation: Expectation,
    now: datetime | None,
) -> Callable[[Post | str], Report]:
    """Return the check that a worker process does."""
    linter = Linter(settings, rules, lang, model)
    linter._expectation = expectation
    return lambda post: linter.check(post, now)
