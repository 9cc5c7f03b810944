"""A vote on the federation's floors: its text says exactly what it does, and it does that when it is carried."""

from typing import Final

from sqlalchemy import select

from federation.decisions import rules
from federation.decisions.models import Decision, ProposalVersion
from federation.decisions.rulebook.queries.floors import SETTING, floors_now, floors_of
from federation.decisions.seen import terms_of
from federation.decisions.subjects import FLOORS
from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.refusals import Invalid, Refusal
from federation.network.locking import locked

_ANEW: Final = "Begin a new proposal from the page of the floors."


def check_change(decision: Decision, rule: rules.Rule) -> None:
    """Refuse a vote on the floors whose text and effect are not one thing, or that one person could settle.

    Of two such votes the later would undo the other unsaid: they are held one after the other.
    """
    if decision.subject != FLOORS:
        return
    locked()
    try:
        before, after = floors_of(terms_of(decision))
    except rules.RuleError:
        raise Refusal(f"What this proposal would change cannot be read. {_ANEW}") from None
    text = db.session.scalars(
        select(ProposalVersion).where(
            ProposalVersion.decision_id == decision.id, ProposalVersion.number == decision.version
        )
    ).one()
    if (text.title, text.body, text.options) != (rules.FLOORS_TITLE, rules.text_of_change(before, after), []):
        raise Refusal(f"The text of this proposal is not what it would change. {_ANEW}")
    if before != floors_now():
        raise Refusal(f"The floors have changed since this proposal was written. {_ANEW}")
    if decision.supersedes_id is not None:
        raise Refusal("A change of the floors replaces no other decision.")
    if not rule.how.binds:
        raise Invalid("The floors are changed by a vote that binds, not by advice", "rule")
    if rule.can_tie and rule.tie == "casting_vote":
        raise Invalid("The members change the floors: the chair cannot decide a tie about them", "rule")
    others = select(Decision.id).where(
        Decision.subject == FLOORS, Decision.state == "open", Decision.id != decision.id
    )
    if db.session.scalar(others.limit(1)):
        raise Refusal("Another vote on the floors is open. Wait until it has closed.")


def apply_change(decision: Decision) -> None:
    """Let a carried decision about the floors hold, in the unit of work that closes it."""
    if decision.subject != FLOORS or decision.verdict != "carried":
        return
    _, after = floors_of(terms_of(decision))
    federation = locked()
    federation.settings = {**federation.settings, SETTING: after.to_dict()}
    record.append(
        None,
        "floors.changed",
        f"decision:{decision.id}",
        floors=after.to_dict(),
        words=[f"{one.about}: {one.words}" for one in rules.floors_as_read(after)],
    )
