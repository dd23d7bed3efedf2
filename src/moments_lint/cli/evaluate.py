"""`evaluate`: measure rules, corpus, model and score on labelled text."""

from __future__ import annotations

from pathlib import Path

import click

from moments_lint import catalogue, evaluation
from moments_lint.cli.options import CLEAN, MEND, complain, lang_option, say
from moments_lint.formats import evaluation_page
from moments_lint.linter import Linter
from moments_lint.rows import read_table
from moments_lint.wording import Lang


@click.group(help=say("衡量规则、语料、模型和分数。", "Measure rules, corpus, model and score."))
def evaluate() -> None:
    """Hold the measuring commands."""


@evaluate.command(
    "rules", help=say("规则在带标签的文本（JSONL/CSV）上的表现。", "How the rules do on labelled text (JSONL or CSV).")
)
@click.option(
    "--reference",
    multiple=True,
    required=True,
    metavar="FILE",
    help=say("列 text、label，可有 tags、spans", "columns text, label; tags and spans if there are"),
)
@click.option("--rules", "root", metavar="DIR", help=say("再加上这个规则目录", "with the rules of this folder laid over ours"))
@click.option("--rows", is_flag=True, help=say("列出每一行", "list every row"))
@lang_option
def evaluate_rules(reference: tuple[str, ...], root: str | None, rows: bool, lang: Lang) -> int:
    """Run `evaluate rules`."""
    linter = Linter(rules=catalogue.load([root] if root else []), lang=lang)
    code = CLEAN
    for path in reference:
        table = read_table(Path(path))
        click.echo(evaluation_page.page(path, evaluation.judge(linter, table), rows, lang), nl=False)
        for error in table.errors:
            complain(error, lang)
            code = MEND
    return code


COMMANDS = {"evaluate": evaluate}
