"""Made-up files in the real formats, and the real files where this machine has them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from federation.testing.real_files import real_file
from tests.network.rules.practice_rows import make_row

FILES = Path(__file__).parent / "files"


@pytest.fixture
def several() -> Callable[[int], list[list[str]]]:
    """That many different practices, from Z98001 on."""
    return lambda number: [
        make_row(code=f"Z98{place:03}", name=f"PRACTICE {place} SURGERY") for place in range(1, number + 1)
    ]


@pytest.fixture
def sample() -> Callable[[str], bytes]:
    return lambda name: (FILES / name).read_bytes()


@pytest.fixture(scope="session")
def real() -> Callable[[str], bytes]:
    """A file as it is published; the test is skipped where there is none."""

    def read(name: str) -> bytes:
        return real_file(name).read_bytes()

    return read
