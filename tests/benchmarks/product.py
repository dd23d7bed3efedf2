"""The product as a wheel lays it out: code and rules in one folder, bytecode compiled, started by the same script as pip's."""

from __future__ import annotations

import compileall
import json
import os
import platform
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from drafts import REPOSITORY, SEED, corpus
from measure import Command, environment

_SCRIPT = """\
import sys
from moments_lint.__main__ import main
if __name__ == '__main__':
    sys.exit(main())
"""

_BYTECODE = """\
import json, os, sys
sys.argv = ["moments-lint", "check", sys.argv[1], "--exit-zero", "-o", os.devnull]
from moments_lint.__main__ import main
try:
    main()
except SystemExit:
    pass
cached = [module.__cached__ for module in list(sys.modules.values()) if getattr(module, "__cached__", None)]
print(json.dumps([sum(map(os.path.exists, cached)), len(cached)]))
"""


def lay_out(folder: Path) -> Path:
    """Copy the product into `folder` and compile its bytecode."""
    package = folder / "moments_lint"
    shutil.copytree(REPOSITORY / "src" / "moments_lint", package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(REPOSITORY / "rules", package / "rules")
    (folder / "moments-lint").write_text(_SCRIPT, "utf-8")
    compileall.compile_dir(folder, quiet=2)
    return folder


def check(product: Path, name: str, *arguments: str, folder: Path) -> Command:
    """Return the command `check`."""
    return Command(name, [sys.executable, str(product / "moments-lint"), "check", *arguments], folder)


def describe(product: Path, draft: Path) -> list[str]:
    """Return the lines every run begins with: machine, versions, bytecode, seed."""

    words = [sys.executable, "-c", _BYTECODE, str(draft)]
    for _ in range(2):  # the first run writes the bytecode of what the product imports
        done = subprocess.run(words, env=environment({"PYTHONPATH": str(product)}), capture_output=True, check=True)
    present, modules = json.loads(done.stdout.splitlines()[-1])
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    names = ("moments-lint", "click", "PyYAML", "google-re2", "pathspec", "jieba", "scikit-learn")
    return [
        f"{platform.platform()}, {os.cpu_count()} CPUs{load}; {platform.python_implementation()} {platform.python_version()}",
        "  ".join(f"{name} {version(name)}" for name in names),
        f"bytecode: {present} of {modules} modules of a cold check have their .pyc in place"
        + (" (PYTHONDONTWRITEBYTECODE is set; taken out for what is measured)" if sys.flags.dont_write_bytecode else ""),
        f"posts: {len(corpus())} of corpus/posts, shuffled with seed {SEED}; the product is laid out as its wheel is",
    ]


def version(name: str) -> str:
    """Return the version of an installed package."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "(not installed)" if name != "moments-lint" else "(checkout)"
