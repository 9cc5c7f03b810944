"""What the plugin answers to others."""

from typing import Any

from sqlalchemy import select, update

from federation.toolkit import (
    Objection,
    OpeningVote,
    Panel,
    PersonalRecord,
    PersonErased,
    PracticeShown,
    hookimpl,
    session,
)

from .aligning.actions.proposing import decided
from .models import (
    CareHome,
    HomeAlternative,
    HomeArrival,
    HomeChoice,
    HomeEvidence,
    HomeMonth,
    HomeOffer,
    HomeRound,
    HomeTurnover,
)


@hookimpl
def happened(event: Any) -> None:
    """A verdict gives each home its practice; a lead who is erased is none any more."""
    if isinstance(event, PersonErased):
        session.execute(update(CareHome).where(CareHome.lead_id == event.person_id).values(lead_id=None))
        return
    decided(event)


@hookimpl
def objections(act: Any) -> list[Objection]:
    """No vote on alternatives for homes that have changed since, and among several only one by which a single one is chosen."""
    match act:
        case OpeningVote(subject="care_homes.aligning"):
            if len(act.terms["alternatives"]) > 1 and (
                act.rule.method != "points" or act.rule.part("seats") != 1
            ):
                return [
                    Objection(
                        "Members choose one of several here: take a rule by points that chooses one option."
                    )
                ]
            there = set(session.scalars(select(CareHome.code)))
            for one in act.terms["alternatives"]:
                if {home["home"] for home in one["homes"]} != there:
                    return [
                        Objection(
                            "Homes have come or gone since this was worked out. Work it out again first."
                        )
                    ]
    return []


@hookimpl
def panels(place: str, subject: Any) -> list[Panel]:
    """The homes that a practice looks after, on its page."""
    match subject:
        case PracticeShown():
            rows = session.execute(
                select(CareHome.id, CareHome.name, CareHome.beds)
                .where(CareHome.practice_id == subject.practice_id)
                .order_by(CareHome.name)
            ).all()
            return [Panel("care_homes/_practice.html", {"homes": rows})] if rows else []
    return []


@hookimpl
def personal_data(person_id: int) -> list[PersonalRecord]:
    """What a person entered, and the homes that they lead."""
    rounds = session.scalars(select(HomeRound).where(HomeRound.person_id == person_id).order_by(HomeRound.id))
    months = session.scalars(select(HomeMonth).where(HomeMonth.person_id == person_id).order_by(HomeMonth.id))
    came = session.scalars(
        select(HomeArrival).where(HomeArrival.person_id == person_id).order_by(HomeArrival.id)
    )
    made = session.scalars(
        select(HomeAlternative).where(HomeAlternative.made_by == person_id).order_by(HomeAlternative.id)
    )
    led = session.scalars(select(CareHome).where(CareHome.lead_id == person_id).order_by(CareHome.id))
    shared = session.scalars(
        select(HomeEvidence)
        .where((HomeEvidence.submitted_by == person_id) | (HomeEvidence.reviewed_by == person_id))
        .order_by(HomeEvidence.id)
    )
    return [
        *(PersonalRecord("Clinical lead of a care home", {"home": one.name}) for one in led),
        *(
            PersonalRecord(
                "Round of a care home",
                {"home": one.home_id, "week": one.week, "kept": one.kept, "note": one.note},
            )
            for one in rounds
        ),
        *(
            PersonalRecord("Admissions of a care home", {"home": one.home_id, "month": one.month})
            for one in months
        ),
        *(
            PersonalRecord(
                "New resident of a care home", {"home": one.home_id, "on": one.arrived_on.isoformat()}
            )
            for one in came
        ),
        *_of_support(person_id),
        *(PersonalRecord("Alternative for care homes", {"title": one.title}) for one in made),
        *(
            PersonalRecord(
                "What works in care homes",
                {"title": one.title, "words": one.words, "verdict": one.verdict, "reason": one.reason},
            )
            for one in shared
        ),
    ]


def _of_support(person_id: int) -> list[PersonalRecord]:
    offers = session.scalars(select(HomeOffer).where(HomeOffer.person_id == person_id).order_by(HomeOffer.id))
    chose = session.scalars(
        select(HomeChoice).where(HomeChoice.person_id == person_id).order_by(HomeChoice.id)
    )
    left = session.scalars(
        select(HomeTurnover).where(HomeTurnover.person_id == person_id).order_by(HomeTurnover.id)
    )
    return [
        *(
            PersonalRecord(
                "Offer to the staff of a care home",
                {"home": one.home_id, "title": one.title, "words": one.words, "outcome": one.outcome},
            )
            for one in offers
        ),
        *(
            PersonalRecord(
                "What residents of a care home chose", {"home": one.home_id, "on": one.said_on.isoformat()}
            )
            for one in chose
        ),
        *(
            PersonalRecord("Staff who left a care home", {"home": one.home_id, "quarter": one.quarter})
            for one in left
        ),
    ]
