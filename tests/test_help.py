"""Every command's help: in both languages, within the terminal, with examples that work."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
from support import CLEAN, LOUD, RULE, environment, run, write

from moments_lint.cli import main
from moments_lint.cli.help_page import CLOSING, OPENING, wrap
from moments_lint.formats.text import width

HAN = re.compile("[\u3400-\u9fff]")


def commands(group: click.Group, *above: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command with the words that lead to it."""
    with click.Context(group) as context:
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            yield (*above, name), command
            if isinstance(command, click.Group):
                yield from commands(command, *above, name)


ALL = dict(commands(main))
PAGE = """
import json, sys
import click
from moments_lint.cli import main
columns = int(sys.argv[1])
pages = {}
def walk(words, command):
    context = command.context_class(command, info_name="moments-lint", max_content_width=columns, terminal_width=columns - 2)
    pages[" ".join(words)] = command.get_help(context)
    for name in command.list_commands(context) if isinstance(command, click.Group) else ():
        walk([*words, name], command.get_command(context, name))
walk([], main)
print(json.dumps(pages))
"""


@cache
def pages(lang: str, columns: int = 80) -> dict[str, str]:
    """Return the help of every command in a language: the locale chooses it when the command starts."""
    env = os.environ | {"LC_ALL": f"{lang}.UTF-8", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", PAGE, str(columns)], env=env, capture_output=True, check=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found


def examples(page: str) -> list[str]:
    """Return the examples of a page, without the command's own name."""
    return re.findall(r"^ +moments-lint (.*)$", page.replace("例子：", "Examples:").partition("Examples:")[2], re.MULTILINE)


@pytest.mark.parametrize("name", [" ".join(words) for words in ALL])
def test_every_command_has_examples(name: str) -> None:
    found = examples(pages("en_US")[name])
    assert found
    assert all(example == name or example.startswith(f"{name} ") for example in found)
    assert examples(pages("zh_CN")[name]) == found


def test_no_page_mixes_languages() -> None:
    for name, page in pages("en_US").items():
        assert not HAN.search(page), name
    for name, page in pages("zh_CN").items():
        assert HAN.search(page), name
        assert not re.search(r"Usage:|Options:|Commands:|Examples:|Show|required", page), name


@pytest.mark.parametrize("lang", ["zh_CN", "en_US"])
@pytest.mark.parametrize("columns", [60, 80, 100])
def test_pages_stay_within_the_terminal(lang: str, columns: int) -> None:
    """Chinese characters take two columns. Only a word that cannot be broken may stand out: choices, examples, paths."""
    for page in pages(lang, columns).values():
        for line in page.splitlines():
            whole = line.strip().startswith(("moments-lint ", "--", "-o", "加一行", "add:", "~/", "at=", "Usage", "用法"))
            assert whole or width(line) <= columns, line


FILES: dict[str, str | bytes] = {
    "drafts/today.md": CLEAN,
    "drafts/2026-11-22-2000-tea.md": LOUD,
    "profile.yaml": "nickname: 阿禾\n",
    "history.csv": "date,words\n2026-11-01 20:00,昨天的茶\n",
    "rows.csv": "text,label\n全网最低价，加微信,hard_sell\n煮了绿豆汤,life\n问问大家周末去哪,interaction\n",
    "rules/own/king.yaml": RULE,
}

PARSED_ONLY = {
    "train": "minutes",
    "train --data rows.csv -o model.json": "needs thousands of rows",
    "evaluate score --ablation": "minutes",
    "evaluate model": "minutes",
    "check drafts --watch": "without end; run in test_watch",
}
"""Examples that are not run, and why."""

RUN = sorted({example for command in [main, *ALL.values()] for example in examples(command.epilog or "")})


@pytest.mark.parametrize("example", [example for example in RUN if example not in PARSED_ONLY])
def test_examples_run(tmp_path: Path, example: str) -> None:
    folder = write(tmp_path / "folder", FILES)
    subprocess.run(["git", "init", "-q", str(folder)], check=True, env=environment(tmp_path / "home"))
    done = run(*shlex.split(example), cwd=folder, stdin=CLEAN.encode())
    assert done.returncode in (0, 1), done.stderr.decode()
    assert "怎么改" not in done.stderr.decode().split("\n  ")[0]


@pytest.mark.parametrize("example", sorted(PARSED_ONLY))
def test_examples_parse(example: str) -> None:
    assert example in RUN
    words = shlex.split(example)
    command: click.Command = main
    while isinstance(command, click.Group):
        found = command.get_command(click.Context(command), words.pop(0))
        assert found is not None
        command = found
    command.make_context("x", words)


WRAPPED = [
    ("", 10, [""]),
    ("短", 10, ["短"]),
    ("one two three", 7, ["one two", "three"]),
    ("早上煮了一锅绿豆汤", 8, ["早上煮了", "一锅绿豆", "汤"]),
    ("早上煮了，一锅", 8, ["早上煮", "了，一锅"]),
    ("早上煮（了一锅）", 8, ["早上煮", "（了一", "锅）"]),
    ("用 --fix 改", 8, ["用 --fix", "改"]),
    ("a-very-long-word", 8, ["a-very-long-word"]),
]


@pytest.mark.parametrize(("text", "columns", "lines"), WRAPPED)
def test_wrapping(text: str, columns: int, lines: list[str]) -> None:
    assert wrap(text, columns) == lines
    assert not any(line.startswith(tuple(CLOSING)) or line.endswith(tuple(OPENING)) for line in lines)
