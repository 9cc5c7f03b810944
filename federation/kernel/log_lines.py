"""How the lines of logs are written: with their time, and with what an operator asks for next, as text or as JSON.

A line that comes again and again is counted instead, and said once: a failure that repeats must not fill the disk, on which
the database may lie.
"""

import json
import logging
import sys
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from federation.kernel.logs import keep_values_out, without_words

A_MINUTE: Final = 20
"""So many warnings and failures of one kind are written within a minute by a process; more are counted."""
_MINUTE: Final = 60.0
_MOST_KINDS: Final = 500
JSON_LINES: Final = "json"
FORMATS: Final = ("plain", JSON_LINES)

Surroundings = Callable[[], Mapping[str, Any]]
_surroundings: list[Surroundings] = []


def surrounded_by(tell: Surroundings) -> None:
    """Let each line say what ``tell`` knows where it is written: names and plain values, none that somebody typed."""
    if tell not in _surroundings:
        _surroundings.append(tell)


class LineFormatter(logging.Formatter):
    """A line as text (what happened, then names and values) or as one JSON object."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self._as_json = form == JSON_LINES

    def format(self, record: logging.LogRecord) -> str:
        """The line; places in the code, where something failed, follow it as text or are its ``error``."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        happened, error = record.getMessage(), record.exc_text or ""
        if not error and record.exc_info and record.exc_info[1]:
            error = without_words(record.exc_info[1])
        known: dict[str, Any] = dict(getattr(record, "known", {}))
        if not getattr(record, "counted", False):
            for tell in _surroundings:
                known |= tell()
        if self._as_json:
            line = {
                "at": at,
                "level": record.levelname.lower(),
                "log": record.name,
                "event": happened,
                **known,
            }
            return json.dumps({**line, "error": error} if error else line, ensure_ascii=False)
        more = "".join(f" {name}={value}" for name, value in known.items())
        one_line = happened.replace("\n", " ")
        return f"{at} {record.levelname} {record.name}: {one_line}{more}" + (f"\n{error}" if error else "")


class Repeated(NamedTuple):
    """A line that came: when it came first (seconds of a clock that only goes on), and how often by now."""

    first: logging.LogRecord
    since: float
    times: int


class CountingHandler(logging.StreamHandler[Any]):
    """Writes lines to standard error; of warnings and failures of one kind only some a minute, and then how many more came."""

    def __init__(self, form: str) -> None:
        super().__init__(sys.stderr)
        self.setFormatter(LineFormatter(form))
        self._came: dict[Any, Repeated] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, or count it; first say what was counted in minutes that are over."""
        now = time.monotonic()
        self._say_counted(now - _MINUTE)
        if record.levelno >= logging.WARNING and self._times(record, now) > A_MINUTE:
            return
        super().emit(record)

    def close(self) -> None:
        """Say what was counted until now."""
        self._say_counted(float("inf"))
        super().close()

    def _times(self, record: logging.LogRecord, now: float) -> int:
        kind: Any = (record.name, record.levelno, record.pathname, record.lineno, record.exc_text)
        if kind not in self._came and len(self._came) >= _MOST_KINDS:
            kind = record.name
        before = self._came.get(kind, Repeated(record, now, 0))
        self._came[kind] = before._replace(times=before.times + 1)
        return before.times + 1

    def _say_counted(self, until: float) -> None:
        while self._came:
            kind, oldest = next(iter(self._came.items()))
            if oldest.since > until:
                return
            del self._came[kind]
            if (more := oldest.times - A_MINUTE) > 0:
                super().emit(_counted(oldest.first, more))


def _counted(first: logging.LogRecord, more: int) -> logging.LogRecord:
    words = f"{more} more lines like this one within a minute: {first.getMessage()}"
    said = logging.LogRecord(first.name, first.levelno, first.pathname, first.lineno, words, (), None)
    said.counted = True
    return said


def write_to_stderr(form: str = "plain") -> None:
    """For a process of our own: each line with its time and surroundings, and errors that nobody caught without their words."""
    keep_values_out()
    root = logging.getLogger()
    for handler in root.handlers:
        if isinstance(handler, CountingHandler):
            root.removeHandler(handler)
    root.addHandler(CountingHandler(form))
    logging.getLogger("federation").setLevel(logging.INFO)
    sys.excepthook = lambda _kind, error, trace: _uncaught(error, trace)
    threading.excepthook = lambda found: _uncaught(found.exc_value, found.exc_traceback)
    sys.unraisablehook = lambda found: _uncaught(found.exc_value, found.exc_traceback)


def _uncaught(error: BaseException | None, trace: Any) -> None:
    if error is not None:
        logging.getLogger("federation").critical("nobody caught this", exc_info=(type(error), error, trace))
