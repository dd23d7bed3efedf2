"""moments-lint: check WeChat Moments drafts for value over hard sell. Nothing leaves the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from moments_lint.errors import MomentsLintError
    from moments_lint.finding import Finding, Fix, ReceiptLine, Related, Report, Severity, Signal, Span
    from moments_lint.linter import Linter
    from moments_lint.post import Post, Profile
    from moments_lint.settings import Settings
    from moments_lint.timeline import FeedReport

_HOMES = {
    "MomentsLintError": "errors",
    "FeedReport": "timeline",
    "Finding": "finding",
    "Fix": "finding",
    "ReceiptLine": "finding",
    "Related": "finding",
    "Report": "finding",
    "Severity": "finding",
    "Signal": "finding",
    "Span": "finding",
    "Linter": "linter",
    "Post": "post",
    "Profile": "post",
    "Settings": "settings",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605


def __getattr__(name: str) -> object:
    """Import a public name from its home on first use, so that `import moments_lint` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"moments_lint.{_HOMES[name]}"), name)
