"""`plan` as a shell meets it: nothing is written unasked, and then post_at alone, byte for byte."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import run, write

from moments_lint import amending, front_matter, reading

NOW = ("--as-of", "2026-11-19T09:30")
DAY = "2026-11-20-{:02}00-{}.md"
TEXTS = ["桥下的水退了", "蒸笼里有八个包子", "门口的桂树该剪了", "外婆的针线盒找到了", "隔壁借走了梯子", "雨靴晾在窗台上"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six drafts on one day, where five are enough, and one without a time."""
    drafts = {DAY.format(8 + 2 * number, number): f"{text}。\n" for number, text in enumerate(TEXTS)}
    return write(tmp_path / "folder", {".moments-lint.yaml": "author: 阿禾\n", "汤.md": "灶上炖着汤。\n", **drafts})


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def test_without_write_nothing_is_touched(folder: Path) -> None:
    before = contents(folder)
    done = run("plan", ".", *NOW, cwd=folder)
    said = done.stdout.decode()
    assert (done.returncode, contents(folder)) == (0, before)
    assert "2026-11-21 07:30  ← 2026-11-20 18:00  2026-11-20-1800-5.md" in said
    assert "一共 6 条" in said
    assert "+post_at: 2026-11-21T07:30+08:00" in said
    assert "还没有改文件" in said


def test_a_plan_knows_the_history_that_a_timeline_knows(folder: Path) -> None:
    out = [f"2026-11-21 {8 + 2 * number:02}:00,{text}" for number, text in enumerate(("豆浆", "油条", "烧饼", "糖糕", "粢饭"))]
    write(folder, {"old.csv": "\n".join(["时间,内容", *out]) + "\n"})
    history = ("--history", "old.csv", "--history-columns", "at=时间,text=内容")
    said = run("plan", ".", *NOW, *history, cwd=folder).stdout.decode()
    assert "2026-11-22 07:30  ← 2026-11-20 18:00  2026-11-20-1800-5.md" in said
    done = run("plan", ".", *NOW, "--history", "old.csv", "--write", cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "old.csv:1" in done.stderr.decode()


def test_write_shows_the_diff_first_and_leaves_nothing_to_plan(folder: Path) -> None:
    before = contents(folder)
    done = run("plan", ".", "--write", "--lang", "en", *NOW, cwd=folder)
    said = done.stdout.decode()
    assert done.returncode == 0
    assert said.index("+post_at: 2026-11-21T07:30+08:00") < said.index("wrote 2 file(s)")
    after = contents(folder)
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {"2026-11-20-1800-5.md", "汤.md"}
    for name in changed:
        assert after[name].endswith(before[name])
    assert "0 to reschedule" in run("plan", ".", "--lang", "en", *NOW, cwd=folder).stdout.decode()
    assert "feed/too-many-posts" not in run("timeline", ".", *NOW, cwd=folder).stdout.decode()


def test_what_is_recorded_as_posted_is_left_alone(folder: Path) -> None:
    run("posted", "汤.md", "--at", "2026-11-18T20:00", cwd=folder)
    assert "汤.md" not in run("plan", ".", *NOW, cwd=folder).stdout.decode()


@pytest.mark.parametrize(
    ("files", "arguments"),
    [
        pytest.param({}, ["nowhere"], id="no such folder"),
        pytest.param({}, ["汤.md"], id="a file"),
        pytest.param({}, [".", "--as-of", "明天"], id="no time"),
        pytest.param({"坏.md": "---\nautor: 阿禾\n---\n汤\n"}, ["."], id="front matter with a mistake"),
        pytest.param({"坏.md": b"\xff\xff"}, ["."], id="no text"),
        pytest.param({".moments-lint/posted.jsonl": "{torn"}, ["."], id="a torn ledger"),
    ],
)
def test_what_must_be_mended_is_2(folder: Path, files: dict[str, str | bytes], arguments: list[str]) -> None:
    done = run("plan", *arguments, *(() if "--as-of" in arguments else NOW), cwd=write(folder, files))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr.decode()
    assert "坏.md" not in done.stdout.decode()


def test_a_copy_that_no_time_mends_is_1(folder: Path) -> None:
    write(
        folder, {f"同{number:02}.md": "同一段话，今年的柚子结得密，甜里带一点酸，摘下来放三天最好吃。\n" for number in range(9)}
    )
    done = run("plan", ".", *NOW, cwd=folder)
    assert done.returncode == 1
    assert "重写" in done.stdout.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="rights and links are another matter on Windows")
@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs users")
def test_a_read_only_file_and_a_link_outward_are_told_and_kept(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "别人的.md"
    outside.write_text("井水很凉。\n", "utf-8")
    (folder / "链.md").symlink_to(outside)
    (folder / "汤.md").chmod(stat.S_IRUSR)
    done = run("plan", ".", "--write", *NOW, cwd=folder)
    assert done.returncode == 2
    assert (folder / "汤.md").read_text("utf-8") == "灶上炖着汤。\n"
    assert outside.read_text("utf-8") == "井水很凉。\n"
    assert "2026-11-21T07:30" in (folder / "2026-11-20-1800-5.md").read_text("utf-8")
    assert done.stderr.decode().count("不改") == 2


NEWLINES = st.sampled_from(["\n", "\r\n", "\r"])
VALUES = st.sampled_from(
    ["2026-11-20T08:00", "'2026-11-20 08:00'", '"2026-11-20T08:00+08:00"   # 早市', "2026-11-20T08:00+09:00 "]
)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"])
BODIES = st.lists(st.sampled_from(["汤好了", "---", "post_at: 2026-11-20T08:00", "  两勺盐 ", "", "🍵"]), max_size=5)


@given(NEWLINES, VALUES, ENCODINGS, BODIES)
@settings(max_examples=60)
def test_only_the_value_of_post_at_changes(newline: str, value: str, encoding: str, body: list[str]) -> None:
    """The bytes before and after the value are those that stood there: quotes and comments, line ends, encoding, mark."""
    head, tail = f"---{newline}author: 阿禾{newline}post_at: ", f"{newline}goods: food{newline}---{newline}{newline.join(body)}"
    quoted = value.partition("   #")[0].rstrip()
    before = (head + value + tail).encode(encoding)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "汤.md")
        path.write_bytes(before)
        document = reading.read_draft(os.fspath(path)).document
        if document.encoding != encoding.replace("-sig", ""):
            return  # a text that happens to be UTF-8 too
        at = datetime.fromisoformat("2026-12-01T20:30+08:00")
        edit = front_matter.with_value(document, "post_at", at.isoformat(timespec="minutes"))
        draft = amending.amend(document, [edit])
        assert draft.document.post.at == at
        assert path.read_bytes() == (head + value.replace(quoted, "2026-12-01T20:30+08:00", 1) + tail).encode(encoding)
