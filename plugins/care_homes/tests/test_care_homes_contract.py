"""The contract that every plugin keeps."""

import pytest

from federation.testing.contract import *  # noqa: F403


@pytest.fixture(scope="session")
def federation_arguments() -> dict[str, tuple[str, ...]]:
    """The number of a made-up home, a week, a month, a quarter, a year."""
    return {
        "code": ("1-900000002",),
        "week": ("2026-W40",),
        "month": ("2026-10",),
        "quarter": ("2026-Q3",),
        "year": ("2026",),
    }
