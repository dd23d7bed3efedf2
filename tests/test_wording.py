"""Everything users read is there in Chinese and in English, and neither holds the other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import REPOSITORY

from moments_lint import catalogue

SOURCES = sorted((REPOSITORY / "src" / "moments_lint").rglob("*.py"))
HAN = re.compile("[\u3400-\u9fff]")
QUOTED = re.compile(r"“[^”]*”|`[^`]*`|\"[^\"]*\"|「[^」]*」|'[^']*'|\([^()]*\)|（[^（）]*）|[《<][^》>]*[》>]|\{[^{}]*\}")


def pairs(file: Path) -> Iterator[tuple[int, str, str]]:
    """Yield line, zh and en of every Text(...) and say(...); what is filled in at run time is left out."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Text", "say") and len(node.args) == 2:
            zh, en = (_written(argument) for argument in node.args)
            if zh is not None and en is not None:
                yield node.lineno, zh, en


def _written(node: ast.expr) -> str | None:
    """Return the fixed words of a string; None for what is no string."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


EXAMPLE_FILES = {"starter.py"}
"""Modules whose English texts are files for people who post in Chinese: names and values in them are Chinese examples."""


def wordless(text: str) -> bool:
    """Say whether there is nothing to translate: commands, file names, numbers and marks."""
    return not re.search(r"[A-Za-z\u3400-\u9fff]", re.sub(r"\{[^{}]*\}", "", text))


def faults(zh: str, en: str) -> list[str]:
    if zh == en:
        code = wordless(zh) or zh.startswith(("pip install ", "moments-lint ")) or not HAN.search(zh)
        return [] if code else ["the same in both"]
    found = [] if zh.strip() and en.strip() else ["empty"]
    if zh.strip() and not wordless(zh) and not HAN.search(zh):
        found.append("no Chinese")
    if HAN.search(QUOTED.sub("", QUOTED.sub("", en))):
        found.append("Chinese in the English")
    return found


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: "-".join(file.relative_to(SOURCES[0].parent).parts))
def test_every_sentence_is_there_in_both_languages(file: Path) -> None:
    given = pairs(file) if file.name not in EXAMPLE_FILES else [one for one in pairs(file) if "\n" not in one[1]]
    assert {f"{line}: {zh} | {en}": said for line, zh, en in given if (said := faults(zh, en))} == {}


def test_there_are_sentences_to_look_at() -> None:
    assert sum(1 for file in SOURCES for _ in pairs(file)) > 500


CHINESE_TERMS = (
    *("广告", "本品不能代替药物", "国家级", "最高级", "消炎"),  # words of the law
    *("账号与安全", "我 - 设置 - 朋友权限"),  # menus of WeChat
    "[老客户]",  # a value in a draft
)
"""What a rule's English has to show as it stands."""


def without_terms(text: str) -> str:
    for term in CHINESE_TERMS:
        text = text.replace(term, "")
    return text


STRINGS = ("summary", "message", "why", "advice")


@pytest.mark.parametrize("key", STRINGS)
def test_every_rule_speaks_both_languages(key: str) -> None:
    wrong = {}
    for rule, spec in catalogue.read_root(catalogue.packaged_root()).rules.items():
        if spec.get(key) and (said := faults(spec[key]["zh"], without_terms(spec[key]["en"]))):
            wrong[rule] = said
    assert wrong == {}


WRONG = [("", "x"), ("好", ""), ("fine", "well"), ("好", "好 it is")]
RIGHT = [("好", "good"), ("", ""), ("「{match}」好", "“{match}” is good"), ("写「最好」", "writes “最好”"), ("{path}", "{path}")]


@pytest.mark.parametrize(("zh", "en"), RIGHT)
def test_right_pairs(zh: str, en: str) -> None:
    assert faults(zh, en) == []


@pytest.mark.parametrize(("zh", "en"), WRONG)
def test_wrong_pairs(zh: str, en: str) -> None:
    assert faults(zh, en) != []
