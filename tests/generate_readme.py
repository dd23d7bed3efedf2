"""Fill in the output blocks of both READMEs. Run `python tests/generate_readme.py` after a change that users see.

A block follows a line `<!-- output: NAME -->`; NAME says which command of COMMANDS is run, at the top of the checkout.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = {"README.md": "en", "README.zh-CN.md": "zh"}
COMMANDS = {"check": ["check", "corpus/drafts/2026-11-19-2000-最后一波.md"]}
BLOCK = re.compile(r"(<!-- output: (\w+) -->\n```text\n)(.*?)(```\n)", re.DOTALL)


def output(name: str, lang: str) -> str:
    """Return what a command prints, as a user without a colour terminal sees it."""
    command = [sys.executable, "-m", "moments_lint", *COMMANDS[name], "--lang", lang]
    environment = os.environ | {"NO_COLOR": "1"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False).stdout.decode()


def filled(page: str) -> str:
    """Return a README with its output blocks made anew."""
    text = ROOT.joinpath(page).read_text("utf-8")
    return BLOCK.sub(lambda block: block[1] + output(block[2], PAGES[page]) + block[4], text)


if __name__ == "__main__":
    for page in PAGES:
        ROOT.joinpath(page).write_text(filled(page), "utf-8", newline="\n")
