"""`.moments-lint.yaml`: strict, nearest one upward, not merged; options stand over it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from support import CLEAN, LOUD, RULE, mistakes_of, own_rules, run, write

from moments_lint import reading, score, settings
from moments_lint.errors import MomentsLintError, SettingsError
from moments_lint.finding import Severity
from moments_lint.linter import Linter
from moments_lint.post import Post
from moments_lint.settings import Audience, Settings

WHOLE = """\
drafts: [朋友圈/草稿, drafts]
rules: [my rules]
select: [absolute, own/king]
ignore: [layout]
severity: {own/king: error, own/second: hint}
thresholds: {own/third: 12}
signature: "——{author}分享"
author: 阿禾
goods: food
timezone: Asia/Tokyo
fail_on: error
min_score: 42
audiences:
  老客户: {severity: {own/king: hint}, thresholds: {own/third: 20}, ignore: [layout], min_score: 10}
  新朋友: {}
"""

READ = [
    ("", Settings()),
    ("# 只有说明\n", Settings()),
    ("{}", Settings()),
    ("fail_on: never\n", Settings(fail_on="never")),
    ("min_score: 0\n", Settings(min_score=0)),
    ("signature: ——阿禾\n", Settings(signature="——阿禾")),
    ("drafts: []\n", Settings()),
    (
        WHOLE,
        Settings(
            drafts=("朋友圈/草稿", "drafts"),
            rules=("my rules",),
            select=("absolute", "own/king"),
            ignore=("layout",),
            severity={"own/king": Severity.error, "own/second": Severity.hint},
            thresholds={"own/third": 12},
            signature="——{author}分享",
            author="阿禾",
            goods="food",
            timezone="Asia/Tokyo",
            fail_on="error",
            min_score=42,
            audiences={"老客户": Audience({"own/king": Severity.hint}, {"own/third": 20}, ("layout",), 10), "新朋友": Audience()},
        ),
    ),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_settings_are_read(text: str, expected: Settings) -> None:
    assert settings.parse(text, "设置.yaml") == expected._replace(path="设置.yaml")


REFUSED = [
    ("draft: [drafts]\n", 1, 1, "unknown key “draft”", "did you mean drafts? valid: drafts, rules, select, "),
    ("fail_on: warning\nfail-on: hint\n", 2, 1, "unknown key “fail-on”", "did you mean fail_on?"),
    ("drafts: drafts\n", 1, 9, "a list is needed here, not a single value", ""),
    ("fail_on: no\n", 1, 10, "“no” is not valid here", "valid: hint, warning, error, never"),
    ("fail_on: warn\n", 1, 10, "“warn” is not valid here", "did you mean warning?"),
    ("severity: {own/king: serious}\n", 1, 22, "“serious” is not valid here", "valid: hint, warning, error"),
    ("severity: [own/king]\n", 1, 11, "a mapping is needed here, not a list", ""),
    ("thresholds: {own/king: many}\n", 1, 24, "must be a whole number from 1 to 10000", ""),
    ("min_score: 101\n", 1, 12, "must be a whole number from 0 to 100", ""),
    ("min_score: null\n", 1, 12, "must be a whole number from 0 to 100", ""),
    ("goods: tea\n", 1, 8, "“tea” is not valid here", "valid: general, food, "),
    ("timezone: Beijing\n", 1, 11, "unknown time zone “Beijing”, e.g. Asia/Shanghai", ""),
    ("timezone: ../../etc/passwd\n", 1, 11, "unknown time zone “../../etc/passwd”, e.g. Asia/Shanghai", ""),
    ("timezone: Asia\n", 1, 11, "unknown time zone “Asia”, e.g. Asia/Shanghai", ""),
    ("signature: '{name}分享'\n", 1, 12, "a signature may use {author} and no other placeholder", ""),
    ("author: ''\n", 1, 9, "this must not be empty", ""),
    ("author: 阿禾\nauthor: 小满\n", 2, 1, "key author is given twice", ""),
    ("audiences: [老客户]\n", 1, 12, "a mapping is needed here, not a list", ""),
    (
        "audiences: {老客户: {select: [layout]}}\n",
        1,
        19,
        "unknown key “select”",
        "valid: severity, thresholds, ignore, min_score",
    ),
    ("audiences: {老客户: {min_score: low}}\n", 1, 30, "must be a whole number from 0 to 100", ""),
    ("audiences: {老客户: {}, 老客户: {}}\n", 1, 22, "key 老客户 is given twice", ""),
    ("- drafts\n", 1, 1, "a mapping is needed here, not a list", ""),
    ("author: &a 阿禾\n", 1, 9, "anchors and aliases (& and *) are not supported", ""),
    ("drafts:\n\t- a\n", 2, 1, "not valid YAML", "indent YAML with spaces, not tabs"),
]


@pytest.mark.parametrize(("text", "line", "column", "what", "mend"), REFUSED)
def test_a_mistake_in_the_settings_is_told_with_its_place(text: str, line: int, column: int, what: str, mend: str) -> None:
    with pytest.raises(SettingsError) as raised:
        settings.parse(text, "设置.yaml")
    error = raised.value
    assert (error.path, error.line, error.column) == ("设置.yaml", line, column)
    assert what in error.what.en
    assert error.mend.en.startswith(mend)
    assert error.excerpt == text.split("\n")[line - 1]


def test_all_mistakes_of_the_settings_come_together() -> None:
    with pytest.raises(MomentsLintError) as raised:
        settings.parse("min_score: old\nfail_on: 3\nodd: 1\n", "设置.yaml")
    assert sorted(mistake.line or 0 for mistake in mistakes_of(raised.value)) == [1, 2, 3]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("author: 阿禾\n".encode("gb18030"), "this file must be UTF-8"),
        (b"#" * 1_000_001, "over 1000000"),
        (("# 甲" + "禾" * 400_000 + "\nfail_on: nonsense\n").encode(), "over 1000000"),
        (("#" * 2 + "禾" * 400_000 + "\nfail_on: nonsense\n").encode(), "over 1000000"),
        (("#" + "禾" * 400_000 + "\nfail_on: nonsense\n").encode(), "over 1000000"),
    ],
    ids=["gb18030", "ascii", "cut-0", "cut-1", "cut-2"],
)
def test_settings_that_cannot_be_read_are_refused_never_read_in_part(tmp_path: Path, content: bytes, what: str) -> None:
    file = write(tmp_path, {".moments-lint.yaml": content}) / ".moments-lint.yaml"
    with pytest.raises(SettingsError) as raised:
        reading.read_settings(str(file))
    assert what in raised.value.what.en
    assert raised.value.path == str(file)


def test_settings_with_a_byte_order_mark_and_crlf_are_read(tmp_path: Path) -> None:
    file = write(tmp_path, {"a.yaml": b"\xef\xbb\xbfauthor: \xe9\x98\xbf\r\nmin_score: 7\r\n"}) / "a.yaml"
    assert reading.read_settings(str(file)) == Settings(author="阿", min_score=7, path=str(file))


class TestFinding:
    """The nearest file upward counts, alone."""

    @pytest.fixture
    def tree(self, tmp_path: Path) -> Path:
        files = {
            ".moments-lint.yaml": "",
            "a/b/.moments-lint.yaml": "",
            "a/b/c/one.md": CLEAN,
            "a/two.md": CLEAN,
            "d/three.md": CLEAN,
        }
        return write(tmp_path / "tree", files)

    @pytest.mark.parametrize(
        ("paths", "found"),
        [
            (["a/b/c/one.md"], "a/b"),
            (["a/b/c"], "a/b"),
            (["a/b"], "a/b"),
            (["a/two.md"], ""),
            (["a/b/c/one.md", "a/two.md"], ""),
            (["a/b/c/one.md", "a/b/c"], "a/b"),
            (["d/missing.md"], ""),
            (["d/missing/missing.md"], ""),
        ],
    )
    def test_the_nearest_one_above_what_the_paths_share(self, tree: Path, paths: list[str], found: str) -> None:
        expected = tree / found / ".moments-lint.yaml"
        assert reading.find_settings([str(tree / path) for path in paths]) == str(expected)

    def test_none(self, tmp_path: Path) -> None:
        assert reading.find_settings([str(tmp_path / "a.md")]) == ""

    def test_they_are_not_merged(self, tree: Path) -> None:
        write(tree, {".moments-lint.yaml": "author: 阿禾\n", "a/b/.moments-lint.yaml": "min_score: 7\n"})
        assert reading.read_settings(reading.find_settings([str(tree / "a/b/c/one.md")])).author == ""

    def test_a_name_that_is_not_read_is_an_error_not_passed_over(self, tmp_path: Path) -> None:
        write(tmp_path, {".moments-lint.yml": "", "a/.moments-lint.yaml": "", "a/x.md": CLEAN, "b/x.md": CLEAN})
        assert reading.find_settings([str(tmp_path / "a/x.md")]) == str(tmp_path / "a/.moments-lint.yaml")
        with pytest.raises(SettingsError) as raised:
            reading.find_settings([str(tmp_path / "b/x.md")])
        assert raised.value.path == str(tmp_path / ".moments-lint.yml")
        assert "rename it to .moments-lint.yaml" in raised.value.mend.en

    def test_a_link_to_nowhere_or_a_folder_of_that_name_is_an_error_not_passed_over(self, tmp_path: Path) -> None:
        write(tmp_path, {"link/a.md": CLEAN, "folder/.moments-lint.yaml/x": "", "folder/a.md": CLEAN})
        (tmp_path / "link" / ".moments-lint.yaml").symlink_to(tmp_path / "nowhere")
        for name in ("link", "folder"):
            done = run("check", f"{name}/a.md", cwd=tmp_path)
            assert (done.returncode, done.stdout) == (2, b"")


def test_severities_and_thresholds_bear_on_findings(tmp_path: Path) -> None:
    text = RULE.replace("kind: terms, terms: [青瓜王]", "kind: layout, measure: exclamation_run, limit: 3")
    rules = own_rules(tmp_path, {"own/king.yaml": text})
    assert Linter(rules=rules).check("到货啦！！").findings == ()
    strict = Linter(Settings(severity={"own/king": Severity.error}, thresholds={"own/king": 2}), rules)
    report = strict.check("到货啦！！")
    assert [finding.severity for finding in report.findings] == [Severity.error]
    assert report.verdict == "hold"


def test_the_author_of_the_settings_signs_drafts_that_name_none(tmp_path: Path) -> None:
    linter = Linter(Settings(author="阿禾"), own_rules(tmp_path))
    assert linter.check("早").post.author == "阿禾"
    assert linter.check(Post("早", author="小满")).post.author == "小满"


DAILY = """\
summary: {zh: 太勤, en: Too often}
severity: warning
message: {zh: "一天 {count} 条", en: "{count} a day"}
why: {zh: 吵, en: Noisy}
sources: ["测试 第二条"]
advice: {zh: 歇歇, en: Rest}
match: {kind: frequency, of: posts, limit: 1}
examples:
  hit: [{posts: [{at: 2026-03-02 08:00, author: 阿禾, text: 早}, {at: 2026-03-02 09:00, author: 阿禾, text: 又早}]}]
  quiet: [{posts: [{at: 2026-03-02 08:00, author: 阿禾, text: 早}]}]
"""


@pytest.mark.parametrize(("zone", "days_over"), [("Asia/Shanghai", 1), ("Europe/London", 0)])
def test_the_time_zone_says_what_a_day_is(tmp_path: Path, zone: str, days_over: int) -> None:
    """23:30 and 00:30 UTC are one day in Shanghai and two in London."""
    linter = Linter(Settings(timezone=zone), own_rules(tmp_path, {"own/often.yaml": DAILY}))
    times = ("2026-03-02T23:30+00:00", "2026-03-03T00:30+00:00")
    feed = linter.check_timeline([Post("早", name=at, author="阿禾", at=datetime.fromisoformat(at)) for at in times])
    assert len(feed.findings) == days_over


class TestCommand:
    """What the command makes of settings and options."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        files = {
            ".moments-lint.yaml": "rules: [mine]\nselect: [own]\n",
            "mine/own/king.yaml": RULE,
            "草稿/甲.md": LOUD,
            "README.md": LOUD,
        }
        return write(tmp_path / "folder", files)

    def names(self, done: object) -> list[str]:
        return [post["path"] for post in json.loads(done.stdout)["posts"]]  # type: ignore[attr-defined]

    def test_rules_are_found_beside_the_settings_from_anywhere(self, folder: Path, tmp_path: Path) -> None:
        done = run("check", str(folder / "草稿" / "甲.md"), "--output-format", "json", cwd=write(tmp_path / "elsewhere", {}))
        assert [finding["rule"] for finding in json.loads(done.stdout)["posts"][0]["findings"]] == ["own/king"]

    def test_drafts_names_the_folders_that_are_checked(self, folder: Path) -> None:
        assert self.names(run("check", "--output-format", "json", cwd=folder)) == ["README.md", "草稿/甲.md"]
        write(folder, {".moments-lint.yaml": "rules: [mine]\nselect: [own]\ndrafts: [草稿]\n"})
        done = run("check", "--output-format", "json", cwd=folder)
        assert self.names(done) == ["草稿/甲.md"]
        assert json.loads(done.stdout)["summary"]["skipped"] >= 1
        assert self.names(run("check", "README.md", "--output-format", "json", cwd=folder)) == ["README.md"]
        none = run("check", "mine", cwd=folder)
        assert none.returncode == 0
        assert "设置里的 drafts 只让看 草稿" in none.stderr.decode()

    @pytest.mark.parametrize(
        ("text", "options", "code"),
        [
            ("", [], 1),
            ("fail_on: error\n", [], 0),
            ("fail_on: error\n", ["--fail-on", "warning"], 1),
            ("fail_on: never\n", [], 0),
            ("min_score: 100\nfail_on: never\n", [], 1),
            ("min_score: 100\nfail_on: never\n", ["--min-score", "0"], 0),
            ("severity: {own/king: hint}\n", [], 0),
            ("severity: {own/king: hint}\nfail_on: hint\n", [], 1),
            ("severity: {own/king: hint}\n", ["--fail-on", "hint"], 1),
            ("fail_on: error\nseverity: {own/king: error}\n", [], 1),
        ],
    )
    def test_settings_and_options_decide_what_fails(self, folder: Path, text: str, options: list[str], code: int) -> None:
        write(folder, {".moments-lint.yaml": "rules: [mine]\nselect: [own]\n" + text})
        done = run("check", "草稿", *options, cwd=folder)
        assert done.returncode == code
        assert ("不到 100" in done.stderr.decode()) is (code == 1 and "fail_on: never" in text)

    def test_options_choose_rules_over_the_settings(self, folder: Path) -> None:
        done = run("check", "草稿", "--select", "layout", "--output-format", "json", cwd=folder)
        assert json.loads(done.stdout)["posts"][0]["findings"] == []

    def test_isolated_reads_no_settings(self, folder: Path) -> None:
        write(folder, {".moments-lint.yaml": "nonsense: ["})
        assert run("check", "草稿", cwd=folder).returncode == 2
        assert b"own/king" not in run("check", "--isolated", "草稿", cwd=folder).stdout

    def test_config_names_another_file(self, folder: Path) -> None:
        write(folder, {"other/lint.yaml": "rules: [../mine]\nselect: [own]\nseverity: {own/king: hint}\n"})
        assert run("check", "草稿", "--config", "other/lint.yaml", cwd=folder).returncode == 0

    @pytest.mark.parametrize(
        ("text", "options", "told"),
        [
            ("severity: {own/kin: error}\n", [], ".moments-lint.yaml:2: “own/kin” under severity is no rule"),
            ("thresholds: {own/kin: 3}\n", [], ".moments-lint.yaml:2: “own/kin” under thresholds is no rule"),
            ("thresholds: {own/king: 3}\n", [], ".moments-lint.yaml:2: own/king"),
            ("thresholds: {feed/too-many-posts: 101}\n", [], "yaml:2: the threshold of feed/too-many-posts"),
            ("audiences: {a: {severity: {own/kin: error}}}\n", [], "2: “own/kin” under audiences.a.severity is no rule"),
            ("audiences: {a: {thresholds: {own/king: 3}}}\n", [], ".moments-lint.yaml:2: own/king has no threshold"),
            ("audiences: {a: {ignore: [onw]}}\n", [], ".moments-lint.yaml:2: no rule or family “onw”"),
            ("audiences: {a: {thresholds: {feed/too-many-posts: 3}}}\n", [], "looks at the whole feed"),
            ("rules: [nowhere]\n", [], "no such rule folder"),
            ("select: [onw]\n", [], ".moments-lint.yaml:1: no rule or family “onw”"),
            ("ignore: [onw]\n", [], ".moments-lint.yaml:2: no rule or family “onw”"),
            ("rhythm: shops\n", [], ".moments-lint.yaml:2: there is no rhythm “shops”"),
            ("drafts: [nowhere]\n", [], ".moments-lint.yaml:2: “nowhere” under drafts is no folder"),
            ("severity: {value/signed: error}\n", [], ".moments-lint.yaml:2: value/signed speaks for a post and has no severity"),
            ("", ["--config", "nowhere.yaml"], "nowhere.yaml: cannot be read"),
            ("", ["--config", "."], "cannot be read"),
            ("", ["--config", ".moments-lint.yaml", "--isolated"], "--config and --isolated exclude each other"),
        ],
    )
    def test_what_the_settings_name_must_exist_and_fit(self, folder: Path, text: str, options: list[str], told: str) -> None:
        start = "" if text.startswith(("rules", "select")) else "rules: [mine]\n"
        write(folder, {".moments-lint.yaml": start + text})
        done = run("check", "草稿", "--lang", "en", *options, cwd=folder)
        assert (done.returncode, done.stdout) == (2, b"")
        assert told in done.stderr.decode()

    def test_config_shows_the_settings_and_their_source(self, folder: Path) -> None:
        lines = run("config", "--lang", "en", cwd=folder).stdout.decode().splitlines()
        shown = dict(line.split(": ", 1) for line in lines)
        assert shown["rules"] == f"[mine]  # {folder / '.moments-lint.yaml'}:1"
        assert shown["fail_on"] == "warning  # default"
        assert shown["min_score"] == f"{score.HOLD_BELOW}  # default"
        assert set(shown) == set(Settings._fields) - {"path"}

    def test_config_shows_the_line_of_every_value_and_what_options_change(self, folder: Path) -> None:
        text = "fail_on: error\nignore: [layout]\nseverity:\n  own/king: hint\n\n  own/queen: error\nmin_score: 3\n"
        write(folder, {".moments-lint.yaml": text})
        options = ["--fail-on", "hint", "--ignore", "own", "--min-score", "9"]
        done = run("config", "--lang", "en", *options, cwd=folder)
        shown = dict(line.split(": ", 1) for line in done.stdout.decode().splitlines())
        path = folder / ".moments-lint.yaml"
        assert shown["fail_on"] == "hint  # command"
        assert shown["ignore"] == f"[layout, own]  # {path}:2, command"
        assert shown["severity.own/king"] == f"hint  # {path}:4"
        assert shown["severity.own/queen"] == f"error  # {path}:6"
        assert shown["min_score"] == "9  # command"
