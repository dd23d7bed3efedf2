"""A command that was typed wrongly, told like every other error: where, what, what to do. Imported only then."""

from __future__ import annotations

import re
from typing import Any

import click

from moments_lint.errors import SettingsError
from moments_lint.wording import Text


def told(error: click.ClickException) -> SettingsError:
    """Return click's error as ours; its own English sentence stands only where it says more than we know."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else "moments-lint"
    help_ = Text(f"看用法：{command} --help", f"see {command} --help")
    if isinstance(error, click.NoSuchOption):
        close = next(iter(error.possibilities or ()), None)
        mend = Text(f"是不是想写 {close}？", f"did you mean {close}?") if close else help_
        name = error.option_name
        return SettingsError(Text(f"没有 {name} 这个选项", f"no option {name}"), path=command, mend=mend)
    if isinstance(error, click.MissingParameter):
        name = _name(error.param)
        return SettingsError(Text(f"缺 {name}", f"{name} is missing"), path=command, mend=help_)
    if isinstance(error, click.BadParameter) and error.param is not None:
        what = _refused(error.param.type, error.message)
        return SettingsError(what, path=f"{command} {_name(error.param)}", mend=help_)
    if isinstance(error, click.BadOptionUsage):
        takes_none = "not take" in error.message
        what = Text("后面不带值", "takes no value") if takes_none else Text("后面要写值", "needs a value after it")
        return SettingsError(what, path=error.option_name, mend=help_)
    message = error.format_message()
    return SettingsError(_known(message) or Text(f"命令写得不对（{message}）", message), path=command, mend=help_)


def _known(message: str) -> Text | None:
    """Return what click has only a sentence for."""
    if found := re.search(r"unexpected extra arguments? \((.*)\)", message):
        return Text(f"多写了 {found[1]}", f"{found[1]}: one argument too many")
    if found := re.search(r"No such command '(.*?)'", message):
        return Text(f"没有 {found[1]} 这个命令", f"no command {found[1]}")
    return None


def _name(parameter: click.Parameter | None) -> str:
    """Return how a person writes an option or argument."""
    if parameter is None:
        return ""
    return parameter.opts[-1] if isinstance(parameter, click.Option) else parameter.human_readable_name.strip("[].")


def _refused(kind: Any, message: str) -> Text:
    """Say what a value must be."""
    if isinstance(kind, click.Choice):
        names = ", ".join(map(str, kind.choices))
        return Text(f"只能是 {names}", f"must be one of {names}")
    if isinstance(kind, click.IntRange):
        return Text(f"要是 {kind.min} 到 {kind.max} 的整数", f"must be a whole number from {kind.min} to {kind.max}")
    return Text(f"写得不对（{message}）", message)
