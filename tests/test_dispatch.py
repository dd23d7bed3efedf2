"""What a linter has checked before changes nothing: rules are compiled, and patterns sieved, as posts ask for them."""

from __future__ import annotations

import json
from pathlib import Path

from moments_lint import Linter
from moments_lint.dispatch import ASKED, RUNS, _Waiting

POSTS = Path(__file__).parents[1] / "corpus" / "posts"


def test_a_post_gets_the_same_report_first_and_after_many_others() -> None:
    files = sorted(POSTS.glob("*.jsonl"))
    texts = [json.loads(line)["text"] for file in files for line in file.read_text("utf-8").splitlines()[::150]]
    linter = Linter()
    for _ in range(RUNS):
        for text in texts:
            linter.check(text)
    entered = linter._dispatch._compiled.groups
    assert len(entered) > 30
    assert [linter.check(text) for text in texts] == [Linter().check(text) for text in texts]


def test_a_rule_is_passed_over_once_its_patterns_are_known_not_to_match() -> None:
    linter = Linter()
    selling = "加我微信，首单立减20元，今晚截止"
    quiet = "首单是邻居下的，我们坐在门口喝了两杯茶"
    run = {rule.id for _ in range(RUNS) for rule in linter._dispatch.rules(linter.view(selling))}
    entered = linter._dispatch._compiled.groups
    for number, own in entered.items():
        rule = linter._dispatch._compiled[number]
        assert rule.id in run
        assert linter.view(selling).present & own or not list(rule.check.run(linter.view(selling)))  # type: ignore[union-attr]
        assert linter.view(quiet).present & own or not list(rule.check.run(linter.view(quiet)))  # type: ignore[union-attr]


def test_rules_wait_for_the_characters_of_their_classes() -> None:
    waiting = _Waiting({"!#": [1], "a-c-": [2, 3], "]^\\": [4]})
    texts = {"茶": set(), "!": {1}, "b#": {1, 2, 3}, "-": {2, 3}, "d]": {4}, "^": {4}, "\\": {4}}
    for _ in range(2):
        assert {text: set(waiting.among(text)) for text in texts} == texts
        for _ in range(ASKED):
            waiting.among("茶")
