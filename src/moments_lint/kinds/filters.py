"""From candidate ranges to hits: longer phrases, guards, needed context and word boundaries. Shared by terms and pattern."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from moments_lint import schema
from moments_lint.finding import Hit
from moments_lint.fold import fold
from moments_lint.kinds.check import Names, Options
from moments_lint.lexicon import Guard, Lexicon
from moments_lint.phrases import Phrases
from moments_lint.ranges import MAX_CANDIDATES, Range, inside, longest
from moments_lint.schema import Field
from moments_lint.sheet import Sheet
from moments_lint.view import View
from moments_lint.wording import Text

WITHIN = ("post", "sentence", "clause")
LOWERED_BY_CONTEXT = "context"
MAX_TERM = 40


def term_field() -> Field:
    """A word or phrase; it is folded as it is read, as texts are folded before it is looked for."""
    written = schema.text(_wrong_term)
    return written._replace(read=lambda sheet, node: fold(written.read(sheet, node)).text)


def _wrong_term(term: str) -> Text | None:
    if not fold(term).text.strip():
        return Text("折叠之后什么也不剩", "nothing is left of this after folding")
    if len(term) > MAX_TERM or "\n" in term:
        return Text(f"词太长（一行，最多 {MAX_TERM} 字）", f"too long for a term (one line of {MAX_TERM} characters at most)")
    return None


def terms_field(least: int = 0) -> Field:
    """A list of words and phrases, none of them twice."""
    written = schema.listing(term_field(), least)

    def read_terms(sheet: Sheet, node: Any) -> list[str]:
        terms: list[str] = written.read(sheet, node)
        seen: set[str] = set()
        for item, term in zip(node.value, terms, strict=False):
            if term in seen:
                sheet.blame(item, Text(f"「{item.value}」重复（按折叠后的字算）", f"“{item.value}” is repeated (after folding)"))
            seen.add(term)
        return terms

    return written._replace(read=read_terms)


def fields(names: Names) -> dict[str, Field]:
    """The options that narrow down candidates."""
    return {
        "unless": terms_field(),
        "guards": schema.listing(schema.choice(*names.guards)),
        "apart_from": schema.listing(schema.choice(*names.cues)),
        "whole_word": schema.flag(),
        "needs": schema.record(
            {
                "cues": schema.listing(schema.choice(*names.cues), least=1).needed(),
                "within": schema.choice(*WITHIN).otherwise("post"),
                "otherwise": schema.choice("quiet", "hint").otherwise("quiet"),
            }
        ).otherwise(None),
    }


def sift(view: View, candidates: list[Range], options: Options) -> Iterable[Hit]:
    """Return the candidates that no exception excuses, as hits; nested candidates count once, as the longest."""
    return _sifted(view, candidates, options) if candidates else ()


def _sifted(view: View, candidates: list[Range], options: Options) -> Iterator[Hit]:
    excused = view.places(options["unless"])
    for start, end in longest(candidates)[:MAX_CANDIDATES]:
        if inside(excused, start, end):
            continue
        if options["whole_word"] and not stands_alone_word(view.text, start, end):
            continue
        if options["apart_from"] and _in_company(view, start, end, options["apart_from"]):
            continue
        lowered = _guarded(view, start, end, options["guards"])
        if lowered == "quiet":
            continue
        if not lowered and options["needs"] is not None and not has_context(view, start, end, options["needs"]):
            if options["needs"]["otherwise"] == "quiet":
                continue
            lowered = LOWERED_BY_CONTEXT
        yield Hit(start, end, lowered=lowered)


def _in_company(view: View, start: int, end: int, names: Iterable[str]) -> bool:
    sentence = [view.sentence(start, end)]
    return any(inside(sentence, *cue) for name in names for cue in view.cues(name))


def stands_alone_word(text: str, start: int, end: int) -> bool:
    """Ask jieba whether `text[start:end]` is made of whole words; the import is the price of the first question."""
    from moments_lint.words import stands_alone

    return stands_alone(text, start, end)


def necessary(options: Options) -> tuple[str, ...]:
    """Return the cue lists of which one must be possible in a post, or every candidate would be quiet."""
    needs = options["needs"]
    return tuple(needs["cues"]) if needs is not None and needs["otherwise"] == "quiet" else ()


def has_context(view: View, start: int, end: int, needs: Options) -> bool:
    """Say whether one of the needed cues stands near enough."""
    within = needs["within"]
    if within == "post":
        return any(view.cues(name) for name in needs["cues"])
    place = view.sentence(start, end) if within == "sentence" else view.clause(start, end)
    return any(inside([place], *cue) for name in needs["cues"] for cue in view.cues(name))


def _guarded(view: View, start: int, end: int, guards: Iterable[Guard]) -> str:
    """Return "quiet", the name of the guard that lowers the hit, or nothing."""
    lowered = ""
    for guard in guards:
        if guards_hit(view, guard, start, end):
            if guard.effect == "quiet":
                return "quiet"
            lowered = lowered or guard.name
    return lowered


def guards_hit(view: View, guard: Guard, start: int, end: int) -> bool:
    """Say whether one of the guard's words stands within its scope of the range `[start, end)`."""
    cues = view.places(guard.terms)
    if not cues:
        return False
    excused = view.places(guard.unless)
    first, last = _scope(view, guard, start, end)
    return any(first <= a and b <= last and not inside(excused, a, b) for a, b in cues)


def _scope(view: View, guard: Guard, start: int, end: int) -> Range:
    if guard.scope == "post":
        return 0, len(view.text)
    first, last = view.sentence(start, end) if guard.scope == "sentence" else view.clause(start, end)
    if guard.scope == "before":
        return max(first, start - guard.reach) if guard.reach else first, start
    if guard.scope == "after":
        last = min(last + 1, len(view.text))  # the mark that ends it says whether it asks
        return end, min(last, end + guard.reach) if guard.reach else last
    return first, last


def resolved(options: Options, lexicon: Lexicon) -> Options:
    """Replace the names of guards by the guards, and freeze the exceptions."""
    return {**options, "unless": Phrases(options["unless"]), "guards": [lexicon.guards[name] for name in options["guards"]]}
