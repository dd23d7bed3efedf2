"""Edits to a draft's front matter: a key set, `lint.ignore` entries added or taken out, all else as it was, comments included.

Nothing is written here; the edits are made by `amending`. Every edit is tried on the text first: what does not read back as
meant (front matter too unusual to edit safely) is refused with a ReadingError, so no draft is ever damaged.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from moments_lint import reading
from moments_lint.errors import MomentsLintError, ReadingError
from moments_lint.finding import Edit, edited
from moments_lint.post import Document, Suppression, newline_of
from moments_lint.sheet import Sheet, compose
from moments_lint.wording import Text
from moments_lint.yaml_edits import Block, plain, scalar


def with_value(document: Document, key: str, value: str) -> Edit:
    """Return the edit that gives the top-level `key` this value: in place, as a new line, or with front matter of its own."""
    block = _block(document)
    node = block.child(block.root, key)
    if node is None:
        edit = block.insertion(block.root, {key: value})
    else:
        edit = block.replacement(node, scalar(value, flow=block.flows(block.root)))
    changed = _block(_try(document, [edit], document.post.ignore, key))
    if changed.child(changed.root, key).value != value:
        raise _refusal(document)
    return edit


def with_entries(document: Document, entries: Iterable[Mapping[str, str]]) -> Edit:
    """Return the edit that adds entries (rule, text, reason: strings) to `lint.ignore`, with front matter when there is none."""
    added = [dict(entry) for entry in entries]
    block = _block(document)
    lint = block.child(block.root, "lint")
    ignore = block.child(lint, "ignore")
    if ignore is not None:
        edit = block.insertion(ignore, added)
    elif lint is not None:
        edit = block.insertion(lint, {"ignore": added})
    else:
        edit = block.insertion(block.root, {"lint": {"ignore": added}})
    expected = [Suppression(entry["rule"], entry.get("text", ""), entry["reason"]) for entry in added]
    _try(document, [edit], [*document.post.ignore, *expected])
    return edit


def without_entries(document: Document, entries: Collection[Suppression]) -> list[Edit]:
    """Return the edits that take entries of this draft out of `lint.ignore`, and the keys that are empty afterwards.

    Comments on lines of their own stay.
    """
    kept = [entry for entry in document.post.ignore if entry not in entries]
    block = _block(document)
    lint = block.child(block.root, "lint")
    ignore = block.child(lint, "ignore")
    if kept:
        gone = [index for index, entry in enumerate(document.post.ignore) if entry in entries]
        edits = block.removals(ignore, gone)
    elif len(lint.value) > 1:
        edits = block.removals(lint, [_index(lint, "ignore")])
    elif len(block.root.value) > 1:
        edits = block.removals(block.root, [_index(block.root, "lint")])
    else:
        edits = block.whole()
        if not block.rest(edits).strip() and not reading.front_matter(document.post.text)[1]:
            edits = [Edit(0, block.post, "")]
    _try(document, edits, kept)
    return edits


def _index(mapping: Any, key: str) -> int:
    return next(index for index, (name, _) in enumerate(mapping.value) if name.value == key)


def _block(document: Document) -> Block:
    text = document.text
    block, first_line, post = reading.front_matter(text)
    newline = newline_of(text)
    if block is None and first_line:
        raise _refusal(document)
    if block is None:
        return Block(text, 0, 0, 0, None, newline)
    fence = re.match(reading.FENCE, text)
    start = fence.end() if fence else 0
    sheet = Sheet(document.path, block, first_line, ReadingError)
    root = compose(sheet, block)
    sheet.finish()
    return Block(text, start, start + len(block), post, root, newline)


def _try(document: Document, edits: Iterable[Edit], ignore: Iterable[Suppression], key: str = "lint") -> Document:
    """Return the document after `edits`; refuse those after which it is not the same post with these `lint.ignore` entries.

    Nothing but `key` may say anything else than before.
    """
    try:
        draft = reading.parse_text(edited(document.text, edits), document.path, document.encoding)
    except (MomentsLintError, ValueError):
        raise _refusal(document) from None
    entries = [entry._replace(line=None) for entry in draft.document.post.ignore]
    expected = [entry._replace(line=None) for entry in ignore]
    same = draft.document.post.text == document.post.text and entries == expected
    if draft.errors or not same or _rest(draft.document, key) != _rest(document, key):
        raise _refusal(document)
    return draft.document


def _rest(document: Document, key: str) -> dict[str, Any]:
    """Return what the front matter says, but for one key."""
    root = _block(document).root
    return {name.value: plain(value) for name, value in (root.value if root is not None else ()) if name.value != key}


def _refusal(document: Document) -> ReadingError:
    what = Text(
        "这份 front matter 写法特殊，没把握改对，所以不动", "the front matter is too unusual to be edited safely; not changed"
    )
    return ReadingError(what, path=document.path, line=1, mend=Text("请手工改", "edit it by hand"))
