"""What is generated and checked in is fresh."""

from __future__ import annotations

import json
from pathlib import Path

import generate_reference
import generate_schemas
import jsonschema
import pytest
import yaml

from moments_lint import catalogue

RULES = Path(catalogue.packaged_root())


def test_the_rule_references_are_fresh() -> None:
    assert {
        name: RULES.joinpath(name).read_text("utf-8") for name in generate_reference.PAGES.values()
    } == generate_reference.build()


def test_the_schemas_are_fresh() -> None:
    built = generate_schemas.build()
    assert {name: json.loads(generate_schemas.FOLDER.joinpath(name).read_text("utf-8")) for name in built} == built


FOLDERS = {"_terms": "cue-list.json", "_goods": "cue-list.json", "_guards": "guard.json", "_variants": "variants.json"}


@pytest.mark.parametrize("folder", [*FOLDERS, ""])
def test_packaged_files_are_valid_by_their_schemas(folder: str) -> None:
    """Editors read YAML's own types, so numbers and flags are written plainly and everything odd is quoted."""
    schema = json.loads(generate_schemas.FOLDER.joinpath(FOLDERS.get(folder, "rule.json")).read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    files = sorted(RULES.joinpath(folder).glob("*.yaml")) if folder else sorted(RULES.glob("[a-z]*/*.yaml"))
    wrong = [
        f"{file.name}: {error.message[:120]}"
        for file in files
        for error in validator.iter_errors(yaml.safe_load(file.read_text("utf-8")))
    ]
    assert files
    assert wrong == []
