"""Work on a stream of things by several processes: order kept, little held at a time, nothing that befalls a process unsaid.

Processes are spawned, never forked, so that all systems do the same. They end with the pipe to their parent, whatever ends it.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple, TypeVar

from moments_lint.errors import WorkerLost
from moments_lint.wording import NO_TEXT, Text

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 250
"""Things handed to a process at a time."""

AHEAD = 4
"""Chunks per process that may be worked on or wait for an earlier one to be finished."""

PATIENCE = 10
"""Seconds that a process gets to end."""


class _Worker(NamedTuple):
    process: BaseProcess
    pipe: Connection[Any, Any]


def in_order(
    build: Callable[..., Callable[[Item], Result]], given: tuple[Any, ...], items: Iterable[Item], processes: int
) -> Iterator[Result]:
    """Yield what `build(*given)`, called once in each process, returns for each item.

    Raises WorkerLost when a process dies, RuntimeError with the trace when the work itself fails.
    """
    chunks = _chunks(items)
    first = list(islice(chunks, processes))
    crew: list[_Worker] = []
    try:
        with _interrupts_held_back():
            crew.extend(_start() for _ in first)
        for worker in crew:
            _send(worker, (build, given), 0)
        yield from _run(crew, enumerate(_chain(first, chunks)))
    finally:
        for worker in crew:
            worker.pipe.close()
            worker.process.terminate()
        for worker in crew:
            worker.process.join(PATIENCE)


def _run(crew: list[_Worker], chunks: Iterator[tuple[int, list[Any]]]) -> Iterator[Any]:
    idle = list(crew)
    busy: dict[Any, tuple[_Worker, int]] = {}
    done: dict[int, list[Any]] = {}
    turn = 0
    while True:
        for number, chunk in islice(chunks, min(len(idle), AHEAD * len(crew) - len(done) - len(busy))):
            worker = idle.pop()
            _send(worker, chunk, number)
            busy[worker.pipe] = worker, number
        while turn in done:
            yield from done.pop(turn)
            turn += 1
        if not busy:
            return
        for pipe in wait(list(busy)):
            worker, number = busy.pop(pipe)
            done[number] = _receive(worker, number)
            idle.append(worker)


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    source = iter(items)
    while chunk := list(islice(source, CHUNK)):
        yield chunk


def _chain(first: list[list[Item]], rest: Iterator[list[Item]]) -> Iterator[list[Item]]:
    yield from first
    yield from rest


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Hold Ctrl-C back while processes start: they inherit the deafness and leave it to their parent to end them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it would lift the mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start() -> _Worker:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def serve(pipe: Connection[Any, Any]) -> None:
    """Be a worker: build what does the work, then answer each chunk with its results, or with the trace of what went wrong."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        build, given = pipe.recv()
        work = build(*given)
        while True:
            pipe.send((list(map(work, pipe.recv())), ""))
    except (EOFError, OSError):
        return
    except Exception:
        import traceback

        pipe.send(([], traceback.format_exc()))


def _send(worker: _Worker, message: object, number: int) -> None:
    try:
        worker.pipe.send(message)
    except OSError:
        _receive(worker, number)  # it may have said why before it ended
        raise _lost(worker, number) from None


def _receive(worker: _Worker, number: int) -> list[Any]:
    try:
        results, trace = worker.pipe.recv()
    except (EOFError, OSError):
        raise _lost(worker, number) from None
    if trace:
        raise RuntimeError(f"a worker process failed:\n{trace}")
    return list(results)


def _lost(worker: _Worker, number: int) -> WorkerLost:
    """Say how a process ended, and on what."""
    worker.process.join(PATIENCE)
    code = worker.process.exitcode
    how = Text(f"退出码 {code}", f"exit code {code}")
    if code is not None and code < 0:
        name = next((known.name for known in signal.Signals if known == -code), str(-code))
        how = Text(f"信号 {name}", f"signal {name}")
    first, last = number * CHUNK + 1, (number + 1) * CHUNK
    what = Text(
        f"一个检查进程中途没了（{how.zh}），它手上是第 {first}–{last} 条；这次结果不全，不作数",
        f"a worker process died ({how.en}) with posts {first}–{last} in hand; this run is incomplete",
    )
    return WorkerLost(what, mend=_mend(code))


def _mend(code: int | None) -> Text:
    if code is not None and code < 0:
        return Text(
            "多半是内存不够被系统收走了：把进程数（--jobs）调小再试",
            "most likely memory ran out and the system took it: try fewer processes (--jobs)",
        )
    if code == 1:
        return Text(
            '从自己的脚本里调用时，要放在 if __name__ == "__main__": 下面',
            'called from a script of your own, put it under: if __name__ == "__main__":',
        )
    return NO_TEXT
