"""Choosing the score's numbers: within noise they stay, beyond it they move, and thresholds spare the posts that sell nothing."""

from __future__ import annotations

import pytest

from moments_lint import fitting, score
from moments_lint.evaluation import Judged, by_part, minimal_pairs
from moments_lint.finding import Finding, Report, Severity
from moments_lint.fitting import START, Grade, Step, choose, fit, severities, thresholds
from moments_lint.formats import fit_page
from moments_lint.post import CATEGORIES, Post
from moments_lint.rows import Row
from moments_lint.score import Constants, Weight

WEIGHTS = {"own/warned": Weight(0, False), "own/grave": Weight(0, True)}


def judged(label: str, group: str, hard: float, findings: tuple[Finding, ...] = ()) -> Judged:
    """A post of a label, with the rest of the probability on life."""
    probabilities = dict.fromkeys(CATEGORIES, 0.0) | {"hard_sell": hard, "life": 1 - hard}
    lines = score.receipt(findings, (), probabilities, WEIGHTS)
    report = Report(Post("文"), score.total(lines), "publish", "life", probabilities, findings, (), lines)
    return Judged(Row("文", label, 1, {"group": group}), report)


def warned(rule: str = "own/warned", severity: Severity = Severity.warning) -> tuple[Finding, ...]:
    """One finding."""
    return (Finding(rule, severity, "", "", None),)


def posts(hard_findings: tuple[Finding, ...], life_findings: tuple[Finding, ...]) -> list[Judged]:
    """A hundred pairs, of which the classifier tells little: it has a tenth of them the wrong way round."""
    found = []
    for number in range(100):
        sure = (0.7, 0.3) if number % 10 else (0.3, 0.7)
        found += [
            judged("hard_sell", f"g{number}", sure[0], hard_findings),
            judged("story", f"g{number}", sure[1], life_findings),
        ]
    return found


def test_where_nothing_is_gained_nothing_moves() -> None:
    perfect = [judged("hard_sell", f"g{n}", 0.9) for n in range(40)] + [judged("life", f"h{n}", 0.1) for n in range(40)]
    chosen = fit(perfect, WEIGHTS)
    assert chosen.constants._replace(hold_below=0, revise_below=0) == START._replace(hold_below=0, revise_below=0)


def test_what_findings_know_makes_them_weigh_more() -> None:
    """Warnings stand on every hard sell and nowhere else, so they should outweigh a classifier that is often wrong."""
    chosen = fit(posts(warned(), ()), WEIGHTS)
    assert chosen.constants.model < START.model or chosen.constants.warning < START.warning
    assert not [one for one in chosen.alternatives if one.gain > fitting.NEEDED * one.error]


def test_what_is_graver_never_costs_less() -> None:
    for one in fit(posts((), warned()), WEIGHTS).alternatives:
        other = START._replace(**{one.name: one.value})
        assert other.error <= other.warning <= other.hint


@pytest.mark.parametrize(
    ("steps", "chosen"),
    [
        ([Step(20, 0.5, 0.0, 0.0), Step(25, 0.6, 0.0, 0.0)], (25, 25)),
        ([Step(20, 0.5, 0.01, 0.0), Step(25, 0.6, 0.03, 0.0), Step(30, 0.7, 0.2, 0.0)], (20, 25)),
        pytest.param([Step(20, 0.5, 0.01, 0.0), Step(25, 0.6, 0.012, 0.003)], (25, 25), id="give or take an error"),
        pytest.param([Step(20, 0.5, 0.5, 0.01), Step(25, 0.6, 0.6, 0.01)], (20, 20), id="never none"),
    ],
)
def test_thresholds_spare_other_posts(steps: list[Step], chosen: tuple[int, int]) -> None:
    assert choose(steps) == chosen


def test_shares_below_the_thresholds() -> None:
    steps = thresholds([judged("hard_sell", "a", 1.0), judged("life", "b", 0.0), judged("life", "c", 1.0)])
    by_limit = {step.threshold: (step.hard, step.rest) for step in steps}
    assert by_limit[30] == (0.0, 0.0)
    assert by_limit[35] == (1.0, 0.5)


def test_severities_are_graded() -> None:
    spoken = [judged("hard_sell", "a", 0.5, warned()), judged("life", "b", 0.5, warned())]
    spoken += [judged("hard_sell", "c", 0.5, warned("own/grave", Severity.error) * 2)]
    assert severities(spoken) == {
        Severity.hint: [],
        Severity.warning: [Grade("", 2, 1), Grade("own/warned", 2, 1)],
        Severity.error: [Grade("", 1, 1), Grade("own/grave", 1, 1)],
    }


def test_pairs_are_within_groups_and_ties_are_not_won() -> None:
    mixed = [judged("hard_sell", "a", 0.9), judged("story", "a", 0.1), judged("knowledge", "a", 0.9), judged("life", "a", 0.0)]
    mixed += [judged("hard_sell", "b", 0.9), judged("story", "c", 0.1)]
    assert minimal_pairs(mixed) == (2, 1)


def test_a_part_of_the_score_ignores_the_other() -> None:
    one = judged("hard_sell", "a", 0.9, warned())
    parts = by_part([one], [one.report.probabilities], WEIGHTS)
    scores = {name: judgements[0].report.score for name, judgements in parts.items()}
    assert scores == {
        "rules": score.BASE + score.FINDING_POINTS[Severity.warning],
        "model": score.BASE - 27,
        "both": score.BASE - 27 + score.FINDING_POINTS[Severity.warning],
    }


def test_the_shipped_numbers_are_what_fitting_starts_from() -> None:
    """On the corpus nothing else gains by more than noise, and `evaluate score --fit` says so again."""
    assert START == score.SHIPPED == Constants()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_says_what_was_chosen(lang: str) -> None:
    mixed = posts(warned(), ())
    chosen = fit(mixed, WEIGHTS)
    page = fit_page.page(chosen, severities(mixed), lang)
    assert all(name in page for name in Constants._fields)
    assert "100/100" in page
