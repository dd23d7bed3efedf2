"""What the commands share: exit codes, language, options, and turning options into settings and a linter."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, tzinfo
from typing import Any

import click

from moments_lint import catalogue, reading
from moments_lint.cli.completing import files, selectors
from moments_lint.errors import MomentsLintError, RuleError, SettingsError
from moments_lint.kinds import FEED_KINDS, Names
from moments_lint.linter import Linter
from moments_lint.post import parse_time
from moments_lint.rule import Spec
from moments_lint.settings import Audience, Settings
from moments_lint.wording import Lang, Text, visible

CLEAN, FOUND, MEND = 0, 1, 2
"""Exit codes: nothing found, something found, the user must mend something."""


ONE_OF_TWO = Text("去掉其中一个", "leave out one of them")
_RULES = Text("放宽 select 和 ignore；有哪些规则看 moments-lint rules", "loosen select and ignore; see moments-lint rules")
_DROP = Text("从 thresholds 里去掉", "leave it out of thresholds")


def locale_lang() -> Lang:
    """Return the language of the terminal's locale, Chinese when it does not say."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value and value.split(".")[0] not in ("C", "POSIX"):
            return "zh" if value.startswith("zh") else "en"
    return "zh"


HELP_LANG = locale_lang()


def say(zh: str, en: str) -> str:
    """Return the sentence for `--help`, whose language is the locale's."""
    return en if HELP_LANG == "en" else zh


def examples(*rows: tuple[str, str, str]) -> str:
    """Return examples for the end of a command's help: each is what follows `moments-lint`, and what it does in zh and en."""
    lines = (line for command, zh, en in rows for line in (f"  moments-lint {command}", f"      {say(zh, en)}"))
    return "\n".join(["\b", say("例子：", "Examples:"), *lines])


def list_commands(context: click.Context) -> int:
    """Say which commands there are to somebody who named none; return the exit code."""
    click.echo(context.get_help(), err=True)
    return MEND


def lang_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--lang`."""
    text = say("界面语言，默认随系统", "language of the output; default from the locale")
    return click.option("--lang", type=click.Choice(["zh", "en"]), default=HELP_LANG, help=text)(command)


def settings_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that choose settings and rules; the command receives them as `choice`."""
    options = (
        click.option("--config", metavar="FILE", shell_complete=files, help=say("用这个设置文件", "use this settings file")),
        click.option("--isolated", is_flag=True, help=say("不读任何设置文件", "read no settings file")),
        click.option(
            "--select",
            multiple=True,
            metavar="RULE",
            shell_complete=selectors,
            help=say("只用这一类或这条规则", "only this family or rule"),
        ),
        click.option(
            "--ignore",
            multiple=True,
            metavar="RULE",
            shell_complete=selectors,
            help=say("不用这一类或这条规则", "not this family or rule"),
        ),
    )
    for option in options:
        command = option(command)
    return lang_option(command)


def load_settings(config: str | None, isolated: bool, paths: Sequence[str]) -> Settings:
    """Return the settings for `paths`: the given file, the nearest one, or the defaults."""
    if isolated:
        if config:
            what = Text("--config 和 --isolated 只能用一个", "--config and --isolated exclude each other")
            raise SettingsError(what, path="--isolated", mend=ONE_OF_TWO)
        return Settings()
    path = config or reading.find_settings(paths)
    return reading.read_settings(path) if path else Settings()


def make_linter(chosen: Settings, lang: str, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Linter:
    """Return the linter; a user's rules are held to their examples before they judge anybody."""
    roots = reading.rule_roots(chosen)
    loaded = catalogue.load(roots)
    if catalogue.rules_changed():
        text = Text("规则文件比 catalogue.json 新，直接读规则文件", "rule files differ from catalogue.json; reading the files")
        click.echo(text.to(lang), err=True)
    _require_known_rules(chosen, loaded)
    with placed("--select"):
        catalogue.select(loaded.rules, select, ())
    with placed("--ignore"):
        catalogue.select(loaded.rules, (), ignore)
    chosen = chosen._replace(select=tuple(select) or chosen.select, ignore=(*chosen.ignore, *ignore))
    linter = Linter(chosen, loaded, lang, reading.read_model(chosen))
    if not linter.rulebook:
        raise SettingsError(Text("一条规则也没有选中", "no rule is selected"), path=chosen.path, mend=_RULES)
    if roots:
        from moments_lint import verify

        own = [loaded.rules[rule] for rule in linter.rulebook if "examples" in loaded.rules[rule]]
        require_yields(own, loaded.rules)
        verify.require_examples(linter, own)
    return linter


def require_yields(own: Iterable[Spec], rules: Mapping[str, Spec]) -> None:
    """Refuse a rule that yields to what is no rule or family. Raises SettingsError."""
    for spec in own:
        with placed(spec["path"], "yields_to"):
            catalogue.select(rules, (), spec["yields_to"])


@contextmanager
def placed(path: str, *keys: str) -> Iterator[None]:
    """Tell an error that names no file as one of the settings at `path`, on the line of `keys`; or of an option, without keys."""
    try:
        yield
    except (RuleError, SettingsError) as error:
        line = reading.settings_lines(path).get(keys) if path and keys else None
        raise SettingsError(error.what, path=path, line=line, mend=error.mend) from None


def _require_known_rules(chosen: Settings, loaded: catalogue.Catalogue) -> None:
    """Refuse settings that name what is not there. Raises SettingsError."""
    path, rules = chosen.path, loaded.rules
    with placed(path, "select"):
        catalogue.select(rules, chosen.select, ())
    with placed(path, "ignore"):
        catalogue.select(rules, (), chosen.ignore)
    with placed(path, "rhythm"):
        catalogue.rhythm_thresholds(loaded, chosen.rhythm)
        if chosen.rhythm in loaded.rhythms:
            for rule_id, limit in loaded.rhythms[chosen.rhythm]["thresholds"].items():
                _require_threshold(f"rhythm {chosen.rhythm}", rule_id, limit, rules)
    _require_of((), chosen, path, rules)
    for name, own in chosen.audiences.items():
        _require_of(("audiences", name), own, path, rules)


def _require_of(above: tuple[str, ...], own: Settings | Audience, path: str, rules: Mapping[str, Spec]) -> None:
    """Refuse what the settings, or what stands in them under the keys `above`, cannot say of rules."""
    for rule_id in own.severity:
        with placed(path, *above, "severity", rule_id):
            _require_rule(".".join((*above, "severity")), rule_id, rules)
            if rules[rule_id].get("points"):
                what = Text(f"{rule_id} 是加分的规则，没有级别", f"{rule_id} speaks for a post and has no severity")
                raise SettingsError(what, mend=Text("从 severity 里去掉", "drop it from `severity`"))
    for rule_id, limit in own.thresholds.items():
        with placed(path, *above, "thresholds", rule_id):
            _require_threshold(".".join((*above, "thresholds")), rule_id, limit, rules)
    if above:
        for table, named in (("severity", own.severity), ("thresholds", own.thresholds)):
            for rule_id in named:
                with placed(path, *above, table, rule_id):
                    _require_for_posts(".".join(above), rule_id, rules)
        with placed(path, *above, "ignore"):
            catalogue.select(rules, (), own.ignore)


def _require_rule(key: str, rule_id: str, rules: Mapping[str, Spec]) -> None:
    if rule_id not in rules:
        what = Text(f"{key} 里的「{rule_id}」不是规则", f"“{rule_id}” under {key} is no rule")
        raise SettingsError(what, mend=catalogue.like(rule_id, rules))


def _require_for_posts(key: str, rule_id: str, rules: Mapping[str, Spec]) -> None:
    if rules[rule_id]["match"]["kind"] in FEED_KINDS:
        what = Text(
            f"{key}：{rule_id} 看的是整个朋友圈，不分给谁看", f"{key}: {rule_id} looks at the whole feed, whoever sees it"
        )
        raise SettingsError(what, mend=Text("写到外面一层", "set it for everybody instead"))


def _require_threshold(key: str, rule_id: str, limit: int, rules: Mapping[str, Spec]) -> None:
    from moments_lint.rule_file import match_fields

    _require_rule(key, rule_id, rules)
    field = match_fields(rules[rule_id]["match"]["kind"], Names()).get("limit")
    if field is None:
        raise SettingsError(Text(f"{rule_id} 没有可调的门槛", f"{rule_id} has no threshold to set"), mend=_DROP)
    least, most = field.schema["minimum"], field.schema["maximum"]
    if not least <= limit <= most:
        what = Text(f"{rule_id} 的门槛要在 {least} 到 {most} 之间", f"the threshold of {rule_id} must be from {least} to {most}")
        raise SettingsError(what, mend=Text(f"换一个 {least} 到 {most} 的数", f"choose from {least} to {most}"))


def whole_rule(rule: str, chosen: Settings) -> Spec:
    """Return a rule as its file says it, examples included."""
    catalogues = [catalogue.read_root(catalogue.packaged_root())]
    for root in reading.rule_roots(chosen):
        catalogues.append(catalogue.read_root(root, catalogue.merged(catalogues)))
    rules = catalogue.merged(catalogues).rules
    if rule not in rules:
        raise RuleError(Text(f"没有规则「{rule}」", f"no rule “{rule}”"), mend=catalogue.like(rule, rules))
    return rules[rule]


def wants_colour(stream: Any) -> bool:
    """Say whether to write colour to a stream: only to a terminal, never against NO_COLOR."""
    return bool(stream.isatty()) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@contextmanager
def training_extra() -> Iterator[None]:
    """Turn a missing scikit-learn into an error that says what to install."""
    try:
        yield
    except ImportError as error:
        what = Text(
            f"这个命令要用 scikit-learn（{error.name} 没装）", f"this command needs scikit-learn ({error.name} is missing)"
        )
        raise SettingsError(what, mend=Text('pip install "moments-lint[train]"', 'pip install "moments-lint[train]"')) from None


def show(text: str | bytes, to_stderr: bool = False) -> None:
    """Write to a standard stream; a reader that has gone away (`| head`) is no news, and does not change the exit code."""
    try:
        click.echo(text, nl=False, err=to_stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), (sys.stderr if to_stderr else sys.stdout).fileno())


def no_time(written: str, option: str) -> SettingsError:
    """Return what to say of an option that should be a time."""
    what = Text(f"「{written}」不是时间", f"“{written}” is no time")
    return SettingsError(what, path=option, mend=Text("写成 2026-11-22T20:30 这样", "write it like 2026-11-22T20:30"))


def moment(written: str | None, zone: tzinfo, option: str) -> datetime:
    """Return the time an option names, in `zone`; now without one."""
    if written is None:
        return datetime.now(zone)
    at = parse_time(written)
    if at is None:
        raise no_time(written, option)
    return at.replace(tzinfo=zone) if at.tzinfo is None else at.astimezone(zone)


def write(text: str, output_file: str | None, to_stderr: bool = False) -> None:
    """Write to a file, or to a standard stream without one."""
    if output_file is None:
        show(text, to_stderr)
    else:
        from moments_lint.writing import write_atomically

        write_atomically(output_file, text.encode("utf-8", "replace"))


def require_apart(output_file: str | None, inputs: Iterable[str]) -> None:
    """Refuse to write a report over one of the files it is made from. Raises SettingsError."""
    if output_file is None:
        return
    there = os.path.isfile(output_file)
    if any(
        os.path.abspath(path) == os.path.abspath(output_file)
        or (there and os.path.exists(path) and os.path.samefile(path, output_file))
        for path in inputs
        if path
    ):
        what = Text("这是要检查或要用到的文件，不覆盖", "is one of the files that the report is made from; not overwritten")
        raise SettingsError(what, path=output_file, mend=Text("换个文件名", "choose another name"))


def shown_path(path: str) -> str:
    """Return a path for reading, relative where that is possible."""
    try:
        return visible(os.path.relpath(path))
    except ValueError:  # another Windows drive
        return visible(path)


def complain(error: MomentsLintError, lang: str) -> None:
    """Write an error to the terminal."""
    from moments_lint.formats.text import render_error

    click.echo(render_error(error, lang, wants_colour(sys.stderr)), err=True)
