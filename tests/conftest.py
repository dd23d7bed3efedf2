"""Hypothesis runs the same examples every time; the packaged linter is built once for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from moments_lint import Linter, catalogue

settings.register_profile(
    "moments",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=80,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("moments")


@pytest.fixture(scope="session")
def linter() -> Linter:
    """A linter of the packaged rules and model, with default settings."""
    return Linter()


@pytest.fixture(scope="session")
def english() -> Linter:
    """The same in English."""
    return Linter(lang="en")


@pytest.fixture(scope="session")
def model_bytes() -> bytes:
    """The packaged model file."""
    return Path(catalogue.__file__).with_name("model.json").read_bytes()
