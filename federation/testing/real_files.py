"""Files as they are published, for tests: where ``FEDERATION_TEST_DATA`` says, or in a folder ``shared/data`` beside this
checkout or above it."""

import os
from pathlib import Path

import pytest

import federation


def real_file(name: str) -> Path:
    """A file as it is published; the test is skipped where this machine has none."""
    above = Path(federation.__file__).resolve().parents
    said = os.environ.get("FEDERATION_TEST_DATA")
    places = [Path(said)] if said else [one / "shared" / "data" for one in above]
    for place in places:
        if (place / name).exists():
            return place / name
    pytest.skip(f"{name} is not on this machine")
