"""What a shell may offer for an argument: files, folders, rules. Asked only when somebody presses Tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def files(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Let the shell offer files."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def folders(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Let the shell offer folders."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="dir")]


def rules(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer rules by their ids, with their summaries."""
    from click.shell_completion import CompletionItem

    lang = next((str(one.default) for one in context.command.params if one.name == "lang"), "zh")
    summaries = _summaries(lang)
    return [CompletionItem(rule, help=text) for rule, text in summaries.items() if rule.startswith(incomplete)]


def selectors(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer families of rules; the rules of a family once it is typed."""
    from click.shell_completion import CompletionItem

    found = rules(context, parameter, incomplete)
    families = dict.fromkeys(str(item.value).partition("/")[0] for item in found)
    if "/" in incomplete:
        return found
    return [CompletionItem(family) for family in families] + (found if len(families) == 1 else [])


def _summaries(lang: str) -> dict[str, str]:
    """Return the rules that hold here, own ones too; those of the package where settings or rules are mistaken."""
    from moments_lint import catalogue, reading
    from moments_lint.errors import MomentsLintError

    try:
        path = reading.find_settings(["."])
        loaded = catalogue.load(reading.rule_roots(reading.read_settings(path)) if path else ())
    except MomentsLintError:
        loaded = catalogue.load()
    return {rule: " ".join(spec["summary"][lang].split()) for rule, spec in sorted(loaded.rules.items())}
