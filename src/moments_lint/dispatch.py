"""Which rules a post sets going. Most rules find nothing in most posts; only those that can are run, or even compiled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

from moments_lint.kinds.check import Check, ranges
from moments_lint.rule import Rule, Rulebook
from moments_lint.rule_index import Index
from moments_lint.view import View

RUNS = 3
"""Runs of a rule before its patterns are entered in the sieve, which is dearer than a run or two."""

ASKED = 100
"""Texts before the characters that rules wait for are looked for by a regex."""


class _Compiled(dict[int, Rule]):
    """Rules by number, each compiled when it is first asked for. `groups` are what those returned that entered the sieve."""

    def __init__(self, rulebook: Rulebook, order: Sequence[str]) -> None:
        self._rulebook = rulebook
        self._order = order
        self._runs = [0] * len(order)
        self.groups: dict[int, frozenset[int]] = {}

    def __missing__(self, number: int) -> Rule:
        rule = self._rulebook[self._order[number]]
        self._runs[number] += 1
        if self._runs[number] == RUNS:
            self[number] = rule
            groups = rule.check.enter() if isinstance(rule.check, Check) else frozenset()
            if groups:
                self.groups[number] = groups
        return rule


class _Waiting(dict[str, list[int]]):
    """The numbers of the rules that wait for a character, by character; `classes` are the insides of regex classes.

    A regex finds the characters of a text that anybody waits for ten times faster than the text's set of characters is made,
    but takes as long to compile as a hundred of them.
    """

    def __init__(self, classes: Mapping[str, list[int]]) -> None:
        self.classes = classes
        self._asked = 0

    def __missing__(self, character: str) -> list[int]:
        waiting = [number for first, last, numbers in self._ranges if first <= character <= last for number in numbers]
        self[character] = waiting
        return waiting

    @cached_property
    def _ranges(self) -> list[tuple[str, str, list[int]]]:
        return [(*place, numbers) for characters, numbers in self.classes.items() for place in ranges(characters)]

    @cached_property
    def _any(self) -> re.Pattern[str]:
        return re.compile(f"[{''.join(f'{re.escape(first)}-{re.escape(last)}' for first, last, _ in self._ranges)}]")

    def among(self, text: str) -> Iterator[int]:
        """Yield the numbers of the rules for which a text holds a character."""
        self._asked += 1
        characters = set(text) if self._asked < ASKED else set(self._any.findall(text))
        return chain.from_iterable(map(self.__getitem__, characters))


class Dispatch:
    """The rules of a rulebook by what sets them going, each with its number in the order they run."""

    def __init__(self, rulebook: Rulebook, index: Index) -> None:
        yielding = frozenset(index.yielding)
        self._rulebook = rulebook
        order = sorted(rulebook, key=lambda rule: (rule in yielding, rule))
        number = {rule: place for place, rule in enumerate(order)}
        self._compiled = _Compiled(rulebook, order)
        self._number = number
        self._always = [number[rule] for rule in index.always if rule in number]
        self._last = [rule for rule in index.last if rule in number]
        self._feed = sorted(rule for rule in index.feed if rule in number)
        self._by_list = {name: [number[rule] for rule in rules if rule in number] for name, rules in index.lists.items()}
        self._needs = {number[rule]: (least, frozenset(lists)) for rule, (least, lists) in index.needs.items() if rule in number}
        classes: dict[str, list[int]] = {}
        for rule, characters in index.characters.items():
            if rule in number:
                classes.setdefault(characters, []).append(number[rule])
        self._waiting = _Waiting(classes)

    def rules(self, view: View) -> Iterator[Rule]:
        """Yield the rules that can find anything in a post, those that yield to others after them."""
        present, groups = view.present, self._compiled.groups
        wanted = [rule for rule in sorted(self._wanted(view)) if rule not in groups or not present.isdisjoint(groups[rule])]
        return map(self._compiled.__getitem__, wanted)

    def last(self, view: View) -> list[Rule]:
        """Return the rules that judge the draft's suppressions; none where nothing is wrong with them."""
        return [self._rulebook[rule] for rule in self._last] if view.suppressions else []

    @property
    def feed(self) -> list[Rule]:
        """The rules for feeds, in the order of their ids."""
        return [self._rulebook[rule] for rule in self._feed]

    def _wanted(self, view: View) -> list[int]:
        number = self._number
        owned = view.owned
        lists = owned.lists
        wanted = set(self._always)
        wanted.update([number[rule] for rule in owned.rules if rule in number])
        for name in lists & self._by_list.keys():
            wanted.update(self._by_list[name])
        if self._waiting.classes:
            wanted.update(self._waiting.among(view.typed))
        needs = self._needs
        return [
            rule
            for rule in wanted
            if rule not in needs
            or (not lists.isdisjoint(needs[rule][1]) and (needs[rule][0] == 1 or len(lists & needs[rule][1]) >= needs[rule][0]))
        ]
