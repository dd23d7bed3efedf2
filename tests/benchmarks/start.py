"""Where a cold start goes: imports by module, then the steps of a `check`. Each figure is the least of the rounds: all that
another program can do to them is to add.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from bench import Bench
from drafts import FRONT_MATTER, SETTINGS, typical
from measure import environment
from table import Table, Told, figure

_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s*(\S+)")
MODULES = 25

_COMMAND = "from moments_lint.cli import main; main(['check', {path!r}])"

_STEPS = """\
import json, sys, time
steps, start = [], time.process_time()
def done(name):
    global start
    now = time.process_time()
    steps.append([name, now - start])
    start = time.process_time()
import click; done("import click")
import moments_lint.view; done("import moments_lint.view: fold, patterns")
import moments_lint.linter; done("import moments_lint.linter: catalogue, classifier, score")
import moments_lint.cli.check; done("import moments_lint.cli.check: discovery, reading, settings")
from moments_lint import catalogue, reading
from moments_lint.classifier import model
from moments_lint.cli.gathering import gather, run
from moments_lint.cli.options import load_settings, make_linter
from datetime import UTC, datetime
from moments_lint.formats import text
done("import formats.text")
chosen = load_settings(None, False, [{path!r}]); done("find and read settings")
catalogue.shipped(); done("load catalogue.json")
model.shipped(); done("load model.json")
linter = make_linter(chosen, "zh"); done("make the linter")
draft = reading.read_draft({path!r}); done("read the draft")
linter.check(draft.document.post); done("check, the first time")
linter.check(draft.document.post); done("(check, the second time)")
found = run(gather([{path!r}], chosen, "-", "zh"), linter, datetime.now(UTC)); done("(run: discovery, reading, the third check)")
text.render(found, "zh", False, None); done("render text")
print(json.dumps(steps))
"""


def run(bench: Bench) -> Told:
    """Return imports and steps for a plain draft and for one with front matter and settings."""
    plain, front = bench.folder / "start" / "plain.md", bench.folder / "start-front" / "front.md"
    for file, text in ((plain, typical()), (front, FRONT_MATTER + typical())):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text + "\n", "utf-8")
    front.with_name(".moments-lint.yaml").write_text(SETTINGS, "utf-8")
    return [*imports(bench, plain), steps(bench, plain, front)]


def _python(bench: Bench, *words: str) -> subprocess.CompletedProcess[str]:
    variables = environment({"PYTHONPATH": str(bench.product), "PYTHONIOENCODING": "utf-8"})
    return subprocess.run([sys.executable, *words], env=variables, capture_output=True, encoding="utf-8", check=False)


def imports(bench: Bench, draft: Path) -> list[Table]:
    """Return what every imported module costs by itself, beyond those of `python -c pass`."""
    command = _COMMAND.format(path=str(draft))
    _python(bench, "-c", command)
    rounds = [_imported(_python(bench, "-X", "importtime", "-c", command).stderr) for _ in range(bench.rounds)]
    always = _imported(_python(bench, "-X", "importtime", "-c", "pass").stderr)
    names = [name for name in rounds[0] if name not in always]
    own = {name: min(taken.get(name, 0) for taken in rounds) for name in names}
    packages: dict[str, list[int]] = {}
    for name, cost in own.items():
        packages.setdefault(_package(name), []).append(cost)
    by_package = sorted(packages.items(), key=lambda item: -sum(item[1]))
    rows = [(name, str(len(costs)), figure(sum(costs) / 1e3)) for name, costs in by_package]
    rows.append(("all", str(len(own)), figure(sum(own.values()) / 1e3)))
    most = sorted(own.items(), key=lambda item: -item[1])[:MODULES]
    return [
        Table("imports", ("imports of a cold check, by package", "modules", "own ms"), rows),
        Table("modules", (f"the {MODULES} dearest modules", "own ms"), [(name, figure(cost / 1e3)) for name, cost in most]),
    ]


def _imported(said: str) -> dict[str, int]:
    return {name: int(cost) for cost, name in _LINE.findall(said)}


def _package(name: str) -> str:
    top = name.partition(".")[0]
    return "standard library" if top in sys.stdlib_module_names else top


def steps(bench: Bench, *drafts: Path) -> Table:
    """Return the steps of a check in milliseconds of CPU, the interpreter's own start left out."""
    scripts = [_STEPS.format(path=str(draft)) for draft in drafts]
    taken: list[list[dict[str, float]]] = [[] for _ in scripts]
    for _ in range(bench.rounds):
        for script, into in zip(scripts, taken, strict=True):
            done = _python(bench, "-c", script)
            into.append(dict(json.loads(done.stdout)))
    names = list(taken[0][0])
    rows = [(name, *(_least(each[name] for each in one) for one in taken)) for name in names]
    rows.append(("all but what is in brackets", *(_sum(one) for one in taken)))
    return Table("steps", ("steps of a cold check, CPU ms", "plain", "front matter"), rows)


def _least(values: Iterable[float]) -> str:
    return figure(min(values) * 1e3)


def _sum(rounds: list[dict[str, float]]) -> str:
    return _least(sum(cost for name, cost in each.items() if not name.startswith("(")) for each in rounds)
