"""The pre-commit hooks, run by the real pre-commit on a real repository. Nothing is downloaded: the installed command is used."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from support import CLEAN, LOUD, REPOSITORY, RULE, environment, write

HOOKS = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8"))
SETTINGS = "rules: [我的规则]\nselect: [own, feed]\ntimezone: Asia/Shanghai\n"
SAME = "今年的秋茶到了，山上雾大，采得比去年晚五天，喝起来更甜一点\n"

Done = subprocess.CompletedProcess[str]


class Repository:
    """A repository of drafts whose hooks are ours."""

    def __init__(self, top: Path) -> None:
        self.top = top / "朋友圈 仓库"
        scripts = os.path.dirname(sys.executable)
        self.env = environment(top / "home", PRE_COMMIT_HOME=str(top / "pre-commit"), GIT_CONFIG_NOSYSTEM="1")
        self.env["PATH"] = os.pathsep.join([scripts, self.env["PATH"]])
        for role in ("AUTHOR", "COMMITTER"):
            self.env |= {f"GIT_{role}_NAME": "阿禾", f"GIT_{role}_EMAIL": "ahe@example.invalid"}
        hooks = [hook | {"language": "system"} for hook in HOOKS]
        config = {"repos": [{"repo": "local", "hooks": hooks}]}
        files = {
            ".pre-commit-config.yaml": yaml.safe_dump(config, allow_unicode=True),
            ".moments-lint.yaml": SETTINGS,
            "我的规则/own/king.yaml": RULE,
            "README.md": "# " + LOUD,
        }
        write(self.top, files)
        self.git("init", "-q", "-b", "main")
        self.git("add", ".")
        self.git("commit", "-q", "-m", "开始")

    def git(self, *arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=self.top, env=self.env, capture_output=True, text=True, check=True)
        return done.stdout

    def add(self, files: dict[str, str | bytes]) -> None:
        write(self.top, files)
        self.git("add", *files)

    def hook(self, *arguments: str) -> Done:
        """Run the hook as a commit would, verbosely."""
        command = [sys.executable, "-m", "pre_commit", "run", "--verbose", "--color=never", *arguments]
        return subprocess.run(command, cwd=self.top, env=self.env, capture_output=True, text=True, check=False)

    def feed(self) -> Done:
        return self.hook("moments-lint-timeline", "--hook-stage", "manual", "--all-files")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def test_the_manifest_is_valid() -> None:
    manifest = str(REPOSITORY / ".pre-commit-hooks.yaml")
    done = subprocess.run([sys.executable, "-m", "pre_commit", "validate-manifest", manifest], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"")
    assert [hook["id"] for hook in HOOKS] == ["moments-lint", "moments-lint-timeline"]
    assert all(hook["language"] == "python" and hook["description"] for hook in HOOKS)


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["drafts/好.md"], 0),
        (["草稿/新茶 到店（三）.md"], 0),
        (["团队/草稿/一 二 三.txt"], 0),
        (["drafts/坏.md"], 1),
        (["草稿/坏 消息.md", "草稿/好.md"], 1),
        (["坏.md"], 0),
        (["docs/坏.md"], 0),
        (["drafts/坏.py"], 0),
        (["草稿箱/坏.md"], 0),
        (["my-drafts/坏.md"], 0),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_drafts_are_checked_and_other_files_are_left_alone(repository: Repository, names: list[str], code: int) -> None:
    repository.add({name: LOUD if "坏" in name else CLEAN for name in names})
    done = repository.hook("moments-lint")
    assert done.returncode == code
    assert ("青瓜王" in done.stdout) is (code == 1)


def test_a_failing_draft_is_named_with_its_place(repository: Repository) -> None:
    repository.add({"草稿/新茶 到店.md": "---\nauthor: 阿禾\n---\n" + LOUD})
    done = repository.hook("moments-lint")
    assert done.returncode == 1
    assert "草稿/新茶 到店.md" in done.stdout
    assert "4:4 " in done.stdout
    assert "\x1b" not in done.stdout


def test_sixty_drafts_are_checked_by_one_process(repository: Repository) -> None:
    """Split over processes, rules that look at several drafts would see half of them."""
    repository.add({f"草稿/第 {number} 条.md": CLEAN for number in range(60)})
    done = repository.hook("moments-lint")
    assert done.returncode == 0
    assert done.stdout.count("检查了 60 条") == 1
    assert done.stdout.count("检查了") == 1


def test_one_failing_draft_of_sixty_fails(repository: Repository) -> None:
    repository.add({f"草稿/第 {number} 条.md": LOUD if number == 37 else CLEAN for number in range(60)})
    done = repository.hook("moments-lint")
    assert done.returncode == 1
    assert done.stdout.count("「青瓜王」") == 1


def test_only_what_is_staged_is_checked(repository: Repository) -> None:
    """Of a draft staged in part, the staged part; the rest of the working tree is put aside and comes back."""
    repository.add({"草稿/甲.md": CLEAN})
    write(repository.top, {"草稿/甲.md": CLEAN + LOUD, "草稿/乙.md": LOUD})
    done = repository.hook("moments-lint")
    assert done.returncode == 0
    assert "检查了 1 条" in done.stdout
    assert (repository.top / "草稿" / "甲.md").read_text("utf-8") == CLEAN + LOUD


def test_what_is_staged_fails_though_it_is_mended_in_the_working_tree(repository: Repository) -> None:
    repository.add({"草稿/甲.md": LOUD})
    write(repository.top, {"草稿/甲.md": CLEAN})
    assert repository.hook("moments-lint").returncode == 1


def test_a_draft_that_cannot_be_read_fails(repository: Repository) -> None:
    repository.add({"草稿/甲.md": "我們家的茶葉到貨了，歡迎來店裡喝茶。".encode("big5"), "草稿/乙.md": CLEAN})
    done = repository.hook("moments-lint", "--files", "草稿/甲.md", "草稿/乙.md")
    assert done.returncode == 1
    assert "- exit code: 2" in done.stdout
    assert "Big5" in done.stdout


def test_the_hook_changes_no_file(repository: Repository) -> None:
    repository.add({"草稿/甲.md": LOUD, "草稿/乙.md": CLEAN})
    repository.hook("moments-lint")
    repository.feed()
    assert repository.git("status", "--porcelain", "--ignored", "-uall").count("\n") == 2
    assert repository.git("diff") == ""


def test_arguments_of_the_user_are_passed_on(repository: Repository) -> None:
    config = yaml.safe_load((repository.top / ".pre-commit-config.yaml").read_text("utf-8"))
    config["repos"][0]["hooks"][0]["args"] = ["--fail-on", "error"]
    repository.add({".pre-commit-config.yaml": yaml.safe_dump(config, allow_unicode=True), "草稿/甲.md": LOUD})
    assert repository.hook("moments-lint").returncode == 0


FEED = {"草稿/2026-03-02-0800-甲.md": SAME, "草稿/2026-03-05-0800-乙 二.md": SAME}


def test_the_feed_hook_sees_every_draft_not_only_the_changed_ones(repository: Repository) -> None:
    repository.add({"草稿/2026-03-02-0800-甲.md": SAME})
    repository.git("commit", "-q", "-m", "甲")
    assert repository.hook("moments-lint-timeline", "--hook-stage", "manual").returncode == 0
    repository.add({"草稿/2026-03-05-0800-乙 二.md": SAME})
    done = repository.hook("moments-lint-timeline", "--hook-stage", "manual")
    assert done.returncode == 1
    assert "feed/same-copy" in done.stdout
    assert "2026-03-05-0800-乙 二.md" in done.stdout


def test_the_feed_hook_is_not_run_at_every_commit(repository: Repository) -> None:
    repository.add(dict(FEED))
    done = repository.hook()
    assert done.returncode == 0
    assert "feed/same-copy" not in done.stdout


def test_the_feed_hook_leaves_readme_files_alone(repository: Repository) -> None:
    """The folder of the repository holds more than drafts; with `drafts:` in the settings only those are the feed."""
    repository.add({".moments-lint.yaml": SETTINGS + "drafts: [草稿]\n", "草稿/甲.md": CLEAN})
    done = repository.feed()
    assert done.returncode == 0
    assert "检查了 1 条" in done.stdout


def test_a_commit_is_refused_and_one_mended_goes_through(repository: Repository) -> None:
    subprocess.run(
        [sys.executable, "-m", "pre_commit", "install"], cwd=repository.top, env=repository.env, capture_output=True, check=True
    )
    repository.add({"草稿/甲 一.md": LOUD})
    with pytest.raises(subprocess.CalledProcessError) as refused:
        repository.git("commit", "-m", "甲")
    assert "青瓜王" in refused.value.stdout + refused.value.stderr
    repository.add({"草稿/甲 一.md": CLEAN})
    repository.git("commit", "-q", "-m", "甲")
    assert repository.git("log", "--oneline").count("\n") == 2
