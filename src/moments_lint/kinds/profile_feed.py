"""`kind: profile_feed`: whether the posts of a feed show what its author stands for. Says nothing about a handful of posts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from moments_lint import schema
from moments_lint.finding import Hit
from moments_lint.kinds.check import Names, Options, ProfileKind
from moments_lint.lexicon import Lexicon
from moments_lint.profile_view import ProfileHit, ProfileView, Run
from moments_lint.schema import Field


def fields(names: Names) -> dict[str, Field]:
    """The options: a `fact` about at least `limit` posts.

    cues: none of them holds a cue of `cues`. other_goods: of those whose goods are known, under half are of the category the
    profile names. mixed_goods: the profile names none, and no category has half.
    """
    return {
        "fact": schema.choice(*FACTS).needed(),
        "limit": schema.whole(3, 1000).needed(),
        "cues": schema.listing(schema.choice(*names.cues)),
    }


def compile(options: Options, lexicon: Lexicon) -> Run:
    """Return the check: one hit at most, on no place."""
    find = FACTS[options["fact"]]

    def run(profile: ProfileView) -> Iterator[ProfileHit]:
        values = find(profile, options)
        if values:
            yield ProfileHit("", Hit(-1, -1, values=values))

    return run


Values = dict[str, object]


def _no_cues(profile: ProfileView, options: Options) -> Values:
    if len(profile.posts) < options["limit"] or any(view.cues(name) for view in profile.posts for name in options["cues"]):
        return {}
    return {"posts": len(profile.posts)}


def _other_goods(profile: ProfileView, options: Options) -> Values:
    counts = profile.goods_of_posts
    total, own = counts.total(), counts[profile.goods]
    if not profile.goods or total < options["limit"] or own * 2 >= total:
        return {}
    return {"posts": total, "count": own, "goods": profile.goods, "other": _ranked(profile)}


def _mixed_goods(profile: ProfileView, options: Options) -> Values:
    counts = profile.goods_of_posts
    total = counts.total()
    if profile.goods or total < options["limit"] or max(counts.values()) * 2 >= total:
        return {}
    return {"posts": total, "count": len(counts), "other": _ranked(profile)}


def _ranked(profile: ProfileView) -> str:
    counts = profile.goods_of_posts
    return ", ".join(f"{goods} {counts[goods]}" for goods in sorted(counts, key=lambda name: (-counts[name], name)))


FACTS: dict[str, Callable[[ProfileView, Options], Values]] = {
    "cues": _no_cues,
    "other_goods": _other_goods,
    "mixed_goods": _mixed_goods,
}

KIND = ProfileKind("profile_feed", fields, compile, frozenset({"posts", "count", "goods", "other"}))
