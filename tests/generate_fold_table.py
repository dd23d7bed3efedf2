"""Write `fold_table.json`: what each character is folded to. Run `python tests/generate_fold_table.py` after a change.

Sources: Unicode's compatibility decomposition and case folding as Python ships them, and the Traditional→Simplified
characters of OpenCC (Apache-2.0), read from the development dependency opencc-python-reimplemented.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from importlib.resources import files
from pathlib import Path

TABLE = Path(__file__).parents[1] / "src" / "moments_lint" / "fold_table.json"


def simplified() -> dict[str, str]:
    """Return OpenCC's first choice for every Traditional character."""
    lines = files("opencc").joinpath("dictionary/TSCharacters.txt").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if "\t" in line)
    return {traditional: choices.split()[0] for traditional, choices in pairs if len(traditional) == 1}


def folded(text: str, table: dict[str, str]) -> str:
    """Apply compatibility forms, case and script until nothing changes, so that folding twice equals folding once."""
    while True:
        step = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
        step = "".join(table.get(character, character) for character in step)
        if step == text:
            return text
        text = step


def build() -> dict[str, object]:
    """Return the table: `from`/`to` map one to one, `expand` maps one character to several."""
    table = simplified()
    one_to_one, expand = {}, {}
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if unicodedata.category(character) in ("Cn", "Co", "Cs", "Cc"):
            continue
        target = folded(character, table)
        if target == character or not target:
            continue
        if len(target) == 1:
            one_to_one[character] = target
        else:
            expand[character] = target
    return {
        "unicode": unicodedata.unidata_version,
        "from": "".join(one_to_one),
        "to": "".join(one_to_one.values()),
        "expand": expand,
    }


if __name__ == "__main__":
    TABLE.write_text(json.dumps(build(), ensure_ascii=False, indent=0) + "\n", "utf-8")
