"""What `check` and `timeline` read alike: drafts under paths, standard input, and what was posted beside them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple

import click

from moments_lint import discovery, reading
from moments_lint.errors import MomentsLintError, ReadingError
from moments_lint.post import Document, Post
from moments_lint.settings import Settings


class Drafts(NamedTuple):
    """Documents in order, those of folders marked; `is_feed` says that a folder held some."""

    documents: tuple[Document, ...]
    in_feed: tuple[bool, ...]
    is_feed: bool
    errors: tuple[MomentsLintError, ...]
    skipped: int

    def feed(self) -> list[Document]:
        """Return the documents that make a feed: those of folders, never a single file."""
        return [document for document, in_feed in zip(self.documents, self.in_feed, strict=True) if in_feed]


def read(paths: Sequence[str], chosen: Settings, lang: str, stdin_filename: str = "-") -> Drafts:
    """Read everything under `paths`; what cannot be read is in the errors, notes go to standard error."""
    found = discovery.discover([path for path in paths if path != "-"], chosen)
    documents, in_feed, errors = [], [], list(found.errors)
    for path in (*found.files, *(path for path in paths if path == "-")):
        try:
            draft = read_stdin(stdin_filename) if path == "-" else reading.read_draft(path)
        except ReadingError as error:
            errors.append(error)
            continue
        errors += draft.errors
        if draft.note.zh:
            click.echo(draft.note.to(lang), err=True)
        documents.append(draft.document)
        in_feed.append(path in found.folder_files)
    return Drafts(tuple(documents), tuple(in_feed), bool(found.folder_files), tuple(errors), found.skipped)


def read_stdin(name: str) -> reading.Draft:
    """Read a draft from standard input."""
    return reading.parse_draft(sys.stdin.buffer.read(reading.MAX_DRAFT_BYTES + 1), name)


class Posted(NamedTuple):
    """What the ledger holds, its drafts named as the documents are, and what was wrong with other lines."""

    posts: tuple[Post, ...] = ()
    errors: tuple[MomentsLintError, ...] = ()


def read_posted(folder: str, chosen: Settings, documents: Sequence[Document]) -> Posted:
    """Return what was posted of the drafts in `folder`; nothing without a ledger."""
    from moments_lint import ledger

    path = ledger.path_of(chosen.path, folder)
    try:
        known = ledger.read(path)
    except ReadingError as error:
        return Posted((), (error,))
    if not known.lines:
        return Posted((), known.errors)
    names = {ledger.name_of(document.path, path): document.post.name for document in documents}
    return Posted(tuple(post._replace(name=names.get(post.name, post.name)) for post in known.posts), known.errors)
