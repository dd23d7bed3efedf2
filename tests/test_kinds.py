"""Every kind of rule for single posts, each filter and each guard, on small lists of their own. Quiet cases come first."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import RULE, both, catalogue, compiled, evidence, guard, report, variants, words
from texts import texts

from moments_lint import Linter, Post, Severity
from moments_lint.errors import MomentsLintError, RuleError
from moments_lint.kinds import KINDS
from moments_lint.kinds.layout import MEASURES, most
from moments_lint.post import Suppression
from moments_lint.rule import hits
from moments_lint.settings import Settings
from moments_lint.view import View

Match = dict[str, Any]


def severities(text: str | Post, match: Match, **lists: Any) -> list[str]:
    """The severities of the rule's findings."""
    return [finding.severity.name for finding in report(text, match, **lists).findings if finding.rule == RULE]


# terms


def terms(*written: str, **more: Any) -> Match:
    """A rule of terms."""
    return {"kind": "terms", "terms": list(written), **more}


@pytest.mark.parametrize(
    ("text", "match", "found"),
    [
        ("今天有雾", terms("最低"), []),
        ("最近忙", terms("最低"), []),
        ("全网最低价", terms("最低"), ["最低"]),
        ("最低，最低", terms("最低"), ["最低", "最低"]),
        pytest.param("全网最低价", terms("最低", "全网最低", "最低价"), ["全网最低", "最低价"], id="nested ones count once"),
        pytest.param("全網ＶＩＰ", terms("全网vip"), ["全網ＶＩＰ"], id="the text is folded"),
        pytest.param("全网vip", terms("全網ＶＩＰ"), ["全网vip"], id="so is the term"),
        pytest.param("下三滥", terms("下三滥"), ["下三滥"], id="numerals are not rewritten"),
        pytest.param("五㎏装", terms("5k", "k"), ["㎏"], id="an expanded character is shown whole"),
        pytest.param("加·微·信", terms("加微信"), ["加·微·信"], id="beneath a disguise"),
        pytest.param("黄片", terms("黄片", unless=["三黄片"]), ["黄片"], id="without its exception"),
        pytest.param("三黄片", terms("黄片", unless=["三黄片"]), [], id="inside its exception"),
        pytest.param("三黄片，黄片", terms("黄片", unless=["三黄片"]), ["黄片"], id="inside and outside"),
        pytest.param("三黃片", terms("黄片", unless=["三黃片"]), [], id="exceptions are folded too"),
        pytest.param("黄片仔", terms("黄片", unless=["片仔癀"]), ["黄片"], id="an exception must hold the whole hit"),
    ],
)
def test_terms(text: str, match: Match, found: list[str]) -> None:
    assert evidence(report(text, match)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("现代理发店", []), ("现代理发店在招代理", ["代理"]), ("招代理", ["代理"])],
)
def test_whole_words_are_not_found_across_others(text: str, found: list[str]) -> None:
    assert evidence(report(text, terms("代理", whole_word=True))) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("推荐老王，微信号 laowang", [], id="in company"),
        pytest.param("微信号 laowang，推荐老王", [], id="on either side"),
        pytest.param("推荐老王。微信号 laowang", ["推荐"], id="the next sentence is no company"),
        ("推荐老王", ["推荐"]),
    ],
)
def test_a_hit_in_company_is_dropped(text: str, found: list[str]) -> None:
    assert evidence(report(text, terms("推荐", apart_from=["contact"]), cues={"contact": words("微信号")})) == found


@pytest.mark.parametrize(
    ("within", "otherwise", "text", "found"),
    [
        ("post", "quiet", "躺赚", []),
        ("post", "quiet", "躺赚。\n加我", ["warning"]),
        ("sentence", "quiet", "躺赚。加我", []),
        ("sentence", "quiet", "躺赚，加我", ["warning"]),
        ("clause", "quiet", "躺赚，加我", []),
        ("clause", "quiet", "加我躺赚", ["warning"]),
        ("post", "hint", "躺赚", ["hint"]),
        ("post", "hint", "躺赚，加我", ["warning"]),
        ("clause", "hint", "躺赚，加我", ["hint"]),
    ],
)
def test_a_needed_cue_must_stand_near(within: str, otherwise: str, text: str, found: list[str]) -> None:
    needs = {"cues": ["contact"], "within": within, "otherwise": otherwise}
    assert severities(text, terms("躺赚", needs=needs), cues={"contact": words("加我")}) == found


def test_one_of_several_needed_lists_is_enough() -> None:
    lists = {"contact": words("加我"), "price": words("原价")}
    match = terms("躺赚", needs={"cues": ["contact", "price"]})
    assert severities("躺赚，原价", match, cues=lists) == ["warning"]


# guards


@pytest.mark.parametrize(
    ("own", "text", "found"),
    [
        pytest.param(guard("quiet", "before", "不"), "不是最低", [], id="before"),
        pytest.param(guard("quiet", "before", "不"), "最低，不骗", ["warning"], id="not after"),
        pytest.param(guard("quiet", "before", "不"), "我不买，最低", ["warning"], id="not from another clause"),
        pytest.param(guard("quiet", "before", "不", reach=2), "不是最低", [], id="within reach"),
        pytest.param(guard("quiet", "before", "不", reach=2), "不敢说是最低", ["warning"], id="out of reach"),
        pytest.param(guard("quiet", "before", "不", unless=["不愧"]), "不愧是最低", ["warning"], id="its own exception"),
        pytest.param(guard("quiet", "before", "不", unless=["不愧"]), "不愧也不是最低", [], id="only there"),
        pytest.param(guard("quiet", "after", "吗"), "最低吗", [], id="after"),
        pytest.param(guard("quiet", "after", "吗"), "是吗最低", ["warning"], id="not before"),
        pytest.param(guard("quiet", "after", "吗", reach=1), "最低的吗", ["warning"], id="after, out of reach"),
        pytest.param(guard("quiet", "clause", "目标"), "目标最低", [], id="clause, before"),
        pytest.param(guard("quiet", "clause", "目标"), "最低是目标", [], id="clause, after"),
        pytest.param(guard("quiet", "clause", "目标"), "最低，目标", ["warning"], id="not another clause"),
        pytest.param(guard("quiet", "sentence", "骗局"), "最低，是骗局", [], id="sentence"),
        pytest.param(guard("quiet", "sentence", "骗局"), "最低。骗局", ["warning"], id="not another sentence"),
        pytest.param(guard("quiet", "post", "骗局"), "最低。\n骗局", [], id="post"),
        pytest.param(guard("hint", "clause", "本店"), "本店最低", ["hint"], id="a lowering guard"),
        pytest.param(guard("hint", "clause", "本店"), "最低", ["warning"], id="a lowering guard that is not met"),
        pytest.param(guard("quiet", "sentence", "騙局"), "最低，是骗局", [], id="guards are folded too"),
    ],
)
def test_a_guard_holds_within_its_scope(own: dict[str, Any], text: str, found: list[str]) -> None:
    assert severities(text, terms("最低", guards=["own"]), guards={"own": own}) == found


def test_a_quiet_guard_outweighs_a_lowering_one() -> None:
    both_guards = {"tip": guard("hint", "clause", "本店"), "denied": guard("quiet", "clause", "不是")}
    match = terms("最低", guards=["tip", "denied"])
    assert severities("本店不是最低", match, guards=both_guards) == []
    assert severities("本店最低", match, guards=both_guards) == ["hint"]


def test_a_lowered_hit_names_its_guard() -> None:
    found = report("本店最低", terms("最低", guards=["own"]), guards={"own": guard("hint", "clause", "本店")})
    assert "另有说法" in found.findings[0].message


# pattern


def pattern(written: str, *literals: str, **more: Any) -> Match:
    """A rule of one pattern."""
    return {"kind": "pattern", "patterns": [written], "literals": list(literals), **more}


@pytest.mark.parametrize(
    ("text", "match", "found"),
    [
        ("月入不多", pattern("月入[0-9]+万", "月入"), []),
        pytest.param("月入10万", pattern("月入[0-9]+万", "日入"), [], id="not tried without a literal"),
        ("月入10万", pattern("月入[0-9]+万", "月入"), ["月入10万"]),
        ("月入１０萬", pattern("月入[0-9]+万", "月入"), ["月入１０萬"]),
        pytest.param("月入10万", pattern("月入([0-9]+万)", "月入"), ["10万"], id="narrowed by its group"),
        pytest.param("月入10万、月入20万", pattern("月入[0-9]+万", "月入"), ["月入10万", "月入20万"], id="twice"),
        pytest.param("号称月入10万", pattern("月入[0-9]+万", "月入", unless=["号称月入10万"]), [], id="filters apply"),
        pytest.param("5㎏装", pattern("5k", "k"), ["5㎏"], id="an expanded character is shown whole"),
    ],
)
def test_pattern(text: str, match: Match, found: list[str]) -> None:
    assert evidence(report(text, match)) == found


# typed


@pytest.mark.parametrize(
    ("text", "at_least", "found"),
    [
        ("茶&盏", 1, []),
        pytest.param("茶＆ｎｂｓｐ；盏", 1, [], id="the text is not folded"),
        ("茶&nbsp;盏", 1, ["&nbsp;"]),
        ("茶&nbsp;盏&nbsp;", 1, ["&nbsp;", "&nbsp;"]),
        ("茶&nbsp;盏", 2, []),
        pytest.param("茶&nbsp;盏&nbsp;", 2, ["&nbsp;"], id="one hit, on the first"),
        pytest.param("㎏㎏&nbsp;", 1, ["&nbsp;"], id="places are of the typed text"),
        pytest.param("😀\ud83d&nbsp;", 1, ["&nbsp;"], id="a lone surrogate elsewhere does no harm"),
    ],
)
def test_typed(text: str, at_least: int, found: list[str]) -> None:
    match = {"kind": "typed", "patterns": ["&[a-z]+;"], "literals": ["&"], "at_least": at_least}
    assert evidence(report(text, match)) == found


# together

LISTS = {
    "price": words("原价", patterns=[("[0-9]+元", ["元"])]),
    "contact": words("加我", "私信"),
    "hurry": words("手慢无"),
    "thanks": words("谢谢"),
}


def together(*cues: str, **more: Any) -> Match:
    """A rule of cues that meet."""
    return {"kind": "together", "cues": list(cues), **more}


@pytest.mark.parametrize(
    ("text", "match", "found"),
    [
        ("加我，私信", together("price", "contact"), []),
        pytest.param("原价99元", together("price", "contact"), [], id="two cues of one list are one"),
        ("原价99元，加我", together("price", "contact"), ["原价"]),
        pytest.param("加我，99元", together("price", "contact"), ["加我"], id="the hit stands on the first"),
        pytest.param("加我，99元", together("price", "contact", "hurry", at_least=3), [], id="too few"),
        pytest.param("加我，99元，手慢无", together("price", "contact", "hurry", at_least=3), ["加我"], id="enough"),
        pytest.param("加我，99元", together("price", always=["contact"], at_least=1), ["加我"], id="always met"),
        pytest.param("99元，加我", together("price", always=["contact"], at_least=1), ["加我"], id="the hit stands on it"),
        pytest.param("99元", together("price", always=["contact"], at_least=1), [], id="always missing"),
        pytest.param("加我", together("price", always=["contact"], at_least=1), [], id="nothing but always"),
        pytest.param("加我，99元，谢谢", together("price", "contact", never=["thanks"]), [], id="never met"),
    ],
)
def test_together(text: str, match: Match, found: list[str]) -> None:
    assert evidence(report(text, match, cues=LISTS)) == found


def test_together_marks_and_names_the_other_cues() -> None:
    text = "加我，99元，手慢无"
    found = report(text, together("price", "contact", "hurry", at_least=3), cues=LISTS, message=both("{match}和{cues}")).findings[
        0
    ]
    assert [text[r.span.start : r.span.end] for r in found.related if r.span is not None] == ["99元", "手慢无"]
    assert "99元" in found.message
    assert "手慢无" in found.message


def test_a_guarded_cue_does_not_count_but_another_of_its_list_may() -> None:
    match = together("price", "contact", guards=["denied"])
    own = {"denied": guard("quiet", "clause", "不要")}
    assert evidence(report("99元，不要加我", match, cues=LISTS, guards=own)) == []
    assert evidence(report("99元，不要加我，私信", match, cues=LISTS, guards=own)) == ["99元"]


# density


@pytest.mark.parametrize(
    ("text", "per", "found"),
    [
        ("手慢无，速来", 100, []),
        ("手慢无，速来，抢光", 100, ["手慢无"]),
        pytest.param("手慢无，手慢无，手慢无", 100, ["手慢无"], id="the same one counts every time"),
        pytest.param("手慢无，速来，抢光" + "，茶很香" * 10, 10, [], id="too thin"),
        pytest.param("手慢无，速来，抢光", 5, ["手慢无"], id="thick enough"),
        pytest.param("手慢手慢无", 100, [], id="nested ones count once"),
    ],
)
def test_density(text: str, per: int, found: list[str]) -> None:
    match = {"kind": "density", "cues": ["hurry"], "limit": 3, "per": per}
    assert evidence(report(text, match, cues={"hurry": words("手慢", "手慢无", "速来", "抢光")})) == found


def test_density_counts_its_cues() -> None:
    match = {"kind": "density", "cues": ["hurry"], "limit": 2}
    found = report("速来，速来，速来", match, cues={"hurry": words("速来")}, message=both("{count} 处")).findings[0]
    assert found.message == "3 处"
    assert len(found.related) == 2


# repetition


@pytest.mark.parametrize(
    ("text", "unit", "characters", "found"),
    [
        ("床前一盏灯\n灯下一本书\n书里一枝花", "line", 4, []),
        pytest.param("嗯\n嗯\n嗯", "line", 2, [], id="a line too short to mean anything"),
        pytest.param("今天开抢\n今天开抢", "line", 4, [], id="too few"),
        ("今天开抢\n今天开抢\n今天开抢", "line", 4, ["今天开抢"]),
        ("  今天开抢\r\n今天开抢 \r\n\r\n今天开抢", "line", 4, ["今天开抢"]),
        pytest.param("今天開搶\n今天开抢\n今天开抢", "line", 4, ["今天開搶"], id="lines are folded"),
        pytest.param("哈哈哈哈哈哈哈哈哈哈哈哈", "phrase", 4, [], id="laughter"),
        pytest.param("嘻嘻哈哈嘻嘻哈哈嘻嘻哈哈", "phrase", 4, [], id="laughter of two kinds"),
        pytest.param("跑三公里，跑四公里，跑五公里", "phrase", 4, [], id="almost the same"),
        ("客源自己来，客源自己来，客源自己来", "phrase", 5, ["客源自己来"]),
        pytest.param("一起加油啊一起加油啊一起加油啊", "phrase", 5, ["一起加油啊"], id="without a mark between"),
        pytest.param("加油啊加油啊加油啊加油啊加油啊", "phrase", 5, [], id="places that overlap count once"),
    ],
)
def test_repetition(text: str, unit: str, characters: int, found: list[str]) -> None:
    match = {"kind": "repetition", "unit": unit, "characters": characters, "limit": 3}
    assert evidence(report(text, match)) == found


@given(st.text("茶水热，\n", max_size=40), st.integers(2, 5), st.integers(2, 5), st.sampled_from(["line", "phrase"]))
def test_the_quick_look_passes_over_nothing_that_is_repeated(text: str, characters: int, limit: int, unit: str) -> None:
    match = {"kind": "repetition", "unit": unit, "characters": characters, "limit": limit}
    units = text.split("\n") if unit == "line" else [text[i : i + characters] for i in range(len(text))]
    long = {one for one in units if len(one) >= characters and (unit == "line" or (one.isalpha() and len(set(one)) > 2))}
    most_often = max((units.count(one) if unit == "line" else text.count(one) for one in long), default=0)
    assert len(evidence(report(text, match))) == (most_often >= limit)


# layout


def layout(measure: str, limit: int, **more: Any) -> Match:
    """A rule of layout."""
    return {"kind": "layout", "measure": measure, "limit": limit, **more}


@pytest.mark.parametrize(
    ("text", "match", "found"),
    [
        ("早上好", layout("emoji_run", 2), []),
        pytest.param("1 2 3 # *", layout("emoji_run", 1), [], id="digits and marks are no emoji"),
        pytest.param("❤️", layout("emoji_run", 2), [], id="a variation selector is no second emoji"),
        pytest.param("👨‍👩‍👧‍👦", layout("emoji_run", 2), [], id="a family is one emoji"),
        pytest.param("👍🏽", layout("emoji_run", 2), [], id="a skin tone is no second emoji"),
        pytest.param("🇨🇳", layout("emoji_run", 2), [], id="a flag is one emoji"),
        pytest.param("🔥，🔥", layout("emoji_run", 2), [], id="parted by a mark"),
        ("爆款🔥🔥来了", layout("emoji_run", 2), ["🔥🔥"]),
        pytest.param("🔥 🔥 来了", layout("emoji_run", 2), ["🔥 🔥"], id="a space does not part them"),
        ("❤️❤️", layout("emoji_run", 2), ["❤️❤️"]),
        ("🇨🇳🇨🇳", layout("emoji_run", 2), ["🇨🇳🇨🇳"]),
        ("[强][玫瑰]好", layout("emoji_run", 2), ["[强][玫瑰]"]),
        ("🔥来🔥了", layout("emoji", 3), []),
        ("🔥来🔥了🔥", layout("emoji", 3), [""]),
        ("到货啦！", layout("exclamation_run", 2), []),
        ("到货啦！！", layout("exclamation_run", 2), ["！！"]),
        ("到货啦!！❗️❗️", layout("exclamation_run", 4), ["!！❗️❗️"]),
        ("来！到！", layout("exclamation_run", 2), []),
        ("来！到！", layout("exclamations", 2), [""]),
        ("来！到", layout("exclamations", 2), []),
        ("  一二三\n\n", layout("characters", 4), []),
        ("一二三四", layout("characters", 4), [""]),
        pytest.param("😀👨‍👩‍👧", layout("characters", 6), [""], id="characters are code points"),
        ("一\n二\n\n\n", layout("lines", 3), []),
        ("一\r\n二\r\n三", layout("lines", 3), [""]),
        ("一\n\n二", layout("blank_lines", 2), []),
        pytest.param("一\n\n\n", layout("blank_lines", 1), [], id="at the end they are not seen"),
        pytest.param("一\r\n\r\n\r\n", layout("blank_lines", 1), [], id="nor with CRLF"),
        ("一\n\n\n二", layout("blank_lines", 2), ["\n\n\n"]),
        pytest.param("一\n\n\n\u3000\u3000二", layout("blank_lines", 2), ["\n\n\n"], id="before an indented paragraph"),
        ("一\r\n\r\n\r\n二", layout("blank_lines", 3), []),
        ("一\r\n \r\n\t\r\n二", layout("blank_lines", 2), ["\n \r\n\t\r\n"]),
        ("第#1名", layout("tags", 2), []),
        ("茶#秋茶 #好物", layout("tags", 2), ["#秋茶 #好物"]),
        (Post("茶"), layout("images", 1), []),
        (Post("茶", images=9), layout("images", 10), []),
        (Post("茶", images=10), layout("images", 10), [""]),
        pytest.param("🔥来🔥了，茶很香很香", layout("emoji", 2, per=3), [], id="too thin"),
        pytest.param("🔥来🔥了", layout("emoji", 2, per=3), [""], id="thick enough"),
        pytest.param("🔥🔥", layout("emoji", 2, needs=["price"]), [], id="without the needed cue"),
        pytest.param("🔥🔥原价", layout("emoji", 2, needs=["price", "hurry"]), [""], id="with one of them"),
    ],
)
def test_layout(text: str | Post, match: Match, found: list[str]) -> None:
    assert evidence(report(text, match, cues=LISTS)) == found


@given(texts)
def test_a_post_measures_no_more_than_the_quick_look_says(text: str) -> None:
    for name, measure in MEASURES.items():
        assert max((found.value for found in measure(text)), default=0) <= most(name)(Post(text))


def test_layout_tells_what_it_measured() -> None:
    found = report("🔥🔥🔥", layout("emoji_run", 2), message=both("{count} 个，上限 {limit}"))
    assert [finding.message for finding in found.findings] == ["3 个，上限 2"]


def test_the_settings_may_move_a_limit() -> None:
    rules = catalogue(layout("characters", 5))
    assert Linter(rules=rules).check("一二三四").findings == ()
    assert len(Linter(Settings(thresholds={RULE: 3}), rules=rules).check("一二三四").findings) == 1


# missing

LONG = "霜后的茶要晚采，叶子厚，揉捻轻一点才不苦"


@pytest.mark.parametrize(
    ("post", "match", "found"),
    [
        pytest.param(Post("茶"), {"fact": "location", "characters": 10}, 0, id="a short post"),
        pytest.param(Post(LONG, location="林家茶铺"), {"fact": "location", "characters": 10}, 0, id="location given"),
        pytest.param(Post(LONG), {"fact": "location", "characters": 10}, 1, id="no location"),
        pytest.param(Post(LONG, images=3), {"fact": "images"}, 0, id="pictures given"),
        pytest.param(Post(LONG), {"fact": "images"}, 1, id="no pictures"),
        pytest.param(Post(LONG, goods="food"), {"fact": "known_goods"}, 0, id="goods declared"),
        pytest.param(Post(LONG), {"fact": "known_goods"}, 1, id="goods unknown"),
        pytest.param(Post(LONG + "\n——小林分享"), {"fact": "signature"}, 0, id="signed"),
        pytest.param(Post(LONG), {"fact": "signature"}, 1, id="unsigned"),
        pytest.param(Post("原价，谢谢"), {"cues": ["thanks"], "needs": ["price"]}, 0, id="a cue that is there"),
        pytest.param(Post("茶"), {"cues": ["thanks"], "needs": ["price"]}, 0, id="a need that is not met"),
        pytest.param(Post("原价"), {"cues": ["thanks"], "needs": ["price"]}, 1, id="a cue that is not"),
        pytest.param(Post("99元"), {"cues": ["thanks"], "needs": ["price"]}, 1, id="a need met by a pattern"),
    ],
)
def test_missing(post: Post, match: Match, found: int) -> None:
    lists = {**LISTS, "signature": words("——小林分享")}
    assert evidence(report(post, {"kind": "missing", **match}, cues=lists)) == [""] * found


@pytest.mark.parametrize(
    ("text", "author", "form", "found"),
    [
        pytest.param(LONG, "小林", "", 0, id="no form agreed"),
        pytest.param(LONG, "", "——{author}分享", 0, id="author unknown"),
        pytest.param(LONG + "\n——小林分享", "小林", "——{author}分享", 0, id="signed"),
        pytest.param(LONG + "\n——小林分享\n ", "小林", "——{author}分享", 0, id="with white space after it"),
        pytest.param(LONG + "\n——小林分享", "小林", "——小林分享", 0, id="a form without a placeholder"),
        pytest.param(LONG, "小林", "——{author}分享", 1, id="unsigned"),
        pytest.param("——小林分享\n" + LONG, "小林", "——{author}分享", 1, id="at the wrong end"),
        pytest.param(LONG + "\n——小陈分享", "小林", "——{author}分享", 1, id="somebody else's"),
    ],
)
def test_a_post_ends_with_the_agreed_signature(text: str, author: str, form: str, found: int) -> None:
    rules = catalogue({"kind": "missing", "fact": "house_signature"}, message=both("缺「{signature}」"))
    findings = Linter(Settings(signature=form), rules=rules).check(Post(text, author=author)).findings
    assert [finding.message for finding in findings] == ["缺「——小林分享」"] * found


@pytest.mark.parametrize(
    ("author", "form", "found"),
    [("小林", "——{author}分享", 0), ("", "——林家茶铺", 0), ("", "——{author}分享", 1), ("", "", 1)],
)
def test_any_signature_is_asked_for_where_the_agreed_one_cannot_be(author: str, form: str, found: int) -> None:
    """A form with a name in it asks nothing of a post that nobody's name is known of."""
    lists = {**LISTS, "signature": words("——小林分享")}
    rules = catalogue({"kind": "missing", "fact": "signature"}, cues=lists)
    assert len(Linter(Settings(signature=form), rules=rules).check(Post(LONG, author=author)).findings) == found


# disguised


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("微信", []),
        ("微风和信", []),
        pytest.param("微\u200b商", [], id="a disguised word that is on no list"),
        ("微\u200b信", ["微\u200b信"]),
        ("薇信和微·信·号", ["薇信", "微·信·号"]),
    ],
)
def test_disguised(text: str, found: list[str]) -> None:
    match = {"kind": "disguised", "cues": ["hidden"]}
    lists = {"hidden": words("微信", "微信号"), "trade": words("微商")}
    assert evidence(report(text, match, cues=lists, hidden=variants({"微信": ["薇信"]}))) == found


def test_disguised_tells_what_is_meant() -> None:
    match = {"kind": "disguised", "cues": ["hidden"]}
    found = report(
        "加薇信", match, cues={"hidden": words("微信")}, hidden=variants({"微信": ["薇信"]}), message=both("即{meant}")
    )
    assert [finding.message for finding in found.findings] == ["即微信"]


def test_of_words_hidden_at_one_place_the_longest_is_meant() -> None:
    match = {"kind": "disguised", "cues": ["hidden"]}
    lists = {"hidden": words("加微", "加微信")}
    found = report("加薇", match, cues=lists, hidden=variants({"微信": ["薇"]}), message=both("即{meant}"))
    assert [finding.message for finding in found.findings] == ["即加微信"]


# suppression


@pytest.mark.parametrize(
    ("state", "entry", "found"),
    [
        ("unused", Suppression("own/loud", reason="引用"), []),
        ("unused", Suppression("own/loud", "茶", reason="引用"), ["own/loud"]),
        ("expired", Suppression("own/loud", reason="引用", until=date(2026, 3, 2)), []),
        ("expired", Suppression("own/loud", reason="引用", until=date(2026, 3, 1)), ["own/loud"]),
        ("reasonless", Suppression("own/loud", reason="引用"), []),
        ("reasonless", Suppression("own/loud"), ["own/loud"]),
        ("unknown", Suppression("own", reason="引用"), []),
        ("unknown", Suppression("own/lout", reason="引用"), ["own/lout"]),
    ],
)
def test_suppression(state: str, entry: Suppression, found: list[str]) -> None:
    loud = {"match": terms("最低")}
    rules = catalogue({"kind": "suppression", "state": state}, message=both("{rule}"), more={"own/loud": loud})
    checked = Linter(rules=rules).check(Post("全网最低，茶", ignore=(entry,)), now=datetime(2026, 3, 2, 9))
    assert [finding.message for finding in checked.findings if finding.rule == RULE] == found


# what every kind promises

SAMPLES: dict[str, Match] = {
    "terms": terms("最低", guards=["denied"], needs={"cues": ["price"], "otherwise": "hint"}, whole_word=True),
    "pattern": pattern("[0-9]+元", "元", apart_from=["thanks"], unless=["9元店"]),
    "typed": {"kind": "typed", "patterns": ["&[a-z]+;", "(?:[^a])"], "literals": ["&", "\ufffd"]},
    "together": together("price", "contact", "hurry", guards=["denied"]),
    "density": {"kind": "density", "cues": ["price", "contact", "hurry"], "limit": 2},
    "repetition": {"kind": "repetition", "unit": "phrase", "characters": 2, "limit": 2},
    "layout": layout("emoji_run", 1),
    "missing": {"kind": "missing", "fact": "location"},
    "disguised": {"kind": "disguised", "cues": ["contact"]},
    "suppression": {"kind": "suppression", "state": "unused"},
}
SAMPLE_LISTS = {"cues": LISTS, "guards": {"denied": guard("hint", "clause", "没有")}, "hidden": variants({"加我": ["伽我"]})}
SAMPLE_LINTERS = {kind: Linter(rules=catalogue(match, **SAMPLE_LISTS)) for kind, match in SAMPLES.items()}
SAMPLE_RULES = {kind: compiled(match, **SAMPLE_LISTS) for kind, match in SAMPLES.items()}


def test_every_kind_has_a_sample() -> None:
    assert SAMPLES.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", SAMPLES)
@given(text=texts)
def test_hits_lie_in_the_text(kind: str, text: str) -> None:
    seen = View(Post(text), SAMPLE_RULES[kind].lexicon)
    for hit in hits(SAMPLE_RULES[kind].rules[RULE], seen):
        length = len(text) if hit.typed else len(seen.text)
        assert hit.start == hit.end == -1 or 0 <= hit.start < hit.end <= length
        assert all(0 <= start < end <= len(seen.text) for start, end, _ in hit.related)


@pytest.mark.parametrize("kind", SAMPLES)
@given(text=texts)
def test_a_rule_that_is_not_set_going_would_say_nothing(kind: str, text: str) -> None:
    linter = SAMPLE_LINTERS[kind]
    said = [finding for finding in linter.check(text).findings if finding.rule == RULE]
    assert len(said) == len(list(hits(linter.rulebook[RULE], linter.view(text))))


@pytest.mark.parametrize(
    ("match", "lists"),
    [
        pytest.param(terms(), {}, id="no terms"),
        pytest.param(terms("\u3000"), {}, id="a term of nothing"),
        pytest.param(terms("最" * 41), {}, id="a term too long"),
        pytest.param(terms("最低", guards=["unheard"]), {}, id="an unknown guard"),
        pytest.param(terms("最低", apart_from=["unheard"]), {}, id="an unknown list"),
        pytest.param(terms("最低", needs={"cues": ["price"], "within": "page"}), {"cues": LISTS}, id="an unknown scope"),
        pytest.param(terms("最低", unles=["不是最低"]), {}, id="a misspelt option"),
        pytest.param({"kind": "terms"}, {}, id="a missing option"),
        pytest.param({"kind": "term", "terms": ["最低"]}, {}, id="an unknown kind"),
        pytest.param(pattern(r"\b最低", "最低"), {}, id="a boundary"),
        pytest.param({"kind": "pattern", "patterns": ["最低"]}, {}, id="a pattern without literals"),
        pytest.param(together(), {}, id="no cues"),
        pytest.param(layout("height", 3), {}, id="an unknown measure"),
        pytest.param(layout("emoji", 0), {}, id="a limit of nothing"),
        pytest.param({"kind": "suppression", "state": "tired"}, {}, id="an unknown state"),
    ],
)
def test_options_that_make_no_sense_are_refused(match: Match, lists: dict[str, Any]) -> None:
    with pytest.raises(MomentsLintError) as caught:
        catalogue(match, **lists)
    assert isinstance(caught.value, RuleError)
    assert caught.value.path == "rule.yaml"


# goods


@pytest.mark.parametrize(
    ("goods", "found"),
    [
        pytest.param("food", [], id="other goods"),
        pytest.param("cosmetics", ["error"], id="the rule's goods"),
        pytest.param("", ["warning"], id="unknown goods: an error is only a warning"),
    ],
)
def test_a_rule_for_some_goods(goods: str, found: list[str]) -> None:
    assert severities(Post("七天见效", goods=goods), terms("见效"), severity="error", goods=["cosmetics"]) == found


def test_goods_are_told_from_the_text() -> None:
    rules = catalogue(terms("见效"), severity="error", goods=["cosmetics"], goods_words={"cosmetics": words("面膜", "精华")})
    findings = Linter(rules=rules).check("面膜配精华，七天见效").findings
    assert [finding.severity for finding in findings] == [Severity.error]


# yields_to


@pytest.mark.parametrize(
    ("yields_to", "text", "found"),
    [
        pytest.param([], "最低价，加我", ["loud/price", RULE], id="yields to nobody"),
        pytest.param(["loud/price"], "加我", [RULE], id="the other is silent"),
        pytest.param(["loud/price"], "最低价，加我", ["loud/price"], id="the other speaks"),
        pytest.param(["loud"], "最低价，加我", ["loud/price"], id="its family speaks"),
        pytest.param(["loud/whisper"], "小声，加我", ["loud/whisper", RULE], id="a hint silences nobody"),
    ],
)
def test_a_rule_yields_to_another(yields_to: list[str], text: str, found: list[str]) -> None:
    more = {"loud/price": {"match": terms("最低价")}, "loud/whisper": {"match": terms("小声"), "severity": "hint"}}
    assert [f.rule for f in report(text, terms("加我"), more=more, yields_to=yields_to).findings] == found
