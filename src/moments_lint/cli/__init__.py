"""The command. Parses options, calls the library, writes to the terminal; decides nothing about posts.

Each command lives in a module of its own, imported when it is called: the start is part of the product.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from moments_lint.cli.options import CLEAN, HELP_LANG, MEND, complain, list_commands, say
from moments_lint.errors import MomentsLintError, WorkerLost, reason
from moments_lint.wording import Text

BUG = 3
"""Exit code of our own mistakes; the others stand in `options`."""

COMMANDS = {
    "check": "check",
    "profile": "profile",
    "timeline": "timeline",
    "rules": "rules",
    "explain": "rules",
    "why-not": "rules",
    "test-rules": "rules",
    "traps": "rules",
    "config": "config",
    "init": "init",
    "render": "posting",
    "posted": "posting",
    "plan": "plan",
    "train": "train",
    "evaluate": "evaluate",
    "completion": "completion",
}
"""Command → module of this package that holds it."""


class Context(click.Context):
    """What a command runs in; it has help written our way."""

    def make_formatter(self) -> click.HelpFormatter:
        """Return what writes `--help`."""
        from moments_lint.cli.help_page import Page

        return Page(width=self.terminal_width, max_width=self.max_content_width)


def _show_help(context: click.Context, option: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        click.echo(context.get_help())
        context.exit()


def _show_version(context: click.Context, option: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"moments-lint, version {version('moments-lint')}")
        context.exit()


def _asking(*names: str, callback: Callable[[click.Context, click.Parameter, bool], None], text: str) -> click.Option:
    """Return an option that is answered before all others. click's own look for translations, on disk, at every start."""
    return click.Option(names, is_flag=True, is_eager=True, expose_value=False, callback=callback, help=text)


HELP = _asking("-h", "--help", callback=_show_help, text=say("显示这份说明", "show this page"))
VERSION = _asking("--version", callback=_show_version, text=say("显示版本", "show the version"))


def _our_way(command: click.Command) -> click.Command:
    """Return a command, with its own commands if it is a group, that runs in our context and has our `--help`."""
    command.context_class = Context
    command.add_help_option = False
    if HELP not in command.params:
        command.params.append(HELP)
    for own in command.commands.values() if isinstance(command, click.Group) else ():
        _our_way(own)
    return command


class Group(click.Group):
    """The command group: imports a command when it is asked for, knows who is to blame for an error, and says so by exit code."""

    context_class = Context

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of their use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"moments_lint.cli.{COMMANDS[cmd_name]}")
        return _our_way(module.COMMANDS[cmd_name])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, with a suggestion for a misspelt one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from moments_lint.schema import suggestion

            what = Text(f"没有 {args[0]} 这个命令", f"no command {args[0]}")
            raise MomentsLintError(what, mend=suggestion(args[0], list(COMMANDS)))
        return super().resolve_command(ctx, args)

    def main(self, args: Sequence[str] | None = None, **extra: Any) -> NoReturn:  # type: ignore[override]
        """Run, and leave with one of the four exit codes."""
        arguments = list(sys.argv[1:] if args is None else args)
        lang = _lang_of(arguments)
        _open_streams()
        try:
            code = super().main(arguments, standalone_mode=False, **{"prog_name": "moments-lint"} | extra)
            _leave(code if isinstance(code, int) else 0)
        except click.exceptions.Exit as leaving:
            _leave(leaving.exit_code)
        except click.ClickException as error:
            from moments_lint.cli import misuse

            complain(misuse.told(error), lang)
        except click.Abort:
            click.echo(Text("已中断", "interrupted").to(lang), err=True)
        except MomentsLintError as error:
            complain(error, lang)
            if isinstance(error, WorkerLost):
                _leave(BUG)
        except OSError as error:
            why = reason(error)
            what = Text(f"写不出去（{why.zh}）", f"cannot be written ({why.en})")
            mend = Text("看看磁盘满没满、准不准写", "see that there is room and that it may be written to")
            complain(MomentsLintError(what, path=str(error.filename or ""), mend=mend), lang)
        except Exception:
            _report_bug(lang)
            _leave(BUG)
        _leave(MEND)


def _leave(code: int) -> NoReturn:
    """Exit, unless what was said cannot be written to its end."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _hush()
    except OSError as error:
        _hush()
        click.echo(f"moments-lint: {error.strerror}", err=True)
        sys.exit(MEND)
    sys.exit(code)


def _hush() -> None:
    """Point standard output to nowhere, so that the interpreter's own last flush does not fail."""
    os.dup2(_nowhere(), sys.stdout.fileno())


def _nowhere() -> int:
    return os.open(os.devnull, os.O_WRONLY)


def _lang_of(arguments: list[str]) -> str:
    for index, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
        if argument == "--lang" and index + 1 < len(arguments):
            return arguments[index + 1]
    return HELP_LANG


def _open_streams() -> None:
    """Have both streams speak UTF-8; one that was closed (`>&-`) takes everything and shows nothing."""
    sys.stdout = sys.stdout or os.fdopen(_nowhere(), "w", encoding="utf-8")
    sys.stderr = sys.stderr or os.fdopen(_nowhere(), "w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _report_bug(lang: str) -> None:
    import traceback

    click.echo(traceback.format_exc(), err=True)
    text = Text(
        "这是 moments-lint 自己的错。请把上面这段连同命令一起报告（草稿内容可以换掉再发）。",
        "This is a bug in moments-lint. Please report the lines above with the command (replace your draft's text).",
    )
    click.echo(text.to(lang), err=True)


@click.group(
    cls=Group,
    params=[VERSION, HELP],
    add_help_option=False,
    context_settings={"max_content_width": 100},
    help=say("朋友圈文案检查：发之前看看哪里像硬广。", "Check WeChat Moments drafts before friends mute you."),
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
)
@click.pass_context
def main(context: click.Context) -> int:
    """Do nothing by itself: the commands do the work. Without one, say which there are."""
    return CLEAN if context.invoked_subcommand else list_commands(context)
