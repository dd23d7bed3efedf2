"""Rules for reading: the list, the page of one rule, and the report of `test-rules`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from moments_lint.finding import Severity
from moments_lint.formats.text import SEVERITIES
from moments_lint.rule import Rule, Spec
from moments_lint.verify import Gap, Result
from moments_lint.wording import Text, visible


def as_text(rules: Iterable[Rule], lang: str) -> str:
    """Return the rules by family, one line each."""
    lines = []
    for family, members in groupby(rules, key=lambda rule: rule.family):
        lines.append(family)
        for rule in members:
            level = f"+{rule.points}" if rule.severity is None else SEVERITIES[rule.severity].to(lang)
            lines.append(f"  {rule.id}  {level}  {rule.summary}")
    return "\n".join(lines) + "\n"


def as_json(rules: Iterable[Rule], lang: str) -> str:
    """Return the rules as a JSON list."""
    return json.dumps([_entry(rule) for rule in rules], ensure_ascii=False, indent=2) + "\n"


def _entry(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "severity": rule.severity.name if rule.severity is not None else None,
        "points": rule.points or None,
        "caps": rule.caps,
        "goods": sorted(rule.goods),
        "summary": rule.summary,
        "message": rule.message,
        "why": rule.why,
        "advice": rule.advice or None,
        "sources": list(rule.sources),
    }


def explain(spec: Spec, lang: str) -> str:
    """Return everything a rule file says, for reading."""
    return "\n".join(_page(spec, lang)) + "\n"


def _page(spec: Spec, lang: str) -> Iterator[str]:
    def say(zh: str, en: str) -> str:
        return Text(zh, en).to(lang)

    level = SEVERITIES[Severity[spec["severity"]]].to(lang) if spec["severity"] else f"+{spec['points']}"
    yield f"{spec['id']}  {level}  {spec['summary'][lang]}"
    yield f"{say('提示语', 'message')}: {spec['message'][lang]}"
    yield f"{say('为什么', 'why')}: {spec['why'][lang]}"
    if spec["advice"]:
        yield f"{say('怎么改', 'instead')}: {spec['advice'][lang]}"
    if spec["goods"]:
        yield f"{say('只管这些品类', 'only for goods')}: {', '.join(spec['goods'])}"
    yield f"{say('出处', 'sources')}: {'；'.join(spec['sources'])}"
    headings = {
        "hit": say("会报", "reported"),
        "hint": say("只提示留依据", "only a hint"),
        "quiet": say("不报", "not reported"),
        "known_misses": say("已知漏报", "known misses"),
    }
    for group, heading in headings.items():
        if spec["examples"][group]:
            yield f"{heading}:"
            yield from (f"  - {_example(given)}" for given in spec["examples"][group])
    yield f"{say('文件', 'file')}: {spec['path']}"


def _example(given: dict[str, Any]) -> str:
    if "posts" in given:
        return " / ".join(f"{post['at']} {visible(post['text'])}" for post in given["posts"])
    return visible(given.get("text", ""))


def test_report(results: Sequence[Result], gaps: Sequence[Gap], rules: int, coverage: bool, lang: str) -> str:
    """Return what `test-rules` has to say: every failed example, every gap, and the counts."""
    lines = []
    for result in results:
        if not result.passed:
            text = result.example.text
            found = ", ".join(f"«{text[s.start : s.end]}»" if s else "*" for s in result.found)
            lines.append(f"{result.rule}: {result.outcome} ({result.group}) {visible(result.example.written)} → {found}")
    for gap in gaps:
        what = Text(f"没有例句用到「{gap.term}」（{gap.option}）", f"no example exercises “{gap.term}” ({gap.option})")
        lines.append(f"{gap.rule}: {what.to(lang)}")
    counts = Counter(result.outcome for result in results if result.passed or result.group != "known_misses")
    missed = sum(result.group == "known_misses" and result.outcome == "missing" for result in results)
    shown = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
    lines.append(
        Text(f"{rules} 条规则，{len(results)} 个例句：{shown}", f"{rules} rules, {len(results)} examples: {shown}").to(lang)
    )
    if missed:
        lines.append(Text(f"已知漏报 {missed} 个", f"{missed} known misses").to(lang))
    if coverage:
        lines.append(Text(f"未覆盖 {len(gaps)} 处", f"{len(gaps)} gaps in coverage").to(lang))
    return "\n".join(lines) + "\n"
