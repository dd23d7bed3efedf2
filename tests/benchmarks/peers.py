"""Other linters, for comparison on the same drafts. `--peers` installs them from their own registries into a cache folder
outside the repository; those that are not there are passed over with a note.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from measure import Command
from table import show

CACHE = Path.home() / ".cache" / "moments-lint-benchmarks"
PYTHON = {"proselint": "0.16.0", "yamllint": "1.38.0", "codespell": "2.4.3"}
NODE = {"textlint": "15.8.0", "textlint-rule-prh": "6.1.0", "autocorrect-node": "2.14.0"}


class Peer(NamedTuple):
    """A linter that is installed, and how to run it on a file or folder. `suffix` is what it reads."""

    name: str
    words: Callable[[Path], list[str]]
    suffix: str = ".md"
    codes: tuple[int, ...] = (0, 1)
    variables: tuple[tuple[str, str], ...] = ()

    def command(self, path: Path, slow: bool = False) -> Command:
        """Return the command that lints `path`, or the same drafts as YAML beside it."""
        if self.suffix == ".yaml":
            path = path.with_name(path.name + "-yaml") if path.is_dir() else path.with_suffix(".yaml")
        return Command(self.name, self.words(path), path.parent, self.codes, self.variables, slow)


def install() -> None:
    """Install what is missing; a registry that cannot be reached is a note, not an error."""
    CACHE.mkdir(parents=True, exist_ok=True)
    packages = [f"{name}=={version}" for name, version in PYTHON.items()]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", str(CACHE / "python")]
    _try([*pip, "--upgrade", *packages], "proselint, yamllint and codespell")
    npm = shutil.which("npm")
    if npm is None:
        show("peers: no npm here; textlint and autocorrect are left out")
        return
    packages = [f"{name}@{version}" for name, version in NODE.items()]
    _try([npm, "install", "--silent", "--ignore-scripts", "--prefix", str(CACHE / "node"), *packages], "textlint and autocorrect")


def _try(words: list[str], what: str) -> None:
    try:
        subprocess.run(words, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        show(f"peers: {what} could not be installed ({error})")


def found(phrases: list[str], folder: Path) -> Iterator[Peer]:
    """Yield the peers that are installed, set up in `folder`; textlint's prh looks for the same phrases as the rules."""
    python = CACHE / "python"
    variables = (("PYTHONPATH", str(python)),)

    def script(start: str, *arguments: str) -> Callable[[Path], list[str]]:
        return lambda path: [sys.executable, "-c", f"import sys; {start}", *arguments, str(path)]

    if python.is_dir():
        start = "from proselint.command_line import main; sys.exit(main())"
        yield Peer(f"proselint {PYTHON['proselint']}", script(start, "check"), variables=variables)
        start = "from yamllint.cli import run; sys.exit(run())"
        yield Peer(f"yamllint {PYTHON['yamllint']}", script(start, "-d", "relaxed"), ".yaml", variables=variables)
        start = "from codespell_lib import _script_main; sys.exit(_script_main())"
        yield Peer(f"codespell {PYTHON['codespell']}", script(start), codes=(0, 65), variables=variables)
    node, modules = shutil.which("node"), CACHE / "node" / "node_modules"
    if node is None or not modules.is_dir():
        return
    rules = [f"  - expected: 请换个说法\n    pattern: {json.dumps(phrase, ensure_ascii=False)}\n" for phrase in phrases]
    (folder / "prh.yml").write_text("version: 1\nrules:\n" + "".join(rules), "utf-8")
    settings = {"rules": {"prh": {"rulePaths": [str(folder / "prh.yml")]}}}
    (folder / "textlintrc.json").write_text(json.dumps(settings), "utf-8")
    textlint = [node, str(modules / "textlint" / "bin" / "textlint.js"), "--config", str(folder / "textlintrc.json")]
    textlint += ["--rules-base-directory", str(modules)]
    yield Peer(
        f"textlint {NODE['textlint']} + prh, {len(phrases)} phrases",
        lambda path: [*textlint, str(path / "*.md") if path.is_dir() else str(path)],
    )
    autocorrect = modules / "autocorrect-node" / "cli.js"
    yield Peer(f"autocorrect {NODE['autocorrect-node']}", lambda path: [node, str(autocorrect), "--lint", str(path)])
