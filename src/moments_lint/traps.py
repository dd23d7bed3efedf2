"""What a term would catch by accident: dictionary words that hold or straddle it, and corpus posts that hold it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from moments_lint.fold import fold

MOST = 12
"""Words listed of each kind, the commonest first."""


class Traps(NamedTuple):
    """Words that contain the term; and for each place it can be cut in two, words before and words after the cut."""

    containing: tuple[str, ...]
    straddling: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


class Place(NamedTuple):
    """A post that holds the term: its label, and the words around it."""

    label: str
    excerpt: str


def traps(term: str, words: Iterable[tuple[str, int]]) -> Traps:
    """Return the traps of a term among (word, frequency) pairs. 代理 is straddled by 现代 + 理发."""
    meant = fold(term).text
    ranked = [word for word, _ in sorted(words, key=lambda pair: (-pair[1], pair[0]))]
    containing = [word for word in ranked if meant in word and word != meant]
    cuts = []
    for cut in range(1, len(meant)):
        head, tail = meant[:cut], meant[cut:]
        before = [word for word in ranked if len(word) > len(head) and word.endswith(head)][:MOST]
        after = [word for word in ranked if len(word) > len(tail) and word.startswith(tail)][:MOST]
        cuts.append((tuple(before), tuple(after)))
    return Traps(tuple(containing[:MOST]), tuple(cuts))


def places(term: str, posts: Iterable[tuple[str, str]], around: int = 12) -> Iterator[Place]:
    """Yield where a term stands in (text, label) pairs, once a post."""
    meant = fold(term).text
    for text, label in posts:
        folded = fold(text)
        start = folded.text.find(meant)
        if start >= 0:
            span = folded.span(start, start + len(meant))
            yield Place(label, text[max(0, span.start - around) : span.end + around])
