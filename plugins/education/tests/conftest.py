"""Tests of education."""

import pytest


@pytest.fixture(scope="session")
def federation_plugin() -> str:
    """The plugin under test."""
    return "education"
