"""The time by the database's clock, and the day it is in England."""

from datetime import date, datetime

from sqlalchemy import select

from federation.kernel.clock import database_now
from federation.kernel.db import db
from federation.kernel.words import LONDON


def time_now() -> datetime:
    """The time by the database's clock, in UTC. One statement."""
    return db.session.execute(select(database_now())).scalar_one()


def today() -> date:
    """The day it is in England by the database's clock, which for an hour each summer night is not the day of UTC.
    One statement."""
    return time_now().astimezone(LONDON).date()
