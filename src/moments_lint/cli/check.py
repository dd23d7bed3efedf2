"""`check`: drafts as posts, folders as posts and feed."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

import click

from moments_lint import score, settings
from moments_lint.cli.completing import files
from moments_lint.cli.gathering import Drafts, gather, run
from moments_lint.cli.options import (
    CLEAN,
    FOUND,
    MEND,
    ONE_OF_TWO,
    complain,
    examples,
    load_settings,
    make_linter,
    require_apart,
    say,
    settings_options,
    show,
    wants_colour,
    write,
)
from moments_lint.cli.upkeep import Upkeep, upkeep_options
from moments_lint.errors import SettingsError
from moments_lint.formats import FORMATS, WITH_STEPS, render
from moments_lint.linter import Linter
from moments_lint.outcome import Outcome, found, too_low
from moments_lint.settings import Settings
from moments_lint.wording import Lang, Text, visible


@click.command(
    help=say(
        "检查草稿：文件按单条看，目录连整个朋友圈一起看，- 是标准输入。",
        "Check drafts: files as posts, folders as posts and feed, - is standard input.",
    ),
    epilog=examples(
        ("check drafts", "整个草稿目录：每条单看，再连起来看", "a folder: every draft, and all of them as a feed"),
        ("check drafts/today.md --what-if", "一条草稿，改掉各处能到几分", "one draft, and what mending would gain"),
        ("check - --stdin-filename today.md", "从标准输入读", "from standard input"),
        ("check drafts --output-format json -o report.json", "写成 JSON", "as JSON into a file"),
        (
            "check drafts --select hard-sell --fail-on error",
            "只看一类规则，有错误才算不通过",
            "one family of rules; only errors fail",
        ),
        ("check drafts --fix --diff", "先看会怎么改", "see what would be mended"),
        (
            "check drafts --baseline old.json --update-baseline",
            "旧账先记下，以后只看新的",
            "note what there is, to see only what is new",
        ),
        ("check drafts --watch", "边写边看", "check again while you write"),
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=files)
@settings_options
@click.option("--output-format", type=click.Choice(list(FORMATS)), default="text", help=say("输出格式", "output format"))
@click.option(
    "--fail-on",
    type=click.Choice(settings.FAIL_ON),
    help=say("到哪一级算不通过（默认 warning）", "least severity that fails (default warning)"),
)
@click.option("--min-score", type=click.IntRange(0, 100), help=say("低于这个分算不通过", "scores below fail"))
@click.option("--exit-zero", is_flag=True, help=say("有发现也返回 0", "leave with 0 even when something was found"))
@click.option(
    "--stdin-filename",
    metavar="NAME",
    shell_complete=files,
    default="-",
    help=say("标准输入的文件名", "file name of standard input"),
)
@click.option("--what-if", is_flag=True, help=say("逐条改掉之后分数是多少", "the score as findings are mended one after another"))
@click.option("--statistics", is_flag=True, help=say("只列每条规则报了几处", "only how often each rule was reported"))
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=1,
    metavar="N",
    help=say("用几个进程检查（默认 1；上千条才用得上）", "processes that check (default 1; pays from some thousand drafts on)"),
)
@click.option("-o", "--output-file", metavar="FILE", shell_complete=files, help=say("写到文件", "write to a file"))
@click.option(
    "--watch",
    is_flag=True,
    help=say("目录里一有改动就重新检查，Ctrl-C 结束", "check folders again on every change; Ctrl-C ends it"),
)
@upkeep_options
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
    statistics: bool,
    jobs: int,
    output_file: str | None,
    watch: bool,
    upkeep: Upkeep,
) -> int:
    """Run `check`."""
    _require_fitting(output_format, what_if, statistics)
    paths = paths or (".",)
    where = [stdin_filename if path == "-" else path for path in paths]
    build = partial(_bench, (config, isolated, where), fail_on, min_score, lang, select, ignore)
    if watch:
        from moments_lint.cli import watching

        others = {"-o/--output-file": output_file, "--what-if": what_if, "--statistics": statistics, **upkeep.named()}
        return watching.watch(paths, build, watching.fitting(output_format, others), lang, jobs)
    chosen, linter = build()
    upkeep = upkeep.under(chosen)
    now = datetime.now(UTC)
    drafts = gather(paths, chosen, stdin_filename, lang)
    require_apart(output_file, _sources(drafts, chosen, upkeep))
    judged = outcome = run(drafts, linter, now, jobs)
    output = None
    if upkeep.wanted:
        from moments_lint.cli import changing

        least = partial(chosen.least_score, otherwise=score.HOLD_BELOW)
        judged, outcome, output = changing.keep_up(drafts, outcome, upkeep, changing.Bench(linter, now, least, isolated))
    if not outcome.checked and not outcome.errors:
        click.echo(_none_found(chosen).to(lang), err=True)
    show(output or b"")
    how = Telling(output_format, output_file, what_if, statistics, output is not None)
    if outcome.checked or output_file or output_format != "text" or not outcome.errors:  # else the errors say it all
        write(_told(outcome, judged, linter, how), output_file, how.aside)
    for error in outcome.errors:
        complain(error, lang)
    return _code(outcome, chosen, lang, exit_zero)


def _none_found(chosen: Settings) -> Text:
    if not chosen.drafts:
        return Text("没有找到草稿（.md 或 .txt）", "no drafts found (.md or .txt)")
    names = visible(", ".join(chosen.drafts))
    return Text(
        f"没有找到草稿（.md 或 .txt）；设置里的 drafts 只让看 {names}",
        f"no drafts found (.md or .txt); `drafts` in the settings lets only {names} be looked at",
    )


def _sources(drafts: Drafts, chosen: Settings, upkeep: Upkeep) -> Iterator[str]:
    """Yield the files that a report is made from."""
    yield from (document.path for document in drafts.documents)
    yield from (error.path for error in drafts.errors)
    yield from (path for path in (chosen.path, upkeep.baseline) if path)


def _code(outcome: Outcome, chosen: Settings, lang: Lang, exit_zero: bool) -> int:
    """Return the exit code, and say which scores fail where no finding does: few formats show scores, none the least allowed."""
    if outcome.errors:
        return MEND
    if exit_zero:
        return CLEAN
    if found(outcome, chosen):
        return FOUND
    low = too_low(outcome, chosen, score.HOLD_BELOW)
    for path, reached, least in low:
        what = Text(f"得分 {reached}，不到 {least}，算不通过", f"score {reached} is below {least}, so the run fails")
        click.echo(f"{visible(path)}: {what.to(lang)}", err=True)
    return FOUND if low else CLEAN


def _bench(
    source: tuple[str | None, bool, list[str]],
    fail_on: str | None,
    min_score: int | None,
    lang: Lang,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
) -> tuple[Settings, Linter]:
    """Return the settings from their `source`, with what the options say, and the linter."""
    chosen = load_settings(*source)
    chosen = chosen._replace(fail_on=fail_on or chosen.fail_on)
    if min_score is not None:
        from moments_lint.audience import with_min_score

        chosen = with_min_score(chosen, min_score)
    return chosen, make_linter(chosen, lang, select, ignore)


class Telling(NamedTuple):
    """How to tell an outcome; `aside` is set when standard output is taken."""

    output_format: str
    output_file: str | None
    what_if: bool
    statistics: bool
    aside: bool


def _told(outcome: Outcome, judged: Outcome, linter: Linter, how: Telling) -> str:
    """Return the outcome as text; `judged` is the same with what a baseline sets aside."""
    if how.statistics:
        from moments_lint.formats import statistics as counts

        return counts.render(outcome, linter.lang, how.output_format)
    colour = how.output_file is None and wants_colour(sys.stderr if how.aside else sys.stdout)
    steps = [score.what_if(checked.report, linter.weights) for checked in judged.checked] if how.what_if else None
    return render(how.output_format, outcome, linter.lang, colour, steps)


def _require_fitting(output_format: str, what_if: bool, statistics: bool) -> None:
    """Refuse options that the format would not show."""
    if what_if and (statistics or output_format not in WITH_STEPS):
        names = ", ".join(WITH_STEPS)
        raise SettingsError(
            Text(f"只能配 {names}，也不能配 --statistics", f"goes with {names}, without --statistics"),
            path="--what-if",
            mend=ONE_OF_TWO,
        )
    if statistics and output_format not in ("text", "json"):
        raise SettingsError(Text("只能配 text 或 json", "goes with text or json"), path="--statistics", mend=ONE_OF_TWO)


COMMANDS = {"check": check}
