"""The forms of putting to the vote, casting, standing aside and closing."""

from collections.abc import Sequence
from datetime import timedelta

import wtforms

from federation.decisions.proposals.texts.draft import LONGEST_NOTE, MOST_OPTIONS
from federation.decisions.rulebook.forms.choices import EARLY, REASONS, VISIBILITY
from federation.kernel.forms import (
    ChoiceWithHints,
    Form,
    LongTextField,
    MomentField,
    TickField,
    WholeNumberField,
)
from federation.people.forms import CodeForm


class RuleForm(Form):
    """Step 1: how should this be decided?"""

    rule = ChoiceWithHints("How should this be decided?", [], required="Select how this should be decided")


class WhenForm(Form):
    """Step 2: until when, and who sees what."""

    opens_at = MomentField("When does voting open? (optional)", called="The opening date")
    closes_at = MomentField(
        "When does voting close?",
        required="Enter when voting closes",
        called="The closing date",
        example=timedelta(days=14),
    )
    early_close = ChoiceWithHints(
        "Can voting close earlier?", EARLY, required="Select whether voting can close earlier"
    )
    visibility = ChoiceWithHints(
        "When are results shown?", VISIBILITY, required="Select when results are shown"
    )
    reasons = ChoiceWithHints(
        "Must practices give a reason?", REASONS, required="Select whether practices must give a reason"
    )
    full_sign_in = TickField(
        "Only somebody who signs in can cast",
        legend="How is the vote cast?",
        hint="If you do not tick this, a representative can also cast it by the link in their letter",
    )


class CheckForm(CodeForm):
    """Step 3: before voting opens. ``anyway`` is there where too few could vote."""

    anyway = TickField(
        "Open the vote although too few can cast one",
        required="Tick the box, or invite people first",
    )


class BallotForm(Form):
    """A practice's vote: stance, or points for each option in their order, and reason are one act."""

    stance = ChoiceWithHints("How does the practice vote?", [], required="Select how the practice votes")
    points = wtforms.FieldList(
        WholeNumberField("Points", called="The points", at_least=0), max_entries=MOST_OPTIONS
    )
    abstain = TickField("Abstain: take part, and give no points")
    reason = LongTextField("Your practice’s reason", at_most=2000)

    def field_for(self, part: str) -> str:
        """Points are what a ballot says beside its stance."""
        return "points" if part == "choice" else part

    @property
    def places(self) -> dict[int, WholeNumberField]:
        """The fields for points that were sent, by the place of their option."""
        return {int(field.name.rpartition("-")[2]): field for field in self.points}

    def take_points(self) -> list[int | None]:
        """The points that were typed, in the order of the options; what cannot be read is refused at its field."""
        for field in self.points:
            if not field.validate(self):
                words, field.errors = list(field.errors), []
                self.refuse_at(field, words[0])
        places = self.places
        return [
            places[place].data if place in places else None for place in range(max(places, default=-1) + 1)
        ]

    def show_points(self, titles: Sequence[tuple[str, str]], given: Sequence[int]) -> None:
        """A field for each option, by title and text: with what was typed, else with what was ``given`` before."""
        sent = self.places
        while self.points.entries:
            self.points.pop_entry()
        for place, (title, text) in enumerate(titles):
            field = self.points.append_entry(given[place] or None if given else None)
            if before := sent.get(place):
                field.typed, field.data, field.errors = before.typed, before.data, before.errors
            field.label.text, field.render_kw = title, {"width": "4", "hint": text, "size": "s"}


class ReasonForm(Form):
    """An act that needs its reason: standing aside, closing early, withdrawing."""

    reason = LongTextField("Reason", at_most=2000)


class AnswerForm(Form):
    """The answer to an objection."""

    words = LongTextField(
        "How is this objection resolved?", at_most=2000, required="Say how the objection is resolved"
    )


class CastingVoteForm(Form):
    """The chair's vote on a tie."""

    stance = ChoiceWithHints("How do you decide the tie?", [], required="Select how you decide the tie")
    reason = LongTextField("Your reason", at_most=2000, required="Give the reason for the casting vote")


class WithdrawForm(Form):
    """Why a proposal is withdrawn."""

    reason = LongTextField(
        "Why is it withdrawn?",
        required="Say why the proposal is withdrawn",
        at_most=LONGEST_NOTE,
        hint="All members can read this.",
    )
