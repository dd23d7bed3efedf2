"""Write the golden reports of the example feeds under corpus/feeds. Run `python tests/generate_feed_reports.py` after a change.

Read the difference before you commit it: the good and the honest feed must stay clean.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from moments_lint import catalogue, history, reading
from moments_lint.cli import timeline
from moments_lint.formats import timeline_json, timeline_text
from moments_lint.linter import Linter

ROOT = Path(__file__).parents[1]
FEEDS = ROOT / "corpus" / "feeds"
GOLDEN = ROOT / "tests" / "golden" / "feeds"
HISTORY = {
    "good": ("history.jsonl", ""),
    "drifting": ("history.csv", "at=时间,text=内容,label=分类,goods=品类"),
}
"""Feed → its history and the columns of it; the others have a ledger, or nothing."""

NAMES = ("good", "flooding", "drifting", "upline", "honest-shop")
AS_OF = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def build(name: str) -> dict[str, str]:
    """Return file name → report of one feed, as the command writes it at the top of the checkout."""
    folder = os.path.join("corpus", "feeds", name)
    written = reading.read_settings(os.path.join(folder, ".moments-lint.yaml"))
    past = []
    if name in HISTORY:
        file, columns = HISTORY[name]
        past = list(history.read(os.path.join(folder, file), history.parse_columns(columns), AS_OF.tzinfo).posts)
    reports = {}
    for lang in ("zh", "en"):
        outcome = timeline.run(folder, Linter(written, catalogue.shipped(), lang), written, AS_OF, past)
        reports[f"{name}.{lang}.txt"] = timeline_text.render(outcome, lang)
        if lang == "zh":
            reports[f"{name}.json"] = timeline_json.render(outcome, lang)
    return reports


if __name__ == "__main__":
    os.chdir(ROOT)
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for feed in NAMES:
        for file, report in build(feed).items():
            GOLDEN.joinpath(file).write_text(report, "utf-8", newline="\n")
