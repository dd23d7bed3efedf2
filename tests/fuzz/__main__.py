"""Fuzzing for as long as one likes: `python tests/fuzz TARGET [SECONDS]`, TARGET one of those below.

Needs atheris (`pip install atheris`: Linux and macOS, no dependency of ours). Coverage of the package leads it; a traceback of
ours, an exit code that is none of the three, or ten seconds for one input end the run, and the input is left beside as `crash-…`
or `timeout-…`: make it a row of `tests/test_fuzz.py`. `tests/fuzz/growth.py` measures how time grows with hostile drafts.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

TARGETS: dict[str, tuple[str, tuple[str, ...]]] = {
    "draft": ("x.md", ("check", "--output-format", "html", "x.md")),
    "fix": ("x.md", ("check", "--diff", "x.md")),
    "settings": ("own.yaml", ("check", "--config", "own.yaml", "quiet.md")),
    "rule": ("r/own/king.yaml", ("check", "--config", "rules.yaml", "quiet.md")),
    "terms": ("r/_terms/own.yaml", ("check", "--config", "rules.yaml", "quiet.md")),
    "baseline": ("old.json", ("check", "--baseline", "old.json", "quiet.md")),
    "ledger": (".moments-lint/posted.jsonl", ("timeline", ".")),
    "history": ("h.jsonl", ("timeline", "--history", "h.jsonl", ".")),
    "csv": ("h.csv", ("timeline", "--history", "h.csv", ".")),
    "model": ("model.json", ("check", "--config", "model.yaml", "quiet.md")),
    "profile": ("p.yaml", ("profile", "p.yaml")),
}
"""Name → the file that holds the input, and the command that reads it."""


def main(name: str, seconds: int) -> None:
    """Fuzz one target."""
    try:
        import atheris
    except ImportError:
        sys.exit("atheris is not installed: pip install atheris")
    import os

    with atheris.instrument_imports(include=["moments_lint"]):
        from test_fuzz import BASELINE, CSV, DRAFT, HISTORY, LEDGER, MODEL, OWN, PROFILE, RULE, holds

    seeds = {
        "draft": DRAFT, "fix": DRAFT, "settings": OWN, "rule": RULE.encode(), "terms": RULE.encode(), "baseline": BASELINE,
        "ledger": LEDGER, "history": HISTORY, "csv": CSV, "model": MODEL, "profile": PROFILE,
    }  # fmt: skip
    file, arguments = TARGETS[name]
    with tempfile.TemporaryDirectory() as folder:
        corpus = prepared(Path(folder), file, seeds[name])
        here = os.getcwd()
        os.chdir(Path(folder) / "drafts")
        options = [f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=4096", f"-artifact_prefix={here}/"]
        atheris.Setup([sys.argv[0], *options, str(corpus)], reader(Path(file), arguments, holds))
        atheris.Fuzz()


def prepared(folder: Path, file: str, seed: bytes) -> Path:
    """Fill a folder of drafts, and return that of the inputs to begin with."""
    written = {"quiet.md": "今早煮了绿豆汤。\n", "rules.yaml": "rules: [r]\n", "model.yaml": "model: model.json\n", file: ""}
    for name, text in (written | {".moments-lint.yaml": "author: 小林\n"}).items():
        place = folder / "drafts" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "seed").write_bytes(seed)
    return corpus


def reader(file: Path, arguments: tuple[str, ...], holds: Callable[..., object]) -> Callable[[bytes], None]:
    """Return what is called with every input."""

    def one(data: bytes) -> None:
        file.write_bytes(data)
        holds(*arguments)

    return one


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: python tests/fuzz {{{','.join(TARGETS)}}} [SECONDS]")
    sys.path[:0] = [str(Path(__file__).parents[1])]
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 60)
