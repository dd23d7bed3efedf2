"""Progress is for a person who waits: on a terminal, after a while, gone at the end."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from moments_lint.cli import progress


class Clock:
    """A clock that goes on by a step whenever it is read."""

    def __init__(self, step: float) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def written(monkeypatch: pytest.MonkeyPatch, step: float, total: int, lang: str = "en") -> str:
    monkeypatch.setattr(progress, "monotonic", Clock(step))
    stream = io.StringIO()
    assert list(progress.shown(iter(range(total)), total, lang, stream)) == list(range(total))
    return stream.getvalue()


def screen(said: str) -> str:
    """Return what a terminal shows in the end."""
    line: list[str] = []
    at = 0
    for character in said:
        if character == "\r":
            at = 0
        else:
            line[at : at + 1] = [character]
            at += 1
    return "".join(line).rstrip()


def test_short_work_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert written(monkeypatch, 0.001, 900) == ""


@pytest.mark.parametrize(("lang", "line"), [("en", "checked 30 of 60"), ("zh", "已检查 30/60 条")])
def test_long_work_is_told_and_wiped(monkeypatch: pytest.MonkeyPatch, lang: str, line: str) -> None:
    said = written(monkeypatch, 0.2, 60, lang)
    assert f"\r{line}\r" in said
    assert screen(said) == ""
    assert "\x1b" not in said
    assert "\n" not in said


def test_it_is_not_told_for_every_item(monkeypatch: pytest.MonkeyPatch) -> None:
    assert written(monkeypatch, 0.01, 1000).count("checked") < 100


@pytest.mark.parametrize("stops", [KeyboardInterrupt, ValueError])
def test_the_line_is_wiped_whatever_ends_the_work(monkeypatch: pytest.MonkeyPatch, stops: type[BaseException]) -> None:
    monkeypatch.setattr(progress, "monotonic", Clock(0.2))
    stream = io.StringIO()

    def items() -> Iterator[int]:
        yield from range(20)
        raise stops

    with pytest.raises(stops):
        list(progress.shown(items(), 60, "en", stream))
    assert "checked" in stream.getvalue()
    assert screen(stream.getvalue()) == ""


@pytest.mark.parametrize(("total", "terminal", "wanted"), [(10, "xterm", False), (1000, "dumb", False), (1000, "xterm", True)])
def test_when_it_is_wanted(monkeypatch: pytest.MonkeyPatch, total: int, terminal: str, wanted: bool) -> None:
    monkeypatch.setenv("TERM", terminal)
    assert progress.wanted(total) is wanted
