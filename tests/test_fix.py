"""`check --fix` and `--diff`: what is mended is gone, nothing new has come, and every byte outside the edits stays."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import catalogue, words
from support import CLEAN, REPOSITORY, run, write
from test_amending import ENCODINGS, NEWLINES, encoded, parsed

from moments_lint import Linter, Settings, reading
from moments_lint import catalogue as packaged
from moments_lint.finding import Report, Severity, edited
from moments_lint.mending import in_document, mend, mend_all
from moments_lint.post import Document, Post
from moments_lint.rule_file import example
from moments_lint.verify import results

SIGNED = Settings(signature="——{author}分享", author="小林")
LONG = (
    "立冬以后泡脚，水温四十度就够了，太烫反而会把皮肤烫干。先用手腕试，觉得暖不觉得烫就行。泡到后背微微有点潮气就停，别等出大汗。"
)
NOW = datetime(2026, 11, 22, tzinfo=UTC)

PIECES = [
    *("！！！", "!!!!!", "❗️❗️❗️", "！", "🔥🔥🔥🔥🔥🔥", "🎉 🎉 🎉 🎉 🎉", "🍎🍌🍇🍉🍓", "辣度🌶🌶🌶🌶🌶", "★★★★★"),
    *("[强][强][强][强][强]", "👨‍👩‍👧", "\u200b", "\ufeff", "微\u200b信", "创(chuàng)业(yè)项(xiàng)目(mù)", "新茶到了"),
    *("全网最低价", "家人们冲", "今天最后一天", "手慢无，下单99元", "\n", "\n\n\n\n", "，", "。", " ", LONG),
    *("——小林分享", "——阿禾", "---", "a: b"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
HEADS = st.sampled_from(
    [
        "",
        "---\n---\n",
        "---\nimages: 2 # 两张\n---\n",
        "---\nlint:\n  ignore:\n    # 记\n    - rule: layout\n      text: 新茶\n      reason: 过节\n    - rule: absolute\n---\n",
        "---\nlint: {ignore: [{rule: no/such, reason: 写错}, {rule: layout/exclamation-run, reason: 过节}]}\nauthor: 阿禾\n---\n",
        "---\nlint:\n- 写错\n---\n",
    ]
)  # fmt: skip


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter(SIGNED)


def warnings(report: Report) -> Counter[str]:
    return Counter(finding.rule for finding in report.findings if finding.severity >= Severity.warning)


def is_thinned(old: str, new: str) -> bool:
    """Say whether `new` is `old` with characters taken out and perhaps a signature at its end."""
    left = iter(old)
    kept = re.sub(r"\s*——\w+分享\s*\Z", "", new) if not re.search(r"——\w+分享\s*\Z", old) else new
    return all(character in left for character in kept)


@given(HEADS, TEXTS, st.sampled_from(NEWLINES))
@settings(max_examples=150)
def test_what_is_mended_is_gone_and_nothing_new_has_come(linter: Linter, head: str, text: str, newline: str) -> None:
    draft = reading.parse_text((head + text).replace("\n", newline), "草稿.md")
    if draft.errors:
        return
    document = draft.document
    before = linter.check(document.post, NOW)
    mended = mend(linter, document, NOW)
    after = linter.check(mended.document.post, NOW)
    assert warnings(after) <= warnings(before)
    assert is_thinned(document.post.text, mended.document.post.text)
    assert mend(linter, mended.document, NOW) == (mended.document, (), None)
    assert reading.parse_text(mended.document.text, "草稿.md").document == mended.document
    assert not any(finding.rule.startswith("suppression/") for finding in after.findings)
    if not mended.fixed:
        assert mended.document == document


@given(TEXTS)
def test_fixes_of_one_report_are_each_sound(linter: Linter, text: str) -> None:
    """Each alone leaves text that was there: an editor may make one and not the others."""
    for finding in linter.check(text).findings:
        if finding.fix is not None:
            after = edited(text, finding.fix.edits)
            assert is_thinned(text, after)
            assert after != text


def ruled() -> list[tuple[str, dict[str, object]]]:
    loaded = packaged.read_root(packaged.packaged_root())
    return [
        (rule, given_)
        for rule, spec in sorted(loaded.rules.items())
        for given_ in spec["examples"]["hit"]
        if given_.get("fixed")
    ]  # fmt: skip


@pytest.mark.parametrize(("rule", "given_"), ruled(), ids=lambda value: value if isinstance(value, str) else "")
def test_the_fix_of_an_example_silences_its_rule(rule: str, given_: dict[str, object]) -> None:
    one = example(given_)
    linter = Linter(Settings(signature=str(one.facts.get("signature", ""))))
    post = Post(str(one.facts["fixed"]), author=str(one.facts.get("author", "")))
    assert rule not in {finding.rule for finding in linter.check(post).findings}


def test_rules_that_may_mend_are_few_and_known() -> None:
    loaded = packaged.read_root(packaged.packaged_root())
    assert {rule for rule, spec in loaded.rules.items() if spec["match"].get("fix")} == {
        "layout/exclamation-run", "layout/emoji-wall", "signature/house-form", "damaged/invisible", "damaged/pinyin",
        "profile/sorting-prefix",
    }  # fmt: skip


SHORTENED = [
    ("好！", "好！"),
    ("好！！", "好！！"),
    ("好！！！", "好！"),
    ("好!！❗", "好!"),
    ("好❗️❗️❗️", "好❗️"),
    ("真的吗？！！！", "真的吗？！"),
    ("🎂🎂🎂🎂", "🎂🎂🎂🎂"),
    ("🎂🎂🎂🎂🎂", "🎂"),
    ("🎂 🎂 🎂 🎂 🎂 生日", "🎂 生日"),
    ("🌹🙏🌹🙏🌹", "🌹🙏"),
    ("👍🏻👍🏻👍🏻👍🏻👍🏿", "👍🏻👍🏿"),
    ("🍎🍌🍇🍉🍓", "🍎🍌🍇🍉🍓"),
    ("🇨🇳🇯🇵🇰🇷🇺🇸🇬🇧", "🇨🇳🇯🇵🇰🇷🇺🇸🇬🇧"),
    ("好评⭐⭐⭐⭐⭐", "好评⭐⭐⭐⭐⭐"),
    ("辣度：🌶🌶🌶🌶🌶", "辣度：🌶🌶🌶🌶🌶"),
    ("推荐指数❤️❤️❤️❤️❤️", "推荐指数❤️❤️❤️❤️❤️"),
    ("[玫瑰][玫瑰][玫瑰][玫瑰][玫瑰]", "[玫瑰]"),
    ("一家人👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", "一家人👨‍👩‍👧"),
]


@pytest.mark.parametrize(("text", "after"), SHORTENED)
def test_runs_are_shortened_where_they_say_nothing(linter: Linter, text: str, after: str) -> None:
    assert mend(linter, parsed(text), None).document.text == after


def test_an_example_must_say_what_the_fix_gives() -> None:
    match = {"kind": "layout", "measure": "exclamation_run", "limit": 3, "fix": "shorten"}
    for hit, outcome in [("好<<！！！>>", "unmended"), ({"text": "好<<！！！>>", "fixed": "好！"}, "reported")]:
        rules = catalogue(match, examples={"hit": [hit], "quiet": ["好"]})
        (result, _) = results(Linter(rules=rules), rules.rules["own/rule"])
        assert result.outcome == outcome


def fixing(pattern: str, hidden: str) -> Linter:
    """A linter of two rules: one takes `pattern` out of the text, another warns of the word `hidden`."""
    take = {"kind": "typed", "patterns": [pattern], "literals": [pattern], "fix": "remove"}
    warn = {"own/word": {"match": {"kind": "terms", "terms": [hidden]}}}
    return Linter(rules=catalogue(take, severity="hint", more=warn, cues={"x": words("某")}))


def test_a_fix_that_would_bring_a_warning_is_not_made() -> None:
    """青-瓜 is no word the second rule knows; 青瓜 is."""
    linter = fixing("=", "青瓜")
    document = parsed("青=瓜，早=茶")
    mended = mend(linter, document, None)
    assert mended.document.post.text == "青=瓜，早茶"
    assert len(mended.fixed) == 1


def test_a_fix_may_leave_a_warning_that_was_there() -> None:
    assert mend(fixing("=", "青瓜"), parsed("青瓜=青瓜"), None).document.post.text == "青瓜青瓜"


def test_an_exempt_finding_stays() -> None:
    linter = fixing("=", "青瓜")
    mended = mend(linter, parsed("早=茶=饭"), None, lambda finding, print_: finding.span is not None and finding.span.start == 1)
    assert mended.document.post.text == "早=茶饭"


def test_a_fix_never_turns_a_post_into_front_matter() -> None:
    text = "=---\na: b\n---\n早"
    assert mend(fixing("=", "青瓜"), parsed(text), None).document.text == text
    assert in_document(parsed(text), linter_edits(text)) is None


def linter_edits(text: str) -> list[object]:
    finding = fixing("=", "青瓜").check(text).findings[0]
    assert finding.fix is not None
    return list(finding.fix.edits)


def test_lines_that_a_fix_adds_end_as_the_file_does(linter: Linter) -> None:
    document = parsed(f"---\r\nimages: 1\r\n---\r\n{LONG}")
    assert mend(linter, document, None).document.text == f"---\r\nimages: 1\r\n---\r\n{LONG}\r\n——小林分享"


@pytest.mark.parametrize("tail", ["", "\n", "  \n\n"])
def test_a_signature_goes_before_the_white_space_at_the_end(linter: Linter, tail: str) -> None:
    assert mend(linter, parsed(LONG + tail), None).document.text == f"{LONG}\n——小林分享{tail}"


def test_a_suppressed_finding_is_not_mended(linter: Linter) -> None:
    text = "---\nlint: {ignore: [{rule: layout/exclamation-run, reason: 过节}]}\n---\n新年好！！！"
    assert mend(linter, parsed(text), None).document.text == text


def test_rules_that_were_not_run_leave_their_entries_alone() -> None:
    """With --select an entry for another rule has nothing to do, which says nothing about it."""
    text = "---\nlint: {ignore: [{rule: layout/exclamation-run, reason: 过节}, {rule: layout, reason: 过节}]}\n---\n新年好！！！"
    linter = Linter(Settings(select=("suppression", "layout/emoji-wall")))
    assert mend(linter, parsed(text), None).fixed == ()


def test_mending_brings_the_feed_no_new_warning() -> None:
    """Two posts that a long signature would make alike stay as they were; a third is mended."""
    linter = Linter(SIGNED._replace(signature="——{author}分享" + LONG * 3))
    other = (
        "昨天下午去后山挖笋，雨后的土松，一锄下去带出三根，回来剥了半个钟头，焯水两遍去掉涩味，配咸肉炖了一锅，"
        "街坊闻着味都来了，汤喝得一滴不剩。"
    )
    texts = [LONG, other, "煮了一锅汤！！！"]
    documents = [reading.parse_text(text, f"2026-11-0{day}.md").document for day, text in enumerate(texts, 1)]

    def warned(each: Iterable[Document]) -> set[tuple[str, str]]:
        return {(f.rule, f.name) for f in linter.check_timeline([document.post for document in each], NOW).findings}

    assert warned(mend(linter, document, NOW).document for document in documents) > warned(documents)
    mended = mend_all(linter, documents, [0, 1, 2], NOW)
    assert warned(each.document for each in mended) <= warned(documents)
    assert any(each.fixed for each in mended)


FAULTY = "新茶到了！！！\u200b要的说。"
MENDED = "新茶到了！要的说。"
ISOLATED = ["--isolated", "--select", "layout", "--select", "damaged", "--select", "suppression"]


@pytest.mark.parametrize("newline", NEWLINES, ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_command_mends_files_byte_for_byte(tmp_path: Path, encoding: str, newline: str) -> None:
    entry = "lint:\n  ignore:\n    # 记\n    - rule: layout/gaps\n      reason: 过节\n"
    text = f"---\n{entry}images: 2 # 两张\n---\n{FAULTY}\n没有换行结尾"
    folder = write(tmp_path / "f", {"草稿.md": encoded(text.replace("\n", newline), encoding)})
    done = run("check", "草稿.md", "--fix", *ISOLATED, cwd=folder)
    expected = f"---\n# 记\nimages: 2 # 两张\n---\n{MENDED}\n没有换行结尾"
    assert (folder / "草稿.md").read_bytes() == encoded(expected.replace("\n", newline), encoding)
    assert done.returncode == 0
    assert "草稿.md: 修好 3 处：damaged/invisible, layout/exclamation-run, suppression/unused" in done.stderr.decode()
    assert "0 处提示" in done.stdout.decode()


def test_a_diff_changes_nothing_and_keeps_the_code(tmp_path: Path) -> None:
    folder = write(tmp_path / "f", {"草稿.md": f"{FAULTY}\n完", "好.md": CLEAN})
    for extra, code in (([], 0), (["--fail-on", "hint"], 1)):
        done = run("check", "草稿.md", "好.md", "--diff", *ISOLATED, *extra, cwd=folder)
        assert done.returncode == code
        assert (
            done.stdout.decode()
            == f"--- 草稿.md\n+++ 草稿.md\n@@ -1,2 +1,2 @@\n-{FAULTY}\n+{MENDED}\n 完\n\\ No newline at end of file\n"
        )
        assert "连用 3 个感叹号" in done.stderr.decode()
    assert (folder / "草稿.md").read_text("utf-8") == f"{FAULTY}\n完"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_standard_input_is_mended_to_standard_output(tmp_path: Path, encoding: str) -> None:
    folder = write(tmp_path / "f", {})
    done = run("check", "-", "--fix", *ISOLATED, cwd=folder, stdin=encoded(FAULTY, encoding))
    assert done.stdout == encoded(MENDED, encoding)
    assert "检查了 1 条" in done.stderr.decode()
    assert done.returncode == 0
    clean = encoded("新茶\r\n", encoding)
    assert run("check", "-", "--fix", *ISOLATED, cwd=folder, stdin=clean).stdout == clean


def test_a_read_only_file_is_refused_and_the_others_are_mended(tmp_path: Path) -> None:
    folder = write(tmp_path / "f", {"一.md": FAULTY, "二.md": FAULTY})
    (folder / "一.md").chmod(0o444)
    done = run("check", ".", "--fix", *ISOLATED, cwd=folder)
    (folder / "一.md").chmod(0o644)
    assert done.returncode == 2
    assert "一.md: 是只读文件，不改" in done.stderr.decode()
    assert (folder / "一.md").read_text("utf-8") == FAULTY
    assert (folder / "二.md").read_text("utf-8") == MENDED
    assert "3 处" not in done.stderr.decode().split("二.md")[0]


def test_a_draft_named_twice_is_mended_once(tmp_path: Path) -> None:
    folder = write(tmp_path / "f", {"d/草稿.md": FAULTY})
    done = run("check", "d", "./d/草稿.md", str(folder / "d/草稿.md"), "--fix", *ISOLATED, cwd=folder)
    assert done.returncode == 0
    assert (folder / "d/草稿.md").read_text("utf-8") == MENDED


def test_a_draft_whose_front_matter_has_mistakes_is_left_alone(tmp_path: Path) -> None:
    text = f"---\nautor: 阿禾\n---\n{FAULTY}"
    folder = write(tmp_path / "f", {"草稿.md": text})
    assert run("check", "草稿.md", "--fix", *ISOLATED, cwd=folder).returncode == 2
    assert (folder / "草稿.md").read_text("utf-8") == text


def test_without_settings_entries_for_own_rules_stay(tmp_path: Path) -> None:
    text = "---\nlint: {ignore: [{rule: mine/own, reason: 自己的规则}]}\n---\n早"
    folder = write(tmp_path / "f", {"草稿.md": text})
    run("check", "草稿.md", "--fix", *ISOLATED, cwd=folder)
    assert (folder / "草稿.md").read_text("utf-8") == text


def test_the_example_drafts_are_mended(tmp_path: Path) -> None:
    folder = shutil.copytree(REPOSITORY / "corpus" / "drafts", tmp_path / "drafts")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    first = run("check", ".", "--fix", cwd=folder)
    after = {file.name: file.read_bytes() for file in folder.iterdir()}
    changed = {name for name in before if before[name] != after[name]}
    assert changed
    assert before.keys() == after.keys()
    assert all(name in first.stderr.decode() for name in changed)
    again = run("check", ".", "--fix", cwd=folder)
    assert again.stderr == b""
    assert again.stdout == first.stdout
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == after
