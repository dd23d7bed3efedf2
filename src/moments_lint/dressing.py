"""Bare hits → findings and signals: place, severity, message and related places, in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moments_lint.finding import Finding, Fix, Hit, Related, Severity, Signal, Span
from moments_lint.lexicon import Lexicon
from moments_lint.rule import Rule
from moments_lint.view import View
from moments_lint.wording import Text, fill

if TYPE_CHECKING:
    from moments_lint.timeline import FeedHit, Timeline

NAMED_CUES = 4
"""Cues that a message names; the others are only marked."""


MAX_NAMED = 200
"""Characters of evidence that a message repeats."""

GOODS_NAMES = {
    "food": Text("食品", "food"),
    "health_food": Text("保健食品", "health food"),
    "cosmetics": Text("化妆品", "cosmetics"),
    "medical_device": Text("医疗器械", "medical devices"),
    "education": Text("教育培训", "education"),
    "finance": Text("金融投资", "finance"),
    "estate": Text("房产", "property"),
    "jobs": Text("招聘兼职", "jobs"),
}
"""Categories of goods in the reader's words; general goods are no category."""


class Dressing:
    """Turns what checks yield into what a reader sees."""

    def __init__(self, lexicon: Lexicon, lang: str) -> None:
        self.lexicon = lexicon
        self.lang = lang

    def signal(self, rule: Rule, hit: Hit, view: View) -> Signal:
        """Return what speaks for the post."""
        span = _span(view, hit)
        return Signal(rule.id, self._message(rule, hit, view, span), span)

    def finding(self, rule: Rule, hit: Hit, view: View) -> Finding:
        """Return a finding on a post."""
        span = _span(view, hit)
        severity = rule.severity or Severity.hint
        message = self._message(rule, hit, view, span)
        if rule.goods:
            message += self._goods_note(view)
            severity = severity if view.goods else min(severity, Severity.warning)
        if hit.lowered:
            severity = Severity.hint
            message += self._lowered(hit)
        related = tuple([Related("", view.folded.span(start, end), self._cue_name(name)) for start, end, name in hit.related])
        fix = Fix(hit.fix) if hit.fix else None
        return Finding(rule.id, severity, message, rule.advice, span, related, fix, entry=hit.entry)

    def _goods_note(self, view: View) -> str:
        """Say on what understanding of the goods a category's rule speaks, unless the draft or the settings declare them."""
        if view.declared_goods:
            return ""
        if view.goods:
            name = self._goods_names((view.goods,))
            return Text(
                f"（看文字像是{name}类；不是的话在草稿里写上 goods）",
                f" (the text reads like {name}; if it is not, declare goods in the draft)",
            ).to(self.lang)
        return Text(
            "（看不出是哪一行，先提醒一句；草稿里写上 goods 更准）",
            " (the trade is unclear; declare goods in the draft to be sure)",
        ).to(self.lang)

    def _lowered(self, hit: Hit) -> str:
        guard = self.lexicon.guards.get(hit.lowered)
        if guard is None:
            return ""
        name = guard.summary.to(self.lang)
        return Text(f"（{name}，一般可以说；请留好依据）", f" ({name}: usually fine; keep the evidence)").to(self.lang)

    def _cue_name(self, name: str) -> str:
        return self.lexicon.cues[name].summary.to(self.lang) if name in self.lexicon.cues else name

    def _message(self, rule: Rule, hit: Hit, view: View, span: Span | None) -> str:
        if "{" not in rule.message:
            return rule.message
        values = dict(hit.values)
        if span is not None:
            values["match"] = _shortened(view.post.text[span.start : span.end])
        values["cues"] = self._cues(hit, view) if hit.related else ""
        return fill(rule.message, values)

    def _cues(self, hit: Hit, view: View) -> str:
        """Return the related cues of a hit as words in quotes, each with what it stands for."""
        named = []
        for start, end, name in hit.related[:NAMED_CUES]:
            span, kind = view.folded.span(start, end), self._cue_name(name)
            word = _shortened(view.post.text[span.start : span.end].strip())
            named.append(Text(f"{kind}「{word}」", f"{kind} (“{word}”)").to(self.lang))
        if self.lang != "en":
            return "、".join(named)
        return " and ".join([*filter(None, [", ".join(named[:-1])]), named[-1]])

    def _goods_names(self, categories: tuple[str, ...]) -> str:
        """Return categories of goods in the reader's words."""
        names = (GOODS_NAMES[name].to(self.lang) if name in GOODS_NAMES else name for name in categories)
        return (", " if self.lang == "en" else "、").join(names)

    def feed_finding(self, rule: Rule, hit: FeedHit, timeline: Timeline) -> Finding:
        """Return a finding on a feed; it stands on one post of it, or on the feed as a whole."""
        copied = hit.copied
        entries = [timeline.entries[index] for index in hit.related]
        if copied is not None and not any(entry is copied.source for entry in entries):
            entries.append(copied.source)
        related = tuple(
            Related(
                entry.post.name,
                copied.source_span if copied is not None and entry is copied.source else None,
                entry.at.strftime("%Y-%m-%d %H:%M"),
            )
            for entry in entries
        )
        said = {name: self._goods_names(value) if isinstance(value, tuple) else value for name, value in hit.values.items()}
        message = fill(rule.message, said)
        severity = rule.severity or Severity.hint
        about = tuple(timeline.entries[index].text for index in ([] if hit.entry is None else [hit.entry]))
        about += tuple(entry.text for entry in entries)
        name = timeline.entries[hit.entry].post.name if hit.entry is not None else ""
        return Finding(
            rule.id, severity, message, rule.advice, copied.span if copied else None, related, name=name,
            about=about or tuple(entry.text for entry in timeline.entries),
        )  # fmt: skip


def _shortened(evidence: str) -> str:
    return evidence if len(evidence) <= MAX_NAMED else f"{evidence[:MAX_NAMED]}…"


def _span(view: View, hit: Hit) -> Span | None:
    if hit.start < 0:
        return None
    return Span(hit.start, hit.end) if hit.typed else view.folded.span(hit.start, hit.end)
