"""`config`: the settings in force, and where each comes from."""

from __future__ import annotations

from typing import Any

import click

from moments_lint.cli.options import lang_option, load_settings, say, show
from moments_lint.settings import Settings
from moments_lint.wording import Lang, Text


@click.command(
    help=say(
        "显示对某个文件或目录生效的设置，和每一项的来源。", "Show the settings for a file or folder, and where each comes from."
    )
)
@click.argument("path", default=".")
@click.option("--config", "config_file", metavar="FILE", help=say("用这个设置文件", "use this settings file"))
@lang_option
def config(path: str, config_file: str | None, lang: Lang) -> None:
    """Run `config`."""
    chosen = load_settings(config_file, False, [path])
    default = Settings()
    for name, value in chosen._asdict().items():
        if name != "path":
            source = chosen.path if value != getattr(default, name) else Text("默认", "default").to(lang)
            show(f"{name}: {_shown(value)}  # {source}\n")


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_shown(item)}" for key, item in value.items()) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_shown, value)) + "]"
    if value is None:
        return "-"
    return getattr(value, "name", None) or str(value) or '""'


COMMANDS = {"config": config}
