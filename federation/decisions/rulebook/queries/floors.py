"""The federation's floors: what every vote asks for at least."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import select

from federation.decisions import rules
from federation.decisions.models import Decision, OwnRule, ProposalVersion
from federation.decisions.subjects import FLOORS
from federation.kernel import tenancy
from federation.kernel.db import db
from federation.network.models import Federation

SETTING: Final = "floors"
"""Where the federation's settings keep them."""


def floors_in(settings: Mapping[str, Any]) -> rules.VoteFloors:
    """The floors among a federation's settings; as delivered where the members have not decided otherwise."""
    return rules.VoteFloors.from_dict(settings.get(SETTING) or {})


def floors_now() -> rules.VoteFloors:
    """The floors of the federation chosen, as they are now."""
    settings = db.session.scalar(select(Federation.settings).where(Federation.id == tenancy.current()))
    return floors_in(settings or {})


class ReplacedTerms(NamedTuple):
    """The terms of a decision that another is to take the place of."""

    rule: rules.Rule
    floors: rules.VoteFloors


def replaced_by(decision: Decision) -> ReplacedTerms | None:
    """The terms of the decision that this one would replace; None where it replaces none."""
    if decision.supersedes_id is None:
        return None
    row = db.session.execute(
        select(Decision.rule, Decision.floors).where(Decision.id == decision.supersedes_id)
    ).one()
    floors = rules.NONE if row.floors is None else rules.VoteFloors.from_dict(row.floors)
    return ReplacedTerms(rules.Rule.from_dict(row.rule), floors)


def kept_rules(retired: bool = False) -> tuple[rules.Rule, ...]:
    """The rules that the federation keeps beside those that every federation has."""
    asked = select(OwnRule.rule)
    if not retired:
        asked = asked.where(OwnRule.retired_at.is_(None))
    return tuple(map(rules.Rule.from_dict, db.session.scalars(asked)))


class FloorsChange(NamedTuple):
    """A decision of the members that changed the floors."""

    decision_id: int
    number: str
    closed_at: datetime
    changes: tuple[rules.FloorInWords, ...]


def floors_of(data: Mapping[str, Any] | None) -> tuple[rules.VoteFloors, rules.VoteFloors]:
    """The floors before and after, as a proposal to change them holds them. Error: RuleError where it holds none."""
    try:
        return rules.VoteFloors.from_dict((data or {})["before"]), rules.VoteFloors.from_dict(
            (data or {})["after"]
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, rules.RuleError):
            raise
        raise rules.RuleError("floors", "These are no floors.") from None


def floor_changes(most: int = 50) -> list[FloorsChange]:
    """The decisions that changed the floors, the newest first. One statement."""
    rows = db.session.execute(
        select(Decision.id, Decision.year, Decision.ordinal, Decision.closed_at, ProposalVersion.terms)
        .join(ProposalVersion, ProposalVersion.of(Decision))
        .where(Decision.subject == FLOORS, Decision.state == "closed", Decision.verdict == "carried")
        .order_by(Decision.closed_at.desc(), Decision.id.desc())
        .limit(most)
    )
    return [
        FloorsChange(
            row.id,
            f"{row.year}/{row.ordinal}",
            row.closed_at,
            rules.changes_in_words(*floors_of(row.terms["data"])),
        )
        for row in rows
    ]


def change_under_way() -> int | None:
    """The proposal to change the floors that members see and have not decided yet, if there is one."""
    return db.session.scalar(
        select(Decision.id)
        .where(Decision.subject == FLOORS, Decision.state.in_(rules.UNDER_WAY))
        .order_by(Decision.id)
        .limit(1)
    )
