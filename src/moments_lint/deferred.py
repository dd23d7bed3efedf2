"""What libraries do on import for runs of another sort than a plain check, put off until it is needed. For the command only.

click imports `inspect`, which takes documentation and callbacks apart, and modules with patterns for other platforms and
languages; PyYAML compiles those of its own scanner, which libyaml's does without: a twelfth of a start, a fifth of one with
front matter. Everything stays the real thing, only later; where a library does otherwise than known here, nothing is put off.
"""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any


class Inspect(ModuleType):
    """Stands for `inspect` among the names of click's modules; whatever is asked of it, the real one answers."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)

    def cleandoc(self, text: str) -> str:
        """Return the text of an option's help; one line without space around it is clean, and that is what ours are."""
        cleaned: str = text if text.isprintable() and text == text.strip() else self.__getattr__("cleandoc")(text)
        return cleaned


@contextmanager
def inspect_later() -> Iterator[None]:
    """Have what is imported meanwhile take Inspect for `inspect`; no module but click's keeps it."""
    if "inspect" in sys.modules:
        yield
        return
    substitute = sys.modules["inspect"] = Inspect("inspect")
    try:
        yield
    finally:
        if sys.modules.get("inspect") is substitute:
            del sys.modules["inspect"]
        for name, module in list(sys.modules.items()):
            if getattr(module, "__dict__", {}).get("inspect") is substitute and name.partition(".")[0] != "click":
                vars(module)["inspect"] = import_module("inspect")


class Pattern:
    """A pattern that is compiled when it is first used."""

    def __init__(self, *given: Any) -> None:
        self._given = given

    def __getattr__(self, name: str) -> Any:
        value = vars(self)[name] = getattr(re.compile(*self._given), name)
        return value


COMPILERS = frozenset({"yaml", "click", "gettext", "platform"})
"""Packages whose patterns wait: libyaml needs none of PyYAML's, and a check none of what click brings along."""


@contextmanager
def patterns_later() -> Iterator[None]:
    """Have the modules of COMPILERS that are imported meanwhile compile patterns on first use."""
    compiled = re.compile

    def compile_(pattern: Any, flags: int = 0) -> Any:
        package = str(sys._getframe(1).f_globals.get("__name__")).partition(".")[0]
        return Pattern(pattern, flags) if package in COMPILERS else compiled(pattern, flags)

    re.compile = compile_
    try:
        yield
    finally:
        re.compile = compiled


@contextmanager
def both_later() -> Iterator[None]:
    """Put off both."""
    with inspect_later(), patterns_later():
        yield


WHILE: dict[str, Callable[[], AbstractContextManager[None]]] = {"click": both_later, "yaml": patterns_later}
"""Package → what holds while it is imported."""


class Finder:
    """Finds those packages where they are, and has them imported so."""

    def find_spec(self, name: str, path: Any = None, *_: Any) -> ModuleSpec | None:
        """Return how to import one of the packages, None for all others."""
        spec = PathFinder.find_spec(name, path) if name in WHILE else None
        if spec is not None and spec.loader is not None:
            run = spec.loader.exec_module

            def exec_module(module: ModuleType) -> None:
                with WHILE[name]():
                    run(module)

            spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


def install() -> None:
    """Put this in force for the packages that are not imported yet."""
    sys.meta_path.insert(0, Finder())
