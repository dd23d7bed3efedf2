"""Bytes → documents: decoding drafts, reading front matter, settings and models."""

import codecs
import os
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from moments_lint import schema, settings, suppression
from moments_lint.classifier.model import MAX_BYTES as MAX_MODEL_BYTES
from moments_lint.classifier.model import Model
from moments_lint.classifier.model import parse as parse_model
from moments_lint.errors import Mistakes, ModelError, MomentsLintError, ReadingError, SettingsError, not_utf8, too_large
from moments_lint.opening import read_bytes
from moments_lint.post import GOODS, Document, Post, is_whole_day, parse_time, wrong_time
from moments_lint.schema import Field
from moments_lint.settings import Settings
from moments_lint.sheet import MAX_BYTES as MAX_YAML_BYTES
from moments_lint.sheet import Sheet, compose
from moments_lint.wording import NO_TEXT, Text

SETTINGS_NAME = ".moments-lint.yaml"
MAX_DRAFT_BYTES = 1_000_000
"""Largest draft that is read: hundreds of times what WeChat takes."""

MAX_FRONT_MATTER = 100_000
"""Most characters of front matter: that of a draft has a few lines."""

MAX_AUDIENCES, MAX_ENTRIES = 100, 200
"""Lists a draft may be shown to, and findings it may set aside; far more than anybody has."""

_FILE_DATE = r"(\d{4}-\d{2}-\d{2})(?:-([01]\d|2[0-3])([0-5]\d))?(?=\D|$)"
FENCE = r"---[ \t]*(?:\r\n|\r|\n|\Z)"
_CLOSING = r"(?<=[\r\n])---[ \t]*(?:\r\n|\r|\n|\Z)"
_KEY_LINE = r"[ \t]*[A-Za-z_]\w*[ \t]*:"


class Draft(NamedTuple):
    """A file that was read: its document and what was wrong with its front matter."""

    document: Document
    errors: tuple[MomentsLintError, ...] = ()
    note: Text = NO_TEXT


def read_draft(path: str) -> Draft:
    """Read one draft file. Raises ReadingError when it cannot be read at all."""
    return parse_draft(read_bytes(path, MAX_DRAFT_BYTES, ReadingError), path.replace(os.sep, "/"))


def parse_draft(data: bytes, path: str) -> Draft:
    """Turn the bytes of a draft into a document. `path` names it in messages and may carry its date."""
    if len(data) > MAX_DRAFT_BYTES:
        what = Text(f"草稿超过 {MAX_DRAFT_BYTES} 字节，不读", f"draft is over {MAX_DRAFT_BYTES} bytes; not read")
        mend = Text(
            "朋友圈一条只有几千字，请确认文件没放错",
            "a Moments post has a few thousand characters; is this the right file?",
        )
        raise ReadingError(what, path=path, mend=mend)
    text, encoding = decode(data, path)
    return parse_text(text, path, encoding)


def parse_text(text: str, path: str, encoding: str = "utf-8") -> Draft:
    """Turn the decoded text of a draft file into a document."""
    note = NO_TEXT
    if encoding == "gb18030":
        note = Text(f"{path}: 按 GB18030 读取，建议另存为 UTF-8", f"{path}: read as GB18030; better save it as UTF-8")
    block, first, start = front_matter(text)
    values: dict[str, Any] = {}
    errors: tuple[MomentsLintError, ...] = ()
    if block is not None:
        try:
            values = _read_front_matter(block, path, first)
        except Mistakes as mistakes:
            errors = mistakes.errors
        except MomentsLintError as error:
            errors = (error,)
    elif first:
        what = Text("开头的 --- 没有配对的 ---", "the opening --- has no closing ---")
        errors = (ReadingError(what, path=path, line=1, mend=Text("在正文前补一行 ---", "add a line --- before the text")),)
    post = _post(text[start:], path, values)
    return Draft(Document(path, text, start, post, encoding), errors, note)


def decode(data: bytes, path: str) -> tuple[str, str]:
    """Return the text and its encoding: UTF-8 or UTF-16 by their marks, UTF-8, else GB18030 if the result makes sense."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            text, encoding = data.decode("utf-16"), "utf-16"
        else:
            text, encoding = data.removeprefix(codecs.BOM_UTF8).decode(), "utf-8"
    except UnicodeDecodeError as error:
        text, encoding = _decode_chinese(data, path, error.start), "gb18030"
    if "\x00" in text:
        what = Text("文件里有 NUL 字节，不像文本", "the file holds NUL bytes; it is hardly text")
        raise ReadingError(what, path=path, mend=Text("换成文本文件，存为 UTF-8", "give a text file, saved as UTF-8"))
    return text, encoding


def _decode_chinese(data: bytes, path: str, offset: int) -> str:
    mend = Text("请另存为 UTF-8 再检查", "save it as UTF-8 and check again")
    try:
        import unicodedata

        text = data.decode("gb18030")
        if not any(unicodedata.category(character) in ("Co", "Cn") for character in set(text)):
            return text
    except UnicodeDecodeError:
        pass
    try:
        data.decode("big5")
        what = Text("看起来是 Big5 编码，暂不支持", "this looks like Big5, which is not supported")
    except UnicodeDecodeError:
        what = Text(
            f"不是 UTF-8、带 BOM 的 UTF-16 或 GB18030（第 {offset} 字节起）",
            f"not UTF-8, UTF-16 with a BOM or GB18030 (from byte {offset})",
        )
    raise ReadingError(what, path=path, mend=mend)


def front_matter(text: str) -> tuple[str | None, int, int]:
    """Return the YAML block (None without one), its first line (0: no fence at all), and where the post starts."""
    fence = re.match(FENCE, text) if text.startswith("---") else None
    if fence is None:
        return None, 0, 0
    closing = re.compile(_CLOSING).search(text, fence.end())
    if closing is not None:
        return text[fence.end() : closing.start()], 2, closing.end()
    return (None, 2, 0) if re.match(_KEY_LINE, text[fence.end() :]) else (None, 0, 0)


def front_matter_fields() -> dict[str, Field]:
    """The keys of a draft's front matter."""
    return {
        "author": schema.text(),
        "post_at": schema.text(wrong_time),
        "goods": schema.choice(*GOODS),
        "audience": schema.listing(schema.text(), most=MAX_AUDIENCES),
        "location": schema.text(),
        "images": schema.whole(0, 99),
        "lint": schema.record({"ignore": schema.listing(schema.record(suppression.ENTRY), most=MAX_ENTRIES)}),
    }


def _read_front_matter(block: str, path: str, first_line: int) -> dict[str, Any]:
    sheet = Sheet(path, block, first_line, SettingsError)
    if len(block) > MAX_FRONT_MATTER:
        sheet.blame(None, Text(f"front matter 超过 {MAX_FRONT_MATTER} 字", f"front matter of over {MAX_FRONT_MATTER} characters"))
        sheet.finish()
    node = compose(sheet, block)
    values: dict[str, Any] = schema.record(front_matter_fields()).read(sheet, node) if node is not None else {}
    sheet.finish()
    if values and values["lint"]:
        lines = [entry.start_mark.line + first_line for entry in _ignore_nodes(node)]
        values["ignore"] = tuple(map(suppression.read, values["lint"]["ignore"], lines))
    return values


def _ignore_nodes(node: Any) -> list[Any]:
    lint = next(value for key, value in node.value if key.value == "lint")
    return [entry for key, value in lint.value if key.value == "ignore" for entry in value.value]


def _post(text: str, path: str, values: dict[str, Any]) -> Post:
    written = values.get("post_at") or _time_of_name(path)
    return Post(
        text=text,
        name=path,
        author=values.get("author") or "",
        at=parse_time(written),
        goods=values.get("goods") or "",
        audience=tuple(values.get("audience") or ()),
        location=values.get("location") or "",
        images=values.get("images"),
        ignore=values.get("ignore", ()),
        whole_day=is_whole_day(written),
    )


def _time_of_name(path: str) -> str:
    """Return the time that a file's name begins with, as ISO; empty without one."""
    name = os.path.basename(path)
    found = re.match(_FILE_DATE, name) if name[:4].isdigit() else None
    if found is None:
        return ""
    day, hour, minute = found.groups()
    return f"{day}T{hour}:{minute}" if hour else str(day)


def find_settings(paths: Iterable[str]) -> str:
    """Return the nearest settings file at or above the folder that `paths` share; empty when there is none.

    Raises SettingsError where one stands under the name that other tools would take, rather than pass it over.
    """
    folders = [os.path.abspath(path if os.path.isdir(path) else os.path.dirname(path) or ".") for path in paths]
    try:
        folder = os.path.commonpath(folders) if folders else os.getcwd()
    except ValueError:  # paths on different Windows drives share nothing
        return ""
    for above in _upward(folder):
        candidate = os.path.join(above, SETTINGS_NAME)
        if os.path.lexists(candidate):
            return candidate
        if os.path.lexists(misnamed := candidate.removesuffix("yaml") + "yml"):
            mend = Text(f"改名叫 {SETTINGS_NAME}", f"rename it to {SETTINGS_NAME}")
            raise SettingsError(Text("这个名字的设置文件不会读", "settings of this name are not read"), path=misnamed, mend=mend)
    return ""


def _upward(folder: str) -> Iterator[str]:
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return
        folder = parent


def read_settings(path: str) -> Settings:
    """Read a settings file. Raises SettingsError or Mistakes."""
    return settings.parse(read_yaml(path), path)


def settings_lines(path: str) -> dict[tuple[str, ...], int]:
    """Return the line of every key of a settings file that `read_settings` takes, by the keys that lead to it."""
    return settings.lines(read_yaml(path), path)


def read_yaml(path: str) -> str:
    """Return the text of a settings or profile file. Raises SettingsError."""
    data = read_bytes(path, MAX_YAML_BYTES, SettingsError)
    if len(data) > MAX_YAML_BYTES:
        raise too_large(SettingsError, MAX_YAML_BYTES, path)
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError:
        raise not_utf8(SettingsError, path) from None


def read_model(chosen: Settings) -> Model | None:
    """Return the classifier that the settings name, None when they name none. Raises ModelError."""
    if not chosen.model:
        return None
    path = os.path.join(os.path.dirname(chosen.path), chosen.model)
    return parse_model(read_bytes(path, MAX_MODEL_BYTES, ModelError), path)


def baseline_path(chosen: Settings) -> str | None:
    """Return the baseline that the settings name, relative to the settings file; None when they name none."""
    return os.path.join(os.path.dirname(chosen.path), chosen.baseline) if chosen.baseline else None


def rule_roots(chosen: Settings) -> list[str]:
    """Return the extra rule folders that the settings name, relative to the settings file."""
    return [os.path.join(os.path.dirname(chosen.path), folder) for folder in chosen.rules]
