"""However it is installed, the command finds its rules and says the same: wheel, wheel from the sdist, editable."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest
import yaml
from support import LOUD, REPOSITORY, RULE, environment, write

import moments_lint

DRAFT = "全网最低价！！！\n加微信，最后三天，手慢无。\n"
LEFT_ALONE = shutil.ignore_patterns("__pycache__", "*.pyc", ".git", ".*_cache", ".venv", "dist", "build", "posts")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository, so that building leaves nothing in it."""
    top = tmp_path_factory.mktemp("checkout") / "moments-lint"
    shutil.copytree(REPOSITORY, top, ignore=LEFT_ALONE)
    return top


BUILD = "import sys, hatchling.build as backend; getattr(backend, f'build_{sys.argv[1]}')(sys.argv[2])"


def build(source: Path, kind: str, folder: Path) -> Path:
    """Build a wheel, an sdist or an editable wheel of `source` as pip would, and return the file."""
    folder.mkdir()
    subprocess.run(
        [sys.executable, "-c", BUILD, kind, str(folder)],
        cwd=source,
        check=True,
        capture_output=True,
        env=environment(folder.parent / "home"),
    )
    (file,) = folder.iterdir()
    return file


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(checkout, "wheel", tmp_path_factory.mktemp("wheel") / "dist")


@pytest.fixture(scope="module")
def sdist(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(checkout, "sdist", tmp_path_factory.mktemp("sdist") / "dist")


@pytest.fixture(scope="module")
def editable(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(checkout, "editable", tmp_path_factory.mktemp("editable") / "dist")


@pytest.fixture(scope="module")
def wheel_of_sdist(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(top, filter="data")
    (source,) = top.iterdir()
    return build(source, "wheel", tmp_path_factory.mktemp("again") / "dist")


class Installed:
    """A virtual environment with the package in it and, by a path, the libraries of this one."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        venv.create(folder, with_pip=False, symlinks=os.name != "nt")
        self.scripts = folder / ("Scripts" if os.name == "nt" else "bin")
        self.env = environment(folder.parent / "home", PIP_DISABLE_PIP_VERSION_CHECK="1")
        self.env.pop("PYTHONPATH", None)
        self.python = str(self.scripts / ("python.exe" if os.name == "nt" else "python"))
        subprocess.run(
            [sys.executable, "-m", "pip", "--python", self.python, "install", "--no-deps", "--no-index", str(wheel)],
            check=True,
            capture_output=True,
            env=self.env,
        )
        where = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
        asked = subprocess.run([self.python, "-c", where], check=True, capture_output=True, text=True)
        libraries = {sysconfig.get_paths()[name] for name in ("purelib", "platlib")}
        Path(asked.stdout.strip(), "libraries.pth").write_text("\n".join(sorted(libraries)) + "\n", "utf-8")

    def run(self, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
        command = [str(self.scripts / "moments-lint"), *arguments]
        return subprocess.run(command, cwd=cwd, capture_output=True, check=False, env=self.env)

    def home_of_the_package(self, cwd: Path) -> Path:
        script = "import moments_lint; print(moments_lint.__file__)"
        done = subprocess.run([self.python, "-c", script], cwd=cwd, capture_output=True, check=True, text=True, env=self.env)
        return Path(done.stdout.strip()).parent


@pytest.fixture(scope="module", params=["wheel", "wheel_of_sdist", "editable"])
def installed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return Installed(tmp_path_factory.mktemp("installed") / "venv", request.getfixturevalue(request.param))


def checked_from(checkout: Path, folder: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "moments_lint", "check", "草稿.md", "--isolated", "--output-format", "json"],
        cwd=folder,
        capture_output=True,
        check=False,
        env=environment(folder.parent / "home", PYTHONPATH=str(checkout / "src")),
    )


def test_an_installed_command_says_what_the_checkout_says(installed: Installed, checkout: Path, tmp_path: Path) -> None:
    folder = write(tmp_path / "elsewhere", {"草稿.md": DRAFT})
    assert REPOSITORY not in installed.home_of_the_package(folder).parents
    here = checked_from(checkout, folder)
    there = installed.run("check", "草稿.md", "--isolated", "--output-format", "json", cwd=folder)
    assert there.returncode == here.returncode == 1
    assert json.loads(there.stdout) == json.loads(here.stdout)
    assert there.stderr == b""


def test_an_installed_command_finds_rule_files_and_examples(installed: Installed, checkout: Path, tmp_path: Path) -> None:
    """`explain` reads the files themselves, not what was compiled from them."""
    folder = write(tmp_path / "elsewhere", {})
    file = min((checkout / "rules").glob("[a-z]*/*.yaml"))
    spec = yaml.safe_load(file.read_text("utf-8"))
    explained = installed.run("explain", f"{file.parent.name}/{file.stem}", "--lang", "en", cwd=folder)
    assert (explained.returncode, explained.stderr) == (0, b"")
    for part in (spec["why"]["en"], str(spec["sources"][0]), str(spec["examples"]["quiet"][0])):
        assert part in explained.stdout.decode()


def test_a_users_rules_work_with_an_installed_command(installed: Installed, tmp_path: Path) -> None:
    files = {".moments-lint.yaml": "rules: [mine]\nselect: [own]\n", "mine/own/king.yaml": RULE, "草稿.md": LOUD}
    folder = write(tmp_path / "drafts", files)
    assert "own/king" in installed.run("check", "草稿.md", cwd=folder).stdout.decode()


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_a_wheel_holds_code_rules_and_data_and_nothing_else(wheel: Path, checkout: Path) -> None:
    names = names_in(wheel)
    rules = {
        f"moments_lint/rules/{file.relative_to(checkout / 'rules').as_posix()}" for file in (checkout / "rules").rglob("*.yaml")
    }
    assert rules
    assert rules <= names
    assert {"moments_lint/catalogue.json", "moments_lint/model.json", "moments_lint/py.typed"} <= names
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"moments_lint"}
    assert not [name for name in names if name.endswith((".pyc", ".jsonl")) or "/tests/" in name or "/test_" in name]
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_a_wheel_of_the_sdist_is_the_wheel_of_the_checkout(wheel: Path, wheel_of_sdist: Path) -> None:
    assert names_in(wheel) == names_in(wheel_of_sdist)


def test_the_sdist_holds_what_is_needed_to_test_it(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "rules/README.md",
        "tests/test_packaging.py",
        "src/moments_lint/cli/check.py",
    } <= names
    assert not [name for name in names if name.endswith(".pyc")]


def test_the_names_users_import_are_those_announced() -> None:
    assert moments_lint.__all__ == sorted(moments_lint.__all__)
    for name in moments_lint.__all__:
        assert getattr(moments_lint, name).__name__ == name
    for name in ("Linter", "Post", "Profile", "Settings", "Severity", "Span", "MomentsLintError"):
        assert name in moments_lint.__all__
    with pytest.raises(AttributeError):
        moments_lint.Lniter  # noqa: B018
