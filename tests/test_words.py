"""Word boundaries: right about the words that straddle candidates, fresh, and without a trace on disk or screen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import generate_words
import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import texts

from moments_lint.fold import fold
from moments_lint.words import stands_alone


@pytest.mark.parametrize(
    ("text", "candidate", "alone"),
    [
        ("现代理发店", "代理", False),
        ("路口交通拥堵", "口交", False),
        ("安徽商店", "徽商", False),
        pytest.param("第一次来", "第一", False, id="a longer word"),
        pytest.param("😀现代理发店", "代理", False, id="after an emoji"),
        ("代理", "代理", True),
        ("招代理吗", "代理", True),
        ("马上下单", "下单", True),
        ("我做微商", "微商", True),
        pytest.param("一二三四五六七八九十" * 5 + "招代理", "代理", True, id="far into a text"),
        pytest.param("abc代理123", "代理", True, id="between letters and digits"),
    ],
)
def test_a_candidate_stands_alone_when_it_is_made_of_whole_words(text: str, candidate: str, alone: bool) -> None:
    start = text.index(candidate)
    assert stands_alone(text, start, start + len(candidate)) is alone


@given(texts, st.data())
def test_any_range_of_any_folded_text_gets_an_answer(text: str, data: st.DataObject) -> None:
    folded = fold(text).text
    start = data.draw(st.integers(0, len(folded)))
    end = data.draw(st.integers(start, len(folded)))
    assert stands_alone(folded, start, end) in (True, False)


def test_the_dictionary_is_fresh() -> None:
    assert generate_words.WORDS.read_text("utf-8") == generate_words.build()


def _python(code: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run `code` where home, temporary and working folder are `home`, with no compiled modules to lean on."""
    places = dict.fromkeys(
        ("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "APPDATA", "LOCALAPPDATA"), str(home)
    )
    environment = {**os.environ, **places, "PYTHONIOENCODING": "utf-8"}
    environment.pop("PYTHONWARNINGS", None)
    command = [sys.executable, "-B", "-X", f"pycache_prefix={home / 'none'}", "-c", code]
    return subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_first_question_leaves_no_file_and_says_nothing(tmp_path: Path) -> None:
    code = "from moments_lint.words import stands_alone; print(stands_alone('现代理发店', 1, 3), stands_alone('招代理', 1, 3))"
    ran = _python(code, tmp_path)
    assert (ran.returncode, ran.stdout.split(), ran.stderr) == (0, ["False", "True"], "")
    assert list(tmp_path.rglob("*")) == []


def test_jieba_waits_for_the_first_question(tmp_path: Path) -> None:
    code = """
import sys
from moments_lint import words
before = "jieba" in sys.modules
words.stands_alone("招代理", 1, 3)
print(before, "jieba" in sys.modules)
"""
    assert _python(code, tmp_path).stdout.split() == ["False", "True"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("", "False True", id="not imported, and free to be imported later"),
        pytest.param("sys.modules['pkg_resources'] = sys", "True True", id="left alone where it was there before"),
    ],
)
def test_jieba_does_without_setuptools(tmp_path: Path, before: str, after: str) -> None:
    code = f"""
import sys
{before}
from moments_lint.words import cut
cut("招代理")
print("pkg_resources" in sys.modules, sys.modules.get("pkg_resources", sys) is sys)
"""
    assert _python(code, tmp_path).stdout.strip() == after
