"""Windows and macOS: nothing in the sources that only POSIX has, no text without its encoding, no path put together by hand."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import REPOSITORY

SOURCES = sorted((REPOSITORY / "src" / "moments_lint").rglob("*.py"))

POSIX_MODULES = {"fcntl", "grp", "pwd", "pty", "resource", "termios", "tty", "curses", "readline", "syslog", "posix"}
POSIX_NAMES = {
    *(f"os.{name}" for name in ("fork", "forkpty", "getuid", "geteuid", "getgid", "getegid", "getpgid", "setsid", "setuid")),
    *(f"os.{name}" for name in ("fchmod", "fchown", "chown", "lchown", "chroot", "mkfifo", "mknod", "killpg", "nice", "uname")),
    *(f"os.{name}" for name in ("openpty", "wait", "waitpid", "statvfs", "sync", "getloadavg", "sysconf", "O_NOFOLLOW")),
    *(f"os.{name}" for name in ("posix_spawn", "sched_getaffinity", "confstr", "ttyname", "ctermid", "rename", "O_CLOEXEC")),
    *(f"signal.{name}" for name in ("SIGKILL", "SIGHUP", "SIGALRM", "SIGUSR1", "SIGUSR2", "SIGPIPE", "SIGCHLD", "alarm")),
    *(f"signal.{name}" for name in ("pthread_kill", "setitimer", "siginterrupt", "sigwait", "pause")),
    "time.tzset",
    "asyncio.unix_events",
    "locale.nl_langinfo",
}
"""What Windows lacks; `os.rename` fails there where the target exists."""

GUARDED = {"signal.pthread_sigmask": "workers.py"}
"""POSIX calls behind `hasattr`, and where they may stand."""

OPENERS = {"open", "io.open", "os.fdopen", "tempfile.NamedTemporaryFile", "subprocess.run", "subprocess.Popen"}
TEXT_METHODS = {"read_text", "write_text"}

POSIX_DATES = re.compile(r"%[-_^#][A-Za-z]|%[seklP]")
HARD_PATHS = re.compile(r"^(/tmp|/var|/dev|/etc|/home|/usr|~/|[A-Z]:\\)")


def nodes(file: Path) -> Iterator[ast.AST]:
    yield from ast.walk(ast.parse(file.read_text("utf-8")))


def faults(source: str) -> list[str]:
    """Return what would not work everywhere."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name in POSIX_MODULES]
        elif isinstance(node, ast.ImportFrom):
            found += [node.module] if node.module in POSIX_MODULES else []
            found += [f"{node.module}.{each.name}" for each in node.names if f"{node.module}.{each.name}" in POSIX_NAMES]
        elif isinstance(node, ast.Attribute):
            name = ast.unparse(node)
            found += [name] if name in POSIX_NAMES or name in GUARDED else []
        elif isinstance(node, ast.Call):
            found += _call(node)
        elif isinstance(node, ast.BinOp | ast.JoinedStr):
            found += _joined(node)
    return found


def _call(node: ast.Call) -> list[str]:
    name = ast.unparse(node.func)
    keywords = {keyword.arg: keyword.value for keyword in node.keywords}
    if name in OPENERS:
        mode = keywords.get("mode") or (node.args[1] if name.endswith("open") and len(node.args) > 1 else None)
        binary = isinstance(mode, ast.Constant) and "b" in str(mode.value)
        if name.startswith("subprocess"):
            binary = not {"text", "universal_newlines"} & set(keywords)
        if not binary and "encoding" not in keywords:
            return [f"{name} without encoding"]
    if isinstance(node.func, ast.Attribute) and node.func.attr in TEXT_METHODS:
        least = 1 if node.func.attr == "read_text" else 2
        if len(node.args) < least and "encoding" not in keywords:
            return [f"{node.func.attr} without encoding"]
    if isinstance(node.func, ast.Attribute) and node.func.attr in ("strftime", "strptime") and node.args:
        return [f"{name} {ast.unparse(node.args[-1])}"] if POSIX_DATES.search(ast.unparse(node.args[-1])) else []
    if name in ("open", "os.path.join", "Path", "os.path.exists", "os.path.isfile") and node.args:
        first = node.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str) and HARD_PATHS.match(first.value):
            return [f"{name} {first.value}"]
    return []


PATHS = re.compile(r"path|folder|file$|root|^base$|directory", re.IGNORECASE)


def _joined(node: ast.BinOp | ast.JoinedStr) -> list[str]:
    """Find `folder + "/" + name` and f"{folder}/{name}" for what is a path of the system by its name."""
    if isinstance(node, ast.BinOp):
        if not isinstance(node.op, ast.Add) or not isinstance(node.right, ast.Constant):
            return []
        right = node.right.value
        slashed = isinstance(right, str) and right.startswith("/") and len(right) > 1
        return [ast.unparse(node)] if slashed and PATHS.search(ast.unparse(node.left)) else []
    for left, middle in zip(node.values, node.values[1:], strict=False):
        if isinstance(left, ast.FormattedValue) and isinstance(middle, ast.Constant):
            name = left.value
            if isinstance(name, ast.Name) and PATHS.search(name.id) and str(middle.value).startswith("/"):
                return [ast.unparse(node)]
    return []


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: "-".join(file.relative_to(SOURCES[0].parent).parts))
def test_nothing_that_only_posix_has(file: Path) -> None:
    found = [fault for fault in faults(file.read_text("utf-8")) if GUARDED.get(fault) != file.name]
    assert found == []


FAULTY = [
    "import fcntl",
    "from fcntl import flock",
    "os.fork()",
    "from os import getuid",
    "signal.SIGKILL",
    "os.rename(a, b)",
    "os.fchmod(1, 2)",
    "open(path)",
    "open(path, 'w')",
    "path.read_text()",
    "path.write_text(data)",
    "at.strftime('%-d')",
    "open('/tmp/x', 'rb')",
    "folder + '/x'",
    "f'{folder}/{name}'",
    "subprocess.run(['git'], text=True)",
]
FINE = [
    "import os",
    "os.replace(a, b)",
    "open(path, 'rb')",
    "open(path, encoding='utf-8')",
    "path.read_text('utf-8')",
    "at.strftime('%Y-%m-%d %H:%M')",
    "os.path.join(folder, name)",
    "f'{family}/{name}'",
    "subprocess.run(['git'], capture_output=True)",
]


@pytest.mark.parametrize("source", FINE)
def test_what_works_everywhere_passes(source: str) -> None:
    assert faults(source) == []


@pytest.mark.parametrize("source", FAULTY)
def test_what_does_not_is_found(source: str) -> None:
    assert faults(source) != []


def test_posix_calls_are_guarded() -> None:
    for name, module in GUARDED.items():
        source = (REPOSITORY / "src" / "moments_lint" / module).read_text("utf-8")
        assert f'hasattr({name.partition(".")[0]}, "{name.partition(".")[2]}")' in source
