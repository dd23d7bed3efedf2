"""The code reads from top to bottom: a module imports only what stands above it. Small modules, small functions, a pure core."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from support import REPOSITORY

SOURCES = REPOSITORY / "src"
PACKAGE = "moments_lint"

LAYERS = """
    packaged wording
    errors opening post finding
    lazy yaml_mistakes sheet schema profile rows writing
    ranges derived fold heads disguise vocabulary phrases term_index needles commonness cuts lexicon words patterns
    seen view timeline rhythm feed_summary copies profile_view
    classifier classifier.facts classifier.model classifier.evidence
    kinds.check kinds.filters
    kinds.terms kinds.pattern kinds.typed kinds.together kinds.density kinds.repetition kinds.layout kinds.missing
    kinds.disguised kinds.suppression kinds.frequency kinds.burst kinds.streak kinds.mix kinds.similar kinds.drift kinds.absence
    kinds.hours kinds.audience kinds.signature kinds.profile kinds.profile_fact kinds.profile_feed
    kinds
    rule suppression rule_file rule_index rule_folder members catalogue score settings audience workers
    dispatch dressing review slots feed profile_check linter schedule plan
    trace verify evaluation fitting traps
    classifier.corpus classifier.train classifier.evaluate classifier.ablation
    discovery reading ledger leak history outcome feed_outcome baseline amending yaml_edits front_matter mending starter
    formats formats.page formats.json_v1 formats.text formats.located
    formats.concise formats.markdown formats.json_lines formats.sarif formats.github formats.gitlab formats.junit formats.rdjson
    formats.preview formats.marked formats.html formats.statistics
    formats.timeline_json formats.timeline_text formats.feed_style formats.timeline_html formats.plan_text
    formats.catalogue_page formats.evaluation_page formats.model_page formats.fit_page
    cli.completing cli.options cli.help_page cli.misuse
    cli.upkeep cli.progress cli.gathering cli.changing cli.watching cli.check
    cli.past cli.timeline cli.profile cli.config cli.init
    cli.rules cli.posting cli.plan cli.train cli.evaluate cli.completion cli
    deferred __main__
"""
ORDER = LAYERS.split()
"""Every module but the package itself, whose names are looked up when they are asked for."""

OWNERS = {
    "sklearn": {"classifier.train", "classifier.evaluate", "classifier.ablation"},
    "scipy": {"classifier.train", "classifier.evaluate", "classifier.ablation"},
    "numpy": {"classifier.train", "classifier.evaluate", "classifier.ablation"},
    "threadpoolctl": {"classifier.ablation"},
    "jieba": {"words"},
    "yaml": {"sheet"},
    "re2": {"patterns"},
    "pathspec": {"discovery"},
    "wcwidth": {"formats.text"},
    "watchfiles": {"cli.watching"},
    "click": {name for name in ORDER if name.partition(".")[0] == "cli"},
}
"""Who may import what others wrote."""

EDGES = {
    "packaged",
    "catalogue",
    "rule_folder",
    "discovery",
    "reading",
    "amending",
    "rows",
    "ledger",
    "history",
    "opening",
    "writing",
    "words",
    "classifier.corpus",
    "__main__",
} | OWNERS["click"]
"""Modules that touch files; all others are given values."""


@cache
def modules() -> dict[str, Path]:
    """Return name (without the package) → file of every module; the package itself is the empty name."""
    found = {}
    for file in (SOURCES / PACKAGE).rglob("*.py"):
        parts = file.relative_to(SOURCES / PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(modules()[name].read_text("utf-8"))


def imports(name: str) -> Iterator[str]:
    """Yield the full names a module imports, at its top or inside functions."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports relatively"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full.removeprefix(f"{PACKAGE}.") in modules() else str(node.module)


def own_imports(name: str) -> set[str]:
    """Return the modules of the package that a module imports."""
    return {full.removeprefix(f"{PACKAGE}.") for full in imports(name) if full.startswith(f"{PACKAGE}.")} - {name}


NAMES = sorted(ORDER)


def test_every_module_has_its_place() -> None:
    assert sorted(modules()) == sorted(["", *ORDER])
    assert len(set(ORDER)) == len(ORDER)


@pytest.mark.parametrize("name", NAMES)
def test_a_module_imports_only_what_stands_above_it(name: str) -> None:
    above = ORDER[: ORDER.index(name)]
    assert own_imports(name) <= set(above)


@pytest.mark.parametrize("name", NAMES)
def test_no_module_asks_the_package_for_its_public_names(name: str) -> None:
    """They are for users; inside, everybody says where a name lives."""
    assert PACKAGE not in set(imports(name))


@pytest.mark.parametrize("name", NAMES)
def test_libraries_have_their_owners(name: str) -> None:
    outside = {full.partition(".")[0] for full in imports(name)} & set(OWNERS)
    assert {library for library in outside if name not in OWNERS[library]} == set()


def calls(name: str) -> set[str]:
    """Return the dotted names of everything a module calls."""
    return {ast.unparse(node.func) for node in ast.walk(tree(name)) if isinstance(node, ast.Call)}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in EDGES])
def test_the_core_is_pure(name: str) -> None:
    """No files, no clock, no printing, no environment: "now" is a parameter."""
    unwanted = {"open", "print", "input", "datetime.now", "datetime.utcnow", "date.today", "time.time", "os.getenv", "os.getcwd"}
    assert calls(name) & unwanted == set()
    assert not {"os.environ", "sys.stdout", "sys.stderr"} & {
        ast.unparse(node) for node in ast.walk(tree(name)) if isinstance(node, ast.Attribute)
    }


def test_only_the_command_prints_and_looks_at_the_clock() -> None:
    for name in set(ORDER) - OWNERS["click"]:
        assert not calls(name) & {"print", "datetime.now", "datetime.utcnow", "date.today", "time.time"}, name


@pytest.mark.parametrize("name", ["", *NAMES])
def test_no_module_is_over_300_lines(name: str) -> None:
    assert len(modules()[name].read_text("utf-8").splitlines()) <= 300


@pytest.mark.parametrize("name", ["", *NAMES])
def test_no_function_is_over_50_lines(name: str) -> None:
    long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(tree(name))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno and node.end_lineno - node.lineno >= 50
    }
    assert long == {}


@pytest.mark.parametrize("name", ["", *NAMES])
def test_every_module_says_what_lives_in_it(name: str) -> None:
    assert ast.get_docstring(tree(name))


@pytest.mark.parametrize("name", ["", *NAMES])
def test_no_bare_except(name: str) -> None:
    assert not [node.lineno for node in ast.walk(tree(name)) if isinstance(node, ast.ExceptHandler) and node.type is None]
