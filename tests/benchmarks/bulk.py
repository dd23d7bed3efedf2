"""Many posts from JSON Lines to JSON Lines, on one process and on two."""

from __future__ import annotations

from bench import Bench
from drafts import write_jsonl
from measure import commands, spread
from table import Target, Told, compare

SECONDS = 6.0
NAIVE_SHARE = 100
"""The naive design gets one post in so many."""


def run(bench: Bench) -> Told:
    """Compare throughput; figures are per thousand posts."""
    count = bench.sizes.bulk
    few = max(1, count // NAIVE_SHARE)
    source = write_jsonl(bench.folder / f"{count}.jsonl", count)
    sample = write_jsonl(bench.folder / f"{few}.jsonl", few)
    out = bench.folder / "out.jsonl"
    copy, one, two, naive = "JSON in and out, no checking", "check_many, 1 process", "check_many, 2 processes", "naive design"
    samples = commands(
        [
            bench.job(copy, "copy", source, out),
            bench.job(one, "bulk", source, out, 1, slow=True),
            bench.job(two, "bulk", source, out, 2, slow=True),
            *bench.naively(sample, out, task="jsonl"),
        ],
        bench.rounds,
        bench.log,
    )
    each = {name: (few if name == naive else count) / 1000 for name in samples}
    notes = [f"the naive design was given {few:,} posts, start included", "peak MB is that of the largest process"]
    table = compare(f"{count:,} posts, ms per 1,000", samples, copy, "ms", each, notes)
    took = spread([taken.wall for taken in samples[two]]).median
    return [table, Target(f"{count:,} posts on 2 processes", SECONDS * count / 100_000, took, "s", "wall")]
