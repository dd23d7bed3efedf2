"""What a benchmark says: tables and targets, as text."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Literal, NamedTuple

from measure import Sample, Samples, Spread, peak, ratios, spread


class Table(NamedTuple):
    """A table. The first column is text, the others are figures."""

    title: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]]
    notes: tuple[str, ...] = ()


class Target(NamedTuple):
    """A promise and what was measured. `clock` says what was read: wall, cpu, or nothing, for figures that travel."""

    name: str
    limit: float
    got: float
    unit: str
    clock: Literal["wall", "cpu", ""] = ""


Told = list[Table | Target]


def compare(
    title: str, samples: Samples, base: str, unit: str = "ms", each: dict[str, float] | float = 1, notes: Sequence[str] = ()
) -> Table:
    """Return contenders side by side: time and CPU (user and system) for one of `each` things, ratio to `base`, peak memory."""
    scale = {"s": 1.0, "ms": 1e3, "µs": 1e6}[unit]
    head = (title, f"{unit} min", "median", "max", f"CPU {unit}", f"× {base}: min", "median", "max", "CPU ×", "peak MB")
    rows = []
    base_cpu = _cpu(samples[base])
    for name, taken in samples.items():
        things = each if isinstance(each, int | float) else each.get(name, 1)
        wall = spread([sample.wall * scale / things for sample in taken])
        cpu = _cpu(taken)
        things_base = each if isinstance(each, int | float) else each.get(base, 1)
        ratio = Spread(*(value * things_base / things for value in ratios(taken, samples[base])))
        memory = peak(taken)
        rows.append(
            (
                name,
                *map(figure, wall),
                figure(cpu * scale / things) if cpu else "–",
                *map(figure, ratio),
                figure(cpu / base_cpu * things_base / things) if cpu and base_cpu else "–",
                f"{memory / 1e6:.1f}" if memory else "–",
            )
        )
    return Table(title, head, rows, tuple(notes))


def _cpu(samples: Sequence[Sample]) -> float | None:
    """Return the median CPU seconds, None where the system does not say."""
    known = [sample.cpu for sample in samples if sample.cpu is not None]
    return spread(known).median if known else None


def figure(value: float) -> str:
    """Return a number with three digits that mean something."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def show(line: str = "") -> None:
    """Write a line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def show_table(table: Table) -> None:
    """Write a table, its columns aligned."""
    lines = [table.head, *table.rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(table.head))]
    show()
    for number, line in enumerate(lines):
        cells = [line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]
        show("  ".join(cells).rstrip())
        if number == 0:
            show("-" * (sum(widths) + 2 * len(widths) - 2))
    for note in table.notes:
        show(f"  {note}")


def targets(found: Sequence[Target], slowness: dict[str, float]) -> Table:
    """Return what was promised and what came of it; times also divided by how slow this machine is."""
    rows = []
    for target in found:
        fair = target.got / slowness.get(target.clock, 1)
        verdict = "met" if target.got <= target.limit else "met, scaled" if fair <= target.limit else "missed"
        over = "" if fair <= target.limit else f" by {fair / target.limit:.2f}×"
        cells = (figure(target.limit), figure(target.got), figure(fair) if target.clock else "–")
        rows.append((target.name, *cells, f"{target.unit} {target.clock}".strip(), verdict + over))
    factors = ", ".join(f"{clock} {factor:.2f}" for clock, factor in slowness.items())
    note = f"scaled: divided by `python -c pass` here over the 9.4 ms of the machine the targets are from ({factors})"
    return Table("targets", ("target", "at most", "measured", "scaled", "unit", "verdict"), rows, (note,))
