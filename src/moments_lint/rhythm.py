"""A rhythm: how often, when and how much selling a seller holds to be right. Practice under a name, never a platform's fact."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from moments_lint.wording import Text

POSTS_A_DAY = "feed/too-many-posts"
SELLING_A_DAY = "feed/too-many-selling-posts"
BURST = "feed/burst"
WEEK_SHARE = "feed/selling-share-week"
MONTH_SHARE = "feed/selling-share-month"
"""The rules whose thresholds a plan or a summary keeps to."""

BURST_MINUTES = 30
"""「半小时连发 5 条」 is the only length of a burst that is told, by hearsay; WeChat has published none."""


class Window(NamedTuple):
    """A time of day that is good for posting, in minutes since midnight, half-open."""

    start: int
    end: int


class Rhythm(NamedTuple):
    """Named thresholds. `limits` maps a rule's id to its threshold, the settings' own ones laid over the rhythm's."""

    name: str
    summary: Text
    windows: tuple[Window, ...]
    limits: Mapping[str, int]

    def limit(self, rule: str) -> int | None:
        """Return the threshold of a rule, None when there is no such rule."""
        return self.limits.get(rule)

    def welcome(self, at: datetime) -> bool:
        """Say whether a time of day is one of the good ones; every time is when none are named."""
        minute = at.hour * 60 + at.minute
        return not self.windows or any(window.start <= minute < window.end for window in self.windows)


NO_RHYTHM = Rhythm("", Text("", ""), (), {})


def minutes(written: str) -> int | None:
    """Return the minutes since midnight of `07:30`, None when it is no time of day; `24:00` ends a day."""
    hour, colon, minute = written.partition(":")
    if not (colon and len(hour) == len(minute) == 2 and (hour + minute).isascii() and (hour + minute).isdigit()):
        return None
    total = int(hour) * 60 + int(minute)
    return total if int(minute) < 60 and total <= 24 * 60 else None


def parse_window(written: str) -> Window | None:
    """Return the window of `07:30-09:00`, None when it is none."""
    start, dash, end = written.partition("-")
    first, last = minutes(start), minutes(end)
    return Window(first, last) if dash and first is not None and last is not None and first < last else None


def wrong_window(written: str) -> Text | None:
    """Say what is wrong with a window, None when it will do."""
    if parse_window(written) is not None:
        return None
    return Text(f"「{written}」不是时段，写成 07:30-09:00", f"“{written}” is no time of day; write it like 07:30-09:00")
