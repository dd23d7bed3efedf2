"""`check --watch`: check a folder again whenever something in it changes, until Ctrl-C. Imported only then.

Every look reads the whole folder, which is cheap; only drafts that read differently are checked again, and the feed as a whole.
A look that comes to the same as the one before says nothing: that is how editors' temporary files, files saved unchanged and
bursts of events are dealt with.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any, NamedTuple

import click

from moments_lint import reading
from moments_lint.cli.gathering import gather, judge_of, run
from moments_lint.cli.options import CLEAN, ONE_OF_TWO, complain, wants_colour
from moments_lint.errors import MomentsLintError, ReadingError, SettingsError
from moments_lint.finding import Report
from moments_lint.formats import render
from moments_lint.formats.text import summary
from moments_lint.ledger import path_of
from moments_lint.linter import Linter
from moments_lint.outcome import Outcome
from moments_lint.post import Post
from moments_lint.settings import Settings
from moments_lint.timeline import Judge
from moments_lint.wording import Lang, Text, visible

FORMATS = ("text", "concise")
"""The formats that can be read as a stream."""

TICK = 1000
"""Milliseconds after which settings are looked at, though nothing in the folder has changed."""

QUIET, LONGEST = 100, 1000
"""Milliseconds: changes are gathered until there was none for QUIET, but no longer than LONGEST."""

MOST_NAMES = 5

Bench = tuple[Settings, Linter]


class Round(NamedTuple):
    """What one look found anew: the outcome of the whole, the drafts (paths) changed and gone, whether the feed is another."""

    outcome: Outcome
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    feed: bool

    @property
    def news(self) -> Outcome:
        """The outcome without the drafts, and the feed, that are as they were."""
        checked = tuple(one for one in self.outcome.checked if one.document.path in self.changed)
        return self.outcome._replace(checked=checked, feed=self.outcome.feed if self.feed else None)


def rounds(changes: Iterable[set[str]], look: Callable[[set[str] | None], Outcome | None]) -> Iterator[Round]:
    """Look at once and after every change, and yield what differs from the look before.

    `look` is given what changed, None when that is not known; it returns None when it saw no reason to look.
    """
    before: Outcome | None = None
    for changed_paths in chain((None,), _first_unknown(changes)):
        outcome = look(changed_paths)
        if outcome is None:
            continue
        known = {one.document.path: one for one in before.checked} if before else {}
        now = {one.document.path: one for one in outcome.checked}
        changed = tuple(path for path, one in now.items() if known.get(path) != one)
        gone = tuple(path for path in known if path not in now)
        feed = before is None or before.feed != outcome.feed
        if feed or changed or gone or _rest(before) != _rest(outcome):
            yield Round(outcome, changed, gone, feed)
        before = outcome


def _first_unknown(changes: Iterable[set[str]]) -> Iterator[set[str] | None]:
    """What happened before a watcher stood is not told by it; its first sign of life means to look once more."""
    for number, changed in enumerate(changes):
        yield changed if number else None


def _rest(outcome: Outcome | None) -> tuple[object, ...]:
    """Return what counts of an outcome besides its drafts and its feed."""
    if outcome is None:
        return ()
    return tuple(error.render("en") for error in outcome.errors), outcome.undated, frozenset(outcome.rules)


class Memory:
    """Remembers the reports of posts for as long as they hold: until the post, the linter or the day is another."""

    def __init__(self) -> None:
        self._reports: dict[Post, Report] = {}
        self._of: tuple[Linter, date] | None = None

    def judge(self, linter: Linter, now: datetime, jobs: int) -> Judge:
        """Return what makes reports for one look, asking `linter` only for posts that the look before did not see."""
        before = self._reports if self._of is not None and self._of[0] is linter and self._of[1] == now.date() else {}
        self._reports = {}
        self._of = linter, now.date()

        def judge(posts: Sequence[Post]) -> list[Report]:
            new = list(dict.fromkeys(post for post in posts if post not in before))
            fresh = dict(zip(new, judge_of(linter, now, jobs)(new), strict=True))
            reports = [fresh[post] if post in fresh else before[post] for post in posts]
            self._reports.update(zip(posts, reports, strict=True))
            return reports

        return judge


class Desk:
    """The folders watched, what they are checked with, and what is remembered of them."""

    def __init__(self, folders: Sequence[str], build: Callable[[], Bench], lang: Lang, jobs: int) -> None:
        self._folders, self._build, self._lang, self._jobs = folders, build, lang, jobs
        self._chosen, self._linter = build()
        self._stamp = self._stamps()
        self._memory = Memory()

    def look(self, changes: set[str] | None) -> Outcome | None:
        """Check the folders, if anything they are judged by has changed: drafts, ledger, settings or rules."""
        require_folders(self._folders)
        if self._stamps() != self._stamp:
            self._reload()
            self._stamp = self._stamps()
        elif changes is not None and not changes:
            return None
        now = datetime.now(UTC)
        drafts = gather(self._folders, self._chosen, "-", self._lang)
        return run(drafts, self._linter, now, judge=self._memory.judge(self._linter, now, self._jobs))

    def _reload(self) -> None:
        """Take the settings and rules as they now are; while they hold mistakes, what was in force stays so."""
        try:
            self._chosen, self._linter = self._build()
        except MomentsLintError as error:
            complain(error, self._lang)

    def _stamps(self) -> dict[str, tuple[int, int]]:
        """Return time and size of every file that decides besides the drafts."""
        settings = reading.find_settings(self._folders)
        files = [settings, self._chosen.path, path_of(self._chosen.path, self._folders[0])]
        roots = reading.rule_roots(self._chosen)
        files += [os.path.join(folder, name) for root in roots for folder, _, names in os.walk(root) for name in names]
        return {file: _stamp(file) for file in files if file}


def _stamp(path: str) -> tuple[int, int]:
    try:
        found = os.stat(path)
    except OSError:
        return -1, -1
    return found.st_mtime_ns, found.st_size


def require_folders(paths: Sequence[str]) -> None:
    """Refuse what is no folder. Raises ReadingError."""
    for path in paths:
        if path == "-" or os.path.isfile(path):
            what = Text("--watch 看的是草稿目录，不是单个文件", "--watch is for folders of drafts, not for single files")
            raise ReadingError(what, path=path, mend=Text("写目录", "name the folder"))
        if not os.path.isdir(path):
            mend = Text("目录在了再运行", "run it again when the folder is there")
            raise ReadingError(Text("没有这个目录（或已经不在了）", "no such folder (any more)"), path=path, mend=mend)


def filesystem(folders: Sequence[str]) -> Iterator[set[str]]:
    """Yield the changes below `folders` for ever, an empty set when there was none for a while.

    Raises SettingsError without the library that tells of them, ReadingError where the system will not.
    """
    try:
        import watchfiles
    except ImportError as error:
        what = Text(f"--watch 要用 watchfiles（{error.name} 没装）", f"--watch needs watchfiles ({error.name} is missing)")
        mend = Text('pip install "moments-lint[watch]"', 'pip install "moments-lint[watch]"')
        raise SettingsError(what, mend=mend) from None
    found = watchfiles.watch(*folders, step=QUIET, debounce=LONGEST, rust_timeout=TICK, yield_on_timeout=True)
    return _paths(found, folders)


def _paths(found: Iterable[set[Any]], folders: Sequence[str]) -> Iterator[set[str]]:
    try:
        for changes in found:
            yield {path for _, path in changes}
    except (OSError, RuntimeError) as error:  # the library's own error is a RuntimeError
        require_folders(folders)
        what = Text(f"系统不肯通知改动（{error}）", f"the system will not tell of changes ({error})")
        mend = Text("设环境变量 WATCHFILES_FORCE_POLLING=1 再试", "try again with the variable WATCHFILES_FORCE_POLLING=1")
        raise ReadingError(what, path=folders[0], mend=mend) from None


def watch(folders: Sequence[str], build: Callable[[], Bench], output_format: str, lang: Lang, jobs: int) -> int:
    """Check `folders` and tell of every change until Ctrl-C, which is the way to leave and no failure: return 0."""
    require_folders(folders)
    changes = filesystem(folders)
    try:
        desk = Desk(folders, build, lang, jobs)
        for number, one in enumerate(rounds(changes, desk.look)):
            if number:
                _say(_heading(one, datetime.now()), lang)
            if one.changed or one.feed:
                click.echo(render(output_format, one.news, lang, wants_colour(sys.stdout)), nl=False)
            for error in one.outcome.errors:
                complain(error, lang)
            if number:
                _say(Text(f"目录里一共：{summary(one.outcome, 'zh')}", f"in all: {summary(one.outcome, 'en')}"), lang)
            else:
                _say(Text("改了就重新检查，Ctrl-C 结束", "checking again on every change; Ctrl-C ends it"), lang)
    except KeyboardInterrupt:
        _say(Text("不再盯着了", "no longer watching"), lang)
    except BrokenPipeError:  # the reader has gone: nobody is left to tell
        pass
    return CLEAN


def _heading(one: Round, at: datetime) -> Text:
    parts = [Text(f"改了 {_names(one.changed)}", f"changed: {_names(one.changed)}")] if one.changed else []
    parts += [Text(f"没了 {_names(one.gone)}", f"gone: {_names(one.gone)}")] if one.gone else []
    parts = parts or [Text("设置、记录或朋友圈变了", "settings, ledger or feed changed")]
    time = f"── {at:%H:%M:%S} "
    return Text(time + "，".join(part.zh for part in parts), time + "; ".join(part.en for part in parts))


def _names(paths: Sequence[str]) -> str:
    more = f" … (+{len(paths) - MOST_NAMES})" if len(paths) > MOST_NAMES else ""
    return visible(", ".join(paths[:MOST_NAMES])) + more


def _say(text: Text, lang: str) -> None:
    click.echo(text.to(lang), err=True)


def fitting(output_format: str, others: Mapping[str, object]) -> str:
    """Return the format, unless it or the options among `others` make no sense in a run without end. Raises SettingsError."""
    if output_format not in FORMATS:
        names = ", ".join(FORMATS)
        what = Text(f"--watch 只能配 {names}", f"--watch goes with {names} only")
        raise SettingsError(what, path="--output-format", mend=ONE_OF_TWO)
    for name in (name for name, given in others.items() if given not in (None, False)):
        what = Text("不能和 --watch 一起用", "does not go with --watch")
        raise SettingsError(what, path=name, mend=ONE_OF_TWO)
    return output_format
