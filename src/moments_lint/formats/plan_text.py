"""A plan for people at a terminal: the times proposed with their reasons, and what would change in the files."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from moments_lint.post import Document
from moments_lint.rhythm import Rhythm
from moments_lint.schedule import Placement
from moments_lint.wording import Text, visible


def render(placements: Sequence[Placement], rhythm: Rhythm, lang: str) -> str:
    """Return the proposal as lines."""
    return "\n".join(_lines(placements, rhythm, lang)) + "\n"


def _lines(placements: Sequence[Placement], rhythm: Rhythm, lang: str) -> Iterator[str]:
    changes = [one for one in placements if one.changes]
    kept = sum(not one.changes and not one.stuck for one in placements)
    yield Text(
        f"{len(placements)} 条草稿：{len(changes)} 条建议改时间，{kept} 条不动（节奏「{rhythm.name}」）",
        f"{len(placements)} draft(s): {len(changes)} to reschedule, {kept} stay (rhythm “{rhythm.name}”)",
    ).to(lang)
    for one in changes:
        assert one.after is not None
        yield f"  {one.after:%Y-%m-%d %H:%M}  ← {_before(one, lang)}  {visible(one.entry.post.name)}"
        yield f"      {visible(one.reason.to(lang))}"
    for one in placements:
        if one.stuck and not one.changes:
            yield f"  ✗ {visible(one.entry.post.name)}: {visible(one.reason.to(lang))}"


def _before(one: Placement, lang: str) -> str:
    if one.before is not None:
        return f"{one.before:%Y-%m-%d %H:%M}"
    return f"{one.entry.at:%Y-%m-%d}" if one.entry.post.whole_day else Text("没有时间", "no time").to(lang)


def diff(document: Document, text: str) -> str:
    """Return the change of one file, `text` being what it would hold, as a unified diff without control characters."""
    before, after = ([visible(line) for line in each.splitlines()] for each in (document.text, text))
    lines = difflib.unified_diff(before, after, visible(document.path), visible(document.path), n=1, lineterm="")
    return "\n".join(lines) + "\n"
