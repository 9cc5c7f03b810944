"""Turns of work that one process does at a time, and when each was taken last: a sign of life that all can read.

A turn is no lock: what is true of the data, each act assures by itself. It saves many processes from doing the same.
"""

import os
import secrets
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment, database_now
from federation.kernel.days import time_now
from federation.kernel.db import MappedBase, db, unit_of_work

SILENT: Final = timedelta(seconds=20)
"""After how long without a sign of whoever has a turn another process takes it."""
_own = {"process": 0, "name": ""}


class WorkingTurn(MappedBase):
    """Who does something for the whole installation, and when they last did."""

    __tablename__ = "kernel_working_turn"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(40))
    taken_at: Mapped[datetime] = mapped_column(Moment)


def take_turn(name: str) -> bool:
    """Take a turn, or go on having it. Returns False where another process has it, which was heard of lately."""
    return _written(name, where_another_has_it=False)


def sign_of_life(name: str) -> None:
    """Note that something is done now, whichever process did it before: of work that several do side by side."""
    _written(name, where_another_has_it=True)


def _written(name: str, *, where_another_has_it: bool) -> bool:
    """Note that this process does something now. Returns False where nothing was noted, as another one has just done it."""
    try:
        with unit_of_work() as session:
            now, me = time_now(), _process()
            row = session.get(WorkingTurn, name, with_for_update=True)
            if row is None:
                session.add(WorkingTurn(name=name, holder=me, taken_at=now))
            elif where_another_has_it or row.holder == me or abs(now - row.taken_at) > SILENT:
                row.holder, row.taken_at = me, now
            else:
                return False
        return True
    except IntegrityError:
        return False


def turns_taken() -> dict[str, timedelta]:
    """How long ago each turn was taken last, by its name. One statement."""
    rows = db.session.execute(select(WorkingTurn.name, WorkingTurn.taken_at, database_now())).all()
    return {name: now - at for name, at, now in rows}


def _process() -> str:
    """This process, by a name that no other one has had."""
    if _own["process"] != os.getpid():
        _own["process"], _own["name"] = os.getpid(), secrets.token_hex(16)
    return str(_own["name"])
