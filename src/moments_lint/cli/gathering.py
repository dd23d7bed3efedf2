"""Drafts read for `check`, and checked: files as posts, folders as posts and feed."""

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

import click

from moments_lint import discovery, reading
from moments_lint.cli.options import placed
from moments_lint.errors import MomentsLintError, ReadingError
from moments_lint.finding import Report
from moments_lint.linter import Linter
from moments_lint.outcome import Checked, Outcome
from moments_lint.post import Document, Post
from moments_lint.settings import Settings
from moments_lint.wording import Text, visible

if TYPE_CHECKING:
    from moments_lint.ledger import Ledger
    from moments_lint.timeline import Judge


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

    def of_feed(self) -> list[Document]:
        """Return the documents that make a feed: those of folders, never a single file."""
        return [document for index, document in enumerate(self.documents) if index in self.feed]


def read_stdin() -> bytes:
    """Return the bytes of standard input, no more than a draft may have. Raises ReadingError when it is closed."""
    if sys.stdin is None:
        mend = Text("写草稿的路径，或者用 | 把文字送进来", "name a draft, or send the text through a pipe")
        raise ReadingError(Text("标准输入是关着的", "standard input is closed"), path="-", mend=mend)
    return sys.stdin.buffer.read(reading.MAX_DRAFT_BYTES + 1)


def gather(paths: Sequence[str], chosen: Settings, stdin_filename: str, lang: str) -> Drafts:
    """Read everything under `paths`; what cannot be read is among the errors."""
    with placed(chosen.path, "drafts"):
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
        for note in _notes(draft, chosen):
            click.echo(visible(note.to(lang)), err=True)
        documents.append(draft.document)
    folders = tuple(path for path in paths if os.path.isdir(path))
    whole = bool(found.folder_files)
    return Drafts(documents, frozenset(feed), frozenset(unsound), tuple(errors), found.skipped, folders, whole, stdin)


def _notes(draft: reading.Draft, chosen: Settings) -> Iterator[Text]:
    """Yield what is no mistake of a draft, and yet makes its report mean less than it seems."""
    path, post = draft.document.path, draft.document.post
    if draft.note.zh:
        yield draft.note
    if not post.text.strip() and not post.images:
        yield Text(f"{path}: 正文是空的，没有字可看", f"{path}: there is no text to look at")
    for name in post.audience if chosen.audiences else ():
        if name not in chosen.audiences:
            yield Text(
                f"{path}: 设置的 audiences 里没有「{name}」，这群人按一般标准看",
                f"{path}: the settings name no audience “{name}”; it is judged by the general ones",
            )


def read_posted(folder: str, chosen: Settings, documents: Sequence[Document]) -> "Ledger":
    """Return what was posted of the drafts in `folder`, named as the documents are; nothing without a ledger."""
    from moments_lint import ledger

    path = ledger.path_of(chosen.path, folder)
    try:
        known = ledger.read(path)
    except ReadingError as error:
        return ledger.Ledger((), (error,))
    if not known.lines:
        return known
    names = {ledger.name_of(document.path, path): document.post.name for document in documents}
    posts = [post._replace(name=names.get(post.name, post.name)) for post in known.posts]
    return known._replace(lines=tuple(line._replace(post=post) for line, post in zip(known.lines, posts, strict=True)))


def judge_of(linter: Linter, now: datetime, jobs: int = 1) -> "Judge":
    """Return what checks posts with `jobs` processes, and tells a waiting person how far it is."""

    def judge(posts: Sequence[Post]) -> Iterator[Report]:
        reports = linter.check_many(posts, jobs, now)
        if not sys.stderr.isatty():
            return reports
        from moments_lint.cli import progress

        return progress.shown(reports, len(posts), linter.lang, sys.stderr) if progress.wanted(len(posts)) else reports

    return judge


def run(drafts: Drafts, linter: Linter, now: datetime, jobs: int = 1, judge: "Judge | None" = None) -> Outcome:
    """Check what was read, with `jobs` processes or as `judge` does; folders as feeds too, with what was posted of them."""
    judge = judge or judge_of(linter, now, jobs)
    errors = drafts.errors
    feed = None
    if drafts.whole_feed:
        of_feed = drafts.of_feed()
        posted = read_posted(drafts.folders[0], linter.settings, of_feed)
        errors += posted.errors
        feed = linter.check_timeline([document.post for document in of_feed], now, posted.posts, judge=judge)
    of_feeds = iter(feed.posts if feed is not None else ())
    others = [document.post for index, document in enumerate(drafts.documents) if index not in drafts.feed]
    alone = iter(judge(others))
    reports = (next(of_feeds if index in drafts.feed else alone) for index in range(len(drafts.documents)))
    checked = tuple(
        Checked(document, linter.explained(report)) for document, report in zip(drafts.documents, reports, strict=True)
    )
    undated = tuple(post.name for post in feed.undated) if feed is not None and feed.timelines else ()
    findings = feed.findings if feed is not None else None
    return Outcome(checked, findings, errors, drafts.skipped, linter.draft_rules, undated)
