"""Types of the interface for programs: each takes what its JSON Schema says and nothing else."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from marshmallow import RAISE, Schema, ValidationError, fields, validate
from werkzeug.datastructures import FileStorage

from federation.kernel.days import YEARS
from federation.kernel.files.sent import SentFile
from federation.kernel.patient_data import objection_to

LARGEST: Final = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly; far above any row's."""
LONGEST: Final = 100_000
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_YEAR: Final = f"Write a year from {YEARS[0]} to {YEARS[-1]}."
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class StrictSchema(Schema):
    """Named values; unknown names are refused, never dropped in silence."""

    class Meta:
        unknown = RAISE


class PartSchema(StrictSchema):
    """A part of a list; ``next`` says where to go on, or null at its end."""

    next = fields.String(required=True, allow_none=True)


class WordsField(fields.String):
    """Text that a database can hold: no NUL, no half of a surrogate pair; and nothing that tells of a patient, unless we
    wrote it ourselves (``ours``), as where a list goes on."""

    default_error_messages = {"unprintable": "This text has characters that cannot be kept."}

    def __init__(self, *, longest: int = LONGEST, least: int = 0, ours: bool = False, **more: Any) -> None:
        self.ours = ours
        super().__init__(
            validate=[validate.Length(least or None, longest), *more.pop("validate", [])], **more
        )

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **more)
        if not is_storable(text):
            raise self.make_error("unprintable")
        if not self.ours and (words := objection_to(text)):
            raise ValidationError(words)
        return text


class LooseField(fields.Raw):
    """Any JSON value whose form its action looks at: no text in it, name or value, cannot be kept or tells of a patient."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        for text in _texts(value):
            if not is_storable(text):
                raise ValidationError("This text has characters that cannot be kept.")
            if words := objection_to(text):
                raise ValidationError(words)
        return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from (*_texts(name), *_texts(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def is_storable(text: str | None) -> bool:
    """Whether a database can hold a text."""
    return text is None or not ("\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text))


class SentFileField(fields.Raw):
    """A file, as it is sent in a part of multipart/form-data."""

    default_error_messages = {"no_file": "Send a file here, with its name."}

    def __init__(self, **more: Any) -> None:
        super().__init__(metadata={"type": "string", "format": "binary"}, **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> SentFile:
        if not (isinstance(value, FileStorage) and value.filename):
            raise self.make_error("no_file")
        return SentFile.of(value)


class FileSentSchema(StrictSchema):
    """One file, sent as multipart/form-data."""

    file = SentFileField(required=True)


class WholeNumber(fields.Integer):
    """An integer as JSON Schema means it: 37 and 37.0, never 2.5, never true, never "37"."""

    def _validated(self, value: Any) -> Any:
        if isinstance(value, bool | str) or (isinstance(value, float) and not value.is_integer()):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class CountedFrom(fields.Integer):
    """A whole number in an address, where everything is text: digits alone."""

    def __init__(self, least: int = 0, most: int = LARGEST, **more: Any) -> None:
        super().__init__(validate=validate.Range(least, most), **more)

    def _validated(self, value: Any) -> Any:
        if not (isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class InstantField(fields.AwareDateTime):
    """A moment with its zone, as RFC 3339 writes it: 2027-05-28T17:00:00+01:00."""

    default_error_messages = {
        "invalid": "Write a moment with its zone, for example 2027-05-28T17:00:00+01:00.",
        "year": _YEAR,
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> datetime:
        if not isinstance(value, str) or not _MOMENT.fullmatch(value):
            raise self.make_error("invalid", input=value)
        try:
            found = datetime.fromisoformat(value.upper()).astimezone(UTC)
        except (ValueError, OverflowError):
            raise self.make_error("invalid", input=value) from None
        if found.year not in YEARS:
            raise self.make_error("year")
        return found


class DayField(fields.Date):
    """A day: 2027-05-28."""

    default_error_messages = {"invalid": "Write a day, for example 2027-05-28.", "year": _YEAR}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> date:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise self.make_error("invalid", input=value)
        try:
            found = date.fromisoformat(value)
        except ValueError:
            raise self.make_error("invalid", input=value) from None
        if found.year not in YEARS:
            raise self.make_error("year")
        return found


def iso(at: datetime | date | None) -> str | None:
    """A moment (in UTC) or a day as the interface writes it."""
    if isinstance(at, datetime):
        return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return at.isoformat() if at else None
