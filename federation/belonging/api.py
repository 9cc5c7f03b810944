"""Membership, for programs."""

from typing import Any

from flask import Response

from federation.belonging import schemas
from federation.belonging.actions.closing import object_to_closing
from federation.belonging.actions.joining import propose_admission, propose_rules
from federation.belonging.actions.leaving import confirm_notice, give_notice, take_notice_back
from federation.belonging.actions.suspending import answer as answer_for
from federation.belonging.actions.suspending import propose_lifting, propose_suspension
from federation.belonging.blueprint import programs
from federation.belonging.queries.register import RegisterLine, joining_rules, register_page
from federation.belonging.queries.steps import (
    ShownStep,
    notice_of,
    practice_addressed,
    practice_sent,
    steps_of,
)
from federation.kernel.api import ID, Endpoint, address, answer, nothing
from federation.kernel.api_fields import iso
from federation.kernel.refusals import NotFound
from federation.kernel.web import actor, permission


@programs.route("/membership")
class MembershipView(Endpoint):
    """The register of members."""

    @permission("belonging.read")
    @programs.arguments(schemas.RegisterPages, location="query")
    @programs.response(200, schemas.MembersRegister)
    def get(self, sent: dict[str, Any]) -> Response:
        """How each practice belongs, in order of code, by page number, and the rules for joining."""
        rules = joining_rules()
        held = rules and {"decision": rules.decision_id, "number": rules.number, "text": rules.text}
        lines = register_page(sent["page"], sent["per_page"])
        return answer({"items": [_line(one) for one in lines], "rules": held, **sent})


@programs.route("/membership/<plain:code>")
class StepsView(Endpoint):
    """How one practice came to belong as it does."""

    @permission("belonging.read")
    @programs.response(200, schemas.StepsSchema)
    def get(self, code: str) -> Response:
        """The steps of a practice, the newest first."""
        return answer({"items": [_step(one) for one in steps_of(practice_addressed(code).id)]})


@programs.route("/membership/rules")
class JoiningView(Endpoint):
    """The rules for joining."""

    @permission("belonging.propose")
    @programs.arguments(schemas.JoiningSent)
    @programs.response(201, schemas.MembershipProposed)
    def post(self, sent: dict[str, Any]) -> Response:
        """Begin a proposal on how practices join. The members decide; from then on they alone give a practice a vote."""
        return _begun(propose_rules(actor(), sent["text"], sent["reasons"]))


@programs.route("/membership/admissions")
class AdmissionsView(Endpoint):
    """Practices that are to join."""

    @permission("belonging.propose")
    @programs.arguments(schemas.AdmissionSent)
    @programs.response(201, schemas.MembershipProposed)
    def post(self, sent: dict[str, Any]) -> Response:
        """Begin a proposal that a practice joins. The members decide."""
        return _begun(propose_admission(actor(), sent, sent.pop("reasons")))


@programs.route("/membership/suspensions")
class SuspensionsView(Endpoint):
    """Practices that are to be suspended."""

    @permission("belonging.propose")
    @programs.arguments(schemas.SuspensionSent)
    @programs.response(201, schemas.MembershipProposed)
    def post(self, sent: dict[str, Any]) -> Response:
        """Propose to the members that a practice is suspended. They see it at once, and the practice can answer."""
        practice = practice_sent(sent["practice"])
        return _begun(propose_suspension(actor(), practice.id, sent["reason"], sent["until"]))


@programs.route(f"/membership/suspensions/<{ID}:decision_id>/answer")
class SuspensionAnswerView(Endpoint):
    """What a practice says to its suspension."""

    @permission("belonging.leave")
    @programs.arguments(schemas.AnswerSent)
    @programs.response(204)
    def post(self, sent: dict[str, Any], decision_id: int) -> Response:
        """Answer for the practice that is to be suspended."""
        answer_for(actor(), decision_id, sent["words"])
        return nothing()


@programs.route("/membership/liftings")
class LiftingsView(Endpoint):
    """Suspensions that are to be lifted."""

    @permission("belonging.propose")
    @programs.arguments(schemas.LiftingSent)
    @programs.response(201, schemas.MembershipProposed)
    def post(self, sent: dict[str, Any]) -> Response:
        """Begin a proposal that a suspension is lifted. The members decide."""
        return _begun(propose_lifting(actor(), practice_sent(sent["practice"]).id, sent["reasons"]))


@programs.route("/membership/leave")
class NoticesView(Endpoint):
    """Practices that leave."""

    @permission("belonging.leave")
    @programs.arguments(schemas.NoticeSent)
    @programs.response(201, schemas.NoticeSchema)
    def post(self, sent: dict[str, Any]) -> Response:
        """Give notice for a practice that one represents."""
        practice = practice_sent(sent["practice"])
        waits = give_notice(actor(), practice.id, sent["leaves_on"], sent["reason"])
        return answer({"leaves_on": iso(sent["leaves_on"]), "waits": waits}, 201)


@programs.route("/membership/closing/<plain:code>/objection")
class ClosingObjectionView(Endpoint):
    """A practice that a file calls closed."""

    @permission("belonging.object")
    @programs.arguments(schemas.ClosingObjectionSent)
    @programs.response(204)
    def post(self, sent: dict[str, Any], code: str) -> Response:
        """Object that it is closed, with the reason: it stays, and everybody is told."""
        object_to_closing(actor(), practice_addressed(code).id, sent["reason"])
        return nothing()


@programs.route("/membership/leave/<plain:code>")
class NoticeView(Endpoint):
    """The notice of a practice."""

    @permission("belonging.leave")
    @programs.response(204)
    def delete(self, code: str) -> Response:
        """Take the notice of a practice back, until the day on which it leaves."""
        take_notice_back(actor(), practice_addressed(code).id)
        return nothing()


@programs.route("/membership/leave/<plain:code>/confirm")
class NoticeConfirmView(Endpoint):
    """The second person's word on a notice."""

    @permission("belonging.confirm")
    @programs.response(200, schemas.NoticeSchema)
    def post(self, code: str) -> Response:
        """Confirm, as the second person of the practice, that it leaves."""
        practice = practice_addressed(code)
        confirm_notice(actor(), practice.id)
        notice = notice_of(practice.id)
        if notice is None:
            raise NotFound()
        return answer({"leaves_on": iso(notice.day), "waits": notice.waits})


def _begun(decision_id: int) -> Response:
    return answer({"decision": decision_id}, 201, address(f"decisions/{decision_id}"))


def _line(one: RegisterLine) -> dict[str, Any]:
    found = one._asdict()
    del found["id"]
    days = ("since", "admitted_at", "suspended_until", "leaves_on", "left_on", "closed_on")
    return found | {name: iso(found[name]) for name in days}


def _step(one: ShownStep) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "at": iso(one.at),
        "day": iso(one.day),
        "words": one.words,
        "decision": one.decision_id,
        "number": one.number,
        "by": one.by,
    }
