"""`check --add-ignore REASON`: every warning gets an entry anchored to its evidence, and a check is clean of it afterwards."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import catalogue
from support import REPOSITORY, run, write
from test_amending import ENCODINGS, NEWLINES, encoded
from test_fix import HEADS, PIECES

from moments_lint import Linter, front_matter, reading, suppression
from moments_lint.finding import Finding, Severity, Span, edited
from moments_lint.post import Document, Post

REASONS = st.text("理由：# '\"\\\n😀\u200b", min_size=1)
REASON = "老客户的原话：「就它最好」 # 已核对"


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter()


def grave(linter: Linter, document: Document) -> list[Finding]:
    findings = linter.check(document.post).findings
    return [finding for finding in findings if finding.severity >= Severity.warning and finding.entry is None]


def added(document: Document, findings: list[Finding], reason: str) -> Document:
    entries = suppression.addable(document.post, findings, reason)
    draft = reading.parse_text(edited(document.text, [front_matter.with_entries(document, entries)]), document.path)
    assert draft.errors == ()
    return draft.document


@given(
    HEADS,
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
    st.sampled_from(NEWLINES),
    st.text("理由：# '\"\\\n😀\u200b", min_size=1),
)
@settings(max_examples=100)
def test_a_check_is_clean_afterwards(linter: Linter, head: str, text: str, newline: str, reason: str) -> None:
    draft = reading.parse_text((head + text).replace("\n", newline), "草稿.md")
    findings = [] if draft.errors else grave(linter, draft.document)
    if not findings or not reason.strip():
        return
    after = added(draft.document, findings, reason)
    assert after.post.text == draft.document.post.text
    assert grave(linter, after) == []
    new = after.post.ignore[len(draft.document.post.ignore) :]
    assert {entry.reason for entry in new} == {reason}
    unused = [f.entry for f in linter.check(after.post).findings if f.rule == "suppression/unused"]
    assert not set(unused) & set(new)


ODD = [
    *('"', "'", ": ", "#", "- ", "{}", "\n", "\r\n", "\r", "\n\n\n", "   ", "\t", "\u3000", "😀", "👨‍👩‍👧", "\u200b", "\u2028"),
    *("\\n", "---", "\x85", "%", "@", "全 网"),
]


@given(st.sampled_from(ODD), st.lists(st.sampled_from([*ODD, "早", "茶"]), max_size=4).map("".join), st.booleans())
def test_any_evidence_can_be_an_anchor(evidence: str, around: str, more: bool) -> None:
    """Quotes, colons, marks, emoji, lines and nothing but white space."""
    text = around + evidence + (around if more else "")
    span = Span(len(around), len(around) + len(evidence))
    finding = Finding("own/rule", Severity.warning, "", "", span)
    document = Document("草稿.md", text, 0, Post(text, name="草稿.md"))
    if text != reading.parse_text(text, "草稿.md").document.post.text:
        return
    after = added(document, [finding], REASON)
    (entry,) = after.post.ignore
    assert suppression.covers(entry, finding, text)
    assert evidence in entry.text or not text.strip()


def test_no_more_entries_than_needed() -> None:
    """Two findings on the same words, and one inside another: one entry each, none that would be called unused."""
    text = "青瓜王，青瓜王来了，大青瓜王"
    spans = [Span(0, 3), Span(4, 7), Span(10, 14)]
    findings = [Finding("own/rule", Severity.warning, "", "", span) for span in spans]
    assert suppression.addable(Post(text), findings, "过节") == [{"rule": "own/rule", "text": "青瓜王", "reason": "过节"}]


def test_a_finding_about_the_whole_post_has_no_anchor() -> None:
    finding = Finding("own/rule", Severity.warning, "", "", None)
    assert suppression.addable(Post("早"), [finding], "过节") == [{"rule": "own/rule", "reason": "过节"}]


def test_entries_about_entries_are_not_suppressed() -> None:
    linter = Linter(rules=catalogue({"kind": "suppression", "state": "reasonless"}, message={"zh": "{rule}", "en": "{rule}"}))
    document = reading.parse_text("---\nlint: {ignore: [{rule: own/rule}]}\n---\n早", "草稿.md").document
    assert suppression.addable(document.post, list(linter.check(document.post).findings), "过节") == []


LOUD = "全网最低价，手慢无！\n"


@pytest.mark.parametrize("newline", NEWLINES, ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_command_writes_them_byte_for_byte(tmp_path: Path, encoding: str, newline: str) -> None:
    text = f"---\nimages: 2 # 两张\n---\n{LOUD}"
    folder = write(tmp_path / "f", {"草稿.md": encoded(text.replace("\n", newline), encoding)})
    done = run("check", "草稿.md", "--isolated", "--select", "absolute/whole-net", "--add-ignore", "客人的原话", cwd=folder)
    entry = "    - rule: absolute/whole-net\n      text: 全网最低价\n      reason: 客人的原话\n"
    expected = f"---\nimages: 2 # 两张\nlint:\n  ignore:\n{entry}---\n{LOUD}"
    assert (folder / "草稿.md").read_bytes() == encoded(expected.replace("\n", newline), encoding)
    assert "草稿.md: 写入 1 条略过说明" in done.stderr.decode()
    assert "按草稿的说明略过 1 处" in done.stdout.decode()


def test_entries_for_a_whole_draft_are_told_as_such(tmp_path: Path) -> None:
    """There is no place in the text to tie them to."""
    long = "今早五点去后山摘了茶，晾到中午才收，叶子边上有点焦，妈说是昨天的太阳太毒。明天还得早起去一趟，把坡上那片也收了。\n"
    files = {"草稿.md": LOUD + long, ".moments-lint.yaml": "signature: ——小林分享\nselect: [absolute, signature]\n"}
    folder = write(tmp_path / "f", files)
    done = run("check", "草稿.md", "--add-ignore", "先这样", "--lang", "en", cwd=folder)
    assert "草稿.md: 2 suppression(s) written; 1 for the whole draft, whatever it says later\n" in done.stderr.decode()
    assert "0 warning(s)" in done.stdout.decode()


def test_select_narrows_what_is_written(tmp_path: Path) -> None:
    folder = write(tmp_path / "f", {"草稿.md": LOUD})
    run("check", "草稿.md", "--isolated", "--select", "absolute", "--add-ignore", "过节", cwd=folder)
    entries = reading.read_draft(str(folder / "草稿.md")).document.post.ignore
    assert {entry.rule.partition("/")[0] for entry in entries} == {"absolute"}


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_is_required(tmp_path: Path, reason: str) -> None:
    folder = write(tmp_path / "f", {"草稿.md": LOUD})
    done = run("check", "草稿.md", "--add-ignore", reason, cwd=folder)
    assert done.returncode == 2
    assert "--add-ignore: 要写理由" in done.stderr.decode()
    assert (folder / "草稿.md").read_text("utf-8") == LOUD


def test_a_diff_shows_the_entries_and_writes_none(tmp_path: Path) -> None:
    folder = write(tmp_path / "f", {"草稿.md": LOUD})
    done = run("check", "草稿.md", "--isolated", "--select", "absolute", "--add-ignore", "过节", "--diff", cwd=folder)
    assert "+      reason: 过节" in done.stdout.decode()
    assert (folder / "草稿.md").read_text("utf-8") == LOUD


def test_the_example_drafts_are_clean_of_their_warnings_afterwards(tmp_path: Path) -> None:
    """Feed findings too; only the score of an advert may still fail."""
    folder = shutil.copytree(REPOSITORY / "corpus" / "drafts", tmp_path / "drafts")
    assert run("check", ".", cwd=folder).returncode == 1
    done = run("check", ".", "--add-ignore", "示例", "--min-score", "0", cwd=folder)
    assert "0 处错误，0 处提醒" in done.stdout.decode()
    assert done.returncode == 0
