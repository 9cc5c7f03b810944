"""For which practice somebody acts: a field that offers the practices they represent."""

from collections.abc import Sequence
from typing import Any

from flask import g

from federation.kernel.forms.choices import Choice, ChoiceWithHints
from federation.kernel.policy import Actor


class PracticeField(ChoiceWithHints):
    """Radios of the practices that the person of this request represents; ``data`` is the practice's number, or None.

    With ``members`` also those they belong to without representing them. Somebody with one practice has it chosen.
    """

    def __init__(
        self,
        label: str = "For which practice?",
        validators: Sequence[Any] = (),
        *,
        members: bool = False,
        required: str = "Select the practice",
        **kw: Any,
    ) -> None:
        person: Actor = g.actor
        seats = person.seats if members else person.representing
        offered = {seat.practice_id: Choice(seat.practice_id, seat.name, seat.code) for seat in seats}
        super().__init__(label, tuple(offered.values()), validators, required=required, **kw)

    def process_data(self, value: Any) -> None:
        """The practice given, or the only one there is."""
        super().process_data(self.choices[0].value if value is None and len(self.choices) == 1 else value)
