"""A JSON object of one member a line, the lines sorted: catalogue.json. Only the members that are asked for are parsed."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

ONE_BY_ONE = 200
"""Members parsed by themselves: of 6,400, which together take 16 ms, each takes 70 µs."""


def written(members: Mapping[str, Any]) -> str:
    """Return an object of one member a line, sorted as `member` looks for them."""
    made = sorted(f"{_text(key)}: {_text(value)}".encode() for key, value in members.items())
    return "{\n" + b",\n".join(made).decode() + "\n}\n"


def member(data: bytes, key: str) -> Any:
    """Return the value of one member of an object that `written` wrote. Raises KeyError."""
    start = f"{_text(key)}: ".encode()
    first = _first_line(data, start)
    if not data.startswith(start, first):
        raise KeyError(key)
    return json.loads(data[first + len(start) : data.find(b"\n", first)].rstrip(b","))


def part_of(data: bytes, part: str) -> dict[str, Any]:
    """Return all members whose keys are `part`, a space and a name, by name."""
    start = f"{_text(part)[:-1]} ".encode()
    first, behind = _first_line(data, start), _first_line(data, start[:-1] + b"!")
    members = json.loads(b"{" + data[first:behind].rstrip(b",\n") + b"}")
    return {key[len(part) + 1 :]: value for key, value in members.items()}


def _first_line(data: bytes, start: bytes) -> int:
    """Return where the first line begins that is no less than `start`."""
    first, last = 2, len(data)
    while first < last:
        middle = data.rfind(b"\n", first, (first + last) // 2) + 1 or first
        if data[middle : middle + len(start)] < start:
            first = data.find(b"\n", middle) + 1
        else:
            last = middle
    return first


class Members(Mapping[str, Any]):
    """The members whose keys are a `part`, a space and one of `names`; each is parsed once. `names` are asked for when needed.

    Members are parsed one by one until ONE_BY_ONE of them were asked for, then all that are left together.
    """

    def __init__(self, data: bytes, part: str, names: Callable[[], Iterable[str]]) -> None:
        self._data = data
        self._part = part
        self._list_names = names
        self._parsed: dict[str, Any] = {}

    @cached_property
    def _names(self) -> dict[str, None]:
        return dict.fromkeys(self._list_names())

    def __getitem__(self, name: str) -> Any:
        try:
            return self._parsed[name]
        except KeyError:
            if len(self._parsed) == ONE_BY_ONE:
                self._parsed = part_of(self._data, self._part) | self._parsed
                return self._parsed[name]
            value = self._parsed[name] = member(self._data, f"{self._part} {name}")
            return value

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
