"""`check`: drafts as posts, folders as posts and feed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import click

from moments_lint import discovery, reading, score, settings
from moments_lint.cli.options import (
    CLEAN,
    FOUND,
    MEND,
    complain,
    load_settings,
    make_linter,
    say,
    settings_options,
    show,
    wants_colour,
)
from moments_lint.errors import ReadingError
from moments_lint.linter import Linter
from moments_lint.outcome import Checked, Outcome, fails
from moments_lint.settings import Settings
from moments_lint.wording import Lang, Text

FORMATS = ("text", "json")


@click.command(
    help=say(
        "检查草稿：文件按单条看，目录连整个朋友圈一起看，- 是标准输入。",
        "Check drafts: files as posts, folders as posts and feed, - is standard input.",
    )
)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@settings_options
@click.option("--output-format", type=click.Choice(FORMATS), default="text", help=say("输出格式", "output format"))
@click.option(
    "--fail-on",
    type=click.Choice(settings.FAIL_ON),
    help=say("到哪一级算不通过（默认 warning）", "least severity that fails (default warning)"),
)
@click.option("--min-score", type=click.IntRange(0, 100), help=say("低于这个分算不通过", "scores below fail"))
@click.option("--exit-zero", is_flag=True, help=say("有发现也返回 0", "leave with 0 even when something was found"))
@click.option("--stdin-filename", metavar="NAME", default="-", help=say("标准输入的文件名", "file name of standard input"))
@click.option("--what-if", is_flag=True, help=say("逐条改掉之后分数是多少", "the score as findings are mended one after another"))
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=1,
    metavar="N",
    help=say("用几个进程检查（默认 1；上千条才用得上）", "processes that check (default 1; pays from some thousand drafts on)"),
)
@click.option("-o", "--output-file", metavar="FILE", help=say("写到文件", "write to a file"))
def check(
    paths: tuple[str, ...],
    config: str | None,
    isolated: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    lang: Lang,
    output_format: str,
    fail_on: str | None,
    min_score: int | None,
    exit_zero: bool,
    stdin_filename: str,
    what_if: bool,
    jobs: int,
    output_file: str | None,
) -> int:
    """Run `check`."""
    paths = paths or (".",)
    chosen = load_settings(config, isolated, [stdin_filename if path == "-" else path for path in paths])
    chosen = chosen._replace(fail_on=fail_on or chosen.fail_on, min_score=chosen.min_score if min_score is None else min_score)
    linter = make_linter(chosen, lang, select, ignore)
    outcome = run(paths, linter, chosen, stdin_filename, jobs)
    if not outcome.checked and not outcome.errors:
        click.echo(Text("没有找到草稿（.md 或 .txt）", "no drafts found (.md or .txt)").to(lang), err=True)
    colour = output_file is None and wants_colour(sys.stdout)
    steps = [score.what_if(checked.report, linter.weights) for checked in outcome.checked] if what_if else None
    _write(_render(outcome, output_format, lang, colour, steps), output_file)
    for error in outcome.errors:
        complain(error, lang)
    if outcome.errors:
        return MEND
    return FOUND if fails(outcome, chosen, score.HOLD_BELOW) and not exit_zero else CLEAN


def run(paths: Sequence[str], linter: Linter, chosen: Settings, stdin_filename: str, jobs: int = 1) -> Outcome:
    """Read and check everything under `paths`; what cannot be read is in the outcome's errors."""
    now = datetime.now(UTC)
    found = discovery.discover([path for path in paths if path != "-"], chosen)
    documents, errors = [], list(found.errors)
    for path in (*found.files, *(path for path in paths if path == "-")):
        try:
            draft = read_stdin(stdin_filename) if path == "-" else reading.read_draft(path)
        except ReadingError as error:
            errors.append(error)
            continue
        errors += draft.errors
        if draft.note.zh:
            click.echo(draft.note.to(linter.lang), err=True)
        documents.append((draft.document, path in found.folder_files))
    feed = linter.check_timeline([document.post for document, in_feed in documents if in_feed], now, jobs)
    alone = linter.check_many((document.post for document, in_feed in documents if not in_feed), jobs, now)
    reports = {True: iter(feed.posts), False: alone}
    checked = tuple(Checked(document, next(reports[in_feed])) for document, in_feed in documents)
    return Outcome(checked, feed.findings if found.folder_files else None, tuple(errors), found.skipped, linter.rules)


def read_stdin(name: str) -> reading.Draft:
    """Read a draft from standard input."""
    return reading.parse_draft(sys.stdin.buffer.read(reading.MAX_DRAFT_BYTES + 1), name)


def _render(outcome: Outcome, output_format: str, lang: str, colour: bool, steps: list[list[score.WhatIf]] | None) -> str:
    if output_format == "json":
        from moments_lint.formats import json_v1

        return json_v1.render(outcome, lang, steps)
    from moments_lint.formats import text

    return text.render(outcome, lang, colour, steps)


def _write(text: str, output_file: str | None) -> None:
    if output_file is None:
        show(text)
    else:
        from moments_lint.writing import write_atomically

        write_atomically(output_file, text.encode("utf-8", "replace"))


COMMANDS = {"check": check}
