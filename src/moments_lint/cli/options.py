"""What the commands share: exit codes, language, options, and turning options into settings and a linter."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, tzinfo
from typing import Any

import click

from moments_lint import catalogue, reading
from moments_lint.errors import MomentsLintError, RuleError, SettingsError
from moments_lint.kinds import Names
from moments_lint.linter import Linter
from moments_lint.post import parse_time, wrong_time
from moments_lint.rule import Spec, match_fields
from moments_lint.settings import Settings
from moments_lint.wording import NO_TEXT, Lang, Text

CLEAN, FOUND, MEND = 0, 1, 2
"""Exit codes: nothing found, something found, the user must mend something."""


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


def lang_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--lang`."""
    text = say("界面语言，默认随系统", "language of the output; default from the locale")
    return click.option("--lang", type=click.Choice(["zh", "en"]), default=HELP_LANG, help=text)(command)


def settings_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that choose settings and rules; the command receives them as `choice`."""
    options = (
        click.option("--config", metavar="FILE", help=say("用这个设置文件", "use this settings file")),
        click.option("--isolated", is_flag=True, help=say("不读任何设置文件", "read no settings file")),
        click.option("--select", multiple=True, metavar="RULE", help=say("只用这一类或这条规则", "only this family or rule")),
        click.option("--ignore", multiple=True, metavar="RULE", help=say("不用这一类或这条规则", "not this family or rule")),
    )
    for option in options:
        command = option(command)
    return lang_option(command)


def load_settings(config: str | None, isolated: bool, paths: Sequence[str]) -> Settings:
    """Return the settings for `paths`: the given file, the nearest one, or the defaults."""
    if isolated:
        if config:
            raise SettingsError(Text("--config 和 --isolated 只能用一个", "--config and --isolated exclude each other"))
        return Settings()
    path = config or reading.find_settings(paths)
    return reading.read_settings(path) if path else Settings()


def make_linter(chosen: Settings, lang: str, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Linter:
    """Return the linter; a user's rules are held to their examples before they judge anybody."""
    chosen = chosen._replace(select=tuple(select) or chosen.select, ignore=(*chosen.ignore, *ignore))
    roots = reading.rule_roots(chosen)
    loaded = catalogue.load(roots)
    if catalogue.rules_changed():
        text = Text("规则文件比 catalogue.json 新，直接读规则文件", "rule files differ from catalogue.json; reading the files")
        click.echo(text.to(lang), err=True)
    _require_known_rules(chosen, loaded)
    linter = Linter(chosen, loaded, lang, reading.read_model(chosen))
    if not linter.rules:
        raise SettingsError(Text("一条规则也没有选中", "no rule is selected"), path=chosen.path)
    if roots:
        from moments_lint import verify

        running = {rule.id for rule in linter.rules}
        verify.require_examples(linter, [spec for spec in loaded.rules.values() if "examples" in spec and spec["id"] in running])
    return linter


def _require_known_rules(chosen: Settings, loaded: catalogue.Catalogue) -> None:
    for rule_id, limit in loaded.rhythms.get(chosen.rhythm, {"thresholds": {}})["thresholds"].items():
        if rule_id in loaded.rules:
            _require_threshold(rule_id, limit, loaded.rules[rule_id], chosen.path)
    for key in ("severity", "thresholds"):
        for rule_id in getattr(chosen, key):
            if rule_id not in loaded.rules:
                from moments_lint import schema

                what = Text(f"{key} 里的「{rule_id}」不是规则", f"“{rule_id}” under {key} is no rule")
                raise SettingsError(what, path=chosen.path, mend=schema.suggestion(rule_id, sorted(loaded.rules)))
    for rule_id, limit in chosen.thresholds.items():
        _require_threshold(rule_id, limit, loaded.rules[rule_id], chosen.path)


def _require_threshold(rule_id: str, limit: int, spec: Spec, path: str) -> None:
    field = match_fields(spec["match"]["kind"], Names()).get("limit")
    if field is None:
        raise SettingsError(Text(f"{rule_id} 没有可调的门槛", f"{rule_id} has no threshold to set"), path=path)
    least, most = field.schema["minimum"], field.schema["maximum"]
    if not least <= limit <= most:
        what = Text(f"{rule_id} 的门槛要在 {least} 到 {most} 之间", f"the threshold of {rule_id} must be from {least} to {most}")
        raise SettingsError(what, path=path)


def whole_rule(rule: str, chosen: Settings) -> Spec:
    """Return a rule as its file says it, examples included."""
    catalogues = [catalogue.read_root(catalogue.packaged_root())]
    for root in reading.rule_roots(chosen):
        catalogues.append(catalogue.read_root(root, catalogue.merged(catalogues)))
    rules = catalogue.merged(catalogues).rules
    if rule not in rules:
        from moments_lint import schema

        what = Text(f"没有规则「{rule}」", f"no rule “{rule}”")
        raise RuleError(what, mend=schema.suggestion(rule, sorted(rules)))
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


def show(text: str | bytes) -> None:
    """Write to standard output, bytes as they are; a reader that has gone away (`| head`) is no news."""
    try:
        click.echo(text, nl=False)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def moment(written: str | None, zone: tzinfo, option: str) -> datetime:
    """Return the time an option names, in `zone`; now without one."""
    if written is None:
        return datetime.now(zone)
    at = parse_time(written)
    if at is None:
        raise SettingsError(wrong_time(written) or NO_TEXT, path=option)
    return at.replace(tzinfo=zone) if at.tzinfo is None else at.astimezone(zone)


def write(text: str, output_file: str | None) -> None:
    """Write to a file, or to standard output without one."""
    if output_file is None:
        show(text)
    else:
        from moments_lint.writing import write_atomically

        write_atomically(output_file, text.encode("utf-8", "replace"))


def complain(error: MomentsLintError, lang: str) -> None:
    """Write an error to the terminal."""
    from moments_lint.formats.text import render_error

    click.echo(render_error(error, lang, wants_colour(sys.stderr)), err=True)
