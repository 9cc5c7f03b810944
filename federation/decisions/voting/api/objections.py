"""Objections and their answers."""

from typing import Any

from flask import Response

from federation.decisions import rules
from federation.decisions.blueprint import ONE_DECISION, programs
from federation.decisions.seen import practice_id_of, seen
from federation.decisions.voting.actions import objections
from federation.decisions.voting.api.rows import ballot_row
from federation.decisions.voting.queries import votes
from federation.decisions.voting.schemas.ballots import ObjectionsSchema
from federation.decisions.voting.schemas.votes import ResolvingSchema
from federation.kernel.api import Endpoint, answer, nothing
from federation.kernel.web import actor, permission

_OBJECTION = f"{ONE_DECISION}/objections/<plain:code>"


@programs.route(f"{ONE_DECISION}/objections")
class ObjectionsView(Endpoint):
    """The objections of a consent round."""

    @permission("decisions.read")
    @programs.response(200, ObjectionsSchema)
    def get(self, decision_id: int) -> Response:
        """The objections of a consent round with their answers; of other votes, none."""
        decision = seen(decision_id, actor()).view.decision
        rule = rules.Rule.from_dict(decision.rule) if decision.rule else None
        rows = votes.objections(decision_id) if rule and rule.how.resolved else []
        return answer({"items": [ballot_row(row) for row in rows]})


@programs.route(f"{_OBJECTION}/answer")
class AnswerView(Endpoint):
    """Answering an objection."""

    @permission("decisions.resolve")
    @programs.arguments(ResolvingSchema)
    @programs.response(204)
    def post(self, sent: dict[str, Any], decision_id: int, code: str) -> Response:
        """Write, or write anew, how an objection is resolved; its practice accepts the answer or not."""
        seen(decision_id, actor())
        person = code.removeprefix("p-") if code.startswith("p-") else ""
        if person.isdecimal():
            objections.answer_objection(actor(), decision_id, None, sent["words"], int(person))
        else:
            objections.answer_objection(actor(), decision_id, practice_id_of(actor(), code), sent["words"])
        return nothing()


@programs.route(f"{_OBJECTION}/accept")
class AcceptView(Endpoint):
    """Accepting the answer."""

    @permission("decisions.cast")
    @programs.response(204)
    def post(self, decision_id: int, code: str) -> Response:
        """The objecting practice accepts the answer: its objection counts as consent."""
        objections.accept_resolution(actor(), decision_id, practice_id_of(actor(), code))
        return nothing()
