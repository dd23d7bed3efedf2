"""What several test modules share: a rule of our own, rule folders, drafts, outcomes, the command. No tests."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from moments_lint import catalogue, reading
from moments_lint.errors import Mistakes, MomentsLintError
from moments_lint.linter import Linter
from moments_lint.outcome import Checked, Outcome

REPOSITORY = Path(__file__).parents[1]

RULE = """\
summary: {zh: 自封为王, en: Self-crowned}
severity: warning
message: {zh: "「{match}」是自己封的", en: "“{match}” is self-awarded"}
why: {zh: 读者无从核实, en: The reader cannot verify it}
sources: ["测试 第一条"]
advice: {zh: 说一件真事, en: Tell one true thing}
match: {kind: terms, terms: [青瓜王]}
examples:
  hit: ["<<青瓜王>>到货"]
  quiet: ["青瓜熟了"]
"""
"""A whole rule file. 青瓜王 is a word no packaged rule knows."""

CLEAN = "早上煮了一锅绿豆汤，等孩子放学回来喝。\n"
LOUD = "我家的青瓜王今天到货。\n"


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below `root` and return it. Text is written as UTF-8, line ends as given."""
    root.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def mistakes_of(error: MomentsLintError) -> list[MomentsLintError]:
    """Take several errors apart."""
    return list(error.errors) if isinstance(error, Mistakes) else [error]


def own_rules(root: Path, files: Mapping[str, str | bytes] | None = None) -> catalogue.Catalogue:
    """Return a catalogue that holds nothing but the given rule files, by default RULE alone."""
    return catalogue.read_root(write(root, files or {"own/king.yaml": RULE}))


def checked(linter: Linter, data: bytes, path: str = "草稿.md") -> Checked:
    """Read and check the bytes of one draft."""
    document = reading.parse_draft(data, path).document
    return Checked(document, linter.check(document.post))


def outcome(linter: Linter, drafts: Iterable[Checked], errors: Iterable[MomentsLintError] = (), skipped: int = 0) -> Outcome:
    """Return the outcome of a run over posts, without a feed."""
    return Outcome(tuple(drafts), None, tuple(errors), skipped, linter.rulebook)


def environment(home: Path, **extra: str) -> dict[str, str]:
    """Return an environment with homes and temporary folders of its own, and Chinese output."""
    home.mkdir(parents=True, exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "PYTHONPATH") if name in os.environ}
    return kept | {"HOME": str(home), "USERPROFILE": str(home), "LANG": "zh_CN.UTF-8"} | extra


def run(*arguments: str, cwd: Path, stdin: bytes = b"", **extra: str) -> subprocess.CompletedProcess[bytes]:
    """Run the real command in `cwd`."""
    return subprocess.run(
        [sys.executable, "-m", "moments_lint", *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        check=False,
        env=environment(cwd.parent / "home", **extra),
    )
