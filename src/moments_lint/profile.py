"""A profile as text: its fields, reading them from YAML, writing them down, and where each stands. Judging is for rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from moments_lint import schema
from moments_lint.errors import SettingsError
from moments_lint.finding import Span
from moments_lint.post import GOODS, NUMBER_OWNERS, Profile
from moments_lint.schema import Field
from moments_lint.sheet import Sheet
from moments_lint.wording import Text

LABELS = {
    "nickname": Text("昵称", "nickname"),
    "wechat_id": Text("微信号", "WeChat ID"),
    "signature": Text("个性签名", "signature line"),
    "avatar": Text("头像", "avatar"),
    "cover": Text("朋友圈封面", "cover"),
    "brand": Text("品牌", "brand"),
    "sells": Text("卖什么", "what is sold"),
    "goods": Text("品类", "goods"),
    "names_elsewhere": Text("别的平台上的名字", "names elsewhere"),
    "name_unchanged": Text("名字不常换", "name unchanged"),
    "avatar_real_face": Text("头像是本人", "avatar shows one's face"),
    "avatar_clear": Text("头像不点开也看得清", "avatar clear when small"),
    "avatar_unchanged": Text("头像不常换", "avatar unchanged"),
    "avatar_same_everywhere": Text("各平台头像一样", "same avatar everywhere"),
    "friend_verification": Text("加好友要验证", "friend verification"),
    "number_bound": Text("绑定手机号", "number bound"),
    "number_owner": Text("号是谁名下的", "owner of the number"),
}
"""What each field is called."""

FLAGS = (
    "name_unchanged", "avatar_real_face", "avatar_clear", "avatar_unchanged", "avatar_same_everywhere", "friend_verification",
    "number_bound",
)  # fmt: skip


MAX_VALUE = 500
"""Characters of one field; WeChat's own limits are some dozens."""


def _too_long(given: str) -> Text | None:
    if len(given) <= MAX_VALUE:
        return None
    return Text(f"太长（最多 {MAX_VALUE} 字）", f"too long ({MAX_VALUE} characters at most)")


def fields() -> dict[str, Field]:
    """The keys of a profile file. What is left out or left blank is unknown: an empty text, None for a flag."""
    special = {
        "goods": schema.choice(*GOODS),
        "names_elsewhere": schema.listing(schema.text(_too_long)),
        "number_owner": schema.choice(*NUMBER_OWNERS),
    }
    plain = {name: schema.flag().otherwise(None) if name in FLAGS else schema.text(_too_long, empty=True) for name in LABELS}
    return {name: _or_blank(field) for name, field in (plain | special).items()}


def _or_blank(field: Field) -> Field:
    def read(sheet: Sheet, node: Any) -> Any:
        return field.default if node.id == "scalar" and not node.value else field.read(sheet, node)

    return field._replace(read=read, schema={"anyOf": [field.schema, {"type": "null"}]})


class Place(NamedTuple):
    """Where the value of a field stands: `[start, end)` of the text, which is the value itself if `verbatim`."""

    start: int
    end: int
    verbatim: bool

    def span(self, within: Span) -> Span:
        """Return where a range of the value stands: the whole place when the value is written with escapes or folded lines."""
        return Span(self.start + within.start, self.start + within.end) if self.verbatim else Span(self.start, self.end)


class Written(NamedTuple):
    """A profile as it is written: the text that findings index, and the place of every field in it."""

    text: str
    places: Mapping[str, Place]


def value(profile: Profile, field: str) -> str:
    """Return a field as text: flags as true or false, several names on a line each; empty when unknown."""
    return _as_text(getattr(profile, field))


def _as_text(given: Any) -> str:
    if isinstance(given, bool):
        return "true" if given else "false"
    return "\n".join(given) if isinstance(given, tuple | list) else given or ""


def known(profile: Profile, field: str) -> bool:
    """Say whether a field is known."""
    return bool(value(profile, field).strip())


def write(values: Mapping[str, Any]) -> Written:
    """Write a profile that has no file: one `field: value` line for each field that is known."""
    text, places = "", {}
    for field in LABELS:
        written = _as_text(values.get(field))
        if written.strip():
            start = len(text) + len(f"{field}: ")
            text += f"{field}: {written}\n"
            places[field] = Place(start, start + len(written), verbatim=True)
    return Written(text, places)


def of(values: Mapping[str, Any], name: str = "") -> Profile:
    """Make a profile of values as text or as read by `fields`; None and absent ones are unknown."""
    given = {field: found for field, found in values.items() if found is not None}
    for field in given.keys() & set(FLAGS):
        given[field] = given[field] in (True, "true")
    if "names_elsewhere" in given:
        given["names_elsewhere"] = tuple(given["names_elsewhere"])
    return Profile(**given, name=name)


def parse(text: str, path: str) -> tuple[Profile, Written]:
    """Read a profile file; its text is what findings index. Raises SettingsError or Mistakes, each with its place in the file."""
    sheet = Sheet(path, text, error=SettingsError)
    values = schema.read(sheet, text, fields())
    sheet.finish()
    places = {key.value: _place(node, text) for key, node in sheet.root.value}
    return of(values, name=path), Written(text, places)


def _place(node: Any, text: str) -> Place:
    start, end = node.start_mark.index, node.end_mark.index
    if node.id == "scalar":
        first = start + (node.style in ("'", '"'))
        if text.startswith(node.value, first) and (first + len(node.value) <= end or not node.value):
            return Place(first, first + len(node.value), verbatim=True)
    return Place(start, start + len(text[start:end].rstrip()), verbatim=False)
