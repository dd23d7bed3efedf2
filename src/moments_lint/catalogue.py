"""Find, read and choose rules. The packaged rules come compiled (catalogue.json), so that a cold start parses no YAML.

A root is a folder of `<family>/<rule>.yaml`, `_terms/`, `_guards/`, `_goods/` and `_variants/`. Later roots replace what
earlier ones define under the same name.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from moments_lint import packaged, patterns, schema
from moments_lint.errors import Mistakes, MomentsLintError, RuleError
from moments_lint.finding import Severity
from moments_lint.fold import fold
from moments_lint.kinds import FEED_KINDS, KINDS, Names, filters
from moments_lint.lexicon import EFFECTS, SCOPES, CueList, CuePattern, Guard, Lexicon
from moments_lint.post import GOODS
from moments_lint.rule import Rule, Spec, compile_rule, read_rule
from moments_lint.schema import Field, Sheet
from moments_lint.wording import Text

FORMAT = 1
MAX_FILES = 20_000
SHARED = ("_terms", "_guards", "_goods", "_variants")


class Catalogue(NamedTuple):
    """Everything that rule folders say, read and checked, as plain data (what catalogue.json holds)."""

    rules: dict[str, Spec]
    terms: dict[str, Any]
    guards: dict[str, Any]
    goods: dict[str, Any]
    variants: dict[str, Any]


class Compiled(NamedTuple):
    """Rules ready to run, in the order of their ids, and the lexicon they share."""

    rules: tuple[Rule, ...]
    lexicon: Lexicon


def packaged_root() -> str:
    """Return the folder of the packaged rules: beside the code in a wheel, at the top of the repository in a checkout."""
    beside = packaged.path_of("rules")
    return beside if os.path.isdir(beside) else os.path.join(os.path.dirname(os.path.dirname(packaged.HERE)), "rules")


def read_root(root: str | os.PathLike[str], known: Catalogue | None = None) -> Catalogue:
    """Read and check one rule folder; `known` are the shared lists it may refer to. All mistakes are raised together."""
    root = os.fspath(root)
    if not os.path.isdir(root):
        raise RuleError(Text("没有这个规则目录", "no such rule folder"), path=root)
    known = known or Catalogue({}, {}, {}, {}, {})
    mistakes: list[MomentsLintError] = []
    shared: dict[str, dict[str, Any]] = {folder: {} for folder in SHARED}
    rule_files: list[tuple[str, str]] = []
    for file in _files(root, mistakes):
        family, _, name = os.path.splitext(os.path.relpath(file, root))[0].replace(os.sep, "/").rpartition("/")
        if family in SHARED:
            shared[family][name] = _caught(mistakes, lambda f=file, d=family: _read_shared(f, d)) or {}
        else:
            rule_files.append((f"{family}/{name}", file))
    names = Names(tuple(sorted({**known.terms, **shared["_terms"]})), tuple(sorted({**known.guards, **shared["_guards"]})))
    rules: dict[str, Spec] = {}
    for rule_id, file in rule_files:
        if rule_id in rules:
            what = Text(f"规则 {rule_id} 在同一个目录里出现两次", f"rule {rule_id} stands twice in this folder")
            mistakes.append(RuleError(what, path=file))
        spec = _caught(mistakes, lambda f=file, i=rule_id: read_rule(_read(f), f, i, names))
        if spec is not None:
            rules[rule_id] = spec
    if mistakes:
        raise mistakes[0] if len(mistakes) == 1 else Mistakes(mistakes)
    return Catalogue(rules, *(shared[folder] for folder in SHARED))


def _files(root: str, mistakes: list[MomentsLintError]) -> Iterator[str]:
    count = 0
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            file = os.path.join(folder, name)
            if name.startswith(".") or not name.endswith((".yaml", ".yml")):
                continue
            count += 1
            if count > MAX_FILES:
                what = Text(f"规则文件超过 {MAX_FILES} 个", f"more than {MAX_FILES} rule files")
                mistakes.append(RuleError(what, path=root))
                return
            if os.path.islink(file):
                what = Text("规则目录里不跟随符号链接", "symbolic links in a rule folder are not followed")
                mistakes.append(RuleError(what, path=file))
            else:
                yield file


def _caught(mistakes: list[MomentsLintError], read: Any) -> Any:
    try:
        return read()
    except Mistakes as error:
        mistakes.extend(error.errors)
    except MomentsLintError as error:
        mistakes.append(error)
    return None


def _read(file: str) -> str:
    try:
        with open(file, "rb") as opened:
            data = opened.read(schema.MAX_BYTES + 1)
        if len(data) > schema.MAX_BYTES:
            what = Text(f"文件超过 {schema.MAX_BYTES} 字节，不读", f"file is over {schema.MAX_BYTES} bytes; not read")
            raise RuleError(what, path=file)
        return data.decode("utf-8-sig")
    except OSError as error:
        raise RuleError(Text(f"读不了（{error.strerror}）", f"cannot be read ({error.strerror})"), path=file) from None
    except UnicodeDecodeError as error:
        what = Text(f"不是 UTF-8（第 {error.start} 字节）", f"not UTF-8 (byte {error.start})")
        raise RuleError(what, path=file, mend=Text("请另存为 UTF-8", "save it as UTF-8")) from None


def shared_fields(folder: str) -> dict[str, Field]:
    """The fields of a shared file, by the folder it stands in."""
    summary = {"summary": schema.bilingual().needed()}
    if folder == "_variants":
        return summary | {
            "variants": schema.table(filters.terms_field(least=1)).needed(),
            "unless": filters.terms_field(),
        }
    if folder == "_guards":
        return summary | {
            "effect": schema.choice(*EFFECTS).needed(),
            "scope": schema.choice(*SCOPES).needed(),
            "reach": schema.whole(0, 200).otherwise(0),
            "terms": filters.terms_field(least=1).needed(),
            "unless": filters.terms_field(),
        }
    pattern = schema.record(
        {
            "pattern": schema.text(patterns.wrong_pattern).needed(),
            "literals": filters.terms_field(least=1).needed(),
        }
    )
    return summary | {"terms": filters.terms_field(), "patterns": schema.listing(pattern), "unless": filters.terms_field()}


def _read_shared(file: str, folder: str) -> dict[str, Any]:
    text = _read(file)
    sheet = Sheet(file, text, error=RuleError)
    value = schema.read(sheet, text, shared_fields(folder))
    name = os.path.splitext(os.path.basename(file))[0]
    if folder == "_goods" and name not in GOODS:
        sheet.blame(None, Text(f"没有「{name}」这个品类", f"no goods category “{name}”"), schema.suggestion(name, list(GOODS)))
    sheet.finish()
    return value


def merged(catalogues: Sequence[Catalogue]) -> Catalogue:
    """Lay catalogues over each other; the last one wins name by name."""
    return Catalogue(*({k: v for part in parts for k, v in part.items()} for parts in zip(*catalogues, strict=True)))


def load(roots: Iterable[str | os.PathLike[str]] = ()) -> Catalogue:
    """Return the packaged rules, with the rules of `roots` laid over them."""
    catalogues = [shipped()]
    for root in roots:
        catalogues.append(read_root(root, merged(catalogues)))
    return merged(catalogues)


@cache
def shipped() -> Catalogue:
    """Return the packaged rules: compiled ones, or the rule files themselves in a checkout that has changed them."""
    if rules_changed():
        return read_root(packaged_root())
    return Catalogue(*(_compiled()[part] for part in Catalogue._fields))


@cache
def _compiled() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(packaged.read("catalogue.json"))
    return data


@cache
def rules_changed() -> bool:
    """Say whether this checkout's rule files differ from what was compiled, so that they are read instead."""
    return is_stale(packaged_root(), _compiled())


def is_stale(root: str, data: Mapping[str, Any]) -> bool:
    """Say whether rule files of a checkout differ from what was compiled. A wheel's rules are never looked at."""
    if os.path.dirname(root) == packaged.HERE:
        return False
    stamps = [os.stat(file).st_mtime for file in _files(root, [])]
    compiled = os.stat(packaged.path_of("catalogue.json")).st_mtime
    unchanged = len(stamps) == data["count"] and max(stamps, default=0) < compiled
    return not unchanged and fingerprint(root) != data["fingerprint"]


def fingerprint(root: str) -> str:
    """Return a digest of the names and contents of a root's rule files, line endings aside."""
    import hashlib

    digest = hashlib.blake2b(digest_size=16)
    for file in _files(root, []):
        digest.update(os.path.relpath(file, root).replace(os.sep, "/").encode() + b"\0")
        with open(file, "rb") as content:
            digest.update(content.read().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def compiled_json(root: str) -> str:
    """Return the content of catalogue.json for `root`: everything but the examples, which only tests and `explain` read."""
    read = read_root(root)
    rules = {
        rule_id: {key: value for key, value in spec.items() if key not in ("examples", "path")}
        for rule_id, spec in read.rules.items()
    }
    head = {"format": FORMAT, "count": len(list(_files(root, []))), "fingerprint": fingerprint(root)}
    parts = head | {field: getattr(read, field) for field in Catalogue._fields} | {"rules": rules}
    lines = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in parts.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def compile_catalogue(
    catalogue: Catalogue,
    lang: str = "zh",
    severities: Mapping[str, Severity] | None = None,
    thresholds: Mapping[str, int] | None = None,
    chosen: Iterable[str] | None = None,
) -> Compiled:
    """Make the rules runnable: all of them, or the ids in `chosen`."""
    ids = sorted(catalogue.rules) if chosen is None else sorted(set(chosen))
    specs = [catalogue.rules[rule_id] for rule_id in ids]
    lexicon = _lexicon(catalogue, specs, lang)
    rules = tuple(
        compile_rule(spec, lexicon, lang, (severities or {}).get(spec["id"]), (thresholds or {}).get(spec["id"]))
        for spec in specs
    )
    return Compiled(rules, lexicon)


def _lexicon(catalogue: Catalogue, specs: Iterable[Spec], lang: str) -> Lexicon:
    variants = {
        written: fold(meant).text
        for shared in catalogue.variants.values()
        for meant, forms in shared["variants"].items()
        for written in forms
    }
    own = [KINDS[spec["match"]["kind"]].terms(spec["match"]) for spec in specs if spec["match"]["kind"] in KINDS]
    return Lexicon(
        cues={name: _cue_list(name, shared) for name, shared in catalogue.terms.items()},
        guards={
            name: Guard(
                name,
                Text(**shared["summary"]),
                shared["effect"],
                shared["scope"],
                shared["reach"],
                tuple(shared["terms"]),
                tuple(shared["unless"]),
            )  # fmt: skip
            for name, shared in catalogue.guards.items()
        },
        goods={name: _cue_list(name, shared) for name, shared in catalogue.goods.items()},
        variants=variants,
        variant_unless=[w for shared in catalogue.variants.values() for w in shared["unless"]],
        rule_terms=[term for terms in own for term in terms],
    )


def _cue_list(name: str, shared: Mapping[str, Any]) -> CueList:
    return CueList(
        name,
        Text(**shared["summary"]),
        tuple(shared["terms"]),
        tuple(CuePattern(p["pattern"], tuple(p["literals"])) for p in shared["patterns"]),
        tuple(shared["unless"]),
    )


def select(ids: Iterable[str], chosen: Iterable[str], ignored: Iterable[str]) -> list[str]:
    """Return the ids that `chosen` (families or ids; empty means all) names and `ignored` does not. Unknown words raise."""
    ids = list(ids)
    families = sorted({rule_id.partition("/")[0] for rule_id in ids})
    chosen, ignored = list(chosen), list(ignored)
    for word in (*chosen, *ignored):
        if word not in ids and word not in families:
            what = Text(f"没有「{word}」这条规则或这一类", f"no rule or family “{word}”")
            raise RuleError(what, mend=schema.suggestion(word, ids if "/" in word else families))
    wanted = set(chosen) or set(families)
    unwanted = set(ignored)
    return [
        rule_id for rule_id in ids
        if {rule_id, rule_id.partition("/")[0]} & wanted and not {rule_id, rule_id.partition("/")[0]} & unwanted
    ]  # fmt: skip


__all__ = ["FEED_KINDS", "Catalogue", "Compiled", "compile_catalogue", "load", "read_root", "select", "shipped"]
