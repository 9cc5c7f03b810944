"""The forms with which bids are scored, and scores agreed."""

from collections.abc import Mapping, Sequence
from typing import Final

from federation.kernel.forms import Choice, ChoiceWithHints, Form, LongTextField, SelectField
from federation.tendering.evaluating.actions.scoring import BEST, LONGEST_REASON
from federation.tendering.evaluating.queries.scores import GivenScore
from federation.tendering.evaluating.words import halves_words
from federation.tendering.preparing.rules.content import TenderCriterion

_POINTS: Final = [Choice(points, str(points)) for points in range(BEST + 1)]


class BidScoreForm(Form):
    """The scores of one scorer for one bid: for each criterion points and a reason."""

    criteria: Sequence[TenderCriterion] = ()

    @property
    def rows(self) -> list[tuple[TenderCriterion, ChoiceWithHints, LongTextField]]:
        """Each criterion with its two fields."""
        return [(one, self[one.key], self[f"{one.key}-reason"]) for one in self.criteria]

    @property
    def given(self) -> dict[str, GivenScore]:
        """What was given: criteria without points are left out, with their reason."""
        return {
            one.key: GivenScore(points.data, reason.data or "")
            for one, points, reason in self.rows
            if points.data is not None
        }

    def without_points(self) -> bool:
        """Whether a reason was typed for a criterion without points: then it would be lost, and is asked for."""
        found = False
        for one, points, reason in self.rows:
            if points.data is None and reason.data:
                self.refuse_at(points, f"Select a score for {one.title}, so that your reason is kept")
                found = True
        return found


def score_form(criteria: Sequence[TenderCriterion], given: Mapping[str, GivenScore]) -> BidScoreForm:
    """The form for these criteria, filled with what was given so far."""
    fields: dict[str, object] = {"criteria": tuple(criteria)}
    for place, one in enumerate(criteria, 1):
        fields[one.key] = ChoiceWithHints(
            f"{place}. {one.title} ({one.points} points)", _POINTS, required="", hint=one.words
        )
        fields[f"{one.key}-reason"] = LongTextField(
            f"Reason for your score on {one.title}",
            at_most=LONGEST_REASON,
            hint="The bidder will read it, without your name" if place == 1 else "",
        )
    made: type[BidScoreForm] = type("FilledBidScoreForm", (BidScoreForm,), fields)
    data: dict[str, object] = {}
    for key, score in given.items():
        data[key], data[f"{key}-reason"] = score.points, score.reason
    return made(data=data)


class AgreedScoreForm(Form):
    """What the scorers agree on."""

    score = SelectField("Agreed score", required="Select the agreed score", hint="0 to 5, in halves")
    reason = LongTextField(
        "Why they agree on it",
        required="Say why they agree on it",
        at_most=LONGEST_REASON,
        hint="Whoever gave the lowest or the highest score says if this is fair. The bidder will read it",
    )


def agreed_form(points: Sequence[int], halves: int, reason: str) -> AgreedScoreForm:
    """The form, from the lowest score that was given to the highest."""
    form = AgreedScoreForm(data={"score": halves, "reason": reason})
    form.score.choices = [
        Choice(half, halves_words(half)) for half in range(2 * min(points), 2 * max(points) + 1)
    ]
    return form


class GoOnForm(Form):
    """Why bids are judged without a scorer."""

    reason = LongTextField(
        "Why it goes on without them",
        required="Say why: all members read it",
        at_most=LONGEST_REASON,
        hint="For example that they are ill, and since when you have asked them",
    )


class BidCheckForm(Form):
    """Whether a bid has what every bid must."""

    passes = ChoiceWithHints(
        "Does it have everything that every bid must?",
        [Choice("yes", "Yes"), Choice("no", "No", "It is out once two people say so")],
        required="Select yes or no",
    )
    words = LongTextField("What is missing? (if anything)", at_most=LONGEST_REASON)
