"""Several processes: order, bounded reading, and nothing that befalls a process goes unsaid or is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from itertools import count, islice
from multiprocessing import active_children
from pathlib import Path

import pytest
from support import CLEAN, LOUD, environment, run, write

from moments_lint import Linter, Post, workers
from moments_lint.errors import WorkerLost
from moments_lint.linter import FEW
from moments_lint.post import Suppression

MANY = 2 * workers.CHUNK + 1


@pytest.mark.parametrize("number", [0, 1, workers.CHUNK, workers.CHUNK + 1, 7 * workers.CHUNK + 3])
@pytest.mark.parametrize("processes", [1, 2, 3])
def test_results_come_in_the_order_of_the_items(number: int, processes: int) -> None:
    items = [f"第{i}条" for i in range(number)]
    assert list(workers.in_order(partial, (str.encode,), items, processes)) == [item.encode() for item in items]
    assert active_children() == []


def test_an_endless_source_is_read_only_so_far_ahead() -> None:
    read = count()
    source = (str(number) for number in read)
    results = workers.in_order(partial, (str.encode,), source, 2)
    assert list(islice(results, 10)) == [str(number).encode() for number in range(10)]
    assert next(read) <= (2 * workers.AHEAD + 2) * workers.CHUNK
    results.close()  # type: ignore[attr-defined]
    assert active_children() == []


def test_work_that_fails_is_told_with_its_trace() -> None:
    with pytest.raises(RuntimeError, match="ValueError: invalid literal"):
        list(workers.in_order(partial, (int,), ["1"] * MANY + ["x"], 2))
    assert active_children() == []


def test_workers_that_cannot_be_built_say_why() -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        list(workers.in_order(divmod, (1, 0), range(MANY), 2))
    assert active_children() == []


def test_a_source_that_fails_leaves_no_process() -> None:
    def source() -> Iterator[str]:
        yield from ["1"] * MANY
        raise LookupError("no more")

    with pytest.raises(LookupError):
        list(workers.in_order(partial, (int,), source(), 2))
    assert active_children() == []


def test_a_worker_that_leaves_is_reported() -> None:
    with pytest.raises(WorkerLost, match="exit code 7"):
        list(workers.in_order(partial, (os._exit,), [7] * MANY, 2))
    assert active_children() == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no signals to be killed by")
def test_a_worker_that_is_killed_is_reported_with_what_it_had_in_hand() -> None:
    items = [signal.SIG_DFL] * workers.CHUNK + [signal.SIGKILL]
    with pytest.raises(WorkerLost, match=rf"signal SIGKILL.* posts {workers.CHUNK + 1}–{2 * workers.CHUNK} ") as caught:
        list(workers.in_order(partial, (_raise_unless_zero,), items, 2))
    assert "--jobs" in caught.value.render("zh")
    assert active_children() == []


def _raise_unless_zero(number: int) -> None:
    if number:
        signal.raise_signal(number)


# the linter


def test_many_posts_are_checked_alike_by_several_processes(linter: Linter) -> None:
    ignore = (Suppression("absolute/superlative", reason="引用"),)
    posts = [Post("全网最低价，手慢无，加我微信", name=str(number), ignore=ignore * (number % 2)) for number in range(FEW + 7)]
    own = linter.expecting("——小林")
    assert list(own.check_many(iter(posts), 2)) == list(own.check_many(posts))


def test_few_posts_start_no_process(linter: Linter) -> None:
    reports = linter.check_many(["茶"] * (FEW - 1), processes=2)
    next(reports)
    assert active_children() == []


@pytest.mark.parametrize("processes", [0, -1])
def test_a_number_of_processes_makes_sense(linter: Linter, processes: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        list(linter.check_many([], processes))


# the command


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More drafts than one process is the better choice for."""
    drafts = {f"drafts/2026-01-{1 + number % 28:02}-{number:05}.md": LOUD if number % 9 else CLEAN for number in range(FEW + 50)}
    return write(tmp_path_factory.mktemp("jobs") / "folder", drafts)


@pytest.mark.parametrize("named", ["folder", "files"])
def test_jobs_change_nothing_in_what_is_said(folder: Path, named: str) -> None:
    paths = ["drafts"] if named == "folder" else sorted(f"drafts/{file.name}" for file in (folder / "drafts").iterdir())
    one = run("check", *paths, "--output-format", "json", cwd=folder)
    two = run("check", *paths, "--output-format", "json", "--jobs", "2", cwd=folder)
    assert (two.returncode, two.stdout, two.stderr) == (one.returncode, one.stdout, one.stderr)


needs_proc = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks for the workers in /proc")


def started(folder: Path) -> tuple[subprocess.Popen[bytes], list[int]]:
    """Start a check of many drafts in a process group of its own; return it with its worker processes."""
    command = [sys.executable, "-m", "moments_lint", "check", "drafts", "--jobs", "2"]
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment(folder.parent / "home"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    workers_seen: list[int] = []
    while len(workers_seen) < 2 and process.poll() is None:
        time.sleep(0.001)
        workers_seen = [child for child in children(process.pid) if b"spawn_main" in command_of(child)]
    return process, workers_seen


def children(process: int) -> list[int]:
    try:
        return list(map(int, Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()))
    except OSError:
        return []


def command_of(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def all_gone(group: int) -> bool:
    """Wait until no process of the group is left."""
    for _ in range(1000):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False


@needs_proc
def test_a_killed_worker_is_an_error_that_names_what_happened(folder: Path) -> None:
    process, seen = started(folder)
    os.kill(seen[0], signal.SIGKILL)
    output, errors = process.communicate()
    assert (process.returncode, output) == (3, b"")
    assert "SIGKILL" in errors.decode()
    assert "--jobs" in errors.decode()
    assert "Traceback" not in errors.decode()
    assert all_gone(process.pid)


@needs_proc
@pytest.mark.parametrize("later", [0.0, 0.05, 0.2])
def test_an_interrupt_ends_all_processes_and_says_so_once(folder: Path, later: float) -> None:
    process, _ = started(folder)
    time.sleep(later)
    os.killpg(process.pid, signal.SIGINT)
    output, errors = process.communicate()
    assert (process.returncode, output, errors.decode().strip()) == (2, b"", "已中断")
    assert all_gone(process.pid)


@needs_proc
def test_workers_do_not_outlive_a_parent_that_is_killed(folder: Path) -> None:
    process, _ = started(folder)
    process.kill()
    process.communicate()
    assert all_gone(process.pid)
