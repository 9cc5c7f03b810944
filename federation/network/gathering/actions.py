"""Sending what waited for people, once: whoever takes the letters writes the one that they go out in, in one transaction."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from federation.kernel import outbox, tenancy
from federation.kernel.db import db, unit_of_work
from federation.kernel.gathered import GatheredLetter, people_due, take_due
from federation.kernel.policy import Actor
from federation.kernel.reading import read_for
from federation.network.arrival import place_of
from federation.network.gathering.letters import SubmittedLetter, whole_subject, whole_text
from federation.network.models import Federation
from federation.people.actions.stopping import GATHERED_MAIL
from federation.people.models import Person
from federation.plugin.door import door

log = logging.getLogger(__name__)


def send_gathered() -> int:
    """Write to everybody for whom letters are due the one that holds them; returns how many were written. Any number of
    workers may do this at once."""
    written = 0
    for person_id in people_due():
        try:
            written += _send(person_id)
        except Exception:
            log.exception("what waits for person %s could not be gathered", person_id)
            db.session.rollback()
    return written


def _send(person_id: int) -> bool:
    """Whether a letter was written: none where another worker took what was due, or nothing of it is to be read any more."""
    with unit_of_work():
        taken = take_due(person_id)
        person = db.session.execute(
            select(Person.id, Person.name, Person.email, Person.mail_choices).where(
                Person.id == person_id, Person.erased_at.is_(None)
            )
        ).first()
        found = _readable(person, taken) if person else {}
        if not person or not found:
            return False
        letter = {
            "person": person_id,
            "subject": whole_subject(found),
            "text": whole_text(person.name, found),
            "reason": GATHERED_MAIL,
        }
        return outbox.add("mail", f"gathered:{person_id}:{taken[-1].id}", letter)


def _readable(person: Any, taken: Sequence[GatheredLetter]) -> dict[str, list[SubmittedLetter]]:
    """The letters that a person still wants and may still read, by the names of their federations."""
    found: dict[str, list[SubmittedLetter]] = {}
    for federation_id in sorted({one.federation_id for one in taken if one.federation_id is not None}):
        theirs = [one.payload for one in taken if one.federation_id == federation_id]
        with tenancy.federation_scope(federation_id), read_for(person.id):
            reader = place_of(person.id, person.name, person.email, federation_id)
            letters = [_submitted(one) for one in theirs if reader and _is_for(one, person, reader)]
            if letters:
                name = select(Federation.name).where(Federation.id == federation_id)
                found[db.session.scalars(name).one()] = letters
    return found


def _is_for(letter: Mapping[str, Any], person: Any, reader: Actor) -> bool:
    """Whether somebody still wants mail of this kind, and may read what it is about."""
    kind = next((one for one in door().mail if one.key == letter["reason"]), None)
    if kind is not None and not kind.is_wanted(person.mail_choices):
        return False
    on = door().calls.switched_on()
    return "owner" not in letter or door().reads_thing(letter["owner"], letter["owner_id"], reader, on)


def _submitted(letter: Mapping[str, Any]) -> SubmittedLetter:
    own = f"{letter['owner']}:{letter['owner_id']}" if "owner" in letter else ""
    return SubmittedLetter(letter.get("beside") or own, letter["subject"], letter["text"])
