"""Reading what groups have done in the members' name."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, case, select

from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.listing import ListOrder, read_slice
from federation.kernel.record import now_here
from federation.kernel.refusals import Invalid, NotFound
from federation.mandates.models import ActPayment, MandateAct
from federation.mandates.rules import item_of
from federation.mandates.words import ACT_TAGS, POWER_TITLES
from federation.network.models import NetworkGroup, Practice
from federation.people.models import Person

NEWEST_ACTS: Final = ListOrder("newest", "Newest", MandateAct.id, newest_first=True)
PROMISED: Final = case(
    (MandateAct.state.in_(("standing", "held")), MandateAct.pence - MandateAct.spent_pence), else_=0
)
"""What an act has promised and not spent, in pence."""
COUNTED: Final = PROMISED + MandateAct.spent_pence
"""What an act takes of its mandate's money."""


def item_digest(words: str) -> str:
    """The item that an act is about, as it is kept."""
    return hashlib.sha256(item_of(words).encode()).hexdigest()


def said_of_act(act: MandateAct) -> dict[str, Any]:
    """What the record says of an act when it is done."""
    return {
        "power": act.power,
        "area": act.area,
        "pence": act.pence,
        "text": record.digest(act.words),
    }


class ShownAct(NamedTuple):
    """An act as pages and programs show it; money in pence. ``call_in_until`` is None where no practice can call it in."""

    id: int
    group_id: int
    group: str
    mandate_id: int | None
    decision_id: int | None
    power: str
    area: str
    pence: int
    spent_pence: int
    words: str
    state: str
    acted_by: int
    person: str
    acted_at: datetime
    call_in_until: datetime | None
    called_in_id: int | None
    now: datetime

    @property
    def promised_pence(self) -> int:
        """What is promised and not spent."""
        return self.pence - self.spent_pence if self.state in ("standing", "held") else 0

    @property
    def waits(self) -> bool:
        """Whether a practice can still call it in."""
        until = self.call_in_until
        return (
            self.state == "standing" and self.called_in_id is None and until is not None and self.now < until
        )

    @property
    def title(self) -> str:
        """What was done, in a word."""
        return POWER_TITLES[self.power][0]

    @property
    def status(self) -> tuple[str, str]:
        """Its state as a word and a colour."""
        return ("Can be called in", "blue") if self.waits else ACT_TAGS[self.state]


class PaymentLine(NamedTuple):
    """Money that was spent for an act, with its evidence."""

    pence: int
    words: str
    person: str
    paid_at: datetime


_ACTS: Any = (
    select(
        MandateAct.id,
        MandateAct.group_id,
        NetworkGroup.name.label("group"),
        MandateAct.mandate_id,
        MandateAct.decision_id,
        MandateAct.power,
        MandateAct.area,
        MandateAct.pence,
        MandateAct.spent_pence,
        MandateAct.words,
        MandateAct.state,
        MandateAct.acted_by,
        Person.name.label("person"),
        MandateAct.acted_at,
        MandateAct.call_in_until,
        MandateAct.called_in_id,
        now_here(),
    )
    .join(NetworkGroup, NetworkGroup.id == MandateAct.group_id)
    .join(Person, Person.id == MandateAct.acted_by)
)
_ONE = _ACTS.where(MandateAct.id == bindparam("act"))
_PAYMENTS = (
    select(ActPayment.pence, ActPayment.words, Person.name, ActPayment.paid_at)
    .join(Person, Person.id == ActPayment.paid_by)
    .where(ActPayment.act_id == bindparam("act"))
    .order_by(ActPayment.id)
)


def acts_to_show(group_id: int) -> Any:
    """The acts of a group, in no order."""
    return _ACTS.where(MandateAct.group_id == group_id)


def read_act(row: Any) -> ShownAct:
    """A row of the acts, without what a list adds to it."""
    return ShownAct._make(row[: len(ShownAct._fields)])


def acts_of(group_id: int, most: int, after: int | None = None) -> tuple[Sequence[ShownAct], bool]:
    """The newest acts of a group, or those after the one with that number, and whether there are others. One statement."""
    found = read_slice(
        acts_to_show(group_id), NEWEST_ACTS, MandateAct.id, most, (after, after) if after else None
    )
    return [read_act(row) for row in found.rows], found.later


def act_here(act_id: int) -> ShownAct:
    """One act. Raises ``NotFound``. One statement."""
    row = db.session.execute(_ONE, {"act": act_id}).first()
    if row is None:
        raise NotFound()
    return ShownAct._make(row)


def practice_numbered(code: str) -> int:
    """The number of a practice that belongs here, by its code. Raises ``Invalid`` at ``practice``."""
    found = _coded(code)
    if found is None:
        raise Invalid(f"There is no practice with the code {code} in this federation", "practice")
    return found


def payments_of(act_id: int) -> Sequence[PaymentLine]:
    """What was spent for an act, in order. One statement."""
    return [PaymentLine._make(row) for row in db.session.execute(_PAYMENTS, {"act": act_id})]


def practice_coded(code: str) -> int:
    """The number of a practice that belongs here, by its code in an address. Raises ``NotFound``."""
    found = _coded(code)
    if found is None:
        raise NotFound()
    return found


def _coded(code: str) -> int | None:
    return db.session.scalar(select(Practice.id).where(Practice.code == code, Practice.belongs()))
