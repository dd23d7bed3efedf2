"""The output formats beside text and json: valid by their schemas, right about places, and safe whatever a draft says.

tests/golden/formats/ holds whole outputs; after a change that is meant, run `python tests/test_formats.py` and look at the
difference. Pages are held in test_html_report.py.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import given
from referencing import Registry, Resource
from support import CLEAN, LOUD, checked, environment, outcome, run, write
from texts import texts
from whole_run import everything, own_linter

from moments_lint import catalogue, formats
from moments_lint.errors import ReadingError
from moments_lint.finding import Edit, Fix, Severity
from moments_lint.formats import located, markdown
from moments_lint.linter import Linter
from moments_lint.outcome import Checked, Outcome
from moments_lint.post import Document, Post
from moments_lint.settings import Settings
from moments_lint.wording import Text

GOLDEN = Path(__file__).with_name("golden") / "formats"
SCHEMAS = Path(__file__).with_name("schemas")
SHIPPED = Path(catalogue.__file__).with_name("schemas")
NEW = [name for name in formats.FORMATS if name not in ("text", "json", "html")]
SUFFIXES = {"sarif": "json", "gitlab": "json", "rdjson": "json", "json-lines": "jsonl", "junit": "xml", "markdown": "md"}


def written(name: str, lang: str = "zh") -> str:
    """The whole run in one format, with no version and no fingerprints in it."""
    whole = formats.render(name, everything(lang), lang).replace(version("moments-lint"), "0.0.0")
    return re.sub(r'"[0-9a-f]{20}(?:[0-9a-f]{12})?"', '"(fingerprint)"', whole)


CASES: dict[str, Callable[[], str]] = {
    f"{name}.{lang}.{SUFFIXES.get(name, 'txt')}": lambda name=name, lang=lang: written(name, lang)  # type: ignore[misc]
    for name in NEW
    for lang in ("zh", "en")
    if lang == "zh" or name in ("markdown", "github", "sarif")
}


@pytest.mark.parametrize(
    ("form", "place"),
    [
        ("text", "\n  5:1 warning "),
        ("concise", "草稿.md:5:1: warning suppression/unknown"),
        ("github", "file=草稿.md,line=5,endLine=5::"),
        ("gitlab", '"begin": 5'),
    ],
)
def test_a_mistake_in_the_own_ignore_list_is_told_where_it_stands(form: str, place: str) -> None:
    """Not on the first line of the text, which it says nothing about."""
    draft = "---\nauthor: 阿禾\nlint:\n  ignore:\n    - {rule: absolut, reason: 原话}\n---\n" + CLEAN
    linter = Linter(Settings(select=("suppression",)), lang="en")
    assert place in formats.render(form, outcome(linter, [checked(linter, draft.encode())]), "en")


@pytest.mark.parametrize("name", CASES)
def test_the_output_is_as_it_was_approved(name: str) -> None:
    assert CASES[name]() == (GOLDEN / name).read_text("utf-8")


def sent(text: str) -> str:
    """What arrives on the other side: the command writes UTF-8 and replaces what that cannot hold."""
    return text.encode("utf-8", "replace").decode()


@cache
def validator(file: Path) -> jsonschema.Draft202012Validator:
    resources = [(path.name, Resource.from_contents(json.loads(path.read_text("utf-8")))) for path in SHIPPED.glob("*-v1.json")]
    registry: Registry[Any] = Registry().with_resources(resources)
    return jsonschema.Draft202012Validator(json.loads(file.read_text("utf-8")), registry=registry)


def sarif(run: Outcome, lang: str = "zh") -> Any:
    log = json.loads(sent(formats.render("sarif", run, lang)))
    validator(SCHEMAS / "sarif-2.1.0.json").validate(log)
    (only,) = log["runs"]
    return only


def rdjson(run: Outcome) -> Any:
    data = json.loads(sent(formats.render("rdjson", run, "zh")))
    validator(SCHEMAS / "rdjson.json").validate(data)
    return data["diagnostics"]


def gitlab(run: Outcome) -> Any:
    data = json.loads(sent(formats.render("gitlab", run, "zh")))
    validator(SCHEMAS / "gitlab.json").validate(data)
    return data


def lines(run: Outcome) -> list[Any]:
    data = [json.loads(line) for line in sent(formats.render("json-lines", run, "zh")).splitlines()]
    for line in data:
        validator(SHIPPED / "lines-v1.json").validate(line)
    return data


CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"testcase"},
    "testcase": {"failure", "error", "skipped", "system-out"},
}
ATTRIBUTES = {
    "testsuites": {"name", "tests", "failures", "errors", "skipped"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped"},
    "testcase": {"name", "classname"},
    "failure": {"message", "type"},
    "error": {"message", "type"},
    "skipped": {"message"},
    "system-out": set(),
}
"""Elements and attributes that Jenkins, GitLab, Azure and GitHub actions for JUnit read alike."""


def junit(run: Outcome) -> ElementTree.Element:
    root = ElementTree.fromstring(sent(formats.render("junit", run, "zh")).encode())
    for element in root.iter():
        assert set(element.keys()) == ATTRIBUTES[element.tag]
        assert {child.tag for child in element} <= CHILDREN.get(element.tag, set())
    for suite in (root, *root):
        found = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}
        assert {count: int(suite.get(count, "")) for count in found} == {
            count: sum(1 for _ in suite.iter(tag)) for count, tag in found.items()
        }
    return root


COMMAND = re.compile(r"::(error|warning|notice) ([^\n]*?)::([^\n]*)\Z")


def github(run: Outcome) -> list[tuple[str, dict[str, str], str]]:
    """Read workflow commands as the runner does: properties to the first `::` that follows, then data, then unescape."""
    *commands, last = sent(formats.render("github", run, "zh")).split("\n")[:-1]
    assert not last.startswith("::")
    found = []
    for command in commands:
        parts = COMMAND.match(command)
        assert parts is not None
        pairs = [pair.partition("=") for pair in parts[2].split(",")]
        properties = {key: unquote(value) for key, _, value in pairs}
        found.append((parts[1], properties, unquote(parts[3])))
    return found


READERS: dict[str, Callable[[Outcome], Any]] = {
    "sarif": sarif,
    "rdjson": rdjson,
    "gitlab": gitlab,
    "json-lines": lines,
    "junit": junit,
    "github": github,
    "concise": lambda run: formats.render("concise", run, "zh").splitlines(),
    "markdown": lambda run: cells(formats.render("markdown", run, "zh")),
}


@pytest.mark.parametrize("name", READERS)
def test_every_format_can_be_read(name: str) -> None:
    assert READERS[name](everything("zh"))


@pytest.mark.parametrize("name", READERS)
def test_a_run_over_nothing_can_be_read(name: str) -> None:
    READERS[name](outcome(own_linter("zh"), []))


@pytest.mark.parametrize("name", READERS)
@given(text=texts)
def test_no_draft_can_make_a_format_unreadable(name: str, text: str) -> None:
    """Control characters, lone surrogates, markup, line ends of every kind."""
    linter = own_linter("zh")
    report = linter.check(Post("青瓜王" + text + "包治百瓜", name=text, author=text, location=text, images=3))
    document = Document(f"{text}.md", report.post.text, 0, report.post)
    error = ReadingError(Text(text or "?", text or "?"), path=text, line=3)
    run = outcome(linter, [Checked(document, report)], [error])
    READERS[name](run)
    assert READERS[name](run._replace(checked=()))


TEXTS = [
    pytest.param("青瓜王到货", id="plain"),
    pytest.param('x = "🎁🎁青瓜王"; y', id="emoji"),
    pytest.param("👨‍👩‍👧‍👦❤️ 青瓜王", id="sequences"),
    pytest.param("早\r\n\r\n再早 青瓜王\r\n晚", id="CRLF"),
    pytest.param("早\r再早 青瓜王\r晚", id="CR"),
    pytest.param("這次減價王來了", id="Traditional"),
    pytest.param("青瓜王 青瓜王", id="twice"),
    pytest.param("\x0b\x85\u2028青瓜王", id="odd line ends"),
]
LINE = re.compile(r"\r\n|\r|\n")


def by_place(text: str, start: tuple[int, int], end: tuple[int, int]) -> str:
    """What stands between two places, counted again from scratch."""
    begins = [0, *(found.end() for found in LINE.finditer(text))]
    return text[begins[start[0] - 1] + start[1] - 1 : begins[end[0] - 1] + end[1] - 1]


def one(text: str) -> tuple[str, Outcome]:
    """A draft with front matter around `text`: the file's text, and the outcome."""
    whole = f"---\r\nauthor: 阿禾\r\n---\r\n{text}"
    linter = own_linter("zh")
    return whole, outcome(linter, [checked(linter, whole.encode(), "草稿/甲 一.md")])


@pytest.mark.parametrize("text", TEXTS)
def test_sarif_regions_count_code_points(text: str) -> None:
    whole, run = one(text)
    data = sarif(run)
    assert data["columnKind"] == "unicodeCodePoints"
    found = []
    for result in data["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        if "startColumn" in region:
            places = (region["startLine"], region["startColumn"]), (region["endLine"], region["endColumn"])
            found.append(by_place(whole, *places))
            assert region["snippet"]["text"] == found[-1]
    assert found
    assert set(found) <= {"青瓜王", "減價王"}


@pytest.mark.parametrize("text", TEXTS)
def test_rdjson_columns_count_bytes(text: str) -> None:
    whole, run = one(text)
    rows = [row + b"\n" for row in re.split(rb"\r\n|\r|\n", whole.encode())]
    found = []
    for diagnostic in rdjson(run):
        start, end = (diagnostic["location"]["range"].get(edge, {}) for edge in ("start", "end"))
        if "column" in start:
            assert start["line"] == end["line"]
            found.append(rows[start["line"] - 1][start["column"] - 1 : end["column"] - 1].decode())
    assert found
    assert set(found) <= {"青瓜王", "減價王"}


def test_the_three_units_differ_before_emoji() -> None:
    _, run = one('x = "🎁🎁青瓜王"; y')
    (sarif_result, *_), (diagnostic, *_), (issue, *_) = sarif(run)["results"], rdjson(run), gitlab(run)
    assert sarif_result["locations"][0]["physicalLocation"]["region"]["startColumn"] == 8
    assert diagnostic["location"]["range"]["start"]["column"] == 14
    assert issue["location"]["positions"]["begin"]["column"] == 8


ADDRESSES = [
    ("a.md", "a.md"),
    ("./a.md", "a.md"),
    ("草稿/甲 一.md", "%E8%8D%89%E7%A8%BF/%E7%94%B2%20%E4%B8%80.md"),
    ("../a#b?c%d.md", "../a%23b%3Fc%25d.md"),
    ("a:b.md", "a%3Ab.md"),
    ("C:/草稿/a.md", "file:///C:/%E8%8D%89%E7%A8%BF/a.md"),
    ("/home/a b.md", "file:///home/a%20b.md"),
    ("//server/share/a.md", "file://server/share/a.md"),
    ("-", "-"),
    ("a\udcff.md", "a%FF.md"),
    ("a\ud83d.md", "a%3F.md"),
]


@pytest.mark.parametrize(("path", "address"), ADDRESSES)
def test_addresses_of_files(path: str, address: str) -> None:
    assert located.uri(path) == address


class TestErrors:
    """Green means checked: no format hides what could not be read."""

    def test_sarif_says_that_the_run_failed(self) -> None:
        (invocation,) = sarif(everything("zh"))["invocations"]
        assert invocation["executionSuccessful"] is False
        said = invocation["toolExecutionNotifications"]
        assert [len(one.get("locations", ())) for one in said] == [1, 1, 1, 0]
        assert sarif(one("早")[1])["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]

    def test_github_shows_errors_first(self) -> None:
        level, properties, message = github(everything("zh"))[0]
        assert (level, properties["file"], properties["line"]) == ("error", "戊.md", "1")
        assert message == "读不了"

    def test_junit_counts_errors(self) -> None:
        assert junit(everything("zh")).get("errors") == "4"

    @pytest.mark.parametrize("name", ["rdjson", "gitlab", "json-lines", "concise", "markdown"])
    def test_the_others_list_them(self, name: str) -> None:
        told = formats.render(name, everything("zh"), "zh")
        assert all(word in told for word in ("读不了", "写错一", "写错二", "设置坏了"))


class TestFeed:
    """A feed finding stands on its post's file, first line."""

    def test_sarif(self) -> None:
        (result,) = [result for result in sarif(everything("zh"))["results"] if result["ruleId"] == "own/often"]
        place = result["locations"][0]["physicalLocation"]
        assert place == {"artifactLocation": {"uri": "%E4%B8%81.md"}, "region": {"startLine": 1}}
        assert [other["physicalLocation"]["artifactLocation"]["uri"] for other in result["relatedLocations"]] == ["%E4%B8%99.md"]

    @pytest.mark.parametrize("name", NEW)
    def test_every_format_has_it(self, name: str) -> None:
        told = formats.render(name, everything("zh"), "zh")
        assert "一天 2 条" in told
        assert "丁" in told or "%E4%B8%81.md" in told


@pytest.mark.parametrize(
    ("name", "shown"), [("github", "file=a.md,"), ("gitlab", '"path": "a.md"'), ("rdjson", '"path": "a.md"')]
)
def test_paths_that_are_matched_as_text_have_no_dot_before_them(name: str, shown: str) -> None:
    run = outcome(own_linter("zh"), [checked(own_linter("zh"), "青瓜王".encode(), "./a.md")])
    assert shown in formats.render(name, run, "zh")


def test_sarif_marks_what_drafts_set_aside() -> None:
    results = sarif(everything("zh"))["results"]
    suppressed = [result for result in results if "suppressions" in result]
    assert [result["suppressions"] for result in suppressed] == [[{"kind": "inSource", "justification": "客户原话"}]]
    assert len(results) == everything("zh").counts().total() + 1


def test_sarif_rules_carry_their_reasons() -> None:
    driver = sarif(everything("zh"))["tool"]["driver"]
    rules = {rule["id"]: rule for rule in driver["rules"]}
    assert "own/time" not in rules  # a value signal is no result
    assert rules["own/grave"]["defaultConfiguration"] == {"level": "error"}
    assert rules["own/king"]["help"]["text"] == "读者无从核实\n怎么改：说一件真事\n出处：测试 第一条"
    for result in sarif(everything("zh"))["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


@pytest.mark.parametrize(
    ("said", "shown"),
    [("[强] {x} 好", "[强] {x} 好"), ("{0} 好", "{{0}} 好"), ("看[这里](http://x)", "看\\[这里](http://x)")],
)
def test_sarif_messages_hold_no_placeholder_and_no_link(said: str, shown: str) -> None:
    _, run = one("青瓜王")
    report = run.checked[0].report
    finding = report.findings[0]._replace(message=said, advice="")
    run = run._replace(checked=(run.checked[0]._replace(report=report._replace(findings=(finding,))),))
    assert sarif(run)["results"][0]["message"]["text"] == shown


def fixed(edits: tuple[Edit, ...]) -> Outcome:
    _, run = one("🎁青瓜王到货")
    report = run.checked[0].report
    finding = report.findings[0]._replace(fix=Fix(edits))
    return run._replace(checked=(run.checked[0]._replace(report=report._replace(findings=(finding,))),))


def test_fixes() -> None:
    run = fixed((Edit(1, 4, "青瓜"),))
    (change,) = sarif(run)["results"][0]["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 4, "startColumn": 2, "endLine": 4, "endColumn": 5},
            "insertedContent": {"text": "青瓜"},
        }
    ]
    (suggestion,) = rdjson(run)[0]["suggestions"]
    assert suggestion == {"range": {"start": {"line": 4, "column": 5}, "end": {"line": 4, "column": 14}}, "text": "青瓜"}


def test_edits_that_belong_together_are_no_choice_of_suggestions() -> None:
    run = fixed((Edit(0, 1, ""), Edit(1, 4, "青瓜")))
    assert "suggestions" not in rdjson(run)[0]
    assert len(sarif(run)["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"]) == 2


def test_fingerprints_do_not_move_with_the_text_and_gitlab_has_each_once() -> None:
    _, here = one("早上煮了一锅汤，青瓜王到")
    _, there = one("早安。\n\n早上煮了一锅汤，青瓜王到")
    kept = {result["partialFingerprints"]["momentsLint/v1"] for result in sarif(here)["results"]}
    assert kept & {result["partialFingerprints"]["momentsLint/v1"] for result in sarif(there)["results"]}
    twice = here._replace(checked=(here.checked[0], there.checked[0], there.checked[0]))
    prints = [issue["fingerprint"] for issue in gitlab(twice)]
    assert len(set(prints)) == len(prints)


class TestGithub:
    """Ten annotations of a level at most, none that starts another command."""

    @pytest.mark.parametrize(("hits", "kept", "left_out"), [(1, 1, 0), (10, 10, 0), (11, 9, 2), (25, 9, 16)])
    def test_the_limit(self, hits: int, kept: int, left_out: int) -> None:
        warnings = [given for given in github(one("青瓜王，" * hits)[1]) if given[0] == "warning"]
        assert sum("file" in properties for _, properties, _ in warnings) == kept
        assert len(warnings) <= 10
        assert [message for _, properties, message in warnings if "file" not in properties] == (
            [f"还有 {left_out} 处没有显示，完整的请看 json 或 text 输出"] if left_out else []
        )
        told = formats.render("github", one("青瓜王，" * hits)[1], "zh").splitlines()[-1]
        assert (f"{left_out} 处没有标注" in told) is bool(left_out)

    def test_levels_are_in_order_of_weight(self) -> None:
        levels = [level for level, _, _ in github(everything("zh"))]
        assert levels == sorted(levels, key=["error", "warning", "notice"].index)

    def test_hostile_paths_and_words(self) -> None:
        linter = own_linter("zh")
        run = outcome(linter, [checked(linter, "青瓜王".encode(), "a,b:c%d::error::\n::set-output x.md")])
        ((_, properties, _),) = [given for given in github(run) if given[0] == "warning"]
        assert properties["file"] == "a,b:c%d::error:: ::set-output x.md"

    def test_columns_only_on_one_line(self) -> None:
        for _, properties, _ in github(everything("zh")):
            assert ("col" in properties) is ("endColumn" in properties)
            if "col" in properties:
                assert properties["line"] == properties["endLine"]


def cells(page: str) -> list[list[str]]:
    """The cells of every table row, split as Markdown splits them; all rows of a table are equally long."""
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    split = [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows]
    assert {len(row) for row in split} <= {5}
    return split or [["-"]]


MARKDOWN = [
    ("早安。", "早安。"),
    ("<b>", "\\<b\\>"),
    ("a|b", "a\\|b"),
    ("`x`", "\\`x\\`"),
    ("[a](http://b)", "\\[a\\]\\(http\\:\\/\\/b\\)"),
    ("&lt;", "\\&lt\\;"),
    ("# 一\n- 二", "\\#\u2060 一 \\- 二"),
    ("@老王 #1", "\\@\u2060老王 \\#\u20601"),
    ("\\|", "\\\\\\|"),
    ("\x1b[2J\u202e", "·\\[2J·"),
]


@pytest.mark.parametrize(("text", "shown"), MARKDOWN)
def test_markdown_shows_text_as_it_is(text: str, shown: str) -> None:
    assert markdown.escape(text) == shown


@given(texts)
def test_markdown_has_no_bare_punctuation(text: str) -> None:
    rest = re.sub(r"\\[!-/:-@\[-`{-~]", "", markdown.escape(text))
    assert not re.search(r"[!-/:-@\[-`{-~]", rest)
    assert len(rest.splitlines()) <= 1


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1b", "\ufffe", "\uffff", "\ud800"])
def test_junit_replaces_what_xml_cannot_hold(character: str) -> None:
    linter = own_linter("zh")
    _, run = one("青瓜王")
    document = run.checked[0].document._replace(path=f"a{character}b.md")
    root = junit(outcome(linter, [run.checked[0]._replace(document=document)]))
    assert root[0].get("name") == "a\ufffdb.md"


def test_junit_hints_pass_and_a_clean_draft_is_seen() -> None:
    whole = [case for case in junit(everything("zh")).iter("testcase") if str(case.get("name")).startswith("own/whole")]
    assert {child.tag for case in whole for child in case} == {"system-out"}
    clean = [suite for suite in junit(everything("zh")) if suite.get("name") == "丙.md"]
    assert [len(suite) for suite in clean] == [1]


def test_concise_is_one_line_a_finding_with_english_severities() -> None:
    for line in formats.render("concise", everything("zh"), "zh").splitlines():
        assert re.match(r"[^:]+:\d+:\d+: (hint|warning|error) [a-z/-]+ \S", line)


def test_lines_hold_all_that_json_holds() -> None:
    kinds = [line["type"] for line in lines(everything("zh"))]
    whole = json.loads(formats.render("json", everything("zh"), "zh"))
    assert kinds.count("post") == len(whole["posts"])
    assert kinds.count("finding") == sum(whole["summary"]["findings"].values())
    assert kinds.count("suppressed") == sum(len(post["suppressed"]) for post in whole["posts"])
    assert kinds.count("error") == len(whole["errors"])
    assert kinds[0] == "run"


def test_lines_are_not_cut_by_odd_line_ends() -> None:
    assert lines(one("青瓜王\x85\u2028\u2029\x0b\x1e到货")[1])


@pytest.mark.parametrize("name", sorted(formats.FORMATS))
def test_the_command_offers_every_format(tmp_path: Path, name: str) -> None:
    folder = write(tmp_path / "folder", {"甲 一.md": CLEAN, "坏.md": b"\xff\xfe\x00"})
    done = run("check", ".", "--output-format", name, cwd=folder)
    assert done.returncode == 2
    assert done.stdout.decode()
    again = run("check", ".", "--output-format", name, "-o", "out", cwd=folder)
    assert (again.returncode, again.stdout) == (2, b"")
    assert (folder / "out").read_bytes().replace(b"\r\n", b"\n") == done.stdout.replace(b"\r\n", b"\n")


def test_a_plain_check_imports_no_other_format(tmp_path: Path) -> None:
    folder = write(tmp_path / "folder", {"甲.md": CLEAN})
    script = (
        "import sys\ntry:\n from moments_lint.cli import main; main(['check', '甲.md'])\nexcept SystemExit: print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, check=True, env=environment(tmp_path))
    loaded = {name for name in done.stdout.decode().splitlines()[-1].split() if name.startswith("moments_lint.")}
    assert {name for name in loaded if ".formats." in name} == {"moments_lint.formats.text"}
    assert "moments_lint.audience" not in loaded


@pytest.mark.parametrize("name", sorted(set(formats.FORMATS) - set(formats.WITH_STEPS)))
def test_what_if_is_refused_where_it_would_not_be_seen(tmp_path: Path, name: str) -> None:
    done = run("check", "-", "--output-format", name, "--what-if", cwd=write(tmp_path / "folder", {}), stdin=LOUD.encode())
    assert (done.returncode, done.stdout) == (2, b"")
    assert "--what-if" in done.stderr.decode()


def test_severities_of_every_format_are_complete() -> None:
    from moments_lint.formats import github, gitlab, rdjson, sarif

    for names in (github.LEVELS, gitlab.SEVERITIES, rdjson.SEVERITIES, sarif.LEVELS):
        assert set(names) == set(Severity)


def test_there_is_no_golden_file_that_nothing_is_held_against() -> None:
    from test_html_report import CASES as PAGES

    assert {file.name for file in GOLDEN.iterdir()} == {*CASES, *PAGES}


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for golden, render in CASES.items():
        (GOLDEN / golden).write_text(render(), "utf-8", newline="\n")
