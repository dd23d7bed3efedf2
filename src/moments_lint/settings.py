"""`.moments-lint.yaml`: what it may say, and its defaults. Finding and reading the file is `reading`'s work."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from moments_lint import schema
from moments_lint.errors import SettingsError
from moments_lint.finding import Severity
from moments_lint.post import GOODS
from moments_lint.schema import Field
from moments_lint.sheet import Sheet, compose
from moments_lint.wording import Text

FAIL_ON = ("hint", "warning", "error", "never")
DEFAULT_TIMEZONE = "Asia/Shanghai"
DEFAULT_RHYTHM = "modest"
NO_THRESHOLDS: dict[str, int] = {}
NO_SEVERITIES: dict[str, Severity] = {}


class Audience(NamedTuple):
    """What differs for posts shown to one audience. What combining several means is `audience`'s business."""

    severity: dict[str, Severity] = NO_SEVERITIES
    thresholds: dict[str, int] = NO_THRESHOLDS
    ignore: tuple[str, ...] = ()
    min_score: int | None = None


NO_AUDIENCES: dict[str, Audience] = {}
NOTHING_DIFFERS = Audience()


class Settings(NamedTuple):
    """The settings of one folder of drafts. `path` is the file they were read from, empty for the defaults."""

    drafts: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = NO_SEVERITIES
    thresholds: dict[str, int] = NO_THRESHOLDS
    signature: str = ""
    author: str = ""
    goods: str = ""
    timezone: str = DEFAULT_TIMEZONE
    fail_on: str = "warning"
    min_score: int | None = None
    model: str = ""
    baseline: str = ""
    audiences: dict[str, Audience] = NO_AUDIENCES
    rhythm: str = DEFAULT_RHYTHM
    path: str = ""

    def least_score(self, audiences: Iterable[str], otherwise: int) -> int:
        """Return the score below which a post shown to these audiences fails; `otherwise` holds where no setting does."""
        general = self.min_score if self.min_score is not None else otherwise
        own = [self.audiences.get(name, NOTHING_DIFFERS).min_score for name in audiences]
        return max((general if score is None else score for score in own), default=general)


def fields() -> dict[str, Field]:
    """The keys of the settings file."""
    differing = {
        "severity": schema.table(schema.choice(*Severity.__members__)),
        "thresholds": schema.table(schema.whole(1, 10000)),
        "ignore": schema.listing(schema.text()),
        "min_score": schema.whole(0, 100),
    }
    return {
        "drafts": schema.listing(schema.text()),
        "rules": schema.listing(schema.text()),
        "select": schema.listing(schema.text()),
        "ignore": schema.listing(schema.text()),
        "severity": schema.table(schema.choice(*Severity.__members__)),
        "thresholds": schema.table(schema.whole(1, 10000)),
        "signature": schema.text(_wrong_signature),
        "author": schema.text(),
        "goods": schema.choice(*GOODS),
        "timezone": schema.text(_wrong_timezone).otherwise(DEFAULT_TIMEZONE),
        "fail_on": schema.choice(*FAIL_ON).otherwise("warning"),
        "min_score": schema.whole(0, 100),
        "model": schema.text(),
        "baseline": schema.text(),
        "audiences": schema.table(schema.record(differing)),
        "rhythm": schema.text().otherwise(DEFAULT_RHYTHM),
    }


def _wrong_timezone(name: str) -> Text | None:
    if name == DEFAULT_TIMEZONE:  # as good as none given; zoneinfo takes a while to import
        return None
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return Text(f"不认识的时区「{name}」，例如 Asia/Shanghai", f"unknown time zone “{name}”, e.g. Asia/Shanghai")
    return None


def _wrong_signature(form: str) -> Text | None:
    if form.count("{") != form.count("{author}"):
        return Text("署名里只能用 {author} 这一个占位", "a signature may use {author} and no other placeholder")
    return None


def parse(text: str, path: str) -> Settings:
    """Read settings. Raises SettingsError or Mistakes, each with its place in the file."""
    sheet = Sheet(path, text, error=SettingsError)
    node = compose(sheet, text)
    values: dict[str, Any] = schema.record(fields()).read(sheet, node) if node is not None else {}
    sheet.finish()
    if not values:
        return Settings(path=path)
    severities = _severities(values.pop("severity"))
    audiences = {
        name: Audience(_severities(own["severity"]), own["thresholds"], tuple(own["ignore"]), own["min_score"])
        for name, own in values.pop("audiences").items()
    }
    for key in ("drafts", "rules", "select", "ignore"):
        values[key] = tuple(values[key])
    return Settings(**values, severity=severities, audiences=audiences, path=path)


def _severities(written: dict[str, str]) -> dict[str, Severity]:
    return {rule: Severity[name] for rule, name in written.items()}


def lines(text: str, path: str) -> dict[tuple[str, ...], int]:
    """Return the line of every key of a settings file, by the keys that lead to it. The text must be one that `parse` takes."""
    return dict(_lines(compose(Sheet(path, text, error=SettingsError), text), ()))


def _lines(node: Any, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], int]]:
    if node is not None and node.id == "mapping":
        for key, value in node.value:
            yield (*above, key.value), key.start_mark.line + 1
            yield from _lines(value, (*above, key.value))
