"""`plan`: times for the drafts of a folder, proposed with their reasons; written into `post_at` only when asked."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import click

from moments_lint import amending, discovery, front_matter, reading
from moments_lint import plan as planner
from moments_lint.cli.completing import folders
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
    say,
    settings_options,
    show,
)
from moments_lint.cli.past import past_options, read_past
from moments_lint.errors import Mistakes, MomentsLintError, ReadingError
from moments_lint.finding import Edit, edited
from moments_lint.formats import plan_text
from moments_lint.linter import Linter
from moments_lint.post import Document, Post
from moments_lint.schedule import Placement
from moments_lint.settings import Settings
from moments_lint.wording import Lang, Text


class Change(NamedTuple):
    """One file to be written: the edit of its `post_at`, and what it will hold."""

    document: Document
    edit: Edit
    text: str


@click.command(
    help=say(
        "给目录里的草稿排时间（没定时间的也排），说明为什么；加 --write 才写进 post_at，别的一个字节不动。",
        "Propose times for the drafts of a folder, undated ones too, and say why; only --write changes files, and only post_at.",
    ),
    epilog=examples(
        ("plan drafts", "看看排在什么时候好", "propose times"),
        ("plan drafts --write", "写进各条草稿", "write them into the drafts"),
    ),
)
@click.argument("path", default=".", shell_complete=folders)
@settings_options
@past_options
@click.option("--write", is_flag=True, help=say("先给出改动，再写进文件", "show the changes, then write them into the files"))
def plan(
    path: str,
    config: str | None,
    isolated: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    lang: Lang,
    as_of: str | None,
    histories: tuple[str, ...],
    history_columns: str,
    write: bool,
) -> int:
    """Run `plan`."""
    discovery.require(path)
    if os.path.isfile(path):
        what = Text("这是一个文件，排时间要看整个目录", "this is a file; a plan needs the whole folder")
        raise ReadingError(what, path=path, mend=Text("写草稿目录", "name the folder of drafts"))
    chosen = load_settings(config, isolated, [path])
    zone = ZoneInfo(chosen.timezone)
    now = moment(as_of, zone, "--as-of")
    past, wrong = read_past(histories, history_columns, zone)
    if wrong:  # times proposed, or written, without knowing what is out would be wrong ones
        raise Mistakes(wrong)
    linter = make_linter(chosen, lang, select, ignore)
    placements, documents, errors = propose(path, linter, chosen, now, past)
    show(plan_text.render(placements, linter.rhythm, lang))
    changes, refused = _changes(placements, documents)
    errors += refused
    for change in changes:
        show("\n" + plan_text.diff(change.document, change.text))
    if changes:
        errors += _write(changes, path, lang) if write else []
        if not write:
            show("\n" + Text("还没有改文件；加 --write 写入\n", "nothing is written yet; --write does\n").to(lang))
    for error in errors:
        complain(error, lang)
    if errors:
        return MEND
    return FOUND if any(one.stuck for one in placements) else CLEAN


def propose(
    path: str, linter: Linter, chosen: Settings, now: datetime, past: Sequence[Post] = ()
) -> tuple[tuple[Placement, ...], dict[str, Document], list[MomentsLintError]]:
    """Return the plan for the drafts in the folder `path`, the drafts by name, and what could not be read.

    `past` posts are out, as those of the ledger are. A draft whose front matter has mistakes is left out: its time is not known.
    """
    read = gather([path], chosen, "-", linter.lang)
    wrong = {error.path for error in read.errors}
    documents = {document.post.name: document for document in read.documents if document.path not in wrong}
    posted = read_posted(path, chosen, read.documents)
    posts = [document.post for document in documents.values()]
    report = linter.check_timeline(posts, now, [*posted.posts, *past], judge=judge_of(linter, now))
    undated = [linter.undated(post, now) for post in report.undated]
    rules = planner.choose(linter.rules, linter.match_of)
    placements = planner.plan(report.timelines, undated, rules, linter.rhythm, now)
    return placements, documents, [*read.errors, *posted.errors]


def _changes(placements: Sequence[Placement], documents: dict[str, Document]) -> tuple[list[Change], list[MomentsLintError]]:
    changes: list[Change] = []
    errors: list[MomentsLintError] = []
    for one in placements:
        if one.changes and one.after is not None:
            document = documents[one.entry.post.name]
            try:
                edit = front_matter.with_value(document, "post_at", one.after.isoformat(timespec="minutes"))
                text = edited(document.text, [edit])
                _require_time(document, text, one.after)
            except MomentsLintError as error:
                errors.append(error)
            else:
                changes.append(Change(document, edit, text))
    return changes, errors


def _require_time(document: Document, text: str, at: datetime) -> None:
    """Refuse an edit that does not read back as the time that was meant."""
    if reading.parse_text(text, document.path, document.encoding).document.post.at != at:
        what = Text("post_at 写不进这份 front matter", "post_at cannot be written into this front matter")
        raise ReadingError(what, path=document.path, line=1, mend=Text("请手工改", "edit it by hand"))


def _write(changes: Sequence[Change], folder: str, lang: str) -> list[MomentsLintError]:
    """Write every file that can be written; return what stood in the way of the others."""
    errors: list[MomentsLintError] = []
    for change in changes:
        try:
            amending.amend(change.document, [change.edit], folder)
        except ReadingError as error:
            errors.append(error)
    done = len(changes) - len(errors)
    show("\n" + Text(f"已写入 {done} 个文件，只改了 post_at\n", f"wrote {done} file(s); only post_at has changed\n").to(lang))
    return errors


COMMANDS = {"plan": plan}
