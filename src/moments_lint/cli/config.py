"""`config`: the settings in force, and where each comes from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import click

from moments_lint import discovery, reading, score, settings
from moments_lint.cli.completing import files
from moments_lint.cli.options import examples, load_settings, make_linter, say, settings_options, show
from moments_lint.settings import Settings
from moments_lint.wording import Lang, Text, visible

Keys = tuple[str, ...]
"""What leads to a value in the settings file."""

COMMAND = Text("命令行", "command")
DEFAULT = Text("默认", "default")
RULE = Text("规则自己的", "the rule's own")


class Row(NamedTuple):
    """One value and where it comes from."""

    name: str
    value: Any
    source: str


class Origins(NamedTuple):
    """Where values come from: the settings file, the line of each key in it, and the options that were given."""

    path: str
    lines: Mapping[Keys, int]
    options: frozenset[str]
    lang: str

    def of(self, *candidates: Keys, otherwise: Text = DEFAULT) -> str:
        """Return the place of the first of these keys that the file has."""
        found = [f"{self.path}:{self.lines[keys]}" for keys in candidates if keys in self.lines]
        if candidates[-1][0] in self.options:
            adds = found[:1] if candidates[-1] == ("ignore",) else []
            return ", ".join([*adds, COMMAND.to(self.lang)])
        return found[0] if found else otherwise.to(self.lang)


@click.command(
    help=say(
        "显示对某个文件或目录生效的设置，和每一项从哪儿来。草稿写了给谁看，就把那群人的标准也列出来。",
        "Show the settings for a file or folder, and where each comes from; for a draft, those of its audience too.",
    ),
    epilog=examples(
        ("config", "这里生效的设置", "the settings in force here"),
        ("config drafts/today.md", "对这条草稿生效的设置", "those for this draft"),
    ),
)
@click.argument("path", default=".", shell_complete=files)
@settings_options
@click.option("--fail-on", type=click.Choice(settings.FAIL_ON), help=say("同 check", "as for check"))
@click.option("--min-score", type=click.IntRange(0, 100), help=say("同 check", "as for check"))
def config(
    path: str,
    config: str | None,
    isolated: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    lang: Lang,
    fail_on: str | None,
    min_score: int | None,
) -> None:
    """Run `config`."""
    discovery.require(path)
    chosen = load_settings(config, isolated, [path])
    given = {"select": select, "ignore": ignore, "fail_on": fail_on, "min_score": min_score}
    options = frozenset(name for name, value in given.items() if value not in (None, ()))
    origins = Origins(chosen.path, reading.settings_lines(chosen.path) if chosen.path else {}, options, lang)
    chosen = chosen._replace(select=select or chosen.select, ignore=(*chosen.ignore, *ignore), fail_on=fail_on or chosen.fail_on)
    if min_score is not None:
        from moments_lint.audience import with_min_score

        chosen = with_min_score(chosen, min_score)
    for row in (*_rows(chosen, origins), *_audience_rows(path, chosen, origins, lang)):
        show(visible(f"{row.name}: {_shown(row.value)}  # {row.source}") + "\n")


def _rows(chosen: Settings, origins: Origins) -> Iterator[Row]:
    """Yield every value; those of a table one by one."""
    for name, value in chosen._asdict().items():
        if name == "path":
            continue
        if name == "audiences" and value:
            for audience, own in value.items():
                for key, item in own._asdict().items():
                    keys = ("audiences", audience, key)
                    if keys in origins.lines and item is not None:
                        yield from _entries(keys, item, origins)
        else:
            yield from _entries((name,), score.HOLD_BELOW if name == "min_score" and value is None else value, origins)


def _entries(keys: Keys, value: Any, origins: Origins) -> Iterator[Row]:
    if isinstance(value, dict) and value:
        for entry, item in value.items():
            yield Row(".".join((*keys, entry)), item, origins.of((*keys, entry)))
    else:
        yield Row(".".join(keys), value, origins.of(keys))


def _audience_rows(path: str, chosen: Settings, origins: Origins, lang: Lang) -> Iterator[Row]:
    """Yield what holds for the audiences that a draft names, several of them taken together."""
    names = reading.read_draft(path).document.post.audience if chosen.audiences and os.path.isfile(path) else ()
    if not names:
        return
    yield Row("audience", names, path)
    theirs = make_linter(chosen, lang).of(names).settings
    for table in ("severity", "thresholds"):
        values: Mapping[str, Any] = getattr(theirs, table)
        for rule, value in values.items():
            own = [n for n in names if n in chosen.audiences and getattr(chosen.audiences[n], table).get(rule) == value]
            places = [("audiences", name, table, rule) for name in own]
            yield Row(f"audience.{table}.{rule}", value, origins.of(*places, (table, rule), otherwise=RULE))
    yield Row("audience.ignore", theirs.ignore, origins.of(*(("audiences", n, "ignore") for n in names), ("ignore",)))
    least = chosen.least_score(names, score.HOLD_BELOW)
    own = [n for n in names if n in chosen.audiences and chosen.audiences[n].min_score == least]
    yield Row("audience.min_score", least, origins.of(*(("audiences", n, "min_score") for n in own), ("min_score",)))


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_shown, value)) + "]"
    return getattr(value, "name", None) or str(value) or '""'


COMMANDS = {"config": config}
