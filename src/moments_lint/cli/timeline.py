"""`timeline`: the feed alone, with a calendar, the mix of value and sales, and what friends may meet folded."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from moments_lint import discovery, score, settings
from moments_lint.cli.completing import files, folders
from moments_lint.cli.gathering import gather, judge_of, read_posted
from moments_lint.cli.options import (
    CLEAN,
    FOUND,
    MEND,
    complain,
    examples,
    load_settings,
    make_linter,
    moment,
    require_apart,
    say,
    settings_options,
    wants_colour,
    write,
)
from moments_lint.cli.past import past_options, read_past
from moments_lint.errors import ReadingError
from moments_lint.feed_outcome import FeedOutcome
from moments_lint.linter import Linter
from moments_lint.outcome import fails
from moments_lint.post import Post
from moments_lint.settings import Settings
from moments_lint.wording import Lang, Text

FORMATS = ("text", "json", "html")


@click.command(
    help=say(
        "看整个朋友圈：草稿、记下的已发、自己的历史合在一起，几时发、卖多少、有没有重样。",
        "Look at the feed: drafts, what was recorded as posted, and history of your own, in one timeline.",
    ),
    epilog=examples(
        ("timeline drafts", "整个朋友圈的节奏", "the rhythm of the feed"),
        ("timeline drafts --as-of 2026-11-22T20:30", "假设现在是那个时候", "as if it were that time"),
        (
            "timeline drafts --history history.csv --history-columns at=date,text=words",
            "带上以前发过的",
            "with what was posted before",
        ),
        ("timeline drafts --output-format html -o feed.html", "存成网页", "as a page"),
    ),
)
@click.argument("path", default=".", shell_complete=folders)
@settings_options
@past_options
@click.option("--output-format", type=click.Choice(FORMATS), default="text", help=say("输出格式", "output format"))
@click.option(
    "--fail-on",
    type=click.Choice(settings.FAIL_ON),
    help=say("到哪一级算不通过（默认 warning）", "least severity that fails (default warning)"),
)
@click.option("--exit-zero", is_flag=True, help=say("有发现也返回 0", "leave with 0 even when something was found"))
@click.option("-o", "--output-file", metavar="FILE", shell_complete=files, help=say("写到文件", "write to a file"))
def timeline(
    path: str,
    config: str | None,
    isolated: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    lang: Lang,
    as_of: str | None,
    histories: tuple[str, ...],
    history_columns: str,
    output_format: str,
    fail_on: str | None,
    exit_zero: bool,
    output_file: str | None,
) -> int:
    """Run `timeline`."""
    discovery.require(path)
    _require_folder(path)
    chosen = load_settings(config, isolated, [path])
    chosen = chosen._replace(fail_on=fail_on or chosen.fail_on)
    zone = ZoneInfo(chosen.timezone)
    now = moment(as_of, zone, "--as-of")
    past, errors = read_past(histories, history_columns, zone)
    linter = make_linter(chosen, lang, select, ignore)
    outcome = run(path, linter, chosen, now, past)
    outcome = outcome._replace(errors=(*outcome.errors, *errors))
    documents, wrong = ([one.path for one in each] for each in (outcome.documents, outcome.errors))
    require_apart(output_file, (*documents, *wrong, *histories, chosen.path))
    if not outcome.posts and not outcome.errors:
        click.echo(Text("没有带日期的帖子", "no post has a date").to(lang), err=True)
    colour = output_file is None and wants_colour(sys.stdout)
    write(_rendered(outcome, output_format, lang, colour), output_file)
    for error in outcome.errors:
        complain(error, lang)
    if outcome.errors:
        return MEND
    return FOUND if fails(outcome.as_run(), chosen, score.HOLD_BELOW) and not exit_zero else CLEAN


def run(path: str, linter: Linter, chosen: Settings, now: datetime, past: list[Post]) -> FeedOutcome:
    """Look at the feed of the drafts in the folder `path`, its ledger and `past` posts; `now` is in the feed's zone."""
    read = gather([path], chosen, "-", linter.lang)
    posted = read_posted(path, chosen, read.documents)
    posts = [document.post for document in read.documents]
    report = linter.check_timeline(posts, now, [*posted.posts, *past], judge=judge_of(linter, now))
    errors = (*read.errors, *posted.errors)
    documents = tuple(read.documents)
    return FeedOutcome(report, documents, linter.rhythm, now, chosen.timezone, errors, read.skipped, linter.feed_rules)


def _require_folder(path: str) -> None:
    if os.path.isfile(path):
        what = Text("这是一个文件，时间线要看整个目录", "this is a file; a timeline needs the whole folder")
        mend = Text("写草稿目录；历史文件用 --history 带上", "name the folder of drafts; a file of history goes with --history")
        raise ReadingError(what, path=path, mend=mend)


def _rendered(outcome: FeedOutcome, output_format: str, lang: str, colour: bool) -> str:
    if output_format == "html":
        from moments_lint.formats import timeline_html

        return timeline_html.render(outcome.report, outcome.rhythm, outcome.now, lang)
    if output_format == "json":
        from moments_lint.formats import timeline_json

        return timeline_json.render(outcome, lang)
    from moments_lint.formats import timeline_text

    return timeline_text.render(outcome, lang, colour)


COMMANDS = {"timeline": timeline}
