"""Whether the members decide who joins."""

from typing import Final

from sqlalchemy import select

from federation.kernel import tenancy
from federation.kernel.db import db
from federation.network.models import Federation

JOINING: Final = "joining"
"""The setting with the number of the decision by which the members agreed how practices join."""


def members_admit() -> int | None:
    """The decision by which the members agreed how practices join, so that they alone give and take votes; None where there is
    none yet, and administrators set the list up. One statement."""
    settings = db.session.scalar(select(Federation.settings).where(Federation.id == tenancy.current()))
    return (settings or {}).get(JOINING)
