"""Draft files edited in place: everything outside the edits stays byte for byte. What to edit is other modules' business.

Encoding (with its mark), line ends, permissions and everything that is not edited are kept. A file that is read-only, has
changed since it was read, or is a link that leads out of the checked folder is refused, and nothing is written.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable

from moments_lint import reading
from moments_lint.errors import ReadingError, unreadable
from moments_lint.finding import Edit, edited
from moments_lint.opening import read_bytes
from moments_lint.post import Document
from moments_lint.wording import Text
from moments_lint.writing import write_atomically

_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def amend(document: Document, edits: Iterable[Edit], folder: str = "") -> reading.Draft:
    """Write a draft file with `edits` made, offsets being code points of the document's text; return the draft as it now reads.

    `folder` is the one that was checked, by default the file's own: a link that leads out of it is not followed.
    Raises ReadingError, with the file as it was.
    """
    new_text = edited(document.text, edits)
    target = _target(document.path, folder)
    data = _unchanged(document, target)
    new = amended(data, document, new_text)
    draft = reading.parse_draft(new, document.path)
    if new != data:
        write_atomically(target, new)
    return draft


def amended(data: bytes, document: Document, new_text: str) -> bytes:
    """Return the bytes of a draft with another text, in the encoding and with the mark of `data`, from which it was read.

    Raises ReadingError when they would not read back as `new_text`.
    """
    mark = next((mark for mark in _MARKS if data.startswith(mark)), b"")
    codec = _MARKS.get(mark, document.encoding)
    new = mark + new_text.encode(codec)
    if reading.decode(new, document.path)[0] != new_text or mark + document.text.encode(codec) != data:
        what = Text("按原来的编码写不回去", "cannot be written back in its encoding")
        raise ReadingError(what, path=document.path, mend=Text("请先另存为 UTF-8", "save it as UTF-8 first"))
    return new


def _target(path: str, folder: str) -> str:
    """Return the file behind `path`, links followed, once it is clear that it may be written."""
    target = os.path.realpath(path)
    root = os.path.realpath(folder or os.path.dirname(path) or ".")
    if not os.path.normcase(target).startswith(os.path.join(os.path.normcase(root), "")):
        what = Text("是指向检查目录之外的链接，不改", "is a link that leads out of the checked folder; not changed")
        raise ReadingError(what, path=path, mend=Text(f"请直接改 {target}", f"mend {target} itself"))
    try:
        writable = bool(os.stat(target).st_mode & stat.S_IWUSR) and os.access(target, os.W_OK)
    except OSError as error:
        raise unreadable(ReadingError, error, path) from None
    if not writable:
        mend = Text("先把文件设为可写再来", "make it writable first")
        raise ReadingError(Text("是只读文件，不改", "is read-only; not changed"), path=path, mend=mend)
    return target


def _unchanged(document: Document, target: str) -> bytes:
    """Return the file's bytes, which must still be those the document was read from."""
    data = read_bytes(target, reading.MAX_DRAFT_BYTES, ReadingError)
    try:
        same = len(data) <= reading.MAX_DRAFT_BYTES and reading.decode(data, document.path)[0] == document.text
    except ReadingError:
        same = False
    if not same:
        what = Text("检查之后文件又被改过，不覆盖", "has been changed since it was read; not overwritten")
        raise ReadingError(what, path=document.path, mend=Text("再运行一次", "run the command again"))
    return data
