"""The forms of elections."""

from datetime import timedelta

from federation.electing.actions import ElectionWanted
from federation.electing.rules import LEAST_DAYS, MOST_SEATS
from federation.electing.terms import LONGEST_WORDS
from federation.kernel.days import today
from federation.kernel.forms import (
    Choice,
    ChoiceWithHints,
    DateField,
    Form,
    LongTextField,
    TickField,
    WholeNumberField,
)


class ElectionForm(Form):
    """An election to begin."""

    seats = WholeNumberField(
        "How many people are elected?",
        required="Enter how many people are elected",
        at_least=1,
        at_most=MOST_SEATS,
    )
    vote = ChoiceWithHints(
        "What may they do in the group?",
        [
            Choice("vote", "Vote", "They read, discuss, propose and vote"),
            Choice("voice", "Speak", "They read and discuss, and have no vote"),
        ],
        required="Select what they may do",
    )
    lead = TickField("They lead the group", legend="Lead")
    replaces = TickField(
        "Who was elected before, and is not elected again, makes room",
        legend="Those who were elected before",
        hint="Without this they keep their seats. Seats that were given in another way stay as they are",
    )
    words = LongTextField(
        "What is asked of who is elected?",
        required="Say what is asked of who is elected",
        at_most=LONGEST_WORDS,
        hint="For example how many hours a month, and for how long",
    )
    until = DateField(
        "Until when can people put themselves forward?",
        required="Enter the last day on which people can put themselves forward",
        at_least=lambda: today() + timedelta(days=LEAST_DAYS),
        example=timedelta(days=21),
    )

    def wanted(self) -> ElectionWanted:
        """The election as it was filled in."""
        return ElectionWanted(
            self.seats.data or 0,
            self.lead.data,
            self.vote.data == "vote",
            self.replaces.data,
            self.words.data,
            self.until.data,
        )


class CandidateForm(Form):
    """Putting oneself forward."""

    words = LongTextField(
        "Who are you, and what do you want to do?",
        required="Say in a few words who you are and what you want to do",
        at_most=LONGEST_WORDS,
        hint="Everybody in the federation reads this, and it stands in the vote",
    )
