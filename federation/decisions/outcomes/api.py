"""What follows from decisions: outcomes and actions."""

from typing import Any

from flask import Response

from federation.decisions.blueprint import ONE_DECISION, programs
from federation.decisions.outcomes import actions as outcomes
from federation.decisions.outcomes.queries import actions as reading
from federation.decisions.outcomes.queries.actions import ActionRow
from federation.decisions.outcomes.schemas import (
    ActionChangeSchema,
    ActionSchema,
    ActionSentSchema,
    ActionsSchema,
    ActionsWantedSchema,
    OutcomeSentSchema,
)
from federation.decisions.seen import seen
from federation.kernel.api import ID, Endpoint, address, answer, nothing
from federation.kernel.api_fields import iso
from federation.kernel.db import unit_of_work
from federation.kernel.web import actor, permission

_CHANGES = ("title", "owner", "due_on", "practice")


@programs.route(f"{ONE_DECISION}/outcome")
class OutcomeView(Endpoint):
    """The outcome."""

    @permission("decisions.outcome")
    @programs.arguments(OutcomeSentSchema)
    @programs.response(204)
    def put(self, sent: dict[str, Any], decision_id: int) -> Response:
        """Say what happens now, in answer to the dissent; may be changed."""
        owner = outcomes.owner_called(sent["owner"].strip()) if sent["owner"] else None
        outcomes.write_outcome(actor(), decision_id, sent["words"], owner, sent["review_on"])
        return nothing()


@programs.route(f"{ONE_DECISION}/actions")
class DecisionActionsView(Endpoint):
    """The actions of a decision."""

    @permission("decisions.read")
    @programs.response(200, ActionsSchema)
    def get(self, decision_id: int) -> Response:
        """What is to be done because of a decision, by date."""
        seen(decision_id, actor())
        return answer({"items": [action(row) for row in reading.actions_of(decision_id)], "next": None})

    @permission("decisions.outcome")
    @programs.arguments(ActionSentSchema)
    @programs.response(201, ActionSchema)
    def post(self, sent: dict[str, Any], decision_id: int) -> Response:
        """Add something to be done because of a decision."""
        owner, practice = (
            outcomes.owner_called(sent["owner"].strip()),
            outcomes.practice_called((sent["practice"] or "").strip()),
        )
        made = outcomes.add_action(actor(), decision_id, sent["title"], owner, sent["due_on"], practice)
        return answer(action(reading.action(made)), 201, address(f"actions/{made}"))


@programs.route("/actions")
class ActionsView(Endpoint):
    """All actions."""

    @permission("decisions.read")
    @programs.arguments(ActionsWantedSchema, location="query")
    @programs.response(200, ActionsSchema)
    def get(self, sent: dict[str, Any]) -> Response:
        """Actions that are not done, late, or done, a part at a time."""
        owners = (
            (actor().person_id, [seat.practice_id for seat in actor().seats])
            if sent["mine"] == "yes"
            else None
        )
        page = reading.actions(sent["which"], sent["after"], owners)
        return answer({"items": [action(row) for row in page.rows], "next": page.after})


@programs.route(f"/actions/<{ID}:action_id>")
class ActionView(Endpoint):
    """One action."""

    @permission("decisions.read")
    @programs.response(200, ActionSchema)
    def get(self, action_id: int) -> Response:
        """Something to be done, and how far it has come."""
        return answer(action(reading.action(action_id)))

    @permission("decisions.act")
    @programs.arguments(ActionChangeSchema)
    @programs.response(200, ActionSchema)
    def patch(self, sent: dict[str, Any], action_id: int) -> Response:
        """Report how far an action has come (its owner), or change what it is (who may write the outcome)."""
        with unit_of_work():
            kept = reading.action(action_id)
            if any(name in sent for name in _CHANGES):
                owner = outcomes.owner_called(sent["owner"].strip()) if "owner" in sent else kept.owner_id
                practice = (
                    outcomes.practice_called((sent["practice"] or "").strip())
                    if "practice" in sent
                    else kept.practice_id
                )
                outcomes.change_action(
                    actor(),
                    action_id,
                    sent.get("title", kept.title),
                    owner,
                    sent.get("due_on", kept.due_on),
                    practice,
                )
            if any(name in sent for name in ("state", "note", "hours")):
                outcomes.report_progress(
                    actor(),
                    action_id,
                    sent.get("state", kept.state),
                    sent.get("note", kept.note),
                    sent.get("hours"),
                )
        return answer(action(reading.action(action_id)))


def action(row: ActionRow) -> dict[str, Any]:
    """Something to be done."""
    return {
        "id": row.id,
        "decision_id": row.decision_id,
        "title": row.title,
        "owner": {"id": row.owner_id, "name": row.owner},
        "practice": row.practice,
        "due_on": iso(row.due_on),
        "state": row.state,
        "note": row.note,
    }
