"""`kind: layout`: what a post looks like before it is read: emoji walls, runs of marks, length, lines, tags, pictures."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from moments_lint import schema
from moments_lint.disguise import EMOJI
from moments_lint.finding import Edit, Hit
from moments_lint.kinds.check import Check, Kind, Names, Options, Triggers
from moments_lint.lexicon import Lexicon
from moments_lint.post import Post
from moments_lint.schema import Field
from moments_lint.view import View
from moments_lint.wording import Text


class Measurement(NamedTuple):
    """A measured value and the range (as typed) it was measured on; (-1, -1) where no place is meant."""

    value: int
    start: int
    end: int


_MODIFIED = f"[{EMOJI}][\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*"
_FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
_STICKER = r"\[[^\[\]\s!-~]{1,4}R?\]"
_EMOJI_ONE = f"(?:{_FLAG}|{_MODIFIED}(?:\u200d{_MODIFIED})*|{_STICKER})"
_EMOJI_RUN = f"(?:{_EMOJI_ONE}[ ]?)+"
_EXCLAMATIONS = "!！❗❕‼"
_EXCLAMATION_RUN = f"[{_EXCLAMATIONS}][{_EXCLAMATIONS}\ufe0f]*"
_TAG = r"#[^#\s]{1,30}#?"


def emoji_run(text: str) -> Iterator[Measurement]:
    """The emoji of each unbroken run; [强]-style stickers count as emoji."""
    for run in re.finditer(_EMOJI_RUN, text):
        yield Measurement(len(re.findall(_EMOJI_ONE, run[0])), run.start(), run.start() + len(run[0].rstrip(" ")))


def emoji(text: str) -> Iterator[Measurement]:
    """All emoji of the post."""
    count = len(re.findall(_EMOJI_ONE, text))
    if count:
        yield Measurement(count, -1, -1)


def exclamation_run(text: str) -> Iterator[Measurement]:
    """The exclamation marks of each run."""
    for run in re.finditer(_EXCLAMATION_RUN, text):
        yield Measurement(len(run[0].replace("\ufe0f", "")), run.start(), run.end())


def exclamations(text: str) -> Iterator[Measurement]:
    """All exclamation marks of the post."""
    count = sum(text.count(mark) for mark in "!！❗‼")
    if count:
        yield Measurement(count, -1, -1)


def characters(text: str) -> Iterator[Measurement]:
    """The length in characters, white space at the ends left out; the place is what lies beyond."""
    yield Measurement(len(text.strip()), -1, -1)


def lines(text: str) -> Iterator[Measurement]:
    """The lines, trailing blank ones left out."""
    yield Measurement(len(text.rstrip().splitlines()), -1, -1)


def blank_lines(text: str) -> Iterator[Measurement]:
    """The blank lines of each gap between paragraphs; the place is from the end of one to the start of the next."""
    above = start = offset = 0
    for line in text.rstrip().splitlines(keepends=True):
        if line.strip():
            if above:
                yield Measurement(above, start, offset)
            above, start = 0, offset + len(line) - 1
        elif start:
            above += 1
        offset += len(line)


def tags(text: str) -> Iterator[Measurement]:
    """The #tags; the place reaches from the first to the last."""
    found = list(re.finditer(_TAG, text))
    if found:
        yield Measurement(len(found), found[0].start(), found[-1].end())


MEASURES: dict[str, Callable[[str], Iterator[Measurement]]] = {
    measure.__name__: measure
    for measure in (emoji_run, emoji, exclamation_run, exclamations, characters, lines, blank_lines, tags)
}


_BREAKS = "\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
CHARACTERS = {
    "emoji_run": EMOJI + "[",
    "emoji": EMOJI + "[",
    "exclamation_run": _EXCLAMATIONS,
    "exclamations": _EXCLAMATIONS,
    "blank_lines": _BREAKS,
    "tags": "#",
}
"""Measure → the characters without which it measures nothing, as the inside of a regex class."""


def most(measure: str) -> Callable[[Post], int]:
    """Return what says quickly how much a post can measure at most: most posts measure too little to be looked at."""
    if measure == "images":
        return lambda post: post.images or 0
    if measure in ("lines", "blank_lines"):
        return lambda post: len(post.text.splitlines())
    if measure == "characters":
        return lambda post: len(post.text)
    if measure in ("emoji", "emoji_run"):
        mark = re.compile(f"[{CHARACTERS[measure]}]")
        return lambda post: len(mark.findall(post.text))
    return lambda post: sum(map(post.text.count, CHARACTERS[measure]))


SHORTENED = {"exclamation_run": f"[{_EXCLAMATIONS}]\ufe0f*", "emoji_run": _EMOJI_ONE}
"""Measures whose runs can be shortened without touching a word, and what one mark of the run looks like."""

BEFORE = 8
"""Characters before a run in which words that give it a meaning (辣度, 推荐指数) are looked for."""


def shorten(measure: str, text: str, start: int, end: int, spare: Collection[str]) -> tuple[Edit, ...]:
    """Return edits that leave one of each kind of mark in a run; none where the run itself says something (★★★★★)."""
    if any(word in text[max(0, start - BEFORE) : end] for word in spare):
        return ()
    edits: list[Edit] = []
    seen: Counter[str] = Counter()
    last = start
    for mark in re.compile(SHORTENED[measure]).finditer(text, start, end):
        kind = mark[0] if measure == "emoji_run" else "!"
        if seen[kind]:
            edits.append(Edit(last, mark.end(), ""))
        seen[kind] += 1
        last = mark.end()
    return tuple(edits)


def fields(names: Names) -> dict[str, Field]:
    """The options: `measure` of at least `limit`; `per` asks for one in every so many characters.

    `fix: shorten` offers to leave one of each mark, unless one of the words or marks of `spare` gives the run a meaning.
    """
    return {
        "measure": schema.choice(*MEASURES, "images").needed(),
        "limit": schema.whole(1, 10000).needed(),
        "per": schema.whole(1, 2000),
        "needs": schema.listing(schema.choice(*names.cues)),
        "fix": schema.choice("shorten"),
        "spare": schema.listing(schema.text()),
    }


def wrong(options: Options) -> Text | None:
    """Say what is wrong with the options together."""
    if options["fix"] and options["measure"] not in SHORTENED:
        known = ", ".join(SHORTENED)
        return Text(f"fix: shorten 只能配 {known}", f"fix: shorten goes with {known} only")
    if options["spare"] and not options["fix"]:
        return Text("spare 要和 fix: shorten 一起写", "spare goes with fix: shorten")
    return None


def compile(options: Options, lexicon: Lexicon) -> Check:
    """Return the check."""
    limit, per, needs, named = options["limit"], options["per"], options["needs"], options["measure"]
    measure, at_most = MEASURES.get(named), most(named)

    def run(view: View) -> Iterable[Hit]:
        return measured(view) if at_most(view.post) >= limit else ()

    def measured(view: View) -> Iterator[Hit]:
        text = view.post.text
        found = measure(text) if measure is not None else iter([Measurement(view.post.images or 0, -1, -1)])
        for value, start, end in found:
            enough = value >= limit and (per is None or len(text) <= per * value)
            if enough and (not needs or any(view.cues(name) for name in needs)):
                fix = shorten(named, text, start, end, options["spare"]) if options["fix"] else ()
                yield Hit(start, end, typed=True, values={"count": value, "limit": limit}, fix=fix)

    return Check(run)


def triggers(options: Options) -> Triggers:
    """What is measured has to be there: the characters of the measure."""
    characters = CHARACTERS.get(options["measure"], "")
    return Triggers(characters=characters, always=not characters, needs=tuple(options["needs"]))


KIND = Kind("layout", fields, compile, triggers, values=frozenset({"match", "count", "limit"}), wrong=wrong)
