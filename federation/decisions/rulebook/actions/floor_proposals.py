"""Proposing other floors: what is proposed is chosen, and the text follows from it."""

from federation.decisions import rules
from federation.decisions.permissions import ProposingIn
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft, kinds_of
from federation.decisions.rulebook.queries.floors import floors_now
from federation.decisions.subjects import FLOORS
from federation.kernel.db import db
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid
from federation.network.models import Federation


def propose_floors(actor: Actor, floors: rules.VoteFloors) -> int:
    """Begin a proposal to change the floors, with its exact text; nobody edits the text. Returns its number."""
    authorize(actor, "decisions.propose", ProposingIn(None))
    federation = db.session.get(Federation, actor.federation_id)
    before = floors_now()
    if floors == before:
        raise Invalid("This is what holds now: change at least one answer", "notice_hours")
    kinds = dict(kinds_of(federation.settings if federation else {}))
    return proposals.start(
        actor,
        Draft(
            title=rules.FLOORS_TITLE,
            body=rules.text_of_change(before, floors),
            kind="rules" if "rules" in kinds else "",
        ),
        subject=FLOORS,
        terms={"before": before.to_dict(), "after": floors.to_dict()},
        fixed=True,
    )
