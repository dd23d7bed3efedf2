"""What was wrong before: identities of findings to set aside, so that only new ones count. Values only; no file is touched.

A baseline names findings by their words (`outcome.fingerprints`), not by file, line or number. It is a bag: a finding that stands
once in it excuses one finding of a run, so that a copy of an old problem is a new one. A draft whose score alone fails is
named too, by all of its words.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from moments_lint import score
from moments_lint.errors import SettingsError
from moments_lint.finding import Finding, Report, Severity
from moments_lint.outcome import Checked, Outcome, feed_fingerprint, fingerprints
from moments_lint.score import Weight
from moments_lint.timeline import FeedCheck
from moments_lint.wording import Text

VERSION = 1
MAX_BYTES = 20_000_000
"""Largest baseline that is read: some two hundred thousand findings."""

SCORE = "score"
"""Stands in the place of a rule where the score itself is what is wrong."""

_RULE = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)?")
_FINGERPRINT = re.compile(r"[0-9a-f]{20}")


class Entry(NamedTuple):
    """One finding of a baseline."""

    rule: str
    fingerprint: str


Gate = Callable[[Iterable[str]], int]
"""Audience → the score under which a post shown to it fails."""


def entries_of(outcome: Outcome, least: Gate, weights: Mapping[str, Weight]) -> list[Entry]:
    """Return everything that is wrong in a run: its findings, and scores too low that no finding explains."""
    entries = [entry for checked in outcome.checked for _, entry in _named(checked.report)]
    entries += [Entry(finding.rule, feed_fingerprint(finding)) for finding in outcome.feed or ()]
    reports = [checked.report for checked in outcome.checked]
    low = [report for report in reports if _score_without(report, (), weights) < least(report.post.audience)]
    return [*entries, *map(_score_entry, low)]


def set_aside(
    outcome: Outcome, known: Iterable[Entry], least: Gate, weights: Mapping[str, Weight]
) -> tuple[Outcome, list[Entry]]:
    """Return the outcome without the findings that are `known`, and the entries that served."""
    left = Counter(known)
    used: list[Entry] = []

    def takes(entry: Entry) -> bool:
        if not left[entry]:
            return False
        left[entry] -= 1
        used.append(entry)
        return True

    checked: list[Checked] = []
    excused: set[int] = set()
    for index, (document, report) in enumerate(outcome.checked):
        kept = tuple(finding for finding, entry in _named(report) if not takes(entry))
        reached = _score_without(report, kept, weights)
        enough = reached >= least(report.post.audience)
        if enough or (reached == _score_without(report, (), weights) and takes(_score_entry(report))):
            excused.add(index)
        checked.append(Checked(document, report._replace(findings=kept)))
    feed = outcome.feed
    if feed is not None:
        feed = tuple(finding for finding in feed if not takes(Entry(finding.rule, feed_fingerprint(finding))))
    count = sum(entry.rule != SCORE for entry in used)
    return outcome._replace(checked=tuple(checked), feed=feed, baselined=count, excused=frozenset(excused)), used


def shrunk(known: Iterable[Entry], used: Iterable[Entry], outcome: Outcome) -> list[Entry]:
    """Return what is left of a baseline: the entries that served in a run, and those of rules it did not try."""
    looked_at_feed = outcome.feed is not None
    tried = {rule.id for rule in outcome.rules.values() if looked_at_feed or not isinstance(rule.check, FeedCheck)} | {SCORE}
    return [*used, *(entry for entry in known if entry.rule not in tried)]


def _named(report: Report) -> Iterator[tuple[Finding, Entry]]:
    for finding, print_ in zip(report.findings, fingerprints(report, report.findings), strict=True):
        yield finding, Entry(finding.rule, print_)


def _score_entry(report: Report) -> Entry:
    whole = Finding(SCORE, Severity.error, "", "", None)
    return Entry(SCORE, fingerprints(report, (whole,))[0])


def _score_without(report: Report, kept: tuple[Finding, ...], weights: Mapping[str, Weight]) -> int:
    """Return the score that a post would have with no findings but `kept`; the best one where a report has none."""
    if report.score is None:
        return 100
    if len(kept) == len(report.findings):
        return report.score
    return score.total(score.receipt(kept, report.signals, report.probabilities, weights))


def render(entries: Iterable[Entry]) -> str:
    """Return the baseline as JSON, sorted, one finding in a line, so that its changes can be read in a diff."""
    lines = ",\n".join(f"  {json.dumps(entry._asdict())}" for entry in sorted(entries))
    body = f"[\n{lines}\n ]" if lines else "[]"
    return f'{{\n "version": {VERSION},\n "tool": "moments-lint",\n "findings": {body}\n}}\n'


def parse(text: str, path: str) -> list[Entry]:
    """Read a baseline. Raises SettingsError for anything this program has not written."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        what = Text(f"基线文件不是完好的 JSON（{error.msg}）", f"the baseline is not valid JSON ({error.msg})")
        raise SettingsError(what, path=path, line=error.lineno, column=error.colno, mend=_RESTORE) from None
    except (RecursionError, ValueError):
        raise foreign(path) from None
    if not isinstance(data, dict) or data.get("tool") != "moments-lint" or not isinstance(data.get("findings"), list):
        raise foreign(path)
    version = data.get("version")
    if type(version) is not int:
        raise foreign(path)
    if version != VERSION:
        what = Text(f"基线文件是第 {version} 版，这里只认第 {VERSION} 版", f"the baseline has version {version}, not {VERSION}")
        raise SettingsError(
            what, path=path, mend=Text("升级 moments-lint，或重建基线", "upgrade moments-lint, or make a new one")
        )
    return [_entry(given, number, path) for number, given in enumerate(data["findings"], 1)]


def _entry(given: Any, number: int, path: str) -> Entry:
    if isinstance(given, dict) and given.keys() == {"rule", "fingerprint"}:
        rule, print_ = given["rule"], given["fingerprint"]
        if isinstance(rule, str) and isinstance(print_, str) and _RULE.fullmatch(rule) and _FINGERPRINT.fullmatch(print_):
            return Entry(rule, print_)
    what = Text(f"基线文件的第 {number} 条读不懂", f"entry {number} of the baseline cannot be understood")
    raise SettingsError(what, path=path, mend=_RESTORE)


_RESTORE = Text(
    "从版本库里恢复，或删掉后用 --update-baseline 重建",
    "restore it from version control, or delete it and make it anew with --update-baseline",
)


def foreign(path: str) -> SettingsError:
    """Return the error that says a file is something else."""
    what = Text("不是 moments-lint 的基线文件", "is no baseline of moments-lint")
    return SettingsError(what, path=path, mend=Text("请检查基线的路径", "check the path of the baseline"))
