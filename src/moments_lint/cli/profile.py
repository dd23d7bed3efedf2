"""`profile`: a person's profile, alone or with the posts of the feed."""

from __future__ import annotations

import os
import sys

import click

from moments_lint import discovery, profile_check, reading, score, settings
from moments_lint import profile as profiles
from moments_lint.cli.completing import files, folders
from moments_lint.cli.options import (
    CLEAN,
    FOUND,
    MEND,
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
from moments_lint.errors import MomentsLintError, ReadingError
from moments_lint.finding import Edit, edited
from moments_lint.formats import FORMATS, render
from moments_lint.linter import Linter
from moments_lint.outcome import Checked, Outcome, fails
from moments_lint.post import Document, Post
from moments_lint.settings import Settings
from moments_lint.wording import Lang


@click.command(
    help=say(
        "检查个人资料：昵称、微信号、头像、封面、签名。FILE 是写着这些的 YAML，init 会给一个样子。",
        "Check a profile: nickname, WeChat ID, avatar, cover, signature line. FILE is YAML; `init` makes an example.",
    ),
    epilog=examples(
        ("profile profile.yaml", "检查个人资料", "check a profile"),
        ("profile profile.yaml --diff", "看 --fix 会怎么改", "see what --fix would change"),
        ("profile profile.yaml --feed drafts", "连草稿一起看定位", "with the drafts: is the positioning clear"),
    ),
)
@click.argument("file", shell_complete=files)
@click.option(
    "--feed",
    metavar="PATH",
    shell_complete=folders,
    help=say("连草稿目录一起看：定位清不清楚", "look at these drafts too: is the positioning clear"),
)
@settings_options
@click.option("--output-format", type=click.Choice(FORMATS), default="text", help=say("输出格式", "output format"))
@click.option(
    "--fail-on",
    type=click.Choice(settings.FAIL_ON),
    help=say("到哪一级算不通过（默认 warning）", "least severity that fails (default warning)"),
)
@click.option("--exit-zero", is_flag=True, help=say("有发现也返回 0", "leave with 0 even when something was found"))
@click.option("-o", "--output-file", metavar="FILE", shell_complete=files, help=say("写到文件", "write to a file"))
@click.option("--fix", is_flag=True, help=say("就地去掉昵称前面排队的 A 和符号", "take a sorting prefix off the nickname"))
@click.option("--diff", is_flag=True, help=say("只显示 --fix 会怎么改", "show what --fix would change and change nothing"))
def profile(
    file: str,
    feed: str | None,
    config: str | None,
    isolated: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    lang: Lang,
    output_format: str,
    fail_on: str | None,
    exit_zero: bool,
    output_file: str | None,
    fix: bool,
    diff: bool,
) -> int:
    """Run `profile`."""
    discovery.require(file)
    chosen = load_settings(config, isolated, [file])
    chosen = chosen._replace(fail_on=fail_on or chosen.fail_on)
    linter = make_linter(chosen, lang, select, ignore)
    require_apart(output_file, (file, chosen.path, *(discovery.discover([feed], chosen).files if feed is not None else ())))
    outcome = run(file, feed, linter, chosen)
    if diff:
        show(_as_diff(*outcome.checked))
    elif fix and _mend(*outcome.checked):
        outcome = run(file, feed, linter, chosen)
    colour = output_file is None and wants_colour(sys.stderr if diff else sys.stdout)
    write(render(output_format, outcome, lang, colour), output_file, diff)
    for error in outcome.errors:
        complain(error, lang)
    if outcome.errors:
        return MEND
    return FOUND if fails(outcome, chosen, score.HOLD_BELOW) and not exit_zero else CLEAN


def run(file: str, feed: str | None, linter: Linter, chosen: Settings) -> Outcome:
    """Read and check a profile; what cannot be read of its feed is in the outcome's errors."""
    path = file.replace(os.sep, "/")
    text = reading.read_yaml(file)
    person, written = profiles.parse(text, path)
    posts, skipped, errors = _feed(feed, chosen)
    report = linter.check_profile(person, posts, written)
    document = Document(path, text, 0, report.post)
    return Outcome((Checked(document, report),), None, tuple(errors), skipped, profile_check.rules_for(linter.rulebook))


def _edits(checked: Checked) -> list[Edit]:
    return [edit for finding in checked.report.findings if finding.fix is not None for edit in finding.fix.edits]


def _mend(checked: Checked) -> bool:
    """Make the edits that the findings offer, and say whether there were any."""
    from moments_lint import amending

    edits = _edits(checked)
    if edits:
        amending.amend(checked.document, edits)
    return bool(edits)


def _as_diff(checked: Checked) -> str:
    from moments_lint.cli import changing

    document = checked.document
    return changing.diff(document, document._replace(text=edited(document.text, _edits(checked))))


def _feed(path: str | None, chosen: Settings) -> tuple[list[Post], int, list[MomentsLintError]]:
    if path is None:
        return [], 0, []
    found = discovery.discover([path], chosen)
    posts, errors = [], list(found.errors)
    for file in found.files:
        try:
            draft = reading.read_draft(file)
        except ReadingError as error:
            errors.append(error)
            continue
        errors += draft.errors
        posts.append(draft.document.post)
    return posts, found.skipped, errors


COMMANDS = {"profile": profile}
