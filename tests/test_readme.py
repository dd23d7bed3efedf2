"""The READMEs say what is so: their output is the command's, their commands exist, and the two languages agree."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

import pytest
import yaml
from generate_readme import BLOCK, PAGES, ROOT, filled

from moments_lint import Linter, settings
from moments_lint.classifier.model import shipped
from moments_lint.cli import COMMANDS
from moments_lint.formats import FORMATS
from moments_lint.reading import parse_draft

TEXTS = {page: ROOT.joinpath(page).read_text("utf-8") for page in PAGES}


@pytest.mark.parametrize("page", PAGES)
def test_output_is_what_the_command_prints(page: str) -> None:
    assert BLOCK.search(TEXTS[page])
    assert TEXTS[page] == filled(page)


@pytest.mark.parametrize("page", PAGES)
def test_every_command_is_named_and_exists(page: str) -> None:
    named = set(re.findall(r"moments-lint ([a-z][a-z-]+)", TEXTS[page]))
    assert named == set(COMMANDS)


def test_both_pages_have_the_same_blocks_and_setup_commands() -> None:
    english, chinese = TEXTS.values()

    def setup(text: str) -> list[str]:
        return re.findall(r"^python3 .*", text, re.MULTILINE)

    assert setup(english) == setup(chinese)
    assert len(setup(english)) == 2
    assert re.findall(r"^```\w+", english, re.MULTILINE) == re.findall(r"^```\w+", chinese, re.MULTILINE)
    assert len(re.findall(r"^## ", english, re.MULTILINE)) == len(re.findall(r"^## ", chinese, re.MULTILINE))


@pytest.mark.parametrize("page", PAGES)
def test_the_settings_shown_are_read_without_complaint(page: str) -> None:
    (shown,) = (block for block in re.findall(r"```yaml\n(.*?)```", TEXTS[page], re.DOTALL) if "thresholds:" in block)
    read = settings.parse(shown, "shown.yaml")
    assert read.signature == "——{author}分享"
    assert sorted(yaml.safe_load(shown)) == sorted(settings.fields())


@pytest.mark.parametrize("page", PAGES)
def test_the_front_matter_shown_is_read_without_complaint(page: str) -> None:
    (shown,) = (block for block in re.findall(r"```yaml\n(.*?)```", TEXTS[page], re.DOTALL) if "post_at:" in block)
    draft = parse_draft(f"{shown}新茶到了".encode(), "draft.md")
    assert draft.errors == ()
    assert draft.document.post.text == "新茶到了"
    assert draft.document.post.ignore[0].text == "全网最低"


@pytest.mark.parametrize("page", PAGES)
def test_the_library_example_runs(page: str, linter: Linter) -> None:
    (shown,) = re.findall(r"```python\n(.*?)```", TEXTS[page], re.DOTALL)
    code = "\n".join(line.removeprefix("  ") for line in shown.splitlines())
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONUTF8": "1"})
    assert "hard_sell" in done.stdout.decode().splitlines()[0]


def test_the_version_is_in_the_changelog_or_unreleased() -> None:
    version = tomllib.loads(ROOT.joinpath("pyproject.toml").read_text("utf-8"))["project"]["version"]
    changelog = ROOT.joinpath("CHANGELOG.md").read_text("utf-8")
    assert "## Unreleased" in changelog or f"## {version}" in changelog


@pytest.mark.parametrize("page", PAGES)
def test_the_figures_of_the_classifier_are_those_of_the_shipped_model(page: str) -> None:
    about = shipped().about
    assert f"macro-F1 {about['macro F1']:.2f}" in TEXTS[page]
    assert f"AUC {about['AUC of hard_sell']:.3f}" in TEXTS[page]
    assert f"ECE {about['ECE of hard_sell']:.3f}" in TEXTS[page]
    assert f"{about['posts']:,}" in TEXTS[page]


@pytest.mark.parametrize("page", PAGES)
def test_the_figures_of_the_score_are_those_of_the_shipped_model(page: str) -> None:
    about = shipped().about
    alone = [about["score"][part] for part in ("rules", "model", "both")]
    assert " | ".join(f"{part['AUC']:.3f}" for part in alone) in TEXTS[page]
    assert " | ".join(f"{part['recall at 2%']:.1%}".replace("%", " %") for part in alone) in TEXTS[page]
    assert f"| {about['minimal pairs']['share']:.1%} |".replace("%", " %") in TEXTS[page]
    assert re.search(rf"\b{about['minimal pairs']['pairs']} ", TEXTS[page])


@pytest.mark.parametrize("page", PAGES)
def test_every_output_format_and_rhythm_is_named(page: str) -> None:
    names = [*FORMATS, *(file.stem for file in ROOT.joinpath("rules/_rhythms").glob("*.yaml"))]
    assert [name for name in names if not re.search(rf"\b{name}\b", TEXTS[page])] == []
