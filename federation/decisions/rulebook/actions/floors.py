"""The federation's floors where they bind: no vote opens below them, whichever way it comes in."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from federation.decisions import rules
from federation.decisions.models import Decision
from federation.decisions.rulebook.actions.member_changes import check_change
from federation.decisions.rulebook.queries.floors import floors_now, kept_rules, replaced_by
from federation.decisions.seen import voters_called
from federation.decisions.terms import is_by_silence
from federation.kernel.db import db
from federation.kernel.refusals import Invalid
from federation.network.models import Membership

_EXECUTIVES_ALONE: Final = (
    "Only the executive may use a rule of its own. Choose one of the rules that every federation has, or one that "
    "this federation keeps."
)
_NOBODY: Final = "Only the rules that every federation has may be used here."


def checked_floors(
    decision: Decision, rule: rules.Rule, person_id: int | None, due: bool = False
) -> rules.VoteFloors:
    """The floors that hold for a vote on this proposal, after the rule was compared with them.

    ``person_id`` puts it to the vote; ``due`` says that this was settled earlier and its time has come.
    Raises ``Invalid`` with all that the rule lacks.
    """
    if wrong := rules.misfit(rule, voters_called(decision)):
        raise Invalid(wrong.message, "rule")
    check_change(decision, rule)
    floors = floors_now()
    by_silence = is_by_silence(decision.subject)
    found = [short.words for short in floors.against(rule, by_silence=by_silence)]
    found += _whose(floors, rule, person_id, due)
    replaced = replaced_by(decision)
    if replaced and floors.replacing == "same":
        found += rules.against_replacing(rule, replaced.rule)
        held = floors.with_those_of(replaced.floors)
        found += [
            short.words for short in held.against(rule, by_silence=by_silence) if short.words not in found
        ]
        floors = held
    if found:
        raise Invalid(" ".join(found), "rule")
    return floors


def check_everybody_votes(
    floors: rules.VoteFloors, rule: rules.Rule, roll: Sequence[rules.RollVoter]
) -> None:
    """Refuse a rule of one's own under which a practice on the roll has no vote: weights chosen for one matter could
    leave the vote to a few, and floors count shares alone."""
    if floors.own_rules == "anybody" or not rules.is_own(rule):
        return
    none = [entry.name for entry in roll if not entry.weight and not entry.recused]
    if none:
        names = ", ".join(none[:5]) + (f" and {len(none) - 5} more" if len(none) > 5 else "")
        raise Invalid(
            f"Under this rule these practices would have no vote: {names}. Choose a rule that gives every practice one",
            "rule",
        )


def check_notice(floors: rules.VoteFloors, opens_at: datetime, closes_at: datetime) -> None:
    """Refuse a close that leaves members less time than the notice."""
    if closes_at - opens_at < timedelta(hours=floors.notice_hours):
        raise Invalid(
            f"Voting must be open for at least {floors.notice_hours} hours: our federation gives every practice "
            "this notice",
            "closes_at",
        )


def check_rule_to_keep(rule: rules.Rule) -> None:
    """Refuse a rule that no vote could be held under."""
    for short in floors_now().against(rule):
        raise Invalid(short.words.removesuffix("."), short.part)


def notice_ends(decision: Decision) -> datetime | None:
    """Until when nobody closes this open vote, unless every practice has voted; None where there is no notice."""
    floors = floors_now() if decision.floors is None else rules.VoteFloors.from_dict(decision.floors)
    if decision.opened_at is None or not floors.notice_hours:
        return None
    return (decision.notice_from or decision.opened_at) + timedelta(hours=floors.notice_hours)


def _whose(floors: rules.VoteFloors, rule: rules.Rule, person_id: int | None, due: bool) -> list[str]:
    """Why this person may not use this rule, if so."""
    if floors.own_rules == "anybody" or not rules.is_own(rule):
        return []
    if floors.own_rules == "nobody":
        return [_NOBODY]
    if not rules.is_own(rule, kept_rules(retired=due)) or _is_executive(person_id):
        return []
    return [_EXECUTIVES_ALONE]


def _is_executive(person_id: int | None) -> bool:
    found = db.session.scalar(
        select(Membership.id)
        .where(
            Membership.person_id == person_id,
            Membership.role == "executive",
            Membership.in_force(),
        )
        .limit(1)
    )
    return found is not None
