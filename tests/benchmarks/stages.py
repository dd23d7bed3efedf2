"""Where a warm post goes, by stage. Each stage's functions are wrapped in a stop-watch that stops while an inner stage runs;
what the watches themselves cost is measured and taken off.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from copy import copy
from functools import cached_property
from typing import Any

from bench import Bench
from drafts import posts
from table import Table, Told, figure

STAGES = {
    "fold": ["view:fold"],
    "heads": ["view:heads"],
    "term index": ["term_index:TermIndex.find"],
    "unmask": ["seen:unmask", "seen:verdict", "view:see"],
    "cues": ["view:View.cues", "view:View.owned"],
    "dispatch": ["dispatch:Dispatch._wanted"],
    "goods": ["view:View.inferred_goods"],
    "needles": ["kinds.pattern:possible", "view:possible", "needles:Sieve.present"],
    "patterns": ["patterns:search"],
    "filters": ["kinds.filters:sift"],
    "guards": ["kinds.filters:_guarded"],
    "classifier": ["classifier.model:probabilities"],
    "facts": ["classifier.model:cue_facts", "classifier.model:style"],
    "suppressions": ["linter:set_aside"],
    "score": ["score:receipt", "score:total", "score:verdict"],
    "dressing": ["dressing:Dressing.finding", "dressing:Dressing.signal"],
}
"""Stage → the functions that do it, as module:name."""

REST = "the linter itself"


class Watch:
    """Adds up own time and calls by stage."""

    def __init__(self) -> None:
        self.own: dict[str, float] = {}
        self.calls: dict[str, int] = {}
        self.inner_calls: dict[str, int] = {}
        self._stack: list[list[Any]] = []

    def wrap(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function under the watch; what it yields is taken at once, so that its time is its own."""
        stack, clock = self._stack, time.perf_counter

        def watched(*arguments: Any, **named: Any) -> Any:
            frame = [stage, 0.0]
            stack.append(frame)
            start = clock()
            try:
                result = function(*arguments, **named)
                return iter(list(result)) if hasattr(result, "__next__") else result
            finally:
                took = clock() - start
                stack.pop()
                self.own[stage] = self.own.get(stage, 0.0) + took - frame[1]
                self.calls[stage] = self.calls.get(stage, 0) + 1
                if stack:
                    stack[-1][1] += took
                    self.inner_calls[stack[-1][0]] = self.inner_calls.get(stack[-1][0], 0) + 1

        return watched

    def put_on(self, stage: str, place: str) -> None:
        """Wrap a function where it lives. Raises AttributeError when it lives there no more."""
        module, _, name = place.partition(":")
        owner: Any = importlib.import_module(f"moments_lint.{module}")
        *classes, name = name.split(".")
        for part in classes:
            owner = getattr(owner, part)
        found = vars(owner)[name] if name in vars(owner) else getattr(owner, name)
        if isinstance(found, cached_property):
            found.func = self.wrap(stage, found.func)
        else:
            setattr(owner, name, self.wrap(stage, found))


def run(bench: Bench) -> Told:
    """Return the stages of a warm post. Runs last: it leaves the watches on."""
    from moments_lint import Linter, catalogue
    from moments_lint.kinds import KINDS, Check

    texts = list(posts(bench.sizes.warm))
    linter = Linter()
    plain = min(_round(linter.check, texts) for _ in range(bench.rounds + 1))
    watch, missing = Watch(), []
    own_cost, outer_cost = _cost_of_watching()
    for stage, places in STAGES.items():
        for place in places:
            try:
                watch.put_on(stage, place)
            except AttributeError:
                missing.append(place)
    kinds = {spec["id"]: spec["match"]["kind"] for spec in catalogue.shipped().rules.values()}
    compiled = linter._dispatch._compiled
    for number, rule in enumerate(map(linter.rulebook.__getitem__, compiled._order)):
        if isinstance(rule.check, Check):
            watched = rule.check._replace(run=watch.wrap(f"kind {kinds[rule.id]}", rule.check.run))
            linter.rulebook._rules._made[rule.id] = rule._replace(check=watched)
            if number in compiled:
                compiled[number] = linter.rulebook[rule.id]
    check = watch.wrap(REST, linter.check)
    best, kept = float("inf"), watch
    for _ in range(bench.rounds):
        took = _round(check, texts)
        if took < best:
            best, kept = took, copy(watch)
        watch.own, watch.calls, watch.inner_calls = {}, {}, {}
    for stage in (*STAGES, *(f"kind {kind}" for kind in KINDS)):
        kept.own.setdefault(stage, 0.0)
        kept.calls.setdefault(stage, 0)
    return [_table(kept, len(texts), plain / len(texts), own_cost, outer_cost, missing)]


def _round(check: Callable[[str], object], texts: list[str]) -> float:
    start = time.perf_counter()
    for text in texts:
        check(text)
    return time.perf_counter() - start


def _cost_of_watching(times: int = 20_000) -> tuple[float, float]:
    """Return what a watch adds to its own stage and to the stage around it, in seconds a call."""
    watch = Watch()
    nothing = watch.wrap("nothing", lambda: None)

    def around() -> None:
        for _ in range(times):
            nothing()

    watch.wrap("around", around)()
    return watch.own["nothing"] / times, watch.own["around"] / times


def _table(watch: Watch, checked: int, plain: float, own: float, outer: float, missing: list[str]) -> Table:
    cost = {
        stage: max(0.0, took - watch.calls[stage] * own - watch.inner_calls.get(stage, 0) * outer) / checked
        for stage, took in watch.own.items()
    }
    total = sum(cost.values())
    rows = [
        (stage, figure(cost[stage] * 1e6), f"{cost[stage] / total:.0%}", f"{watch.calls[stage] / checked:.2f}")
        for stage in sorted(cost, key=lambda stage: -cost[stage])
    ]
    rows.append(("sum of the stages, best round", figure(total * 1e6), "", ""))
    rows.append(("check without watches, best round", figure(plain * 1e6), "", ""))
    notes = [f"no such function any more: {place}" for place in missing]
    return Table("stages", ("stages of a warm post", "own µs", "share", "calls"), rows, tuple(notes))
