"""`--output-format markdown`: for a pull request, an issue or a chat that shows Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from moments_lint.finding import Report
from moments_lint.formats.located import Located, located, problems
from moments_lint.formats.text import CATEGORIES, SEVERITIES, VERDICTS, summary
from moments_lint.outcome import Outcome
from moments_lint.score import WhatIf
from moments_lint.wording import Text, visible

_SPECIAL = re.compile(r"[!-/:-@\[-`{-~]")
_MENTION = re.compile(r"\\([@#])")
WORD_JOINER = "\u2060"


def render(outcome: Outcome, lang: str, colour: bool = False, steps: Sequence[Sequence[WhatIf]] | None = None) -> str:
    """Return a heading, a section for each post, for the feed and for errors, and the counts."""
    by_post: dict[str, list[Located]] = {checked.document.path: [] for checked in outcome.checked}
    of_feed: list[Located] = []
    for each in located(outcome):
        (of_feed if each.of_feed else by_post[each.path]).append(each)
    lines = ["# moments-lint", "", escape(summary(outcome, lang)), ""]
    for document, report in outcome.checked:
        lines += [f"## {escape(document.path)}", "", *_verdict(report, lang), *_findings(by_post[document.path], lang)]
    if of_feed:
        lines += [f"## {Text('整个朋友圈', 'The feed as a whole').to(lang)}", "", *_findings(of_feed, lang, with_path=True)]
    if outcome.errors:
        lines += [f"## {Text('读不了或写错的', 'Input problems').to(lang)}", ""]
        for problem in problems(outcome.errors, lang):
            place = ":".join(str(part) for part in (problem.path, problem.line) if part)
            lines.append(f"- **{escape(place)}** {escape(problem.sentence)}" if place else f"- {escape(problem.sentence)}")
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _verdict(report: Report, lang: str) -> Iterator[str]:
    if report.score is not None:
        verdict, category = VERDICTS[report.verdict].to(lang), CATEGORIES[report.category].to(lang)
        yield f"**{report.score}/100 · {verdict}** · {category}"
        yield ""
    if report.review:
        yield f"> {escape(report.review)}"
        yield ""


def _findings(found: Sequence[Located], lang: str, with_path: bool = False) -> Iterator[str]:
    if not found:
        yield Text("没有要改的。", "Nothing to mend.").to(lang)
        yield ""
        return
    heads = (
        Text("位置", "Place"),
        Text("级别", "Level"),
        Text("问题", "Finding"),
        Text("怎么改", "Instead"),
        Text("规则", "Rule"),
    )
    yield _row(head.to(lang) for head in heads)
    yield _row("---" for _ in heads)
    for each in found:
        column = f":{each.region.column}" if each.region.column else ""
        place = escape(each.path) if with_path else f"{each.region.line}{column}"
        finding = each.finding
        level = SEVERITIES[finding.severity].to(lang)
        yield _row((place, level, escape(finding.message), escape(finding.advice), escape(finding.rule)))
    yield ""


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escape(text: str) -> str:
    r"""Return text on one line that Markdown shows as it is.

    All ASCII punctuation is escaped, which no HTML, link, table or code span survives. GitHub still finds @names and #numbers in
    what is shown, so an invisible joiner stands after those two.
    """
    plain = " ".join(visible(line) for line in text.splitlines())
    return _MENTION.sub(rf"\\\1{WORD_JOINER}", _SPECIAL.sub(r"\\\g<0>", plain))
