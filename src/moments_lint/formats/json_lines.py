"""`--output-format json-lines`: the json format taken apart, one object a line, for logs and streams.

The first line is the run; then, post by post, the post and its findings; then the feed's findings and the errors. `type` says
what a line is; the other keys are those of the json format, and the JSON Schema is schemas/lines-v1.json.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from moments_lint.formats import json_v1
from moments_lint.outcome import Outcome
from moments_lint.score import WhatIf

_LINE_ENDS = {character: f"\\u{ord(character):04x}" for character in "\x85\u2028\u2029"}
"""JSON may hold these as they are, yet many readers take them for the end of a line."""


def render(outcome: Outcome, lang: str, colour: bool = False, steps: Sequence[Sequence[WhatIf]] | None = None) -> str:
    """Return the lines."""
    escapes = str.maketrans(_LINE_ENDS)
    return "".join(json.dumps(line, ensure_ascii=False).translate(escapes) + "\n" for line in _lines(outcome, lang))


def _lines(outcome: Outcome, lang: str) -> Iterator[dict[str, Any]]:
    report = json_v1.report(outcome, lang)
    yield {"type": "run", "version": json_v1.VERSION} | report["summary"]
    for post in report["posts"]:
        findings, suppressed = post.pop("findings"), post.pop("suppressed")
        yield {"type": "post"} | post
        yield from ({"type": "finding", "path": post["path"]} | finding for finding in findings)
        yield from ({"type": "suppressed", "path": post["path"]} | finding for finding in suppressed)
    for finding in (report["timeline"] or {"findings": []})["findings"]:
        yield {"type": "finding", "path": finding["name"]} | finding
    yield from ({"type": "error"} | error for error in report["errors"])
