"""How common characters and pairs of them are in ordinary posts; good enough to say which needle is rarer."""

from __future__ import annotations

from functools import lru_cache
from math import fsum, log

COMMON = {
    0.6: " 一的",
    0.45: "了我不,个",
    0.3: "。是天有来01三到上人",
    0.2: "2没在说\n下就3子8要你#看小里两家那5年点",
    0.14: "35还大后给去都发老十手4别这今:过自出9月6开二着们第多好打时也回问用面",
    0.1: "四收前会以先分半五能全己他最单头费日周只电起得把次行带做机水块门口可再么拿店现7!买话晚",
    0.07: "钱完价送六中走.想位、本车包接放生吃写进新成学加公“”名她跟同客条台转字号卖换妈地张每边八期师金早",
}
"""The commonest characters by the share of posts that hold one, counted in the folded posts of the project's corpus."""

RARE = 0.015
"""The share of posts that hold any other character, on average over those in the packaged patterns."""

STEP = 8
"""How much rarer a pair is than two characters: held by (share of the one) x (share of the other) / STEP of all posts.

Two characters meet by chance in an eightieth of the posts that hold both, as a post has about 80 characters; pairs that someone
thought worth a pattern meet ten times as often (the mean over the packaged patterns).
"""

COMMON_PAIRS = {
    0.1: "一个 自己 今天 20",
    0.06: "没有 个月 不是 第一 现在 那个 出来 我们 80 12 30 10",
    0.04: "不要 一次 什么 可以 三个 个人 最后 分钟 两个 小时 50 一天 朋友 时候 15 就是 给我 电话 回来 还有 你们 有人 这个 一下",
    0.03: "手机 二十 下午 18 已经 不用 免费 问我 还是 晚上 第二 知道 有一 98 孩子 怎么 有个 给你 门口 昨天 去年 第三 不能 老师",
}
"""The commonest pairs that are words or numbers, counted likewise."""

LEAST = 0.001
"""The share of posts that hold a pair of two rare characters: what someone writes a pattern for is written."""

_WEIGHTS = {character: -log(1 - share) for share, characters in COMMON.items() for character in characters}
_PAIRS = {pair: -log(1 - share) for share, pairs in COMMON_PAIRS.items() for pair in pairs.split()}


@lru_cache(256)
def expected(characters: frozenset[str]) -> float:
    """Return how many of some characters an ordinary post holds, each counted once."""
    return fsum([_WEIGHTS.get(character, RARE) for character in characters])


def pairs_expected(before: frozenset[str], behind: frozenset[str]) -> float:
    """Return how many pairs of a character of the one and a character of the other an ordinary post holds, likewise."""
    by_chance = expected(before) * expected(behind) / STEP
    if len(before) == len(behind) == 1:
        return max(LEAST, _PAIRS.get(min(before) + min(behind), by_chance))
    return by_chance
