"""Drafts read for `check`, and checked: files as posts, folders as posts and feed."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import click

from moments_lint import discovery, reading
from moments_lint.errors import MomentsLintError, ReadingError
from moments_lint.linter import Linter
from moments_lint.outcome import Checked, Outcome
from moments_lint.post import Document
from moments_lint.settings import Settings
from moments_lint.wording import Lang, Text, visible


class Drafts(NamedTuple):
    """What was read: documents in order, those of the feed and those with mistakes in their front matter by index.

    `folders` are the folders named; `stdin` the bytes of the draft from standard input, which is the last one.
    """

    documents: list[Document]
    feed: frozenset[int]
    unsound: frozenset[int]
    errors: tuple[MomentsLintError, ...]
    skipped: int
    folders: tuple[str, ...]
    whole_feed: bool
    stdin: bytes | None = None


def read_stdin() -> bytes:
    """Return the bytes of standard input, no more than a draft may have."""
    return sys.stdin.buffer.read(reading.MAX_DRAFT_BYTES + 1)


def gather(paths: Sequence[str], chosen: Settings, stdin_filename: str, lang: Lang) -> Drafts:
    """Read everything under `paths`; what cannot be read is among the errors."""
    found = discovery.discover([path for path in paths if path != "-"], chosen)
    documents: list[Document] = []
    errors = list(found.errors)
    feed, unsound = set(), set()
    stdin = read_stdin() if "-" in paths else None
    for path in (*found.files, *(["-"] if stdin is not None else [])):
        try:
            given = stdin if path == "-" else None
            draft = reading.read_draft(path) if given is None else reading.parse_draft(given, stdin_filename)
        except ReadingError as error:
            errors.append(error)
            stdin = None if path == "-" else stdin
            continue
        if path in found.folder_files:
            feed.add(len(documents))
        if draft.errors:
            unsound.add(len(documents))
        errors += draft.errors
        if draft.note.zh:
            click.echo(draft.note.to(lang), err=True)
        for name in draft.document.post.audience if chosen.audiences else ():
            if name not in chosen.audiences:
                click.echo(visible(f"{draft.document.path}: {_unknown_audience(name).to(lang)}"), err=True)
        documents.append(draft.document)
    folders = tuple(path for path in paths if os.path.isdir(path))
    whole = bool(found.folder_files)
    return Drafts(documents, frozenset(feed), frozenset(unsound), tuple(errors), found.skipped, folders, whole, stdin)


def _unknown_audience(name: str) -> Text:
    return Text(
        f"设置的 audiences 里没有「{name}」，这群人按一般标准看",
        f"the settings name no audience “{name}”; it is judged by the general ones",
    )


def run(drafts: Drafts, linter: Linter, now: datetime) -> Outcome:
    """Check what was read."""
    documents = list(enumerate(drafts.documents))
    feed = linter.check_timeline([document.post for index, document in documents if index in drafts.feed], now)
    feed_reports = iter(feed.posts)
    reports = (next(feed_reports) if index in drafts.feed else linter.check(document.post, now) for index, document in documents)
    checked = tuple(Checked(document, linter.explained(report)) for (_, document), report in zip(documents, reports, strict=True))
    return Outcome(checked, feed.findings if drafts.whole_feed else None, drafts.errors, drafts.skipped, linter.draft_rules)
