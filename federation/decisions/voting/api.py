"""Putting to the vote, casting, standing aside, closing."""

from dataclasses import replace
from typing import Any

from flask import Response

from federation.decisions import rules
from federation.decisions.blueprint import programs
from federation.decisions.models import Decision
from federation.decisions.permissions import ForPractice, Matter
from federation.decisions.rulebook.api.rules import rule_from
from federation.decisions.rulebook.queries.rulebook import rule_named
from federation.decisions.schemas import StateSchema
from federation.decisions.seen import DecisionView, decision_view, options_of, practice_id_of, seen
from federation.decisions.voting.actions import casting as voting
from federation.decisions.voting.actions import closing, objections, opening, planning, scheduling
from federation.decisions.voting.actions.withdrawing import withdraw
from federation.decisions.voting.queries import votes
from federation.decisions.voting.queries.holders import Holding, holding_in, holding_today
from federation.decisions.voting.queries.owed import votes_owed
from federation.decisions.voting.queries.receipts import check_code
from federation.decisions.voting.queries.roll import fixed_roll, turnout_today
from federation.decisions.voting.receipts import code_in
from federation.decisions.voting.schemas import (
    BallotRowSchema,
    BallotSentSchema,
    BallotsSchema,
    CastingVoteSentSchema,
    ClosedSchema,
    InterestSchema,
    ObjectionsSchema,
    OpenedSchema,
    OpeningSchema,
    PastBallotsSchema,
    ReasonSchema,
    ReceiptFoundSchema,
    ReceiptSchema,
    ResolvingSchema,
    RollSchema,
    RuleWantedSchema,
    TurnoutShownSchema,
    VotesOwedSchema,
)
from federation.kernel.api import ID, Endpoint, Onward, answer, nothing
from federation.kernel.api_fields import iso
from federation.kernel.policy import authorize
from federation.kernel.refusals import Invalid, NotFound, NotYours
from federation.kernel.web import actor, permission

_DECISION = f"/decisions/<{ID}:decision_id>"
_BALLOT = f"{_DECISION}/ballots/<plain:code>"
_OBJECTION = f"{_DECISION}/objections/<plain:code>"
_CHOICES = ("visibility", "reasons", "early_close")


@programs.route(f"{_DECISION}/open")
class OpenView(Endpoint):
    """Putting to the vote."""

    @permission("decisions.put_to_vote")
    @programs.arguments(OpeningSchema)
    @programs.response(200, OpenedSchema)
    def post(self, sent: dict[str, Any], decision_id: int) -> Response:
        """Put a proposal to the vote now, or set the time at which it opens by itself."""
        rule = _rule(sent)
        seen(decision_id, actor())
        if sent["opens_at"]:
            summary = scheduling.schedule_vote(
                actor(), decision_id, rule, sent["opens_at"], sent["closes_at"]
            )
        else:
            summary = opening.open_vote(actor(), decision_id, rule, sent["closes_at"])
        view = decision_view(decision_id)
        return answer(
            {
                "id": decision_id,
                "state": view.decision.state,
                "number": view.number or None,
                "opens_at": iso(view.decision.opens_at),
                "closes_at": iso(view.decision.closes_at),
                "roll": summary.to_dict(),
                "rule": rule.to_dict(),
                "turnout": _turnout(decision_id, rule, view),
            }
        )

    @permission("decisions.put_to_vote")
    @programs.response(200, StateSchema)
    def delete(self, decision_id: int) -> Response:
        """Call off a vote that opens at a time that is set: the proposal is in discussion again."""
        seen(decision_id, actor())
        scheduling.call_off(actor(), decision_id)
        return answer({"id": decision_id, "state": "discussion"})


@programs.route(f"{_DECISION}/turnout")
class TurnoutView(Endpoint):
    """Before putting to the vote."""

    @permission("decisions.put_to_vote")
    @programs.arguments(RuleWantedSchema, location="query")
    @programs.response(200, TurnoutShownSchema)
    def get(self, sent: dict[str, Any], decision_id: int) -> Response:
        """Whether enough practices can vote as things are now, and which have no representative: before voting opens and
        while it is open, and not found once it is over."""
        view, coauthors = seen(decision_id, actor())
        decision = view.decision
        authorize(
            actor(),
            "decisions.put_to_vote",
            Matter(decision.author_id, frozenset(coauthors), decision.state),
        )
        if decision.state in ("closed", "withdrawn"):
            raise NotFound()
        return answer(_turnout(decision_id, _judged_rule(sent, decision), view))


@programs.route(f"{_DECISION}/ballots")
class BallotsView(Endpoint):
    """How practices voted."""

    @permission("decisions.read")
    @programs.arguments(Onward, location="query")
    @programs.response(200, BallotsSchema)
    def get(self, sent: dict[str, Any], decision_id: int) -> Response:
        """Who voted how, in order of code: everybody once you may see it, else your own practices alone."""
        view = seen(decision_id, actor()).view
        own = votes.own_entries(decision_id, actor())
        if not votes.shows_results(view, own):
            return answer({"everybody": False, "items": [_own(entry) for entry in own], "next": None})
        rows = votes.roll_rows(decision_id, True, sent["after"], sent["limit"] + 1, view.counted)
        return answer({"everybody": True, **_part([ballot_row(row) for row in rows], sent["limit"])})


@programs.route(f"{_DECISION}/roll")
class RollView(Endpoint):
    """Who may vote."""

    @permission("decisions.read")
    @programs.arguments(Onward, location="query")
    @programs.response(200, RollSchema)
    def get(self, sent: dict[str, Any], decision_id: int) -> Response:
        """The practices that may vote and those that stood aside, in order of code; and who holds the votes of several."""
        decision = seen(decision_id, actor()).view.decision
        rows = votes.roll_rows(decision_id, False, sent["after"], sent["limit"] + 1)
        part = _part([roll_row(row) for row in rows], sent["limit"])
        holders = _holders(holding_in(decision)) if decision.opened_at else None
        return answer(part | {"holders": holders})


@programs.route(_BALLOT)
class BallotView(Endpoint):
    """A practice's ballot."""

    @permission("decisions.read")
    @programs.response(200, PastBallotsSchema)
    def get(self, decision_id: int, code: str) -> Response:
        """All that one of your own practices cast in a decision, the newest first."""
        decision = seen(decision_id, actor()).view.decision
        practice = practice_id_of(actor(), code)
        if not actor().as_of(decision.opened_at).belongs_to(practice):
            raise NotYours("Only the people of a practice read what it cast.")
        found = votes.ballots_of_practice(decision_id, practice)
        return answer({"items": [one._asdict() | {"cast_at": iso(one.cast_at)} for one in found]})

    @permission("decisions.cast")
    @programs.arguments(BallotSentSchema)
    @programs.response(201, ReceiptSchema)
    @programs.alt_response(200, schema=ReceiptSchema, description="The ballot was changed", success=True)
    def put(self, sent: dict[str, Any], decision_id: int, code: str) -> Response:
        """Cast the practice's ballot (201), or change it (200), until the close."""
        practice = practice_id_of(actor(), code)
        receipt = voting.cast(actor(), decision_id, practice, sent["stance"], sent["reason"], by_program=True)
        said = {
            "receipt": receipt.code,
            "stance": receipt.stance,
            "reason": receipt.reason,
            "cast_at": iso(receipt.cast_at),
        }
        return answer(said, 201 if receipt.first else 200)


@programs.route(f"{_BALLOT}/stand-aside")
class StandAsideView(Endpoint):
    """Declaring an interest."""

    @permission("decisions.cast")
    @programs.arguments(ReasonSchema)
    @programs.response(200, InterestSchema)
    def post(self, sent: dict[str, Any], decision_id: int, code: str) -> Response:
        """Declare a practice's interest: it leaves every number, with its reason for all to read."""
        practice = practice_id_of(actor(), code)
        authorize(actor(), "decisions.cast", ForPractice(practice))
        seen(decision_id, actor())
        voting.stand_aside(actor(), decision_id, practice, sent["reason"])
        return answer({"practice": code, "reason": sent["reason"].strip()})


@programs.route(f"{_DECISION}/objections")
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


@programs.route(f"{_DECISION}/close")
class CloseView(Endpoint):
    """Closing early."""

    @permission("decisions.close_early")
    @programs.arguments(ReasonSchema)
    @programs.response(200, ClosedSchema)
    def post(self, sent: dict[str, Any], decision_id: int) -> Response:
        """Close a vote before its time, with a reason that every member reads."""
        verdict = closing.close_early(actor(), decision_id, sent["reason"])
        return answer({"id": decision_id, "state": "closed", "verdict": _verdict(verdict)})


@programs.route(f"{_DECISION}/casting-vote")
class CastingVoteView(Endpoint):
    """The chair's casting vote."""

    @permission("decisions.casting_vote")
    @programs.arguments(CastingVoteSentSchema)
    @programs.response(200, ClosedSchema)
    def post(self, sent: dict[str, Any], decision_id: int) -> Response:
        """Decide a tie, where the rule of the vote says so."""
        verdict = closing.give_casting_vote(actor(), decision_id, sent["stance"], sent["reason"])
        return answer({"id": decision_id, "state": "closed", "verdict": _verdict(verdict)})


@programs.route("/receipts/<plain:code>")
class ReceiptView(Endpoint):
    """Finding a ballot by its receipt."""

    @permission("decisions.read")
    @programs.response(200, ReceiptFoundSchema)
    def get(self, code: str) -> Response:
        """The ballot that a receipt code belongs to, and where the record holds it, once you may know that."""
        found = check_code(code_in(code), actor())
        if found is None:
            raise NotFound()
        decision, ballot, entry = found.decision, found.ballot, found.entry
        return answer(
            {
                "withheld": found.withheld or None,
                "decision_id": decision.id if decision else None,
                "number": decision.number if decision else None,
                "title": decision.title if decision else None,
                "counts": found.counts,
                "cast_at": iso(ballot.cast_at) if ballot else None,
                "entry": {"seq": entry[0], "at": iso(entry[1]), "hash": entry[2]} if entry else None,
                "practice": ballot.practice if ballot else None,
                "stance": ballot.stance if ballot else None,
            }
        )


def _rule(sent: dict[str, Any]) -> rules.Rule:
    """The rule that was sent, by key or written out, with the choices of this vote."""
    if ("preset" in sent) == ("rule" in sent):
        raise Invalid("Send a preset, or a rule: one of the two", "preset")
    rule = _named(sent["preset"]) if "preset" in sent else rule_from(sent["rule"])
    try:
        return replace(rule, **{name: sent[name] for name in _CHOICES if name in sent})
    except rules.RuleError as error:
        raise Invalid(error.message, error.field) from None


def _judged_rule(sent: dict[str, Any], decision: Decision) -> rules.Rule:
    """The rule that was sent; else the one that is fixed, or planned."""
    if sent and decision.state == "open":
        raise Invalid("Voting is open: its rule is fixed", min(sent))
    if not sent and decision.rule:
        return rules.Rule.from_dict(decision.rule)
    if not sent and "rule" in (decision.plan or {}):
        return planning.planned_rule(decision.plan or {})
    return _rule(sent)


def _turnout(decision_id: int, rule: rules.Rule, view: DecisionView) -> dict[str, Any]:
    """Whether enough practices can vote, on the roll that was fixed or, before that, on today's."""
    roll = fixed_roll(decision_id) or opening.todays_roll(decision_id, rule)[0]
    found = turnout_today(rule, roll, options_of(view.decision))
    return {
        "practices": found.practices,
        "able": found.able,
        "needed": found.needed,
        "can_succeed": found.can_succeed,
        "runs_short": found.runs_short,
        "without": list(found.without),
        "holders": _holders(holding_today(decision_id, found.practices)),
    }


def _holders(held: Holding) -> dict[str, Any]:
    """Who holds the votes of several practices."""
    return {
        "words": held.words,
        "most": held.most,
        "people": [one._asdict() for one in held.holders],
    }


def _named(key: str) -> rules.Rule:
    try:
        return rule_named(key)
    except Invalid as no:
        raise Invalid(no.words, "preset") from None


def _verdict(verdict: rules.Verdict) -> dict[str, Any]:
    return verdict.to_dict() | {"chosen": verdict.chosen, "notes": list(verdict.notes)}


def _own(entry: votes.OwnEntry) -> dict[str, Any]:
    whole = own_ballot(entry)
    return {name: whole[name] for name in BallotRowSchema._declared_fields}


def _part(items: list[dict[str, Any]], limit: int) -> dict[str, Any]:
    return {"items": items[:limit], "next": items[limit - 1]["practice"] if len(items) > limit else None}


@programs.route(f"/decisions/<{ID}:decision_id>/withdraw")
class WithdrawView(Endpoint):
    """Taking a proposal back."""

    @permission("decisions.put_to_vote")
    @programs.arguments(ReasonSchema)
    @programs.response(200, StateSchema)
    def post(self, sent: dict[str, Any], decision_id: int) -> Response:
        """Withdraw a proposal, before or while it is voted on, with a reason that every member reads."""
        withdraw(actor(), decision_id, sent["reason"])
        return answer({"id": decision_id, "state": "withdrawn"})


@programs.route("/votes-owed")
class VotesOwedView(Endpoint):
    """What your practices still owe."""

    @permission("decisions.read")
    @programs.response(200, VotesOwedSchema)
    def get(self) -> Response:
        """Open votes in which a practice that you represent has no ballot yet, by deadline."""
        codes = {seat.practice_id: seat.code for seat in actor().representing}
        return answer(
            {
                "items": [
                    {
                        "decision_id": one.decision_id,
                        "title": one.title,
                        "closes_at": iso(one.closes_at),
                        "practice": codes[one.practice_id],
                    }
                    for one in votes_owed(actor(), actor().representing)
                ]
            }
        )


def own_ballot(entry: votes.OwnEntry) -> dict[str, Any]:
    """One of the reader's practices on the roll."""
    return {
        "practice": entry.code,
        "name": entry.name,
        "patients": entry.patients,
        "weight": entry.weight,
        "recused": entry.recused_at is not None,
        "recusal_reason": entry.recusal_reason,
        "stance": entry.stance,
        "reason": entry.reason,
        "cast_at": iso(entry.cast_at),
        "cast_by": entry.cast_by,
        "changes": entry.version - 1 if entry.version else None,
        "way": entry.way,
        "account_link_seen_by": entry.link_seen_by,
        "receipt": entry.receipt,
        "answer": entry.answer,
        "resolved": entry.accepted_at is not None,
    }


def roll_row(row: votes.RollRow) -> dict[str, Any]:
    """A practice on the roll, without its vote."""
    return {
        "practice": row.code,
        "name": row.name,
        "patients": row.patients,
        "weight": row.weight,
        "recused": row.recused,
        "recusal_reason": row.recusal_reason,
    }


def ballot_row(row: votes.RollRow) -> dict[str, Any]:
    """A practice and its vote; who stood aside has none."""
    said = {"stance": row.stance, "reason": row.reason, "answer": row.answer, "resolved": row.resolved}
    aside = {"stance": None, "reason": None, "answer": None, "resolved": False}
    cast = {"cast_by": row.cast_by, "cast_at": iso(row.cast_at), "changes": row.changes, "way": row.way}
    seen = {"account_link_seen_by": row.link_seen_by}
    return roll_row(row) | (aside if row.recused else said) | cast | seen
