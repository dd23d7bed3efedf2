"""Evidence of the classifier: whole words that spoke for a category, asked for only when a review is shown."""

from __future__ import annotations

import json
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_model import ROW, small, vocabulary
from texts import texts

from moments_lint import Linter
from moments_lint.classifier.evidence import LONGEST, MOST, evidence
from moments_lint.classifier.model import Model
from moments_lint.formats import json_v1, text
from moments_lint.outcome import Checked, Outcome
from moments_lint.post import CATEGORIES, Document
from moments_lint.words import cut

HARD = [3000, 0, 0, 0, 0, 0]


def telling(*grams: str) -> Model:
    """A model to which these grams mean a hard sell."""
    return small(**vocabulary(dict.fromkeys(grams, HARD)))


@pytest.mark.parametrize("typed", ["", "茶", "\n", "😀", "今天有雾"])
def test_a_text_without_a_telling_place_has_no_evidence(linter: Linter, typed: str) -> None:
    assert evidence(small(**vocabulary({"无": ROW})), linter.view(typed), "hard_sell", cut) == []


@pytest.mark.parametrize(
    ("typed", "grams", "places"),
    [
        ("今天有雾，抢购抢购，茶凉了", ["抢购"], ["抢购抢购"]),
        pytest.param("今天㎏有雾，搶購搶購，茶凉了", ["抢购"], ["搶購搶購"], id="as typed"),
        pytest.param("明天朋友可以过来看看茶", ["友可"], ["朋友可以"], id="whole words around a gram that straddles them"),
        pytest.param("大家都过来看看吧", ["都过"], ["过来"], id="no lone character at the edge"),
        pytest.param("来抢", ["抢"], ["来抢"], id="the clause itself where its words are short"),
        pytest.param("抢购啦，快抢购啊，抢购了呀，抢购吧", ["抢购"], ["抢购"] * MOST, id="a few places only"),
    ],
)
def test_evidence_is_whole_words(linter: Linter, typed: str, grams: list[str], places: list[str]) -> None:
    spans = evidence(telling(*grams), linter.view(typed), "hard_sell", cut)
    found = [typed[start:end] for start, end in spans]
    assert len(found) == len(places)
    assert all(place in one for place, one in zip(places, found, strict=True))
    boundaries = {0}
    for word in cut(linter.view(typed).text):
        boundaries.add(max(boundaries) + len(word))
    assert {edge for span in spans for edge in span} <= boundaries


@given(typed=texts, category=st.sampled_from(CATEGORIES), most=st.integers(1, 5))
def test_evidence_lies_in_the_text(linter: Linter, typed: str, category: str, most: int) -> None:
    found = evidence(linter.model, linter.view(typed), category, partial(map, str), most)
    assert len(found) <= most
    assert all(0 <= start < end <= len(typed) for start, end in found)


def test_terms_of_cue_lists_speak_too(linter: Linter) -> None:
    lists = sorted(linter.view("代理").owned.cues)
    model = small(cues=[lists[0]], facts=[HARD] + [ROW] * 12, **vocabulary({"无": ROW}))
    typed = "昨天下雨，今天想找代理，明天再说"
    ((start, end),) = evidence(model, linter.view(typed), "hard_sell", cut)
    assert "代理" in typed[start:end]
    assert end - start <= LONGEST


# in a report

SLY = "宝宝们赶紧来，跟着团队一起改变自己，机会留给有准备的人，想要的都懂"


def reviewed(linter: Linter, typed: str) -> Outcome:
    """What is shown of a post."""
    report = linter.check(typed)._replace(review="请再看一遍", probabilities=dict.fromkeys(CATEGORIES, 0.0) | {"hard_sell": 1.0})
    document = Document("草稿.md", typed, 0, report.post)
    return Outcome((Checked(document, linter.explained(report)),), None, (), 0, linter.rules)


def test_a_report_without_review_is_not_explained(linter: Linter) -> None:
    report = linter.check("今天有雾")._replace(review="")
    assert linter.explained(report) is report


def test_checking_alone_looks_for_no_evidence(linter: Linter) -> None:
    assert linter.check(SLY).review_evidence == ()


def test_the_text_format_says_which_places(linter: Linter) -> None:
    outcome = reviewed(linter, SLY)
    ((_, report),) = outcome.checked
    assert 1 <= len(report.review_evidence) <= MOST
    (line,) = (line for line in text.render(outcome, "zh").splitlines() if "模型看的是" in line)
    assert all(f"「{SLY[start:end]}」" in line for start, end in report.review_evidence)
    assert "what the classifier saw" in text.render(outcome, "en")


def test_json_gives_the_places(linter: Linter) -> None:
    outcome = reviewed(linter, SLY)
    (post,) = json.loads(json_v1.render(outcome, "zh"))["posts"]
    ((_, report),) = outcome.checked
    assert [(one["start"], one["end"]) for one in post["review_evidence"]] == [tuple(span) for span in report.review_evidence]
    assert all(one["excerpt"] == SLY[one["start"] : one["end"]] and one["line"] == 1 for one in post["review_evidence"])
