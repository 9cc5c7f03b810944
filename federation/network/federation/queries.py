"""Reading federations: by name, what they are for, who looks after one."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select

from federation.kernel import tenancy
from federation.kernel.db import db
from federation.kernel.policy import ROLE_TITLES
from federation.kernel.refusals import NotFound
from federation.network.members.queries.places import federations_of
from federation.network.models import Federation, FederationAim


def administers_any(person_id: int) -> bool:
    """Whether the person is an administrator of some federation."""
    title = ROLE_TITLES["administrator"]
    return any(title in place.roles for place in federations_of(person_id))


class AimRow(NamedTuple):
    """An aim as it is shown."""

    number: int
    words: str
    retired_at: datetime | None


class FederationAims(NamedTuple):
    """The purpose of the federation, and its aims."""

    purpose: str
    aims: list[AimRow]
    retired: list[AimRow]


_PURPOSE = select(Federation.purpose).where(Federation.id == bindparam("chosen"))
_AIMS = select(FederationAim.number, FederationAim.words, FederationAim.retired_at).order_by(
    FederationAim.number
)


def about_federation() -> FederationAims:
    """Purpose and aims of the federation chosen."""
    purpose = db.session.scalar(_PURPOSE, {"chosen": tenancy.current()}) or ""
    rows = [AimRow._make(row) for row in db.session.execute(_AIMS)]
    return FederationAims(
        purpose,
        [row for row in rows if row.retired_at is None],
        [row for row in rows if row.retired_at is not None],
    )


def aim_numbered(number: int) -> AimRow:
    """An aim that is not retired."""
    row = db.session.execute(
        select(FederationAim.number, FederationAim.words, FederationAim.retired_at).where(
            FederationAim.number == number, FederationAim.retired_at.is_(None)
        )
    ).first()
    if row is None:
        raise NotFound()
    return AimRow._make(row)
