"""Why a rule did not fire on a post: the stages a candidate has to pass, told one after another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moments_lint import patterns
from moments_lint.kinds import FEED_KINDS, KINDS, filters
from moments_lint.linter import Linter
from moments_lint.phrases import Phrases
from moments_lint.post import Post
from moments_lint.ranges import inside, longest
from moments_lint.rule import Rule, Spec, hits
from moments_lint.view import View
from moments_lint.wording import Text


def why_not(linter: Linter, spec: Spec, post: Post) -> Iterator[Text]:
    """Yield the sentences of the trace."""
    rule = linter.rulebook.get(spec["id"])
    if rule is None:
        yield Text(
            "这条规则没有启用（见设置的 select / ignore）",
            "the rule is not selected (see select / ignore in the settings)",
        )
        return
    match = spec["match"]
    if match["kind"] in FEED_KINDS:
        yield Text("这条规则看整个朋友圈，不看单条；请检查目录", "this rule looks at a feed, not at one post; check a folder")
        return
    if match["kind"] not in KINDS:
        yield Text("这条规则看个人资料，不看文案；用 profile 命令", "this rule looks at a profile, not at a post; use `profile`")
        return
    view = linter.view(post)
    yield Text(f"折叠后的文字：{view.text}", f"folded text: {view.text}")
    yield from _goods(rule, view)
    found = list(hits(rule, view))
    for hit in found:
        place = view.text[hit.start : hit.end] if hit.start >= 0 and not hit.typed else ""
        lowered = f"，被「{hit.lowered}」降为提示" if hit.lowered else ""
        lowered_en = f", lowered to a hint by “{hit.lowered}”" if hit.lowered else ""
        yield Text(f"命中：{place}{lowered}", f"fired: {place}{lowered_en}")
    if match["kind"] in ("terms", "pattern"):
        yield from _candidates(linter, match, view)
    elif match["kind"] in ("together", "density"):
        for name in match["cues"]:
            met = [view.text[start:end] for start, end in view.cues(name)]
            yield Text(f"线索「{name}」：{'、'.join(met) or '没有'}", f"cue list “{name}”: {', '.join(met) or 'none'}")
        needed = match.get("at_least", match.get("limit"))
        yield Text(f"至少需要 {needed}", f"at least {needed} needed")
    elif not found:
        yield Text("没有达到条件", "its condition is not met")
    report = linter.check(post)
    for entry in report.suppressed:
        if entry.finding.rule == rule.id:
            yield Text(f"命中了，但草稿写明略过：{entry.reason}", f"fired, but the draft sets it aside: {entry.reason}")


def _goods(rule: Rule, view: View) -> Iterator[Text]:
    if not rule.goods:
        return
    goods = ", ".join(sorted(rule.goods))
    if not view.goods:
        yield Text(
            f"只管 {goods}；草稿没写 goods，按谨慎措辞处理",
            f"only for {goods}; the draft names no goods, so it is cautious",
        )
    elif view.goods not in rule.goods:
        yield Text(f"只管 {goods}；草稿是 {view.goods}，不适用", f"only for {goods}; this draft sells {view.goods}")


def _candidates(linter: Linter, match: dict[str, Any], view: View) -> Iterator[Text]:
    if match["kind"] == "terms":
        candidates = longest(view.places(Phrases(match["terms"])))
        if not candidates:
            yield Text("文字里没有这条规则的任何一个词", "none of the rule's terms is in the text")
    else:
        if not view.places(Phrases(match["literals"])):
            literals = match["literals"]
            yield Text(f"没有必需的字：{'、'.join(literals)}", f"no required literal: {', '.join(literals)}")
            return
        candidates = longest([place for pattern in match["patterns"] for place in patterns.search(pattern, view.text)])
        if not candidates:
            yield Text("有必需的字，但模式没有匹配", "a required literal is there, but no pattern matches")
    for start, end in candidates:
        yield from _fate(match, view, start, end)


def _fate(match: dict[str, Any], view: View, start: int, end: int) -> Iterator[Text]:
    word = view.text[start:end]
    yield Text(f"候选「{word}」", f"candidate “{word}”")
    for phrase in match["unless"]:
        if inside(view.places(Phrases([phrase])), start, end):
            yield Text(f"  在例外「{phrase}」里", f"  lies in the exception “{phrase}”")
    for name in match["guards"]:
        if filters.guards_hit(view, view.lexicon.guards[name], start, end):
            yield Text(f"  被「{name}」挡住", f"  excused by the guard “{name}”")
    if match["needs"] is not None and not filters.has_context(view, start, end, match["needs"]):
        cues, within = ", ".join(match["needs"]["cues"]), match["needs"]["within"]
        yield Text(f"  {within} 范围里没有线索：{cues}", f"  no cue of {cues} within the {within}")
    if match["whole_word"] and not filters.stands_alone_word(view.text, start, end):
        yield Text("  不是完整的词", "  is not a whole word")
