"""A rule as written: a YAML file read into plain data, checked, with its examples."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from moments_lint import schema
from moments_lint.cuts import needles
from moments_lint.errors import RuleError
from moments_lint.finding import Severity
from moments_lint.kinds import FEED_KINDS, KINDS, PROFILE_KINDS, Kind, Names, ProfileKind
from moments_lint.post import CATEGORIES, GOODS, wrong_time
from moments_lint.rule import Spec
from moments_lint.schema import Field
from moments_lint.sheet import Sheet
from moments_lint.suppression import ENTRY
from moments_lint.wording import Text, placeholders

ID = r"[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*"
MAX_POINTS = 20
MAX_MESSAGE = 500
"""Characters of a message as written; it may repeat what it found."""
_MARK = "<<|>>"


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
        spec["match"]["needles"] = [needles(pattern, spec["match"]["literals"]) for pattern in spec["match"]["patterns"]]
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
    own = dict(FEED_KINDS[kind].fields) if kind in FEED_KINDS else _kind(kind).fields(names)
    return {"kind": schema.choice(kind).needed()} | own


def _kind(name: str) -> Kind | ProfileKind:
    """Return a kind of rule for single posts or for profiles."""
    return KINDS[name] if name in KINDS else PROFILE_KINDS[name]


def _match_field(names: Names) -> Field:
    kinds = [*KINDS, *FEED_KINDS, *PROFILE_KINDS]

    def read_match(sheet: Sheet, node: Any) -> dict[str, Any]:
        found = schema.entries(sheet, node) if node.id == "mapping" else {}
        if "kind" not in found:
            sheet.blame(node, Text("match 里缺少「kind」", "match needs “kind”"), schema.suggestion("", kinds))
            return {}
        kind = str(found["kind"][1].value) if found["kind"][1].id == "scalar" else ""
        if kind not in kinds:
            what = Text(f"没有「{kind}」这种规则", f"there is no kind “{kind}”")
            sheet.blame(found["kind"][1], what, schema.suggestion(kind, kinds))
            return {}
        value: dict[str, Any] = schema.record(match_fields(kind, names)).read(sheet, node)
        return value

    variants = [schema.record(match_fields(kind, names)).schema for kind in kinds]
    return Field(read_match, {"oneOf": variants}, default={})


def _example_field() -> Field:
    from moments_lint import profile

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
            "fixed": schema.text(),
            "goods": schema.choice(*GOODS),
            "author": schema.text(),
            "location": schema.text(),
            "images": schema.whole(0, 99),
            "signature": schema.text(),
            "posts": schema.listing(schema.record(post)),
            "profile": schema.record({name: _marked(field) for name, field in profile.fields().items()}),
            "ignore": schema.listing(schema.record(ENTRY)),
        }
    )
    plain = schema.either(schema.text(empty=True), facts)

    def read_example(sheet: Sheet, node: Any) -> dict[str, Any]:
        value = plain.read(sheet, node)
        facts_given: dict[str, Any] = {"text": value} if isinstance(value, str) else {k: v for k, v in value.items() if v}
        if "profile" in facts_given:
            facts_given["text"] = profile.write(facts_given["profile"]).text
        if facts_given.get("text", "").count("<<") != facts_given.get("text", "").count(">>"):
            sheet.blame(node, Text("<< 和 >> 不成对", "<< and >> do not pair up"))
        return facts_given | {"line": node.start_mark.line + sheet.first_line}

    return Field(read_example, plain.schema)


def _marked(field: Field) -> Field:
    """The field of a profile in an example: its value may hold << >> and is kept as written."""

    def read_marked(sheet: Sheet, node: Any) -> Any:
        if node.id != "scalar":
            return field.read(sheet, node)
        written: str = node.value
        node.value = re.sub(_MARK, "", written)
        field.read(sheet, node)
        return written

    return Field(read_marked, {"anyOf": [field.schema, {"type": "string"}]})


def _cross_check(sheet: Sheet, spec: Spec) -> None:
    signal = spec["points"] is not None
    if signal and (spec["severity"] or spec["advice"]):
        what = Text("加分的规则没有 severity 和 advice", "a rule with points has neither severity nor advice")
        sheet.blame(sheet.node("points"), what)
    for key in ("severity", "advice"):
        if not signal and not spec[key]:
            what = Text(f"缺少「{key}」", f"“{key}” is missing")
            sheet.blame(sheet.node(), what, Text("加分的规则改写 points", "a value signal has points instead"))
    kind = spec["match"]["kind"]
    allowed = FEED_KINDS[kind].values if kind in FEED_KINDS else _kind(kind).values
    wrong = None if kind in FEED_KINDS else _kind(kind).wrong(spec["match"])
    if wrong is not None:
        sheet.blame(sheet.node("match"), wrong)
    for lang in ("zh", "en"):
        if len(spec["message"][lang]) > MAX_MESSAGE:
            what = Text(f"太长（最多 {MAX_MESSAGE} 字）", f"too long ({MAX_MESSAGE} characters at most)")
            sheet.blame(sheet.node("message", lang), what)
        for name in sorted(placeholders(spec["message"][lang]) - allowed):
            what = Text(f"message 里不能用 {{{name}}}", f"message cannot use {{{name}}}")
            sheet.blame(sheet.node("message", lang), what, schema.suggestion(name, sorted(allowed)))
    for group, given in spec["examples"].items():
        for number, one in enumerate(given):
            wanted = "profile" if kind in PROFILE_KINDS else "posts" if kind in FEED_KINDS else "text"
            given_as = "profile" if "profile" in one else "posts" if "posts" in one else "text"
            if wanted != given_as:
                node = sheet.node("examples", group).value[number]
                sheet.blame(
                    node,
                    Text(
                        "看整个朋友圈的规则用 posts 举例，看资料的用 profile，其他规则用文字",
                        "feed rules have examples with posts, profile rules with a profile, others texts",
                    ),
                )


def example(given: Mapping[str, Any]) -> Example:
    """Take the marks out of an example as read."""
    parts = re.split(_MARK, given.get("text", ""))
    text, spans = parts[0], []
    for index, part in enumerate(parts[1:]):
        if index % 2 == 0:
            spans.append((len(text), len(text) + len(part)))
        text += part
    facts = {key: value for key, value in given.items() if key not in ("text", "line")}
    return Example(text, tuple(spans), facts, given["line"], given.get("text", ""))


def unmarked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Take the marks out of the fields of an example's profile."""
    return {field: re.sub(_MARK, "", given) if isinstance(given, str) else given for field, given in values.items()}
