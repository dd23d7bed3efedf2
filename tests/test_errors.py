"""Errors have one shape everywhere: where and what on the first line, then what to do."""

from __future__ import annotations

import ast
import errno
import os
import re
from pathlib import Path

import pytest
from support import CLEAN, REPOSITORY, run, write

from moments_lint import discovery, errors

KINDS = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.MomentsLintError)} - {
    "Mistakes"
}
SOURCES = sorted((REPOSITORY / "src" / "moments_lint").rglob("*.py"))


def made(file: Path) -> list[ast.Call]:
    """Return the places where a module makes an error for the user."""
    tree = ast.parse(file.read_text("utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) in KINDS]


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)
def test_every_error_says_what_to_do(file: Path) -> None:
    bare = [node.lineno for node in made(file) if not {"mend", None} & {keyword.arg for keyword in node.keywords}]
    assert bare == []


SHAPE = re.compile(r"\A(?:[^\n]+: )?[^\n]+\n(?:    \d+ \| [^\n]*\n)?  怎么改：[^\n]+\n\Z")

MISTAKES = [
    ["chek"],
    ["check", "--nope"],
    ["check", "--output-format", "xml"],
    ["check", "--min-score", "200"],
    ["check", "--min-score", "many"],
    ["check", "--watch=1"],
    ["check", "-o"],
    ["check", "nowhere.md"],
    ["check", "today.md", "--config", "nowhere.yaml"],
    ["check", "today.md", "--config", "x.yaml", "--isolated"],
    ["check", "today.md", "--select", "nowhere"],
    ["check", "today.md", "--what-if", "--statistics"],
    ["check", "today.md", "--statistics", "--output-format", "html"],
    ["check", "today.md", "--add-ignore", " "],
    ["check", "today.md", "--update-baseline"],
    ["check", "today.md", "--baseline", "nowhere.json"],
    ["check", "today.md", "-o", "nowhere/x.txt"],
    ["check", ".", "--watch", "--fix"],
    ["check", "broken.md"],
    ["check", "nul.md"],
    ["explain"],
    ["explain", "nowhere"],
    ["config", "a", "b"],
    ["completion"],
    ["completion", "tcsh"],
    ["evaluate", "nope"],
    ["evaluate", "rules"],
    ["evaluate", "rules", "--reference", "nowhere.csv"],
    ["evaluate", "score", "--fit", "--reference", "x.csv"],
    ["init", "--author", " "],
    ["init", "--as-of", "soon"],
    ["posted", "nowhere.md"],
    ["posted", "today.md", "--at", "soon"],
    ["profile", "nowhere.yaml"],
    ["plan", "today.md"],
    ["render", "empty.md"],
    ["test-rules", "nowhere"],
    ["timeline", "today.md"],
    ["train", "--data", "nowhere.csv"],
    ["why-not", "nowhere", "x"],
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files: dict[str, str | bytes] = {
        "today.md": CLEAN,
        "empty.md": "",
        "broken.md": b"\xff\xff\xff",
        "nul.md": b"a\0b",
        "x.yaml": "",
    }
    return write(tmp_path_factory.mktemp("errors") / "folder", files)


@pytest.mark.parametrize("arguments", MISTAKES, ids=" ".join)
def test_every_mistake_is_told_in_one_shape(folder: Path, arguments: list[str]) -> None:
    done = run(*arguments, cwd=folder)
    assert done.returncode == 2
    assert SHAPE.match(done.stderr.decode()), done.stderr.decode()


@pytest.mark.parametrize("arguments", [[], ["evaluate"]], ids=["moments-lint", "evaluate"])
def test_no_command_lists_the_commands(folder: Path, arguments: list[str]) -> None:
    done = run(*arguments, cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith("用法：")


@pytest.mark.parametrize(
    ("number", "zh", "en"),
    [
        (errno.EIO, os.strerror(errno.EIO), os.strerror(errno.EIO)),
        (errno.ENOENT, "没有这个文件或目录", "no such file or folder"),
        (errno.EISDIR, "这是目录，不是文件", "it is a folder, not a file"),
        (errno.EACCES, "没有权限", "not permitted"),
        (errno.EPERM, "没有权限", "not permitted"),
        (errno.ENOSPC, "磁盘满了", "the disk is full"),
    ],
)
def test_what_the_system_refuses_is_said_in_the_language_of_the_report(number: int, zh: str, en: str) -> None:
    for told in (errors.unreadable(errors.ReadingError, OSError(number, os.strerror(number)), "x.md"),
                 errors.unwritable(OSError(number, os.strerror(number)), "x.md")):  # fmt: skip
        assert f"（{zh}）" in told.what.zh
        assert f"({en})" in told.what.en


@pytest.mark.skipif(os.name == "nt", reason="rights are another matter on Windows")
@pytest.mark.parametrize(("rights", "said"), [(0o000, "没有权限"), (0o300, "没有这个文件或目录")])
def test_a_path_in_a_closed_folder_is_not_called_missing_nor_unwritable(tmp_path: Path, rights: int, said: str) -> None:
    """Of a folder that may be entered but not listed there is nothing to suggest; of one that may not, nothing is known."""
    closed = write(tmp_path / "closed", {"a.md": CLEAN})
    closed.chmod(rights)
    try:
        if rights == 0 and os.access(closed, os.X_OK):
            pytest.skip("nothing is closed to the administrator")
        assert said in discovery.missing(str(closed / "b.md")).what.zh
    finally:
        closed.chmod(0o755)
