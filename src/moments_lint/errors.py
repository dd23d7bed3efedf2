"""What a user can mend: every such error says what, where and what to do. Anything else that escapes is our bug.

MomentsLintError
├── ReadingError    a draft, a path or an encoding
├── SettingsError   .moments-lint.yaml or an option
├── RuleError       a rule, a word list or a guard
├── ModelError      a classifier model file
├── WorkerLost      a process that checked posts died; nobody's mistake in a draft, so the command leaves with 3
└── Mistakes        several of the above at once
"""

from __future__ import annotations

from collections.abc import Iterable

from moments_lint.wording import NO_TEXT, Text, visible


class MomentsLintError(Exception):
    """An error for the user. `line` and `column` are 1-based; `excerpt` is the offending line as written."""

    def __init__(
        self,
        what: Text,
        *,
        path: str = "",
        line: int | None = None,
        column: int | None = None,
        mend: Text = NO_TEXT,
        excerpt: str = "",
    ) -> None:
        super().__init__(what.en)
        self.what = what
        self.path = path
        self.line = line
        self.column = column
        self.mend = mend
        self.excerpt = excerpt

    def __str__(self) -> str:
        return self.render("en")

    @property
    def place(self) -> str:
        """`path:line:column`, as far as it is known."""
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part)

    def sentence(self, lang: str) -> str:
        """What is wrong and what to do, on one line."""
        mend = self.mend.to(lang)
        return f"{self.what.to(lang)} — {mend}" if mend else self.what.to(lang)

    def render(self, lang: str) -> str:
        """Return the error as lines of text: place and what, the offending line, what to do."""
        place = f"{self.place}: " if self.place else ""
        lines = [f"{place}{self.what.to(lang)}"]
        if self.excerpt:
            lines.append(f"    {self.line} | {self.excerpt}")
        if self.mend.zh:
            lines.append(f"  {'怎么改：' if lang != 'en' else 'to mend: '}{self.mend.to(lang)}")
        return "\n".join(map(visible, lines))


class ReadingError(MomentsLintError):
    """A path, a draft or its encoding."""


class SettingsError(MomentsLintError):
    """The settings file, front matter or a command option."""


class RuleError(MomentsLintError):
    """A rule file, a word list or a guard."""


class ModelError(MomentsLintError):
    """A classifier model file."""


class WorkerLost(MomentsLintError):
    """A process that checked posts was killed or crashed; what it had in hand was not checked."""


class Mistakes(MomentsLintError):
    """Several errors reported together, in the order of their places."""

    def __init__(self, errors: Iterable[MomentsLintError]) -> None:
        self.errors = tuple(errors)
        count = len(self.errors)
        super().__init__(Text(f"共 {count} 处需要改", f"{count} mistakes"))

    def render(self, lang: str) -> str:
        """Return all errors, one below the other."""
        return "\n".join(error.render(lang) for error in self.errors)
