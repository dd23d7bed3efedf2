"""The example feeds under corpus/feeds, each with its report as people and programs read it."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
import pytest
from generate_feed_reports import FEEDS, GOLDEN, NAMES, ROOT, build

SCHEMA = json.loads(files("moments_lint").joinpath("schemas/report-v1.json").read_text("utf-8"))
SEEN = {
    "good": set(),
    "honest-shop": set(),
    "flooding": {
        "feed/burst",
        "feed/too-many-posts",
        "feed/too-many-selling-posts",
        "feed/same-copy",
        "feed/same-product",
        "feed/selling-share-week",
        "feed/too-late",
    },
    "drifting": {"feed/goods-drift", "feed/lost-focus", "feed/signature-changes", "feed/no-life", "feed/ads-in-a-row"},
    "upline": {"feed/upline-copy"},
}
"""Feed → rules that must speak about it; the clean ones must be silent."""


@pytest.fixture(autouse=True)
def _at_the_top_of_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_every_feed_is_looked_at() -> None:
    assert sorted(folder.name for folder in FEEDS.iterdir() if folder.is_dir()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_reports_are_as_they_were_read(name: str) -> None:
    for file, report in build(name).items():
        assert GOLDEN.joinpath(file).read_text("utf-8") == report, (
            f"read the difference, then run generate_feed_reports.py: {file}"
        )


@pytest.mark.parametrize("name", NAMES)
def test_each_feed_shows_what_it_is_an_example_of(name: str) -> None:
    report = json.loads(GOLDEN.joinpath(f"{name}.json").read_text("utf-8"))
    found = {finding["rule"] for finding in report["timeline"]["findings"]}
    assert found == set() if not SEEN[name] else found >= SEEN[name]


@pytest.mark.parametrize("name", NAMES)
def test_the_reports_keep_the_schema(name: str) -> None:
    jsonschema.validate(json.loads(GOLDEN.joinpath(f"{name}.json").read_text("utf-8")), SCHEMA)
