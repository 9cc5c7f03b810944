"""Radios, lists to select from, checkboxes and a single tick."""

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Any, NamedTuple

import wtforms
from wtforms.validators import StopValidation

from federation.kernel.forms.question import FormQuestion, first


class Choice(NamedTuple):
    """One answer offered: a value (text, whole number or Enum member), its words and a hint under them."""

    value: Any
    label: str
    hint: str = ""


class ChoiceItem(NamedTuple):
    """One choice as it is rendered."""

    id: str
    value: str
    label: str
    hint: str
    hint_id: str
    checked: bool


def _wire(value: Any) -> str:
    return str(value.value if isinstance(value, Enum) else value)


class ChoiceQuestion(FormQuestion):
    """The base of fields of choices: what was sent is compared late with what is offered."""

    choices: Sequence[Choice]

    def __init__(
        self,
        label: str = "",
        choices: Iterable[Choice | tuple[Any, str]] = (),
        validators: Sequence[Any] = (),
        **kw: Any,
    ) -> None:
        self.given: list[str] = []
        self.choices = [Choice(*choice) for choice in choices]
        super().__init__(label, validators, **kw)

    def _found(self) -> list[Any]:
        return [choice[0] for choice in self.choices if _wire(choice[0]) in self.given]

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was sent; it is compared when asked, so a view may set the choices late."""
        self.given = [value for value in valuelist if isinstance(value, str) and value]

    def pre_validate(self, form: wtforms.Form) -> None:
        """One of the choices, or the sentence for none."""
        if self.process_errors:
            raise StopValidation()
        if not self.given:
            raise StopValidation(self.required or None)
        offered = {_wire(choice[0]) for choice in self.choices}
        if not offered.issuperset(self.given):
            raise StopValidation(
                self.required or f"{self.called or self.label.text}: select one of the answers offered"
            )

    @property
    def items(self) -> list[ChoiceItem]:
        """The choices with their ids: the first has the field's own, which the error summary goes to."""
        items = []
        for place, (value, label, *hint) in enumerate(self.choices, 1):
            wire = _wire(value)
            own = self.id if place == 1 else f"{self.id}-{place}"
            items.append(
                ChoiceItem(
                    own, wire, label, hint[0] if hint else "", f"{self.id}-{place}-hint", wire in self.given
                )
            )
        return items


class ChoiceWithHints(ChoiceQuestion):
    """Radios. ``data`` is the value of the choice made (of the type it was given with), or None."""

    macro = "radios"

    def process_data(self, value: Any) -> None:
        """Chosen beforehand."""
        self.given = [] if value is None else [_wire(value)]

    @property
    def data(self) -> Any:
        """The choice made."""
        found = self._found()
        return found[0] if found else None

    @data.setter
    def data(self, value: Any) -> None:
        self.process_data(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """The first one sent."""
        super().process_formdata(valuelist[:1])


class SelectField(ChoiceWithHints):
    """A list to select from, for more choices than radios bear; ``first`` stands for none of them."""

    macro = "select"

    def __init__(
        self,
        label: str = "",
        choices: Iterable[Choice | tuple[Any, str]] = (),
        validators: Sequence[Any] = (),
        *,
        first: str = "Select one",
        **kw: Any,
    ) -> None:
        super().__init__(label, choices, validators, **kw)
        self.first = first


class MultiCheckboxField(ChoiceQuestion):
    """Checkboxes. ``data`` is the list of the values ticked, in the order of the choices."""

    macro = "checkboxes"

    def process_data(self, value: Iterable[Any] | None) -> None:
        """Ticked beforehand."""
        self.given = [_wire(one) for one in value or ()]

    @property
    def data(self) -> list[Any]:
        """The values that are ticked."""
        return self._found()

    @data.setter
    def data(self, value: Iterable[Any] | None) -> None:
        self.process_data(value)


class TickField(FormQuestion):
    """One checkbox. ``data`` is True or False; ``legend`` is a heading above it."""

    macro = "tick"
    data: bool

    def __init__(
        self, label: str = "", validators: Sequence[Any] = (), *, legend: str = "", **kw: Any
    ) -> None:
        super().__init__(label, validators, **kw)
        self.legend = legend

    @property
    def is_empty(self) -> bool:
        """Not ticked."""
        return not self.data

    def process_data(self, value: Any) -> None:
        """Ticked beforehand or not."""
        self.data = bool(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Whatever is sent, is a tick; an unticked box sends nothing."""
        self.data = first(valuelist) not in ("", "0", "false")
