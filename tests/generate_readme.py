"""Fill in the output blocks of both READMEs. Run `python tests/generate_readme.py` after a change that users see.

A block follows a line `<!-- output: NAME -->`; NAME says which command of COMMANDS is run, at the top of the checkout, or which
part of the walkthrough is told.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from walkthrough import transcripts

ROOT = Path(__file__).parents[1]
PAGES = {"README.md": "en", "README.zh-CN.md": "zh"}
GOOD = "corpus/feeds/good"
COMMANDS = {
    "check": ["check", "corpus/drafts/2026-11-19-2000-最后一波.md"],
    "timeline": ["timeline", GOOD, "--history", f"{GOOD}/history.jsonl", "--as-of", "2026-11-22T12:00"],
}
BLOCK = re.compile(r"(<!-- output: (\w+) -->\n```text\n)(.*?)(```\n)", re.DOTALL)


def output(name: str, lang: str) -> str:
    """Return what a command prints, as a user without a colour terminal sees it."""
    command = [sys.executable, "-m", "moments_lint", *COMMANDS[name], "--lang", lang]
    environment = os.environ | {"NO_COLOR": "1"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False).stdout.decode()


def filled(page: str) -> str:
    """Return a README with its output blocks made anew."""
    text = ROOT.joinpath(page).read_text("utf-8")
    lang = PAGES[page]
    told = walked(lang)
    return BLOCK.sub(lambda block: block[1] + (told.get(block[2]) or output(block[2], lang)) + block[4], text)


def walked(lang: str) -> dict[str, str]:
    """Return the blocks of the walkthrough, walked anew."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "shop")
        folder.mkdir()
        return transcripts(folder, lang)


if __name__ == "__main__":
    for page in PAGES:
        ROOT.joinpath(page).write_text(filled(page), "utf-8", newline="\n")
