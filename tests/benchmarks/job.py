"""Work on many posts in a process of its own, so that its memory is its own.

job.py copy IN OUT            read and write JSON Lines, nothing else
job.py bulk IN OUT PROCESSES  check_many
job.py feed IN OUT PROCESSES  check_timeline
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any


def main(task: str, source: Path, target: Path, processes: int = 1) -> None:
    """Do the work, from JSON Lines to JSON Lines."""
    with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        for row in reports(task, map(json.loads, lines), processes):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def reports(task: str, rows: Iterator[dict[str, Any]], processes: int) -> Iterator[dict[str, Any]]:
    """Yield what is written for each post."""
    if task == "copy":
        yield from rows
        return
    from moments_lint import Linter, Post

    posts = (Post(row["text"], author=row["author"], at=datetime.fromisoformat(row["at"])) for row in rows)
    if task == "bulk":
        checked, feed = Linter().check_many(posts, processes), iter(())
    else:
        whole = Linter().check_timeline(posts)
        checked, feed = iter(whole.posts), iter(whole.findings)
    for report in checked:
        yield {
            "score": report.score,
            "verdict": report.verdict,
            "category": report.category,
            "findings": [[found.rule, found.severity.name, found.span] for found in report.findings],
            "receipt": report.receipt,
        }
    for found in chain(feed):
        yield {"rule": found.rule, "message": found.message}


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), *map(int, sys.argv[4:]))
