"""Putting to the vote."""

from dataclasses import replace
from typing import Any

from flask import Response

from federation.decisions import rules
from federation.decisions.blueprint import ONE_DECISION, programs
from federation.decisions.held import matter_from
from federation.decisions.models import Decision
from federation.decisions.rulebook.api.rules import rule_from
from federation.decisions.rulebook.queries.rulebook import rule_named
from federation.decisions.schemas import StateSchema
from federation.decisions.seen import DecisionFacts, decision_view, options_of, seen
from federation.decisions.voting.actions import opening, planning, scheduling
from federation.decisions.voting.queries.holders import VoteHolders, holding_today
from federation.decisions.voting.queries.roll import fixed_roll, turnout_today
from federation.decisions.voting.schemas.votes import (
    OpenedSchema,
    OpeningSchema,
    RuleWantedSchema,
    TurnoutShownSchema,
)
from federation.kernel.api import Endpoint, answer
from federation.kernel.api_fields import iso
from federation.kernel.policy import authorize
from federation.kernel.refusals import Invalid
from federation.kernel.web import actor, permission

_CHOICES = ("visibility", "reasons", "early_close")


@programs.route(f"{ONE_DECISION}/open")
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


@programs.route(f"{ONE_DECISION}/turnout")
class TurnoutView(Endpoint):
    """Before putting to the vote."""

    @permission("decisions.put_to_vote")
    @programs.arguments(RuleWantedSchema, location="query")
    @programs.response(200, TurnoutShownSchema)
    def get(self, sent: dict[str, Any], decision_id: int) -> Response:
        """Whether enough practices can vote as things are now, and which have no representative: before voting opens and
        while it is open; refused once it is over."""
        view, coauthors = seen(decision_id, actor())
        decision = view.decision
        authorize(
            actor(),
            "decisions.put_to_vote",
            matter_from(decision, coauthors),
        )
        if decision.state in ("closed", "withdrawn"):
            raise Invalid("This vote is over: who can vote is no longer asked.")
        return answer(_turnout(decision_id, _judged_rule(sent, decision), view))


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


def _turnout(decision_id: int, rule: rules.Rule, view: DecisionFacts) -> dict[str, Any]:
    """Whether enough practices can vote, on the roll that was fixed or, before that, on today's."""
    roll = fixed_roll(decision_id) or opening.todays_roll(view.decision, rule)[0]
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


def _holders(held: VoteHolders) -> dict[str, Any]:
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
