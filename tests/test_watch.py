"""`check --watch`: what changed is checked again, the feed as a whole; nothing is said when nothing is new."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support import CLEAN, LOUD, environment, own_rules, run, write

from moments_lint.cli import watching
from moments_lint.cli.check import COMMANDS
from moments_lint.cli.watching import Desk, Round, rounds
from moments_lint.errors import MomentsLintError
from moments_lint.linter import Linter
from moments_lint.settings import Settings

assert COMMANDS


class Bench:
    """A folder, a linter with one rule, and which posts it was asked to check."""

    def __init__(self, root: Path, files: dict[str, str | bytes], linter: Linter | None = None) -> None:
        self.folder = write(root / "drafts", files)
        self.linter = linter or Linter(rules=own_rules(root / "rules"), lang="en")
        self.asked: list[str] = []
        self.builds = 0
        check_many = self.linter.check_many

        def noted(posts: Any, *rest: Any) -> Any:
            given = list(posts)
            self.asked += [os.path.basename(post.name) for post in given]
            return check_many(given, *rest)

        self.linter.check_many = noted  # type: ignore[method-assign]
        self.desk = Desk([str(self.folder)], self.build, "en", 1)

    def build(self) -> tuple[Settings, Linter]:
        self.builds += 1
        return Settings(), self.linter

    def told(self, *steps: Any) -> list[Round]:
        """Do the steps, one before each change that is told of; return what came of them and of the first look."""

        def changes() -> Iterator[set[str]]:
            yield set()
            for step in steps:
                self.asked.clear()
                step()
                yield {"something"}

        return list(rounds(changes(), self.desk.look))[1:]


def names(paths: tuple[str, ...]) -> list[str]:
    return [os.path.basename(path) for path in paths]


def saved(bench: Bench, files: dict[str, str | bytes]) -> Any:
    return lambda: write(bench.folder, files)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path, {"a.md": CLEAN, "b.md": CLEAN + "又煮一锅。\n", "2026-11-22-2000-c.md": LOUD})


QUIET: list[tuple[str, dict[str, str | bytes]]] = [
    ("saved unchanged", {"a.md": CLEAN}),
    ("vim", {".a.md.swp": b"b0VIM", "4913": "", "a.md~": CLEAN}),
    ("emacs", {"#a.md#": LOUD, ".#a.md": LOUD}),
    ("word", {"~$a.docx": b"\0"}),
    ("git", {".git/index": b"\0", ".git/x.md": LOUD}),
]


@pytest.mark.parametrize("files", [row[1] for row in QUIET], ids=[row[0] for row in QUIET])
def test_nothing_new_says_nothing(bench: Bench, files: dict[str, str | bytes]) -> None:
    assert bench.told(saved(bench, files)) == []
    assert bench.asked == []


def test_only_what_changed_is_checked_again(bench: Bench) -> None:
    (one,) = bench.told(saved(bench, {"a.md": LOUD}))
    assert names(one.changed) == ["a.md"]
    assert bench.asked == ["a.md"]
    assert [len(one.news.checked), len(one.outcome.checked)] == [1, 3]
    assert [finding.rule for finding in one.news.checked[0].report.findings] == ["own/king"]


def test_a_burst_is_one_round(bench: Bench) -> None:
    (one,) = bench.told(saved(bench, {f"{number}.md": f"第{number}锅。\n" for number in range(40)}))
    assert len(one.changed) == 40
    assert len(bench.asked) == 40


def test_a_deleted_draft_is_gone_and_nothing_is_checked(bench: Bench) -> None:
    (one,) = bench.told((bench.folder / "a.md").unlink)
    assert (names(one.gone), one.changed, bench.asked) == (["a.md"], (), [])


def test_a_renamed_draft_is_gone_and_new(bench: Bench) -> None:
    (one,) = bench.told(lambda: (bench.folder / "a.md").rename(bench.folder / "z.md"))
    assert (names(one.gone), names(one.changed)) == (["a.md"], ["z.md"])


def test_a_draft_written_anew_under_its_name_is_changed(bench: Bench) -> None:
    """Many editors write a file beside the draft and put it in its place."""

    def step() -> None:
        write(bench.folder, {"a.tmp": LOUD})
        (bench.folder / "a.tmp").replace(bench.folder / "a.md")

    (one,) = bench.told(step)
    assert (names(one.gone), names(one.changed)) == ([], ["a.md"])


def test_a_draft_that_cannot_be_read_and_then_can(bench: Bench) -> None:
    first, second = bench.told(saved(bench, {"a.md": b"\xff\xff\xff"}), saved(bench, {"a.md": CLEAN}))
    assert names(first.gone) == ["a.md"]
    assert [error.path.endswith("a.md") for error in first.outcome.errors] == [True]
    assert (names(second.changed), second.outcome.errors) == (["a.md"], ())


def test_the_feed_is_looked_at_as_a_whole(tmp_path: Path) -> None:
    """A draft like another that did not change is found, though only the new one is checked."""
    text = "王婶家的青瓜今早摘了两筐，自己留了一半腌着吃，剩下的谁路过谁带走，放在村口小卖部门前的竹椅上。\n"
    bench = Bench(tmp_path, {"2026-11-20-2000-a.md": text}, Linter(lang="en"))
    (one,) = bench.told(saved(bench, {"2026-11-22-2000-b.md": text}))
    assert bench.asked == ["2026-11-22-2000-b.md"]
    assert one.news.feed


def test_a_tick_without_changes_does_not_read_the_folder(bench: Bench) -> None:
    bench.desk.look(None)
    assert bench.desk.look(set()) is None


def test_changed_settings_are_taken_and_everything_is_checked_again(bench: Bench) -> None:
    bench.desk.look(None)
    write(bench.folder, {".moments-lint.yaml": "ignore: []\n"})
    assert bench.desk.look(set()) is not None
    assert bench.builds == 2


def test_broken_settings_are_told_and_the_old_stay(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    bench.desk.look(None)

    def broken() -> tuple[Settings, Linter]:
        raise MomentsLintError(watching.Text("写错了", "mistaken"), path="x.yaml")

    bench.desk._build = broken
    write(bench.folder, {".moments-lint.yaml": "ignore: [\n"})
    outcome = bench.desk.look(set())
    assert outcome is not None
    assert len(outcome.checked) == 3
    assert "x.yaml: mistaken" in capsys.readouterr().err


def test_a_folder_that_goes_away_ends_it(bench: Bench) -> None:
    def step() -> None:
        for file in bench.folder.iterdir():
            file.unlink()
        bench.folder.rmdir()

    with pytest.raises(MomentsLintError, match="no such folder"):
        bench.told(step)


REFUSED = [
    (["a.md"], "a.md"),
    (["-"], "-"),
    (["nowhere"], "nowhere"),
    ([".", "--fix"], "--fix"),
    ([".", "--diff"], "--diff"),
    ([".", "--add-ignore", "x"], "--add-ignore"),
    ([".", "--baseline", "b.json"], "--baseline"),
    ([".", "-o", "x.txt"], "-o/--output-file"),
    ([".", "--what-if"], "--what-if"),
    ([".", "--statistics"], "--statistics"),
    ([".", "--output-format", "json"], "--output-format"),
]


@pytest.mark.parametrize(("arguments", "place"), REFUSED, ids=[" ".join(row[0]) for row in REFUSED])
def test_what_makes_no_sense_is_refused(tmp_path: Path, arguments: list[str], place: str) -> None:
    folder = write(tmp_path / "folder", {"a.md": CLEAN})
    done = run("check", *arguments, "--watch", "--lang", "en", cwd=folder)
    assert done.returncode == 2
    assert done.stderr.decode().startswith(f"{place}: ")
    assert done.stdout == b""
    assert [file.name for file in folder.iterdir()] == ["a.md"]


def test_without_its_extra_it_says_what_to_install(tmp_path: Path) -> None:
    folder = write(tmp_path / "folder", {"a.md": CLEAN})
    script = "import sys; sys.modules['watchfiles'] = None; from moments_lint.cli import main; main(['check', '.', '--watch'])"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, env=environment(tmp_path / "home"), capture_output=True, check=False
    )
    assert done.returncode == 2
    assert 'pip install "moments-lint[watch]"' in done.stderr.decode()


def test_a_system_that_will_not_tell_of_changes_is_said(tmp_path: Path) -> None:
    def refusing() -> Iterator[set[Any]]:
        raise OSError(28, "inotify watch limit reached")
        yield set()

    with pytest.raises(MomentsLintError) as raised:
        list(watching._paths(refusing(), [str(tmp_path)]))
    assert "WATCHFILES_FORCE_POLLING" in raised.value.mend.en


@pytest.mark.skipif(sys.platform == "win32", reason="no Ctrl-C for one process alone")
@pytest.mark.parametrize("polling", ["", "1"], ids=["notified", "polling"])
def test_the_real_command(tmp_path: Path, polling: str) -> None:
    """A draft written is checked, Ctrl-C ends it with 0. No clock: every step waits for what the one before came to."""
    pytest.importorskip("watchfiles")
    folder = write(tmp_path / "folder", {"a.md": CLEAN})
    env = environment(tmp_path / "home", WATCHFILES_FORCE_POLLING=polling, PYTHONUNBUFFERED="1")
    command = [sys.executable, "-m", "moments_lint", "check", ".", "--watch", "--lang", "en", "--output-format", "concise"]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell runs in the background ignores it, heirs too
    process = subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    signal.signal(signal.SIGINT, before)
    guard = threading.Timer(120, process.kill)  # only so that a failure ends
    guard.start()
    assert process.stdout is not None
    lines = (line.decode().rstrip() for line in process.stdout)
    try:
        assert until(lines, "Ctrl-C ends it")
        write(folder, {"b.md": "全网最低价\n"})
        assert until(lines, "changed: b.md")
        assert until(lines, "b.md:1:1: ")
        (folder / "b.md").unlink()
        assert until(lines, "gone: b.md")
        assert until(lines, "in all: checked 1 post(s)")
        process.send_signal(signal.SIGINT)
        assert until(lines, "no longer watching")
        assert process.wait() == 0
    finally:
        guard.cancel()
        process.kill()
        process.wait()
        process.stdout.close()


def until(lines: Iterator[str], wanted: str) -> bool:
    """Say whether a line with these words comes."""
    return any(wanted in line for line in lines)
