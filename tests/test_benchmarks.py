"""The benchmarks run and print their tables. What they measure is nothing a test could judge."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from support import REPOSITORY, environment

BENCHMARKS = REPOSITORY / "tests" / "benchmarks"

PROMISED = {
    "cold": ["cold start", "python -c pass", "check one plain draft", "check one with front matter and settings"],
    "folder": ["6 drafts", "check 6 drafts --jobs 2"],
    "warm": ["a warm post", "rule pass alone, 500 terms + 40 patterns", "model: score", "model: load"],
    "bulk": ["1,200 posts", "check_many, 1 process", "check_many, 2 processes"],
    "feed": ["20 posts as one feed"],
    "growth": ["rules ", "characters ", "posts, one by one", "posts in one feed"],
    "start": ["imports of a cold check", "moments_lint", "dearest modules", "load catalogue.json", "make the linter"],
    "stages": [
        "fold", "term index", "unmask", "cues", "facts", "patterns", "kind terms", "kind pattern", "kind together", "kind layout",
        "guards", "classifier", "score", "dressing",
    ],
}  # fmt: skip
"""Table → words it must print."""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(BENCHMARKS), *arguments]
    env = environment(folder / "home")
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What all tables print on tiny sizes."""
    done = run(tmp_path_factory.mktemp("benchmarks"), "--quick", "--rounds", "1")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_all_tables_are_run_by_the_tests(tmp_path: Path) -> None:
    listed = run(tmp_path, "--help").stdout.partition("tables:\n")[2]
    assert re.findall(r"^  (\w+) ", listed, re.MULTILINE) == list(PROMISED)


@pytest.mark.parametrize("name", PROMISED)
def test_a_table_comes_out(quick: str, name: str) -> None:
    assert [words for words in PROMISED[name] if words not in quick] == []


def test_what_was_measured_is_named(quick: str) -> None:
    """Machine, versions, bytecode and seed: figures without them are worth nothing."""
    assert re.search(r"CPUs.*Python \d", quick)
    assert re.search(r"google-re2 \d", quick)
    assert re.search(r"bytecode: (\d+) of \1 modules", quick)
    assert re.search(r"seed \d+", quick)


def test_ratios_have_their_spread(quick: str) -> None:
    assert re.search(r"× python -c pass: min +median +max", quick)
    assert re.search(r"^python -c pass .* 1\.00 +1\.00 +1\.00 ", quick, re.MULTILINE)


def test_targets_are_held_against_what_was_measured(quick: str) -> None:
    """Met or missed, they are printed and fail nothing."""
    table = quick.partition("\ntarget ")[2]
    assert "check one plain draft" in table
    assert all(re.search(r"(met, scaled|met|missed by [\d.,]+×)$", line) for line in table.splitlines()[2:-1])


def test_the_stages_are_those_of_the_code(quick: str) -> None:
    assert "no such function any more" not in quick
    assert re.search(r"^kind pattern .* [1-9]\d*\.\d\d$", quick, re.M)


def test_a_wrong_name_is_refused(tmp_path: Path) -> None:
    done = run(tmp_path, "warmth")
    assert done.returncode == 2
    assert "no table warmth" in done.stderr
