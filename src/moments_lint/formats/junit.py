"""`--output-format junit`: the XML that Jenkins, GitLab and most other builders read as test results.

A draft is a test suite. Each warning or error is a failed test case, each hint a passed one with its words in `system-out`, and
what the draft set aside a skipped one; a draft without findings has one passed case, so that it is seen to have been checked.
There is no official schema; elements and attributes are those that all common readers know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from xml.etree import ElementTree

from moments_lint.finding import Severity
from moments_lint.formats.located import Located, Problem, located, problems, set_aside
from moments_lint.outcome import Outcome
from moments_lint.score import WhatIf
from moments_lint.wording import Text

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (section 2.2) cannot hold, not even escaped."""


def render(outcome: Outcome, lang: str, colour: bool = False, steps: Sequence[Sequence[WhatIf]] | None = None) -> str:
    """Return one XML document."""
    found: dict[str, list[Located]] = {checked.document.path: [] for checked in outcome.checked}
    for each in (*located(outcome), *set_aside(outcome)):
        found.setdefault(each.path, []).append(each)
    root = ElementTree.Element("testsuites", name="moments-lint")
    for path, cases in found.items():
        _suite(root, path, cases)
    for path, faults in groupby(problems(outcome.errors, lang), key=lambda problem: problem.path):
        _broken(root, path, faults, lang)
    suites = list(root)
    for count in ("tests", "failures", "errors", "skipped"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in suites)))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _suite(root: ElementTree.Element, path: str, cases: Sequence[Located]) -> None:
    failures = sum(each.reason is None and each.finding.severity > Severity.hint for each in cases)
    skipped = sum(each.reason is not None for each in cases)
    suite = _add(root, "testsuite", name=path)
    for count, value in (("tests", len(cases) or 1), ("failures", failures), ("errors", 0), ("skipped", skipped)):
        suite.set(count, str(value))
    if not cases:
        _add(suite, "testcase", name="moments-lint", classname=path)
    for each in cases:
        _case(suite, each)


def _case(suite: ElementTree.Element, each: Located) -> None:
    finding = each.finding
    column = f":{each.region.column}" if each.region.column else ""
    case = _add(suite, "testcase", name=f"{finding.rule}:{each.region.line}{column}", classname=each.path)
    said = f"{each.path}:{each.region.line}{column}: {finding.severity.name}\n{finding.message}\n{finding.advice}"
    if each.reason is not None:
        _add(case, "skipped", message=f"{finding.message} ({each.reason})")
    elif finding.severity > Severity.hint:
        _add(case, "failure", said, message=finding.message, type=finding.severity.name)
    else:
        _add(case, "system-out", said)


def _broken(root: ElementTree.Element, path: str, faults: Iterable[Problem], lang: str) -> None:
    suite = _add(root, "testsuite", name=path or Text("设置", "settings").to(lang))
    for problem in faults:
        case = _add(suite, "testcase", name=f"input:{problem.line or 1}", classname=path or "moments-lint")
        _add(case, "error", problem.sentence, message=problem.sentence, type="input")
    for count, value in (("tests", len(suite)), ("failures", 0), ("errors", len(suite)), ("skipped", 0)):
        suite.set(count, str(value))


def _add(parent: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> ElementTree.Element:
    """Add an element; characters that XML cannot hold become U+FFFD."""
    child = ElementTree.SubElement(parent, tag, {name: _clean(value) for name, value in attributes.items()})
    if text:
        child.text = _clean(text)
    return child


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
