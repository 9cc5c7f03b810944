"""Whether the members decide who joins."""

from collections.abc import Mapping
from typing import Any, Final

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
    return admitted_by(settings or {})


def admitted_by(settings: Mapping[str, Any]) -> int | None:
    """The same, of the federation's settings. No statement."""
    return settings.get(JOINING)
