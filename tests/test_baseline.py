"""The baseline: old problems do not count, new ones cannot hide behind them, and it only ever shrinks."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import REPOSITORY, RULE, own_rules, run, write
from test_outcome import FEED

from moments_lint import Linter, Settings, baseline, reading, score
from moments_lint.baseline import Entry
from moments_lint.errors import SettingsError
from moments_lint.finding import Finding, Severity
from moments_lint.outcome import Checked, Outcome, fails

LEAST = score.HOLD_BELOW


def everybody(audience: Iterable[str]) -> int:
    """The same least score for all."""
    return LEAST


@pytest.fixture(scope="module")
def linter(tmp_path_factory: pytest.TempPathFactory) -> Linter:
    """Two rules about words no packaged rule knows, a warning and an error."""
    second = RULE.replace("青瓜王", "香蕉皇").replace("青瓜熟了", "香蕉熟了").replace("severity: warning", "severity: error")
    return Linter(rules=own_rules(tmp_path_factory.mktemp("rules"), {"own/king.yaml": RULE, "own/second.yaml": second}))


def judged(linter: Linter, *texts: str, feed: tuple[Finding, ...] | None = None) -> Outcome:
    documents = [reading.parse_text(text, f"{number}.md").document for number, text in enumerate(texts)]
    return Outcome(tuple(Checked(document, linter.check(document.post)) for document in documents), feed, (), 0, linter.rulebook)


def made(linter: Linter, outcome: Outcome) -> list[Entry]:
    return baseline.entries_of(outcome, everybody, linter.weights)


def left(linter: Linter, outcome: Outcome, known: Iterable[Entry]) -> list[Finding]:
    return list(baseline.set_aside(outcome, known, everybody, linter.weights)[0].findings())


SENTENCES = st.sampled_from(
    ["我家的青瓜王今天到货。", "邻居也说香蕉皇好吃！", "青瓜王", "香蕉皇香蕉皇", "早上好。", "茶煮好了\n", "青瓜王！", "🔥"]
)
POSTS = st.lists(st.lists(SENTENCES, max_size=4).map("".join), max_size=4)


@given(POSTS)
def test_a_new_baseline_sets_everything_aside(linter: Linter, texts: list[str]) -> None:
    outcome = judged(linter, *texts)
    kept, used = baseline.set_aside(outcome, made(linter, outcome), everybody, linter.weights)
    assert list(kept.findings()) == []
    assert sorted(used) == sorted(made(linter, outcome))
    assert not fails(kept, Settings(), LEAST)
    assert kept.baselined == sum(outcome.counts().values())


@given(POSTS, st.randoms(use_true_random=False))
def test_files_may_be_moved_and_renamed(linter: Linter, texts: list[str], random: object) -> None:
    known = made(linter, judged(linter, *texts))
    shuffled = list(texts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert left(linter, judged(linter, *shuffled), known) == []


@given(POSTS, POSTS)
@settings(max_examples=200)
def test_a_new_problem_never_hides(linter: Linter, old: list[str], new: list[str]) -> None:
    """However drafts change, no more findings of a rule are set aside than stood there before; drafts added are told whole."""
    known = made(linter, judged(linter, *old))
    own = judged(linter, *new)
    together = judged(linter, *old, *new)
    assert len(left(linter, together, known)) == sum(own.counts().values())
    for rule in ("own/king", "own/second"):
        before = sum(finding.rule == rule for finding in judged(linter, *old).findings())
        kept = sum(finding.rule == rule for finding in left(linter, own, known))
        assert kept >= sum(finding.rule == rule for finding in own.findings()) - before


@given(POSTS, POSTS)
def test_it_only_shrinks(linter: Linter, old: list[str], new: list[str]) -> None:
    known = made(linter, judged(linter, *old))
    outcome = judged(linter, *new)
    _, used = baseline.set_aside(outcome, known, everybody, linter.weights)
    shrunk = baseline.shrunk(known, used, outcome)
    remaining = list(known)
    for entry in shrunk:
        remaining.remove(entry)
    assert left(linter, outcome, shrunk) == left(linter, outcome, known)
    assert baseline.parse(baseline.render(shrunk), "b.json") == sorted(shrunk)


HERE = "早上去地里转了一圈，我家的青瓜王今天到货，想看的回一句。"
CHANGED = [
    (HERE + "\n昨天下雨。", 0, "text-after"),
    (HERE.replace("，", "！！！"), 0, "marks"),
    (HERE.replace("早上", "清早"), 0, "elsewhere-in-the-sentence"),
    (HERE + HERE, 1, "a-copy-in-the-post"),
    (HERE.replace("我家的", "隔壁家的"), 1, "another-neighbourhood"),
    (HERE.replace("青瓜王", "香蕉皇"), 1, "another-rule"),
    (HERE + "香蕉皇。", 1, "one-more"),
]


@pytest.mark.parametrize(("text", "count"), [pytest.param(text, count, id=name) for text, count, name in CHANGED])
def test_what_is_new(linter: Linter, text: str, count: int) -> None:
    assert len(left(linter, judged(linter, text), made(linter, judged(linter, HERE)))) == count


def test_a_copied_draft_is_new(linter: Linter) -> None:
    known = made(linter, judged(linter, HERE))
    assert len(left(linter, judged(linter, HERE, HERE), known)) == 1


def test_a_finding_without_a_place_belongs_to_its_post() -> None:
    """Whole-post findings of one rule must not stand for each other."""
    linter = Linter(Settings(select=("layout/shouting-advert",)))
    old, new = "抢！抢！抢！！原价199！现价99！速来！", "快！快！快！！原价299！现价89！下单！"
    known = made(linter, judged(linter, old))
    assert left(linter, judged(linter, old), known) == []
    assert len(left(linter, judged(linter, new), known)) == 1


def test_feed_findings_are_set_aside_by_their_posts(linter: Linter) -> None:
    feed = (FEED[0]._replace(about=("早", "早啊")),)
    known = made(linter, judged(linter, feed=feed))
    assert left(linter, judged(linter, feed=feed), known) == []
    assert len(left(linter, judged(linter, feed=(FEED[0]._replace(about=("早", "晚")),)), known)) == 1


def test_entries_of_rules_that_were_not_run_stay(linter: Linter) -> None:
    known = [*made(linter, judged(linter, HERE)), Entry("other/rule", "0" * 20)]
    assert baseline.shrunk(known, [], judged(linter, HERE)) == [Entry("other/rule", "0" * 20)]


class TestScore:
    """`hold` for old reasons does not fail; every new reason does."""

    BAD = "香蕉皇，香蕉皇，青瓜王。"

    def gate(self, linter: Linter, text: str, known: Iterable[Entry], least: int = LEAST) -> bool:
        kept, _ = baseline.set_aside(judged(linter, text), known, lambda _: least, linter.weights)
        return fails(kept, Settings(min_score=least), LEAST)

    def test_a_score_that_old_findings_lower_does_not_fail(self, linter: Linter) -> None:
        known = made(linter, judged(linter, self.BAD))
        (checked,) = judged(linter, self.BAD).checked
        assert checked.report.score is not None
        assert checked.report.score < LEAST
        assert not any(entry.rule == baseline.SCORE for entry in known)
        assert not self.gate(linter, self.BAD, known)
        assert self.gate(linter, self.BAD, [])

    def test_the_score_itself_is_told_as_it_is(self, linter: Linter) -> None:
        outcome = judged(linter, self.BAD)
        kept, _ = baseline.set_aside(outcome, made(linter, outcome), everybody, linter.weights)
        assert [each.report.score for each in kept.checked] == [each.report.score for each in outcome.checked]

    def test_a_low_score_without_findings_is_an_entry_of_its_own(self, linter: Linter) -> None:
        text = "原价399现在只要99，手慢无，下单还送大礼，想要的赶紧扣1，最后三小时"
        known = baseline.entries_of(judged(linter, text), lambda _: 60, linter.weights)
        assert [entry.rule for entry in known] == [baseline.SCORE]
        assert self.gate(linter, text, [], 60)
        assert not self.gate(linter, text, known, 60)
        assert not self.gate(linter, text.replace("，", "！"), known, 60)
        assert self.gate(linter, text + "，赶紧下单", known, 60)
        assert self.gate(linter, text + "青瓜王", known, 60)

    def test_an_excused_score_does_not_cover_a_new_finding(self, linter: Linter) -> None:
        """Marks are no words, so the post counts as the same; what they now add to its faults still counts."""
        shouting = Linter(Settings(select=("layout/shouting-advert",)))
        text = "原价399，现价99，手慢无，速来，抢，下单还送大礼"
        known = baseline.entries_of(judged(shouting, text), lambda _: 60, shouting.weights)
        assert [entry.rule for entry in known] == [baseline.SCORE]
        kept, _ = baseline.set_aside(judged(shouting, text.replace("，", "！！")), known, lambda _: 60, shouting.weights)
        assert fails(kept, Settings(min_score=60, fail_on="never"), LEAST)


WRONG = [
    ("", "不是完好的 JSON"),
    ('{"version": 1,\n "findings": [', "b.json:2:"),
    ("<<<<<<< HEAD\n", "不是完好的 JSON"),
    ("[]", "不是 moments-lint 的基线文件"),
    ('{"version": 1, "findings": []}', "不是 moments-lint 的基线文件"),
    ('{"tool": "moments-lint", "version": "1", "findings": []}', "不是 moments-lint 的基线文件"),
    ('{"tool": "moments-lint", "version": 2, "findings": []}', "第 2 版"),
    ('{"tool": "moments-lint", "version": 1, "findings": {}}', "不是 moments-lint 的基线文件"),
    ('{"tool": "moments-lint", "version": 1, "findings": [1]}', "第 1 条读不懂"),
    ('{"tool": "moments-lint", "version": 1, "findings": [{"rule": "a/b"}]}', "第 1 条读不懂"),
    ('{"tool": "moments-lint", "version": 1, "findings": [{"rule": "a/b", "fingerprint": "xyz"}]}', "第 1 条读不懂"),
    ("[" * 100_000, "不是 moments-lint 的基线文件"),
    ("1" * 100_000, "不是 moments-lint 的基线文件"),
]


@pytest.mark.parametrize(("text", "told"), WRONG, ids=[str(number) for number in range(len(WRONG))])
def test_a_damaged_or_foreign_file_is_an_error(text: str, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        baseline.parse(text, "b.json")
    assert told in caught.value.render("zh")


def test_the_file_has_one_finding_in_a_line_and_no_paths(linter: Linter) -> None:
    entries = made(linter, judged(linter, HERE, HERE + "香蕉皇"))
    text = baseline.render(entries)
    assert len(text.splitlines()) == 6 + len(entries)
    assert ".md" not in text
    assert json.loads(text)["version"] == 1
    assert baseline.render(reversed(entries)) == text
    assert baseline.render([]).splitlines()[-2:] == [' "findings": []', "}"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        ".moments-lint.yaml": "rules: [mine]\nselect: [own]\n",
        "mine/own/king.yaml": RULE,
        "d/一.md": HERE,
        "d/二.md": "早。",
    }
    return write(tmp_path / "f", files)


ARGUMENTS = ("check", "d", "--baseline", "b.json")


def test_the_command_makes_uses_and_shrinks_it(folder: Path) -> None:
    assert run("check", "d", cwd=folder).returncode == 1
    absent = run(*ARGUMENTS, cwd=folder)
    assert absent.returncode == 2
    assert "没有这个基线文件" in absent.stderr.decode()
    assert "--update-baseline" in absent.stderr.decode()

    new = run(*ARGUMENTS, "--update-baseline", cwd=folder)
    assert new.returncode == 0
    assert "新建基线，记下 1 条" in new.stderr.decode()
    first = (folder / "b.json").read_bytes()
    again = run(*ARGUMENTS, cwd=folder)
    assert again.returncode == 0
    assert "基线里的 1 处旧问题没算" in again.stdout.decode()
    assert "是自己封的" not in again.stdout.decode()
    assert json.loads(run(*ARGUMENTS, "--output-format", "json", cwd=folder).stdout)["summary"]["baselined"] == 1

    (folder / "d/二.md").write_text("邻居家的青瓜王也到货。", "utf-8")
    fresh = run(*ARGUMENTS, "--update-baseline", cwd=folder)
    assert fresh.returncode == 1
    assert (folder / "b.json").read_bytes() == first

    (folder / "d/一.md").write_text("早。", "utf-8")
    shrunk = run(*ARGUMENTS, "--update-baseline", cwd=folder)
    assert shrunk.returncode == 1
    assert "基线还剩 0 条，去掉了 1 条" in shrunk.stderr.decode()
    assert json.loads((folder / "b.json").read_text("utf-8"))["findings"] == []


def test_the_settings_may_name_it(folder: Path) -> None:
    """Relative to the settings, wherever the command is called; the option goes before it."""
    settings_file = folder / ".moments-lint.yaml"
    settings_file.write_text(settings_file.read_text("utf-8") + "baseline: b.json\n", "utf-8")
    assert run("check", "d", cwd=folder).returncode == 2
    assert run("check", "一.md", "--update-baseline", cwd=folder / "d").returncode == 0
    assert (folder / "b.json").exists()
    assert run("check", "d", cwd=folder).returncode == 0
    assert run("check", "一.md", cwd=folder / "d").returncode == 0
    assert run("check", "d", "--baseline", "b2.json", cwd=folder).returncode == 2


def test_single_files_do_not_shrink_it(folder: Path) -> None:
    run(*ARGUMENTS, "--update-baseline", cwd=folder)
    first = (folder / "b.json").read_bytes()
    done = run("check", "d/二.md", "--baseline", "b.json", "--update-baseline", cwd=folder)
    assert done.returncode == 2
    assert "要检查整个目录" in done.stderr.decode()
    assert (folder / "b.json").read_bytes() == first


def test_a_draft_that_cannot_be_read_keeps_the_baseline_as_it_is(folder: Path) -> None:
    run(*ARGUMENTS, "--update-baseline", cwd=folder)
    first = (folder / "b.json").read_bytes()
    (folder / "d/一.md").write_bytes(b"\xff\xff")
    assert run(*ARGUMENTS, "--update-baseline", cwd=folder).returncode == 2
    assert (folder / "b.json").read_bytes() == first


@pytest.mark.parametrize(
    "arguments",
    [["--update-baseline"], ["--baseline", "d"], ["--baseline", "坏.json"], ["--baseline", "b", "--update-baseline", "--diff"]],
)
def test_wrong_options_are_2_and_change_nothing(folder: Path, arguments: list[str]) -> None:
    (folder / "坏.json").write_bytes(b"\xff\xfe{")
    done = run("check", "d", *arguments, "--exit-zero", cwd=folder)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr.decode()
    assert (folder / "坏.json").read_bytes() == b"\xff\xfe{"


def test_old_problems_are_neither_mended_nor_suppressed(tmp_path: Path) -> None:
    folder = write(tmp_path / "f", {"d/一.md": "新茶到了！！！要的说。全网最低价，明天还在铺子里。\n"})
    common = ("check", "d", "--isolated", "--select", "layout", "--select", "absolute", "--baseline", "b.json")
    run(*common, "--update-baseline", cwd=folder)
    draft = folder / "d/一.md"
    draft.write_text("新茶到了！！！要的说。全网最低价，明天还在铺子里。\n茶很香！！！！\n", "utf-8")
    assert run(*common, "--fix", cwd=folder).returncode == 0
    assert draft.read_text("utf-8") == "新茶到了！！！要的说。全网最低价，明天还在铺子里。\n茶很香！\n"
    run(*common, "--add-ignore", "过节", cwd=folder)
    assert draft.read_text("utf-8") == "新茶到了！！！要的说。全网最低价，明天还在铺子里。\n茶很香！\n"


def test_the_example_drafts_pass_with_a_baseline_of_their_own(tmp_path: Path) -> None:
    folder = shutil.copytree(REPOSITORY / "corpus" / "drafts", tmp_path / "drafts")
    assert run("check", ".", "--baseline", "旧账.json", "--update-baseline", cwd=folder).returncode == 0
    moved = shutil.copytree(folder, tmp_path / "elsewhere" / "新家")
    done = run("check", ".", "--baseline", "旧账.json", "--lang", "en", "--fail-on", "hint", cwd=moved)
    assert done.returncode == 0
    assert "0 error(s), 0 warning(s), 0 hint(s)" in done.stdout.decode()


def test_severities_are_not_part_of_it() -> None:
    """A rule made graver by the settings is no new problem."""
    hint, error = (Linter(Settings(severity={"layout/exclamation-run": level})) for level in (Severity.hint, Severity.error))
    known = made(hint, judged(hint, "早！！！"))
    assert left(error, judged(error, "早！！！"), known) == []
