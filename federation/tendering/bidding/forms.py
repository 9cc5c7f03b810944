"""The forms of bidders, and of those who ask for bids and open them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from federation.kernel.files.kinds import ENDINGS
from federation.kernel.forms import (
    Choice,
    EmailField,
    FileField,
    Form,
    LongTextField,
    MomentField,
    MoneyField,
    SelectField,
    TextField,
    TickField,
)
from federation.network.for_plugins import PracticeFacts
from federation.tendering.bidding.actions.asking import LONGEST_QUESTION, LONGEST_REPLY
from federation.tendering.bidding.actions.inviting import LONGEST_ORGANISATION
from federation.tendering.bidding.rules import LONGEST_ANSWER, MOST_PENCE, BidContent
from federation.tendering.preparing.rules.content import TenderCriterion

_ANSWER: Final = "answer_{}"


class InviteBidderForm(Form):
    """Asking somebody to bid."""

    organisation = TextField(
        "Who do you ask to bid?", required="Enter the organisation", at_most=LONGEST_ORGANISATION
    )
    name = TextField("Who there gets the link?", required="Enter their name", at_most=LONGEST_ORGANISATION)
    email = EmailField("Their email address", required="Enter their email address")
    practice = SelectField("Is it one of our practices?")

    def __init__(self, practices: Sequence[PracticeFacts], **kw: Any) -> None:
        super().__init__(**kw)
        self.practice.choices = [Choice("", "No"), *(Choice(one.code, one.name) for one in practices)]


class MoreTimeForm(Form):
    """More time for all bidders."""

    closes_at = MomentField("Until when can bids come now?", required="Enter the new time")
    reason = LongTextField(
        "Why?",
        required="Say why: every bidder and member reads it",
        at_most=LONGEST_REPLY,
        hint="Every bidder and every member reads this",
    )


class ReplyForm(Form):
    """Answering a question."""

    text = LongTextField(
        "Answer", required="Enter the answer", at_most=LONGEST_REPLY, hint="Every bidder reads it"
    )


class OpenHalfForm(Form):
    """Opening one's half: there is nothing to type."""


class BidQuestionForm(Form):
    """A question of a bidder."""

    text = LongTextField(
        "Ask a question",
        required="Enter your question",
        at_most=LONGEST_QUESTION,
        hint="Do not say who you are: all bidders will read it",
    )


class BidFileForm(Form):
    """A file of a bid."""

    file = FileField(
        "Add a file",
        required="Choose a file",
        hint="PDF, Word, a spreadsheet or a picture, up to 20 MB. Nothing about a patient",
        endings=ENDINGS,
        megabytes=20,
    )


class BidCodeForm(Form):
    """The code that was mailed."""

    code = TextField("Which code did we send you?", hint="6 digits. It lasts 15 minutes")


class HandInForm(Form):
    """Handing a bid in."""

    declared = TickField("We make these declarations")
    code = TextField("Which code did we send you?", hint="6 digits. It lasts 15 minutes")


class BidDraftForm(Form):
    """Price and answers; :func:`draft_form` adds a field for each question."""

    price_pence = MoneyField(
        "Your price for everything that is asked, with VAT", at_least=1, at_most=MOST_PENCE
    )
    criteria: Sequence[TenderCriterion] = ()

    @property
    def questions(self) -> list[Any]:
        """The fields of the answers, in their order."""
        return [self[_ANSWER.format(one.key)] for one in self.criteria]

    @property
    def answers(self) -> dict[str, str]:
        """What was answered, by the keys of the criteria."""
        return {one.key: self[_ANSWER.format(one.key)].data or "" for one in self.criteria}

    def field_for(self, part: str) -> str:
        """What is said of an answer stands at its field."""
        return _ANSWER.format(part.removeprefix("answers.")) if part.startswith("answers.") else part


def draft_form(criteria: Sequence[TenderCriterion], content: BidContent) -> BidDraftForm:
    """The form with a field for each question, filled with what was typed before."""
    fields = {
        _ANSWER.format(one.key): LongTextField(
            f"{one.title} ({one.points} points)", hint=one.words, at_most=LONGEST_ANSWER
        )
        for one in criteria
    }
    made: type[BidDraftForm] = type(
        "FilledBidDraftForm", (BidDraftForm,), fields | {"criteria": tuple(criteria)}
    )
    return made(data=_filled(content))


def _filled(content: BidContent) -> Mapping[str, Any]:
    answers = {_ANSWER.format(key): text for key, text in content.answers.items()}
    return {"price_pence": content.price_pence, **answers}
