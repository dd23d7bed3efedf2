"""Text made from other text, and where each of its characters comes from. Stretches that stay as they are cost one entry."""

from bisect import bisect_right
from typing import NamedTuple

from moments_lint.ranges import Range


class Piece(NamedTuple):
    """What begins at `at`: characters one to one from `start` on, or, `fused`, characters that all stand for `[start, end)`."""

    at: int
    start: int
    end: int
    fused: bool


class Derived(NamedTuple):
    """A text and the pieces it is made of, in order and without empty ones."""

    text: str
    pieces: list[Piece]

    def start(self, place: int) -> int:
        """Return where what stands behind `text[place]` begins."""
        piece = self._piece(place)
        return piece.start if piece.fused else piece.start + place - piece.at

    def end(self, place: int) -> int:
        """Return where what stands behind `text[place]` ends."""
        piece = self._piece(place)
        return piece.end if piece.fused else piece.start + place - piece.at + 1

    def range(self, start: int, end: int) -> Range:
        """Return what stands behind `text[start:end]`; a range that ends inside fused characters widens to them."""
        if start < end:
            return self.start(start), self.end(end - 1)
        place = self.start(start) if start < len(self.text) else self.end(len(self.text) - 1) if self.text else 0
        return place, place

    def _piece(self, place: int) -> Piece:
        return self.pieces[bisect_right(self.pieces, place, key=_at) - 1]


class Deriving:
    """A derived text as it grows."""

    def __init__(self) -> None:
        self.length = 0
        self._parts: list[str] = []
        self._pieces: list[Piece] = []

    def keep(self, text: str, start: int) -> None:
        """Add characters that stand one to one for those from `start` on."""
        if text:
            self._add(text, start, start + len(text), fused=False)

    def fuse(self, text: str, start: int, end: int) -> None:
        """Add one or more characters that together stand for `[start, end)`."""
        self._add(text, start, end, fused=True)

    def done(self) -> Derived:
        """Return what was made."""
        return Derived("".join(self._parts), self._pieces)

    def _add(self, text: str, start: int, end: int, *, fused: bool) -> None:
        self._parts.append(text)
        self._pieces.append(Piece(self.length, start, end, fused))
        self.length += len(text)


def without(text: str, ranges: list[Range]) -> Derived:
    """Return `text` without `ranges`, which are in order and do not overlap."""
    made = Deriving()
    last = 0
    for start, end in ranges:
        made.keep(text[last:start], last)
        last = end
    made.keep(text[last:], last)
    return made.done()


def _at(piece: Piece) -> int:
    return piece.at
