"""Measuring in rounds, A B C A B C …, so that a busy machine hits all alike. Times are seconds, memory is bytes."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

LAUNCHER = Path(__file__).with_name("launcher.py")
SLOW_ROUNDS = 2
"""Rounds that slow contenders take part in."""


class Sample(NamedTuple):
    """What one run took. `memory` is the peak of its largest process; None where the system does not say."""

    wall: float
    cpu: float | None
    memory: int | None


class Command(NamedTuple):
    """A program run as a process of its own. `codes` are the exit codes of a run that did its work."""

    name: str
    words: Sequence[str]
    folder: Path
    codes: tuple[int, ...] = (0, 1)
    variables: tuple[tuple[str, str], ...] = ()
    slow: bool = False


class Call(NamedTuple):
    """A function run in this process."""

    name: str
    run: Callable[[], object]
    slow: bool = False


class Failure(Exception):
    """A contender did not do its work, so its time means nothing."""


class Spread(NamedTuple):
    """Least, median and most of some values."""

    least: float
    median: float
    most: float


Samples = dict[str, list[Sample]]
Contender = TypeVar("Contender", Command, Call)


def commands(contenders: Iterable[Command], rounds: int, log: Path) -> Samples:
    """Run every command once unmeasured (files get into memory, bytecode is written), then `rounds` times in turn."""
    chosen = list(contenders)
    for command in chosen:
        if not command.slow:
            _run(command, log)
    return _in_turn(chosen, rounds, lambda command: _run(command, log))


def calls(contenders: Iterable[Call], rounds: int) -> Samples:
    """Call every function once unmeasured, then `rounds` times in turn."""
    chosen = list(contenders)
    for call in chosen:
        if not call.slow:
            call.run()
    return _in_turn(chosen, rounds, _call)


def _in_turn(contenders: list[Contender], rounds: int, take: Callable[[Contender], Sample]) -> Samples:
    samples: Samples = {contender.name: [] for contender in contenders}
    for number in range(rounds):
        for contender in contenders:
            if not contender.slow or number < SLOW_ROUNDS:
                samples[contender.name].append(take(contender))
    return samples


def _call(call: Call) -> Sample:
    cpu, wall = time.process_time(), time.perf_counter()
    call.run()
    return Sample(time.perf_counter() - wall, time.process_time() - cpu, None)


def _run(command: Command, log: Path) -> Sample:
    words = [shutil.which(command.words[0]) or command.words[0], *command.words[1:]]
    launch = [sys.executable, "-I", "-S", str(LAUNCHER), str(log), str(command.folder), *words]
    done = subprocess.run(launch, env=environment(dict(command.variables)), stdout=subprocess.PIPE, check=True)
    took = json.loads(done.stdout)
    if took["code"] not in command.codes:
        said = log.read_text("utf-8", "replace")[-1500:]
        raise Failure(f"{command.name} left with {took['code']}: {' '.join(words)}\n{said}")
    return Sample(took["wall"], took["cpu"], took["memory"])


def environment(more: dict[str, str]) -> dict[str, str]:
    """Return the variables of a measured process: ours, without what keeps Python from using its bytecode."""
    unwanted = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONDEVMODE", "PYTHONTRACEMALLOC")
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return kept | {"LANG": "zh_CN.UTF-8", "PYTHONHASHSEED": "0"} | more


def spread(values: Sequence[float]) -> Spread:
    """Return least, median and most."""
    return Spread(min(values), statistics.median(values), max(values))


def ratios(samples: Sequence[Sample], base: Sequence[Sample]) -> Spread:
    """Return the spread of the ratios to `base`, round by round."""
    return spread([one.wall / other.wall for one, other in zip(samples, base, strict=False)])


def peak(samples: Sequence[Sample]) -> int | None:
    """Return the highest memory of some runs, None where it is unknown."""
    known = [sample.memory for sample in samples if sample.memory is not None]
    return max(known, default=None)
