"""Profiles: what a reader sees before any post. Unknown is never wrong, spans lead back to the file, posts' wording rules serve.

After a change that is meant, run `python tests/test_profile.py` and look at the difference in tests/golden/profile.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import both
from support import REPOSITORY, mistakes_of, run, write

from moments_lint import Linter, Post, Profile, Report, Settings, catalogue, profile, reading, verify
from moments_lint.cli.profile import run as check_file
from moments_lint.errors import MomentsLintError
from moments_lint.finding import Severity
from moments_lint.formats import catalogue_page, github, html, json_v1, markdown, text
from moments_lint.kinds import FEED_KINDS, KINDS, PROFILE_KINDS, Names
from moments_lint.post import Document
from moments_lint.rule_file import match_fields, read_rule
from moments_lint.trace import why_not

GOLDEN = Path(__file__).with_name("golden") / "profile"
PROFILES = REPOSITORY / "corpus" / "profiles"
WHOLE = Profile(
    nickname="林家茶铺小林",
    wechat_id="linjia-cha",
    signature="山里种茶，第十一年",
    avatar="我在铺子里泡茶，正脸",
    cover="自家茶园，清早有雾",
    brand="林家茶铺 linjia",
    goods="food",
    names_elsewhere=("林家茶铺小林",),
    name_unchanged=True,
    avatar_real_face=True,
    avatar_clear=True,
    avatar_unchanged=True,
    avatar_same_everywhere=True,
    friend_verification=True,
    number_bound=True,
    number_owner="self",
)


def found(report: Report) -> list[tuple[str, str, str]]:
    """Rule, field and evidence of each finding but the note of what is unknown."""
    spans = [(f, f.span or (0, 0)) for f in report.findings if f.rule != "profile/unknown"]
    return [(f.rule, f.name, report.post.text[start:end]) for f, (start, end) in spans]


QUIET = [
    Profile(),
    WHOLE,
    Profile(nickname="Anna林"),
    Profile(nickname="小林🌸"),
    Profile(nickname="🌸小林"),
    Profile(nickname="A型血的小鱼"),
    Profile(nickname="老周批发部"),
    Profile(nickname="修表老周", signature="慢慢来，不着急"),
    Profile(nickname="小林1998"),
    Profile(wechat_id="zhou1986"),
    Profile(avatar="我在茶园，背后是风景"),
    Profile(names_elsewhere=("老林说茶",)),
    Profile(number_owner="company"),
    Profile(signature="卖茶，也修茶壶", cover="一面墙的风景照"),
]


@pytest.mark.parametrize("given_profile", QUIET)
def test_nothing_to_say(linter: Linter, given_profile: Profile) -> None:
    assert found(linter.check_profile(given_profile)) == []


SPEAKS = [
    (Profile(nickname="AAA林家茶铺"), "profile/sorting-prefix", "nickname", "AAA"),
    (Profile(nickname="Ａ 小林"), "profile/sorting-prefix", "nickname", "Ａ"),
    (Profile(nickname="★小林"), "profile/sorting-prefix", "nickname", "★"),
    (Profile(nickname="老周13800001111"), "profile/phone-in-nickname", "nickname", "13800001111"),
    (Profile(nickname="小林茶叶加V"), "profile/ad-in-nickname", "nickname", "加V"),
    (Profile(nickname="小林茶叶加❤️V"), "profile/ad-in-nickname", "nickname", "加❤️V"),
    (Profile(nickname="Vivian"), "profile/latin-only", "nickname", "Vivian"),
    (Profile(nickname="小林", names_elsewhere=("小林", "老林")), "profile/name-differs-elsewhere", "nickname", "小林"),
    (Profile(wechat_id="wxid_8fk2ma01"), "profile/default-id", "wechat_id", "wxid_8fk2ma01"),
    (Profile(wechat_id="q8z3k92ls0a"), "profile/random-id", "wechat_id", "q8z3k92ls0a"),
    (Profile(wechat_id="linjiachapuxiaolin"), "profile/long-id", "wechat_id", "linjiachapuxiaolin"),
    (Profile(avatar="海边风景"), "profile/avatar-without-face", "avatar", "风景"),
    (Profile(avatar_real_face=False), "profile/avatar-without-face", "avatar_real_face", "false"),
    (Profile(signature="愿时光温柔以待"), "profile/says-what-one-does", "signature", "愿时光温柔以待"),
    (Profile(friend_verification=False), "profile/open-door", "friend_verification", "false"),
    (Profile(number_owner="employee"), "profile/employee-number", "number_owner", "employee"),
    (Profile(signature="卖茶，全网最低价"), "absolute/whole-net", "signature", "全网最低价"),
    (Profile(signature="卖茶，電話：13800001111"), "contact/account-number", "signature", "13800001111"),
]


@pytest.mark.parametrize(("given_profile", "rule", "field", "evidence"), SPEAKS)
def test_what_is_said(linter: Linter, given_profile: Profile, rule: str, field: str, evidence: str) -> None:
    assert found(linter.check_profile(given_profile)) == [(rule, field, evidence)]


WARNINGS = {"profile/sorting-prefix", "profile/phone-in-nickname", "profile/ad-in-nickname"}


def test_only_the_grave_ones_warn(linter: Linter) -> None:
    own = {rule.id: rule.severity for rule in linter.rules if rule.family == "profile" and rule.severity is not None}
    assert {rule for rule, severity in own.items() if severity is Severity.warning} == WARNINGS
    assert set(own.values()) == {Severity.hint, Severity.warning}


def test_unknown_is_one_hint_and_no_more(linter: Linter) -> None:
    report = linter.check_profile(Profile())
    (finding,) = report.findings
    assert (finding.severity, finding.span, finding.name) == (Severity.hint, None, "")
    assert finding.message == "没写昵称、微信号、头像、朋友圈封面、个性签名，没法看"
    assert (report.score, report.verdict, report.category, report.receipt, report.post.text) == (None, "publish", "", (), "")


def test_lists_are_told_in_the_reader_s_language(english: Linter) -> None:
    (finding,) = english.check_profile(Profile(nickname="小林", signature="卖茶")).findings
    assert finding.message == "not given, so not looked at: WeChat ID, avatar, cover"


@pytest.mark.parametrize(
    ("given_profile", "verdict"),
    [
        (WHOLE, "publish"),
        (Profile(avatar_clear=False), "publish"),
        (Profile(nickname="AAA小林"), "revise"),
        (Profile(signature="卖表，一比一复刻，精仿"), "hold"),
    ],
)
def test_the_verdict_follows_the_gravest_finding(linter: Linter, given_profile: Profile, verdict: str) -> None:
    assert linter.check_profile(given_profile).verdict == verdict


def test_what_speaks_for_a_profile(linter: Linter) -> None:
    report = linter.check_profile(WHOLE)
    said = [(s.rule, report.post.text[s.span.start : s.span.end]) for s in report.signals if s.span]
    assert said == [("profile/brand-and-name", "林家茶铺"), ("profile/brand-in-id", "linjia")]


def test_one_finding_for_one_telephone_number(linter: Linter) -> None:
    """The wording rules speak of it too, but not on the words a profile's own rule has spoken of."""
    rules = [rule for rule, *_ in found(linter.check_profile(Profile(nickname="童装批发13800001111")))]
    assert rules == ["profile/phone-in-nickname"]


def test_only_what_readers_see_as_words_is_read_as_words(linter: Linter) -> None:
    loud = "全网最低价"
    assert found(linter.check_profile(Profile(cover=loud, avatar=loud, brand=loud, sells=loud))) == []


def test_settings_choose_and_weigh() -> None:
    quiet = Linter(Settings(ignore=("profile/latin-only",)))
    assert found(quiet.check_profile(Profile(nickname="Vivian"))) == []
    grave = Linter(Settings(severity={"profile/latin-only": Severity.error}))
    assert grave.check_profile(Profile(nickname="Vivian")).verdict == "hold"


def test_rules_for_profiles_leave_posts_alone(linter: Linter) -> None:
    assert "profile" not in {finding.rule.partition("/")[0] for finding in linter.check("AAA小林13800001111").findings}
    assert {rule.family for rule in linter.rules} - {rule.family for rule in linter.draft_rules.values()} == {"profile"}


PLAIN = "早上下雨了"


def rules_on(linter: Linter, given_profile: Profile, *texts: str) -> set[str]:
    report = linter.check_profile(given_profile, [Post(each) for each in texts])
    return {finding.rule.partition("/")[2] for finding in report.findings if finding.span is None} - {"unknown"}


ELEMENTS = {"no-product-culture", "no-shared-identity", "no-brand-belief"}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ((), set()),
        ((PLAIN,) * 19, set()),
        ((PLAIN,) * 20, ELEMENTS),
        ((*(PLAIN,) * 20, "爷爷教的老法子"), ELEMENTS - {"no-product-culture"}),
        ((*(PLAIN,) * 20, "街坊来坐坐"), ELEMENTS - {"no-shared-identity"}),
        ((*(PLAIN,) * 20, "宁可不收"), ELEMENTS - {"no-brand-belief"}),
    ],
)
def test_three_elements_are_looked_for_in_the_feed(linter: Linter, texts: tuple[str, ...], expected: set[str]) -> None:
    assert rules_on(linter, Profile(nickname="小林"), *texts) == expected


FOOD, FACE, HOME = "绿茶和红茶都炒好了", "口红配眼影", "学区房，户型方正"


@pytest.mark.parametrize(
    ("given_profile", "texts", "expected"),
    [
        (Profile(), (FOOD,) * 5 + (FACE,) * 5, set()),
        (Profile(goods="food"), (FOOD,) * 3 + (FACE,) * 3, set()),
        (Profile(goods="food"), (FACE,) * 4, set()),
        (Profile(goods="food"), (FACE,) * 5, {"feed-sells-else"}),
        (Profile(sells="绿茶 红茶"), (FACE,) * 5, {"feed-sells-else"}),
        (Profile(goods="food"), (PLAIN,) * 9, set()),
        (Profile(), (FOOD, FACE, HOME) * 2, {"mixed-goods"}),
        (Profile(goods="food"), (FOOD, FACE, HOME) * 2, {"feed-sells-else"}),
    ],
)
def test_what_the_feed_sells(linter: Linter, given_profile: Profile, texts: tuple[str, ...], expected: set[str]) -> None:
    assert rules_on(linter, given_profile, *texts) == expected


def test_goods_of_the_settings_say_nothing_of_the_feed() -> None:
    """They stand for posts that do not say; here the question is what the posts say."""
    assert rules_on(Linter(Settings(goods="food")), Profile(), *(FACE,) * 5) == {"feed-sells-else"}


FILE = """\
# 我的资料
nickname: "AAA小林"
signature: 卖茶，全网最低价  # 注
wechat_id: 'wxid_abc'
avatar_real_face: false
"""


def test_places_lead_to_the_file(linter: Linter) -> None:
    person, written = profile.parse(FILE, "p.yaml")
    report = linter.check_profile(person, written=written)
    document = Document("p.yaml", FILE, 0, report.post)
    places = {f.rule: document.position(f.span.start) for f in report.findings if f.span}
    assert places == {
        "profile/sorting-prefix": (2, 12),
        "absolute/whole-net": (3, 15),
        "profile/default-id": (4, 13),
        "profile/avatar-without-face": (5, 19),
    }
    assert (report.post.text, report.post.name) == (FILE, "p.yaml")


@pytest.mark.parametrize(
    ("line", "evidence"),
    [
        ('signature: "卖茶，全网\\u6700低价"', '"卖茶，全网\\u6700低价"'),
        ("signature: |\n  卖茶\n  全网最低价", "|\n  卖茶\n  全网最低价"),
        ("signature: >-\n  卖茶\n  全网最低价", ">-\n  卖茶\n  全网最低价"),
        ("signature: 卖茶\n  全网最低价", "卖茶\n  全网最低价"),
        ("signature: '卖''茶''，全网最低价'", "'卖''茶''，全网最低价'"),
        ("{signature: 卖茶 全网最低价}", "全网最低价"),
    ],
)
def test_a_value_written_otherwise_than_it_reads_is_marked_whole(linter: Linter, line: str, evidence: str) -> None:
    person, written = profile.parse(f"{line}\n", "p.yaml")
    assert [each for rule, _, each in found(linter.check_profile(person, written=written)) if rule == "absolute/whole-net"] == [
        evidence
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("nickname:\n", Profile(name="p")),
        ("avatar_real_face:\ngoods:\nnames_elsewhere:\nnickname: 小林\n", Profile("小林", name="p")),
        ("avatar_real_face: true\nnumber_bound: false\n", Profile(avatar_real_face=True, number_bound=False, name="p")),
        ("names_elsewhere: [小林, '林 2']\n", Profile(names_elsewhere=("小林", "林 2"), name="p")),
        ("nickname: 1:1\nwechat_id: no\n", Profile("1:1", "no", name="p")),
    ],
)
def test_blank_is_unknown_and_words_stay_words(written: str, expected: Profile) -> None:
    assert profile.parse(written, "p")[0] == expected


@pytest.mark.parametrize(
    ("written", "line", "column", "said"),
    [
        ("nicknam: 小林\n", 1, 1, "did you mean nickname?"),
        ("nickname: 小林\nnickname: 老林\n", 2, 1, "given twice"),
        ("nickname: [小林]\n", 1, 11, "a single value is needed"),
        ("avatar_real_face: yes\n", 1, 19, "must be true or false"),
        ("goods: foods\n", 1, 8, "did you mean food?"),
        ("number_owner: boss\n", 1, 15, "not valid here"),
        ("names_elsewhere: 小林\n", 1, 18, "a list is needed"),
        ("- 小林\n", 1, 1, "a mapping is needed"),
        ("nickname: &a 小林\n", 1, 11, "anchors"),
        ("signature: " + "林" * 501 + "\n", 1, 12, "too long"),
        ("nickname: '小林\n", None, None, "not valid YAML"),
        ("", None, None, "empty"),
    ],
)
def test_mistakes_have_their_place(written: str, line: int | None, column: int | None, said: str) -> None:
    with pytest.raises(MomentsLintError) as caught:
        profile.parse(written, "p.yaml")
    first = mistakes_of(caught.value)[0]
    assert said in first.render("en")
    assert line is None or (first.path, first.line, first.column) == ("p.yaml", line, column)


LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), exclude_characters="\ufeff\u2028\u2029")
PARTS = st.sampled_from(
    [
        "AAA",
        "★",
        "小林",
        "加❤️V",
        "ＶＸ",
        "13800001111",
        "全网最低价",
        "㎏",
        "創(chuàng)業(yè)",
        "👨‍👩‍👧",
        "招代理",
        " ",
        "'",
        '"',
        "\\",
    ]
)
VALUES = st.lists(PARTS | st.text(LETTERS, max_size=3), max_size=6).map("".join)


def places_hold(report: Report, written: profile.Written, values: dict[str, str]) -> None:
    for item in (*report.findings, *report.signals):
        if item.span is None:
            continue
        assert 0 <= item.span.start <= item.span.end <= len(report.post.text)
        evidence = report.post.text[item.span.start : item.span.end]
        holders = [
            field for field, place in written.places.items() if place.start <= item.span.start <= item.span.end <= place.end
        ]
        assert holders
        field = getattr(item, "name", "") or holders[0]
        assert field in holders
        if written.places[field].verbatim:
            assert evidence in values[field]


@given(VALUES, VALUES, VALUES)
def test_spans_of_a_library_profile_stand_in_their_field(linter: Linter, nickname: str, signature: str, wechat_id: str) -> None:
    values = {"nickname": nickname, "signature": signature, "wechat_id": wechat_id}
    person = Profile(**values, brand="小林 AAA")
    written = profile.write(person._asdict())
    report = linter.check_profile(person)
    assert report.post.text == written.text
    for field, place in written.places.items():
        assert written.text[place.start : place.end] == profile.value(person, field)
    places_hold(report, written, values | {"brand": person.brand})


@given(VALUES, VALUES, st.booleans())
def test_spans_of_a_file_lead_to_what_was_typed(linter: Linter, nickname: str, signature: str, escaped: bool) -> None:
    values = {"nickname": nickname, "signature": signature}
    quoted = {field: json.dumps(value, ensure_ascii=False) for field, value in values.items()}
    if escaped:
        quoted = {field: value.replace("A", "\\x41").replace("小", "\\u5c0f") for field, value in quoted.items()}
    lines = [f"{field}: {value}" for field, value in quoted.items()]
    text_of_file = "# 😀 资料\r\n" + "\r\n".join(lines) + "\r\n"
    person, written = profile.parse(text_of_file, "p.yaml")
    assert (person.nickname, person.signature) == (nickname, signature)
    places_hold(linter.check_profile(person, written=written), written, values)


@given(st.text(st.characters(), max_size=12), st.text(st.characters(), max_size=12))
def test_whatever_a_library_user_passes_has_a_report(linter: Linter, nickname: str, signature: str) -> None:
    report = linter.check_profile(Profile(nickname, signature=signature, names_elsewhere=(signature,)))
    assert report.score is None
    assert all(f.span is None or report.post.text[slice(*f.span)] for f in report.findings)


# Rules about profiles

RULE: dict[str, Any] = {
    "summary": both("自封"),
    "severity": "hint",
    "message": both("有「{match}」"),
    "why": both("读者会皱眉"),
    "sources": ["测试"],
    "advice": both("换个说法"),
    "match": {"kind": "profile", "fields": ["nickname"], "terms": ["青瓜王"]},
    "examples": {"hit": [{"profile": {"nickname": "<<青瓜王>>老李"}}], "quiet": [{"profile": {"nickname": "老李"}}]},
}


def own(**fields: Any) -> dict[str, Any]:
    return read_rule(json.dumps(RULE | fields, ensure_ascii=False), "rule.yaml", "own/rule", Names())


def test_a_rule_of_one_s_own_is_held_to_its_examples() -> None:
    spec = own()
    linter = Linter(rules=catalogue.Catalogue({"own/rule": spec}, {}, {}, {}, {}))
    verify.require_examples(linter, [spec])
    assert verify.uncovered(linter, {"own/rule": spec}) == []
    wrong = own(examples={"hit": [{"profile": {"nickname": "青瓜王<<老李>>"}}], "quiet": [{"profile": {"nickname": "青瓜王"}}]})
    assert [result.outcome for result in verify.results(linter, wrong)] == ["misplaced", "noisy"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"examples": {"hit": ["青瓜王"], "quiet": ["早"]}}, "profile rules with a profile"),
        (
            {"examples": {"hit": [{"profile": {"nick": "青瓜王"}}], "quiet": [{"profile": {"nickname": "早"}}]}},
            "did you mean nickname?",
        ),
        ({"examples": {"hit": [{"profile": {"number_bound": "<<no>>"}}], "quiet": [{"profile": {}}]}}, "must be true or false"),
        ({"match": {"kind": "profile", "fields": ["nicknames"], "terms": ["青瓜"]}}, "did you mean nickname?"),
        ({"match": {"kind": "profile", "fields": [], "terms": ["青瓜"]}}, "at least 1"),
        ({"match": {"kind": "profiles"}}, "did you mean profile?"),
        ({"match": {"kind": "profile_fact", "fact": "differ", "fields": ["nickname"]}}, "did you mean differs?"),
        ({"message": both("{count}")}, "message cannot use {count}"),
    ],
)
def test_a_mistaken_rule_does_not_load(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(MomentsLintError) as caught:
        own(**fields)
    assert any(said in mistake.render("en") for mistake in mistakes_of(caught.value))


def test_kinds_have_names_of_their_own() -> None:
    assert [kind.name for kind in PROFILE_KINDS.values()] == list(PROFILE_KINDS)
    assert not set(PROFILE_KINDS) & {*KINDS, *FEED_KINDS}
    assert all("kind" in match_fields(kind, Names()) for kind in PROFILE_KINDS)


def test_thresholds_of_the_settings_reach_the_feed() -> None:
    linter = Linter(Settings(thresholds={"profile/no-brand-belief": 4}))
    assert rules_on(linter, Profile(), *(PLAIN,) * 4) == {"no-brand-belief"}


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(["nickname", "avatar_clear", ":", " ", "\n", "'", "[", "{", "|", "-", "小", "&a"])).map("".join)
)
def test_whatever_a_file_holds_it_is_read_or_explained(written: str) -> None:
    try:
        _, places = profile.parse(written, "p.yaml")
    except MomentsLintError as error:
        error.render("zh")
    else:
        assert all(0 <= place.start <= place.end <= len(written) for place in places.places.values())


def test_checking_drafts_does_not_load_what_profiles_need(tmp_path: Path) -> None:
    script = (
        "import sys; from moments_lint import Linter; Linter().check('早'); print([n for n in sys.modules if 'profile' in n])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_every_field_has_a_name_and_a_home() -> None:
    assert set(profile.LABELS) == set(profile.fields()) == set(Profile._fields) - {"name"}


def test_explain_and_why_not_cope(linter: Linter) -> None:
    spec = catalogue.read_root(catalogue.packaged_root()).rules["profile/sorting-prefix"]
    assert "  - nickname: <<AAA>>林家茶铺" in catalogue_page.explain(spec, "zh").splitlines()
    (line,) = why_not(linter, spec, Post("AAA"))
    assert "profile" in line.en


# The command

CASES = {f"{name}.{lang}": (name, lang) for name in ("林家茶铺", "AAA广告", "只有昵称") for lang in ("zh", "en")}


def page(name: str, lang: str) -> str:
    """The page of an example profile, checked together with the example drafts."""
    linter = Linter(lang=lang)
    outcome = check_file(str(PROFILES / f"{name}.yaml"), str(REPOSITORY / "corpus" / "drafts"), linter, Settings())
    (one,) = outcome.checked
    shown = one._replace(document=one.document._replace(path=f"corpus/profiles/{name}.yaml"))
    return text.render(outcome._replace(checked=(shown,)), lang)


@pytest.mark.parametrize("case", CASES)
def test_the_page_is_as_it_was_approved(case: str) -> None:
    assert page(*CASES[case]) == (GOLDEN / f"{case}.txt").read_text("utf-8")


def test_every_example_profile_has_its_page() -> None:
    assert {file.stem for file in GOLDEN.iterdir()} == set(CASES)
    assert {file.stem for file in PROFILES.iterdir()} == {name for name, _ in CASES.values()}


def test_json_has_no_score_and_keeps_to_its_schema(linter: Linter) -> None:
    outcome = check_file(str(PROFILES / "AAA广告.yaml"), None, linter, Settings())
    data = json.loads(json_v1.render(outcome, "zh"))
    schema = json.loads((Path(catalogue.__file__).parent / "schemas" / "report-v1.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(data)
    (post,) = data["posts"]
    assert (post["score"], post["category"], post["receipt"], post["verdict"]) == (None, None, [], "revise")
    fields = {finding["rule"]: finding.get("field") for finding in post["findings"]}
    assert fields["profile/sorting-prefix"] == "nickname"
    assert fields["profile/unknown"] is None


def test_markdown_tells_of_the_profile_and_of_no_feed(linter: Linter) -> None:
    outcome = check_file(str(PROFILES / "AAA广告.yaml"), None, linter, Settings())
    said = markdown.render(outcome, "en")
    assert "The feed as a whole" not in said
    assert said.count("\n## ") == 1
    assert sum(line.startswith("| ") for line in said.splitlines()) == 2 + len(outcome.checked[0].report.findings)
    assert "checked 1 profile(s)" in github.render(outcome, "en")


def test_a_page_does_not_draw_a_profile_as_a_post(linter: Linter) -> None:
    outcome = check_file(str(PROFILES / "AAA广告.yaml"), None, linter, Settings())
    for lang, wrong in (("zh", ("朋友圈里大概这样", "草稿")), ("en", ("About how friends see it", "Draft", "drafts"))):
        body = html.render(outcome, lang).partition("<body>")[2]
        assert "profile/sorting-prefix" in body
        assert not [each for each in wrong if each in body]


def test_profile_schema_takes_the_examples() -> None:
    yaml = pytest.importorskip("yaml")
    schema = json.loads((Path(catalogue.__file__).parent / "schemas" / "profile.json").read_text("utf-8"))
    for file in PROFILES.iterdir():
        jsonschema.Draft202012Validator(schema).validate(yaml.safe_load(file.read_text("utf-8")))


GOOD, BAD = "nickname: 林家茶铺小林\n", "nickname: AAA小林\n"


@pytest.mark.parametrize(
    ("files", "arguments", "code", "said"),
    [
        ({"p.yaml": GOOD}, ["p.yaml"], 0, ""),
        ({"p.yaml": GOOD}, ["p.yaml", "--fail-on", "hint"], 1, ""),
        ({"p.yaml": BAD}, ["p.yaml"], 1, ""),
        ({"p.yaml": BAD}, ["--exit-zero", "p.yaml"], 0, ""),
        ({"p.yaml": BAD}, ["p.yaml", "--fail-on", "never"], 0, ""),
        ({"p.yaml": BAD, ".moments-lint.yaml": "fail_on: error\n"}, ["p.yaml"], 0, ""),
        ({"p.yaml": BAD, ".moments-lint.yaml": "fail_on: error\n"}, ["p.yaml", "--isolated"], 1, ""),
        ({"p.yaml": BAD}, ["p.yaml", "--ignore", "profile"], 0, ""),
        ({}, ["没有.yaml"], 2, "没有.yaml"),
        ({"p.yaml": "nicknam: 小林\n"}, ["p.yaml", "--exit-zero"], 2, "p.yaml:1:1"),
        ({"p.yaml": GOOD.encode("gb18030")}, ["p.yaml"], 2, "UTF-8"),
        ({"p.yaml": b"\xef\xbb\xbf" + GOOD.encode()}, ["p.yaml"], 0, ""),
        ({"p.yaml": GOOD}, ["p.yaml", "--feed", "没有"], 2, "没有"),
        ({"p.yaml": GOOD, "drafts/坏.md": b"\xff\xff"}, ["p.yaml", "--feed", "drafts"], 2, "drafts/坏.md"),
        ({"p.yaml": GOOD, "drafts/一.md": "早\n"}, ["p.yaml", "--feed", "drafts"], 0, ""),
    ],
)
def test_exit_codes(tmp_path: Path, files: dict[str, str | bytes], arguments: list[str], code: int, said: str) -> None:
    done = run("profile", *arguments, cwd=write(tmp_path / "资料", files))
    assert (done.returncode, said in done.stderr.decode().replace(os.sep, "/")) == (code, True)


def test_a_report_goes_into_a_file(tmp_path: Path) -> None:
    folder = write(tmp_path / "资料", {"p.yaml": BAD})
    done = run("profile", "p.yaml", "--output-format", "json", "-o", "out.json", cwd=folder)
    assert (done.returncode, done.stdout) == (1, b"")
    assert json.loads((folder / "out.json").read_text("utf-8"))["posts"][0]["path"] == "p.yaml"


NICKNAMES = [
    (b"nickname: \xe6\x9e\x97\xe5\xae\xb6\n", None),
    ("nickname: AAA林家  # 昵称\r\nbrand: 林家\r\n".encode(), "nickname: 林家  # 昵称\r\nbrand: 林家\r\n".encode()),
    ("\ufeffnickname: '★★ 小林'\n".encode(), "\ufeffnickname: '小林'\n".encode()),
    ("nickname: A 小林\n".encode(), "nickname: 小林\n".encode()),
    (b"nickname: AAAAAlice\n", None),
    (b"nickname: AAA\n", None),
    (b'nickname: "\\x41\\x41\\x41\xe6\x9e\x97"\n', None),
]
"""Bytes of a profile, and how `--fix` leaves them; None where it changes nothing."""


@pytest.mark.parametrize(("data", "mended"), NICKNAMES)
def test_fix_takes_the_sorting_prefix_off_and_touches_nothing_else(tmp_path: Path, data: bytes, mended: bytes | None) -> None:
    folder = write(tmp_path / "资料", {"p.yaml": data})
    shown = run("profile", "p.yaml", "--diff", "--exit-zero", cwd=folder)
    assert (folder / "p.yaml").read_bytes() == data
    assert bool(shown.stdout) is (mended is not None)
    assert run("profile", "p.yaml", "--fix", "--exit-zero", cwd=folder).returncode == 0
    assert (folder / "p.yaml").read_bytes() == (data if mended is None else mended)
    if mended is not None:
        assert "profile/sorting-prefix" not in run("profile", "p.yaml", cwd=folder).stdout.decode()


def test_an_oversized_profile_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path, {"p.yaml": "nickname: " + "林" * 400_000}) / "p.yaml"
    with pytest.raises(MomentsLintError):
        reading.read_yaml(str(file))


if __name__ == "__main__":
    for name, arguments in CASES.items():
        (GOLDEN / f"{name}.txt").write_text(page(*arguments), "utf-8", newline="\n")
