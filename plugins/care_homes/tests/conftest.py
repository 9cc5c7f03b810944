"""Tests of care homes."""

import pytest


@pytest.fixture(scope="session")
def federation_plugin() -> str:
    """The plugin under test."""
    return "care_homes"
