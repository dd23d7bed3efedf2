"""What is put off is the real thing when it is needed, and nobody else ever meets what stands for it."""

from __future__ import annotations

import inspect
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import CLEAN, run, write

from moments_lint import deferred

FRONT = "---\nauthor: 阿禾\npost_at: 2026-11-22T20:30+08:00\n---\n" + CLEAN

CHECK = """
import sys
from moments_lint.__main__ import main
sys.argv = ["moments-lint", "check", "good.md"]
try:
    main()
except SystemExit:
    pass
"""


def told(script: str, folder: Path, path: str = "") -> Any:
    """Run a script that ends by assigning `said`, and return that."""
    env = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [path, os.environ.get("PYTHONPATH", "")]))}
    whole = f"{script}\nimport json\nprint('\\0' + json.dumps(said))"
    done = subprocess.run([sys.executable, "-c", whole], cwd=folder, env=env, capture_output=True, check=True)
    return json.loads(done.stdout.decode().rpartition("\0")[2])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "folder", {"good.md": CLEAN, "front.md": FRONT})


def test_a_check_imports_no_inspect(folder: Path) -> None:
    assert told(CHECK + "said = [name for name in ('inspect', 'ast', 'dis', 'tokenize') if name in sys.modules]", folder) == []


def test_a_check_with_front_matter_compiles_no_pattern_of_pyyaml(folder: Path) -> None:
    patterns = "said = sorted(vars(yaml.reader.Reader.NON_PRINTABLE))"
    assert told(CHECK.replace("good", "front") + f"import yaml\n{patterns}", folder) == ["_given"]


def test_a_check_compiles_no_pattern_of_what_click_brings_along(folder: Path) -> None:
    assert told(CHECK + "import gettext\nsaid = sorted(vars(gettext._token_pattern))", folder) == ["_given"]


def test_what_click_asks_of_inspect_the_real_one_answers(folder: Path) -> None:
    script = """
import click, inspect
mine = [getattr(click, name).inspect for name in ("core", "decorators", "termui")]
same = [type(one).__name__ == "Inspect" and one.isfunction is inspect.isfunction for one in mine]
said = [type(inspect).__name__, same]
"""
    assert told(CHECK + script, folder) == ["module", [True] * 3]


FOREIGN = """
import inspect
import dataclasses
from inspect import signature
import inspect as again

@dataclasses.dataclass
class Value:
    number: int = 1
"""


def test_a_click_that_needs_inspect_at_once_gets_it_and_no_other_module_keeps_a_substitute(tmp_path: Path) -> None:
    """Neither what click has imported of the standard library, nor who imports it later."""
    write(tmp_path, {"lib/click/__init__.py": FOREIGN, "lib/other.py": "import inspect\n"})
    script = """
import sys
from moments_lint import deferred
before = "inspect" in sys.modules
deferred.install()
import click, dataclasses, inspect, other
said = [before, type(click.inspect).__name__, click.Value().number, click.signature is inspect.signature,
        all(one.inspect is sys.modules["inspect"] for one in (dataclasses, other)), type(inspect).__name__]
"""
    assert told(script, tmp_path, str(tmp_path / "lib")) == [False, "Inspect", 1, True, True, "module"]


def test_an_import_of_click_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    write(tmp_path, {"lib/click/__init__.py": "import inspect\nraise ImportError\n"})
    script = """
import re, sys
from moments_lint import deferred
deferred.install()
try:
    import click
except ImportError:
    pass
said = ["inspect" in sys.modules, re.compile.__module__]
"""
    assert told(script, tmp_path, str(tmp_path / "lib")) == [False, "re"]


def test_an_inspect_that_is_there_stays(folder: Path) -> None:
    script = "import sys, inspect\nfrom moments_lint import deferred\ndeferred.install()\nimport click.core\n"
    assert told(script + "said = click.core.inspect is inspect is sys.modules['inspect']", folder) is True


@given(st.one_of(st.text(), st.text("a 　\t\n\u2028帮"), st.text("帮助 help", min_size=1)))
def test_the_help_of_an_option_is_cleaned_as_inspect_does(text: str) -> None:
    assert deferred.Inspect("inspect").cleandoc(text) == inspect.cleandoc(text)


YAML = """
import re, sys
SWITCH
import yaml
def outcome(read, text):
    try:
        return repr(read(text))
    except yaml.YAMLError as error:
        return str(error)
texts = ["a: 2026-11-22\\nb: [1.5, yes, ~, 0x1f, '<<']\\nc: 2026-11-22 20:30:00+08:00", "a: \\x01", "a: [", "- \\U0001f375"]
said = [[outcome(read, text) for text in texts] for read in (yaml.safe_load, lambda text: yaml.compose(text, yaml.BaseLoader))]
said += [yaml.dump({"a": ["1", "yes", 2.5]}), re.compile.__module__, re.compile("a").pattern]
"""


def test_pyyaml_works_as_ever_when_its_patterns_are_compiled_later(folder: Path) -> None:
    plain = told(YAML.replace("SWITCH", ""), folder)
    assert told(YAML.replace("SWITCH", "from moments_lint import deferred; deferred.install()"), folder) == plain


def test_a_check_is_the_same_without_libyaml(folder: Path) -> None:
    write(
        folder,
        {"wrong.md": FRONT.replace("author", "autor"), "odd.md": FRONT.replace("阿", "\x01"), "open.md": "---\n[\n---\n早\n"},
    )
    names = ["front.md", "wrong.md", "odd.md", "open.md"]
    fast = run("check", *names, "--lang", "en", cwd=folder)
    script = CHECK.replace('"good.md"', ", ".join(f'"{name}"' for name in (*names, "--lang", "en")))
    block = "import sys\nsys.modules['yaml._yaml'] = None\n"
    slow = subprocess.run([sys.executable, "-c", block + script], cwd=folder, capture_output=True, check=False)
    places = re.compile(rb"^\w+\.md:\d+:\d+", re.MULTILINE)
    assert slow.stdout == fast.stdout
    assert places.findall(slow.stderr) == places.findall(fast.stderr) != []


def test_a_pattern_keeps_what_was_asked_of_it() -> None:
    pattern = deferred.Pattern("[a-c]+", re.IGNORECASE)
    assert pattern.search("xABd")[0] == "AB"
    assert pattern.pattern == "[a-c]+"
    assert set(vars(pattern)) == {"_given", "search", "pattern"}
