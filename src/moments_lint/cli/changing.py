"""What `check` does when it is to change drafts or to keep a baseline; imported only then. The options stand in `upkeep`."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import click

from moments_lint import amending, baseline, front_matter, mending, reading, suppression
from moments_lint.baseline import Entry
from moments_lint.cli.gathering import Drafts, run
from moments_lint.cli.options import shown_path
from moments_lint.cli.upkeep import Upkeep
from moments_lint.errors import MomentsLintError, ReadingError, SettingsError, too_large
from moments_lint.finding import Edit, Finding, Severity, edited
from moments_lint.linter import Linter
from moments_lint.opening import read_bytes
from moments_lint.outcome import Outcome
from moments_lint.post import Document
from moments_lint.wording import Text, visible
from moments_lint.writing import write_atomically

UNKNOWN = "suppression/unknown"
"""The rule about `lint.ignore` entries that name no rule."""


class Known(NamedTuple):
    """The baseline of a run: its entries, and whether its file is there."""

    entries: tuple[Entry, ...] = ()
    exists: bool = False


def read_baseline(upkeep: Upkeep) -> Known:
    """Return the baseline; one that is not there is an error, unless it is about to be made. Raises SettingsError."""
    path = upkeep.baseline
    if path is None:
        return Known()
    if not os.path.lexists(path):
        if upkeep.update_baseline:
            return Known()
        mend = Text("第一次用，加上 --update-baseline 来建", "make it the first time with --update-baseline")
        raise SettingsError(Text("没有这个基线文件", "no such baseline"), path=path, mend=mend)
    data = read_bytes(path, baseline.MAX_BYTES, SettingsError)
    if len(data) > baseline.MAX_BYTES:
        raise too_large(SettingsError, baseline.MAX_BYTES, path)
    try:
        return Known(tuple(baseline.parse(data.decode("utf-8-sig"), path)), True)
    except UnicodeDecodeError:
        raise baseline.foreign(path) from None


class Bench(NamedTuple):
    """What the work is done with: `least` tells the score under which a post fails; `isolated` that no settings were read."""

    linter: Linter
    now: datetime
    least: baseline.Gate
    isolated: bool


def keep_up(drafts: Drafts, outcome: Outcome, upkeep: Upkeep, bench: Bench) -> tuple[Outcome, Outcome, bytes | None]:
    """Change drafts and baseline as the options ask; `outcome` is what the drafts came to as they were read.

    Return the outcome of the drafts as they now are, the same without what the baseline knows, and what is for standard
    output. Raises SettingsError.
    """
    known = read_baseline(upkeep)
    output = None
    if upkeep.edits:
        changed, output = change(drafts, known, upkeep, bench)
        if changed.documents != drafts.documents:
            outcome = run(changed, bench.linter, bench.now)
        outcome = outcome._replace(errors=changed.errors)
    return outcome, _apply_baseline(outcome, known, upkeep, bench), output


def _apply_baseline(outcome: Outcome, known: Known, upkeep: Upkeep, bench: Bench) -> Outcome:
    """Return the outcome without what the baseline knows; with `--update-baseline`, write what is left of the baseline first."""
    if upkeep.baseline is None:
        return outcome
    weights = bench.linter.weights
    entries = list(known.entries) if known.exists else baseline.entries_of(outcome, bench.least, weights)
    kept, used = baseline.set_aside(outcome, entries, bench.least, weights)
    if not upkeep.update_baseline or outcome.errors:
        return kept
    if not known.exists:
        left, said = entries, Text(f"新建基线，记下 {len(entries)} 条", f"new baseline with {len(entries)} entries")
    elif outcome.feed is None:
        what = Text(
            "更新基线要检查整个目录，不能只看几个文件", "a baseline is updated from a whole folder, not from single files"
        )
        raise SettingsError(what, path=upkeep.baseline, mend=Text("改成 check 目录", "check the folder"))
    else:
        left = baseline.shrunk(entries, used, outcome)
        gone = len(entries) - len(left)
        said = Text(f"基线还剩 {len(left)} 条，去掉了 {gone} 条", f"{len(left)} left in the baseline, {gone} dropped")
    write_atomically(upkeep.baseline, baseline.render(left).encode())
    click.echo(f"{shown_path(upkeep.baseline)}: {said.to(bench.linter.lang)}", err=True)
    return kept


def change(drafts: Drafts, known: Known, upkeep: Upkeep, bench: Bench) -> tuple[Drafts, bytes | None]:
    """Mend and suppress as the options ask; write the drafts, or show how they would change.

    Return the drafts as they now read, with what could not be changed among their errors, and what is for standard output:
    the diff, or the draft that came from standard input.
    """
    errors = list(drafts.errors)
    wanted = list(drafts.documents)
    notes: dict[int, list[Text]] = {}
    if upkeep.mends:
        _mend(drafts, wanted, known, bench, errors, notes)
    if upkeep.add_ignore is not None:
        outcome = run(drafts._replace(documents=wanted), bench.linter, bench.now)
        outcome, _ = baseline.set_aside(outcome, known.entries, bench.least, bench.linter.weights)
        _suppress(drafts, wanted, outcome, upkeep.add_ignore, errors, notes)
    if upkeep.diff:
        shown = "".join(diff(old, new) for old, new in zip(drafts.documents, wanted, strict=True))
        return drafts._replace(errors=tuple(errors)), _shown(shown)
    output = None
    written: dict[str, str] = {}
    for index, (old, new) in enumerate(zip(drafts.documents, wanted, strict=True)):
        try:
            if drafts.stdin is not None and index == len(wanted) - 1:
                output = drafts.stdin if new.text == old.text else amending.amended(drafts.stdin, old, new.text)
            elif new.text not in (old.text, written.get(os.path.realpath(old.path))):
                amending.amend(old, [Edit(0, len(old.text), new.text)], _root(old.path, drafts.folders))
                written[os.path.realpath(old.path)] = new.text
        except ReadingError as error:
            errors.append(error)
            wanted[index] = old
        else:
            for note in notes.get(index, ()):
                click.echo(visible(f"{old.path}: {note.to(bench.linter.lang)}"), err=True)
    return drafts._replace(documents=wanted, errors=tuple(errors)), output


Notes = dict[int, list[Text]]


def _mend(
    drafts: Drafts, wanted: list[Document], known: Known, bench: Bench, errors: list[MomentsLintError], notes: Notes
) -> None:
    old = {entry.fingerprint for entry in known.entries}

    def exempt(finding: Finding, print_: str) -> bool:
        """Old problems stay as they are; without settings, rules that only the settings name are no mistake of the draft."""
        return print_ in old or (bench.isolated and finding.rule == UNKNOWN)

    sound = [index for index in range(len(wanted)) if index not in drafts.unsound]
    feed = [place for place, index in enumerate(sound) if index in drafts.feed]
    mended = mending.mend_all(bench.linter, [wanted[index] for index in sound], feed, bench.now, exempt)
    for index, (document, fixed, problem) in zip(sound, mended, strict=True):
        wanted[index] = document
        if problem is not None:
            errors.append(problem)
        if fixed:
            rules = Counter(finding.rule for finding in fixed)
            listing = ", ".join(f"{rule} ×{count}" if count > 1 else rule for rule, count in sorted(rules.items()))
            notes.setdefault(index, []).append(Text(f"修好 {len(fixed)} 处：{listing}", f"mended {len(fixed)}: {listing}"))


def _suppress(
    drafts: Drafts, wanted: list[Document], outcome: Outcome, reason: str, errors: list[MomentsLintError], notes: Notes
) -> None:
    for index, (document, report) in enumerate(outcome.checked):
        feed = outcome.feed if outcome.feed is not None and index in drafts.feed else ()
        findings = [*report.findings, *(finding for finding in feed if finding.name == document.path)]
        grave = [finding for finding in findings if finding.severity >= Severity.warning]
        entries = suppression.addable(document.post, grave, reason)
        if not entries or index in drafts.unsound:
            continue
        try:
            text = edited(document.text, [front_matter.with_entries(document, entries)])
        except ReadingError as error:
            errors.append(error)
            continue
        wanted[index] = reading.parse_text(text, document.path, document.encoding).document
        count, whole = len(entries), sum("text" not in entry for entry in entries)
        note = Text(f"写入 {count} 条略过说明", f"{count} suppression(s) written")
        if whole:  # nothing in the text to tie them to
            more = Text(
                f"；其中 {whole} 条管整条草稿，以后怎么改都不再报", f"; {whole} for the whole draft, whatever it says later"
            )
            note = Text(note.zh + more.zh, note.en + more.en)
        notes.setdefault(index, []).append(note)


def _root(path: str, roots: Sequence[str]) -> str:
    """Return the folder named on the command line under which a draft was found; empty for a draft named itself."""
    place = os.path.abspath(path)
    above = [root for root in roots if place.startswith(os.path.join(os.path.abspath(root), ""))]
    return max(above, key=len, default="")


def diff(old: Document, new: Document) -> str:
    """Return a unified diff of two readings of a draft; only line feeds end its lines, as `patch` has it."""
    from difflib import unified_diff

    lines = [text.split("\n") for text in (old.text, new.text)]
    before, after = ([*(line + "\n" for line in each[:-1]), *([each[-1]] if each[-1] else [])] for each in lines)
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in unified_diff(before, after, old.path, new.path)
    )


def _shown(diff: str) -> bytes:
    """Return a diff as bytes; a terminal sees no control characters."""
    if sys.stdout.isatty():
        diff = "\n".join(visible(line) for line in diff.split("\n"))
    return diff.encode("utf-8", "replace")
