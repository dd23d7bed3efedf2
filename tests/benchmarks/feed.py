"""A long feed: every post and the rules that look at all of them."""

from __future__ import annotations

from bench import Bench
from drafts import write_jsonl
from measure import commands
from table import Told, compare


def run(bench: Bench) -> Told:
    """Compare a feed with the same posts checked one by one."""
    count = bench.sizes.feed
    source = write_jsonl(bench.folder / f"{count}.jsonl", count)
    out = bench.folder / "out.jsonl"
    alone = f"{count:,} posts, one by one"
    samples = commands(
        [bench.job(alone, "bulk", source, out), bench.job(f"{count:,} posts as one feed", "feed", source, out)],
        bench.rounds,
        bench.log,
    )
    return [compare("a feed", samples, alone, "s")]
