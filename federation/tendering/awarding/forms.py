"""The forms with which an award is put to the members, and shared out anew."""

from federation.kernel.forms import (
    Choice,
    ChoiceWithHints,
    DateField,
    Form,
    LongTextField,
    SelectField,
    WholeNumberField,
)
from federation.tendering.awarding.actions.awarding import LONGEST_REASON
from federation.tendering.awarding.actions.reallocating import WantedChange
from federation.tendering.awarding.queries.awards import ShownAllocation
from federation.tendering.evaluating.queries.results import BidRanking
from federation.tendering.evaluating.words import points_words

_MOST = 10**12


class AwardForm(Form):
    """Which bid the members are to award to."""

    bid = ChoiceWithHints("Which bid should win?", required="Select a bid")
    reason = LongTextField(
        "Why, if it is not the first?",
        at_most=LONGEST_REASON,
        hint="Only where the bid is not the first in the ranking. Every member reads your reason before they vote",
    )


def award_form(ranking: BidRanking) -> AwardForm:
    """The form with the bids that can win, the first chosen."""
    form = AwardForm(data={"bid": ranking.bids[0].id if ranking.bids[0].place else None})
    form.bid.choices = [
        Choice(one.id, one.name, f"Number {one.place}, with {points_words(one.ranked.total)} of 100 points")
        for one in ranking.bids
        if one.place is not None
    ]
    return form


class ChangeForm(Form):
    """How an award is to be shared out: a practice leaves, there is another total, or single amounts differ."""

    without = SelectField("Which practice leaves? (if one does)", first="None leaves")
    total = WholeNumberField("How many in all? (if that changes)", at_least=1, at_most=_MOST)
    reason = LongTextField(
        "Why?",
        required="Say why it is shared out anew",
        at_most=LONGEST_REASON,
        hint="Every member can read this",
    )
    codes: tuple[str, ...] = ()

    def wanted(self, before: ShownAllocation) -> WantedChange:
        """What was typed: amounts count where one differs from what the practice has."""
        typed = {code: self[f"amount-{code}"].data for code in self.codes}
        other = {
            code: units
            for code, units in typed.items()
            if units is not None and units != before.amounts[code]
        }
        return WantedChange(self.reason.data, self.without.data or "", self.total.data, other or None)

    def field_for(self, part: str) -> str:
        """What is said of the amounts stands at the first of them."""
        return f"amount-{self.codes[0]}" if part == "amounts" and self.codes else part


def change_form(before: ShownAllocation) -> ChangeForm:
    """The form with a field for each practice, filled with what it has."""
    fields: dict[str, object] = {"codes": tuple(one.code for one in before.lines)}
    for one in before.lines:
        fields[f"amount-{one.code}"] = WholeNumberField(one.name, at_least=0, at_most=_MOST)
    made: type[ChangeForm] = type("FilledChangeForm", (ChangeForm,), fields)
    form = made(data={f"amount-{one.code}": one.amount for one in before.lines})
    form.without.choices = [Choice(one.code, one.name) for one in before.lines]
    return form


class BidderChallengeForm(Form):
    """What a bidder asks."""

    bid = SelectField("Which bidder?", required="Select the bidder")
    words = LongTextField(
        "What do they ask or object to?", required="Say what the bidder asks", at_most=LONGEST_REASON
    )


class ChallengeAnswerForm(Form):
    """The answer to a bidder."""

    answer = LongTextField("Your answer", required="Write the answer", at_most=LONGEST_REASON)


class TenderContractForm(Form):
    """The days of the contract."""

    starts_on = DateField("The contract begins", required="Enter the first day")
    ends_on = DateField("The contract ends", required="Enter the last day")
    break_on = DateField("The last day to break it off (optional)")
