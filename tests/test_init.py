"""`init`: a drafts folder that is clean from the start, a hook that real git runs, and nothing ever overwritten."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from support import CLEAN, LOUD, RULE, environment, run, write

from moments_lint import Linter, profile, reading, settings, starter, writing
from moments_lint.cli import main
from moments_lint.cli.init import COMMANDS
from moments_lint.errors import MomentsLintError
from moments_lint.post import GOODS, parse_time

ZH = [".moments-lint.yaml", "drafts/示例.md", "profile.yaml"]


assert COMMANDS  # imported before a test becomes another user


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, git's own aside."""
    files = (file for file in folder.rglob("*") if file.is_file())
    found = {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}
    return {name: data for name, data in sorted(found.items()) if not name.startswith(".git/")}


@pytest.mark.parametrize(("lang", "draft"), [("zh", "示例"), ("en", "example")])
@pytest.mark.parametrize("author", ["小林", "O'Neil", 'a "b"', "@AUTHOR@", "# 林", "A: b"])
def test_what_is_created_is_clean(lang: str, draft: str, author: str) -> None:
    files = starter.files(lang, author, None)
    assert sorted(files) == sorted([".moments-lint.yaml", f"drafts/{draft}.md", "profile.yaml"])
    chosen = settings.parse(files[".moments-lint.yaml"], "settings")
    assert (chosen.drafts, chosen.author, chosen.signature) == (("drafts",), author, "——{author}分享")
    linter = Linter(chosen, lang=lang)
    written = reading.parse_draft(files[f"drafts/{draft}.md"].encode(), "drafts/example.md")
    report = linter.check(written.document.post)
    assert (written.errors, report.findings, report.verdict) == ((), (), "publish")
    person, places = profile.parse(files["profile.yaml"], "profile.yaml")
    assert person.nickname == f"林家茶铺{author}"
    assert linter.check_profile(person, [written.document.post], places).findings == ()


def test_the_comments_name_every_category_of_goods() -> None:
    for lang in ("zh", "en"):
        files = starter.files(lang, "小林", None)
        assert all(" ".join(GOODS) in files[name] for name in (".moments-lint.yaml", "profile.yaml"))


def test_the_profile_names_every_field() -> None:
    for lang in ("zh", "en"):
        written = starter.files(lang, "小林", None)["profile.yaml"]
        assert [line.partition(":")[0] for line in written.splitlines()[1:]] != []
        assert {line.partition(":")[0] for line in written.splitlines()[1:]} == set(profile.LABELS)


def test_a_dated_example_is_dated_by_its_name() -> None:
    (name,) = (name for name in starter.files("zh", "小林", parse_time("2026-11-22T20:30")) if name.startswith("drafts/"))
    assert name == "drafts/2026-11-22-2030-示例.md"
    assert str(reading.parse_draft("早".encode(), name).document.post.at) == "2026-11-22 20:30:00"


@pytest.mark.parametrize("path", [".", "新目录", "深 一点/再深/草稿"])
def test_the_command_makes_the_folder_and_checks_it_clean(tmp_path: Path, path: str) -> None:
    base = write(tmp_path / "我的 朋友圈", {})
    done = run("init", path, "--author", "阿禾", cwd=base)
    folder = base / path
    assert (done.returncode, done.stderr) == (0, b"")
    assert list(tree(folder)) == ZH
    assert done.stdout.decode().count("建好") == 3
    for arguments in (["check", "."], ["profile", "profile.yaml", "--feed", "drafts"]):
        checked = run(*arguments, "--fail-on", "hint", cwd=folder)
        assert (checked.returncode, checked.stderr) == (0, b""), checked.stdout.decode()


def test_nobody_signs_with_the_name_of_the_example_unawares(tmp_path: Path) -> None:
    """`check --fix` would put it under their posts."""
    told = "到 .moments-lint.yaml 的 author 里换成你的名字"
    folder = write(tmp_path / "甲", {})
    assert told in run("init", cwd=folder).stdout.decode()
    assert told not in run("init", cwd=folder).stdout.decode()
    assert told not in run("init", "--author", "小林", cwd=write(tmp_path / "乙", {})).stdout.decode()


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path / "甲", {})
    run("init", cwd=folder)
    before = tree(folder)
    done = run("init", "--author", "别人", cwd=folder)
    assert (done.returncode, tree(folder)) == (0, before)
    assert done.stdout.decode().count("保留原样") == 3


@pytest.mark.parametrize("name", ZH)
def test_what_exists_stays_byte_for_byte_and_is_named(tmp_path: Path, name: str) -> None:
    own = b"\xff own \r\n words"
    folder = write(tmp_path / "甲", {name: own, "drafts/我的.md": own})
    done = run("init", cwd=folder)
    said = done.stdout.decode().replace(os.sep, "/").splitlines()
    assert done.returncode == 0
    assert f"保留原样  {name}" in said
    assert tree(folder)[name] == tree(folder)["drafts/我的.md"] == own
    assert sorted(tree(folder)) == sorted([*ZH, "drafts/我的.md"])


@pytest.mark.parametrize(
    ("files", "blocking"),
    [
        ({"drafts": "一个文件"}, "drafts"),
        ({"profile.yaml/里面.txt": "一个目录"}, "profile.yaml"),
        ({"drafts/示例.md/里面.txt": "一个目录"}, "示例.md"),
    ],
)
def test_when_something_is_in_the_way_nothing_is_half_made(tmp_path: Path, files: dict[str, str], blocking: str) -> None:
    folder = write(tmp_path / "甲", files)
    before = tree(folder)
    done = run("init", cwd=folder)
    assert done.returncode == 2
    assert blocking in done.stderr.decode()
    assert tree(folder) == before


def test_new_folders_go_again_too(tmp_path: Path) -> None:
    folder = write(tmp_path / "甲", {"占着": ""})
    with pytest.raises(MomentsLintError):
        writing.create_all({str(folder / "新" / "深" / "一.md"): b"1", str(folder / "占着" / "二.md"): b"2"})
    assert [file.name for file in folder.iterdir()] == ["占着"]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_dangling_link_is_not_written_through(tmp_path: Path) -> None:
    folder = write(tmp_path / "甲", {})
    (folder / "profile.yaml").symlink_to(tmp_path / "外面.yaml")
    assert run("init", cwd=folder).returncode == 2
    assert not (tmp_path / "外面.yaml").exists()
    assert sorted(file.name for file in folder.iterdir()) == ["profile.yaml"]


@pytest.mark.skipif(os.name == "nt", reason="a read-only folder takes files there")
def test_a_read_only_folder_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Root may write anywhere, so it becomes nobody for a moment."""
    with tempfile.TemporaryDirectory() as top:
        os.chmod(top, 0o755)
        folder = Path(top, "只读")
        folder.mkdir(mode=0o555)
        user = os.geteuid()
        try:
            os.seteuid(user or 65534)
            with pytest.raises(SystemExit) as leaving:
                main(["init", str(folder), "--lang", "en"])
        finally:
            os.seteuid(user)
        assert (leaving.value.code, list(folder.iterdir())) == (2, [])
        assert "cannot be created (not permitted)" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["--author", ""], ["--author", "一\n二"], ["--author", "林" * 31], ["--as-of", "昨天"], ["--hook"]]
)
def test_what_cannot_be_done_is_refused_before_anything_is_made(tmp_path: Path, arguments: list[str]) -> None:
    folder = write(tmp_path / "甲", {})
    done = run("init", "新", *arguments, cwd=folder, GIT_CEILING_DIRECTORIES=str(tmp_path))
    assert (done.returncode, list(folder.iterdir())) == (2, [])


# The git hook, run by real git

Done = subprocess.CompletedProcess[str]


class Repository:
    """A repository whose drafts lie in `folder` of it, with the hook set up by the command."""

    def __init__(self, top: Path, folder: str) -> None:
        self.top = write(top / "朋友圈 仓库", {"README.md": "# " + LOUD})
        self.folder = self.top / folder
        self.env = environment(top / "home", GIT_CONFIG_NOSYSTEM="1")
        for role in ("AUTHOR", "COMMITTER"):
            self.env |= {f"GIT_{role}_NAME": "阿禾", f"GIT_{role}_EMAIL": "ahe@example.invalid"}
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, code: int = 0) -> Done:
        done = subprocess.run(
            ["git", *arguments], cwd=self.top, env=self.env, capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done

    def init(self, *arguments: str) -> str:
        done = run("init", str(self.folder), "--hook", *arguments, cwd=self.top)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def commit(self, files: dict[str, str | bytes], code: int = 0) -> Done:
        write(self.folder, files)
        self.git("add", "-A")
        return self.git("commit", "-q", "-m", "一条", code=code)

    def hooks(self) -> list[str]:
        return sorted(f.name for f in (self.top / ".git" / "hooks").iterdir() if not f.name.endswith(".sample"))


FOLDERS = [".", "我的 草稿", "it's [a]/草 稿 *" if os.name != "nt" else "it's [a]/草 稿"]
OWN = {".moments-lint.yaml": "rules: [我的规则]\nselect: [own]\ndrafts: [drafts, 草稿]\n", "我的规则/own/king.yaml": RULE}


@pytest.fixture(params=FOLDERS)
def repository(tmp_path: Path, request: pytest.FixtureRequest) -> Repository:
    return Repository(tmp_path, request.param)


def test_a_hook_lets_good_drafts_in_and_keeps_bad_ones_out(repository: Repository) -> None:
    write(repository.folder, OWN)
    repository.init()
    assert repository.hooks() == ["pre-commit"]
    repository.commit({"drafts/好 消息.md": CLEAN})
    refused = repository.commit({"drafts/深/坏 消息.md": "---\nauthor: 阿禾\n---\n" + LOUD, "drafts/又好.md": CLEAN}, code=1)
    assert "坏 消息.md" in refused.stdout + refused.stderr
    assert "青瓜王" in refused.stdout + refused.stderr
    assert repository.git("log", "--format=%s").stdout.splitlines() == ["一条"]
    repository.git("commit", "-q", "-m", "就要", "--no-verify")


def test_what_is_staged_counts(tmp_path: Path) -> None:
    repository = Repository(tmp_path, ".")
    write(repository.folder, OWN)
    repository.init()
    repository.commit({})
    write(repository.folder, {"草稿/甲.txt": LOUD})
    repository.git("add", "-A")
    write(repository.folder, {"草稿/甲.txt": CLEAN})
    repository.git("commit", "-q", "-m", "坏", code=1)
    repository.git("add", "-A")
    write(repository.folder, {"草稿/甲.txt": CLEAN + LOUD, "草稿/乙.md": LOUD})
    repository.git("commit", "-q", "-m", "好")
    assert (repository.folder / "草稿" / "甲.txt").read_text("utf-8") == CLEAN + LOUD


def test_other_files_and_old_drafts_are_left_alone(tmp_path: Path) -> None:
    repository = Repository(tmp_path, ".")
    write(repository.folder, OWN | {"drafts/旧.md": LOUD})
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "装钩子之前")
    repository.init()
    repository.commit({"docs/坏.md": LOUD, "草稿箱/坏.md": LOUD, "drafts/坏.py": LOUD, "坏.md": LOUD})
    (repository.folder / "drafts" / "旧.md").unlink()
    repository.commit({})
    repository.commit({"drafts/第 1 条.MD": LOUD}, code=1)


@pytest.mark.parametrize("arguments", [["-a"], ["drafts/甲.md"]])
def test_commits_of_some_files_are_seen_too(tmp_path: Path, arguments: list[str]) -> None:
    """Git makes another index for these and names it to the hook."""
    repository = Repository(tmp_path, ".")
    write(repository.folder, OWN)
    repository.init()
    repository.commit({"drafts/甲.md": CLEAN})
    write(repository.folder, {"drafts/甲.md": LOUD})
    repository.git("commit", "-q", "-m", "坏", *arguments, code=1)
    write(repository.folder, {"drafts/甲.md": CLEAN * 2})
    repository.git("commit", "-q", "-m", "好", *arguments)


def test_settings_that_git_does_not_track_hold(tmp_path: Path) -> None:
    repository = Repository(tmp_path, "我的 草稿")
    write(repository.folder, OWN)
    write(repository.top, {".gitignore": ".moments-lint.yaml\n我的规则/\n"})
    repository.init()
    repository.commit({"drafts/坏.md": LOUD}, code=1)


def test_a_draft_that_cannot_be_read_keeps_the_commit_out(tmp_path: Path) -> None:
    repository = Repository(tmp_path, ".")
    repository.init()
    done = repository.commit({"drafts/甲.md": "我們家的茶葉到貨了，歡迎來店裡喝茶。".encode("big5")}, code=1)
    assert "Big5" in done.stdout + done.stderr


def test_many_drafts_are_one_run(tmp_path: Path) -> None:
    repository = Repository(tmp_path, ".")
    write(repository.folder, OWN)
    repository.init()
    done = repository.commit({f"草稿/第 {number} 条.md": CLEAN for number in range(60)})
    assert (done.stdout + done.stderr).count("检查了") == 1


def test_the_hook_leaves_nothing_behind(tmp_path: Path) -> None:
    repository = Repository(tmp_path, ".")
    repository.init()
    repository.env["TMPDIR"] = str(write(tmp_path / "临时 目录", {}))
    repository.commit({})
    repository.commit({"drafts/坏.md": "家人们冲！全网最低价，手慢无！\n"}, code=1)
    assert list((tmp_path / "临时 目录").iterdir()) == []
    assert repository.git("status", "--short").stdout.splitlines()
    assert sorted(repository.git("ls-files", "-z").stdout.strip("\0").split("\0")) == sorted(
        [".moments-lint.yaml", "README.md", "drafts/坏.md", "drafts/示例.md", "profile.yaml"]
    )


def test_an_existing_hook_is_not_touched_and_the_line_to_add_works(tmp_path: Path) -> None:
    repository = Repository(tmp_path, ".")
    write(repository.folder, OWN)
    own = b"#!/bin/sh\necho mine\n"
    hook = write(repository.top, {".git/hooks/pre-commit": own}) / ".git" / "hooks" / "pre-commit"
    hook.chmod(0o755)
    said = repository.init()
    assert hook.read_bytes() == own
    assert repository.hooks() == ["moments-lint", "pre-commit"]
    (line,) = (line.strip() for line in said.splitlines() if line.startswith("  sh "))
    hook.write_bytes(own + line.encode() + b"\n")
    repository.commit({"drafts/好.md": CLEAN})
    repository.commit({"drafts/坏.md": LOUD}, code=1)
    before = hook.read_bytes()
    assert line in repository.init()
    assert hook.read_bytes() == before


@pytest.mark.parametrize("place", ["我的 钩子", "{top}/别处 的钩子"])
def test_hooks_kept_elsewhere_are_found(tmp_path: Path, place: str) -> None:
    repository = Repository(tmp_path, "我的 草稿")
    hooks = place.format(top=tmp_path.as_posix())
    repository.git("config", "core.hooksPath", hooks)
    write(repository.folder, OWN)
    repository.init()
    assert repository.hooks() == []
    assert (repository.top / hooks / "pre-commit").is_file()
    repository.commit({"drafts/坏.md": LOUD}, code=1)


def test_a_second_run_keeps_the_hook(tmp_path: Path) -> None:
    repository = Repository(tmp_path, ".")
    repository.init()
    said = repository.init()
    assert repository.hooks() == ["pre-commit"]
    assert said.count("保留原样") == 4
    assert "add this line" not in repository.init("--lang", "en")
    assert repository.hooks() == ["pre-commit"]


def test_a_second_folder_has_a_hook_of_its_own(tmp_path: Path) -> None:
    repository = Repository(tmp_path, "一号店")
    repository.init()
    for number, name in enumerate(["二号店", "三号店"], 2):
        repository.folder = repository.top / name
        assert "hooks)/moments-lint" in repository.init()
        assert len(repository.hooks()) == number
    assert repository.hooks() == ["moments-lint", "moments-lint-2", "pre-commit"]


def test_a_worktree_is_checked_by_the_same_hook(tmp_path: Path) -> None:
    repository = Repository(tmp_path, ".")
    write(repository.folder, OWN)
    repository.init()
    repository.commit({})
    repository.git("worktree", "add", "-q", str(tmp_path / "另一 处"), "-b", "other")
    repository.top = repository.folder = tmp_path / "另一 处"
    repository.commit({"drafts/坏.md": LOUD}, code=1)


def test_without_the_program_the_commit_says_so(tmp_path: Path) -> None:
    """Green must mean checked."""
    repository = Repository(tmp_path, ".")
    repository.init()
    hook = repository.top / ".git" / "hooks" / "pre-commit"
    hook.write_text(hook.read_text("utf-8").replace(sys.executable.replace(os.sep, "/"), "/没有/python"), "utf-8")
    scripts = os.path.dirname(sys.executable)
    rest = [f for f in repository.env["PATH"].split(os.pathsep) if not shutil.which("moments-lint", path=f) and f != scripts]
    repository.env["PATH"] = os.pathsep.join(rest)
    assert "找不到 moments-lint" in repository.commit({}, code=1).stderr


def test_the_hook_is_plain_sh() -> None:
    shell = shutil.which("dash") or shutil.which("sh")
    assert shell
    for lang in ("zh", "en"):
        text = starter.hook(lang, "it's [a]/草 稿", "/opt/my python/bin/python3")
        assert subprocess.run([shell, "-n"], input=text.encode(), check=False).returncode == 0
        assert "@" not in text.replace('"$@"', "")
