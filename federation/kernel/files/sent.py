"""A file as somebody sent it."""

from typing import NamedTuple

from werkzeug.datastructures import FileStorage


class SentFile(NamedTuple):
    """A file's name as it was typed, and its bytes: nothing of either has been looked at."""

    name: str
    content: bytes

    @classmethod
    def of(cls, sent: FileStorage) -> "SentFile":
        """What came with a form; how much may come at all is the request's limit."""
        return cls(sent.filename or "", sent.stream.read())
