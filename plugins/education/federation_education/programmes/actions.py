"""What the members decide: how they rank what is needed, and the programme of a year with what it may cost."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from federation.toolkit import (
    Actor,
    Draft,
    Invalid,
    authorize,
    groups,
    propose,
    session,
    settle,
    time_now,
    unit_of_work,
    write_record,
)

from ..models import LearningProgramme
from ..needs.actions.ranking import chosen_needs, named
from ..needs.queries import RankedGap
from ..terms import shared_words
from ..typed import MOST_PENCE

PROGRAMME: Final = "education.programme"
MOST_LEAST: Final = 99


class ProgrammePlan(NamedTuple):
    """A programme as it is proposed: its year, pence, the places of a course that each practice has at least, the group
    that judges courses (None: members who bought none), and the needs it is for, named as ``RankedGap.key``."""

    year: int
    pence: int
    least: int
    group_id: int | None
    needs: Sequence[str]


def propose_programme(actor: Actor, plan: ProgrammePlan) -> int:
    """Begin a proposal about what is learnt in a year; returns the number of the programme.

    Raises ``Invalid`` at ``year``, ``pence``, ``least``, ``group`` or ``needs``.
    """
    authorize(actor, "education.propose")
    names, chosen = judges(), chosen_needs(plan.needs)
    _check(plan, names, chosen)
    with unit_of_work():
        programme = LearningProgramme(
            year=plan.year,
            pence=plan.pence,
            least=plan.least,
            group_id=plan.group_id,
            needs=[named(one) for one in chosen],
            proposed_by=actor.person_id,
            proposed_at=time_now(),
        )
        session.add(programme)
        session.flush()
        terms = {
            "programme": programme.id,
            "year": plan.year,
            "pence": plan.pence,
            "least": plan.least,
            "group": plan.group_id,
            "group_name": names[plan.group_id],
            "needs": programme.needs,
        }
        programme.await_decision(propose(actor, PROGRAMME, _draft(plan, names), terms, fixed=True))
        return programme.id


def judges() -> dict[int | None, str]:
    """Who can judge courses: each group, and without one (None) those who had no part in buying them. One statement."""
    return {one.id: one.name for one in groups()} | {None: "Members who had no part in buying them"}


def settle_programmes(event: object) -> None:
    """In ``happened``: note what the members decided about programmes."""
    for programme in settle(LearningProgramme, event):
        if programme.decided == "carried":
            write_record(
                None,
                "education.agreed",
                f"education_programme:{programme.id}",
                decision=programme.decision_id,
                pence=programme.pence,
            )


def _check(plan: ProgrammePlan, names: Mapping[int | None, str], chosen: Sequence[RankedGap]) -> None:
    flaws = []
    if not 2020 <= plan.year <= 2100:
        flaws.append(("Enter a year, such as 2027", "year"))
    if not 0 <= plan.pence <= MOST_PENCE:
        flaws.append(("Enter what it may cost, up to £1,000,000", "pence"))
    if not 0 <= plan.least <= MOST_LEAST:
        flaws.append((f"Enter a number of places from 0 to {MOST_LEAST}", "least"))
    if plan.group_id not in names:
        flaws.append(("Select the group that judges courses", "group"))
    if not chosen:
        flaws.append(("Select at least one need", "needs"))
    if flaws:
        raise Invalid.many(flaws)


def _draft(plan: ProgrammePlan, names: Mapping[int | None, str]) -> Draft:
    money = f"£{plan.pence // 100:,}.{plan.pence % 100:02}"
    return Draft(
        title=f"What we learn together in {plan.year}",
        body=f"In {plan.year} courses are bought for the needs named below, for {money} at most. Places of each course are "
        f"shared {shared_words(plan.least)}. The courses are judged by: {names[plan.group_id]}. Whoever buys one has no say "
        "in that.",
        reasons="Practices said what they need to learn.",
    )
