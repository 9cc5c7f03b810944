"""The lines of logs: where something failed and of which kind it was, never what was in it.

Messages of errors hold values: of a statement's parameters, of a row that a database refused, of a form. So a log gets
the kinds of the errors and the places in the code, whoever writes it and whatever handles it afterwards.
"""

import logging
import traceback
from typing import Any, Final

_WITH_ADDRESS: Final = (
    "Error handling request",
    "Invalid request from",
    "Exception during worker exit",
    "Client disconnected while serving",
    "Exception while serving",
    "Exception when servicing",
    "uncaptured python exception",
)
"""How the server's own lines begin that go on with an address, which may be a secret link, or with an error's words."""


class CarefulRecord(logging.LogRecord):
    """A line of a log in which errors are without their words."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        if isinstance(self.msg, BaseException):
            self.msg, self.args = kind_of(self.msg).replace("%", "%%"), ()
        if self.name.startswith(("gunicorn", "waitress")):
            for words in _WITH_ADDRESS:
                if str(self.msg).startswith(words):
                    self.msg, self.args = words, ()
        if isinstance(self.args, tuple):
            self.args = tuple(kind_of(one) if isinstance(one, BaseException) else one for one in self.args)
        if self.exc_info and self.exc_info[1] is not None:
            self.exc_text = without_words(self.exc_info[1])


def keep_values_out() -> None:
    """From now on no line of any log of this process has the words of an error."""
    logging.setLogRecordFactory(CarefulRecord)


def kind_of(error: BaseException) -> str:
    """An error in a few words that hold no value: its class, and what a database calls it."""
    found = type(error).__name__
    cause = getattr(error, "orig", None)
    if not isinstance(cause, BaseException):
        cause = error
    said = [
        str(word)
        for word in (
            type(cause).__name__ if cause is not error else None,
            getattr(cause, "sqlstate", None),
            getattr(cause, "sqlite_errorname", None),
            getattr(getattr(cause, "diag", None), "table_name", None),
            getattr(getattr(cause, "diag", None), "constraint_name", None),
        )
        if word
    ]
    return f"{found} ({', '.join(said)})" if said else found


def without_words(error: BaseException) -> str:
    """The places in the code that an error came through, with those it came from; its words, and theirs, left out."""
    return "\n".join(_parts(error, set()))


def _parts(error: BaseException, seen: set[int]) -> list[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines: list[str] = []
    if before is not None and id(before) not in seen:
        lines += [*_parts(before, seen), "", "and from that:", ""]
    if error.__traceback__ is not None:
        lines += ["Traceback (most recent call last):"]
        lines += [line.rstrip("\n") for line in traceback.format_tb(error.__traceback__)]
    lines.append(kind_of(error))
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            if id(one) not in seen:
                lines += ["one of them:", *_parts(one, seen)]
    return lines
