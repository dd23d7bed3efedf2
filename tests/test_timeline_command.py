"""`timeline` as a shell meets it, and what `check` of a folder knows of what was posted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support import RULE, run, write

SETTINGS = "author: 老周\nselect: [feed]\ndrafts: [drafts]\n"
AS_OF = ("--as-of", "2026-03-02T12:00")
NIGHT = {"drafts/2026-03-02-2340-收摊.md": "收摊到现在，手冻得打不了字。\n"}
CALM = {"drafts/2026-03-03-0740-煮粥.md": "早上煮了一锅粥，等孩子起来喝。\n"}


def shop(tmp_path: Path, *files: dict[str, str]) -> Path:
    """A folder with settings and drafts."""
    return write(
        tmp_path / "shop",
        {".moments-lint.yaml": SETTINGS, "drafts/README": "", **{name: text for each in files for name, text in each.items()}},
    )


@pytest.mark.parametrize(
    ("files", "options", "code"),
    [
        pytest.param(CALM, AS_OF, 0, id="nothing to say"),
        pytest.param({}, AS_OF, 0, id="no drafts: a note, no failure"),
        pytest.param(NIGHT, AS_OF, 0, id="a hint is below the default"),
        pytest.param(NIGHT, (*AS_OF, "--fail-on", "hint"), 1, id="a hint at the level that fails"),
        pytest.param(NIGHT, (*AS_OF, "--fail-on", "hint", "--exit-zero"), 0, id="told, but not failed"),
        pytest.param(CALM, ("--as-of", "昨天"), 2, id="no time"),
        pytest.param(CALM, (*AS_OF, "--history", "none.csv"), 2, id="no history file"),
        pytest.param(CALM, (*AS_OF, "--history-columns", "什么"), 2, id="no mapping"),
        pytest.param({**CALM, "drafts/坏.md": "---\nautor: 老周\n---\n粥\n"}, AS_OF, 2, id="front matter to mend"),
        pytest.param({**CALM, ".moments-lint.yaml": "rhythm: modst\n"}, AS_OF, 2, id="a rhythm that does not exist"),
    ],
)
def test_exit_codes(tmp_path: Path, files: dict[str, str], options: tuple[str, ...], code: int) -> None:
    done = run("timeline", ".", *options, cwd=shop(tmp_path, files))
    assert done.returncode == code, done.stderr.decode()
    assert (done.stderr == b"") == (code != 2 and bool(files))


def test_a_file_is_no_feed(tmp_path: Path) -> None:
    folder = shop(tmp_path, CALM)
    done = run("timeline", next(iter(CALM)), cwd=folder)
    assert done.returncode == 2
    assert "--history" in done.stderr.decode()


def test_as_of_is_of_the_zone_of_the_settings(tmp_path: Path) -> None:
    folder = shop(tmp_path, CALM, {".moments-lint.yaml": SETTINGS + "timezone: Europe/Berlin\n"})
    done = run("timeline", ".", *AS_OF, "--output-format", "json", cwd=folder)
    told = json.loads(done.stdout)["timeline"]
    assert (told["as_of"], told["timezone"]) == ("2026-03-02T12:00:00+01:00", "Europe/Berlin")


def test_drafts_ledger_and_history_make_one_feed(tmp_path: Path) -> None:
    folder = shop(tmp_path, CALM, {"drafts/随想.md": "哪天发还没想好。\n"})
    write(folder, {"old.csv": "时间,内容\n2026/03/01 08:00,豆腐做嫩了\n,没有时间\n"})
    assert run("posted", "drafts/2026-03-03-0740-煮粥.md", "--at", "2026-03-02T07:45", cwd=folder).returncode == 0
    done = run(
        "timeline",
        ".",
        *AS_OF,
        "--history",
        "old.csv",
        "--history-columns",
        "at=时间,text=内容",
        "--output-format",
        "json",
        cwd=folder,
    )
    told = json.loads(done.stdout)
    assert done.returncode == 2
    assert "old.csv:3" in done.stderr.decode()
    assert [error["line"] for error in told["errors"]] == [3]
    assert told["timeline"]["undated"] == ["./drafts/随想.md".removeprefix("./")]
    posts = {
        post["at"]: post["posted"] for author in told["timeline"]["authors"] for day in author["days"] for post in day["posts"]
    }
    assert posts == {"2026-03-01T08:00:00+08:00": True, "2026-03-02T07:45:00+08:00": True}


def test_a_folder_checked_knows_what_was_posted(tmp_path: Path) -> None:
    """The same finding stands on a draft until it is recorded as posted."""
    folder = shop(tmp_path, NIGHT, {"drafts/无日期.md": "哪天发还没想好。\n"})
    before = json.loads(run("check", ".", "--output-format", "json", cwd=folder).stdout)
    assert [finding["rule"] for finding in before["timeline"]["findings"]] == ["feed/too-late"]
    assert run("posted", next(iter(NIGHT)), "--at", "2026-03-02T23:41", cwd=folder).returncode == 0
    after = run("check", ".", cwd=folder)
    assert "too-late" not in after.stdout.decode()
    assert "1 条没有日期" in after.stdout.decode()


@pytest.mark.parametrize("where", [".", "drafts"])
def test_what_was_posted_is_known_without_settings_too(tmp_path: Path, where: str) -> None:
    """The ledger then lies in the folder one stands in, which is the one that is looked at by default."""
    folder = write(tmp_path / "shop", {"drafts/2026-03-03-0740-煮粥.md": "早上煮粥。\n"})
    assert run("posted", "drafts/2026-03-03-0740-煮粥.md", "--at", "2026-03-02T07:45", cwd=folder).returncode == 0
    assert (folder / ".moments-lint" / "posted.jsonl").is_file()
    told = json.loads(run("timeline", where, *AS_OF, "--output-format", "json", cwd=folder).stdout)
    posts = [post["posted"] for author in told["timeline"]["authors"] for day in author["days"] for post in day["posts"]]
    assert posts == [True]
    assert "煮粥" not in run("plan", where, *AS_OF, cwd=folder).stdout.decode()


def test_a_single_file_makes_no_feed(tmp_path: Path) -> None:
    done = run("check", next(iter(NIGHT)), "--output-format", "json", cwd=shop(tmp_path, NIGHT))
    assert json.loads(done.stdout)["timeline"] is None


@pytest.mark.parametrize("output_format", ["text", "json", "html"])
def test_a_report_is_written_to_a_file_whole(tmp_path: Path, output_format: str) -> None:
    folder = shop(tmp_path, NIGHT)
    arguments = ("timeline", ".", *AS_OF, "--output-format", output_format)
    done = run(*arguments, "-o", "../report", cwd=folder)
    assert (done.returncode, done.stdout) == (0, b"")
    assert tmp_path.joinpath("report").read_bytes() == run(*arguments, cwd=folder).stdout


def test_a_day_without_an_hour_is_neither_late_nor_early(tmp_path: Path) -> None:
    done = run("timeline", ".", *AS_OF, cwd=shop(tmp_path, {"drafts/2026-03-03-煮粥.md": "煮粥。\n"}))
    assert "too-early" not in done.stdout.decode()


OWN_RHYTHM = """\
summary: {zh: 我家的节奏，不是平台规定, en: "Our own, no platform rule"}
sources: [自己定的]
thresholds: {feed/too-many-posts: 1}
"""


@pytest.mark.parametrize(
    ("written", "told"),
    [
        pytest.param(OWN_RHYTHM, "", id="a rhythm of one's own"),
        pytest.param(OWN_RHYTHM.replace("posts", "pots"), "feed/too-many-posts", id="a rule that does not exist"),
        pytest.param(OWN_RHYTHM.replace(": 1}", ": 1000}"), "100", id="a threshold out of bounds"),
        pytest.param(OWN_RHYTHM + "windows: [7点]\n", "07:30-09:00", id="no time of day"),
    ],
)
def test_a_rhythm_of_ones_own(tmp_path: Path, written: str, told: str) -> None:
    settings = SETTINGS.replace("select: [feed]\n", "rules: [mine]\nrhythm: own\n")
    rule = {"mine/own/king.yaml": RULE, "mine/_rhythms/own.yaml": written, ".moments-lint.yaml": settings}
    two = {"drafts/2026-03-03-0740-煮粥.md": "煮粥。\n", "drafts/2026-03-03-1230-切菜.md": "切菜。\n"}
    done = run("timeline", ".", *AS_OF, cwd=shop(tmp_path, two, rule))
    assert done.returncode == (2 if told else 1)
    assert told in done.stderr.decode()
    assert ("feed/too-many-posts" in done.stdout.decode()) == (not told)
