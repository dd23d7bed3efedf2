"""Find, read and choose rules. The packaged rules come compiled (catalogue.json), so that a cold start parses no YAML.

A root is a folder of `<family>/<rule>.yaml`, `_terms/`, `_guards/`, `_goods/` and `_variants/`. Later roots replace what
earlier ones define under the same name.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from moments_lint import patterns, schema
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


def packaged_root() -> Path:
    """Return the folder of the packaged rules: beside the code in a wheel, at the top of the repository in a checkout."""
    beside = Path(__file__).parent / "rules"
    return beside if beside.is_dir() else Path(__file__).parents[2] / "rules"


def read_root(root: Path, known: Catalogue | None = None) -> Catalogue:
    """Read and check one rule folder; `known` are the shared lists it may refer to. All mistakes are raised together."""
    if not root.is_dir():
        raise RuleError(Text("没有这个规则目录", "no such rule folder"), path=str(root))
    known = known or Catalogue({}, {}, {}, {}, {})
    mistakes: list[MomentsLintError] = []
    shared: dict[str, dict[str, Any]] = {folder: {} for folder in SHARED}
    rule_files: list[tuple[str, Path]] = []
    for file in _files(root, mistakes):
        family, name = file.parent.relative_to(root).as_posix(), file.stem
        if family in SHARED:
            shared[family][name] = _caught(mistakes, lambda f=file, d=family: _read_shared(f, d)) or {}
        else:
            rule_files.append((f"{family}/{name}", file))
    names = Names(tuple(sorted({**known.terms, **shared["_terms"]})), tuple(sorted({**known.guards, **shared["_guards"]})))
    rules: dict[str, Spec] = {}
    for rule_id, file in rule_files:
        if rule_id in rules:
            what = Text(f"规则 {rule_id} 在同一个目录里出现两次", f"rule {rule_id} stands twice in this folder")
            mistakes.append(RuleError(what, path=str(file)))
        spec = _caught(mistakes, lambda f=file, i=rule_id: read_rule(_read(f), str(f), i, names))
        if spec is not None:
            rules[rule_id] = spec
    if mistakes:
        raise mistakes[0] if len(mistakes) == 1 else Mistakes(mistakes)
    return Catalogue(rules, *(shared[folder] for folder in SHARED))


def _files(root: Path, mistakes: list[MomentsLintError]) -> Iterator[Path]:
    count = 0
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            file = Path(folder, name)
            if name.startswith(".") or file.suffix not in (".yaml", ".yml"):
                continue
            count += 1
            if count > MAX_FILES:
                what = Text(f"规则文件超过 {MAX_FILES} 个", f"more than {MAX_FILES} rule files")
                mistakes.append(RuleError(what, path=str(root)))
                return
            if file.is_symlink():
                what = Text("规则目录里不跟随符号链接", "symbolic links in a rule folder are not followed")
                mistakes.append(RuleError(what, path=str(file)))
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


def _read(file: Path) -> str:
    try:
        if file.stat().st_size > schema.MAX_BYTES:
            what = Text(f"文件超过 {schema.MAX_BYTES} 字节，不读", f"file is over {schema.MAX_BYTES} bytes; not read")
            raise RuleError(what, path=str(file))
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise RuleError(Text(f"读不了（{error.strerror}）", f"cannot be read ({error.strerror})"), path=str(file)) from None
    except UnicodeDecodeError as error:
        what = Text(f"不是 UTF-8（第 {error.start} 字节）", f"not UTF-8 (byte {error.start})")
        raise RuleError(what, path=str(file), mend=Text("请另存为 UTF-8", "save it as UTF-8")) from None


def _words() -> Field:
    return schema.listing(schema.text(filters.wrong_term))


def shared_fields(folder: str) -> dict[str, Field]:
    """The fields of a shared file, by the folder it stands in."""
    summary = {"summary": schema.bilingual().needed()}
    if folder == "_variants":
        return summary | {
            "variants": schema.table(schema.listing(schema.text(filters.wrong_term), least=1)).needed(),
            "unless": _words(),
        }
    if folder == "_guards":
        return summary | {
            "effect": schema.choice(*EFFECTS).needed(),
            "scope": schema.choice(*SCOPES).needed(),
            "reach": schema.whole(0, 200).otherwise(0),
            "terms": schema.listing(schema.text(filters.wrong_term), least=1).needed(),
            "unless": _words(),
        }
    pattern = schema.record(
        {
            "pattern": schema.text(patterns.wrong_pattern).needed(),
            "literals": schema.listing(schema.text(filters.wrong_term), least=1).needed(),
        }
    )
    return summary | {"terms": _words(), "patterns": schema.listing(pattern), "unless": _words()}


def _read_shared(file: Path, folder: str) -> dict[str, Any]:
    text = _read(file)
    sheet = Sheet(str(file), text, error=RuleError)
    value = schema.read(sheet, text, shared_fields(folder))
    if folder == "_goods" and file.stem not in GOODS:
        sheet.blame(None, Text(f"没有「{file.stem}」这个品类", f"no goods category “{file.stem}”"))
    for key in ("terms", "unless"):
        _refuse_repeats(sheet, value.get(key, []))
    sheet.finish()
    return value


def _refuse_repeats(sheet: Sheet, words: Iterable[str]) -> None:
    seen: set[str] = set()
    for word in words:
        meant = fold(word).text
        if meant in seen:
            sheet.blame(None, Text(f"「{word}」重复（按折叠后的字算）", f"“{word}” is repeated (after folding)"))
        seen.add(meant)


def merged(catalogues: Sequence[Catalogue]) -> Catalogue:
    """Lay catalogues over each other; the last one wins name by name."""
    return Catalogue(*({k: v for part in parts for k, v in part.items()} for parts in zip(*catalogues, strict=True)))


def load(roots: Iterable[Path] = ()) -> Catalogue:
    """Return the packaged rules, with the rules of `roots` laid over them."""
    catalogues = [packaged()]
    for root in roots:
        catalogues.append(read_root(root, merged(catalogues)))
    return merged(catalogues)


@cache
def packaged() -> Catalogue:
    """Return the packaged rules: compiled ones, or the rule files themselves in a checkout that has changed them."""
    root = packaged_root()
    data = json.loads(files("moments_lint").joinpath("catalogue.json").read_bytes())
    if is_stale(root, data):
        return read_root(root)
    return Catalogue(*(data[part] for part in Catalogue._fields))


def is_stale(root: Path, data: Mapping[str, Any]) -> bool:
    """Say whether rule files of a checkout differ from what was compiled. A wheel's rules are never looked at."""
    if root.parent == Path(__file__).parent:
        return False
    stamps = [os.stat(file).st_mtime for file in _files(root, [])]
    compiled = Path(__file__).with_name("catalogue.json").stat().st_mtime
    unchanged = len(stamps) == data["count"] and max(stamps, default=0) < compiled
    return not unchanged and fingerprint(root) != data["fingerprint"]


def fingerprint(root: Path) -> str:
    """Return a digest of the names and contents of a root's rule files, line endings aside."""
    digest = hashlib.blake2b(digest_size=16)
    for file in _files(root, []):
        digest.update(file.relative_to(root).as_posix().encode() + b"\0")
        digest.update(file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def compiled_json(root: Path) -> str:
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
    folded = filters.folded
    variants = {
        written: fold(meant).text
        for shared in catalogue.variants.values()
        for meant, forms in shared["variants"].items()
        for written in folded(forms)
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
                folded(shared["terms"]),
                folded(shared["unless"]),
            )  # fmt: skip
            for name, shared in catalogue.guards.items()
        },
        goods={name: _cue_list(name, shared) for name, shared in catalogue.goods.items()},
        variants=variants,
        variant_unless=[w for shared in catalogue.variants.values() for w in folded(shared["unless"])],
        rule_terms=[term for terms in own for term in terms],
    )


def _cue_list(name: str, shared: Mapping[str, Any]) -> CueList:
    return CueList(
        name,
        Text(**shared["summary"]),
        filters.folded(shared["terms"]),
        tuple(CuePattern(p["pattern"], filters.folded(p["literals"])) for p in shared["patterns"]),
        filters.folded(shared["unless"]),
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


__all__ = ["FEED_KINDS", "Catalogue", "Compiled", "compile_catalogue", "load", "packaged", "read_root", "select"]
