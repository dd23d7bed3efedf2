"""`--statistics`: counts by rule and family, and nothing of single findings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support import CLEAN, LOUD, outcome, run, write
from whole_run import everything, own_linter

from moments_lint.formats import statistics

ZH = """\
     9  own  （3 条里）
         4  own/king  自封为王  提醒 4  （2 条里）
         2  own/whole  自封为王  提示 2  （2 条里）
         1  own/grave  自封为王  错误 1  （1 条里）
         1  own/often  太勤  提醒 1  （1 条里）
         1  own/overlap  自封为王  提醒 1  （1 条里）
检查了 3 条，用了 6 条规则：1 处错误，6 处提醒，2 处提示；跳过 2 个不是草稿的文件；3 处读不了或写错
"""


def test_the_text() -> None:
    assert statistics.render(everything("zh"), "zh", "text") == ZH


def test_the_data_sums_up() -> None:
    data = json.loads(statistics.render(everything("en"), "en", "json"))
    counts = everything("en").counts()
    for group in (data["rules"], data["families"]):
        assert sum(entry["findings"] for entry in group) == counts.total()
        assert all(sum(entry["severities"].values()) == entry["findings"] for entry in group)
        assert [entry["findings"] for entry in group] == sorted((entry["findings"] for entry in group), reverse=True)
    assert (data["version"], data["posts"], data["suppressed"], data["errors"]) == (1, 3, 1, 3)
    assert {entry["rule"] for entry in data["rules"]} == {finding.rule for finding in everything("en").findings()}


def test_nothing_found() -> None:
    data = json.loads(statistics.render(outcome(own_linter("zh"), []), "zh", "json"))
    assert (data["rules"], data["families"]) == ([], [])
    assert len(statistics.render(outcome(own_linter("zh"), []), "zh", "text").splitlines()) == 1


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 1),
        (["--output-format", "json"], 1),
        (["--exit-zero"], 0),
        (["--output-format", "sarif"], 2),
        (["--what-if"], 2),
    ],
)
def test_the_command(tmp_path: Path, options: list[str], code: int) -> None:
    folder = write(tmp_path / "folder", {"甲.md": CLEAN, "乙.md": LOUD + "全网最低价，加微信，最后三天手慢无\n"})
    done = run("check", ".", "--statistics", *options, cwd=folder)
    assert done.returncode == code
    assert ("absolute/whole-net" in done.stdout.decode()) is (code != 2)
    assert "乙.md" not in done.stdout.decode()
