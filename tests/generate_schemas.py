"""Write the JSON Schemas of rule files and settings from the fields that read them.

Run `python tests/generate_schemas.py` after changing a field. Editors use them through a yaml-language-server line.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from moments_lint import catalogue, profile, reading, rule_folder, schema, settings
from moments_lint.kinds import Names
from moments_lint.rule_file import rule_fields

FOLDER = Path(catalogue.__file__).parent / "schemas"


def build() -> dict[str, dict[str, Any]]:
    """Return file name → schema. Names of cue lists and guards stay open: a folder of rules may bring its own."""
    packaged = catalogue.read_root(catalogue.packaged_root())
    names = Names(tuple(sorted(packaged.terms)), tuple(sorted(packaged.guards)))
    fields = {
        "rule.json": rule_fields(names),
        "settings.json": settings.fields(),
        "profile.json": profile.fields(),
        "front-matter.json": reading.front_matter_fields(),
        "cue-list.json": rule_folder.shared_fields("_terms"),
        "guard.json": rule_folder.shared_fields("_guards"),
        "variants.json": rule_folder.shared_fields("_variants"),
        "rhythm.json": rule_folder.shared_fields("_rhythms"),
    }
    return {
        name: {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"moments-lint {name[:-5]}"}
        | schema.record(given).schema
        for name, given in fields.items()
    }


if __name__ == "__main__":
    for name, content in build().items():
        FOLDER.joinpath(name).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")
