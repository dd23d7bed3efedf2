"""One draft, from nothing: what a person waits for before posting, or a hook before a commit."""

from __future__ import annotations

from bench import BASE, Bench
from drafts import FRONT_MATTER, SETTINGS, typical
from measure import commands, peak, ratios, spread
from product import check
from table import Target, Told, compare

PLAIN, FRONT = "check one plain draft", "check one with front matter and settings"
PLAIN_LIMIT, FRONT_LIMIT, MEMORY_LIMIT = 7, 8.5, 30


def run(bench: Bench) -> Told:
    """Compare cold starts."""
    folder = bench.folder / "cold"
    plain, front = folder / "plain" / "draft.md", folder / "front" / "draft.md"
    for file, text in (
        (plain, typical()),
        (plain.with_suffix(".yaml"), "---\ntext: |\n  " + typical().replace("\n", "\n  ")),
        (front, FRONT_MATTER + typical()),
        (front.with_name(".moments-lint.yaml"), SETTINGS),
    ):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text + "\n", "utf-8")
    samples = commands(
        [
            bench.base(),
            check(bench.product, PLAIN, plain.name, folder=plain.parent),
            check(bench.product, FRONT, front.name, folder=front.parent),
            *(peer.command(plain) for peer in bench.peers),
            *bench.naively(plain),
        ],
        bench.rounds,
        bench.log,
    )
    own = spread([sample.wall for sample in samples[PLAIN]]).median
    told: Told = [compare("cold start", samples, BASE)]
    for name, limit in ((PLAIN, PLAIN_LIMIT), (FRONT, FRONT_LIMIT)):
        told.append(Target(name, limit, ratios(samples[name], samples[BASE]).median, f"× {BASE}"))
    memory = peak(samples[PLAIN])
    if memory is not None:
        told.append(Target(f"{PLAIN}: memory", MEMORY_LIMIT, memory / 1e6, "MB"))
    for peer in bench.peers:
        theirs = spread([sample.wall for sample in samples[peer.name]]).median
        told.append(Target(f"{PLAIN}, against {peer.name}", 1, own / theirs, "× theirs"))
    return told
