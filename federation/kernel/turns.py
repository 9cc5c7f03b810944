"""Taking turns to write, before the database is asked.

The database lets one writer at a time go on. Two threads of a process that write at once therefore gain nothing,
and the one that the database let in waits again and again for the interpreter, which the other one is using; and
a process that finds SQLite locked looks again only after a pause. So writers queue here first. It is a courtesy:
what is true of the data, the database alone assures.
"""

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

COURTESY: Final = 0.05
"""Seconds that a thread lets another one of its process go first; some work, such as an import, takes longer."""

_turn = threading.Lock()


@contextmanager
def turn(queue: str | None) -> Iterator[None]:
    """Wait until the other writers of this process are done and, where ``queue`` is a file, those of all processes
    that name it. Who has waited for long enough goes to the database all the same, and waits there."""
    if not _turn.acquire(timeout=COURTESY):
        yield
        return
    try:
        if queue is None:
            yield
        else:
            # A file of its own: closing one that SQLite has open would drop SQLite's locks.
            with open(queue, "ab") as line:
                with suppress(OSError):  # a file system without such locks
                    fcntl.flock(line, fcntl.LOCK_EX)
                yield
    finally:
        _turn.release()
