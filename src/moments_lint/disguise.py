"""The second layer: what a writer hides from a filter and a reader still sees. 加❤️微💕信, 微-商-客-源, zui低价, 薇信.

`unmask` takes folded text apart into what was meant; `verdict` says whether one match in it is really a disguise, so that
“最 好” across two phrases or a shop's spaced heading is not. Written forms (homophones, half pinyin, emoji that stand for
words) come from the rule folder, not from here.
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import Literal, NamedTuple

from moments_lint.fold import is_han
from moments_lint.heads import head

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e01ef"
)
EMOJI = "\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\u3030\U0001f000-\U0001faff"
_MARKS = ".·•・_~*|/\\^=+'`"
_GAP_BUT_SPACE = f"{_MARKS}{EMOJI}{INVISIBLE}-"
_GAP = f"[ {re.escape(_MARKS)}{EMOJI}{INVISIBLE}-]{{1,6}}"
_INNER_GAP = rf"{_GAP}+(?=\w)"
_RUN = r"(.)\1\1+"  # a class of all Han characters would take 5 ms to compile, and any character is found faster than a \w
_ONLY_INVISIBLE = f"[{INVISIBLE}]+"
_HAS_EMOJI = f"[{EMOJI}]"


@cache
def expanded(characters: str) -> frozenset[str]:
    """Return the characters that the inside of a regex class (`!#a-z`, a plain hyphen last) stands for."""
    if EMOJI in characters and characters != EMOJI:
        return expanded(EMOJI) | expanded(characters.replace(EMOJI, ""))
    ranges: list[range] = []
    offset = 0
    while offset < len(characters):
        first = last = characters[offset]
        offset += 1
        if characters[offset : offset + 1] == "-" and offset + 1 < len(characters):
            last = characters[offset + 1]
            offset += 2
        ranges.append(range(ord(first), ord(last) + 1))
    return frozenset(map(chr, chain.from_iterable(ranges)))


Verdict = Literal["disguised", "repeated", "plain", "no"]


class Variant(NamedTuple):
    """A written form found in the folded text, and what it means."""

    start: int
    end: int
    meant: str


class Unmasked(NamedTuple):
    """Text without disguise. `starts[i]`/`ends[i]` bound `text[i]` in the folded text; `replaced` marks written forms."""

    text: str
    starts: list[int]
    ends: list[int]
    replaced: list[bool]

    def seams(self) -> tuple[set[str], set[str]]:
        """Return the pairs with something between them and the characters that stand for others or for several.

        A match that holds none of them was there before. The second set holds all heads that folded text may lack.
        """
        text, starts, ends = self.text, self.starts, self.ends
        apart = {text[i - 1 : i + 1] for i in range(1, len(text)) if ends[i - 1] != starts[i]}
        made = [i for i in range(len(text)) if self.replaced[i] or ends[i] - starts[i] > 1]
        seams = apart.union([text[i] for i in made])
        around = [text[max(0, i - 1) : i + 1] for i in made] + [text[i : i + 2] for i in made]
        return seams, set(map(head, [*seams, *around, f" {text[:1]}", f"{text[-1:]} "]))


def unmask(folded: str, text_heads: set[str], variants: Iterable[Variant] = ()) -> Unmasked | None:
    """Return what `folded`, with its heads, means; None when there is nothing to remove. Variants do not overlap."""
    ordered = sorted(variants)
    if not ordered and not _is_suspect(folded, text_heads):
        return None
    made = _Making()
    offset = 0
    for variant in ordered:
        made.add_plain(folded, offset, variant.start)
        joined = re.compile(_ONLY_INVISIBLE).match(folded, variant.end)  # an emoji's variation selector is part of it
        offset = joined.end() if joined else variant.end
        for character in variant.meant:
            made.add(character, variant.start, offset, replaced=True)
    made.add_plain(folded, offset, len(folded))
    return Unmasked("".join(made.characters), made.starts, made.ends, made.replaced)


class _Making:
    """Unmasked text as it grows."""

    def __init__(self) -> None:
        self.characters: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.replaced: list[bool] = []

    def add(self, character: str, start: int, end: int, replaced: bool = False) -> None:
        """Take in one character that stands for `[start, end)` of the folded text."""
        self.characters.append(character)
        self.starts.append(start)
        self.ends.append(end)
        self.replaced.append(replaced)

    def add_plain(self, folded: str, start: int, end: int) -> None:
        """Take in `folded[start:end]` without its gaps, each drawn-out character once."""
        for found in re.compile(f"{_GAP}|{_RUN}").finditer(folded, start, end):
            self._add_as_it_is(folded, start, found.start())
            if found[1] and not is_han(found[1]):
                self._add_as_it_is(folded, found.start(), found.end())
            elif found[1]:
                self.add(found[1], found.start(), found.end())
            start = found.end()
        self._add_as_it_is(folded, start, end)

    def _add_as_it_is(self, folded: str, start: int, end: int) -> None:
        self.characters.append(folded[start:end])
        self.starts.extend(range(start, end))
        self.ends.extend(range(start + 1, end + 1))
        self.replaced.extend([False] * (end - start))


def _is_suspect(text: str, text_heads: set[str]) -> bool:
    """Say whether something stands between Han characters that hardly belongs there, or a character is drawn out."""
    last = -2
    gaps = re.finditer(_INNER_GAP, text) if " " in text or not text_heads.isdisjoint(expanded(_GAP_BUT_SPACE)) else ()
    for gap in gaps:
        start, end = gap.span()
        if start > 0 and is_han(text[start - 1]) and (is_han(text[end]) or text[end].isalpha()):
            if start == last + 1 or not gap[0].isspace():
                return True
            last = end
    return any(is_han(run[1]) for run in re.finditer(_RUN, text))


def verdict(unmasked: Unmasked, folded: str, start: int, end: int) -> Verdict:
    """Judge the match `unmasked.text[start:end]`: hidden, only stretched (最最最好), unchanged, or put together by chance."""
    if True in unmasked.replaced[start:end]:
        return "disguised"
    if unmasked.ends[end - 1] - unmasked.starts[start] == end - start:
        return "plain"
    gaps = [folded[unmasked.ends[i] : unmasked.starts[i + 1]] for i in range(start, end - 1)]
    filled = [gap for gap in gaps if gap]
    if not filled:
        return "repeated"
    if all(re.fullmatch(_ONLY_INVISIBLE, gap) for gap in filled) or any(re.search(_HAS_EMOJI, gap) for gap in filled):
        return "disguised"
    every = len(filled) == len(gaps)
    if end - start >= 3:
        return "disguised" if every or any(gap.strip() for gap in filled) else "no"
    apart = _stands_apart(unmasked, start, end)
    return "disguised" if every and filled[0].strip() and apart else "no"


def covers(unmasked: Unmasked, folded: str, start: int, end: int) -> bool:
    """Say whether a disguise covers all of the match `unmasked.text[start:end]` of a pattern, which is longer than a term.

    A pattern leaps over a few characters, an emoji between two sentences among them; so something stands between all characters
    (月❤瘦❤2❤0❤斤), or all that does is invisible.
    """
    if True in unmasked.replaced[start:end]:
        return True
    gaps = [folded[unmasked.ends[i] : unmasked.starts[i + 1]] for i in range(start, end - 1)]
    filled = [gap for gap in gaps if gap]
    if not filled:
        return unmasked.ends[end - 1] - unmasked.starts[start] > end - start
    if all(re.fullmatch(_ONLY_INVISIBLE, gap) for gap in filled):
        return True
    return len(filled) == len(gaps) and (end - start > 2 or _stands_apart(unmasked, start, end))


def _stands_apart(unmasked: Unmasked, start: int, end: int) -> bool:
    """A two-character match counts only when its neighbours are separated too: 代-理 in 现-代-理-念 or alone."""
    before = start == 0 or unmasked.ends[start - 1] < unmasked.starts[start]
    after = end == len(unmasked.text) or unmasked.ends[end - 1] < unmasked.starts[end]
    return before and after
