"""A start costs little and leaves nothing behind: no heavy import, no file written, no network, no other process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support import CLEAN, LOUD, RULE, environment, write

HEAVY = ("sklearn", "scipy", "numpy", "jieba", "yaml")
"""What a cold `check` of a plain draft must not import."""

WATCH = """
import json, os, sys

def watch(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
        if writes and path != os.devnull:
            seen.append([event, str(path)])
    elif event in ("os.mkdir", "os.rename", "os.remove", "os.symlink", "os.link", "os.truncate", "os.chmod", "os.utime",
                   "os.system", "os.fork", "os.exec", "os.posix_spawn", "subprocess.Popen", "tempfile.mkstemp",
                   "tempfile.mkdtemp", "shutil.copyfile", "urllib.Request") or event.startswith("socket."):
        seen.append([event, str(arguments)])

seen = []
sys.dont_write_bytecode = True
blocked = {blocked!r}
for name in blocked:
    sys.modules[name] = None
sys.addaudithook(watch)
from moments_lint.cli import main
code = 0
try:
    main({arguments!r})
except SystemExit as leaving:
    code = leaving.code
imported = [name for name in {heavy!r} if sys.modules.get(name) is not None]
print("\\n\\x00" + json.dumps({{"code": code, "imported": imported, "seen": seen}}), file=sys.stderr)
"""


class Observed:
    """What a run of the command did."""

    def __init__(self, folder: Path, *arguments: str, stdin: str = "", blocked: tuple[str, ...] = ()) -> None:
        home, temporary = folder.parent / "home", folder.parent / "temporary"
        temporary.mkdir(exist_ok=True)
        env = environment(home, TMPDIR=str(temporary), TEMP=str(temporary), TMP=str(temporary))
        before = self._files(folder.parent)
        script = WATCH.format(arguments=list(arguments), heavy=HEAVY, blocked=blocked)
        done = subprocess.run(
            [sys.executable, "-B", "-c", script], cwd=folder, env=env, input=stdin.encode(), capture_output=True, check=False
        )
        said, _, last = done.stderr.decode().rpartition("\n\x00")
        data = json.loads(last)
        self.code: int = data["code"]
        self.imported: list[str] = data["imported"]
        self.seen: list[list[str]] = data["seen"]
        self.stdout, self.stderr = done.stdout.decode(), said
        self.left_behind = self._files(folder.parent) - before

    def _files(self, top: Path) -> set[str]:
        return {f"{file.relative_to(top)}:{file.stat().st_mtime_ns if file.is_file() else 0}" for file in top.rglob("*")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(
        tmp_path / "folder",
        {"good.md": CLEAN, "loud.md": "全网最低价！！！加微信，最后三天，手慢无\n" * 3, "2026-11-22-茶.md": CLEAN},
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "good.md"],
        ["check", "loud.md"],
        ["check", "good.md", "--output-format", "json"],
        ["check", "2026-11-22-茶.md"],
        ["check", "good.md", "--lang", "en"],
        ["check", "."],
        ["rules"],
        ["--help"],
        ["check", "--help"],
        ["--version"],
    ],
    ids=" ".join,
)
def test_a_cold_start_imports_nothing_heavy(folder: Path, arguments: list[str]) -> None:
    observed = Observed(folder, *arguments)
    assert observed.code in (0, 1)
    assert observed.imported == []


def test_importing_the_package_imports_none_of_it(tmp_path: Path) -> None:
    script = "import sys, moments_lint; print([name for name in sys.modules if name.startswith('moments_lint.')])"
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, check=True, text=True)
    assert done.stdout == "[]\n"


def test_yaml_is_imported_for_front_matter_and_jieba_never_before_a_word_is_in_doubt(folder: Path) -> None:
    write(folder, {"front.md": "---\nauthor: 阿禾\n---\n" + CLEAN})
    assert Observed(folder, "check", "front.md").imported == ["yaml"]


def whole_word(folder: Path) -> None:
    rule = (
        RULE.replace("terms: [青瓜王]", "terms: [大麻], whole_word: true")
        .replace("<<青瓜王>>", "<<大麻>>")
        .replace('"青瓜熟了"', '"遇到大麻烦了"')
    )
    write(folder, {".moments-lint.yaml": "rules: [mine]\nselect: [own]\n", "mine/own/word.yaml": rule, "word.md": "大麻\n"})


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "good.md"],
        ["check", "."],
        ["check", "loud.md", "--output-format", "json"],
        ["rules"],
        ["explain", "absolute/superlative"],
        ["why-not", "absolute/superlative", "早"],
        ["config"],
        ["test-rules", "mine"],
        ["check", "nowhere.md"],
    ],
    ids=" ".join,
)
def test_nothing_is_written_sent_or_started(folder: Path, arguments: list[str]) -> None:
    """No cache, no telemetry, no temporary file: the text never leaves the machine."""
    observed = Observed(folder, *arguments)
    assert observed.seen == []
    assert observed.left_behind == set()


def test_asking_jieba_writes_nothing_and_says_nothing(folder: Path) -> None:
    """jieba by itself writes a cache into the temporary folder and logs to the terminal."""
    whole_word(folder)
    observed = Observed(folder, "check", "word.md")
    assert observed.code == 1
    assert "jieba" in observed.imported
    assert observed.stderr == ""
    assert [entry for entry in observed.seen if not entry[0].startswith("tempfile")] == []
    assert observed.left_behind == set()


def test_jieba_reads_no_cache_that_somebody_left(folder: Path) -> None:
    """It would take whatever lies at a guessable place in the temporary folder."""
    whole_word(folder)
    (folder.parent / "temporary").mkdir()
    (folder.parent / "temporary" / "jieba.cache").write_bytes(b"not a cache")
    observed = Observed(folder, "check", "word.md")
    assert (observed.code, observed.stderr) == (1, "")


def test_an_output_file_is_the_only_file_written(folder: Path) -> None:
    observed = Observed(folder, "check", "good.md", "-o", "out.txt")
    assert {entry.partition(":")[0] for entry in observed.left_behind} == {str(Path("folder", "out.txt"))}
    assert observed.seen != []


def test_standard_input_leaves_nothing(folder: Path) -> None:
    observed = Observed(folder, "check", "-", stdin=LOUD)
    assert (observed.seen, observed.left_behind) == ([], set())


TRAINING = ("sklearn", "scipy", "numpy")


@pytest.mark.parametrize(
    "arguments", [["--help"], ["check", "good.md"], ["rules"], ["config"], ["evaluate", "--help"], ["train", "--help"]]
)
def test_the_training_extra_is_not_needed_to_lint(folder: Path, arguments: list[str]) -> None:
    """A plain install has no scikit-learn; the help must list every command all the same."""
    observed = Observed(folder, *arguments, blocked=TRAINING)
    assert (observed.code, observed.stderr) == (0, "")


def test_training_without_its_extra_says_what_to_install(folder: Path) -> None:
    observed = Observed(folder, "train", blocked=TRAINING)
    assert observed.code == 2
    assert "moments-lint[train]" in observed.stderr
    assert "Traceback" not in observed.stderr
