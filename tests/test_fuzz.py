"""Whatever bytes come: one of three exit codes, never a traceback. Then every mistake that fuzzing has found.

`tests/fuzz` goes on where this stops, for as long as one likes.
"""

from __future__ import annotations

import ast
import io
import json
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import CLEAN, LOUD, REPOSITORY, RULE, write

from moments_lint import Linter, cli, suppression
from moments_lint.finding import Finding, Severity, Span
from moments_lint.post import Suppression, position

SETTINGS = ".moments-lint.yaml"


class Answer:
    """What the command answered: its exit code, and both streams as text."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


def command(*arguments: str) -> Answer:
    """Run the command in this process."""
    streams = [io.TextIOWrapper(io.BytesIO(), "utf-8", "replace", newline="") for _ in range(2)]
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = streams
    try:
        cli.main.main(list(arguments))
    except SystemExit as leaving:
        code = leaving.code
    finally:
        sys.stdout, sys.stderr = before
    for stream in streams:
        stream.flush()
    out, err = (stream.buffer.getvalue().decode("utf-8", "replace") for stream in streams)  # type: ignore[attr-defined]
    return Answer(int(code or 0), out, err)


def holds(*arguments: str) -> Answer:
    """Run the command; it may find or refuse, and must not break."""
    answer = command(*arguments)
    assert answer.code in (0, 1, 2), answer.err
    assert "Traceback" not in answer.err
    return answer


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a draft and settings of its own, so that none above it are read."""
    return write(tmp_path_factory.mktemp("fuzz"), {"2026-03-02-0900-甲.md": LOUD, SETTINGS: "author: 小林\n"})


PIECES = st.sampled_from(
    [
        "---",
        "...",
        ":",
        "-",
        "?",
        "[",
        "]",
        "{",
        "}",
        ",",
        "#",
        "&",
        "*",
        "!",
        "|",
        ">",
        "'",
        '"',
        "%",
        "@",
        "`",
        "\\",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\x00",
        "\x1b",
        "\x85",
        "\u2028",
        "\u200b",
        "\ufeff",
        "�",
        "😀",
        "（",
        "(",
        ")",
        "(a)",
        "创(a)",
        "最\n",
        "",
        "",
        "",
        "null",
        "true",
        "1e999",
        ".nan",
        "0x1F",
        "-1",
        "9999999999",
        "2026-13-45",
        "0000-00-00",
        "NaN",
        "Infinity",
        '"a\\0b"',
        '"\\ud800"',
        "rules",
        "drafts",
        "model",
        "thresholds",
        "author\n",
        "",
        "",
        "",
        "post_at",
        "goods",
        "audience",
        "lint",
        "ignore",
        "rule",
        "reason",
        "text",
        "until",
        "images",
        "severity",
        "match",
        "kind",
        "terms",
        "patterns",
        "literals",
        "examples",
        "hit",
        "quiet\n",
        "",
        "",
        "",
        "summary",
        "zh",
        "en",
        "message",
        "why",
        "sources",
        "advice",
        "findings",
        "fingerprint",
        "version",
        "tool",
        "hash",
        "at",
        "score",
        "category",
        "format",
        "grams",
        "weights\n",
        "",
        "",
        "",
        "全网最低价",
        "加微信",
        "包治百病",
        "！！！！！",
        "<script>",
        "«»",
        "<<",
        ">>",
        "{match}",
        "{x.__class__}",
    ]
)
SCRAPS = st.lists(PIECES | st.text(max_size=6), max_size=40).map(lambda parts: " ".join(parts).encode("utf-8", "surrogatepass"))
RAW = st.binary(max_size=200)


def mutated(source: bytes) -> st.SearchStrategy[bytes]:
    """Return `source` with a few stretches of it replaced."""
    edit = st.tuples(st.integers(0, len(source)), st.integers(0, 12), SCRAPS | RAW)

    def made(edits: list[tuple[int, int, bytes]]) -> bytes:
        data = source
        for start, length, new in edits:
            data = data[:start] + new + data[start + length :]
        return data

    return st.lists(edit, max_size=3).map(made)


DRAFT = (
    "---\nauthor: 小林\npost_at: 2026-03-02T09:00\ngoods: food\naudience: [老客户]\nlocation: 集市\nimages: 3\nlint:\n  ignore:\n"
    "    - {rule: layout, text: 青, reason: x, until: 2026-12-31}\n---\n全网最低价！！！！！加微信，创(chuàng)业\n"
).encode()
OWN = (
    "drafts: [.]\nselect: [layout]\nignore: [contact]\nseverity: {layout/emoji-run: hint}\nthresholds: {folding/long-text: 200}\n"
    'signature: "——{author}"\ngoods: food\ntimezone: Asia/Shanghai\nfail_on: error\nmin_score: 60\n'
    "audiences: {老: {min_score: 3}}\n"
    "rhythm: shop\n"
).encode()
PROFILE = (
    b"nickname: a\nwechat_id: b\nbrand: c\nsells: d\ngoods: food\nnames_elsewhere: [a]\navatar_clear: true\nnumber_owner: self\n"
)
LEDGER = (
    b'{"hash": "cae66941d9efbd404e4d88758ea67670", "at": "2026-03-01T09:00:00+08:00", "author": "a", "text": "x", "score": 80, '
    b'"category": "life", "goods": "", "audience": [], "name": ""}\n'
)
HISTORY = b'{"at": "2026-03-01", "text": "a", "author": "b", "label": "life", "goods": ""}\n{"at": 1772000000, "text": "b"}\n'
CSV = 'at,text,author,label\n2026/3/1 20:30,a,b,硬广\n2026年3月2日,"c\nd",e,\n'.encode()
BASELINE = b'{"version": 1, "tool": "moments-lint", "findings": [{"rule": "layout/x", "fingerprint": "0123456789abcdef0123"}]}\n'
MODEL = b'{"format": 1, "categories": [], "style": [], "temperature": 1, "grams": "", "weights": "", "cues": [], "facts": []}'

FORMATS = st.sampled_from(["text", "json", "html", "junit", "sarif", "github"])


def either(source: bytes) -> st.SearchStrategy[bytes]:
    return mutated(source) | mutated(source) | SCRAPS | RAW


class TestAnyBytes:
    @settings(max_examples=30)
    @given(data=either(DRAFT), form=FORMATS)
    def test_drafts(self, place: Path, data: bytes, form: str) -> None:
        draft = place / "x.md"
        draft.write_bytes(data)
        try:
            holds("check", "--output-format", form, str(draft))
            holds("render", str(draft))
            holds("check", "--diff", str(draft))
            holds("check", "--add-ignore", "测试", str(draft))
        finally:
            draft.unlink()

    @settings(max_examples=30)
    @given(data=either(OWN))
    def test_settings(self, place: Path, data: bytes) -> None:
        own = place / "own.yaml"
        own.write_bytes(data)
        holds("config", "--config", str(own), str(place))
        holds("check", "--config", str(own), str(place / "2026-03-02-0900-甲.md"))

    @settings(max_examples=30)
    @given(data=either(PROFILE))
    def test_profiles(self, place: Path, data: bytes) -> None:
        file = place / "profile.yaml"
        file.write_bytes(data)
        holds("profile", str(file))

    @settings(max_examples=30)
    @given(data=either(RULE.encode()), shared=st.sampled_from(["own", "_terms", "_guards", "_goods", "_variants", "_rhythms"]))
    def test_rule_files(self, data: bytes, shared: str) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = write(Path(name), {f"r/{shared}/king.yaml": data, "x.md": CLEAN, SETTINGS: "rules: [r]\n"})
            holds("check", str(folder))

    @settings(max_examples=30)
    @given(data=either(LEDGER))
    def test_ledgers(self, place: Path, data: bytes) -> None:
        write(place, {".moments-lint/posted.jsonl": data})
        try:
            holds("timeline", str(place))
        finally:
            (place / ".moments-lint/posted.jsonl").unlink()

    @settings(max_examples=30)
    @given(data=either(HISTORY) | either(CSV), name=st.sampled_from(["h.jsonl", "h.csv"]), form=st.sampled_from(["text", "html"]))
    def test_histories(self, place: Path, data: bytes, name: str, form: str) -> None:
        (place / name).write_bytes(data)
        holds("timeline", "--history", str(place / name), "--output-format", form, str(place))

    @settings(max_examples=30)
    @given(data=either(BASELINE))
    def test_baselines(self, place: Path, data: bytes) -> None:
        (place / "baseline.json").write_bytes(data)
        holds("check", "--baseline", str(place / "baseline.json"), str(place))

    @settings(max_examples=30)
    @given(data=either(MODEL))
    def test_models(self, place: Path, data: bytes) -> None:
        write(place, {"model.json": data, "with.yaml": "model: model.json\n"})
        assert holds("check", "--config", str(place / "with.yaml"), str(place)).code == 2

    @settings(max_examples=25)
    @given(data=st.data())
    def test_the_packaged_model_with_one_value_changed(self, model_bytes: bytes, place: Path, data: st.DataObject) -> None:
        content = json.loads(model_bytes)
        value: object = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers())
        content[data.draw(st.sampled_from(sorted(content)))] = data.draw(value)  # type: ignore[arg-type]
        write(place, {"model.json": json.dumps(content), "with.yaml": "model: model.json\n"})
        holds("check", "--config", str(place / "with.yaml"), str(place))


def ruled(folder: Path, rule: str) -> Path:
    return write(folder, {"r/own/king.yaml": rule, "x.md": CLEAN, SETTINGS: "rules: [r]\n"})


def pattern(written: str) -> str:
    match = f"{{kind: pattern, patterns: [{json.dumps(written)}], literals: [青瓜]}}"
    return RULE.replace("{kind: terms, terms: [青瓜王]}", match)


BROKE: dict[str, dict[str, str | bytes]] = {
    "a NUL in the path of a model": {SETTINGS: 'model: "a\\0b"\n'},
    "a NUL in a folder of drafts": {SETTINGS: 'drafts: ["a\\0b"]\n'},
    "a NUL in a rule folder": {SETTINGS: 'rules: ["a\\0b"]\n'},
    "branches nested too deep for Python": {"r/own/king.yaml": pattern("(" * 249 + "青瓜" + "|b)" * 249), SETTINGS: "rules: [r]"},
    "a kind that is a list": {"r/own/king.yaml": RULE.replace("kind: terms", "kind: [terms]"), SETTINGS: "rules: [r]\n"},
    "a .gitignore git would pass over": {".gitignore": "\\\n"},
    "a pattern too large for the matcher": {".gitignore": "/" + "?" * 20_000 + "\n"},
    "a .gitignore of megabytes": {".gitignore": "x*\n" * 20_000},
}


@pytest.mark.parametrize("name", BROKE)
def test_what_broke_once(tmp_path: Path, name: str) -> None:
    holds("check", str(write(tmp_path, {"x.md": CLEAN} | BROKE[name])))


@pytest.mark.parametrize("at", ["1" + "0" * 400, "1e999", "NaN", "-1e999", "99999999999999999999", "true", "[]", '"1"'])
def test_numbers_that_are_no_times(tmp_path: Path, at: str) -> None:
    folder = write(tmp_path, {"h.jsonl": f'{{"at": {at}, "text": "a"}}\n', SETTINGS: ""})
    assert holds("timeline", "--history", str(folder / "h.jsonl"), str(folder)).code == 2


def test_a_long_value_is_not_repeated(tmp_path: Path) -> None:
    folder = write(tmp_path, {"h.jsonl": json.dumps({"at": "x" * 100_000, "text": "a"}), SETTINGS: ""})
    assert len(holds("timeline", "--history", str(folder / "h.jsonl"), str(folder)).err) < 1000


@pytest.mark.skipif(sys.platform == "win32", reason="paths are short there")
@pytest.mark.parametrize("top", [".", "r"])
def test_folders_nested_too_deep_are_told(tmp_path: Path, top: str) -> None:
    """Python 3.11 walks them by recursion."""
    folder = ruled(tmp_path, RULE)
    deep = folder / top
    for _ in range(130):
        deep /= "a"
    deep.mkdir(parents=True)
    answer = holds("check", "--lang", "en", str(folder))
    assert answer.code == 2
    assert "nested too deeply" in answer.err


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path, {"x.md": CLEAN, "closed/y.md": LOUD, SETTINGS: ""})
    scan = os.scandir

    def scandir(path: str) -> Iterator[os.DirEntry[str]]:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    answer = holds("check", str(folder))
    assert answer.code == 2
    assert "closed" in answer.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
class TestPipes:
    """Nobody writes to them: whoever opens one to read waits for ever."""

    @pytest.mark.parametrize(
        ("file", "arguments"),
        [
            ("pipe.md", ["check", "pipe.md"]),
            ("pipe.md", ["render", "pipe.md"]),
            (SETTINGS, ["check", "."]),
            ("own.yaml", ["check", "--config", "own.yaml"]),
            ("model.json", ["check", "--config", "model.yaml"]),
            ("r/own/a.yaml", ["check", "--config", "rules.yaml"]),
            (".moments-lint/posted.jsonl", ["timeline", "."]),
            ("old.json", ["check", "--baseline", "old.json", "."]),
            ("h.csv", ["timeline", "--history", "h.csv", "."]),
            ("profile.yaml", ["profile", "profile.yaml"]),
            ("out.txt", ["check", "-o", "out.txt", "."]),
        ],
    )
    def test_they_are_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, arguments: list[str]) -> None:
        write(tmp_path, {"x.md": CLEAN, "model.yaml": "model: model.json\n", "rules.yaml": "rules: [r]\n"})
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(tmp_path / file)
        monkeypatch.chdir(tmp_path)
        assert holds(*arguments).code == 2
        assert stat.S_ISFIFO((tmp_path / file).stat().st_mode)


class TestLinks:
    """What a folder holds may lead elsewhere; nothing is written there."""

    @pytest.fixture
    def outside(self, tmp_path: Path) -> Path:
        return write(tmp_path / "outside", {"keep.txt": "原样"})

    def link(self, place: Path, target: Path) -> None:
        try:
            place.symlink_to(target, target_is_directory=target.is_dir())
        except OSError:
            pytest.skip("no right to make links")

    def test_the_folder_of_the_ledger(self, tmp_path: Path, outside: Path) -> None:
        folder = write(tmp_path / "here", {"x.md": CLEAN, SETTINGS: ""})
        self.link(folder / ".moments-lint", outside)
        assert holds("posted", str(folder / "x.md")).code == 2
        assert os.listdir(outside) == ["keep.txt"]

    def test_the_folder_of_the_example_draft(self, tmp_path: Path, outside: Path) -> None:
        folder = write(tmp_path / "here", {})
        self.link(folder / "drafts", outside)
        assert holds("init", str(folder)).code == 2
        assert os.listdir(outside) == ["keep.txt"]

    @pytest.mark.parametrize("options", [["--fix"], ["--add-ignore", "测试"]])
    def test_a_draft(self, tmp_path: Path, outside: Path, options: list[str]) -> None:
        (outside / "y.md").write_text("全网最低价！！！！！\n", "utf-8")
        folder = write(tmp_path / "here", {SETTINGS: ""})
        self.link(folder / "y.md", outside / "y.md")
        assert holds("check", *options, str(folder)).code == 2
        assert (outside / "y.md").read_text("utf-8") == "全网最低价！！！！！\n"


class TestBounds:
    """Each of these took minutes or gigabytes. No clock: they would not end."""

    def test_a_rule_of_many_terms(self, tmp_path: Path) -> None:
        terms = ", ".join(["青瓜王", *(f"x{number:05}" for number in range(20_000))])
        assert holds("check", str(ruled(tmp_path, RULE.replace("青瓜王]}", terms + "]}")))).code == 0

    def test_a_file_full_of_mistakes(self, tmp_path: Path) -> None:
        answer = holds("check", str(ruled(tmp_path, RULE + "goods: [" + "foo, " * 20_000 + "foo]\n")))
        assert answer.code == 2
        assert answer.err.count("foo") < 20_000

    def test_a_message_that_repeats_itself(self, tmp_path: Path) -> None:
        assert holds("check", str(ruled(tmp_path, RULE.replace("是自己封的", "{match}" * 50_000)))).code == 2

    def test_a_message_does_not_repeat_a_whole_draft(self, linter: Linter) -> None:
        report = linter.check("最低价" * 3000 + "！" * 5000 + "😀" * 5000)
        assert report.findings
        assert all(len(finding.message) < 1000 for finding in report.findings)

    def test_a_draft_of_ever_new_findings(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"x.md": "😀😀😀😀😀😀😀 好 " * 3000, SETTINGS: ""})
        for options in ((), ("--output-format", "html"), ("--diff",)):
            holds("check", *options, str(folder))

    def test_suppressions_without_end(self, tmp_path: Path) -> None:
        entries = "    - {rule: layout, text: 啊, reason: x}\n" * 5000
        folder = write(tmp_path, {"x.md": f"---\nlint:\n  ignore:\n{entries}---\n啊\n", SETTINGS: ""})
        assert holds("check", str(folder)).code == 2


@given(st.text(alphabet="a\r\n\u2028啊", max_size=12), st.integers(0, 12))
def test_a_position_is_what_counting_gives(text: str, offset: int) -> None:
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    assert position(text, min(offset, len(text))) == (before.count("\n") + 1, len(before) - before.rfind("\n"))


@given(st.text(alphabet="ab", max_size=9), st.text(alphabet="ab", min_size=1, max_size=3), st.integers(0, 8), st.integers(1, 4))
def test_an_entry_covers_what_its_text_touches(text: str, words: str, start: int, length: int) -> None:
    span = Span(start, min(start + length, len(text)))
    if span.start >= span.end:
        return
    finding = Finding("own/rule", Severity.warning, "", "", span)
    places = [at for at in range(len(text)) if text.startswith(words, at)]
    touched = any(at < span.end and span.start < at + len(words) for at in places)
    assert suppression.covers(Suppression("own/rule", words), finding, text) is touched


HOSTILE = (
    "<script>document.title='!'</script>", "\"'><img src=x onerror=alert(1)>", "--></style></title><svg onload=alert(1)>",
    "javascript:alert(1)", "&#60;script&#62;", "]]><b>", "\x00<b>", "\" onmouseover=\"alert(1)", "<iframe srcdoc='<b>'>",
)  # fmt: skip


class Seen(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.events: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action", "srcdoc")]
        self.events += [name for name, _ in attrs if name.startswith("on")]


@pytest.mark.parametrize("bad", HOSTILE)
def test_no_page_runs_what_a_draft_says(tmp_path: Path, bad: str) -> None:
    written = json.dumps(bad)
    shown = bad.replace("\x00", "")
    matter = f"author: {written}\naudience: [{written}]\nlocation: {written}\n"
    matter += f"lint: {{ignore: [{{rule: layout, reason: {written}}}]}}\n"
    name = "".join(character for character in shown if character not in '<>:"/\\|?*') + ".md"
    write(
        tmp_path,
        {
            SETTINGS: "",
            "2026-03-02-0900-甲.md": f"---\n{matter}---\n全网最低价！！！！！{shown}\n",
            "2026-03-03-0900-" + name: f"全网最低价！！！！！{shown}\n",
            "wrong.md": f"---\ngoods: {written}\n{written}: 1\n---\n{shown}\n",
            "h.jsonl": json.dumps({"at": "2026-03-01T09:00", "text": f"全网最低价{bad}", "author": bad}) + "\n",
            "profile.yaml": f"nickname: {written}\nsignature: {written}\ncover: {written}\n",
        },
    )
    html = ["--output-format", "html"]
    pages = [
        holds("check", *html, str(tmp_path)),
        holds("timeline", *html, "--as-of", "2026-03-02T12:00", "--history", str(tmp_path / "h.jsonl"), str(tmp_path)),
        holds("profile", *html, str(tmp_path / "profile.yaml")),
    ]
    for page in pages[:2]:
        assert page.out.startswith("<!")
    for page in pages:
        seen = Seen(page.out)
        assert not seen.tags & {"script", "img", "iframe", "object", "embed", "b", "form", "base"}, page.out
        assert seen.events == []
        assert all(link.startswith(("#", "https://", "data:")) or "javascript" not in link for link in seen.links)


class TestTemporaryFiles:
    """Nobody can guess, and so nobody can prepare, the name of a file that is about to be made."""

    def test_files_are_made_in_few_places(self) -> None:
        """By `mkstemp`, by "x" that refuses what exists, and by appending to the ledger."""
        made: dict[str, set[str]] = {}
        for file in (REPOSITORY / "src").rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and self.makes_a_file(node):
                    made.setdefault(file.stem, set()).add(ast.unparse(node.func))
        assert made == {"writing": {"tempfile.mkstemp", "open"}, "ledger": {"open"}}

    def makes_a_file(self, call: ast.Call) -> bool:
        name = ast.unparse(call.func)
        if name.startswith("tempfile.") or name.endswith((".write_bytes", ".write_text", ".touch", "NamedTemporaryFile")):
            return True
        modes = [*call.args[1:2], *(each.value for each in call.keywords if each.arg == "mode")]
        return name in ("open", "io.open") and any(set(ast.unparse(mode)) & set("wax+") for mode in modes)

    def test_their_names_cannot_be_known_before(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        opened: list[tuple[str, int]] = []
        system = os.open

        def recorded(path: str, flags: int, *rest: int, **more: int) -> int:
            if flags & os.O_CREAT:
                opened.append((os.path.basename(str(path)), flags))
            return system(path, flags, *rest, **more)

        monkeypatch.setattr(os, "open", recorded)
        write(tmp_path, {"x.md": "全网最低价！！！！！\n", SETTINGS: ""})
        elsewhere = set(os.listdir(tempfile.gettempdir()))
        opened.clear()
        for _ in range(2):
            holds("check", "-o", str(tmp_path / "out.txt"), str(tmp_path))
            holds("check", "--add-ignore", "测试", "--baseline", str(tmp_path / "old.json"), "--update-baseline", str(tmp_path))
        names = [name for name, _ in opened]
        assert names
        assert len(set(names)) == len(names)
        assert all(name.startswith(".moments-lint-") and flags & os.O_EXCL for name, flags in opened)
        assert not [name for name in set(os.listdir(tempfile.gettempdir())) - elsewhere if "moments" in name or "jieba" in name]
