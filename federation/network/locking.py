"""Holding a federation for change: what is done under one lock happens one after the other."""

from sqlalchemy import select

from federation.kernel import tenancy
from federation.kernel.db import db
from federation.kernel.reading import NARROWED
from federation.network.models import Federation


def locked() -> Federation:
    """The federation chosen, locked: changes of its settings and practices happen one after the other."""
    return db.session.execute(
        select(Federation)
        .where(Federation.id == tenancy.current())
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one()


def narrow_requests() -> None:
    """In the open unit of work: from now on a request in this federation reads what its person may read, in every statement."""
    federation = locked()
    if not (federation.settings or {}).get(NARROWED):
        federation.settings = {**(federation.settings or {}), NARROWED: True}


def one_at_a_time() -> None:
    """Let acts that count something in this federation happen one after the other: what they count holds until their end.

    Not the strongest lock: every row that is written holds the federation's key, and would wait for it.
    """
    db.session.execute(
        select(Federation.id).where(Federation.id == tenancy.current()).with_for_update(key_share=True)
    ).one()
