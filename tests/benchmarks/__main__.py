"""Benchmarks: `python tests/benchmarks [NAME…] [--rounds N] [--quick] [--full] [--peers]`. Prints tables; passes no judgement
that a build could fail on.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import peers
from bench import BASE, FULL, QUICK, WHOLE, Bench
from drafts import REPOSITORY, typical
from measure import commands, environment, spread
from product import describe, lay_out
from table import Table, Target, show, show_table, targets

TABLES = {
    "cold": "cold start of one draft, side by side",
    "folder": "a thousand small drafts by one command, side by side",
    "warm": "one post through the library; model; rule pass alone",
    "bulk": "100,000 posts from JSON Lines to JSON Lines",
    "feed": "a feed of 10,000 posts",
    "growth": "growth with rules, characters, posts and feed",
    "start": "profile of the cold start",
    "stages": "profile of a warm post",
}
AGAINST_OTHERS = {"cold", "folder", "warm", "bulk"}
REFERENCE = 0.0094
"""Seconds of `python -c pass` on the machine the targets were set on."""


def main() -> None:
    """Run the tables that are named, all by default."""
    names = "\n".join(f"  {name:8} {what}" for name, what in TABLES.items())
    parser = argparse.ArgumentParser("python tests/benchmarks", formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.epilog = f"tables:\n{names}"
    parser.add_argument("names", nargs="*", metavar="NAME", help="tables to run (default: all)")
    parser.add_argument("--rounds", type=int, default=7, help="rounds of each comparison (default 7)")
    parser.add_argument("--quick", action="store_true", help="tiny sizes: shows that everything runs, measures nothing")
    parser.add_argument("--full", action="store_true", help="growth up to a million posts")
    parser.add_argument("--peers", action="store_true", help=f"install the other linters into {peers.CACHE}")
    given = parser.parse_args()
    unknown = sorted(set(given.names) - set(TABLES))
    if unknown or given.rounds < 1:
        parser.error(f"no table {', '.join(unknown)}" if unknown else "at least one round")
    if given.peers:
        peers.install()
    with tempfile.TemporaryDirectory(prefix="moments-lint-benchmarks-") as folder:
        run(Path(folder), given)


def run(folder: Path, given: argparse.Namespace) -> None:
    """Print the header, the tables and the targets."""
    product = lay_out(folder / "product")
    sys.path.insert(0, str(product))
    draft = folder / "typical.md"
    draft.write_text(typical() + "\n", "utf-8")
    for line in describe(product, draft):
        show(line)
    sizes = QUICK if given.quick else FULL if given.full else WHOLE
    names = [name for name in TABLES if name in given.names or not given.names]
    alone = given.quick or not AGAINST_OTHERS & set(names)  # what others cost is nothing a quick run could show
    bench = Bench(folder, product, sizes, given.rounds, () if alone else _peers(folder), None if alone else _naive(folder))
    samples = commands([bench.base()], max(5, given.rounds), bench.log)
    times = {"wall": [sample.wall for sample in samples[BASE]], "cpu": [sample.cpu or sample.wall for sample in samples[BASE]]}
    slowness = {clock: spread(taken).median / REFERENCE for clock, taken in times.items()}
    promised: list[Target] = []
    for name in names:
        for told in import_module(name).run(bench):
            if isinstance(told, Table):
                show_table(told)
            else:
                promised.append(told)
    if promised:
        show_table(targets(promised, slowness))


def _peers(folder: Path) -> tuple[peers.Peer, ...]:
    from moments_lint import catalogue

    specs = catalogue.shipped().rules.values()
    phrases = sorted({term for spec in specs if spec["match"]["kind"] == "terms" for term in spec["match"]["terms"]})
    found = tuple(peers.found(phrases, folder))
    missing = [name for name in ("textlint", "autocorrect", *peers.PYTHON) if not any(p.name.startswith(name) for p in found)]
    if missing:
        show(f"not installed, passed over: {', '.join(missing)} (--peers installs them)")
    return found


def _naive(folder: Path) -> Path | None:
    if importlib.util.find_spec("sklearn") is None:
        show("not installed, passed over: the naive design (needs scikit-learn: the train extra)")
        return None
    model = folder / "naive.joblib"
    script = Path(__file__).with_name("naive.py")
    subprocess.run([sys.executable, str(script), "train", str(model)], env=environment({}), check=True, cwd=REPOSITORY)
    return model


if __name__ == "__main__":
    main()
