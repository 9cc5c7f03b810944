"""How an author means to put a proposal to the vote, kept between the three steps; nothing is fixed before the last."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from federation.decisions import rules
from federation.decisions.held import readable
from federation.decisions.models import Decision
from federation.decisions.proposals.actions.replacing import check_replaces
from federation.decisions.rulebook.actions.floors import check_notice, checked_floors
from federation.decisions.rulebook.queries.rulebook import rule_named
from federation.decisions.voting.actions.opening import check_close
from federation.decisions.voting.actions.scheduling import check_opening
from federation.kernel.db import unit_of_work
from federation.kernel.held import held
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Refusal

_USUAL_DAYS = 14
_TIMES = ("opens_at", "closes_at")
_LONDON = ZoneInfo("Europe/London")


def plan(
    actor: Actor,
    decision_id: int,
    *,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    **choices: str | bool,
) -> None:
    """Keep choices for putting a proposal to the vote; choosing another rule forgets what depended on the last one.

    The two times belong together: a close without a time of opening means that somebody opens the vote by hand.
    """
    with unit_of_work():
        decision, now = held(Decision, decision_id)
        authorize(actor, "decisions.put_to_vote", readable(actor, decision))
        if decision.state not in rules.BEFORE_VOTING:
            raise Refusal("This proposal has been put to the vote already.")
        before = dict(decision.plan or {})
        if choices.get("rule") not in (None, before.get("rule")):
            before = {name: value for name, value in before.items() if name in _TIMES}
        after = before | choices
        check_replaces(decision)
        rule = planned_rule(after)
        floors = checked_floors(decision, rule, actor.person_id)
        if closes_at is not None:
            if opens_at is not None:
                check_opening(now, opens_at)
            check_close(rule, now, opens_at or now, closes_at)
            check_notice(floors, opens_at or now, closes_at)
            times = {"opens_at": opens_at, "closes_at": closes_at}
            after |= {name: at.isoformat() if at else None for name, at in times.items()}
        decision.plan = after


def planned_rule(plan: dict[str, Any]) -> rules.Rule:
    """The rule chosen, with the choices of step 2."""
    rule = rule_named(plan["rule"])
    changes = {name: plan[name] for name in ("early_close", "visibility", "reasons") if name in plan}
    return replace(rule, **changes)


def planned_close(plan: dict[str, Any]) -> datetime | None:
    """When voting is meant to close."""
    return datetime.fromisoformat(plan["closes_at"]) if "closes_at" in plan else None


def planned_opening(plan: dict[str, Any]) -> datetime | None:
    """When voting is meant to open by itself; None where somebody opens it by hand."""
    return datetime.fromisoformat(plan["opens_at"]) if plan.get("opens_at") else None


def usual_close(now: datetime) -> datetime:
    """Two weeks from now, at 5pm."""
    return (now.astimezone(_LONDON) + timedelta(days=_USUAL_DAYS)).replace(
        hour=17, minute=0, second=0, microsecond=0
    )


def counts_patients(rule: rules.Rule) -> bool:
    """Whether the number of patients of each practice matters under this rule."""
    return rule.double_majority or rule.weights.kind in ("patients", "banded")
