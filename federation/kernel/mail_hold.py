"""Mail that is held: an installation that was restored from a copy sends nothing until somebody lets it, because what waited
when the copy was made may have left since from where it was made. A federation that moved in sends nothing either."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Connection,
    ForeignKey,
    String,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from federation.kernel.clock import Moment, database_now
from federation.kernel.db import MappedBase, RowId, db, unit_of_work
from federation.kernel.outbox import LETTERS, OutboxRow
from federation.kernel.refusals import Refusal
from federation.kernel.sealed_letters import SECRETS
from federation.kernel.tenancy import FEDERATION, Federated, every_federation


class MailHold(MappedBase):
    """That mail is held; ``last_waiting`` is the last row of the outbox that the copy had. One row, or none."""

    __tablename__ = "kernel_mail_hold"
    __table_args__ = (CheckConstraint("id = 1", name="one"), {"info": {"append_only": ("INSERT", "UPDATE")}})
    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    since: Mapped[datetime] = mapped_column(Moment)
    why: Mapped[str] = mapped_column(String(200))
    last_waiting: Mapped[int] = mapped_column(RowId)


class FederationHold(Federated, MappedBase):
    """That the mail of one federation is held, which came from another installation."""

    __tablename__ = "kernel_federation_hold"
    __table_args__ = ({"info": {"append_only": ("INSERT", "UPDATE"), "stays": True}},)
    federation_id: Mapped[int] = mapped_column(
        RowId, ForeignKey(FEDERATION), primary_key=True, autoincrement=False
    )
    since: Mapped[datetime] = mapped_column(Moment)


class HeldMail(NamedTuple):
    """Since when mail is held, and how many letters wait from before the copy was made."""

    since: datetime
    old: int


def hold_mail(connection: Connection, why: str) -> None:
    """Hold all mail from now on, in the open transaction, whether it was held or not."""
    last = select(func.coalesce(func.max(OutboxRow.id), 0)).scalar_subquery()
    connection.execute(delete(MailHold))
    connection.execute(insert(MailHold).values(id=1, since=database_now(), why=why, last_waiting=last))


def hold_federation(connection: Connection, federation_id: int) -> None:
    """Hold the mail of one federation from now on, in the open transaction."""
    connection.execute(insert(FederationHold).values(federation_id=federation_id, since=database_now()))


def is_held() -> bool:
    """Whether mail is held. One statement."""
    return db.session.scalar(select(MailHold.id)) is not None


def is_held_here() -> bool:
    """Whether the mail of the federation chosen is held, alone or with all other."""
    return is_held() or db.session.scalar(select(FederationHold.federation_id)) is not None


def federations_held() -> dict[int, datetime]:
    """The federations whose mail is held apart from that of others, and since when. One statement."""
    with every_federation("the mail of the whole installation is held or let go"):
        rows = db.session.execute(select(FederationHold.federation_id, FederationHold.since))
        return {row.federation_id: row.since for row in rows}


def let_federation_go() -> None:
    """Let the mail of the federation chosen leave again, in the open unit of work."""
    db.session.execute(delete(FederationHold).execution_options(synchronize_session=False))


def held_mail() -> HeldMail | None:
    """How mail is held; None where it is not."""
    with every_federation("the mail of the whole installation is held or let go"):
        found = db.session.execute(select(MailHold.since, MailHold.last_waiting)).first()
        if found is None:
            return None
        waiting = select(func.count(OutboxRow.id)).where(*_old(found.last_waiting))
        return HeldMail(found.since, db.session.scalar(waiting) or 0)


def let_go(old: str) -> int:
    """Let mail leave again. ``old`` says what becomes of letters that waited when the copy was made: ``send`` or ``forget``;
    empty where there are none. Returns how many of them there were; raises ``Refusal`` where mail is not held, or nobody said.
    """
    found = held_mail()
    if found is None:
        raise Refusal("Mail is not held.")
    if found.old and not old:
        raise Refusal(
            f"{found.old} letters waited when the copy was made, and may have left since from where it was made. "
            "Say what becomes of them: --send-old or --forget-old"
        )
    with every_federation("the mail of the whole installation is held or let go"), unit_of_work() as session:
        row = session.get(MailHold, 1)
        if row is not None:
            if old == "forget":
                _forget(session, row.last_waiting)
            session.delete(row)
    return found.old


def _forget(session: Session, last: int) -> None:
    """Letters that wait, up to this row, never leave; nothing of their text is kept."""
    now = session.scalar(select(database_now()))
    for row in session.scalars(select(OutboxRow).where(*_old(last)).with_for_update()):
        row.payload = {name: value for name, value in row.payload.items() if name not in SECRETS}
        row.done_at, row.error = now, "forgotten after a copy was restored"


def _old(last: int) -> tuple[ColumnElement[bool], ...]:
    return OutboxRow.kind.in_(LETTERS), OutboxRow.done_at.is_(None), OutboxRow.id <= last
