"""Completion by Tab: the protocol of three shells, and scripts that the shells can read."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import click
import pytest
from support import RULE, run, write

from moments_lint.cli import main
from moments_lint.cli.completion import SHELLS, VARIABLE


def offered(folder: Path, shell: str, *words: str, lang: str = "en_US.UTF-8") -> str:
    """Return what the command answers to a shell that completes the last of the words."""
    at = words[-1] if shell == "fish" else str(len(words))
    asked = {"COMP_WORDS": " ".join(["moments-lint", *words]), "COMP_CWORD": at, VARIABLE: f"{shell}_complete", "LANG": lang}
    done = run(cwd=folder, **asked)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


OFFERS = [
    (["why"], "plain,why-not\n"),
    (["completion", "z"], "plain,zsh\n"),
    (["check", "--output-format", "sar"], "plain,sarif\n"),
    (["check", "--stati"], "plain,--statistics\n"),
    (["explain", "absolute/superl"], "plain,absolute/superlative\n"),
    (["explain", "nowhere/"], ""),
    (["check", "--select", "absol"], "plain,absolute\n"),
    (["check", "dra"], "file,dra\n"),
    (["plan", "dra"], "dir,dra\n"),
    (["posted", "--at", "x"], ""),
]


@pytest.mark.parametrize(("words", "answer"), OFFERS, ids=[" ".join(row[0]) for row in OFFERS])
def test_what_bash_is_offered(tmp_path: Path, words: list[str], answer: str) -> None:
    """Beside a family, `--select` offers its rules."""
    said = offered(write(tmp_path / "folder", {}), "bash", *words)
    assert said.startswith(answer) if words[-1] == "absol" else said.strip() == answer.strip()


def test_zsh_and_fish_are_offered_summaries(tmp_path: Path) -> None:
    folder = write(tmp_path / "folder", {})
    assert offered(folder, "zsh", "expl").splitlines()[:2] == ["plain", "explain"]
    said = offered(folder, "zsh", "explain", "absolute/superl", lang="zh_CN.UTF-8").splitlines()
    assert said[:2] == ["plain", "absolute/superlative"]
    assert "最" in said[2]
    assert "absolute/superlative\t" in offered(folder, "fish", "explain", "absolute/superl")


def test_own_rules_are_offered_and_broken_ones_do_no_harm(tmp_path: Path) -> None:
    folder = write(tmp_path / "folder", {".moments-lint.yaml": "rules: [mine]\n", "mine/own/king.yaml": RULE})
    assert offered(folder, "bash", "explain", "own/") == "plain,own/king\n"
    write(folder, {"mine/own/king.yaml": "nonsense: ["})
    assert offered(folder, "bash", "explain", "absolute/superl") == "plain,absolute/superlative\n"


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_one_the_shell_can_read(tmp_path: Path, shell: str) -> None:
    folder = write(tmp_path / "folder", {})
    done = run("completion", shell, cwd=folder)
    assert (done.returncode, done.stderr) == (0, b"")
    assert VARIABLE in done.stdout.decode()
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"no {shell} here")
    file = folder / "script"
    file.write_bytes(done.stdout)
    assert subprocess.run([program, "-n", str(file)], capture_output=True, check=False).returncode == 0


FREE = {"text", "term", "author", "at", "as_of", "history_columns", "add_ignore", "jobs", "min_score"}
"""Parameters for which nothing can be offered."""


def parameters(group: click.Group) -> list[click.Parameter]:
    found: list[click.Parameter] = []
    with click.Context(group) as context:
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            found += parameters(command) if isinstance(command, click.Group) else command.params
    return found


def test_everything_that_can_be_completed_is() -> None:
    for parameter in parameters(main):
        silent = parameter._custom_shell_complete is None and not isinstance(parameter.type, click.Choice)
        assert not silent or parameter.name in FREE or getattr(parameter, "is_flag", False), parameter.name
