"""A first afternoon with the command, as the READMEs tell it: every step on the real command, in a folder of its own. No tests.

A step is what somebody types, or a file somebody writes; its transcript is what the terminal shows then.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from support import environment

LOCALES = {"en": "en_US.UTF-8", "zh": "zh_CN.UTF-8"}
DRAFT = "drafts/2026-11-22-2030-冬枣.md"
BAD = """\
冬枣到货啦！！！手慢无，想要的扣1
5 斤一箱 59，全网最低价是客人封的，我只敢说比超市便宜 8 块
枣是周五摘的，个头小，甜，放不过一周
"""
WORSE = "drafts/2026-11-23-1210-茶.md"
QUOTED = {"en": "the customer's words, and I say so", "zh": "客人的原话，后半句说明了"}
EXIT = {"en": "exit code", "zh": "退出码"}


class Typed(NamedTuple):
    """A command and its arguments, and the exit code that the story needs."""

    words: tuple[str, ...]
    code: int = 0


class Written(NamedTuple):
    """Text put at the end of a file, as an editor would do it."""

    name: str
    text: str


class Read(NamedTuple):
    """A file looked at."""

    name: str


def steps(lang: str) -> dict[str, tuple[Typed | Written | Read, ...]]:
    """Return name of a block → its steps."""

    def lint(*words: str, code: int = 0) -> Typed:
        return Typed(("moments-lint", *words), code)

    def git(*words: str, code: int = 0) -> Typed:
        return Typed(("git", *words), code)

    return {
        "begin": (git("init", "-q"), lint("--version"), lint("init", "--author", "小林")),
        "write": (Written(DRAFT, BAD), Read(DRAFT), lint("check", "--output-format", "concise", code=1)),
        "mend": (lint("check", "--fix", "--output-format", "concise", code=1), Read(DRAFT)),
        "excuse": (
            lint("check", "--select", "absolute", "--add-ignore", QUOTED[lang], "--output-format", "concise", code=1),
            Read(DRAFT),
        ),
        "baseline": (
            Written(".moments-lint.yaml", "baseline: baseline.json\n"),
            lint("check", "--update-baseline", "--output-format", "concise"),
        ),
        "hook": (
            lint("init", "--hook"),
            git("add", "."),
            git("commit", "-q", "-m", "冬枣"),
            Written(WORSE, "喝一个月降三高，要的私信\n"),
            git("add", "."),
            git("commit", "-q", "-m", "茶", code=1),
        ),
        "annotate": (lint("check", "--output-format", "github", code=1),),
    }


def transcripts(folder: Path, lang: str) -> dict[str, str]:
    """Walk through every step in an empty folder and return name of a block → what the terminal shows."""
    return {name: "".join(shown for step in block for shown in _taken(step, folder, lang)) for name, block in steps(lang).items()}


def _taken(step: Typed | Written | Read, folder: Path, lang: str) -> Iterator[str]:
    if isinstance(step, Written):
        with open(folder / step.name, "a", encoding="utf-8", newline="\n") as file:
            file.write(step.text)
        if "\n" not in step.text[:-1]:
            yield f"$ echo '{step.text[:-1]}' >> {step.name}\n"
    elif isinstance(step, Read):
        yield f"$ cat {step.name}\n{folder.joinpath(step.name).read_text('utf-8')}"
    else:
        yield from _typed(step, folder, lang)


def _typed(step: Typed, folder: Path, lang: str) -> Iterator[str]:
    program, *arguments = step.words
    command = [sys.executable, "-m", "moments_lint"] if program == "moments-lint" else [program]
    done = subprocess.run([*command, *arguments], cwd=folder, env=_environment(folder, lang), capture_output=True, check=False)
    said = (done.stdout + done.stderr).decode().replace("\r\n", "\n")
    assert done.returncode == step.code, f"{step.words}: {done.returncode}\n{said}"
    yield f"$ {' '.join(_quoted(word) for word in step.words)}\n{said}"
    if done.returncode:
        yield f"({EXIT[lang]} {done.returncode})\n"


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word or "，" in word else word


def _environment(folder: Path, lang: str) -> dict[str, str]:
    """Return an environment without the settings of whoever runs this: their language, their git."""
    person = {f"GIT_{role}_{what}": "xiaolin@example.invalid" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return environment(folder.parent / "home", LANG=LOCALES[lang], GIT_CONFIG_NOSYSTEM="1", **person)
