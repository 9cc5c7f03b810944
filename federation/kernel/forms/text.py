"""Text of one line and of several, email addresses and passwords."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

import wtforms
from wtforms.validators import StopValidation

from federation.kernel.addresses import read_address
from federation.kernel.forms.question import HIDDEN, FormQuestion, cleaned
from federation.kernel.patient_data import objection_to
from federation.kernel.words import number


class TextField(FormQuestion):
    """One line of text. ``data`` is a ``str``, empty when nothing was given."""

    data: str
    many_lines: ClassVar[bool] = False

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Any] = (),
        *,
        at_most: int = 200,
        at_least: int = 0,
        **kw: Any,
    ) -> None:
        kw.setdefault("default", "")
        super().__init__(label, validators, **kw)
        self.at_most = at_most
        self.at_least = at_least

    def process_data(self, value: str | None) -> None:
        """Nothing is the empty text."""
        self.data = value or ""

    def read(self, text: str) -> str:
        """The text in order; hidden characters are taken out and said."""
        clean, hidden = cleaned(text)
        if not self.many_lines:
            clean = " ".join(clean.split())
        self.typed = self.data = clean
        if hidden:
            raise ValueError(f"{self.name_of_it} {HIDDEN}")
        return clean

    def pre_validate(self, form: wtforms.Form) -> None:
        """Length, after what every field checks."""
        super().pre_validate(form)
        if len(self.data) > self.at_most:
            raise StopValidation(
                f"{self.name_of_it} must be {number(self.at_most)} characters or less. "
                f"It has {number(len(self.data))}"
            )
        if len(self.data) < self.at_least:
            raise StopValidation(f"{self.name_of_it} must be {number(self.at_least)} characters or more")
        if words := objection_to(self.data):
            raise StopValidation(words)


class LongTextField(TextField):
    """Several lines of text; ``rows`` at rendering says how high it starts."""

    macro = "textarea"
    many_lines = True

    def __init__(
        self, label: str = "", validators: Sequence[Any] = (), *, at_most: int = 20_000, **kw: Any
    ) -> None:
        super().__init__(label, validators, at_most=at_most, **kw)


class LinesField(FormQuestion):
    """Several short texts, one a line. ``data`` is a list of ``str`` without empty ones."""

    macro = "textarea"
    data: list[str]

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Any] = (),
        *,
        at_most: int = 200,
        lines: int = 100,
        **kw: Any,
    ) -> None:
        super().__init__(label, validators, **kw)
        self.at_most = at_most
        self.lines = lines

    def process_data(self, value: Iterable[str] | None) -> None:
        """Nothing is the empty list."""
        self.data = list(value or ())

    def as_text(self, value: Iterable[str]) -> str:
        """One a line."""
        return "\n".join(value)

    def read(self, text: str) -> list[str]:
        """The lines in order; what is wrong is said with its line."""
        clean, hidden = cleaned(text)
        self.typed = clean
        lines = [" ".join(line.split()) for line in clean.split("\n")]
        self.data = [line for line in lines if line]
        if hidden:
            raise ValueError(f"{self.name_of_it} {HIDDEN}")
        if len(self.data) > self.lines:
            raise ValueError(
                f"{self.name_of_it} must have {number(self.lines)} lines or less. "
                f"It has {number(len(self.data))}"
            )
        for place, line in enumerate(lines, 1):
            if len(line) > self.at_most:
                raise ValueError(
                    f"Line {place} of {self.name_of_it} must be {number(self.at_most)} characters or less"
                )
        if words := objection_to(clean):
            raise ValueError(words)
        return self.data


class HiddenField(TextField):
    """A text the page carries itself."""

    macro = "hidden"

    def __init__(self, label: str = "", validators: Sequence[Any] = (), **kw: Any) -> None:
        super().__init__(label, validators, widget=wtforms.widgets.HiddenInput(), **kw)


class EmailField(TextField):
    """An email address; ``data`` is normalised."""

    input_type = "email"
    attributes: ClassVar[dict[str, Any]] = {
        "autocomplete": "email",
        "spellcheck": "false",
        "autocapitalize": "none",
    }

    def __init__(
        self, label: str = "Email address", validators: Sequence[Any] = (), *, at_most: int = 254, **kw: Any
    ) -> None:
        super().__init__(label, validators, at_most=at_most, **kw)

    def pre_validate(self, form: wtforms.Form) -> None:
        """Form only; nothing is asked of another machine."""
        super().pre_validate(form)
        found = read_address(self.data)
        if found is None and not self.data.isascii():
            raise StopValidation(
                f"{self.name_of_it} must be written with the letters a to z, digits and signs: no accents, "
                "and no letters of other alphabets"
            )
        if found is None:
            whole = self.data.count("@") == 1 and "." not in self.data.rpartition("@")[2]
            raise StopValidation(
                f"{self.name_of_it} must have all of the address after the @, like name@example.com"
                if whole
                else f"{self.name_of_it} must be in the correct format, like name@example.com"
            )
        self.data = found


class SecretField(TextField):
    """A code that somebody types once: never kept over a new sign-in."""

    is_secret = True


class PasswordField(FormQuestion):
    """A password: not shown again, not kept, not changed in any way, spaces kept."""

    is_secret = True
    macro = "password"
    data: str

    def __init__(
        self,
        label: str = "Password",
        validators: Sequence[Any] = (),
        *,
        at_most: int = 1_000,
        at_least: int = 0,
        **kw: Any,
    ) -> None:
        super().__init__(label, validators, default="", **kw)
        self.at_most = at_most
        self.at_least = at_least

    def pre_validate(self, form: wtforms.Form) -> None:
        """Length only."""
        super().pre_validate(form)
        if not self.at_least <= len(self.data) <= self.at_most:
            bound = (
                f"{number(self.at_least)} characters or more"
                if len(self.data) < self.at_least
                else f"{number(self.at_most)} characters or less"
            )
            raise StopValidation(f"{self.name_of_it} must be {bound}")
