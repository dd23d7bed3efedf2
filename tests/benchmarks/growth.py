"""How cost grows: with the rules, with the length of a post, with the number of posts, with the length of a feed.

Figures are CPU time, the least of the rounds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from bench import Bench
from drafts import of_length, posts, write_jsonl
from measure import Call, Sample, calls, commands, peak
from rule_sets import invented
from table import Table, Target, Told, figure
from warm import over

STEEP = 1.25
"""A slope above this, on logarithmic axes, is marked: twice the work would cost 2.4 times as much."""

FEW = 40


def run(bench: Bench) -> Told:
    """Return the four tables."""
    return [*by_rules(bench), *by_length(bench), by_posts(bench, "bulk"), by_posts(bench, "feed")]


def by_rules(bench: Bench) -> Told:
    """Measure linters of invented rules."""
    from moments_lint import Linter

    texts = list(posts(FEW))
    rows = []
    linters = {}
    for count in bench.sizes.rules:
        made = invented(count)
        start = calls([Call("", lambda made=made: Linter(rules=made))], 1)[""][0]
        linters[count] = Linter(rules=made)
        rows.append((f"{count:,}", figure(_least([start]) * 1e3)))
    samples = calls([Call(str(count), over(linter.check, texts)) for count, linter in linters.items()], bench.rounds)
    times = [_least(taken) / FEW for taken in samples.values()]
    cells = [(*row, figure(time * 1e6)) for row, time in zip(rows, times, strict=True)]
    table = _table("rules", ("build ms", "µs a post"), cells, bench.sizes.rules, times, "slope near 0 is flat, 1 is linear")
    flat = times[-1] / times[0]
    return [table, Target(f"{bench.sizes.rules[-1]:,} rules against {bench.sizes.rules[0]:,}", 2, flat, "× a post")]


def by_length(bench: Bench) -> Told:
    """Measure posts of growing length."""
    from moments_lint import Linter

    linter = Linter()
    several = {length: [of_length(length, seed) for seed in range(8)] for length in bench.sizes.lengths}
    samples = calls([Call(str(length), over(linter.check, texts)) for length, texts in several.items()], bench.rounds)
    times = [_least(taken) / 8 for taken in samples.values()]
    cells = [
        (f"{length:,}", figure(time * 1e6), figure(time / length * 1e6))
        for length, time in zip(several, times, strict=True)
    ]  # fmt: skip
    table = _table("characters", ("µs a post", "µs a character"), cells, bench.sizes.lengths, times)
    steepest = max(_slopes(bench.sizes.lengths, times)[1:])
    return [table, Target("steepest step in characters", STEEP, float(steepest), "slope")]


def by_posts(bench: Bench, task: str) -> Table:
    """Measure many posts on one process, one by one or as one feed."""
    counts = bench.sizes.posts if task == "bulk" else bench.sizes.entries
    out = bench.folder / "out.jsonl"
    rounds = 1 if task == "bulk" else min(bench.rounds, 3)
    contenders = [
        bench.job(str(count), task, write_jsonl(bench.folder / f"{count}.jsonl", count), out, slow=True) for count in counts
    ]
    samples = commands(contenders, rounds, bench.log)
    times = [_least(taken) for taken in samples.values()]
    cells = [
        (f"{count:,}", figure(time), f"{(peak(samples[str(count)]) or 0) / 1e6:.1f}")
        for count, time in zip(counts, times, strict=True)
    ]
    title = "posts, one by one" if task == "bulk" else "posts in one feed"
    return _table(title, ("s, start included", "peak MB"), cells, counts, times)


def _least(samples: Sequence[Sample]) -> float:
    """Return the least CPU seconds, or seconds where the system does not account for CPU."""
    return min(sample.cpu or sample.wall for sample in samples)


def _slopes(sizes: Sequence[int], times: Sequence[float]) -> list[str]:
    steps = zip(sizes, sizes[1:], times, times[1:], strict=False)
    return ["", *(f"{math.log(after / before) / math.log(more / less):.2f}" for less, more, before, after in steps)]


def _table(
    title: str, head: tuple[str, ...], cells: list[tuple[str, ...]], sizes: Sequence[int], times: Sequence[float], note: str = ""
) -> Table:
    slopes = _slopes(sizes, times)
    rows = [(*row, slope + (" !" if slope and float(slope) > STEEP else "")) for row, slope in zip(cells, slopes, strict=True)]
    return Table(title, (title, *head, "slope"), rows, (note or f"slope 1 is linear; above {STEEP} is marked",))
