"""Action learning sets: beginning one, joining it, and writing down a meeting."""

from collections.abc import Mapping
from datetime import date

from federation.toolkit import (
    Actor,
    Invalid,
    NotYours,
    Refusal,
    authorize,
    held,
    people,
    session,
    time_now,
    today,
    unit_of_work,
    write_record,
)

from ..models import LearningSet, LearningSetMeeting, LearningSetMember
from ..typed import short_text
from .queries import members_of, set_here


def begin_set(actor: Actor, title: str, members: Mapping[int, str], confidential: bool = True) -> int:
    """Begin a set of two people or more, each with what they are; returns its number. Who begins it is in it."""
    authorize(actor, "education.lead")
    title = short_text(title, "title", 120, "Enter a title")
    kinds = {
        person: short_text(kind, "profession", 60, "Say what they are") for person, kind in members.items()
    }
    known = {one.id for one in people()}
    if actor.person_id not in members or len(members) < 2 or not known >= set(members):
        raise Invalid("Select yourself and at least one other person", "people")
    with unit_of_work():
        row = LearningSet(
            title=title, confidential=confidential, begun_by=actor.person_id, begun_at=time_now()
        )
        session.add(row)
        session.flush()
        session.add_all(
            LearningSetMember(set_id=row.id, person_id=person, profession=kind, joined_at=time_now())
            for person, kind in kinds.items()
        )
        write_record(actor.person_id, "education.set_begun", f"education_set:{row.id}", people=len(kinds))
        return row.id


def met(actor: Actor, set_id: int, held_on: date, presenter_id: int, commitments: str) -> int:
    """Write down a meeting: who presented, and what they will do. Members of the set alone do so."""
    authorize(actor, "education.set")
    commitments = short_text(commitments, "commitments", 2_000, "Say what they will do")
    with unit_of_work():
        held(LearningSet, set_id)
        inside = [one.person_id for one in members_of(set_id)]
        if actor.person_id not in inside:
            raise NotYours()
        if presenter_id not in inside:
            raise Invalid("Select somebody of the set", "presenter")
        if held_on > today():
            raise Refusal("This meeting is still to come.")
        row = LearningSetMeeting(
            set_id=set_id,
            held_on=held_on,
            presenter_id=presenter_id,
            commitments=commitments,
            noted_by=actor.person_id,
            noted_at=time_now(),
        )
        session.add(row)
        session.flush()
        write_record(actor.person_id, "education.set_met", f"education_set:{set_id}")
        return row.id


def reads_words(actor: Actor, set_id: int) -> bool:
    """Whether somebody reads what was agreed at the meetings of a set: its members, others where it is not confidential."""
    inside = any(one.person_id == actor.person_id for one in members_of(set_id))
    return inside or not set_here(set_id).confidential
