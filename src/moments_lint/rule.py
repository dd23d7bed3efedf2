"""A rule as written (a YAML file read into plain data) and as run. Finding and choosing rules is `catalogue`'s work."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from moments_lint import schema
from moments_lint.errors import RuleError
from moments_lint.finding import Hit, Severity
from moments_lint.kinds import FEED_KINDS, KINDS, Names
from moments_lint.kinds.check import Check
from moments_lint.lazy import Lazy
from moments_lint.lexicon import Lexicon
from moments_lint.needles import needles
from moments_lint.post import CATEGORIES, GOODS, Suppression, parse_date, wrong_date, wrong_time
from moments_lint.schema import Field
from moments_lint.sheet import Sheet
from moments_lint.timeline import FeedCheck
from moments_lint.view import View
from moments_lint.wording import Text, placeholders

IGNORE = {
    "rule": schema.text().needed(),
    "text": schema.text(),
    "reason": schema.text(),
    "until": schema.text(wrong_date),
}
"""The fields of a `lint.ignore` entry, in a draft and in an example."""

Spec = dict[str, Any]
"""A rule as written: the fields below, read and checked, plus `id` and `path`."""

ID = r"[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*"
MAX_POINTS = 20


class Rule(NamedTuple):
    """A rule as run, in one language. `severity` is None and `points` positive for a value signal."""

    id: str
    severity: Severity | None
    summary: str
    message: str
    why: str
    advice: str
    sources: tuple[str, ...]
    goods: frozenset[str]
    points: int
    caps: bool
    yields_to: tuple[str, ...]
    check: Check | FeedCheck

    @property
    def family(self) -> str:
        """The folder the rule stands in."""
        return self.id.partition("/")[0]


class Example(NamedTuple):
    """One example of a rule file: the text without its marks, the marked ranges, and what the draft would say besides."""

    text: str
    spans: tuple[tuple[int, int], ...]
    facts: Mapping[str, Any]
    line: int
    written: str


def read_rule(text: str, path: str, rule_id: str, names: Names) -> Spec:
    """Read one rule file. Raises RuleError or Mistakes, each with the place in the file."""
    sheet = Sheet(path, text, error=RuleError)
    if not re.fullmatch(ID, rule_id):
        what = Text(f"规则的路径就是它的名字，「{rule_id}」不合格", f"a rule's path is its id; “{rule_id}” will not do")
        mend = Text("写成 <类>/<规则>.yaml，只用小写字母、数字和连字符", "use <family>/<rule>.yaml: a-z, 0-9, hyphens")
        raise RuleError(what, path=path, mend=mend)
    spec = schema.read(sheet, text, rule_fields(names))
    if spec and not sheet.mistakes:
        _cross_check(sheet, spec)
    sheet.finish()
    if spec["match"]["kind"] == "pattern":
        spec["match"]["needles"] = [needles(pattern) for pattern in spec["match"]["patterns"]]
    return {"id": rule_id, "path": path} | spec


def rule_fields(names: Names) -> dict[str, Field]:
    """The fields of a rule file."""
    return {
        "summary": schema.bilingual().needed(),
        "severity": schema.choice(*Severity.__members__),
        "points": schema.whole(1, MAX_POINTS),
        "caps": schema.flag(),
        "yields_to": schema.listing(schema.text()),
        "message": schema.bilingual().needed(),
        "why": schema.bilingual().needed(),
        "sources": schema.listing(schema.text(), least=1).needed(),
        "advice": schema.bilingual(),
        "goods": schema.listing(schema.choice(*GOODS)),
        "match": _match_field(names).needed(),
        "examples": schema.record(
            {
                "hit": schema.listing(_example_field(), least=1).needed(),
                "hint": schema.listing(_example_field()),
                "quiet": schema.listing(_example_field(), least=1).needed(),
                "known_misses": schema.listing(_example_field()),
            }
        ).needed(),
    }


def match_fields(kind: str, names: Names) -> dict[str, Field]:
    """The fields of `match:` for one kind, `kind` itself included."""
    own = dict(FEED_KINDS[kind].fields) if kind in FEED_KINDS else KINDS[kind].fields(names)
    return {"kind": schema.choice(kind).needed()} | own


def _match_field(names: Names) -> Field:
    kinds = [*KINDS, *FEED_KINDS]

    def read_match(sheet: Sheet, node: Any) -> dict[str, Any]:
        found = schema.entries(sheet, node) if node.id == "mapping" else {}
        if "kind" not in found:
            sheet.blame(node, Text("match 里缺少「kind」", "match needs “kind”"), schema.suggestion("", kinds))
            return {}
        kind = str(found["kind"][1].value)
        if kind not in kinds:
            what = Text(f"没有「{kind}」这种规则", f"there is no kind “{kind}”")
            sheet.blame(found["kind"][1], what, schema.suggestion(kind, kinds))
            return {}
        value: dict[str, Any] = schema.record(match_fields(kind, names)).read(sheet, node)
        return value

    variants = [schema.record(match_fields(kind, names)).schema for kind in kinds]
    return Field(read_match, {"oneOf": variants}, default={})


def _example_field() -> Field:
    post = {
        "at": schema.text(wrong_time).needed(),
        "author": schema.text(),
        "label": schema.choice(*CATEGORIES),
        "goods": schema.choice(*GOODS),
        "audience": schema.listing(schema.text()),
        "posted": schema.flag(),
        "text": schema.text(empty=True).needed(),
    }
    facts = schema.record(
        {
            "text": schema.text(empty=True),
            "goods": schema.choice(*GOODS),
            "author": schema.text(),
            "location": schema.text(),
            "images": schema.whole(0, 99),
            "signature": schema.text(),
            "posts": schema.listing(schema.record(post)),
            "ignore": schema.listing(schema.record(IGNORE)),
        }
    )
    plain = schema.either(schema.text(empty=True), facts)

    def read_example(sheet: Sheet, node: Any) -> dict[str, Any]:
        value = plain.read(sheet, node)
        facts_given = {"text": value} if isinstance(value, str) else {k: v for k, v in value.items() if v}
        if facts_given.get("text", "").count("<<") != facts_given.get("text", "").count(">>"):
            sheet.blame(node, Text("<< 和 >> 不成对", "<< and >> do not pair up"))
        return facts_given | {"line": node.start_mark.line + sheet.first_line}

    return Field(read_example, plain.schema)


def _cross_check(sheet: Sheet, spec: Spec) -> None:
    signal = spec["points"] is not None
    if signal and (spec["severity"] or spec["advice"]):
        what = Text("加分的规则没有 severity 和 advice", "a rule with points has neither severity nor advice")
        sheet.blame(sheet.node("points"), what)
    if not signal and not (spec["severity"] and spec["advice"]):
        what = Text("缺少「severity」或「advice」", "“severity” or “advice” is missing")
        sheet.blame(sheet.node(), what, Text("加分的规则改写 points", "a value signal has points instead"))
    kind = spec["match"]["kind"]
    allowed = FEED_KINDS[kind].values if kind in FEED_KINDS else KINDS[kind].values
    for lang in ("zh", "en"):
        for name in sorted(placeholders(spec["message"][lang]) - allowed):
            what = Text(f"message 里不能用 {{{name}}}", f"message cannot use {{{name}}}")
            sheet.blame(sheet.node("message", lang), what, schema.suggestion(name, sorted(allowed)))
    for group, given in spec["examples"].items():
        for number, one in enumerate(given):
            if (kind in FEED_KINDS) != ("posts" in one):
                node = sheet.node("examples", group).value[number]
                sheet.blame(
                    node,
                    Text("看整个朋友圈的规则用 posts 举例，其他规则用文字", "feed rules have examples with posts, others texts"),
                )


def example(given: Mapping[str, Any]) -> Example:
    """Take the marks out of an example as read."""
    parts = re.split("<<|>>", given.get("text", ""))
    text, spans = parts[0], []
    for index, part in enumerate(parts[1:]):
        if index % 2 == 0:
            spans.append((len(text), len(text) + len(part)))
        text += part
    facts = {key: value for key, value in given.items() if key not in ("text", "line")}
    return Example(text, tuple(spans), facts, given["line"], given.get("text", ""))


def compile_rule(spec: Spec, lexicon: Lexicon, lang: str, severity: Severity | None, limit: int | None) -> Rule:
    """Turn a rule as written into a rule as run; `severity` and `limit` are the settings' overrides."""
    options = dict(spec["match"])
    if limit is not None:
        options["limit"] = limit
    kind = options["kind"]
    check = FEED_KINDS[kind].compile(options) if kind in FEED_KINDS else KINDS[kind].compile(options, lexicon)
    own = Severity[spec["severity"]] if spec["severity"] else None
    return Rule(
        id=spec["id"],
        severity=severity if severity is not None and own is not None else own,
        summary=spec["summary"][lang],
        message=spec["message"][lang],
        why=spec["why"][lang],
        advice=spec["advice"][lang] if spec["advice"] else "",
        sources=tuple(spec["sources"]),
        goods=frozenset(spec["goods"]),
        points=spec["points"] or 0,
        caps=spec["caps"],
        yields_to=tuple(spec["yields_to"]),
        check=check,
    )


class Rulebook(Mapping[str, Rule]):
    """Rules by id, each compiled when it is asked for. `chosen` are the ids; the rest is as in `compile_rule`."""

    def __init__(
        self,
        specs: Mapping[str, Spec],
        chosen: Iterable[str],
        lexicon: Lexicon,
        lang: str,
        severities: Mapping[str, Severity],
        limits: Mapping[str, int],
    ) -> None:
        self.ids = tuple(sorted(set(chosen)))
        self._rules = Lazy(
            {rule_id: rule_id for rule_id in self.ids},
            lambda rule, _: compile_rule(specs[rule], lexicon, lang, severities.get(rule), limits.get(rule)),
        )

    def __getitem__(self, rule: str) -> Rule:
        return self._rules[rule]

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)


def hits(rule: Rule, view: View) -> Iterator[Hit]:
    """Run a rule for single posts on a post, its goods considered."""
    if isinstance(rule.check, Check) and (not rule.goods or not view.goods or view.goods in rule.goods):
        yield from rule.check.run(view)


def suppression(given: Mapping[str, Any], line: int | None = None) -> Suppression:
    """Turn a `lint.ignore` entry as read into a value."""
    until = parse_date(given["until"]) if given["until"] else None
    return Suppression(given["rule"], given["text"], given["reason"], until, line)
