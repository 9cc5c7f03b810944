"""When each thing happened to a tender, over all rooms, and what its page says of judging and of the award."""

from typing import NamedTuple

from federation.kernel.policy import Actor
from federation.tendering.awarding.queries.panel import AwardPanel, award_panel, times_with_award
from federation.tendering.evaluating.queries.panel import EvaluationPanel, evaluation_panel
from federation.tendering.preparing.queries.tenders import ShownTender
from federation.tendering.stages import TenderTimes


class AfterOpening(NamedTuple):
    """What follows the opening of bids: how they are judged (None: not opened), the award, and when all of it happened."""

    evaluation: EvaluationPanel | None
    awarding: AwardPanel
    times: TenderTimes


def after_opening(found: ShownTender, reader: Actor) -> AfterOpening:
    """What the page of a tender says of what follows the opening, to this reader."""
    evaluation = evaluation_panel(found, reader)
    awarding = award_panel(found, reader, evaluation)
    return AfterOpening(evaluation, awarding, times_with_award(found, evaluation, awarding))
