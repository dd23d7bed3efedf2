"""Ranges of a text: where phrases stand, and how ranges lie to one another."""

from bisect import bisect_left, bisect_right

Range = tuple[int, int]

MAX_CANDIDATES = 200
"""Places of a rule or cue list looked at in one post. Far more than a reader would; a bound for hostile texts."""


def occurrences(text: str, phrase: str) -> list[Range]:
    """Return the ranges of `phrase` in `text`, at most MAX_CANDIDATES of them."""
    ranges: list[Range] = []
    start = text.find(phrase)
    while start >= 0 and len(ranges) < MAX_CANDIDATES:
        ranges.append((start, start + len(phrase)))
        start = text.find(phrase, start + 1)
    return ranges


def inside(ranges: list[Range], start: int, end: int) -> bool:
    """Say whether one of `ranges` holds `[start, end)`."""
    return any(first <= start and end <= last for first, last in ranges)


def longest(ranges: list[Range]) -> list[Range]:
    """Return the ranges that lie in no other one, without repeats, in reading order."""
    kept: list[Range] = []
    for start, end in sorted(set(ranges), key=lambda place: (place[0], -place[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept


def between(breaks: list[Range], start: int, end: int, length: int) -> Range:
    """Return the range between the breaks on both sides of `[start, end)`, in a text of `length`."""
    before = bisect_right(breaks, start, key=lambda pair: pair[1])
    after = bisect_left(breaks, end, key=lambda pair: pair[0])
    return breaks[before - 1][1] if before else 0, breaks[after][0] if after < len(breaks) else length
