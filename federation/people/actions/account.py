"""A person's own account: name and mail."""

from collections.abc import Collection

from sqlalchemy import update

from federation.kernel.db import unit_of_work
from federation.people.models import Person
from federation.plugin.door import door


def choose_mail(person_id: int, wanted: Collection[str]) -> None:
    """Say which kinds of mail one wants."""
    choices = {kind.key: kind.key in wanted for kind in door().mail}
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.id == person_id).values(mail_choices=choices))
