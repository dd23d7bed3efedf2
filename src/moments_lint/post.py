"""What is checked: a post, a person's profile, a draft file. Values only; reading them from bytes is `reading`'s work."""

import re
from bisect import bisect_right
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from moments_lint.wording import Text

CATEGORIES = ("hard_sell", "soft_sell", "knowledge", "story", "interaction", "life")
"""The labels of corpus and classifier, in the order of every probability table."""

SELLING = frozenset({"hard_sell", "soft_sell"})

GOODS = (
    "general", "food", "health_food", "cosmetics", "medical_device", "education", "finance", "estate", "jobs",
)  # fmt: skip
"""Categories of goods a draft may declare with `goods:`; laws differ between them."""


class Suppression(NamedTuple):
    """One `lint.ignore` entry of a draft. `line` is where it stands in the file."""

    rule: str
    text: str = ""
    reason: str = ""
    until: date | None = None
    line: int | None = None


class Post(NamedTuple):
    """One post as its author typed it, and what the draft says about it.

    `posted` says that it is out and can no longer be changed; `whole_day` that only the day of `at` is known.
    """

    text: str
    name: str = ""
    author: str = ""
    at: datetime | None = None
    goods: str = ""
    audience: tuple[str, ...] = ()
    location: str = ""
    images: int | None = None
    ignore: tuple[Suppression, ...] = ()
    label: str = ""
    posted: bool = False
    whole_day: bool = False


class Profile(NamedTuple):
    """A WeChat profile as a reader sees it. Empty fields and None are unknown, not wrong.

    `avatar` and `cover` say in words what the pictures show; `brand` may hold several spellings, parted by spaces, `sells`
    several words; `number_owner` is one of NUMBER_OWNERS; `name` is what the profile is called in reports.
    """

    nickname: str = ""
    wechat_id: str = ""
    signature: str = ""
    avatar: str = ""
    cover: str = ""
    name: str = ""
    brand: str = ""
    sells: str = ""
    goods: str = ""
    names_elsewhere: tuple[str, ...] = ()
    name_unchanged: bool | None = None
    avatar_real_face: bool | None = None
    avatar_clear: bool | None = None
    avatar_unchanged: bool | None = None
    avatar_same_everywhere: bool | None = None
    friend_verification: bool | None = None
    number_bound: bool | None = None
    number_owner: str = ""


NUMBER_OWNERS = ("self", "company", "employee")
"""In whose name the telephone number behind an account is registered."""


FIRST_YEAR, LAST_YEAR = 2000, 2199
"""Years a post may be dated: WeChat is from 2011, and calendars end."""


def parse_date(written: str) -> date | None:
    """Return the date of `YYYY-MM-DD`, None when it is none."""
    try:
        return date.fromisoformat(written) if len(written) == 10 else None
    except ValueError:
        return None


def wrong_date(written: str) -> Text | None:
    """Say what is wrong with a date, None when it will do."""
    if parse_date(written) is not None:
        return None
    return Text(f"「{written}」不是日期，写成 2026-12-31 这样", f"“{written}” is no date; write it like 2026-12-31")


def parse_time(written: str) -> datetime | None:
    """Return the time of `2026-11-22T20:30+08:00` or a shorter ISO form, None when it is none."""
    try:
        at = datetime.fromisoformat(written.strip())
    except ValueError:
        return None
    return at if FIRST_YEAR <= at.year <= LAST_YEAR else None


def is_whole_day(written: str) -> bool:
    """Say whether a time that `parse_time` reads names a day and no hour."""
    return parse_date(written.strip()) is not None


def wrong_time(written: str) -> Text | None:
    """Say what is wrong with a time, None when it will do."""
    if parse_time(written) is not None:
        return None
    return Text(f"「{written}」不是时间，写成 2026-11-22T20:30", f"“{written}” is no time; write it like 2026-11-22T20:30")


class Document(NamedTuple):
    """A draft file: the decoded text, and the post that stands in it from `start` (code points) on."""

    path: str
    text: str
    start: int
    post: Post
    encoding: str = "utf-8"

    def position(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column (code points) in the file of an offset into the post's text."""
        return position(self.text, self.start + offset)


_NEWLINE = "\r\n|\r|\n"


def newline_of(text: str) -> str:
    """Return the line end of `text`: the first one it holds, a line feed when it holds none."""
    found = re.search(_NEWLINE, text)
    return found[0] if found else "\n"


def position(text: str, offset: int) -> tuple[int, int]:
    """Return the 1-based line and column of `offset` in `text`; CRLF, LF and CR each end one line."""
    starts = _line_starts(text)
    line = bisect_right(starts, offset)
    if offset and text[offset - 1 : offset + 1] == "\r\n":  # what begins with the second half of a line end
        return line + 1, 1
    return line, offset - starts[line - 1] + 1


@lru_cache(2)
def _line_starts(text: str) -> list[int]:
    """Return where the lines of a text begin; kept for the text asked about last, as one has many findings."""
    return [0, *(newline.end() for newline in re.finditer(_NEWLINE, text))]
