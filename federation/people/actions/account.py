"""A person's own account: name and mail."""

from collections.abc import Mapping

from sqlalchemy import update

from federation.kernel.db import unit_of_work
from federation.people.models import Person


def choose_mail(person_id: int, choices: Mapping[str, str]) -> None:
    """Say when one wants each kind of mail."""
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.id == person_id).values(mail_choices=dict(choices)))
