"""From a draft to what is pasted, byte for byte, and from what was pasted to the ledger."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import CLEAN, run, write

from moments_lint import leak, reading

FRONT = "---\nauthor: 小林\n---\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "今天的汤炖了三个钟头。\n",
        "——————\n今日份的花\n——————\n",
        "早市\n---\n晚市\n---\n打烊\n",
        "- 一斤面\n- 三个蛋\n",
        "毛衣起球叫 lint，不是坏了。\nlinter 是检查工具\n",
        "Location: 老街 12 号\nAuthor: 我外婆\n",
        "时间：周六下午\n地点：老街\n",
        "http://example.com/lint:1",
        "PS: 周一不开门\n---\n明天见",
    ],
)
def test_a_text_for_friends_is_no_leak(text: str) -> None:
    assert leak.find(text) is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("汤好了\nlint:\n  ignore: []\n", "lint:", id="a directive below the text"),
        pytest.param("汤好了\n  lint: {ignore: []}", "  lint: {ignore: []}", id="indented"),
        pytest.param("汤好了\nlint：忽略\n", "lint：忽略", id="a wide colon"),
        pytest.param("<!-- moments-lint: ignore -->\n汤好了", "<!-- moments-lint: ignore -->", id="a comment"),
        pytest.param("# moments-lint-disable\n汤好了", "# moments-lint-disable", id="another linter's habit"),
        pytest.param("汤好了\r\npost_at: 2026-11-22T20:30\r\n", "post_at: 2026-11-22T20:30", id="a time"),
        pytest.param("---\n汤好了\n", "---", id="an opening fence alone"),
        pytest.param("\n\n---\nauthor: 小林\n---\n汤好了\n", "---", id="front matter below an empty line"),
        pytest.param("\ufeff---\nauthor: 小林\n---\n汤好了\n", "\ufeff---", id="a second byte order mark"),
        pytest.param("author: 小林\n汤好了", "author: 小林", id="no fence at all"),
        pytest.param("goods: food\n---\n汤好了", "goods: food", id="no opening fence"),
        pytest.param("汤好了\n---\nauthor: 小林\n---\n", "---", id="front matter at the end"),
        pytest.param("汤好了\n---\ntitle: 汤\n---\n再来一碗", "---", id="a block with keys of others"),
    ],
)
def test_a_leaked_directive_is_found(text: str, line: str) -> None:
    found = leak.find(text)
    assert found is not None
    assert text[found.start :].splitlines()[0] == line


@given(st.text(alphabet=st.sampled_from("-—:：\n\r ab#lint汤"), max_size=60))
def test_a_leak_stands_in_the_text(text: str) -> None:
    found = leak.find(text)
    assert found is None or 0 <= found.start < len(text)


class TestRender:
    """What is printed is the text that was checked, byte for byte: its own line ends, nothing added, nothing taken."""

    @pytest.mark.parametrize(
        ("data", "expected"),
        [
            (CLEAN.encode(), CLEAN.encode()),
            pytest.param("没有换行".encode(), "没有换行".encode(), id="no line end is added"),
            pytest.param((FRONT + "\n\n汤\n\n").encode(), "\n\n汤\n\n".encode(), id="none is taken"),
            pytest.param(FRONT.replace("\n", "\r\n").encode() + "汤\r\n菜\r面\n".encode(), "汤\r\n菜\r面\n".encode(), id="mixed"),
            pytest.param(b"\xef\xbb\xbf" + CLEAN.encode(), CLEAN.encode(), id="the mark goes"),
            pytest.param((FRONT + CLEAN).encode("utf-16"), CLEAN.encode(), id="UTF-16"),
            pytest.param(CLEAN.encode("gb18030"), CLEAN.encode(), id="GB18030"),
            pytest.param(
                "一家👨‍👩‍👧\u2028 \t茶🍵 \u3000\n".encode(), "一家👨‍👩‍👧\u2028 \t茶🍵 \u3000\n".encode(), id="rare characters"
            ),
        ],
    )
    def test_exactly_the_text(self, tmp_path: Path, data: bytes, expected: bytes) -> None:
        done = run("render", "汤.md", cwd=write(tmp_path / "drafts", {"汤.md": data}))
        assert (done.returncode, done.stdout) == (0, expected)

    @pytest.mark.parametrize(
        "content",
        [
            pytest.param("---\nautor: 小林\n---\n汤\n", id="front matter with a mistake"),
            pytest.param("---\nauthor: 小林\n汤\n", id="front matter without an end"),
            pytest.param(FRONT + FRONT + "汤\n", id="front matter twice"),
            pytest.param(FRONT + "汤\nlint:\n  ignore:\n", id="a directive in the text"),
            pytest.param(FRONT + " \n", id="no text"),
            pytest.param(b"\xff\xff", id="no text file"),
        ],
    )
    def test_what_is_not_ready_prints_nothing(self, tmp_path: Path, content: str | bytes) -> None:
        done = run("render", "汤.md", cwd=write(tmp_path / "drafts", {"汤.md": content}))
        assert (done.returncode, done.stdout) == (2, b"")
        assert "汤.md" in done.stderr.decode()

    @given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00-:：")))
    def test_the_post_of_any_text_is_that_text(self, text: str) -> None:
        data = (FRONT + text).encode()
        assert reading.parse_draft(data, "汤.md").document.post.text.encode() == text.encode()


class TestPosted:
    """One line is added for each posting, and the same draft is not recorded twice by mistake."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        files = {
            "店/.moments-lint.yaml": "author: 阿禾\ntimezone: Asia/Shanghai\n",
            "店/草稿/汤.md": "---\naudience: [老客户]\ngoods: food\n---\n" + CLEAN,
            "店/草稿/漏.md": "汤好了\nlint:\n",
        }
        return write(tmp_path / "root", files)

    def lines(self, folder: Path) -> list[dict[str, object]]:
        return [json.loads(line) for line in (folder / "店/.moments-lint/posted.jsonl").read_text("utf-8").splitlines()]

    def test_a_line_says_everything(self, folder: Path) -> None:
        done = run("posted", "店/草稿/汤.md", "--at", "2026-11-22T20:30", cwd=folder)
        assert (done.returncode, done.stderr) == (0, b"")
        (line,) = self.lines(folder)
        assert isinstance(line.pop("score"), int)
        assert len(str(line.pop("hash"))) == 32
        assert line == {
            "at": "2026-11-22T20:30:00+08:00",
            "author": "阿禾",
            "text": CLEAN,
            "category": "story",
            "goods": "food",
            "audience": ["老客户"],
            "name": "草稿/汤.md",
        }

    def test_the_same_draft_again(self, folder: Path) -> None:
        for _ in range(2):
            done = run("posted", "店/草稿/汤.md", "--at", "2026-11-22T20:30", cwd=folder)
        assert (done.returncode, len(self.lines(folder))) == (0, 1)
        assert "已经记过" in done.stdout.decode()
        assert "已经记过" in run("posted", "店/草稿/汤.md", cwd=folder).stdout.decode()
        assert len(self.lines(folder)) == 1
        done = run("posted", "汤.md", "--at", "2026-12-22T20:30", "--lang", "en", cwd=folder / "店/草稿")
        assert "the same text was posted at 2026-11-22 20:30" in done.stdout.decode()
        assert [line["at"] for line in self.lines(folder)] == ["2026-11-22T20:30:00+08:00", "2026-12-22T20:30:00+08:00"]

    def test_without_a_time_it_is_now(self, folder: Path) -> None:
        done = run("posted", "店/草稿/汤.md", cwd=folder)
        assert (done.returncode, done.stderr) == (0, b"")
        assert str(self.lines(folder)[0]["at"]).endswith("+08:00")

    def test_a_torn_line_is_told_and_left(self, folder: Path) -> None:
        torn = '{"hash": "12'
        write(folder / "店/.moments-lint", {"posted.jsonl": torn})
        done = run("posted", "店/草稿/汤.md", "--at", "2026-11-22T20:30", cwd=folder)
        assert done.returncode == 0
        assert "posted.jsonl:1" in done.stderr.decode()
        kept, added = (folder / "店/.moments-lint/posted.jsonl").read_text("utf-8").splitlines()
        assert kept == torn
        assert json.loads(added)["text"] == CLEAN

    @pytest.mark.parametrize("arguments", [["店/草稿/漏.md"], ["店/草稿/汤.md", "--at", "昨晚"], ["店/草稿/无.md"]])
    def test_a_mistake_records_nothing(self, folder: Path, arguments: list[str]) -> None:
        assert run("posted", *arguments, cwd=folder).returncode == 2
        assert not (folder / "店/.moments-lint").exists()
