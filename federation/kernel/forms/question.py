"""The base of all fields: text put in order, the text typed, the sentence for nothing given."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, ClassVar

import wtforms
from wtforms.validators import StopValidation

HIDDEN = "had hidden characters in it. They have been taken out: check it and send it again"

_DROPPED = dict.fromkeys(map(ord, "\ufeff\u200b\u2060"))
_LINES = re.compile("\r\n|[\r\u2028\u2029]")
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
"""Control characters, halves of characters, and marks that turn the direction of writing around."""


def cleaned(text: str) -> tuple[str, bool]:
    """The text in order (NFC, one kind of line end, trimmed), and whether hidden characters were in it."""
    text = _LINES.sub("\n", text).translate(_DROPPED)
    plain = _REFUSED.sub("", text)
    return unicodedata.normalize("NFC", plain).strip(), len(plain) != len(text)


def one_line(text: str) -> str:
    """The text in order, on one line, with single spaces."""
    return " ".join(cleaned(text)[0].split())


class FormQuestion(wtforms.Field):
    """The base of our fields: the text typed, the sentence for nothing given, and no error said twice."""

    macro: ClassVar[str] = "text"
    input_type: ClassVar[str] = "text"
    is_secret: ClassVar[bool] = False
    attributes: ClassVar[dict[str, Any]] = {}
    errors: list[str]
    typed: str | None

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Any] = (),
        *,
        required: str = "",
        hint: str = "",
        called: str = "",
        **kw: Any,
    ) -> None:
        super().__init__(label, list(validators), description=hint, **kw)
        self.required = required
        self.called = called
        self.typed = None

    @property
    def name_of_it(self) -> str:
        """The beginning of an error message: what the field asks for is ``called``, else its label; a question is none."""
        if self.called:
            return self.called
        label = str(self.label.text).removesuffix("(optional)").strip()
        return "Your answer" if label.endswith("?") else label

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given."""
        return self.data in (None, "", [])

    @property
    def shown(self) -> str:
        """The text of the input: as typed, or the value in words."""
        if self.typed is not None:
            return self.typed
        return "" if self.data is None else self.as_text(self.data)

    def as_text(self, value: Any) -> str:
        """A value as a person would type it."""
        return str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed and read it."""
        self.typed = first(valuelist)
        self.data = self.read(self.typed)

    def read(self, text: str) -> Any:
        """The value of what was typed; ``ValueError`` with a sentence when there is none."""
        return text

    def pre_validate(self, form: wtforms.Form) -> None:
        """Stop at what cannot be read; stop quietly at nothing given, unless something is required."""
        if self.process_errors:
            raise StopValidation()
        if self.is_empty:
            raise StopValidation(self.required or None)


def first(values: Sequence[Any]) -> str:
    """The first text sent for a field, or the empty text; a file in its place counts as nothing."""
    return values[0] if values and isinstance(values[0], str) else ""
