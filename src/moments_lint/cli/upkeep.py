"""Options of `check` by which it changes something besides telling: drafts, or the baseline. The work is done in `changing`."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

import click

from moments_lint import reading
from moments_lint.cli.completing import files
from moments_lint.cli.options import ONE_OF_TWO, say
from moments_lint.errors import SettingsError
from moments_lint.settings import Settings
from moments_lint.wording import Text


class Upkeep(NamedTuple):
    """The options as given."""

    fix: bool
    diff: bool
    add_ignore: str | None
    baseline: str | None
    update_baseline: bool

    @property
    def edits(self) -> bool:
        """Whether drafts are to be edited, or shown as they would be."""
        return self.fix or self.diff or self.add_ignore is not None

    @property
    def wanted(self) -> bool:
        """Whether there is anything to do besides telling."""
        return self.edits or self.baseline is not None

    @property
    def mends(self) -> bool:
        """Whether findings are to be mended; a `--diff` beside `--add-ignore` alone shows the suppressions."""
        return self.fix or (self.diff and self.add_ignore is None)

    def under(self, chosen: Settings) -> "Upkeep":
        """Return the options with the settings' baseline for their own. Raises SettingsError where there is none to update."""
        path = reading.baseline_path(chosen) if self.baseline is None else self.baseline
        if self.update_baseline and path is None:
            what = Text("要和 --baseline 一起用", "goes with --baseline")
            mend = Text(
                "加上 --baseline FILE，或者在设置里写 baseline", "add --baseline FILE, or name a `baseline` in the settings"
            )
            raise SettingsError(what, path="--update-baseline", mend=mend)
        return self._replace(baseline=path)

    def named(self) -> dict[str, object]:
        """Return what was given, under the names of the options."""
        return {f"--{name.replace('_', '-')}": given for name, given in self._asdict().items()}


OPTIONS = (
    click.option(
        "--fix",
        is_flag=True,
        help=say(
            "就地修好不动文字的小毛病（感叹号连排、看不见的字符、漏掉的署名、没用的略过说明），措辞只建议不改；"
            "配 - 时改好的草稿写到标准输出，报告写到标准错误",
            "mend in place what needs no rewording (runs of marks, invisible characters, a missing signature, useless "
            "suppressions); with - the mended draft goes to standard output, the report to standard error",
        ),
    ),
    click.option(
        "--diff",
        is_flag=True,
        help=say(
            "只显示 --fix（或 --add-ignore）会怎么改，不动文件；报告写到标准错误",
            "show what --fix (or --add-ignore) would change and change nothing; the report goes to standard error",
        ),
    ),
    click.option(
        "--add-ignore",
        metavar="REASON",
        help=say(
            "把现有的提醒和错误逐条写进草稿的 lint.ignore，用这个理由",
            "write every warning and error into the draft's lint.ignore, with this reason",
        ),
    ),
    click.option(
        "--baseline",
        metavar="FILE",
        shell_complete=files,
        help=say(
            "这个文件里记着的旧问题不算，只看新的（默认用设置里的 baseline）",
            "old problems named in this file do not count, only new ones do (default: `baseline` of the settings)",
        ),
    ),
    click.option(
        "--update-baseline",
        is_flag=True,
        help=say(
            "从基线里去掉已经改好的；文件还没有时，记下现有的全部问题",
            "drop from the baseline what has been mended; a new file takes in all there is now",
        ),
    ),
)


def upkeep_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options; the command receives them together as `upkeep`."""

    @wraps(command)
    def gathered(*arguments: Any, **given: Any) -> Any:
        upkeep = Upkeep(**{name: given.pop(name) for name in Upkeep._fields})
        _require_sense(upkeep)
        return command(*arguments, upkeep=upkeep, **given)

    wrapped: Callable[..., Any] = gathered
    for option in reversed(OPTIONS):
        wrapped = option(wrapped)
    return wrapped


def _require_sense(upkeep: Upkeep) -> None:
    if upkeep.add_ignore is not None and not upkeep.add_ignore.strip():
        what = Text("要写理由", "needs a reason")
        raise SettingsError(what, path="--add-ignore", mend=Text("写一句为什么留着", "say in a sentence why it stays"))
    if upkeep.update_baseline and upkeep.diff:
        what = Text("--diff 不改任何文件，不能更新基线", "--diff changes no file, so the baseline cannot be updated")
        raise SettingsError(what, path="--update-baseline", mend=ONE_OF_TWO)
