"""How the command's time grows with hostile drafts: `python tests/fuzz/growth.py [SHAPE]...`. Not part of the tests.

Every shape is checked at several lengths in a process of its own; a step is marked where ten times the length takes more than
thirty times as long.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

SIZES = (10_000, 100_000, 900_000)
"""Bytes of a draft, the last one near the most that is read."""

LIMIT = 120
"""Seconds before a run is given up."""

STEEP = 30


def _of(unit: str) -> Callable[[int], str]:
    return lambda size: unit * (size // len(unit.encode()))


def _entries(size: int) -> str:
    entries = "    - {rule: layout, text: 啊, reason: x}\n" * (size // 45)
    return f"---\nlint:\n  ignore:\n{entries}---\n" + "啊！！！！😀😀😀😀😀😀\n" * 50


SHAPES: dict[str, Callable[[int], str]] = {
    "plain": _of("今早五点半开门，先烧水。昨天张姐来坐了一会儿。\n"),
    "emoji": _of("😀"),
    "emoji runs": _of("😀😀😀😀😀😀😀 好 "),
    "open brackets": _of("("),
    "corner brackets": _of("["),
    "pinyin opened": _of("创(a"),
    "pinyin inserts": _of("创(a)"),
    "pinyin nested": _of("(a(a)"),
    "digits": _of("7"),
    "figures": _of("7,7.7 "),
    "telephone": _of("13800138000 "),
    "spaces": _of(" "),
    "wide spaces": _of("\u3000"),
    "newlines": _of("\n"),
    "carriage returns": _of("a\r"),
    "one character": _of("最"),
    "stretched": _of("最最最好"),
    "gaps": _of("最-"),
    "invisible": _of("最\u200b好"),
    "invisible only": _of("\u200b"),
    "variants": _of("薇信"),
    "variants in words": _of("加薇信❤️"),
    "hard sell": _of("全网最低价，加微信代理，包治百病，躺赚月入过万！"),
    "exclamations": _of("好！！！！！"),
    "joiners": _of("😀\u200d"),
    "flags": _of("🇨"),
    "tags": _of("#话题"),
    "expanding": _of("㎏"),
    "latin": _of("a"),
    "latin words": _of("wechat vx "),
    "dots": _of("."),
    "fences": _of("---\n"),
    "front matter": lambda size: "---\n" + "a: b\n" * (size // 5) + "---\n正文\n",
    "unknown keys": lambda size: "---\n" + "".join(f"k{n:06}: b\n" for n in range(size // 11)) + "---\n正文\n",
    "audiences": lambda size: "---\naudience: [" + "a, " * (size // 3) + "a]\n---\n正文\n",
    "entries": _entries,
    "brackets of YAML": lambda size: "---\na: " + "[" * size + "\n---\n正文\n",
    "long scalar": lambda size: "---\nauthor: " + "a" * size + "\n---\n正文\n",
}


def timed(draft: Path, *options: str) -> float:
    """Return the seconds of one check of a draft, LIMIT where it was given up; a traceback ends the run."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "moments_lint", "check", "--isolated", *options, str(draft)]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        return LIMIT
    if done.returncode not in (0, 1, 2):
        sys.exit(f"{draft.name} {options}: exit {done.returncode}\n{done.stderr.decode()[-2000:]}")
    return time.perf_counter() - start


def main(wanted: list[str]) -> None:
    """Print one line a shape and output format."""
    with tempfile.TemporaryDirectory() as folder:
        for name in wanted or SHAPES:
            for options in ((), ("--output-format", "html"), ("--output-format", "json"), ("--diff",)):
                times = []
                for size in SIZES:
                    draft = Path(folder) / "x.md"
                    draft.write_text(SHAPES[name](size), "utf-8", newline="")
                    times.append(timed(draft, *options))
                    if times[-1] >= LIMIT:
                        break
                steep = any(after > STEEP * max(before, 0.2) for before, after in pairwise(times))
                shown = "  ".join(f"{seconds:8.2f}" for seconds in times)
                sys.stdout.write(f"{name:20} {options[-1] if options else 'text':8} {shown}{'  !' if steep else ''}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
