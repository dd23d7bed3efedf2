"""The first afternoon that the READMEs tell is so: every step is taken on the real command, and both pages quote all of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from generate_readme import BLOCK, PAGES, ROOT
from walkthrough import DRAFT, WORSE, transcripts


@pytest.mark.parametrize("page", PAGES)
def test_the_page_quotes_every_step(page: str, tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    told = transcripts(folder, PAGES[page])
    quoted = {block[2]: block[3] for block in BLOCK.finditer(ROOT.joinpath(page).read_text("utf-8"))}
    assert {name: quoted.get(name) for name in told} == told
    assert [name for name in quoted if name in told] == list(told)
    _require_the_story(folder, told)


def _require_the_story(folder: Path, told: dict[str, str]) -> None:
    """Hold the steps to what the pages say of them; their exit codes are held where they are taken."""
    draft = folder.joinpath(DRAFT).read_text("utf-8")
    assert "layout/exclamation-run" in told["write"]
    assert "！！！" not in draft
    assert "rule: absolute/whole-net" in draft
    assert "absolute/whole-net" not in told["hook"] + told["annotate"]
    assert "hard-sell/order-number" in told["mend"]
    assert f"file={WORSE}" in told["annotate"]
    assert f"file={DRAFT}" not in told["annotate"]
    assert str(folder) not in "".join(told.values())
