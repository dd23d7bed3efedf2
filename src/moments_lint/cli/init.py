"""`init`: a folder of drafts to begin with, and a git hook. Never writes to a file that exists."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from itertools import chain, count

import click

from moments_lint import starter, writing
from moments_lint.cli.completing import folders
from moments_lint.cli.options import examples, lang_option, no_time, say, show, shown_path
from moments_lint.errors import MomentsLintError, ReadingError, SettingsError
from moments_lint.opening import read_bytes
from moments_lint.post import parse_time
from moments_lint.reading import SETTINGS_NAME
from moments_lint.wording import Lang, Text, visible

HOOK = "pre-commit"
BESIDE = "moments-lint"
"""The hook's name, and how the names of ours begin where there is another one already."""

MAX_HOOK = 100_000

MAX_AUTHOR = 30


@click.command(
    help=say(
        "建一个草稿目录：设置、示例草稿、示例资料；--hook 再装一个提交前检查的 git 钩子。已有的文件一个字不动。",
        "Set up a folder of drafts: settings, example draft and profile; --hook adds a git hook. Nothing is ever overwritten.",
    ),
    epilog=examples(
        ("init shop --author Lin", "建一个草稿目录", "set up a folder of drafts"),
        ("init . --hook", "再装上提交前检查", "and a check before every commit"),
    ),
)
@click.argument("path", default=".", shell_complete=folders)
@click.option("--author", metavar="NAME", help=say("你的名字，用来署名", "your name, to sign with"))
@click.option("--as-of", metavar="TIME", help=say("示例草稿的时间，例如 2026-11-22T20:30", "time of the example draft"))
@click.option(
    "--hook", is_flag=True, help=say("提交前检查草稿（不用 pre-commit）", "check drafts on commit (without pre-commit)")
)
@lang_option
def init(path: str, author: str | None, as_of: str | None, hook: bool, lang: Lang) -> None:
    """Run `init`."""
    if as_of is not None and parse_time(as_of) is None:
        raise no_time(as_of, "--as-of")
    name = starter.EXAMPLE_AUTHOR if author is None else author
    if not name.strip() or not name.isprintable() or len(name) > MAX_AUTHOR:
        what = Text(f"名字要在一行里，最多 {MAX_AUTHOR} 个字", f"a name is one line of {MAX_AUTHOR} characters at most")
        raise SettingsError(what, path="--author", mend=Text("换个短名字", "use a short name"))
    folder = os.path.abspath(path)
    given = starter.files(lang, name, parse_time(as_of) if as_of else None)
    files = {os.path.join(folder, *file.split("/")): text for file, text in given.items()}
    _require_within(folder, files)
    place = _hook_place(folder, lang) if hook else {}
    made = writing.create_all({file: text.encode("utf-8", "surrogateescape") for file, text in (files | place).items()})
    for file in files | place:
        done = Text("建好", "created") if file in made else Text("保留原样", "kept as it is")
        show(f"{done.to(lang)}  {shown_path(file)}\n")
    settings = os.path.join(folder, SETTINGS_NAME)
    if author is None and settings in made:  # `check --fix` signs with it, so nobody should have it unawares
        where = shown_path(settings)
        what = Text(
            f"署名先写成「{name}」，到 {where} 的 author 里换成你的名字",
            f"signed “{name}” for now: put your own name under author in {where}",
        )
        show(f"{what.to(lang)}\n")
    for file in place:
        if file in made:
            os.chmod(file, 0o755)
        _tell_hook(file, lang)
    if not hook:
        show(
            Text(f'下一步：moments-lint check "{shown_path(folder)}"\n', f'next: moments-lint check "{shown_path(folder)}"\n').to(
                lang
            )
        )


def _require_within(folder: str, files: Iterable[str]) -> None:
    """Refuse a folder in which a link would lead a new file out of it."""
    for name in files:
        if not os.path.join(os.path.realpath(os.path.dirname(name)), "").startswith(os.path.join(os.path.realpath(folder), "")):
            what = Text("是指向目录之外的链接，不往里写", "is a link that leads out of the folder; nothing is written there")
            mend = Text("换一个目录，或者去掉链接", "choose another folder, or take the link away")
            raise ReadingError(what, path=os.path.dirname(name), mend=mend)


def _tell_hook(name: str, lang: Lang) -> None:
    """Say which line an existing hook needs to run ours."""
    if os.path.basename(name) != HOOK:
        line = f'sh "$(git rev-parse --git-path hooks)/{os.path.basename(name)}" || exit 1'
        other = shown_path(os.path.join(os.path.dirname(name), HOOK))
        text = Text(
            f"已有的钩子 {other} 没有动；请自己在里面加一行：", f"your hook {other} was not touched; add this line to it:"
        )
        show(f"{text.to(lang)}\n  {line}\n")


def _hook_place(folder: str, lang: Lang) -> dict[str, str]:
    """Return the path and text of the hook to write: beside an existing one that is not ours."""
    above = folder
    while not os.path.isdir(above):
        above = os.path.dirname(above)
    top = _git(above, "rev-parse", "--show-toplevel")
    hooks = os.path.join(top, _git(top, "rev-parse", "--git-path", "hooks"))
    within = os.path.relpath(os.path.realpath(folder), os.path.realpath(top)).replace(os.sep, "/")
    text = starter.hook(lang, within, sys.executable.replace(os.sep, "/"))
    names = (os.path.join(hooks, name) for name in chain([HOOK, BESIDE], (f"{BESIDE}-{number}" for number in count(2))))
    return {os.path.normpath(next(name for name in names if _free_or_ours(name, within))): text}


def _free_or_ours(path: str, within: str) -> bool:
    if not os.path.lexists(path):
        return True
    try:
        return starter.is_hook(read_bytes(path, MAX_HOOK, ReadingError).decode("utf-8", "surrogateescape"), within)
    except ReadingError:
        return False


def _git(folder: str, *arguments: str) -> str:
    """Return what git answers. Raises MomentsLintError when there is no git or no repository."""
    mend = Text("先 git init，或者去掉 --hook", "run `git init` first, or leave out --hook")
    try:
        done = subprocess.run(["git", "-C", folder, *arguments], capture_output=True, check=False)
    except OSError:
        raise MomentsLintError(Text("没有装 git", "git is not installed"), mend=mend) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        why = visible(said[0] if said else "")
        raise MomentsLintError(Text(f"这里不是 git 仓库（{why}）", f"not a git repository ({why})"), path=folder, mend=mend)
    return done.stdout.decode("utf-8", "surrogateescape").removesuffix("\n").removesuffix("\r")


COMMANDS = {"init": init}
