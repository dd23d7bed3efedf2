"""One post through the library, everything loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from bench import Bench
from drafts import REPOSITORY, posts
from measure import Call, calls, spread
from rule_sets import small
from table import Target, Told, compare

CHECK, PASS, SCORE, LOAD = (
    "check: findings, score, receipt",
    "rule pass alone, 500 terms + 40 patterns",
    "model: score",
    "model: load",
)
LIMITS = {CHECK: 120, PASS: 60, SCORE: 60}
LOAD_LIMIT = 10


def run(bench: Bench) -> Told:
    """Compare what one post costs."""
    from moments_lint import Linter, packaged
    from moments_lint.classifier import model

    texts = list(posts(bench.sizes.warm))
    linter, few = Linter(), Linter(rules=small(500, 40))
    seen = [linter.view(text) for text in texts]
    for view in seen:
        linter._run(view)  # folds, finds and understands, so that the model's own part is left
    contenders = [
        Call(CHECK, over(linter.check, texts)),
        Call(PASS, over(lambda text: few._run(few.view(text)), texts)),
        Call(SCORE, over(lambda view: model.probabilities(linter.model, view), seen)),
        *naively(bench, texts),
    ]
    samples = calls(contenders, bench.rounds)
    data = packaged.read("model.json")
    loads = calls(
        [Call(LOAD, lambda: model.parse(data, "model.json")), Call("Linter(), all loaded before", Linter)], bench.rounds
    )
    median = {name: spread([sample.cpu or 0 for sample in taken]).median for name, taken in (samples | loads).items()}
    told: Told = [compare(f"a warm post ({len(texts)} in turn)", samples, CHECK, "µs", len(texts)), compare("once", loads, LOAD)]
    told += [Target(f"warm {name}", limit, median[name] / len(texts) * 1e6, "µs", "cpu") for name, limit in LIMITS.items()]
    return [*told, Target(LOAD, LOAD_LIMIT, median[LOAD] * 1e3, "ms", "cpu")]


def over(function: Callable[..., object], things: Iterable[object]) -> Callable[[], None]:
    """Return a function that does it to all things."""

    def run() -> None:
        for thing in things:
            function(thing)

    return run


def naively(bench: Bench, texts: list[str]) -> list[Call]:
    """Return the naive design at the same posts."""
    if bench.naive is None:
        return []
    from naive import Naive

    loaded = Naive(Path(bench.naive), REPOSITORY / "rules")
    return [Call("naive design", over(loaded.check, texts), slow=True)]
