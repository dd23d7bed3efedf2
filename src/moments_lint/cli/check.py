"""`check`: drafts as posts, folders as posts and feed."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import click

from moments_lint import score, settings
from moments_lint.cli import drafts
from moments_lint.cli.options import (
    CLEAN,
    FOUND,
    MEND,
    complain,
    load_settings,
    make_linter,
    say,
    settings_options,
    wants_colour,
    write,
)
from moments_lint.errors import SettingsError
from moments_lint.formats import FORMATS, WITH_STEPS, render
from moments_lint.linter import Linter
from moments_lint.outcome import Checked, Outcome, fails
from moments_lint.settings import Settings
from moments_lint.wording import Lang, Text


@click.command(
    help=say(
        "检查草稿：文件按单条看，目录连整个朋友圈一起看，- 是标准输入。",
        "Check drafts: files as posts, folders as posts and feed, - is standard input.",
    )
)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@settings_options
@click.option("--output-format", type=click.Choice(list(FORMATS)), default="text", help=say("输出格式", "output format"))
@click.option(
    "--fail-on",
    type=click.Choice(settings.FAIL_ON),
    help=say("到哪一级算不通过（默认 warning）", "least severity that fails (default warning)"),
)
@click.option("--min-score", type=click.IntRange(0, 100), help=say("低于这个分算不通过", "scores below fail"))
@click.option("--exit-zero", is_flag=True, help=say("有发现也返回 0", "leave with 0 even when something was found"))
@click.option("--stdin-filename", metavar="NAME", default="-", help=say("标准输入的文件名", "file name of standard input"))
@click.option("--what-if", is_flag=True, help=say("逐条改掉之后分数是多少", "the score as findings are mended one after another"))
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
    output_file: str | None,
) -> int:
    """Run `check`."""
    if what_if and output_format not in WITH_STEPS:
        names = ", ".join(WITH_STEPS)
        raise SettingsError(Text(f"--what-if 只能配 {names}", f"--what-if goes with {names} only"))
    paths = paths or (".",)
    chosen = load_settings(config, isolated, [stdin_filename if path == "-" else path for path in paths])
    chosen = chosen._replace(fail_on=fail_on or chosen.fail_on, min_score=chosen.min_score if min_score is None else min_score)
    linter = make_linter(chosen, lang, select, ignore)
    outcome = run(paths, linter, chosen, stdin_filename)
    if not outcome.checked and not outcome.errors:
        click.echo(Text("没有找到草稿（.md 或 .txt）", "no drafts found (.md or .txt)").to(lang), err=True)
    colour = output_file is None and wants_colour(sys.stdout)
    steps = [score.what_if(checked.report, linter.weights) for checked in outcome.checked] if what_if else None
    write(render(output_format, outcome, lang, colour, steps), output_file)
    for error in outcome.errors:
        complain(error, lang)
    if outcome.errors:
        return MEND
    return FOUND if fails(outcome, chosen, score.HOLD_BELOW) and not exit_zero else CLEAN


def run(paths: Sequence[str], linter: Linter, chosen: Settings, stdin_filename: str) -> Outcome:
    """Read and check everything under `paths`; what cannot be read is in the outcome's errors."""
    now = datetime.now(UTC)
    read = drafts.read(paths, chosen, linter.lang, stdin_filename)
    if not read.is_feed:
        checked = tuple(Checked(document, linter.check(document.post, now)) for document in read.documents)
        return Outcome(checked, None, read.errors, read.skipped, linter.rules)
    of_feed = read.feed()
    posted = drafts.read_posted(next(path for path in paths if os.path.isdir(path)), chosen, of_feed)
    feed = linter.check_timeline([document.post for document in of_feed], now, posted.posts)
    reports = iter(feed.posts)
    checked = tuple(
        Checked(document, next(reports) if in_feed else linter.check(document.post, now))
        for document, in_feed in zip(read.documents, read.in_feed, strict=True)
    )
    undated = tuple(post.name for post in feed.undated) if feed.timelines else ()
    return Outcome(checked, feed.findings, (*read.errors, *posted.errors), read.skipped, linter.rules, undated)


COMMANDS = {"check": check}
