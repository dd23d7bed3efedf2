"""What every table is given: where to work, how much to do, whom to compare with."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

from drafts import REPOSITORY
from measure import Command
from peers import Peer

BASE = "python -c pass"


class Sizes(NamedTuple):
    """How much is done. Growth tables take the sizes up to the last one."""

    drafts: int
    bulk: int
    feed: int
    warm: int
    rules: tuple[int, ...]
    lengths: tuple[int, ...]
    posts: tuple[int, ...]
    entries: tuple[int, ...]


WHOLE = Sizes(
    drafts=1000,
    bulk=100_000,
    feed=10_000,
    warm=400,
    rules=(100, 300, 1000, 3000, 10_000),
    lengths=(10, 30, 100, 300, 1000, 3000, 10_000),
    posts=(1000, 3000, 10_000, 30_000, 100_000),
    entries=(100, 300, 1000, 3000, 10_000),
)
FULL = WHOLE._replace(posts=(*WHOLE.posts, 300_000, 1_000_000))
QUICK = Sizes(
    drafts=6, bulk=1200, feed=20, warm=10, rules=(10, 20), lengths=(10, 30, 100), posts=(20, 40), entries=(10, 20)
)  # fmt: skip


class Bench(NamedTuple):
    """One run of the suite. `naive` is the trained model of the naive design, None when scikit-learn is missing."""

    folder: Path
    product: Path
    sizes: Sizes
    rounds: int
    peers: tuple[Peer, ...]
    naive: Path | None

    @property
    def log(self) -> Path:
        """Where the output of the measured commands goes."""
        return self.folder / "log.txt"

    def base(self) -> Command:
        """The cheapest thing Python can do."""
        return Command(BASE, [sys.executable, "-c", "pass"], self.folder)

    def naively(self, *arguments: Path, name: str = "naive design", task: str = "check") -> list[Command]:
        """Return the naive design at work, nothing when it cannot be."""
        if self.naive is None:
            return []
        script = Path(__file__).with_name("naive.py")
        words = [sys.executable, str(script), task, *map(str, (self.naive, REPOSITORY / "rules", *arguments))]
        return [Command(name, words, self.folder, slow=True)]

    def job(self, name: str, *arguments: object, slow: bool = False) -> Command:
        """Return work on many posts in a process of its own."""
        words = [sys.executable, str(Path(__file__).with_name("job.py")), *map(str, arguments)]
        return Command(name, words, self.folder, (0,), (("PYTHONPATH", str(self.product)),), slow)
