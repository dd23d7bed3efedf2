"""`render` and `posted`: from a draft to the text that is pasted, and from the posted text to the ledger."""

from __future__ import annotations

import os
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from moments_lint import discovery, ledger, reading
from moments_lint.cli.completing import files
from moments_lint.cli.options import (
    CLEAN,
    complain,
    examples,
    lang_option,
    load_settings,
    make_linter,
    moment,
    say,
    show,
    shown_path,
)
from moments_lint.errors import Mistakes, ReadingError
from moments_lint.post import Document, position
from moments_lint.settings import Settings
from moments_lint.wording import Lang, Text

_RECORDED = Text("已记下：{at} 发出，{score} 分（{path}）", "recorded: posted {at}, score {score} ({path})")
_BEFORE = Text("同样的文字 {at} 也发过一次", "the same text was posted at {at} as well")
_ALREADY = Text(
    "没有再记：这一条 {at} 已经记过。真的又发了一遍，就用 --at 写明时间",
    "not recorded again: it is recorded as posted {at}. If you did post it once more, say when with --at",
)


@click.command(
    help=say(
        "打印要粘贴的原文，一个字也不多：写给工具看的话若漏进正文，返回 2，什么也不打印。",
        "Print exactly the text to paste; when words meant for the tool stand in it, print nothing and leave with 2.",
    ),
    epilog=examples(
        ("render drafts/today.md", "打印要粘贴的原文", "print the text to paste"),
    ),
)
@click.argument("draft", metavar="DRAFT", shell_complete=files)
@lang_option
def render(draft: str, lang: Lang) -> int:
    """Run `render`."""
    show(read_clean(draft, lang).post.text.encode("utf-8"))
    return CLEAN


@click.command(
    help=say(
        "发出去以后记一笔：在 .moments-lint/posted.jsonl 末尾加一行，以前的行从不改动。",
        "Record a draft as posted: one line is added to .moments-lint/posted.jsonl, earlier lines are never changed.",
    ),
    epilog=examples(
        ("posted drafts/today.md", "刚刚发了", "it was posted just now"),
        ("posted drafts/today.md --at 2026-11-22T20:30", "那个时候发的", "it was posted then"),
    ),
)
@click.argument("draft", metavar="DRAFT", shell_complete=files)
@click.option("--at", metavar="TIME", help=say("什么时候发的，默认现在", "when it was posted; default now"))
@click.option("--config", metavar="FILE", shell_complete=files, help=say("用这个设置文件", "use this settings file"))
@lang_option
def posted(draft: str, at: str | None, config: str | None, lang: Lang) -> int:
    """Run `posted`."""
    chosen = load_settings(config, False, [draft])
    zone = ZoneInfo(chosen.timezone)
    now = moment(None, zone, "")
    posted_at = moment(at, zone, "--at") if at is not None else now
    document = read_clean(draft, lang)
    path = _ledger_path(draft, chosen)
    known = ledger.read(path)
    for error in known.errors:
        complain(error, lang)
    line = ledger.line_of(make_linter(chosen, lang).check(document.post, now), posted_at, ledger.name_of(draft, path))
    again = _earlier(known, line)
    if again is not None and (at is None or again.post.at == line.post.at):
        show(_said(again, _ALREADY, lang))
        return CLEAN
    ledger.append(path, line)
    show(_said(line, _RECORDED, lang, path))
    if again is not None:
        show(_said(again, _BEFORE, lang))
    if posted_at > now:
        click.echo(Text("提醒：这个时间还没到", "note: that time is still to come").to(lang), err=True)
    return CLEAN


def _ledger_path(draft: str, chosen: Settings) -> str:
    """Return the ledger for a draft; a new one without settings lies in the folder one stands in, if the draft is below it.

    That is the folder which `check`, `timeline` and `plan` look at by default.
    """
    path, here = ledger.path_of(chosen.path, os.path.dirname(draft)), os.getcwd()
    below = os.path.abspath(draft).startswith(os.path.join(here, ""))
    return path if chosen.path or os.path.lexists(path) or not below else ledger.path_of("", here)


def read_clean(path: str, lang: str) -> Document:
    """Read a draft whose text is ready to paste. Raises ReadingError or Mistakes: what friends must not read, and no text."""
    from moments_lint import leak

    discovery.require(path)
    draft = reading.read_draft(path)
    if draft.errors:
        raise Mistakes(draft.errors)
    document = draft.document
    found = leak.find(document.post.text)
    if found is not None:
        line, _ = position(document.text, document.start + found.start)
        mend = Text(
            "给工具看的内容放进文件最开头两行 --- 之间；只是装饰就换个符号",
            "put words for the tool between two lines --- at the very top of the file; if it is decoration, use another sign",
        )
        excerpt = document.post.text[found.start :].splitlines()[0]
        raise ReadingError(found.what, path=document.path, line=line, mend=mend, excerpt=excerpt)
    if not document.post.text.strip():
        raise ReadingError(Text("没有正文", "there is no text"), path=document.path, mend=Text("先写好再来", "write it first"))
    if draft.note.zh:
        click.echo(draft.note.to(lang), err=True)
    return document


def _earlier(known: ledger.Ledger, line: ledger.Line) -> ledger.Line | None:
    """Return the latest record of the same text by the same author."""
    same = [one for one in known.lines if (one.hash, one.post.author) == (line.hash, line.post.author)]
    exact = [one for one in same if one.post.at == line.post.at]
    return exact[-1] if exact else max(same, key=lambda one: one.post.at or datetime.min, default=None)


def _said(line: ledger.Line, text: Text, lang: str, path: str = "") -> str:
    assert line.post.at is not None
    values = {"at": line.post.at.strftime("%Y-%m-%d %H:%M"), "score": line.score, "path": shown_path(path) if path else ""}
    return text.fill(**values).to(lang) + "\n"


COMMANDS = {"render": render, "posted": posted}
