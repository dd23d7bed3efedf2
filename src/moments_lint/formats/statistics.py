"""`--statistics`: how many findings there are of each rule and family, and on how many posts. Says nothing of single findings."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from moments_lint.finding import Severity
from moments_lint.formats.text import SEVERITIES, summary
from moments_lint.outcome import Outcome
from moments_lint.wording import Text


class Count(NamedTuple):
    """What there is of one rule or family. `posts` counts the posts it stands on, feed findings by the post they stand on."""

    name: str
    severities: Counter[Severity]
    posts: int

    @property
    def findings(self) -> int:
        """All findings, of every severity."""
        return self.severities.total()


def render(outcome: Outcome, lang: str, output_format: str) -> str:
    """Return the counts as text or json, the most frequent first."""
    found = [(checked.document.path, finding) for checked in outcome.checked for finding in checked.report.findings]
    found += [(finding.name, finding) for finding in outcome.feed or ()]
    rules = _counts((finding.rule, path, finding.severity) for path, finding in found)
    families = _counts((finding.rule.partition("/")[0], path, finding.severity) for path, finding in found)
    if output_format == "json":
        return _as_json(outcome, rules, families)
    return _as_text(outcome, rules, families, lang)


def _counts(found: Iterable[tuple[str, str, Severity]]) -> list[Count]:
    severities: dict[str, Counter[Severity]] = {}
    posts: dict[str, set[str]] = {}
    for name, path, severity in found:
        severities.setdefault(name, Counter())[severity] += 1
        posts.setdefault(name, set()).add(path)
    counts = [Count(name, own, len(posts[name])) for name, own in severities.items()]
    return sorted(counts, key=lambda count: (-count.findings, count.name))


def _as_json(outcome: Outcome, rules: list[Count], families: list[Count]) -> str:
    def entry(count: Count) -> dict[str, Any]:
        severities = {severity.name: count.severities[severity] for severity in Severity}
        return {"findings": count.findings, "posts": count.posts, "severities": severities}

    summaries = {rule.id: rule.summary for rule in outcome.rules.values()}
    data = {
        "version": 1,
        "rules": [{"rule": count.name, "summary": summaries[count.name]} | entry(count) for count in rules],
        "families": [{"family": count.name} | entry(count) for count in families],
        "posts": len(outcome.checked),
        "suppressed": sum(len(checked.report.suppressed) for checked in outcome.checked),
        "errors": len(outcome.errors),
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _as_text(outcome: Outcome, rules: list[Count], families: list[Count], lang: str) -> str:
    summaries = {rule.id: rule.summary for rule in outcome.rules.values()}
    lines = []
    for family in families:
        lines.append(f"{family.findings:6d}  {family.name}  {_posts(family, lang)}")
        for count in rules:
            if count.name.partition("/")[0] == family.name:
                kinds = "、" if lang != "en" else ", "
                levels = kinds.join(
                    f"{SEVERITIES[severity].to(lang)} {number}"
                    for severity, number in sorted(count.severities.items(), reverse=True)
                )
                lines.append(f"{count.findings:10d}  {count.name}  {summaries[count.name]}  {levels}  {_posts(count, lang)}")
    lines.append(summary(outcome, lang))
    return "\n".join(lines) + "\n"


def _posts(count: Count, lang: str) -> str:
    return Text(f"（{count.posts} 条里）", f"(in {count.posts} post(s))").to(lang)
