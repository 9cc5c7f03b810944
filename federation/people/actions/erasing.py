"""Erasing an account: the number stays, because the federations' records and texts point to it, and nothing else."""

from typing import Final

from sqlalchemy import delete, select, update

from federation.kernel import outbox
from federation.kernel.clock import database_now
from federation.kernel.db import db
from federation.people import security
from federation.people.actions import throttle
from federation.people.models import (
    BegunFactor,
    FormerName,
    HalfSignIn,
    MailedLink,
    OrganisationAccount,
    Person,
    ProgramToken,
    RecoveryCode,
    SecondFactor,
    SignIn,
)

FORMER: Final = "Former member"
_THEIRS: Final = (
    FormerName,
    SignIn,
    HalfSignIn,
    SecondFactor,
    BegunFactor,
    RecoveryCode,
    MailedLink,
    ProgramToken,
    OrganisationAccount,
)


def erase_account(person_id: int) -> None:
    """Forget who a person was, in the open unit of work; their roles have been ended before."""
    person = db.session.execute(
        select(Person.reached_at().label("email"), Person.name).where(Person.id == person_id)
    ).one()
    for model in _THEIRS:
        db.session.execute(
            delete(model).where(model.person_id == person_id).execution_options(synchronize_session=False)
        )
    security.forget_person(person_id)
    throttle.forget_account(person.email)
    throttle.forget_codes(person.email)
    outbox.forget_person(person_id, {person.name: FORMER, person.email: FORMER})
    db.session.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(
            email=f"erased:{person_id}",
            invited_email=None,
            name=FORMER,
            password_hash=None,
            mail_choices=None,
            erased_at=database_now(),
        )
        .execution_options(synchronize_session=False)
    )
