"""`.moments-lint/posted.jsonl`: what was really posted, one line a post, added to and never rewritten.

The file may come from anywhere and may be torn: every line is checked, and a bad one is named and passed over.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from moments_lint.errors import ReadingError, unwritable
from moments_lint.finding import Report
from moments_lint.opening import read_bytes
from moments_lint.post import CATEGORIES, GOODS, Post, parse_time
from moments_lint.wording import Text

FOLDER, NAME = ".moments-lint", "posted.jsonl"
MAX_BYTES = 64_000_000
"""Largest ledger that is read: decades of posts."""
MAX_LINE_BYTES = 1_000_000
"""Longest line: a post has some thousand characters, and a draft at most as many bytes."""


class Line(NamedTuple):
    """One line: the post, whose `at` is aware and whose `label` is the category it had, the score it had, and its hash."""

    post: Post
    score: int | None
    hash: str


class Ledger(NamedTuple):
    """The lines that could be read, in the order of the file, and what was wrong with the others."""

    lines: tuple[Line, ...] = ()
    errors: tuple[ReadingError, ...] = ()

    @property
    def posts(self) -> tuple[Post, ...]:
        """The posts alone."""
        return tuple(line.post for line in self.lines)


def path_of(settings_path: str, folder: str) -> str:
    """Return where the ledger is: beside the settings; without any, the nearest at or above `folder`, else in it."""
    if settings_path:
        return os.path.join(os.path.dirname(settings_path), FOLDER, NAME)
    own = above = os.path.abspath(folder)
    while True:
        candidate = os.path.join(above, FOLDER, NAME)
        if os.path.lexists(candidate):
            return candidate
        parent = os.path.dirname(above)
        if parent == above:
            return os.path.join(own, FOLDER, NAME)
        above = parent


def name_of(draft: str, path: str) -> str:
    """Return a draft's name in the ledger at `path`: its path below the ledger's folder, with `/`; else its bare name."""
    base = os.path.dirname(os.path.dirname(os.path.abspath(path)))
    try:
        relative = os.path.relpath(os.path.abspath(draft), base)
    except ValueError:  # another Windows drive
        relative = os.pardir
    return os.path.basename(draft) if relative.startswith(os.pardir) else relative.replace(os.sep, "/")


def digest(text: str) -> str:
    """Return the identity of a text: 32 hexadecimal digits of BLAKE2b over its UTF-8."""
    import hashlib

    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def read(path: str) -> Ledger:
    """Read a ledger; one that does not exist is empty. Raises ReadingError when the file itself cannot be read."""
    if not os.path.lexists(path):
        return Ledger()
    _require_file(path)
    data = read_bytes(path, MAX_BYTES, ReadingError)
    if len(data) > MAX_BYTES:
        what = Text(f"超过 {MAX_BYTES} 字节，不读", f"over {MAX_BYTES} bytes; not read")
        mend = Text("把早年的行剪到另一个文件里存档", "cut the lines of early years out into another file")
        raise ReadingError(what, path=path, mend=mend)
    return parse(data, path)


def parse(data: bytes, path: str = NAME) -> Ledger:
    """Turn the bytes of a ledger into posts. `path` names it in messages."""
    lines: list[Line] = []
    errors: list[ReadingError] = []
    seen: set[bytes] = set()
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        written = raw.strip()
        if not written or written in seen:  # two merged copies of a ledger hold a line twice
            continue
        seen.add(written)
        line = _line(written)
        if isinstance(line, Text):
            mend = Text(
                "这一行略过，没有改动；可以删掉它，再用 posted 重记", "passed over, unchanged; delete it and record it again"
            )
            errors.append(ReadingError(line, path=path, line=number, mend=mend))
        else:
            lines.append(line)
    return Ledger(tuple(lines), tuple(errors))


def _line(raw: bytes) -> Line | Text:
    """Read one line, or say what is wrong with it."""
    if len(raw) > MAX_LINE_BYTES:
        return Text("这一行太长", "the line is too long")
    try:
        given = json.loads(raw)
    except (ValueError, RecursionError):
        return Text("这一行不完整或已损坏", "the line is torn or damaged")
    if not isinstance(given, dict):
        return Text("这一行不是一条记录", "the line is no record")
    wrong = next((key for key, fits in _FITS.items() if not fits(given.get(key))), "")
    if wrong:
        return Text(f"这一行的 {wrong} 缺失或不对", f"“{wrong}” is missing or wrong on this line")
    if given["hash"] != digest(given["text"]):
        return Text("正文和 hash 对不上，这一行被改过或已损坏", "text and hash disagree; the line was changed or damaged")
    post = Post(
        text=given["text"],
        name=given.get("name") or "",
        author=given["author"],
        at=parse_time(given["at"]),
        goods=given.get("goods") or "",
        audience=tuple(given.get("audience") or ()),
        label=given["category"],
        posted=True,
    )
    return Line(post, given["score"], given["hash"])


def _is_aware_time(value: Any) -> bool:
    at = parse_time(value) if isinstance(value, str) else None
    return at is not None and at.tzinfo is not None


def _is_score(value: Any) -> bool:
    return value is None or (type(value) is int and 0 <= value <= 100)


_FITS: dict[str, Callable[[Any], bool]] = {
    "hash": lambda value: isinstance(value, str),
    "at": _is_aware_time,
    "author": lambda value: isinstance(value, str),
    "text": lambda value: isinstance(value, str),
    "score": _is_score,
    "category": lambda value: value in CATEGORIES,
    "goods": lambda value: value in (None, "", *GOODS),
    "audience": lambda value: value is None or (isinstance(value, list) and all(isinstance(one, str) for one in value)),
    "name": lambda value: value is None or isinstance(value, str),
}
"""Key of a line → whether a value will do. Unknown keys are left to later versions."""


def line_of(report: Report, at: datetime, name: str) -> Line:
    """Return the line that records a checked post as posted at `at` (aware); `name` is the draft's."""
    post = report.post._replace(at=at.replace(microsecond=0), name=name, label=report.category, posted=True)
    return Line(post, report.score, digest(post.text))


def append(path: str, line: Line) -> None:
    """Add one line with a single write, after a line end if the last line is torn. Raises ReadingError; nothing is rewritten."""
    post = line.post
    assert post.at is not None
    record = {
        "hash": line.hash,
        "at": post.at.isoformat(),
        "author": post.author,
        "text": post.text,
        "score": line.score,
        "category": post.label,
        "goods": post.goods,
        "audience": list(post.audience),
        "name": post.name,
    }
    written = json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace")  # a lone surrogate: \udc80, as in JSON
    if len(written) > MAX_LINE_BYTES:
        raise ReadingError(
            Text("正文太长，记不下", "the text is too long to record"), path=path, mend=Text("缩短正文", "shorten it")
        )
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        _require_file(path)
        with open(path, "a+b", buffering=0, opener=_unlinked) as file:
            whole = _opening(file) + written + b"\n"
            done = file.write(whole)
    except OSError as error:
        raise unwritable(error, path) from None
    if done != len(whole):
        mend = Text("磁盘可能满了；腾出空间再记一次", "the disk may be full; make room and record it again")
        raise ReadingError(Text("这一行没有写完", "the line was not written to its end"), path=path, mend=mend)


def _opening(file: Any) -> bytes:
    """Return the line end that a torn last line lacks."""
    if file.seek(0, os.SEEK_END) == 0:
        return b""
    file.seek(-1, os.SEEK_END)
    return b"" if file.read(1) == b"\n" else b"\n"


_PLAIN = Text("挪开它，记录会写进新文件", "move it away; a new file will be made for the record")


def _require_file(path: str) -> None:
    """Refuse links, which may lead out of the folder, and pipes and devices, which may never end."""
    folder = os.path.dirname(path)
    if os.path.islink(folder):
        raise ReadingError(Text("不是普通目录，是链接", "a link, not a plain folder"), path=folder, mend=_PLAIN)
    if os.path.islink(path) or (os.path.lexists(path) and not os.path.isfile(path)):
        raise ReadingError(Text("不是普通文件", "not a plain file"), path=path, mend=_PLAIN)


def _unlinked(path: str, flags: int) -> int:
    """Open a file that no link has taken the place of meanwhile, where the system can tell."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0), 0o666)
