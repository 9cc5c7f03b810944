"""The forms about groups and seats."""

from collections.abc import Sequence
from typing import Any

from federation.kernel.forms import (
    Choice,
    ChoiceWithHints,
    Form,
    LinesField,
    LongTextField,
    MultiCheckboxField,
    QueryForm,
    SelectField,
    TextField,
    TickField,
)
from federation.kernel.refusals import Refusal
from federation.network.groups.actions import SeatWanted
from federation.network.groups.naming import LONGEST_CODE, LONGEST_NAME, LONGEST_PURPOSE
from federation.network.groups.words import KIND_TITLES, READS_TITLES


class GroupWordsForm(Form):
    """What is said of a group."""

    name = TextField(
        "Name", required="Enter a name", at_most=LONGEST_NAME, hint="For example Home Visiting Group"
    )
    purpose = LongTextField("What is it for?", required="Say what the group is for", at_most=LONGEST_PURPOSE)
    reads = ChoiceWithHints(
        "Who reads what the group writes?",
        [Choice(name, *words) for name, words in READS_TITLES.items()],
        required="Select who reads what the group writes",
    )


class GroupForm(GroupWordsForm):
    """A group to begin."""

    kind = SelectField("What kind of group is it?", list(KIND_TITLES.items()), required="Select a kind")
    code = TextField(
        "Code (optional)",
        at_most=LONGEST_CODE,
        hint="Stands before the numbers of its decisions, as in HVG 2026/3. Without one the name gives it",
    )


class FindPersonForm(QueryForm):
    """Whom a list to choose from is narrowed to."""

    q = TextField("Search people by name", at_most=120)


class OwnSeatForm(Form):
    """The practice for which somebody takes a seat."""

    practice = ChoiceWithHints("For which practice?", required="Select the practice that takes a seat")

    def __init__(self, practices: Sequence[tuple[int, str]], **kw: Any) -> None:
        super().__init__(**kw)
        self.practice.choices = [Choice(number, name) for number, name in practices]


class SeatForm(Form):
    """Seats to give, all alike: to people, and to practices."""

    people = MultiCheckboxField("People")
    practice = MultiCheckboxField("Practices", hint="Whoever represents one then sits in the group")
    code = LinesField(
        "Codes of practices, one a line",
        at_most=12,
        hint="Whoever represents one then sits in the group",
    )
    vote = ChoiceWithHints(
        "What may they do?",
        [
            Choice("vote", "Vote", "They read, discuss, propose and vote"),
            Choice("voice", "Speak", "They read and discuss, and have no vote"),
        ],
        required="Select what they may do",
    )
    lead = TickField(
        "They lead the group",
        legend="Lead",
        hint="A lead puts any proposal of the group to the vote and can close a vote early, with a reason",
    )

    def __init__(
        self, people: Sequence[tuple[int, str]], practices: Sequence[tuple[str, str]] | None, **kw: Any
    ) -> None:
        super().__init__(**kw)
        self.people.choices = [Choice(number, name) for number, name in people]
        if practices is None:
            del self.practice
        else:
            del self.code
            self.practice.choices = [Choice(code, f"{name} ({code})") for code, name in practices]

    @property
    def wanted(self) -> list[SeatWanted]:
        """The seats, those of people first."""
        codes = self.practice.data if "practice" in self else map(str.upper, self.code.data)
        lead, vote = self.lead.data, self.vote.data == "vote"
        return [
            *(SeatWanted(number, None, lead, vote) for number in self.people.data),
            *(SeatWanted(None, code, lead, vote) for code in codes),
        ]

    def refuse(self, words: str | Refusal, field: str | None = None) -> None:
        """What is said of seats stands where their holders are chosen."""
        super().refuse(words, "people" if field == "seats" else field)
