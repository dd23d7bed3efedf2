"""A mapping whose values are made when they are asked for. A start pays for what it uses, not for all there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

Source = TypeVar("Source")
Value = TypeVar("Value")


class Lazy(Mapping[str, Value]):
    """`Lazy(sources, make)[name]` is `make(name, sources[name])`, made once."""

    def __init__(self, sources: Mapping[str, Source], make: Callable[[str, Source], Value]) -> None:
        self._sources = sources
        self._make = make
        self._made: dict[str, Value] = {}

    def __getitem__(self, name: str) -> Value:
        try:
            return self._made[name]
        except KeyError:
            value = self._made[name] = self._make(name, self._sources[name])
            return value

    def __contains__(self, name: object) -> bool:
        return name in self._sources

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)
