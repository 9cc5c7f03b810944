"""The forms in which people at a meeting confirm and correct who is there."""

from collections.abc import Sequence
from typing import Any

from federation.kernel.forms import Choice, Form, LongTextField, MultiCheckboxField
from federation.meetings.actions.presence import LONGEST_REASON
from federation.meetings.queries.invited import InvitedPerson


class PresentPeopleForm(Form):
    """Who is here, of those whom somebody has noted."""

    people = MultiCheckboxField(
        "Who is here?", required="Select who is here", hint="Untick whoever you do not see or hear"
    )

    def __init__(self, people: Sequence[InvitedPerson], **kw: Any) -> None:
        super().__init__(people=[str(one.person_id) for one in people], **kw)
        self.people.choices = [
            Choice(str(one.person_id), f"{one.words}. Noted by {one.noter}") for one in people
        ]


class PresenceCorrectionForm(Form):
    """Why somebody was noted as here by mistake."""

    reason = LongTextField(
        "Why is it corrected?",
        required="Say why it is corrected",
        at_most=LONGEST_REASON,
        hint="Everybody who reads about this meeting reads it. For example: the wrong name was pressed",
    )
