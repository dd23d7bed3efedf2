"""A folder of small drafts, checked by one command."""

from __future__ import annotations

from bench import BASE, Bench
from drafts import write_folder
from measure import commands, spread
from product import check
from table import Target, Told, compare

SECONDS = 0.6


def run(bench: Bench) -> Told:
    """Compare whole runs over a folder."""
    count = bench.sizes.drafts
    drafts = write_folder(bench.folder / "drafts", count)
    name = f"check {count:,} drafts"
    samples = commands(
        [
            bench.base(),
            check(bench.product, name, drafts.name, folder=bench.folder),
            check(bench.product, f"{name} --jobs 2", drafts.name, "--jobs", "2", folder=bench.folder),
            *(peer.command(drafts, slow=True) for peer in bench.peers),
            *bench.naively(drafts),
        ],
        bench.rounds,
        bench.log,
    )
    table = compare(f"{count:,} drafts", samples, BASE, "s")
    return [table, Target(name, SECONDS * count / 1000, spread([sample.wall for sample in samples[name]]).median, "s", "wall")]
