"""The parts that all letters about decisions have in common.

Each letter goes into the outbox under a key that is used once, so that work done twice writes nobody twice.
"""

import textwrap
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from federation.decisions.models import Decision, ProposalVersion
from federation.decisions.subjects import TALK
from federation.kernel.db import db
from federation.kernel.words import moment
from federation.network.groups.queries import people_seated
from federation.network.models import Federation, Membership
from federation.people.actions.posting import ChosenLetter, LetterAbout
from federation.people.actions.posting import post as post_chosen
from federation.people.addresses import full_address
from federation.people.models import Person
from federation.plugin.mail_choices import MailKind

_TOLD_RESULTS = ("executive", "representative", "member", "lay_partner")
_BEGINNING = 300


def first_lines(decision: Decision) -> str:
    """The beginning of the text that is decided, indented."""
    body = db.session.scalar(
        select(ProposalVersion.body).where(
            ProposalVersion.decision_id == decision.id, ProposalVersion.number == decision.version
        )
    )
    lines = shorten(body or "", _BEGINNING)
    return textwrap.indent(textwrap.fill(lines, 72), "    ")


def shorten(text: str, most: int) -> str:
    """The beginning of a text on one line, cut between words."""
    return textwrap.shorten(text, most, placeholder=" …")


def everybody_in(decision: Decision) -> list[Any]:
    """All who take part where it is decided: in the federation, or in the group."""
    if decision.group_id is None:
        return everybody()
    asked = select(Person.id, Person.mail_choices).where(Person.id.in_(people_seated(decision.group_id)))
    return list(db.session.execute(asked).all())


def everybody() -> list[Any]:
    """All who take part in the federation."""
    belongs = (
        select(Membership.id)
        .where(
            Membership.person_id == Person.id,
            Membership.role.in_(_TOLD_RESULTS),
            Membership.in_force(),
        )
        .exists()
    )
    asked = select(Person.id, Person.mail_choices).where(belongs, Person.erased_at.is_(None))
    return list(db.session.execute(asked).all())


def post_to(kind: MailKind, key: str, about: LetterAbout, person_id: int, subject: str, text: str) -> None:
    """One letter to one person, if they want this kind and have not been erased."""
    asked = select(Person.id, Person.mail_choices).where(Person.id == person_id, Person.erased_at.is_(None))
    post(kind, key, about, db.session.execute(asked).all(), subject, text)


def about_decision(decision_id: int) -> LetterAbout:
    """That a letter is about a decision."""
    return LetterAbout(TALK, decision_id)


def post(
    kind: MailKind, key: str, about: LetterAbout, people: Iterable[Any], subject: str, text: str
) -> None:
    """One letter to each of these people who wants this kind, when they want it."""
    letters = [
        ChosenLetter(letter_key(key, person.id), person.id, person.mail_choices, subject, text)
        for person in people
    ]
    post_chosen(kind, letters, about)


def letter_key(key: str, person_id: int) -> str:
    """The key under which one person gets one letter, once."""
    return f"mail:{key}:{person_id}"


def decision_of(decision_id: int) -> Decision:
    """The decision that a letter is about."""
    found = db.session.get(Decision, decision_id)
    if found is None:
        raise LookupError(f"decision {decision_id}")
    return found


def link_to(decision_id: int) -> str:
    """The whole address of a decision's page."""
    slug, _ = federation_of(decision_id)
    return full_address("decisions.show", federation=slug, decision_id=decision_id)


def federation_of(decision_id: int) -> tuple[str, str]:
    """The short name in addresses of a decision's federation, and its name."""
    row = db.session.execute(
        select(Federation.slug, Federation.name)
        .join(Decision, Decision.federation_id == Federation.id)
        .where(Decision.id == decision_id)
    ).one()
    return row.slug, row.name


def close_of(decision: Decision) -> str:
    """When voting closes, in words."""
    return moment(decision.closes_at) if decision.closes_at else ""
