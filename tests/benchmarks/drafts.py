"""What is checked: posts made from the project's own corpus by a seeded shuffle, and files of them. The seed is printed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

REPOSITORY = Path(__file__).parents[2]
SEED = 20261122
FIRST_DAY = datetime(2019, 1, 1, 8)
APART = timedelta(hours=6)

_PART = re.compile(r"[^。！？!?\n]+[。！？!?\n]*")

SETTINGS = """\
author: 小林
goods: food
signature: "——{author}分享"
timezone: Asia/Shanghai
severity: {template/stock-opening: hint}
"""

FRONT_MATTER = """\
---
author: 小林
post_at: 2026-11-22T20:30+08:00
goods: food
audience: [老客户]
location: 林家茶铺
images: 6
lint:
  ignore:
    - {rule: absolute/superlative, text: 全网最低, reason: 引用客户原话, until: 2099-12-31}
---
"""


@cache
def corpus() -> tuple[str, ...]:
    """The posts of the corpus, in the order of its files."""
    files = sorted((REPOSITORY / "corpus" / "posts").glob("*.jsonl"))
    return tuple(json.loads(line)["text"] for file in files for line in file.read_text("utf-8").splitlines())


def typical() -> str:
    """The post of median length."""
    return sorted(corpus(), key=len)[len(corpus()) // 2]


def posts(count: int, seed: int = SEED) -> Iterator[str]:
    """Yield posts: the corpus shuffled, and from then on the front of one post with the back of another."""
    source = Random(seed)
    shuffled = list(corpus())
    source.shuffle(shuffled)
    for number in range(count):
        if number < len(shuffled):
            yield shuffled[number]
        else:
            first, second = (_PART.findall(source.choice(shuffled)) for _ in range(2))
            yield "".join([*first[: (len(first) + 1) // 2], *second[len(second) // 2 :]])


def of_length(length: int, seed: int = SEED) -> str:
    """Return one post of `length` characters: sentences of different posts, one after another."""
    source = Random(seed + length)
    text = ""
    while len(text) < length:
        text += source.choice(corpus()) + "\n"
    return text[:length]


def write_jsonl(path: Path, count: int) -> Path:
    """Write posts as JSON Lines, one author, one every six hours; an existing file is the same file."""
    if not path.exists():
        with path.open("w", encoding="utf-8") as file:
            for number, text in enumerate(posts(count)):
                at = (FIRST_DAY + number * APART).isoformat(timespec="minutes")
                file.write(json.dumps({"text": text, "author": "小林", "at": at}, ensure_ascii=False) + "\n")
    return path


def write_folder(folder: Path, count: int) -> Path:
    """Write posts as drafts, a file each; for yamllint, which reads nothing else, also as YAML in a folder beside."""
    beside = folder.with_name(folder.name + "-yaml")
    for place in (folder, beside):
        place.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(posts(count)):
        (folder / f"{number:05}.md").write_text(text + "\n", "utf-8")
        block = "\n  ".join(text.splitlines())
        (beside / f"{number:05}.yaml").write_text(f"---\ntext: |\n  {block}\n", "utf-8")
    return folder
