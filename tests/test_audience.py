"""`audiences:` in the settings: other thresholds for other friends; several audiences are judged by the strictest."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import RULE, own_rules, run, write

from moments_lint import catalogue
from moments_lint.audience import effective, with_min_score
from moments_lint.finding import Severity
from moments_lint.linter import Linter
from moments_lint.outcome import Checked, Outcome, fails
from moments_lint.post import Document, Post
from moments_lint.settings import Audience, Settings

MANY = RULE.replace("kind: terms, terms: [青瓜王]", "kind: layout, measure: exclamations, limit: 3").replace(
    "<<青瓜王>>到货", "青瓜！！！"
)
FILES = {"own/king.yaml": RULE, "own/many.yaml": MANY, "loud/queen.yaml": RULE.replace("青瓜王", "黄瓜王")}
TEXT = "青瓜王和黄瓜王都到了！！！！"


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> catalogue.Catalogue:
    return own_rules(tmp_path_factory.mktemp("rules"), FILES)


def found(rules: catalogue.Catalogue, settings: Settings, *audience: str) -> dict[str, str]:
    report = Linter(settings, rules).check(Post(TEXT, audience=audience))
    return {finding.rule: finding.severity.name for finding in report.findings}


ALL = {"own/king": "warning", "own/many": "warning", "loud/queen": "warning"}
WITHOUT = {rule: severity for rule, severity in ALL.items() if rule != "own/many"}
SETTINGS = Settings(
    audiences={
        "老客户": Audience(severity={"own/king": Severity.hint}, thresholds={"own/many": 9}, ignore=("loud",)),
        "新朋友": Audience(severity={"own/king": Severity.error}, thresholds={"own/many": 5}, ignore=("loud/queen",)),
        "同行": Audience(thresholds={"own/many": 4}),
        "谁都行": Audience(),
    }
)
CASES: list[tuple[tuple[str, ...], dict[str, str]]] = [
    ((), ALL),
    (("谁都行",), ALL),
    (("没写过的",), ALL),
    (("老客户",), {"own/king": "hint"}),
    (("新朋友",), {"own/king": "error"}),
    (("同行",), ALL),
    (("老客户", "新朋友"), {"own/king": "error"}),
    (("新朋友", "老客户"), {"own/king": "error"}),
    (("老客户", "老客户"), {"own/king": "hint"}),
    (("老客户", "同行"), ALL),
    (("老客户", "谁都行"), ALL),
    (("新朋友", "没写过的"), ALL | {"own/king": "error"}),
]


@pytest.mark.parametrize(("audience", "expected"), CASES, ids=[" ".join(names) or "everyone" for names, _ in CASES])
def test_what_is_found_for_whom(rules: catalogue.Catalogue, audience: tuple[str, ...], expected: dict[str, str]) -> None:
    assert found(rules, SETTINGS, *audience) == expected


def test_general_settings_hold_where_an_audience_says_nothing(rules: catalogue.Catalogue) -> None:
    general = SETTINGS._replace(severity={"own/king": Severity.error}, thresholds={"own/many": 5}, ignore=("loud",))
    assert found(rules, general, "谁都行") == {"own/king": "error"}
    assert found(rules, general, "老客户") == {"own/king": "hint"}
    assert found(rules, general, "老客户", "谁都行") == {"own/king": "error"}
    assert found(rules, general, "同行") == {"own/king": "error", "own/many": "warning"}


def test_it_is_the_same_in_a_feed_and_in_other_processes(rules: catalogue.Catalogue) -> None:
    posts = [Post(TEXT, audience=("老客户",)), Post(TEXT), Post(TEXT, audience=("新朋友",))]
    linter = Linter(SETTINGS, rules)
    single = [linter.check(post) for post in posts]
    assert list(linter.check_timeline(posts).posts) == single
    assert list(linter.check_many(posts, processes=2)) == single


def test_an_expected_signature_is_expected_of_every_audience(linter: Linter) -> None:
    own = Linter(Settings(audiences={"老客户": Audience(ignore=("layout",))}))
    long = Post("今天在铺子里煮了三壶茶，" * 20, author="阿禾", audience=("老客户",))
    for one in (own, own.expecting("——{author}分享"), own):
        signed = {finding.rule for finding in one.check(long).findings if finding.rule.startswith("signature")}
        assert signed == {
            finding.rule for finding in one.check(long._replace(audience=())).findings if "signature" in finding.rule
        }


NAMES = ("甲", "乙", "丙")
AUDIENCES = st.builds(
    Audience,
    severity=st.dictionaries(st.sampled_from(["own/king", "own/many"]), st.sampled_from(Severity)),
    thresholds=st.dictionaries(st.just("own/many"), st.integers(1, 9)),
    ignore=st.lists(st.sampled_from(["own", "loud", "own/king"])).map(tuple),
    min_score=st.none() | st.integers(0, 100),
)


@given(
    st.fixed_dictionaries(dict.fromkeys(NAMES, AUDIENCES)),
    st.lists(st.sampled_from([*NAMES, "外人"]), min_size=1),
    st.sampled_from(NAMES),
)
def test_one_more_audience_never_makes_it_looser(
    rules: catalogue.Catalogue, audiences: dict[str, Audience], names: list[str], another: str
) -> None:
    settings = Settings(audiences=audiences)
    before, after = (effective(settings, given, rules.rules) for given in (names, [*names, another]))
    for rule, spec in rules.rules.items():
        own = Severity[spec["severity"]]
        assert after.severity.get(rule, own) >= before.severity.get(rule, own)
    assert after.thresholds.get("own/many", 3) <= before.thresholds.get("own/many", 3)
    assert set(after.ignore) <= set(before.ignore)
    assert settings.least_score([*names, another], 35) >= settings.least_score(names, 35)


SCORES = [
    (Settings(), (), 35),
    (Settings(min_score=50), ("甲",), 50),
    (Settings(min_score=50, audiences={"甲": Audience(min_score=20)}), (), 50),
    (Settings(min_score=50, audiences={"甲": Audience(min_score=20)}), ("甲",), 20),
    (Settings(audiences={"甲": Audience(min_score=20)}), ("甲", "乙"), 35),
    (Settings(audiences={"甲": Audience(min_score=20), "乙": Audience(min_score=60)}), ("甲", "乙"), 60),
    (Settings(audiences={"甲": Audience(min_score=0)}), ("甲",), 0),
    (with_min_score(Settings(audiences={"甲": Audience(min_score=90)}), 10), ("甲",), 10),
]


@pytest.mark.parametrize(("settings", "audience", "least"), SCORES)
def test_the_least_score(rules: catalogue.Catalogue, settings: Settings, audience: tuple[str, ...], least: int) -> None:
    report = Linter(rules=rules).check("茶")._replace(findings=())
    document = Document("a.md", "茶", 0, Post("茶", audience=audience))
    for score, failed in ((least, False), (least - 1, True)):
        run = Outcome((Checked(document, report._replace(score=score)),), None, (), 0, {})
        assert fails(run, settings, 35) is failed


class TestCommand:
    """What the command makes of it."""

    YAML = """\
rules: [mine]
select: [own]
audiences:
  老客户:
    severity: {own/king: hint}
    ignore: [loud]
    min_score: 0
  新朋友:
    severity: {own/king: error}
    min_score: 100
"""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        mine = {f"mine/{name}": text for name, text in FILES.items()}
        mine["mine/own/many.yaml"] = MANY
        drafts = {
            f"{names}.md": f"---\naudience: [{names}]\n---\n青瓜王到货\n"
            for names in ("老客户", "新朋友", "老顾客", "老客户, 新朋友")
        }
        return write(tmp_path / "folder", {".moments-lint.yaml": self.YAML, "everyone.md": "青瓜王到货\n"} | mine | drafts)

    @pytest.mark.parametrize(
        ("name", "code", "severity"),
        [("everyone", 1, "warning"), ("老客户", 0, "hint"), ("新朋友", 1, "error"), ("老客户, 新朋友", 1, "error")],
    )
    def test_check(self, folder: Path, name: str, code: int, severity: str) -> None:
        done = run("check", f"{name}.md", "--output-format", "concise", cwd=folder)
        assert done.returncode == code
        assert f": {severity} own/king" in done.stdout.decode()
        assert done.stderr == b""

    def test_the_score_asked_for_by_option_holds_for_everybody(self, folder: Path) -> None:
        options = ["--fail-on", "never", "--min-score", "0"]
        assert run("check", "新朋友.md", "--fail-on", "never", cwd=folder).returncode == 1
        assert run("check", "新朋友.md", *options, cwd=folder).returncode == 0

    def test_an_audience_that_the_settings_do_not_name_is_told(self, folder: Path) -> None:
        done = run("check", "老顾客.md", "--output-format", "concise", cwd=folder)
        assert "没有「老顾客」" in done.stderr.decode()
        assert ": warning own/king" in done.stdout.decode()

    def test_config_shows_what_holds_for_a_draft(self, folder: Path) -> None:
        done = run("config", "老客户, 新朋友.md", "--lang", "en", cwd=folder)
        shown = dict(line.split(": ", 1) for line in done.stdout.decode().splitlines())
        path = folder / ".moments-lint.yaml"
        assert shown["audiences.老客户.min_score"] == f"0  # {path}:7"
        assert shown["audience"] == "[老客户, 新朋友]  # 老客户, 新朋友.md"
        assert shown["audience.severity.own/king"] == f"error  # {path}:9"
        assert shown["audience.min_score"] == f"100  # {path}:10"
        assert "audience" not in dict(line.split(": ", 1) for line in run("config", cwd=folder).stdout.decode().splitlines())
