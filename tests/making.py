"""Small catalogues built by hand: one rule with its own lists, ready to run. No rule of the product is meant."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from moments_lint import Linter, Post, Report, schema
from moments_lint.catalogue import Catalogue, Compiled, compile_catalogue
from moments_lint.errors import RuleError
from moments_lint.kinds import FEED_KINDS, Names
from moments_lint.rule_file import read_rule
from moments_lint.rule_folder import shared_fields
from moments_lint.sheet import Sheet
from moments_lint.view import View

RULE = "own/rule"


def both(text: str) -> dict[str, str]:
    """The same sentence in both languages."""
    return {"zh": text, "en": text}


def words(*terms: str, patterns: Sequence[tuple[str, list[str]]] = (), unless: Sequence[str] = ()) -> dict[str, Any]:
    """A cue list or a list of goods words."""
    written = [{"pattern": pattern, "literals": literals} for pattern, literals in patterns]
    return {"summary": both("线索"), "terms": list(terms), "patterns": written, "unless": list(unless)}


def guard(effect: str, scope: str, *terms: str, reach: int = 0, unless: Sequence[str] = ()) -> dict[str, Any]:
    """A guard."""
    rest = {"effect": effect, "scope": scope, "reach": reach, "terms": list(terms), "unless": list(unless)}
    return {"summary": both("另有说法")} | rest


def variants(meant: Mapping[str, list[str]], *unless: str) -> dict[str, Any]:
    """Written forms of words."""
    return {"summary": both("写法"), "variants": dict(meant), "unless": list(unless)}


def rule(match: Mapping[str, Any], names: Names, rule_id: str = RULE, **fields: Any) -> dict[str, Any]:
    """A rule as read from its file; `fields` replace those of a plain warning, None takes one out."""
    feed = {"posts": [{"at": "2026-03-02 08:00", "author": "小林", "label": "life", "text": "茶"}]}
    example: Any = feed if match.get("kind") in FEED_KINDS else "例"
    written = {
        "summary": both("测试规则"),
        "severity": "warning",
        "message": both("有问题"),
        "why": both("读者会皱眉"),
        "sources": ["测试"],
        "advice": both("换个说法"),
        "match": dict(match),
        "examples": {"hit": [example], "quiet": [example]},
    }
    written |= fields
    text = json.dumps({key: value for key, value in written.items() if value is not None}, ensure_ascii=False)
    return read_rule(text, "rule.yaml", rule_id, names)


def catalogue(
    match: Mapping[str, Any] | None = None,
    *,
    cues: Mapping[str, Any] | None = None,
    guards: Mapping[str, Any] | None = None,
    goods_words: Mapping[str, Any] | None = None,
    hidden: Mapping[str, Any] | None = None,
    more: Mapping[str, Mapping[str, Any]] | None = None,
    **fields: Any,
) -> Catalogue:
    """A catalogue of one rule, and of `more` rules by id, with the shared lists they name."""
    names = Names(tuple(cues or {}), tuple(guards or {}))
    rules = {RULE: rule(match, names, **fields)} if match is not None else {}
    rules |= {rule_id: rule(names=names, rule_id=rule_id, **given) for rule_id, given in (more or {}).items()}
    lists = {"_terms": cues, "_guards": guards, "_goods": goods_words, "_variants": {"own": hidden} if hidden else None}
    shared = ({name: _read(folder, given) for name, given in (found or {}).items()} for folder, found in lists.items())
    return Catalogue(rules, *shared, rhythms={})


def _read(folder: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Read a shared list as its file in `folder` is read."""
    text = json.dumps(given, ensure_ascii=False)
    sheet = Sheet("list.yaml", text, error=RuleError)
    value = schema.read(sheet, text, shared_fields(folder))
    sheet.finish()
    return value


def compiled(*arguments: Any, **fields: Any) -> Compiled:
    """The same, ready to run."""
    return compile_catalogue(catalogue(*arguments, **fields))


def view(text: str | Post, *arguments: Any, **fields: Any) -> View:
    """A post as the checks see it, with the lists of a small catalogue."""
    return View(text if isinstance(text, Post) else Post(text), compiled(*arguments, **fields).lexicon)


def report(text: str | Post, match: Mapping[str, Any], **fields: Any) -> Report:
    """What a linter with one rule says."""
    return Linter(rules=catalogue(match, **fields)).check(text)


def evidence(given: Report, rule_id: str = RULE) -> list[str]:
    """The text of each finding of a rule as its author typed it, empty where no place is meant."""
    spans = [finding.span or (0, 0) for finding in given.findings if finding.rule == rule_id]
    return [given.post.text[start:end] for start, end in spans]
