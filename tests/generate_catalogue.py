"""Write `catalogue.json`: the packaged rules, read and checked.

Run `python tests/generate_catalogue.py` after changing a rule.
"""

from __future__ import annotations

from pathlib import Path

from moments_lint import catalogue

CATALOGUE = Path(catalogue.__file__).with_name("catalogue.json")

if __name__ == "__main__":
    CATALOGUE.write_text(catalogue.compiled_json(catalogue.packaged_root()), "utf-8", newline="\n")
