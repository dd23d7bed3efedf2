"""Find, compile and choose rules. The packaged rules come compiled (catalogue.json), so that a cold start parses no YAML.

Several roots are laid over each other: later ones replace what earlier ones define under the same name.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from moments_lint import packaged, schema
from moments_lint.errors import RuleError, SettingsError
from moments_lint.finding import Severity
from moments_lint.fold import fold
from moments_lint.kinds import FEED_KINDS, KINDS
from moments_lint.lexicon import CueList, CuePattern, Guard, Lexicon, WrittenForm
from moments_lint.rhythm import Rhythm, parse_window
from moments_lint.rule import Rule, Spec, compile_rule
from moments_lint.rule_folder import Catalogue, merged, read_root, rule_files, shared_fields
from moments_lint.wording import NO_TEXT, Text

FORMAT = 1


class Compiled(NamedTuple):
    """Rules ready to run, in the order of their ids, and the lexicon they share."""

    rules: tuple[Rule, ...]
    lexicon: Lexicon


def packaged_root() -> str:
    """Return the folder of the packaged rules: beside the code in a wheel, at the top of the repository in a checkout."""
    beside = packaged.path_of("rules")
    return beside if os.path.isdir(beside) else os.path.join(os.path.dirname(os.path.dirname(packaged.HERE)), "rules")


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
    files = list(rule_files(root, []))
    compiled = os.stat(packaged.path_of("catalogue.json")).st_mtime
    same_names = [_relative(file, root) for file in files] == data["files"]
    if same_names and all(os.stat(file).st_mtime < compiled for file in files):
        return False
    return bool(fingerprint(root) != data["fingerprint"])


def _relative(file: str, root: str) -> str:
    return file[len(root) :].replace(os.sep, "/").lstrip("/")


def fingerprint(root: str) -> str:
    """Return a digest of the names and contents of a root's rule files, line endings aside."""
    import hashlib

    digest = hashlib.blake2b(digest_size=16)
    for file in rule_files(root, []):
        digest.update(_relative(file, root).encode() + b"\0")
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
    head = {"format": FORMAT, "files": [_relative(file, root) for file in rule_files(root, [])], "fingerprint": fingerprint(root)}
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


def rhythm(catalogue: Catalogue, name: str, thresholds: Mapping[str, int] | None = None) -> Rhythm:
    """Return a rhythm by its name, its thresholds laid over the rules' own and `thresholds` over both.

    Raises SettingsError for a name that no rule folder brings; a catalogue without any rhythm has one that changes nothing.
    """
    written = catalogue.rhythms.get(name)
    if written is None and catalogue.rhythms:
        what = Text(f"没有「{name}」这种发圈节奏", f"there is no rhythm “{name}”")
        raise SettingsError(what, mend=schema.suggestion(name, sorted(catalogue.rhythms)))
    written = written or {"summary": NO_TEXT._asdict(), "windows": [], "thresholds": {}}
    own = {rule: spec["match"]["limit"] for rule, spec in catalogue.rules.items() if spec["match"]["kind"] in FEED_KINDS}
    windows = tuple(window for each in written["windows"] if (window := parse_window(each)) is not None)
    return Rhythm(name, Text(**written["summary"]), windows, own | written["thresholds"] | dict(thresholds or {}))


def _lexicon(catalogue: Catalogue, specs: Iterable[Spec], lang: str) -> Lexicon:
    variants = {
        written: WrittenForm(fold(meant).text, tuple(shared["needs"]))
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
        tuple(CuePattern(p["pattern"], tuple(p["literals"]), tuple(p["needles"])) for p in shared["patterns"]),
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


__all__ = [
    "Catalogue", "Compiled", "compile_catalogue", "compiled_json", "is_stale", "load", "merged", "packaged_root", "read_root",
    "rhythm", "rules_changed", "select", "shared_fields", "shipped",
]  # fmt: skip
