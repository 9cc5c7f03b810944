"""The forms of putting to the vote, casting, standing aside and closing."""

from datetime import timedelta

from federation.decisions.proposals.texts.draft import LONGEST_NOTE
from federation.decisions.rulebook.forms.choices import EARLY, REASONS, VISIBILITY
from federation.kernel.forms import ChoiceWithHints, Form, LongTextField, MomentField, TickField
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
        required="Tick the box, or invite representatives first",
    )


class BallotForm(Form):
    """A practice's vote: stance and reason are one act."""

    stance = ChoiceWithHints("How does the practice vote?", [], required="Select how the practice votes")
    reason = LongTextField("Your practice’s reason", at_most=2000)


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
