"""Rules are found, read and chosen: roots lie over each other, nothing is silently stale, and a mistyped choice is told."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import CLEAN, LOUD, REPOSITORY, RULE, environment, mistakes_of, own_rules, run, write

from moments_lint import catalogue
from moments_lint.errors import MomentsLintError, RuleError
from moments_lint.finding import Severity
from moments_lint.linter import Linter
from moments_lint.settings import Settings

ENGLISH = "Self-crowned"


@pytest.fixture(scope="module")
def packaged() -> catalogue.Catalogue:
    return catalogue.load()


def test_the_packaged_rules_are_all_there(packaged: catalogue.Catalogue) -> None:
    """Every rule file is a loaded rule, and its path is its id."""
    root = catalogue.packaged_root()
    written = {f"{file.parent.name}/{file.stem}" for file in Path(root).glob("[a-z]*/*.yaml")}
    assert set(packaged.rules) == written
    assert {rule.id for rule in Linter().rules} == written


def test_the_compiled_rules_are_those_of_the_files(packaged: catalogue.Catalogue) -> None:
    """catalogue.json is checked in; it must say what the files say, their examples aside."""
    from_files = catalogue.read_root(catalogue.packaged_root())
    compiled = json.loads(Path(catalogue.__file__).with_name("catalogue.json").read_text("utf-8"))
    members = {"format", "files", "fingerprint", "index", "names"}
    for part in ("rules", "terms", "guards", "goods", "variants", "rhythms"):
        for name, written in getattr(from_files, part).items():
            kept = {key: value for key, value in written.items() if key not in ("examples", "path")}
            assert compiled[f"{part} {name}"] == kept == getattr(packaged, part)[name]
            members.add(f"{part} {name}")
    assert packaged.rule_index == catalogue.rule_index.index(*from_files[:2], from_files.goods, from_files.variants)
    assert compiled.keys() == members | {f"term {head}" for head in packaged.rule_index.terms.buckets}


@pytest.mark.parametrize("suffix", [".yaml", ".yml"])
def test_both_suffixes_are_rules(tmp_path: Path, suffix: str) -> None:
    assert list(own_rules(tmp_path, {f"own/king{suffix}": RULE}).rules) == ["own/king"]


def test_files_that_are_no_yaml_are_left_alone(tmp_path: Path) -> None:
    files = {
        "own/king.yaml": RULE,
        "README.md": "说明",
        "own/notes.txt": "x: [",
        "own/.hidden.yaml": "x: [",
        "own/king.yaml.bak": "x",
    }
    assert list(own_rules(tmp_path, files).rules) == ["own/king"]


@pytest.mark.parametrize(
    ("one", "other"), [("own/king.yaml", "own/king.yml"), ("_terms/price.yaml", "_terms/price.yml")], ids=["rule", "word-list"]
)
def test_the_same_name_twice_in_a_folder_is_an_error(tmp_path: Path, one: str, other: str) -> None:
    """Which of the two would count would be chance."""
    text = RULE if one.startswith("own") else "summary: {zh: 价格, en: price}\nterms: [元一斤]\n"
    write(tmp_path, {one: text, other: text})
    with pytest.raises(RuleError) as raised:
        catalogue.read_root(tmp_path)
    assert Path(raised.value.path).name == Path(other).name


def test_a_root_adds_its_rules_to_the_packaged_ones(tmp_path: Path, packaged: catalogue.Catalogue) -> None:
    loaded = catalogue.load([write(tmp_path, {"own/king.yaml": RULE})])
    assert set(loaded.rules) == {*packaged.rules, "own/king"}


def test_a_root_replaces_a_packaged_rule_of_the_same_id(tmp_path: Path, packaged: catalogue.Catalogue) -> None:
    rule_id = sorted(packaged.rules)[0]
    loaded = catalogue.load([write(tmp_path, {f"{rule_id}.yaml": RULE})])
    assert set(loaded.rules) == set(packaged.rules)
    assert loaded.rules[rule_id]["summary"]["en"] == ENGLISH
    assert packaged.rules[rule_id]["summary"]["en"] != ENGLISH
    linter = Linter(rules=loaded)
    assert [f.rule for f in linter.check("我家的青瓜王").findings if f.rule == rule_id] == [rule_id]


def test_a_later_root_replaces_an_earlier_one(tmp_path: Path) -> None:
    first = write(tmp_path / "first", {"own/king.yaml": RULE, "own/only.yaml": RULE})
    second = write(tmp_path / "second", {"own/king.yaml": RULE.replace(ENGLISH, "Later")})
    loaded = catalogue.load([first, second])
    assert loaded.rules["own/king"]["summary"]["en"] == "Later"
    assert loaded.rules["own/only"]["summary"]["en"] == ENGLISH


def test_a_root_may_use_and_replace_shared_lists_of_earlier_roots(tmp_path: Path, packaged: catalogue.Catalogue) -> None:
    cue, guard = sorted(packaged.terms)[0], sorted(packaged.guards)[0]
    uses = RULE.replace("terms: [青瓜王]}", f"terms: [青瓜王], guards: [{guard}], apart_from: [{cue}]}}")
    shared = "summary: {zh: 我的, en: mine}\nterms: [青瓜元]\n"
    loaded = catalogue.load([write(tmp_path, {"own/king.yaml": uses, f"_terms/{cue}.yaml": shared})])
    assert loaded.terms[cue]["terms"] == ["青瓜元"]
    assert set(loaded.terms) == set(packaged.terms)
    linter = Linter(rules=loaded)
    assert "own/king" in {finding.rule for finding in linter.check("青瓜王到货").findings}
    assert "own/king" not in {finding.rule for finding in linter.check("青瓜王到货 一个青瓜元").findings}


def test_mistakes_of_several_files_come_together(tmp_path: Path) -> None:
    write(tmp_path, {"own/a.yaml": "x", "own/b.yaml": "", "other/c.yaml": RULE, "_terms/d.yaml": "x"})
    with pytest.raises(MomentsLintError) as raised:
        catalogue.load([tmp_path])
    assert [Path(mistake.path).name for mistake in mistakes_of(raised.value)] == ["d.yaml", "a.yaml", "b.yaml"]


IDS = ["absolute/best", "absolute/first", "hard-sell/hurry", "layout/gaps"]

CHOSEN = [
    ([], [], IDS),
    (["absolute"], [], IDS[:2]),
    (["absolute/best"], [], IDS[:1]),
    (["layout", "absolute/first"], [], ["absolute/first", "layout/gaps"]),
    ([], ["absolute"], IDS[2:]),
    ([], ["absolute/best", "layout"], ["absolute/first", "hard-sell/hurry"]),
    (["absolute"], ["absolute/best"], ["absolute/first"]),
    (["absolute/best"], ["absolute"], []),
    (["absolute", "absolute"], [], IDS[:2]),
]


@pytest.mark.parametrize(("chosen", "ignored", "left"), CHOSEN)
def test_families_and_rules_are_chosen_and_ignored(chosen: list[str], ignored: list[str], left: list[str]) -> None:
    assert catalogue.select(IDS, chosen, ignored) == left


@pytest.mark.parametrize("key", ["chosen", "ignored"])
@pytest.mark.parametrize(
    ("word", "mend"),
    [
        ("absolut", "did you mean absolute? valid: absolute, hard-sell, layout"),
        ("absolute/bets", "did you mean absolute/best? valid: absolute/best, "),
        ("hardsell", "did you mean hard-sell?"),
        ("best", "valid: absolute, hard-sell, layout"),
        ("", "valid: absolute"),
        ("absolute/", "valid: absolute/best"),
        ("ABSOLUTE", "valid: absolute"),
    ],
)
def test_a_mistyped_choice_is_an_error_with_a_suggestion(key: str, word: str, mend: str) -> None:
    words = {"chosen": [], "ignored": []} | {key: [word]}
    with pytest.raises(RuleError) as raised:
        catalogue.select(IDS, words["chosen"], words["ignored"])
    assert raised.value.what.en == f"no rule or family “{word}”"
    assert mend.removeprefix("did you mean ") in raised.value.mend.en


WORDS = st.lists(st.sampled_from([*IDS, "absolute", "hard-sell", "layout"]), max_size=3)


@settings(max_examples=60, deadline=None)
@given(WORDS, WORDS)
def test_what_is_ignored_never_runs_and_what_runs_was_chosen(chosen: list[str], ignored: list[str]) -> None:
    left = catalogue.select(IDS, chosen, ignored)
    for rule_id in IDS:
        names = {rule_id, rule_id.partition("/")[0]}
        assert (rule_id in left) is ((not chosen or bool(names & set(chosen))) and not names & set(ignored))


def test_settings_override_severity_and_threshold(tmp_path: Path) -> None:
    text = RULE.replace("kind: terms, terms: [青瓜王]", "kind: layout, measure: exclamation_run, limit: 3")
    rules = own_rules(tmp_path, {"own/king.yaml": text})
    compiled = catalogue.compile_catalogue(rules, "en", {"own/king": Severity.error}, {"own/king": 2})
    assert compiled.rules["own/king"].severity is Severity.error
    strict = Linter(Settings(severity={"own/king": Severity.error}, thresholds={"own/king": 2}), rules, "en")
    assert [finding.severity for finding in strict.check("到货啦！！").findings] == [Severity.error]
    assert Linter(rules=rules).check("到货啦！！").findings == ()


def aged(root: Path, seconds: int) -> None:
    """Set the times of all files below `root` relative to those of the compiled catalogue."""
    stamp = Path(catalogue.__file__).with_name("catalogue.json").stat().st_mtime + seconds
    for file in root.rglob("*"):
        os.utime(file, (stamp, stamp))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A rule folder as it stands in a checkout, older than what was compiled."""
    root = write(tmp_path / "rules", {"own/king.yaml": RULE, "own/second.yaml": RULE})
    aged(root, -60)
    return root


def compiled(root: Path) -> dict[str, object]:
    data: dict[str, object] = json.loads(catalogue.compiled_json(str(root)))
    return data


def test_unchanged_rules_are_not_stale(checkout: Path) -> None:
    assert not catalogue.is_stale(str(checkout), compiled(checkout).__getitem__)


def test_rules_only_touched_or_with_other_line_ends_are_not_stale(checkout: Path) -> None:
    data = compiled(checkout)
    aged(checkout, 60)
    assert not catalogue.is_stale(str(checkout), data.__getitem__)
    (checkout / "own" / "king.yaml").write_bytes(RULE.replace("\n", "\r\n").encode())
    assert not catalogue.is_stale(str(checkout), data.__getitem__)


def test_a_changed_rule_is_stale(checkout: Path) -> None:
    data = compiled(checkout)
    (checkout / "own" / "king.yaml").write_text(RULE.replace("青瓜王", "黄瓜王"), "utf-8")
    aged(checkout, 60)
    assert catalogue.is_stale(str(checkout), data.__getitem__)


def test_a_removed_an_added_and_a_renamed_rule_are_stale(checkout: Path) -> None:
    """Whatever the times of the files: `mv` and `tar` keep old ones."""
    data = compiled(checkout)
    second = checkout / "own" / "second.yaml"
    second.unlink()
    assert catalogue.is_stale(str(checkout), data.__getitem__)
    write(checkout, {"own/second.yaml": RULE, "own/third.yaml": RULE})
    aged(checkout, -60)
    assert catalogue.is_stale(str(checkout), data.__getitem__)
    second.unlink()
    assert catalogue.is_stale(str(checkout), data.__getitem__)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A checkout of the whole program."""
    top = tmp_path / "checkout"
    shutil.copytree(REPOSITORY / "src", top / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(REPOSITORY / "rules", top / "rules")
    return top


def run_copy(top: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = environment(cwd / "home", PYTHONPATH=str(top / "src"))
    return subprocess.run(
        [sys.executable, "-m", "moments_lint", *arguments], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )


def test_a_checkout_with_newer_rules_uses_them(copy: Path, tmp_path: Path) -> None:
    drafts = write(tmp_path / "drafts", {"a.md": LOUD})
    assert "own/king" not in run_copy(copy, drafts, "check", "--isolated", "a.md").stdout
    write(copy / "rules", {"own/king.yaml": RULE})
    assert "own/king" in run_copy(copy, drafts, "check", "--isolated", "a.md").stdout


def test_a_checkout_with_newer_rules_says_so(copy: Path, tmp_path: Path) -> None:
    drafts = write(tmp_path / "drafts", {"a.md": LOUD})
    assert run_copy(copy, drafts, "check", "--isolated", "a.md").stderr == ""
    write(copy / "rules", {"own/king.yaml": RULE})
    assert "catalogue.json" in run_copy(copy, drafts, "check", "--isolated", "a.md").stderr


def test_a_checkout_with_a_broken_rule_exits_2(copy: Path, tmp_path: Path) -> None:
    drafts = write(tmp_path / "drafts", {"a.md": CLEAN})
    write(copy / "rules", {"own/king.yaml": RULE.replace("severity", "severe")})
    done = run_copy(copy, drafts, "check", "--isolated", "a.md")
    assert (done.returncode, done.stdout) == (2, "")
    assert "king.yaml:2:1: " in done.stderr


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_the_command_tells_a_mistyped_choice(tmp_path: Path, option: str) -> None:
    drafts = write(tmp_path / "drafts", {"a.md": CLEAN})
    done = run("check", "--isolated", option, "absolut", "a.md", "--lang", "en", cwd=drafts)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "no rule or family “absolut”" in done.stderr.decode()
    assert "did you mean absolute?" in done.stderr.decode()


def test_no_rule_left_is_an_error_not_a_clean_bill(tmp_path: Path) -> None:
    drafts = write(tmp_path / "drafts", {"a.md": CLEAN})
    done = run("check", "--isolated", "--select", "absolute", "--ignore", "absolute", "a.md", cwd=drafts)
    assert (done.returncode, done.stdout) == (2, b"")
