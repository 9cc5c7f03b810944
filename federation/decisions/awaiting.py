"""Held until decided: a plugin's row that waits for the members' verdict."""

from collections.abc import Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from federation.decisions.events import DecisionClosed, DecisionWithdrawn, DraftDeleted
from federation.kernel.db import RowId, db
from federation.kernel.refusals import Refusal

WAITING: Final = "waiting"
CARRIED: Final = "carried"
REFUSED: Final = "refused"


class AwaitsDecision:
    """What a plugin's table has beside its own columns where the members decide about its rows:
    ``class Purchase(AwaitsDecision, Federated, Table)``.

    ``decision_id`` is the number of the decision, ``decided`` how it stands: empty (nothing is proposed), ``waiting``,
    ``carried`` or ``refused``. A proposal that is withdrawn, or whose draft is deleted, leaves the row as if nothing had
    been proposed.
    """

    decision_id: Mapped[int | None] = mapped_column(RowId, default=None)
    decided: Mapped[str] = mapped_column(String(10), default="")

    def await_decision(self, decision_id: int) -> None:
        """From now on the row waits for this decision. Raises ``Refusal`` where it waits for one, or was carried."""
        if self.decided == WAITING:
            raise Refusal("This has been proposed already, and is not decided yet.")
        if self.decided == CARRIED:
            raise Refusal("The members have decided this already.")
        self.decision_id, self.decided = decision_id, WAITING


Awaiting = TypeVar("Awaiting", bound=AwaitsDecision)


def settle(model: type[Awaiting], event: object) -> Sequence[Awaiting]:
    """In ``happened``: the rows that waited for what a fact tells of, locked and brought up to date; each once, however often
    the fact is told. Those that were carried are to be acted on now.

    A tie that the chair may still decide leaves a row waiting; where an objection led to a vote on the same text, the row
    waits for that vote.
    """
    if not isinstance(event, DecisionClosed | DecisionWithdrawn | DraftDeleted):
        return ()
    table: Any = model
    rows: Sequence[Awaiting] = db.session.scalars(
        select(model)
        .where(table.decision_id == event.decision_id, table.decided == WAITING)
        .order_by(table.id)
        .with_for_update()
    ).all()
    settled = []
    for row in rows:
        match event:
            case DecisionClosed(followed_by=int(number)):
                row.decision_id = number
                continue
            case DecisionClosed(verdict="tied"):
                continue
            case DecisionClosed():
                row.decided = CARRIED if event.verdict == "carried" else REFUSED
            case _:
                row.decision_id, row.decided = None, ""
        settled.append(row)
    db.session.flush()
    return settled
