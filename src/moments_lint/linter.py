"""Posts, feeds and profiles → reports. Pure: no I/O but the packaged rules and model, no clock, no printing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from moments_lint import catalogue, review, score
from moments_lint.classifier import model as classifier
from moments_lint.dispatch import Dispatch
from moments_lint.dressing import Dressing
from moments_lint.finding import Finding, Report, Severity, Signal, Span
from moments_lint.lazy import Lazy
from moments_lint.lexicon import Lexicon
from moments_lint.post import Post, Profile
from moments_lint.rule import Rule, hits
from moments_lint.settings import Settings
from moments_lint.suppression import set_aside
from moments_lint.view import Expectation, View

if TYPE_CHECKING:
    from moments_lint.feed import Dated
    from moments_lint.profile import Written
    from moments_lint.rhythm import Rhythm
    from moments_lint.timeline import Entry, FeedReport, Judge

FEW = 1000
"""Below so many posts the start of processes (0.1 to 0.2 s) costs about as much as they save."""

MAX_OTHERS = 64
"""Combinations of audiences whose linters are kept."""


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
        self._thresholds = catalogue.rhythm_thresholds(chosen, self.settings.rhythm) | self.settings.thresholds
        compiled = catalogue.compile_catalogue(
            chosen,
            lang,
            self.settings.severity,
            self._thresholds,
            catalogue.select(chosen.rules, self.settings.select, self.settings.ignore),
        )
        self.rulebook = compiled.rules
        self._lexicon: Lexicon = compiled.lexicon
        self._dressing = Dressing(compiled.lexicon, lang)
        self._known_ids = frozenset(chosen.rules)
        self._expectation = Expectation(self.settings.signature, self.settings.goods)
        self.weights = Lazy(compiled.rules, lambda _, rule: score.Weight(rule.points, rule.caps))
        self.draft_rules = compiled.rules.apart_from(compiled.rule_index.profile)
        self._of_feed = compiled.rule_index.feed
        self._post_ids = frozenset(self.draft_rules) - frozenset(self._of_feed)
        self._dispatch = Dispatch(compiled.rules, compiled.rule_index)
        self._heeds = True
        self._others: dict[tuple[str, ...], Linter] = {}

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules that run, in the order of their ids."""
        return tuple(self.rulebook.values())

    @cached_property
    def rhythm(self) -> Rhythm:
        """The thresholds of all feed rules under the name that the settings choose."""
        return catalogue.rhythm(self._catalogue, self.settings.rhythm, self._of_feed, self._thresholds)

    @property
    def feed_rules(self) -> dict[str, Rule]:
        """The rules for feeds that run, by id."""
        return {rule.id: rule for rule in self._dispatch.feed}

    def match_of(self, rule_id: str) -> Mapping[str, Any]:
        """Return the `match` of a rule as its file says it."""
        match: Mapping[str, Any] = self._catalogue.rules[rule_id]["match"]
        return match

    def expecting(self, signature: str) -> Linter:
        """Return the same linter for drafts that should end with `signature`."""
        from copy import copy

        other = copy(self)
        other._others = {}
        other._expectation = self._expectation._replace(signature=signature)
        return other

    def unyielding(self) -> Linter:
        """Return the same linter with every rule speaking for itself, whatever it yields to."""
        from copy import copy

        other = copy(self)
        other._others = {}
        other._heeds = False
        return other

    def of(self, names: Iterable[str]) -> Linter:
        """Return the linter for posts shown to these audiences: this one, unless the settings say otherwise of them."""
        key = tuple(sorted(set(names)))
        if self.settings.audiences.keys().isdisjoint(key):
            return self
        if key not in self._others:
            from moments_lint import audience

            chosen = audience.effective(self.settings, key, self._catalogue.rules)
            other = Linter(chosen, self._catalogue, self.lang, self.model)
            other._expectation = self._expectation
            if len(self._others) >= MAX_OTHERS:
                self._others.clear()
            self._others[key] = other
        return self._others[key]

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
        other = self.of(view.post.audience)
        if other is not self:
            return other._report(other.view(view.post), now)
        found, signals = self._run(view)
        kept, suppressed = set_aside(view, found, now, self._known_ids, self._post_ids)
        for rule in self._dispatch.last(view):
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
            review=review.sentence(findings, probabilities, self.lang),
        )

    def _run(self, view: View) -> tuple[list[Finding], list[Signal]]:
        findings: list[Finding] = []
        signals: list[Signal] = []
        reported: set[str] = set()
        for rule in self._dispatch.rules(view):
            if reported and self._heeds and not reported.isdisjoint(rule.yields_to):
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

    def explained(self, report: Report) -> Report:
        """Return a report whose `review`, if it has one, names the places that made the classifier think so, strongest first.

        It takes a millisecond, and the first time the loading of jieba, so it is done for reports that are shown.
        """
        return report._replace(review_evidence=review.places(report, self.model, self.view)) if report.review else report

    def check_profile(self, profile: Profile, feed: Iterable[Post | str] = (), written: Written | None = None) -> Report:
        """Check a profile, and what the posts of its `feed` show of it. The report has no score.

        Its `post.text`, which spans index, is the file's text where `written` gives it (see `profile.parse`), else one
        `field: value` line for each known field. A finding's `name` is the field it stands on, empty for the whole.
        """
        from moments_lint import profile_check
        from moments_lint.profile_view import ProfileView

        report = profile_check.check(
            ProfileView(profile, self.view, [self.view(post) for post in feed]),
            written,
            self.rules,
            self._dressing,
            lambda view: self._run(view)[0],
        )
        return report._replace(findings=tuple(sorted(report.findings, key=_reading_order)))

    def check_timeline(
        self, posts: Iterable[Post | str], now: datetime | None = None, history: Iterable[Post] = (), processes: int = 1,
        judge: Judge | None = None,
    ) -> FeedReport:  # fmt: skip
        """Check posts and the feeds they make: one feed per author, posts without a date left out of the feed.

        `history` are posts that are out: they get no report, and no finding stands on them. Their category is their `label`,
        else the model's; only those near a draft and of the latest weeks are looked at. `now` is told apart from the past.
        `judge` makes the reports, instead of `check_many`: it may know some already, or tell how far it has come.
        """
        from zoneinfo import ZoneInfo

        from moments_lint import feed
        from moments_lint.timeline import FeedCheck, FeedReport

        given = [self._post(post) for post in posts]
        reports = tuple(judge(given) if judge else self.check_many(given, processes, now))
        zone = ZoneInfo(self.settings.timezone)
        past = [
            feed.Dated(post._replace(posted=True), feed.local(post.at, zone))
            for post in map(self._post, history)
            if post.at is not None
        ]
        drafts, past = feed.once(given, past, zone)
        entries = [
            self._entry(dated, report.category) for dated, report in zip(drafts, reports, strict=True) if dated is not None
        ]
        today = feed.local(now, zone) if now is not None else None
        rules = [(rule, rule.check) for rule in self.feed_rules.values() if isinstance(rule.check, FeedCheck)]
        reach = timedelta(days=max((check.reach for _, check in rules), default=1))
        timelines = feed.gather(entries, past, today, reach, self._entry)
        return FeedReport(
            reports,
            tuple(feed.findings(rules, timelines, self._dressing, self.rhythm, now)),
            tuple(timelines),
            tuple(post for post, dated in zip(given, drafts, strict=True) if dated is None),
        )

    def undated(self, post: Post, at: datetime) -> Entry:
        """Return a draft without a time as the feed rules would see it at `at`, aware and in the feed's zone."""
        from moments_lint.feed import Dated

        return self._entry(Dated(post, at))

    def _entry(self, dated: Dated, category: str = "") -> Entry:
        """Return a post as the feed rules see it. `category` is what the model said, when it was asked already."""
        from moments_lint.timeline import Entry

        view = self.view(dated.post)
        if not category and not dated.post.label:
            probabilities = classifier.probabilities(self.model, view)
            category = max(probabilities, key=lambda name: probabilities[name])
        goods = dated.post.goods or view.inferred_goods or self.settings.goods
        return Entry(dated.post, dated.at, dated.post.label or category, view.text, goods, view.goods_words)


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
