"""The second layer: what a writer hides from a filter and a reader still sees. 加❤️微💕信, 微-商-客-源, zui低价, 薇信.

`unmask` takes folded text apart into what was meant; `verdict` says whether one match in it is really a disguise, so that
“最 好” across two phrases or a shop's spaced heading is not. Written forms (homophones, half pinyin, emoji that stand for
words) come from the rule folder, not from here.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from operator import add
from typing import Literal, NamedTuple

from moments_lint.derived import Derived, Deriving, Piece
from moments_lint.fold import is_han
from moments_lint.heads import head
from moments_lint.ranges import Range

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e01ef"
)
EMOJI = "\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\u3030\U0001f000-\U0001faff"
_MARKS = ".·•・_~*|/\\^=+'`"
_GAP = f"[ {re.escape(_MARKS)}{EMOJI}{INVISIBLE}-]{{1,6}}"
_INNER_GAP = rf"{_GAP}+(?=\w)"
_DRAWN_OUT = r"(.)\1\1+"  # a class of all Han characters would take 5 ms to compile, and any character is found faster than a \w
_TAKEN_OUT = f"{_GAP}|{_DRAWN_OUT}"
_ONLY_INVISIBLE = f"[{INVISIBLE}]+"
_HAS_EMOJI = f"[{EMOJI}]"


Verdict = Literal["disguised", "repeated", "plain", "no"]


class Variant(NamedTuple):
    """A written form found in the folded text, and what it means."""

    start: int
    end: int
    meant: str


class Unmasked(NamedTuple):
    """Folded text, and the same without disguise. `replaced` are the ranges of what written forms mean, in order."""

    folded: str
    made: Derived
    replaced: list[Range]

    @property
    def text(self) -> str:
        """The text without disguise."""
        return self.made.text

    def seams(self) -> tuple[set[str], set[str]]:
        """Return the pairs with something between them and the characters that stand for others or for several.

        A match that holds none of them was there before. The second set holds all heads that folded text may lack.
        """
        text = self.text
        seams: set[str] = set()
        around = {f" {text[:1]}", f"{text[-1:]} "}
        last = 0
        for piece, after in pairwise([*self.made.pieces, Piece(len(text), len(self.folded), len(self.folded), fused=False)]):
            if piece.at and piece.start != last:
                seams.add(text[piece.at - 1 : piece.at + 1])
            last = piece.end
            if piece.fused:
                stretch = text[piece.at : after.at]
                seams.update(stretch, map(add, stretch, stretch[1:]))
                around.update(text[place - 1 : place + 1] for place in range(max(1, piece.at), after.at + 1))
        return seams, set(map(head, seams | around))

    def hides(self, start: int, end: int) -> bool:
        """Say whether `text[start:end]` holds a character that a written form stands for."""
        return any(first < end and start < last for first, last in self.replaced)

    def gaps(self, start: int, end: int) -> list[str]:
        """Return what stands between every two characters of `text[start:end]`."""
        made = self.made
        return [self.folded[made.end(place) : made.start(place + 1)] for place in range(start, end - 1)]

    def stands_apart(self, start: int, end: int) -> bool:
        """Say whether something was taken out on both sides of `text[start:end]`, or the text ends there."""
        made = self.made
        before = start == 0 or made.end(start - 1) < made.start(start)
        return before and (end == len(self.text) or made.end(end - 1) < made.start(end))


def unmask(folded: str, variants: Iterable[Variant] = ()) -> Unmasked | None:
    """Return what `folded` means; None when there is nothing to remove. Variants do not overlap."""
    ordered = sorted(variants)
    if not ordered and not _is_suspect(folded):
        return None
    made = Deriving()
    replaced: list[Range] = []
    offset = 0
    for variant in ordered:
        _bare(made, folded, offset, variant.start)
        joined = re.compile(_ONLY_INVISIBLE).match(folded, variant.end)  # an emoji's variation selector is part of it
        offset = joined.end() if joined else variant.end
        replaced.append((made.length, made.length + len(variant.meant)))
        made.fuse(variant.meant, variant.start, offset)
    _bare(made, folded, offset, len(folded))
    return Unmasked(folded, made.done(), replaced)


def _bare(made: Deriving, folded: str, start: int, end: int) -> None:
    """Add `folded[start:end]` without its gaps, each drawn-out character once."""
    for found in re.compile(_TAKEN_OUT).finditer(folded, start, end):
        drawn_out = found[1]
        if drawn_out and not is_han(drawn_out):
            continue
        made.keep(folded[start : found.start()], start)
        if drawn_out:
            made.fuse(drawn_out, *found.span())
        start = found.end()
    made.keep(folded[start:end], start)


def _is_suspect(text: str) -> bool:
    """Say whether something stands between Han characters that hardly belongs there, or a character is drawn out."""
    last = -2
    for gap in re.finditer(_INNER_GAP, text):
        start, end = gap.span()
        if start > 0 and is_han(text[start - 1]) and (is_han(text[end]) or text[end].isalpha()):
            if start == last + 1 or not gap[0].isspace():
                return True
            last = end
    drawn_out = re.compile(_DRAWN_OUT)
    return drawn_out.search(text) is not None and any(is_han(run[1]) for run in drawn_out.finditer(text))


def verdict(unmasked: Unmasked, start: int, end: int) -> Verdict:
    """Judge the match `unmasked.text[start:end]`: hidden, only stretched (最最最好), unchanged, or put together by chance."""
    if unmasked.hides(start, end):
        return "disguised"
    if _length(unmasked, start, end) == end - start:
        return "plain"
    gaps = unmasked.gaps(start, end)
    filled = [gap for gap in gaps if gap]
    if not filled:
        return "repeated"
    if all(re.fullmatch(_ONLY_INVISIBLE, gap) for gap in filled) or any(re.search(_HAS_EMOJI, gap) for gap in filled):
        return "disguised"
    every = len(filled) == len(gaps)
    if end - start >= 3:
        return "disguised" if every or any(gap.strip() for gap in filled) else "no"
    # two characters count only when their neighbours are separated too: 代-理 alone, not in 现-代-理-念
    return "disguised" if every and filled[0].strip() and unmasked.stands_apart(start, end) else "no"


def covers(unmasked: Unmasked, start: int, end: int) -> bool:
    """Say whether a disguise covers all of the match `unmasked.text[start:end]` of a pattern, which is longer than a term.

    A pattern leaps over a few characters, an emoji between two sentences among them; so something stands between all characters
    (月❤瘦❤2❤0❤斤), or all that does is invisible.
    """
    if unmasked.hides(start, end):
        return True
    gaps = unmasked.gaps(start, end)
    filled = [gap for gap in gaps if gap]
    if not filled:
        return _length(unmasked, start, end) > end - start
    if all(re.fullmatch(_ONLY_INVISIBLE, gap) for gap in filled):
        return True
    return len(filled) == len(gaps) and (end - start > 2 or unmasked.stands_apart(start, end))


def _length(unmasked: Unmasked, start: int, end: int) -> int:
    first, last = unmasked.made.range(start, end)
    return last - first
