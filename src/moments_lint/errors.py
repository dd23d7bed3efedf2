"""What a user can mend: every such error says what, where and what to do. Anything else that escapes is our bug.

MomentsLintError
├── ReadingError    a draft, a path or an encoding
├── SettingsError   .moments-lint.yaml or an option
├── RuleError       a rule, a word list or a guard
├── ModelError      a classifier model file
├── WorkerLost      a process that checked posts died; nobody's mistake in a draft, so the command leaves with 3
└── Mistakes        several of the above at once
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from moments_lint.wording import NO_TEXT, Text, visible


class MomentsLintError(Exception):
    """An error for the user. `line` and `column` are 1-based; `excerpt` is the offending line as written."""

    def __init__(
        self,
        what: Text,
        *,
        path: str = "",
        line: int | None = None,
        column: int | None = None,
        mend: Text = NO_TEXT,
        excerpt: str = "",
    ) -> None:
        super().__init__(what.en)
        self.what = what
        self.path = path
        self.line = line
        self.column = column
        self.mend = mend
        self.excerpt = excerpt

    def __str__(self) -> str:
        return self.render("en")

    @property
    def place(self) -> str:
        """`path:line:column`, as far as it is known."""
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part)

    def sentence(self, lang: str) -> str:
        """What is wrong and what to do, on one line."""
        mend = self.mend.to(lang)
        return f"{self.what.to(lang)} — {mend}" if mend else self.what.to(lang)

    def render(self, lang: str) -> str:
        """Return the error as lines of text: place and what, the offending line, what to do."""
        place = f"{self.place}: " if self.place else ""
        lines = [f"{place}{self.what.to(lang)}"]
        if self.excerpt:
            lines.append(f"    {self.line} | {self.excerpt}")
        if self.mend.zh:
            lines.append(f"  {'怎么改：' if lang != 'en' else 'to mend: '}{self.mend.to(lang)}")
        return "\n".join(map(visible, lines))


class ReadingError(MomentsLintError):
    """A path, a draft or its encoding."""


class SettingsError(MomentsLintError):
    """The settings file, front matter or a command option."""


class RuleError(MomentsLintError):
    """A rule file, a word list or a guard."""


class ModelError(MomentsLintError):
    """A classifier model file."""


class WorkerLost(MomentsLintError):
    """A process that checked posts was killed or crashed; what it had in hand was not checked."""


class Mistakes(MomentsLintError):
    """Several errors reported together, in the order of their places."""

    def __init__(self, errors: Iterable[MomentsLintError]) -> None:
        self.errors = tuple(errors)
        count = len(self.errors)
        super().__init__(Text(f"共 {count} 处需要改", f"{count} mistakes"))

    def render(self, lang: str) -> str:
        """Return all errors, one below the other."""
        return "\n".join(error.render(lang) for error in self.errors)


Kind = TypeVar("Kind", bound=MomentsLintError)


def reason(error: OSError) -> Text:
    """Return why the system refused; in its own English where it is nothing common."""
    import errno

    if error.errno in (errno.EACCES, errno.EPERM):
        return Text("没有权限", "not permitted")
    common = {
        errno.ENOENT: Text("没有这个文件或目录", "no such file or folder"),
        errno.EISDIR: Text("这是目录，不是文件", "it is a folder, not a file"),
        errno.ENOTDIR: Text("路径中间有一截不是目录", "part of the path is no folder"),
        errno.ELOOP: Text("符号链接绕成了圈", "the symbolic link is circular"),
        errno.ENOSPC: Text("磁盘满了", "the disk is full"),
        errno.EROFS: Text("这个盘只能读", "the disk is read-only"),
        errno.ENAMETOOLONG: Text("名字太长", "the name is too long"),
    }
    return common.get(error.errno or 0, Text(str(error.strerror), str(error.strerror)))


def unreadable(kind: type[Kind], error: OSError, path: str) -> Kind:
    """Return what to say of a file that the system does not let us read."""
    why = reason(error)
    what = Text(f"读不了（{why.zh}）", f"cannot be read ({why.en})")
    return kind(what, path=path, mend=Text("看看路径对不对、准不准读", "see that the path is right and may be read"))


def unwritable(error: OSError, path: str) -> ReadingError:
    """Return what to say of a file that the system does not let us write."""
    why = reason(error)
    what = Text(f"写不了（{why.zh}）", f"cannot be written ({why.en})")
    mend = Text("看看目录在不在、准不准写、磁盘满没满", "see that the folder is there, may be written to, and has room")
    return ReadingError(what, path=path, mend=mend)


def too_large(kind: type[Kind], limit: int, path: str) -> Kind:
    """Return what to say of a file of more than `limit` bytes."""
    what = Text(f"文件超过 {limit} 字节，不读", f"file is over {limit} bytes; not read")
    return kind(what, path=path, mend=Text("换小一点的，或者拆开", "use a smaller one, or split it"))


def not_utf8(kind: type[Kind], path: str) -> Kind:
    """Return what to say of a file that must be UTF-8 and is not."""
    what = Text("要用 UTF-8 编码", "this file must be UTF-8")
    return kind(what, path=path, mend=Text("用编辑器另存为 UTF-8", "save it as UTF-8"))
