"""Find, compile and choose rules. The packaged rules come compiled (catalogue.json), so that a cold start parses no YAML.

Several roots are laid over each other: later ones replace what earlier ones define under the same name.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from moments_lint import members, needles, packaged, rule_index
from moments_lint.errors import RuleError, SettingsError
from moments_lint.finding import Severity
from moments_lint.fold import fold
from moments_lint.lazy import Lazy
from moments_lint.lexicon import CueList, CuePattern, Guard, Lexicon, Variants, WrittenForm
from moments_lint.members import Members, member
from moments_lint.phrases import Phrases
from moments_lint.rule import Rulebook
from moments_lint.rule_index import PARTS, Catalogue, Index, merged
from moments_lint.vocabulary import spelled
from moments_lint.wording import Text

if TYPE_CHECKING:
    from moments_lint.rhythm import Rhythm

FORMAT = 3


class Compiled(NamedTuple):
    """Rules ready to run, in the order of their ids, the lexicon they share, and what sets which of them going."""

    rules: Rulebook
    lexicon: Lexicon
    rule_index: Index


def packaged_root() -> str:
    """Return the folder of the packaged rules: beside the code in a wheel, at the top of the repository in a checkout."""
    beside = packaged.path_of("rules")
    return beside if os.path.isdir(beside) else os.path.join(os.path.dirname(os.path.dirname(packaged.HERE)), "rules")


def read_root(root: str | os.PathLike[str], known: Catalogue | None = None) -> Catalogue:
    """Read and check one rule folder; `known` are the shared lists it may refer to. All mistakes are raised together."""
    from moments_lint import rule_folder

    return rule_folder.read_root(root, known)


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
    data = _data()
    names = member(data, "names")
    index = rule_index.read(member(data, "index"), lambda heads: Members(data, "term", partial(spelled, heads)))
    return Catalogue(**{part: Members(data, part, partial(names.get, part)) for part in PARTS}, rule_index=index)


@cache
def _data() -> bytes:
    return packaged.read("catalogue.json")


@cache
def rules_changed() -> bool:
    """Say whether this checkout's rule files differ from what was compiled, so that they are read instead."""
    return is_stale(packaged_root(), lambda key: member(_data(), key))


def is_stale(root: str, compiled: Callable[[str], Any]) -> bool:
    """Say whether rule files of a checkout differ from what was `compiled`. A wheel's rules are never looked at."""
    if os.path.dirname(root) == packaged.HERE:
        return False
    from moments_lint.rule_folder import rule_files

    files = list(rule_files(root, []))
    changed = os.stat(packaged.path_of("catalogue.json")).st_mtime
    same_names = [_relative(file, root) for file in files] == compiled("files")
    if same_names and all(os.stat(file).st_mtime < changed for file in files):
        return False
    return bool(fingerprint(root) != compiled("fingerprint"))


def _relative(file: str, root: str) -> str:
    return file[len(root) :].replace(os.sep, "/").lstrip("/")


def fingerprint(root: str) -> str:
    """Return a digest of the names and contents of a root's rule files, line endings aside."""
    import hashlib

    digest = hashlib.blake2b(digest_size=16)
    from moments_lint.rule_folder import rule_files

    for file in rule_files(root, []):
        digest.update(_relative(file, root).encode() + b"\0")
        with open(file, "rb") as content:
            digest.update(content.read().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def compiled_json(root: str) -> str:
    """Return the content of catalogue.json for `root`, see `members`.

    It holds everything but the examples, which only tests and `explain` read.
    """
    from moments_lint import rule_folder

    read = read_root(root)
    index = rule_index.index(*read[:2], read.goods, read.variants)
    made: dict[str, Any] = {
        "format": FORMAT,
        "files": [_relative(file, root) for file in rule_folder.rule_files(root, [])],
        "fingerprint": fingerprint(root),
        "index": rule_index.written(index),
        "names": {part: sorted(getattr(read, part)) for part in PARTS},
    }
    for part in PARTS:
        for name, value in getattr(read, part).items():
            made[f"{part} {name}"] = {key: one for key, one in value.items() if key not in ("examples", "path")}
    made |= {f"term {head}": bucket for head, bucket in index.terms.buckets.items()}
    return members.written(made)


def compile_catalogue(
    catalogue: Catalogue,
    lang: str = "zh",
    severities: Mapping[str, Severity] | None = None,
    thresholds: Mapping[str, int] | None = None,
    chosen: Iterable[str] | None = None,
) -> Compiled:
    """Make the rules runnable: all of them, or the ids in `chosen`. Each is compiled when it is first asked for."""
    index = catalogue.rule_index or rule_index.index(*catalogue[:2], catalogue.goods, catalogue.variants)
    lexicon = Lexicon(
        Lazy(catalogue.terms, _cue_list),
        Lazy(catalogue.guards, _guard),
        index.terms,
        lambda: _variants(catalogue.variants),
        index.written_forms,
    )
    ids = catalogue.rules if chosen is None else chosen
    return Compiled(Rulebook(catalogue.rules, ids, lexicon, lang, severities or {}, thresholds or {}), lexicon, index)


def rhythm_thresholds(catalogue: Catalogue, name: str) -> dict[str, int]:
    """Return what a rhythm sets apart from the rules. Raises SettingsError for a name that no rule folder brings."""
    if name in catalogue.rhythms:
        return dict(catalogue.rhythms[name]["thresholds"])
    if not catalogue.rhythms:
        return {}
    what = Text(f"没有「{name}」这种发圈节奏", f"there is no rhythm “{name}”")
    from moments_lint import schema

    raise SettingsError(what, mend=schema.suggestion(name, sorted(catalogue.rhythms)))


def rhythm(catalogue: Catalogue, name: str, feed_rules: Iterable[str], thresholds: Mapping[str, int]) -> "Rhythm":
    """Return a rhythm by its name: the limits of all `feed_rules` as their files say, `thresholds` laid over them."""
    from moments_lint.rhythm import Rhythm, parse_window

    own = {rule: catalogue.rules[rule]["match"]["limit"] for rule in feed_rules}
    written = catalogue.rhythms.get(name) or {"summary": {"zh": "", "en": ""}, "windows": []}
    windows = tuple(window for each in written["windows"] if (window := parse_window(each)) is not None)
    return Rhythm(name, Text(**written["summary"]), windows, own | dict(thresholds))


def _cue_list(name: str, shared: Mapping[str, Any]) -> CueList:
    return CueList(
        name,
        Text(**shared["summary"]),
        tuple(shared["terms"]),
        tuple(CuePattern(p["pattern"], frozenset(p["literals"]), needles.read(p["needles"])) for p in shared["patterns"]),
        Phrases(shared["unless"]),
    )


def _guard(name: str, shared: Mapping[str, Any]) -> Guard:
    return Guard(
        name,
        Text(**shared["summary"]),
        shared["effect"],
        shared["scope"],
        shared["reach"],
        Phrases(shared["terms"]),
        Phrases(shared["unless"]),
    )


def _variants(parts: Mapping[str, Any]) -> Variants:
    forms = {
        written: WrittenForm(fold(meant).text, tuple(shared["needs"]))
        for shared in parts.values()
        for meant, written_forms in shared["variants"].items()
        for written in written_forms
    }
    return Variants(forms, Phrases([phrase for shared in parts.values() for phrase in shared["unless"]]))


def select(ids: Iterable[str], chosen: Iterable[str], ignored: Iterable[str]) -> list[str]:
    """Return the ids that `chosen` (families or ids; empty means all) names and `ignored` does not. Unknown words raise."""
    ids, chosen, ignored = list(ids), list(chosen), list(ignored)
    if not chosen and not ignored:
        return ids
    families = sorted({rule_id.partition("/")[0] for rule_id in ids})
    for word in (*chosen, *ignored):
        if word not in ids and word not in families:
            what = Text(f"没有「{word}」这条规则或这一类", f"no rule or family “{word}”")
            one_by_one = Text("一次写一个，要几个就写几遍", "name one at a time, as often as you like")
            raise RuleError(what, mend=one_by_one if "," in word else like(word, ids if "/" in word else families))
    wanted = set(chosen) or set(families)
    unwanted = set(ignored)
    return [
        rule_id for rule_id in ids
        if {rule_id, rule_id.partition("/")[0]} & wanted and not {rule_id, rule_id.partition("/")[0]} & unwanted
    ]  # fmt: skip


def like(word: str, known: Iterable[str]) -> Text:
    """Return what to write instead of an unknown rule or family; of rules it lists those of the same family, or the families."""
    from moments_lint import schema

    names = sorted(known)
    family = word.partition("/")[0]
    own = [name for name in names if name.startswith(f"{family}/")]
    heads = dict.fromkeys(f"{name.partition('/')[0]}/…" if "/" in name else name for name in names)
    return schema.suggestion(word, names, own or list(heads))


__all__ = [
    "Catalogue", "Compiled", "compile_catalogue", "compiled_json", "is_stale", "like", "load", "merged", "packaged_root",
    "read_root", "rhythm", "rhythm_thresholds", "rules_changed", "select", "shipped",
]  # fmt: skip
