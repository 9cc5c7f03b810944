"""How processes share the tests (``pytest -n 3 --dist loadfile``): a file is one process's, so that what its tests have
in common is made once. Long ones come first, so that at the end no process waits for another. Three processes fill two
cores: a fourth of the time of a process is spent waiting, for a database, a browser or a program that it started.
"""

from typing import Final

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

WALKS: Final = "tests/walks"
LONG: Final = (
    WALKS,
    "tests/assurance",
    "tests/api/test_description.py",
    "tests/plugins",
    "plugins",
    "tests/browser",
    "tests/features",
    "tests/test_",
)
"""What takes longest, by the beginning of the file's name."""


def place(nodeid: str) -> int:
    """When a test's turn comes: the lower the earlier."""
    return next((number for number, start in enumerate(LONG) if nodeid.startswith(start)), len(LONG))


def share(nodeid: str) -> str:
    """Tests of one share run in one process: those of a file; all walks over one database."""
    file, _, test = nodeid.partition("::")
    if not nodeid.startswith(WALKS):
        return file
    return f"{WALKS} on {'PostgreSQL' if 'postgresql' in test else 'SQLite'}"


class LongFirst(LoadFileScheduling):  # type: ignore[misc]
    """Hands out shares in the order of their places."""

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        return share(nodeid)
