"""What a run comes to: identities of findings that survive edits elsewhere, counts, and whether it fails."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import RULE, own_rules

from moments_lint import reading
from moments_lint.finding import Finding, Related, Report, Severity, Span
from moments_lint.linter import Linter
from moments_lint.outcome import Checked, Outcome, fails, feed_fingerprint, fingerprints
from moments_lint.post import Post, Suppression
from moments_lint.settings import Settings

HERE = "早上去地里转了一圈，我家的青瓜王今天到货，想看的回一句。"
"""A sentence with one finding, and room on both sides of it."""


@pytest.fixture(scope="module")
def linter(tmp_path_factory: pytest.TempPathFactory) -> Linter:
    """A linter of two rules about words no packaged rule knows; the second warns of every piece of fruit."""
    second = RULE.replace("青瓜王", "香蕉皇").replace("青瓜熟了", "香蕉熟了")
    return Linter(rules=own_rules(tmp_path_factory.mktemp("rules"), {"own/king.yaml": RULE, "own/second.yaml": second}))


def prints(linter: Linter, text: str) -> list[str]:
    report = linter.check(text)
    return fingerprints(report, report.findings)


EDITS = [
    ("昨天下雨。\n" + HERE, "text-before"),
    (HERE + "\n昨天下雨。", "text-after"),
    ("香蕉皇也来了。\n\n" + HERE, "another-finding-before"),
    ("😀👨‍👩‍👧\n" + HERE, "emoji-before"),
    (HERE.replace("早上", "清早"), "same-sentence"),
    (HERE.replace("回一句", "说一声"), "same-sentence-after"),
    (HERE + "——阿禾分享", "signature"),
]


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for text, name in EDITS])
def test_an_identity_survives_edits_elsewhere(linter: Linter, text: str) -> None:
    (own,) = prints(linter, HERE)
    assert own in prints(linter, text)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_an_identity_survives_other_line_ends(linter: Linter, end: str) -> None:
    """git may change them on every check-out."""
    text = "早上\n好\n我家的青瓜王\n到\n货\n啦"
    assert prints(linter, text) == prints(linter, text.replace("\n", end))


@given(
    st.text("早上好茶😀👨‍\u200d❤️\r\n\u200b㎏，。! ", max_size=30),
    st.text("早上好茶😀👨‍\u200d❤️\r\n\u200b㎏，。! ", max_size=30),
)
def test_an_identity_survives_any_text_around_its_sentence(linter: Linter, before: str, after: str) -> None:
    assert set(prints(linter, HERE)) == set(prints(linter, before + HERE + after))


def test_an_identity_does_not_depend_on_file_or_front_matter(linter: Linter) -> None:
    bare = reading.parse_draft(HERE.encode(), "甲.md").document.post
    dressed = reading.parse_draft(f"---\nauthor: 阿禾\n---\n{HERE}".encode("utf-16"), "别处/乙.txt").document.post
    reports = [linter.check(bare), linter.check(dressed)]
    one, other = (fingerprints(report, report.findings) for report in reports)
    assert one == other


@pytest.mark.parametrize(
    "text",
    [
        HERE.replace("青瓜王", "香蕉皇"),
        HERE.replace("我家的", "他们说"),
        HERE.replace("今天到货", "昨天卖光"),
    ],
    ids=["rule-and-evidence", "before", "after"],
)
def test_another_rule_or_neighbourhood_is_another_identity(linter: Linter, text: str) -> None:
    assert set(prints(linter, HERE)).isdisjoint(prints(linter, text))


def test_the_same_words_twice_are_two_identities(linter: Linter) -> None:
    once, twice = prints(linter, HERE), prints(linter, HERE + HERE + HERE)
    assert len(set(twice)) == 3
    assert once[0] in twice


def test_identities_come_in_the_order_of_the_findings(linter: Linter) -> None:
    report = linter.check(HERE + "香蕉皇")
    together = fingerprints(report, report.findings)
    assert [fingerprints(report, (finding,))[0] for finding in report.findings] == together


def test_a_finding_without_a_place_is_known_by_its_rule_and_the_words_of_the_post(linter: Linter) -> None:
    """The same fault in another post is another finding; marks, emoji, line ends and messages are not words."""
    finding = Finding("own/whole", Severity.hint, "整条", "改", None)
    one, same, other = linter.check("早上好\n。"), linter.check("早上好！🎂\r\n"), linter.check("晚上好")
    assert fingerprints(one, (finding,)) == fingerprints(same, (finding._replace(message="换了说法"),))
    assert fingerprints(one, (finding,)) != fingerprints(other, (finding,))
    assert fingerprints(one, (finding,)) != fingerprints(one, (finding._replace(rule="own/other"),))


def test_a_finding_about_a_suppression_is_known_by_what_the_suppression_says(linter: Linter) -> None:
    entries = [Suppression("a/b", line=3), Suppression("a/b", line=9), Suppression("a/c", line=3)]
    one, moved, other = (Finding("suppression/unused", Severity.hint, "", "", None, entry=entry) for entry in entries)
    report = linter.check("早")
    assert fingerprints(report, (one,)) == fingerprints(report, (moved,)) != fingerprints(report, (other,))


@pytest.mark.parametrize(
    "text", [HERE.replace("，", "！！！"), HERE.replace("我家", "我\u200b家"), HERE.replace("今天", "🔥今(jīn)天")]
)
def test_an_identity_survives_the_mending_of_marks_beside_it(linter: Linter, text: str) -> None:
    assert prints(linter, HERE) == prints(linter, text)


def test_a_feed_finding_is_known_by_its_posts_without_their_paths() -> None:
    """A feed that moved to another folder, or is checked in another language, has the same findings."""

    def finding(folder: str, said: str = "相同", *about: str) -> Finding:
        related = (Related(f"{folder}/甲.md", None, "2026-11-19 09:00"),)
        message = f"和 {folder}/甲.md 有 90% {said}"
        return Finding(
            "feed/same", Severity.warning, message, "改", None, related, name=f"{folder}/乙.md", about=about or ("早", "早啊")
        )

    assert feed_fingerprint(finding("drafts")) == feed_fingerprint(finding("草稿", "alike"))
    assert feed_fingerprint(finding("drafts")) != feed_fingerprint(finding("drafts")._replace(rule="feed/other"))
    assert feed_fingerprint(finding("drafts")) != feed_fingerprint(finding("drafts", "相同", "早", "晚"))


def report(score: int | None = 80, *severities: Severity) -> Report:
    findings = tuple(Finding("own/king", severity, "", "", Span(0, 1)) for severity in severities)
    return Report(Post("早"), score, "publish", "life", {"life": 1.0}, findings, (), ())


def outcome(*reports: Report, feed: tuple[Finding, ...] | None = None) -> Outcome:
    document = reading.parse_draft("早".encode(), "甲.md").document
    return Outcome(tuple(Checked(document, each) for each in reports), feed, (), 0, {})


HINT, WARNING, ERROR = Severity.hint, Severity.warning, Severity.error
FEED = (Finding("feed/same", WARNING, "", "", None, name="甲.md"),)

FAILS = [
    (outcome(), {}, False, "nothing"),
    (outcome(report()), {}, False, "clean"),
    (outcome(report(80, HINT)), {}, False, "hint"),
    (outcome(report(80, HINT)), {"fail_on": "hint"}, True, "hint-counts"),
    (outcome(report(80, WARNING)), {}, True, "warning"),
    (outcome(report(80, WARNING)), {"fail_on": "error"}, False, "only-errors"),
    (outcome(report(80, WARNING)), {"fail_on": "never"}, False, "never"),
    (outcome(report(80, ERROR)), {"fail_on": "error"}, True, "error"),
    (outcome(report(80), report(80, HINT, ERROR)), {"fail_on": "error"}, True, "second-post"),
    (outcome(report(35)), {}, False, "at-the-threshold"),
    (outcome(report(34)), {}, True, "under-the-threshold"),
    (outcome(report(34)), {"fail_on": "never"}, True, "never-still-holds"),
    (outcome(report(34)), {"min_score": 0}, False, "own-threshold-lower"),
    (outcome(report(79)), {"min_score": 80}, True, "own-threshold-higher"),
    (outcome(report(0)), {"min_score": 0}, False, "nothing-is-under-zero"),
    (outcome(report(80), report(10)), {}, True, "one-post-is-enough"),
    (outcome(report(80), feed=()), {}, False, "quiet-feed"),
    (outcome(report(80), feed=FEED), {}, True, "feed"),
    (outcome(report(80), feed=FEED), {"fail_on": "error"}, False, "feed-only-errors"),
    (outcome(report(None)), {}, False, "without-a-score"),
    (outcome(report(None, WARNING)), {}, True, "without-a-score-with-a-warning"),
]


@pytest.mark.parametrize(("run", "given_settings", "expected"), [pytest.param(*row[:3], id=row[3]) for row in FAILS])
def test_what_fails(run: Outcome, given_settings: dict[str, object], expected: bool) -> None:
    assert fails(run, Settings(**given_settings), 35) is expected  # type: ignore[arg-type]


def test_findings_of_posts_and_feed_are_counted() -> None:
    run = outcome(report(80, HINT, ERROR), report(80, HINT), feed=FEED)
    assert run.counts() == {HINT: 2, WARNING: 1, ERROR: 1}
    assert [finding.severity for finding in run.findings()] == [HINT, ERROR, HINT, WARNING]


def test_a_run_without_a_feed_is_not_a_run_with_a_quiet_one() -> None:
    assert outcome().feed is None
    assert outcome(feed=()).feed == ()
