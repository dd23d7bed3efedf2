"""The score and its receipt: every point is accounted for, and nothing bad ever raises it (design §8)."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moments_lint import Linter, score
from moments_lint.finding import Finding, ReceiptLine, Severity, Signal
from moments_lint.post import CATEGORIES
from moments_lint.score import (
    BASE,
    CAPPED_SCORE,
    COUNTED_HITS,
    FINDING_POINTS,
    HOLD_BELOW,
    MODEL_POINTS,
    REVISE_BELOW,
    SIGNAL_LIMIT,
    Weight,
    receipt,
    total,
    verdict,
)

EVEN = dict.fromkeys(CATEGORIES, 1 / len(CATEGORIES))
LIFE = dict.fromkeys(CATEGORIES, 0.0) | {"life": 1.0}
WEIGHTS = {
    "own/a": Weight(0, False),
    "own/b": Weight(0, False),
    "own/grave": Weight(0, True),
    "own/other-grave": Weight(0, True),
    "own/fact": Weight(6, False),
    "own/scene": Weight(12, False),
    "own/story": Weight(20, False),
}


def finding(rule: str, severity: str) -> Finding:
    """A finding of a rule."""
    return Finding(rule, Severity[severity], "", "", None)


def signal(rule: str) -> Signal:
    """A value signal of a rule."""
    return Signal(rule, "", None)


def scored(findings: list[Finding], signals: list[Signal], probabilities: dict[str, float]) -> int:
    """The score."""
    return total(receipt(findings, signals, probabilities, WEIGHTS))


findings = st.lists(
    st.builds(
        finding, st.sampled_from(["own/a", "own/b", "own/grave", "own/other-grave"]), st.sampled_from(list(Severity.__members__))
    ),
    max_size=8,
)
signals = st.lists(st.builds(signal, st.sampled_from(["own/fact", "own/scene", "own/story"])), max_size=6)
probabilities = st.lists(st.integers(0, 1000), min_size=len(CATEGORIES), max_size=len(CATEGORIES)).map(
    lambda parts: {category: (part + 1) / (sum(parts) + len(parts)) for category, part in zip(CATEGORIES, parts, strict=True)}
)


@given(findings, signals, probabilities)
def test_the_lines_are_whole_points_that_sum_to_a_score_from_0_to_100(
    found: list[Finding], spoken: list[Signal], given_probabilities: dict[str, float]
) -> None:
    lines = receipt(found, spoken, given_probabilities, WEIGHTS)
    assert all(type(line.points) is int and line.label and line.source for line in lines)
    assert sum(line.points for line in lines) == total(lines)
    assert 0 <= total(lines) <= 100


@given(findings, signals, probabilities, st.sampled_from(CATEGORIES), st.floats(0, 1))
def test_moving_probability_to_hard_sell_never_raises(
    found: list[Finding], spoken: list[Signal], before: dict[str, float], source: str, share: float
) -> None:
    moved = before[source] * share
    after = before | {source: before[source] - moved}
    after["hard_sell"] += moved
    assert scored(found, spoken, after) <= scored(found, spoken, before)


@given(findings, signals, probabilities, findings.filter(bool))
def test_another_finding_never_raises(
    found: list[Finding], spoken: list[Signal], given_probabilities: dict[str, float], more: list[Finding]
) -> None:
    assert scored(found + more, spoken, given_probabilities) <= scored(found, spoken, given_probabilities)


@given(findings, signals, probabilities)
def test_a_cap_never_raises(found: list[Finding], spoken: list[Signal], given_probabilities: dict[str, float]) -> None:
    capped = {rule: weight._replace(caps=True) for rule, weight in WEIGHTS.items()}
    free = {rule: weight._replace(caps=False) for rule, weight in WEIGHTS.items()}
    with_caps = total(receipt(found, spoken, given_probabilities, capped))
    assert with_caps <= total(receipt(found, spoken, given_probabilities, free))
    if any(one.severity is Severity.error for one in found):
        assert with_caps <= CAPPED_SCORE


@given(findings, signals, probabilities, st.randoms())
def test_the_order_of_findings_does_not_matter(
    found: list[Finding], spoken: list[Signal], given_probabilities: dict[str, float], chance: Random
) -> None:
    shuffled = chance.sample(found, len(found))
    assert scored(shuffled, spoken, given_probabilities) == scored(found, spoken, given_probabilities)


@given(findings, signals, probabilities)
def test_another_signal_never_lowers(found: list[Finding], spoken: list[Signal], given_probabilities: dict[str, float]) -> None:
    assert scored(found, [*spoken, signal("own/fact")], given_probabilities) >= scored(found, spoken, given_probabilities)


def line_points(lines: tuple[ReceiptLine, ...]) -> list[tuple[str, int]]:
    """The cause and points of every line."""
    return [(line.source, line.points) for line in lines]


@pytest.mark.parametrize(
    ("given_probabilities", "points"),
    [
        pytest.param(LIFE, 0, id="life is neither"),
        pytest.param(LIFE | {"life": 0.0, "soft_sell": 1.0}, 0, id="nor is soft sell"),
        pytest.param(LIFE | {"life": 0.0, "hard_sell": 1.0}, -MODEL_POINTS, id="hard sell"),
        pytest.param(LIFE | {"life": 0.0, "knowledge": 1.0}, MODEL_POINTS, id="knowledge"),
        pytest.param(LIFE | {"life": 0.0, "story": 0.5, "interaction": 0.5}, MODEL_POINTS, id="story and interaction"),
        pytest.param(LIFE | {"life": 0.0, "knowledge": 0.5, "hard_sell": 0.5}, 0, id="both"),
    ],
)
def test_the_model_line_is_value_minus_hard_sell(given_probabilities: dict[str, float], points: int) -> None:
    assert line_points(receipt([], [], given_probabilities, WEIGHTS)) == [("base", BASE), ("model", points)]


@pytest.mark.parametrize(
    ("found", "points"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([finding("own/a", "hint")] * 5, [], id="hints cost nothing"),
        pytest.param([finding("own/a", "warning")], [("own/a", FINDING_POINTS[Severity.warning])], id="one"),
        pytest.param(
            [finding("own/a", "warning")] * 5,
            [("own/a", FINDING_POINTS[Severity.warning] * COUNTED_HITS)],
            id="a rule counts twice at most",
        ),
        pytest.param(
            [finding("own/a", "warning"), finding("own/b", "error")],
            [("own/a", FINDING_POINTS[Severity.warning]), ("own/b", FINDING_POINTS[Severity.error])],
            id="each rule on its line",
        ),
        pytest.param(
            [finding("own/a", "hint"), finding("own/a", "warning"), finding("own/a", "error")],
            [("own/a", FINDING_POINTS[Severity.error] + FINDING_POINTS[Severity.warning])],
            id="the gravest count",
        ),
    ],
)
def test_findings_cost_points(found: list[Finding], points: list[tuple[str, int]]) -> None:
    assert line_points(receipt(found, [], LIFE, WEIGHTS))[2:] == points


@pytest.mark.parametrize(
    ("spoken", "points"),
    [
        pytest.param([signal("own/fact")], [("own/fact", 6)], id="one"),
        pytest.param([signal("own/fact")] * 3, [("own/fact", 6)], id="a signal counts once"),
        pytest.param([signal("own/fact"), signal("own/scene")], [("own/fact", 6), ("own/scene", 12)], id="two"),
        pytest.param(
            [signal("own/fact"), signal("own/scene"), signal("own/story")],
            [("own/fact", 6), ("own/scene", 12), ("own/story", 20), ("signals", SIGNAL_LIMIT - 38)],
            id="all together are limited",
        ),
    ],
)
def test_signals_give_points_up_to_a_limit(spoken: list[Signal], points: list[tuple[str, int]]) -> None:
    assert line_points(receipt([], spoken, LIFE, WEIGHTS))[2:] == points


def test_the_score_is_kept_within_bounds_by_a_line_of_its_own() -> None:
    best = LIFE | {"life": 0.0, "knowledge": 1.0}
    assert line_points(receipt([], [signal("own/story")], best, WEIGHTS))[-1] == ("clamp", 100 - BASE - MODEL_POINTS - 20)
    worst = LIFE | {"life": 0.0, "hard_sell": 1.0}
    lines = receipt([finding("own/a", "error")] * 2, [], worst, WEIGHTS)
    assert lines[-1].source == "clamp"
    assert total(lines) == 0


@pytest.mark.parametrize(
    ("severity", "capped"),
    [pytest.param("warning", False, id="a warning of a grave rule"), pytest.param("error", True, id="an error of it")],
)
def test_only_an_error_caps(severity: str, capped: bool) -> None:
    lines = receipt([finding("own/grave", severity)], [signal("own/story")], LIFE | {"life": 0.0, "knowledge": 1.0}, WEIGHTS)
    assert ("cap" in [line.source for line in lines]) is capped
    assert (total(lines) <= CAPPED_SCORE) is capped


@pytest.mark.parametrize(
    ("score", "found", "said"),
    [
        (100, [], "publish"),
        (REVISE_BELOW, ["hint"], "publish"),
        (REVISE_BELOW - 1, [], "revise"),
        (100, ["hint", "warning"], "revise"),
        (HOLD_BELOW, ["warning"], "revise"),
        (HOLD_BELOW - 1, [], "hold"),
        (100, ["warning", "error"], "hold"),
    ],
)
def test_the_verdict(score: int, found: list[str], said: str) -> None:
    assert verdict(score, tuple(finding("own/a", severity) for severity in found)) == said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_line_is_named_in_the_language(lang: str) -> None:
    lines = receipt([finding("own/grave", "error")], [signal("own/fact")], EVEN, WEIGHTS, lang)
    assert all(line.label.isascii() is (lang == "en") for line in lines)


def test_mending_what_gains_most_first_never_lowers_the_score(linter: Linter) -> None:
    """`--what-if`: every rule stands once, the score only climbs, and the last is the score without findings."""
    report = linter.check("家人们冲！全网最低价，躺赚月入三万，加V：linjiacha888，手慢无！！！")
    steps = score.what_if(report, linter.weights)
    assert sorted(step.rule for step in steps) == sorted({finding.rule for finding in report.findings})
    assert len(steps) > 2
    scores = [report.score, *(step.score for step in steps)]
    assert scores == sorted(scores)
    assert scores[-1] == score.total(score.receipt([], report.signals, report.probabilities, linter.weights))
