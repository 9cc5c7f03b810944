"""A feature that listens, for tests of the outbox."""

import os
import time
from dataclasses import dataclass
from typing import Any

from federation.kernel import record
from federation.plugin.hooks import hookimpl
from tests.assurance.crew import append_line


@dataclass(frozen=True)
class Noted:
    """Something that the tests announce."""

    number: int


class Listener:
    """Writes down each event it hears: in a file at once, and in the record with the transaction."""

    def __init__(self, told: str, fail_first: bool = False) -> None:
        self.told, self.failing = told, fail_first

    @hookimpl
    def happened(self, event: Any) -> None:
        """Hear of an event."""
        if not isinstance(event, Noted):
            return
        append_line(self.told, str(event.number))
        record.append(None, "test.heard", f"test:{event.number}", by=type(self).__name__, pid=os.getpid())
        time.sleep(0.001)
        if self.failing:
            raise ValueError("not now")
