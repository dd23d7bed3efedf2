"""Read one folder of rules: `<family>/<rule>.yaml`, `_terms/` and the other shared folders, all mistakes at once."""

import os
from collections.abc import Iterator
from functools import partial
from typing import Any

from moments_lint import patterns, schema
from moments_lint.cuts import needles
from moments_lint.errors import Mistakes, MomentsLintError, RuleError, too_large
from moments_lint.kinds import Names, filters
from moments_lint.lexicon import EFFECTS, SCOPES
from moments_lint.opening import read_bytes, walk
from moments_lint.post import GOODS
from moments_lint.rhythm import wrong_window
from moments_lint.rule import Spec
from moments_lint.rule_file import read_rule
from moments_lint.rule_index import Catalogue
from moments_lint.schema import Field
from moments_lint.sheet import MAX_BYTES, Sheet
from moments_lint.wording import Text

MAX_FILES = 20_000
MAX_FOLDER_BYTES = 20_000_000
"""Bytes that the files of one rule folder may have together; the packaged ones have a twentieth of that."""

SHARED = ("_terms", "_guards", "_goods", "_variants", "_rhythms")


_SEE_PATH = Text("看看路径是不是规则目录", "see that the path is that of a rule folder")
_LAYOUT = Text("规则写成 类/名字.yaml，照着 rules/README.md", "a rule is family/name.yaml; see rules/README.md")


def read_root(root: str | os.PathLike[str], known: Catalogue | None = None) -> Catalogue:
    """Read and check one rule folder; `known` are the shared lists it may refer to. All mistakes are raised together."""
    root = os.fspath(root)
    if not os.path.isdir(root):
        raise RuleError(Text("没有这个规则目录", "no such rule folder"), path=root, mend=_SEE_PATH)
    known = known or Catalogue({}, {}, {}, {}, {}, {})
    mistakes: list[MomentsLintError] = []
    files = _named_rule_files(root, mistakes)
    if loose := files.pop("", {}):
        mistakes.append(_without_family(root, loose))
    shared = {
        folder: {
            name: _caught(mistakes, partial(_read_shared, file, folder)) or {} for name, file in files.get(folder, {}).items()
        }
        for folder in SHARED
    }
    names = Names(tuple(sorted({**known.terms, **shared["_terms"]})), tuple(sorted({**known.guards, **shared["_guards"]})))
    rules: dict[str, Spec] = {}
    for family in sorted(files.keys() - set(SHARED)):
        for name, file in files[family].items():
            spec = _caught(mistakes, partial(_read_rule, file, f"{family}/{name}", names))
            if spec is not None:
                rules[spec["id"]] = spec
    if not mistakes and not files.keys() - set(SHARED):
        mistakes.append(RuleError(Text("这个目录里没有规则", "there is no rule in this folder"), path=root, mend=_LAYOUT))
    if mistakes:
        raise mistakes[0] if len(mistakes) == 1 else Mistakes(mistakes)
    return Catalogue(rules, shared["_terms"], shared["_guards"], shared["_goods"], shared["_variants"], shared["_rhythms"])


def _named_rule_files(root: str, mistakes: list[MomentsLintError]) -> dict[str, dict[str, str]]:
    """Return family → name → file; the same name twice (.yaml and .yml) is a mistake, and so is more than is read."""
    found: dict[str, dict[str, str]] = {}
    size = 0
    for file in rule_files(root, mistakes):
        size += os.path.getsize(file)
        if size > MAX_FOLDER_BYTES:
            what = Text(f"规则文件加起来超过 {MAX_FOLDER_BYTES} 字节", f"rule files of over {MAX_FOLDER_BYTES} bytes together")
            mistakes.append(RuleError(what, path=root, mend=_SEE_PATH))
            return {}
        family, _, name = os.path.splitext(os.path.relpath(file, root))[0].replace(os.sep, "/").rpartition("/")
        if name in found.setdefault(family, {}):
            what = Text(f"{family}/{name} 在同一个目录里出现两次", f"{family}/{name} stands twice in this folder")
            mistakes.append(RuleError(what, path=file, mend=Text("留一个：.yaml 或 .yml", "keep one: .yaml or .yml")))
        found[family][name] = file
    return found


def _without_family(root: str, loose: dict[str, str]) -> RuleError:
    name = next(iter(loose))
    what = Text(
        f"有 {len(loose)} 条规则不在类的目录里（{name} 等）：规则的路径 类/名字 就是它的名字",
        f"rules in no family's folder: {len(loose)} ({name}, …); a rule's path is its id, family/name",
    )
    family = os.path.basename(os.path.abspath(root))
    mend = Text(
        f"「{family}」若就是类，请给它的上一级目录；否则把规则移进一个类的目录",
        f"if “{family}” is the family, give the folder above it; else move the rules into a family's folder",
    )
    return RuleError(what, path=root, mend=mend)


def _read_rule(file: str, rule_id: str, names: Names) -> Spec:
    return read_rule(_read(file), file, rule_id, names)


def rule_files(root: str, mistakes: list[MomentsLintError]) -> Iterator[str]:
    """Yield the YAML files below `root` in order; links and too many files are recorded as mistakes."""
    count = 0
    for folder, folders, names in walk(root, RuleError, mistakes):
        folders.sort()
        for name in folders:
            if os.path.islink(os.path.join(folder, name)):
                mistakes.append(_link(os.path.join(folder, name)))
        for name in sorted(names):
            file = os.path.join(folder, name)
            if name.startswith(".") or not name.endswith((".yaml", ".yml")):
                continue
            count += 1
            if count > MAX_FILES:
                what = Text(f"规则文件超过 {MAX_FILES} 个", f"more than {MAX_FILES} rule files")
                mistakes.append(RuleError(what, path=root, mend=_SEE_PATH))
                return
            if os.path.islink(file):
                mistakes.append(_link(file))
            else:
                yield file


def _link(path: str) -> RuleError:
    what = Text("规则目录里不跟随符号链接", "symbolic links in a rule folder are not followed")
    return RuleError(what, path=path, mend=Text("换成文件本身", "put the file itself there"))


def _caught(mistakes: list[MomentsLintError], read: Any) -> Any:
    try:
        return read()
    except Mistakes as error:
        mistakes.extend(error.errors)
    except MomentsLintError as error:
        mistakes.append(error)
    return None


def _read(file: str) -> str:
    data = read_bytes(file, MAX_BYTES, RuleError)
    if len(data) > MAX_BYTES:
        raise too_large(RuleError, MAX_BYTES, file)
    try:
        return data.decode("utf-8-sig")
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
            "needs": schema.listing(schema.text()),
        }
    if folder == "_rhythms":
        return summary | {
            "sources": schema.listing(schema.text(), least=1).needed(),
            "windows": schema.listing(schema.text(wrong_window)),
            "thresholds": schema.table(schema.whole(1, 10000)),
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
    return summary | {
        "terms": filters.terms_field(),
        "patterns": schema.listing(_with_needles(pattern)),
        "unless": filters.terms_field(),
    }


def _with_needles(pattern: Field) -> Field:
    def read_pattern(sheet: Sheet, node: Any) -> dict[str, Any]:
        value: dict[str, Any] = pattern.read(sheet, node)
        return value | {"needles": needles(value.get("pattern") or "", value.get("literals") or ())}

    return pattern._replace(read=read_pattern)


def _read_shared(file: str, folder: str) -> dict[str, Any]:
    text = _read(file)
    sheet = Sheet(file, text, error=RuleError)
    value = schema.read(sheet, text, shared_fields(folder))
    name = os.path.splitext(os.path.basename(file))[0]
    if folder == "_goods" and name not in GOODS:
        sheet.blame(None, Text(f"没有「{name}」这个品类", f"no goods category “{name}”"), schema.suggestion(name, list(GOODS)))
    sheet.finish()
    return value
