"""The real command: exit codes, streams, paths and options, as a shell or a hook meets them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support import CLEAN, LOUD, RULE, environment, run, write

SETTINGS = "rules: [mine]\nselect: [own]\n"
Done = subprocess.CompletedProcess[bytes]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose settings choose one rule of its own, a warning; the packaged ones may change their minds."""
    files = {
        ".moments-lint.yaml": SETTINGS,
        "mine/own/king.yaml": RULE,
        "good.md": CLEAN,
        "bad.md": LOUD,
        "broken.md": b"\xff\xff",
        "front.md": "---\nautor: 阿禾\n---\n" + CLEAN,
        "drafts/好.md": CLEAN,
        "empty/README": "",
    }
    return write(tmp_path / "folder", files)


def told(done: Done) -> str:
    return done.stderr.decode()


CODES = [
    (["good.md"], 0),
    (["drafts"], 0),
    (["empty"], 0),
    (["bad.md"], 1),
    (["good.md", "bad.md"], 1),
    (["bad.md", "--fail-on", "error"], 0),
    (["bad.md", "--fail-on", "never"], 0),
    (["bad.md", "--fail-on", "hint"], 1),
    (["good.md", "--min-score", "100"], 1),
    (["good.md", "--min-score", "0"], 0),
    (["bad.md", "--exit-zero"], 0),
    (["good.md", "--min-score", "100", "--exit-zero"], 0),
    (["bad.md", "--fail-on", "never", "--min-score", "0"], 0),
    (["nowhere.md"], 2),
    (["good.md", "nowhere.md"], 2),
    (["nowhere.md", "bad.md"], 2),
    (["drafts", "nowhere"], 2),
    (["broken.md"], 2),
    (["good.md", "broken.md", "bad.md"], 2),
    (["front.md"], 2),
    (["front.md", "bad.md"], 2),
    (["nowhere.md", "--exit-zero"], 2),
    (["broken.md", "bad.md", "--exit-zero"], 2),
    (["bad.md", "front.md", "--exit-zero", "--fail-on", "never"], 2),
    (["good.md", "--fail-on", "sometimes"], 2),
    (["good.md", "--min-score", "101"], 2),
    (["good.md", "--output-format", "xml"], 2),
    (["good.md", "--no-such-option"], 2),
    (["good.md", "--output-file"], 2),
    (["good.md", "--lang", "fr"], 2),
    (["good.md", "--config", "nowhere.yaml"], 2),
    (["good.md", "--select", "nowhere", "--exit-zero"], 2),
]


@pytest.mark.parametrize(("arguments", "code"), CODES, ids=[" ".join(row[0]) for row in CODES])
def test_exit_codes(folder: Path, arguments: list[str], code: int) -> None:
    """0 clean, 1 something found, 2 the user must mend something; 2 is never outdone by a finding."""
    done = run("check", *arguments, cwd=folder)
    assert done.returncode == code
    assert bool(done.stderr) is (code == 2 or arguments in (["empty"], ["good.md", "--min-score", "100"]))
    assert "Traceback" not in told(done)


@pytest.mark.parametrize("names", [["good.md", "nowhere.md"], ["nowhere.md", "good.md"], ["broken.md", "good.md", "front.md"]])
def test_a_bad_path_does_not_keep_the_good_ones_from_being_checked(folder: Path, names: list[str]) -> None:
    done = run("check", *names, "--output-format", "json", cwd=folder)
    data = json.loads(done.stdout)
    assert "good.md" in [post["path"] for post in data["posts"]]
    assert {error["path"] for error in data["errors"]} == set(names) - {"good.md"}


@pytest.mark.parametrize(
    ("text", "noted"), [(CLEAN, False), ("---\nimages: 3\n---\n", False), ("---\nauthor: 阿禾\n---\n \n", True), ("", True)]
)
def test_a_draft_with_neither_text_nor_pictures_is_noted(folder: Path, text: str, noted: bool) -> None:
    """“Fine to post” says little of a draft that was lost on its way."""
    write(folder, {"drafts/空.md": text})
    done = run("check", "drafts", cwd=folder)
    assert (done.returncode, told(done)) == (0, "drafts/空.md: 正文是空的，没有字可看\n" if noted else "")


@pytest.mark.parametrize(
    ("arguments", "report"),
    [
        (["nowhere.md"], False),
        (["nowhere.md", "broken.md"], False),
        (["good.md", "nowhere.md"], True),
        (["nowhere.md", "--output-format", "json"], True),
    ],
)
def test_where_nothing_could_be_read_the_errors_stand_alone(folder: Path, arguments: list[str], report: bool) -> None:
    """“0 posts checked: 0 errors” above them would say nothing true that they do not; a report that is asked for is written."""
    done = run("check", *arguments, cwd=folder)
    assert (done.returncode, bool(done.stdout)) == (2, report)
    assert "nowhere.md: 没有这个文件或目录" in told(done)


def test_a_report_in_a_file_is_never_empty(folder: Path) -> None:
    """Where nothing could be read, an empty one would look clean."""
    run("check", "nowhere.md", "-o", "r.txt", cwd=folder)
    assert "检查了 0 条" in (folder / "r.txt").read_text("utf-8")


def test_a_broken_front_matter_is_told_with_its_line_and_the_text_is_checked(folder: Path) -> None:
    done = run("check", "front.md", "--lang", "en", cwd=folder)
    assert "front.md:2:1: unknown key “autor”" in told(done)
    assert "did you mean author?" in told(done)
    assert b"checked 1 post" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "form"),
    [
        (["good.md"], "text"),
        (["bad.md"], "json"),
        (["bad.md", "--exit-zero"], "text"),
        (["broken.md"], "json"),
        (["empty"], "text"),
    ],
)
def test_an_output_file_never_changes_the_code(folder: Path, arguments: list[str], form: str) -> None:
    plain = run("check", *arguments, "--output-format", form, cwd=folder)
    filed = run("check", *arguments, "--output-format", form, "-o", "结果.out", cwd=folder)
    assert filed.returncode == plain.returncode
    assert filed.stdout == b""
    assert filed.stderr == plain.stderr
    assert (folder / "结果.out").read_bytes() == plain.stdout


@pytest.mark.parametrize("target", ["nowhere/out.txt", "drafts", "good.md/out.txt"])
def test_an_output_file_that_cannot_be_written_is_2(folder: Path, target: str) -> None:
    done = run("check", "bad.md", "-o", target, cwd=folder)
    assert done.returncode == 2
    assert target in told(done)
    assert "Traceback" not in told(done)
    assert sorted(os.listdir(folder / "drafts")) == ["好.md"]


@pytest.mark.parametrize(
    ("arguments", "kept"),
    [
        (["check", "good.md", "bad.md"], "bad.md"),
        (["check", "drafts", "--fix"], "drafts/好.md"),
        (["check", "drafts"], "drafts/../drafts/好.md"),
        (["check", "broken.md"], "broken.md"),
        (["check", "bad.md"], ".moments-lint.yaml"),
        (["check", "bad.md", "--baseline", "old.json"], "old.json"),
        (["timeline", "drafts"], "drafts/好.md"),
        (["timeline", "drafts", "--history", "old.csv"], "old.csv"),
        (["profile", "p.yaml"], "p.yaml"),
        (["profile", "p.yaml", "--feed", "drafts"], "drafts/好.md"),
    ],
)
def test_no_report_is_written_over_what_it_is_about(folder: Path, arguments: list[str], kept: str) -> None:
    baseline = '{"version": 1, "tool": "moments-lint", "findings": []}'
    write(folder, {"p.yaml": "nickname: 阿禾\n", "old.csv": "at,text\n2026-03-01 08:00,早\n", "old.json": baseline})
    before = (folder / kept).read_bytes()
    done = run(*arguments, "-o", kept, cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert kept in told(done).replace(os.sep, "/")
    assert (folder / kept).read_bytes() == before


def test_a_report_does_not_replace_the_baseline_that_is_about_to_be_made(folder: Path) -> None:
    done = run("check", "drafts", "--baseline", "new.json", "--update-baseline", "-o", "new.json", cwd=folder)
    assert done.returncode == 2
    assert not (folder / "new.json").exists()


ORDERS = [
    ["check", "bad.md", "--output-format", "json", "--lang", "en", "--fail-on", "error"],
    ["check", "--output-format", "json", "bad.md", "--fail-on", "error", "--lang", "en"],
    ["check", "--fail-on=error", "--lang=en", "--output-format=json", "bad.md"],
    ["check", "--lang", "zh", "--lang", "en", "--fail-on", "error", "--output-format", "json", "--", "bad.md"],
]


def test_options_may_stand_in_any_order(folder: Path) -> None:
    done = [run(*arguments, cwd=folder) for arguments in ORDERS]
    assert {each.returncode for each in done} == {0}
    assert {each.stdout for each in done} == {done[0].stdout}
    assert "is self-awarded" in done[0].stdout.decode()


@pytest.mark.parametrize(
    ("arguments", "mend"),
    [
        (["chek"], "did you mean check?"),
        (["explian", "own/king"], "did you mean explain?"),
        (["青瓜"], "valid: check, "),
        (["check", "--exit-zer"], "--exit-zero"),
        (["check", "--selct", "own"], "did you mean --select?"),
        (["check", "--output-fromat", "json"], "did you mean --output-format?"),
        (["check", "good.md", "--min-scroe", "3"], "did you mean --min-score?"),
        (["explain", "own/kin"], "did you mean own/king? valid: own/king\n"),
        (["explain", "absolut/number-one"], "did you mean absolute/number-one? valid: absolute/…, authority/…, "),
        (["explain", "own"], "valid: own/king\n"),
        (["check", "--select", "onw/king"], "--select: no rule or family “onw/king”\n  to mend: did you mean own/king?"),
        (["check", "--select", "own,layout"], "--select: no rule or family “own,layout”\n  to mend: name one at a time"),
        (["check", "--ignore", "onw"], "--ignore: no rule or family “onw”\n  to mend: did you mean own?"),
        (["config", "god.md"], "god.md: no such file or folder\n  to mend: did you mean good.md?"),
        (["timeline", "draft"], "draft: no such file or folder\n  to mend: did you mean drafts?"),
        (["plan", "draft"], "draft: no such file or folder\n  to mend: did you mean drafts?"),
        (["render", "god.md"], "did you mean good.md?"),
        (["posted", "god.md"], "did you mean good.md?"),
        (["profile", "god.md"], "did you mean good.md?"),
        (["traps", " "], "TERM: needs a term"),
        (["why-not", "own/kin", "早"], "did you mean own/king?"),
    ],
)
def test_what_is_mistyped_gets_a_suggestion(folder: Path, arguments: list[str], mend: str) -> None:
    done = run(*arguments, LANG="en_US.UTF-8", cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert mend in told(done)


def test_what_to_do_is_said_once(folder: Path) -> None:
    for arguments in (["timeline", "--as-of", "soon"], ["posted", "good.md", "--at", "soon"], ["init", "new", "--as-of", "soon"]):
        assert told(run(*arguments, cwd=folder)).count("2026-11-22T20:30") == 1


def test_help_and_version_are_0(folder: Path) -> None:
    for arguments in (["--help"], ["-h"], ["--version"], ["check", "--help"], ["rules", "-h"]):
        done = run(*arguments, cwd=folder)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout


def test_the_null_device_is_written_to_and_stays(folder: Path) -> None:
    assert run("check", "good.md", "-o", os.devnull, cwd=folder).returncode == 0
    assert not os.path.isfile(os.devnull)


@pytest.mark.skipif(os.name == "nt", reason="streams have no names there")
@pytest.mark.parametrize("target", ["/proc/self/fd/1", "/dev/fd/1", "fd/1"])
def test_the_name_of_a_stream_stays_a_link(folder: Path, target: str) -> None:
    """As /dev/stdout is, which the administrator could replace by a file."""
    link = folder / "stdout"
    link.symlink_to(target)
    write(folder, {"fd/1": "旧\n"})
    with open(folder / "out.txt", "wb") as stream:
        command = [sys.executable, "-m", "moments_lint", "check", "bad.md", "-o", "stdout"]
        env = environment(folder.parent / "home")
        done = subprocess.run(command, cwd=folder, stdout=stream, stderr=subprocess.PIPE, env=env, check=False)
    assert done.returncode == 2
    assert "或者用 > 转出去" in done.stderr.decode()
    assert os.readlink(link) == target


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_no_place_to_write_to_and_stays(folder: Path) -> None:
    """Nobody may be reading it; `>` writes to it all the same."""
    os.mkfifo(folder / "pipe")
    assert run("check", "good.md", "-o", "pipe", cwd=folder).returncode == 2
    assert (folder / "pipe").is_fifo()


def test_a_score_that_alone_fails_is_told_in_every_format(folder: Path) -> None:
    done = run("check", "good.md", "--output-format", "concise", "--min-score", "99", cwd=folder)
    assert done.returncode == 1
    assert done.stdout == b""
    assert "不到 99" in done.stderr.decode()
    assert run("check", "good.md", "--min-score", "99", "--exit-zero", cwd=folder).stderr == b""


def test_without_a_command_the_help_is_shown_and_nothing_was_checked(folder: Path) -> None:
    done = run(cwd=folder)
    assert done.returncode == 2
    assert done.stderr.decode().startswith("用法：")
    assert done.stdout == b""


def test_every_command_of_the_help_has_help(folder: Path) -> None:
    listed = run("--help", cwd=folder, LANG="en_US.UTF-8").stdout.decode().partition("Commands:")[2]
    names = [line.split()[0] for line in listed.splitlines() if line.startswith("  ") and line[2] != " "]
    assert {"check", "rules", "explain", "why-not", "test-rules", "config", "evaluate"} <= set(names)
    for name in names:
        assert run(name, "--help", cwd=folder).returncode == 0


@pytest.mark.parametrize("lang", ["zh_CN.UTF-8", "en_US.UTF-8", "C", "zh_CN.GBK", ""])
def test_the_output_is_utf_8_whatever_the_locale(folder: Path, lang: str) -> None:
    done = run("check", "bad.md", cwd=folder, LANG=lang, LC_ALL="", PYTHONIOENCODING="ascii")
    assert done.returncode == 1
    assert "青瓜王" in done.stdout.decode()
    assert ("错误" in done.stdout.decode()) is not lang.startswith("en")


class TestStandardInput:
    """`-` is a draft, with whatever name and settings are asked for."""

    def test_it_is_checked(self, folder: Path) -> None:
        assert run("check", "-", cwd=folder, stdin=LOUD.encode()).returncode == 1
        assert run("check", "-", cwd=folder, stdin=CLEAN.encode()).returncode == 0

    def test_its_name_is_a_dash_or_the_one_given(self, folder: Path) -> None:
        for arguments, name in (([], "-"), (["--stdin-filename", "草稿/2026-11-22-2030-茶.md"], "草稿/2026-11-22-2030-茶.md")):
            done = run("check", "-", *arguments, "--output-format", "json", cwd=folder, stdin=LOUD.encode())
            assert [post["path"] for post in json.loads(done.stdout)["posts"]] == [name]

    def test_the_settings_are_those_of_the_given_name(self, folder: Path, tmp_path: Path) -> None:
        elsewhere = write(tmp_path / "elsewhere", {})
        name = str(folder / "drafts" / "新.md")
        assert run("check", "-", "--stdin-filename", name, cwd=elsewhere, stdin=LOUD.encode()).returncode == 1
        assert run("check", "-", cwd=elsewhere, stdin=CLEAN.encode()).returncode == 0

    @pytest.mark.parametrize("data", [b"", b"\n", b"\xef\xbb\xbf", "　\n".encode()])
    def test_empty_input_is_checked_and_0_with_a_note(self, folder: Path, data: bytes) -> None:
        done = run("check", "-", "--output-format", "json", cwd=folder, stdin=data)
        assert (done.returncode, told(done)) == (0, "-: 正文是空的，没有字可看\n")
        assert len(json.loads(done.stdout)["posts"]) == 1

    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (LOUD.encode("utf-16"), 1),
            (LOUD.encode("gb18030"), 1),
            ("---\nautor: 阿禾\n---\n".encode(), 2),
            ("我們家的茶葉到貨了，歡迎來店裡喝茶。".encode("big5"), 2),
            (b"\x00", 2),
            (b"a" * 1_000_001, 2),
        ],
        ids=["utf-16", "gb18030", "front-matter", "big5", "nul", "large"],
    )
    def test_it_is_read_as_files_are(self, folder: Path, data: bytes, code: int) -> None:
        assert run("check", "-", cwd=folder, stdin=data).returncode == code

    def test_beside_files(self, folder: Path) -> None:
        done = run("check", "good.md", "-", "--output-format", "json", cwd=folder, stdin=LOUD.encode())
        assert [post["path"] for post in json.loads(done.stdout)["posts"]] == ["good.md", "-"]


class TestFolders:
    """A folder is checked as posts and as a feed."""

    def test_an_empty_folder_is_0_with_a_note_on_the_other_stream(self, folder: Path) -> None:
        done = run("check", "empty", "--output-format", "json", cwd=folder)
        data = json.loads(done.stdout)
        assert done.returncode == 0
        assert data["posts"] == []
        assert data["summary"]["skipped"] == 1
        assert "没有找到草稿" in told(done)

    def test_without_a_path_the_folder_itself(self, folder: Path) -> None:
        done = run("check", "--output-format", "json", cwd=folder / "drafts")
        assert [post["path"] for post in json.loads(done.stdout)["posts"]] == ["好.md"]

    def test_a_folder_has_a_timeline_and_a_file_has_none(self, folder: Path) -> None:
        for path, feed in (("drafts", {"findings": []}), ("good.md", None)):
            assert json.loads(run("check", path, "--output-format", "json", cwd=folder).stdout)["timeline"] == feed

    def test_feed_findings_fail_too(self, tmp_path: Path) -> None:
        same = "今年的秋茶到了，山上雾大，采得比去年晚五天，喝起来更甜一点\n"
        drafts = write(tmp_path / "feed", {"2026-03-02-0800-甲.md": same, "2026-03-05-0800-乙.md": same})
        done = run("check", ".", "--isolated", "--select", "feed", "--output-format", "json", cwd=drafts)
        assert [finding["name"] for finding in json.loads(done.stdout)["timeline"]["findings"]] == ["2026-03-05-0800-乙.md"]
        assert done.returncode == 1
        assert run("check", *os.listdir(drafts), "--isolated", "--select", "feed", cwd=drafts).returncode == 0

    @pytest.mark.parametrize("at", ["0001-01-01T00:00+08:00", "9999-12-31T23:59-12:00", "9999-12-31"])
    def test_the_ends_of_the_calendar_are_no_bug_of_ours(self, tmp_path: Path, at: str) -> None:
        texts = [f"---\npost_at: {at}\n---\n今年的秋茶到了，山上雾大，采得比去年晚五天\n"] * 2
        drafts = write(tmp_path / "feed", {f"{number}.md": text for number, text in enumerate(texts)})
        done = run("check", ".", "--isolated", cwd=drafts)
        assert done.returncode in (0, 1, 2)
        assert "Traceback" not in told(done)

    def test_names_in_chinese_and_with_spaces(self, tmp_path: Path) -> None:
        names = ["新茶 到店（三）.md", "草稿 一/问 一句.md", "-开头.md", "emoji😀.md"]
        drafts = write(
            tmp_path / "朋友圈 草稿", dict.fromkeys(names, CLEAN) | {".moments-lint.yaml": SETTINGS, "mine/own/king.yaml": RULE}
        )
        for arguments in (["."], ["--", *names]):
            data = json.loads(run("check", "--output-format", "json", *arguments, cwd=drafts).stdout)
            assert sorted(post["path"].replace(os.sep, "/") for post in data["posts"]) == sorted(names)

    def test_line_ends_of_windows(self, folder: Path) -> None:
        write(folder, {"窗.md": "---\r\nauthor: 阿禾\r\n---\r\n早。\r\n" + LOUD.replace("\n", "\r\n")})
        data = json.loads(run("check", "窗.md", "--output-format", "json", cwd=folder).stdout)
        (finding,) = data["posts"][0]["findings"]
        assert (finding["line"], finding["column"], finding["excerpt"]) == (5, 4, "青瓜王")

    @pytest.mark.skipif(os.name == "nt", reason="a file name is text on Windows")
    @pytest.mark.parametrize("form", ["text", "json"])
    @pytest.mark.parametrize("filed", [False, True], ids=["stream", "file"])
    def test_a_file_name_that_is_not_utf_8_is_no_bug_of_ours(self, folder: Path, form: str, filed: bool) -> None:
        """Unpacked from an archive made on a Chinese Windows."""
        name = os.fsencode(folder) + b"/gbk/" + "茶".encode("gbk") + b".md"
        os.mkdir(os.path.dirname(name))
        with open(name, "wb") as file:
            file.write(LOUD.encode())
        done = run("check", "gbk", "--output-format", form, *(["-o", "out"] if filed else []), cwd=folder)
        assert done.returncode == 1
        assert done.stderr == b""

    def test_a_folder_that_cannot_be_written_is_checked(self, folder: Path) -> None:
        before = {file: file.stat().st_mtime_ns for file in folder.rglob("*")}
        folder.chmod(0o555)
        try:
            done = run("check", "drafts", cwd=folder)
        finally:
            folder.chmod(0o755)
        assert (done.returncode, done.stderr) == (0, b"")
        assert {file: file.stat().st_mtime_ns for file in folder.rglob("*")} == before


class TestStreams:
    """Readers that go away, terminals, and full disks."""

    @pytest.mark.skipif(os.name == "nt", reason="needs a shell with pipes")
    @pytest.mark.parametrize("name", ["good", "bad"])
    def test_a_reader_that_goes_away_is_no_news(self, folder: Path, name: str) -> None:
        """`moments-lint check … | head` says nothing, and does not make something found of a clean draft."""
        write(folder, {f"many/{number}.md": CLEAN if name == "good" else LOUD for number in range(300)})
        process = subprocess.Popen(
            [sys.executable, "-m", "moments_lint", "check", "many"],
            cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(folder.parent / "home"),
        )  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        noise = process.stderr.read()
        process.stderr.close()
        code = process.wait()
        assert noise == b""
        assert code == 0 or (code == 1 and name == "bad")

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a full device")
    def test_a_full_disk_is_not_a_clean_draft_nor_our_bug(self, folder: Path) -> None:
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "moments_lint", "check", "good.md"],
                cwd=folder, stdout=full, stderr=subprocess.PIPE, env=environment(folder.parent / "home"), check=False,
            )  # fmt: skip
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr

    @pytest.mark.skipif(os.name == "nt", reason="closes file descriptors as a shell does")
    @pytest.mark.parametrize(
        ("closed", "arguments", "code"),
        [
            ((1,), ["good.md"], 0),
            ((1,), ["bad.md"], 1),
            ((2,), ["good.md"], 0),
            ((2,), ["nowhere.md"], 2),
            ((0, 1, 2), ["bad.md"], 1),
            ((1,), ["bad.md", "--diff"], 1),
            ((0,), ["good.md"], 0),
            ((0,), ["-"], 2),
        ],
    )
    def test_a_stream_that_is_closed_is_no_bug_of_ours(
        self, folder: Path, closed: tuple[int, ...], arguments: list[str], code: int
    ) -> None:
        """`moments-lint check … >&-`: the code says what was found all the same."""
        shut = " ".join(f"{number}{'<' if number == 0 else '>'}&-" for number in closed)
        done = subprocess.run(
            ["sh", "-c", f'exec "$@" {shut}', "sh", sys.executable, "-m", "moments_lint", "check", *arguments],
            cwd=folder, capture_output=True, env=environment(folder.parent / "home"), check=False,
        )  # fmt: skip
        assert done.returncode == code
        assert b"Traceback" not in done.stderr

    @pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
    @pytest.mark.parametrize(
        ("extra", "colour"),
        [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
        ids=["terminal", "no-color", "no-color-empty", "dumb"],
    )
    def test_colour_on_a_terminal_that_wants_it(self, folder: Path, extra: dict[str, str], colour: bool) -> None:
        written = on_a_terminal(folder, ["check", "bad.md"], **extra)
        assert "青瓜王" in written
        assert ("\x1b[" in written) is colour

    def test_no_colour_in_a_pipe(self, folder: Path) -> None:
        for form in ("text", "json"):
            assert b"\x1b" not in run("check", "bad.md", "--output-format", form, cwd=folder, TERM="xterm-256color").stdout

    @pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
    def test_no_draft_moves_the_cursor_of_a_terminal(self, folder: Path) -> None:
        write(folder, {"trap.md": '---\n"\\e[2Jx": 1\n---\n\x1b[2J青瓜王\x9b2J\n'})
        written = on_a_terminal(folder, ["check", "trap.md"], NO_COLOR="1")
        assert "青瓜王" in written
        assert "\x1b" not in written
        assert "\x9b" not in written


def on_a_terminal(folder: Path, arguments: list[str], **extra: str) -> str:
    """Run the command with both streams on a pseudo-terminal and return what it wrote there."""
    import pty

    ours, theirs = pty.openpty()
    env = environment(folder.parent / "home", **({"TERM": "xterm-256color"} | extra))
    process = subprocess.Popen(
        [sys.executable, "-m", "moments_lint", *arguments], cwd=folder, env=env, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    written = b""
    while True:
        try:
            data = os.read(ours, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not data:
            break
        written += data
    process.wait()
    os.close(ours)
    return written.decode()


FORCED = """
import sys
import moments_lint.cli as cli
import moments_lint.cli.check as check
def broken(**options):
    raise {error}
check.check.callback = broken
cli.main(["check", {lang!r}, "--exit-zero"])
"""


@pytest.mark.parametrize("error", ["RuntimeError('unforeseen')", "KeyError('unforeseen')", "RecursionError('unforeseen')"])
@pytest.mark.parametrize(
    ("lang", "said"), [("--lang=zh", "这是 moments-lint 自己的错"), ("--lang=en", "This is a bug in moments-lint")]
)
def test_a_bug_of_ours_is_3_with_what_to_report(tmp_path: Path, error: str, lang: str, said: str) -> None:
    """Even `--exit-zero` does not hide it."""
    done = subprocess.run(
        [sys.executable, "-c", FORCED.format(error=error, lang=lang)],
        cwd=tmp_path,
        env=environment(tmp_path / "home"),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 3
    assert done.stdout == b""
    assert said in told(done)
    assert "unforeseen" in told(done)


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_an_interruption_is_told_without_a_stack_trace(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FORCED.format(error="KeyboardInterrupt", lang="--lang=en")],
        cwd=tmp_path,
        env=environment(tmp_path / "home"),
        capture_output=True,
        check=False,
    )
    assert done.returncode not in (0, 1)
    assert "interrupted" in told(done)
    assert "Traceback" not in told(done)


class TestOtherCommands:
    """The commands that speak of the rules themselves."""

    def test_rules_lists_the_rules_in_force(self, folder: Path) -> None:
        assert "own/king" in run("rules", cwd=folder).stdout.decode()
        listed = json.loads(run("rules", "--output-format", "json", cwd=folder).stdout)
        assert "own/king" in json.dumps(listed)

    def test_explain_says_all_that_the_file_says(self, folder: Path) -> None:
        done = run("explain", "own/king", "--lang", "en", cwd=folder)
        said = done.stdout.decode()
        assert done.returncode == 0
        for part in ("Self-crowned", "The reader cannot verify it", "Tell one true thing", "测试 第一条", "青瓜王", "青瓜熟了"):
            assert part in said

    @pytest.mark.parametrize(
        ("arguments", "stdin", "said"),
        [(["早安"], "", "none of the rule's terms is in the text"), ([], "青瓜王来了", "fired: 青瓜王")],
        ids=["argument", "standard-input"],
    )
    def test_why_not_tells_what_a_rule_saw(self, folder: Path, arguments: list[str], stdin: str, said: str) -> None:
        done = run("why-not", "own/king", *arguments, "--lang", "en", cwd=folder, stdin=stdin.encode())
        assert done.returncode == 0
        assert said in done.stdout.decode()

    @pytest.mark.parametrize(
        ("old", "new", "code", "said"),
        [
            ("青瓜王", "青瓜王", 0, ""),
            ('"<<青瓜王>>到货"', '"青瓜到货"', 1, "missing"),
            ('"青瓜熟了"', '"青瓜王熟了"', 1, "noisy"),
            ('"<<青瓜王>>到货"', '"青<<瓜王>>到货"', 1, "misplaced"),
            ("severity", "severe", 2, ""),
        ],
    )
    def test_test_rules_tells_each_outcome_by_name(self, folder: Path, old: str, new: str, code: int, said: str) -> None:
        write(folder, {"mine/own/king.yaml": RULE.replace(old, new)})
        done = run("test-rules", "mine", cwd=folder)
        assert done.returncode == code
        assert said in done.stdout.decode()

    def test_test_rules_asks_for_every_term_and_exception(self, folder: Path) -> None:
        text = RULE.replace("terms: [青瓜王]", "terms: [青瓜王, 黄瓜王], unless: [假青瓜王]")
        write(folder, {"mine/own/king.yaml": text})
        assert run("test-rules", "mine", cwd=folder).returncode == 0
        done = run("test-rules", "mine", "--coverage", cwd=folder)
        assert done.returncode == 1
        assert "黄瓜王" in done.stdout.decode()
        assert "假青瓜王" in done.stdout.decode()
