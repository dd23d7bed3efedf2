"""Write the rule references beside the rules. Run `python tests/generate_reference.py` after changing a rule."""

from __future__ import annotations

from pathlib import Path

from moments_lint import Linter
from moments_lint.formats.catalogue_page import as_markdown

PAGES = {"en": "REFERENCE.md", "zh": "REFERENCE.zh-CN.md"}
FOLDER = Path(__file__).parents[1] / "rules"


def build() -> dict[str, str]:
    """Return file name → page."""
    return {name: as_markdown(Linter(lang=lang).rules, lang) for lang, name in PAGES.items()}


if __name__ == "__main__":
    for name, page in build().items():
        FOLDER.joinpath(name).write_text(page, "utf-8", newline="\n")
