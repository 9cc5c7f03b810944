"""Reading purchase rounds, and who has answered."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select

from federation.kernel.clock import database_now
from federation.kernel.db import db
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import NotFound
from federation.kernel.words import in_days
from federation.network.for_plugins import PracticeFacts, practices
from federation.network.models import NetworkGroup
from federation.purchasing.models import NeedAnswer, PurchaseRound
from federation.purchasing.permissions import RoundOf
from federation.purchasing.words import CATEGORY_TITLES, STATE_TAGS

MOST_LISTED = 200


class ShownRound(NamedTuple):
    """A round as pages and programs show it at ``now``."""

    id: int
    group_id: int
    group: str
    title: str
    category: str
    items: Sequence[Sequence[str]]
    closes_at: datetime
    opened_at: datetime
    called_off_at: datetime | None
    call_off_reason: str
    answers: int
    now: datetime

    @property
    def state(self) -> str:
        """``open``, ``closed`` (for answers) or ``called_off``."""
        if self.called_off_at is not None:
            return "called_off"
        return "open" if self.now < self.closes_at else "closed"

    @property
    def tag(self) -> tuple[str, str]:
        """How it stands as a word and a colour."""
        if self.state == "open":
            return in_days(self.closes_at, self.now), "yellow"
        return STATE_TAGS[self.state]

    @property
    def whose(self) -> RoundOf:
        """It, for the table of permissions."""
        return RoundOf(self.group_id)

    @property
    def category_title(self) -> str:
        """What kind of thing is bought."""
        return CATEGORY_TITLES[self.category][0]


_ANSWERS = select(func.count(NeedAnswer.id)).where(NeedAnswer.round_id == PurchaseRound.id).scalar_subquery()


def shown_rounds() -> Any:
    """A statement of all rounds."""
    return select(
        PurchaseRound.id,
        PurchaseRound.group_id,
        NetworkGroup.name.label("group"),
        PurchaseRound.title,
        PurchaseRound.category,
        PurchaseRound.items,
        PurchaseRound.closes_at,
        PurchaseRound.opened_at,
        PurchaseRound.called_off_at,
        PurchaseRound.call_off_reason,
        _ANSWERS.label("answers"),
        database_now().label("now"),
    ).join(NetworkGroup, NetworkGroup.id == PurchaseRound.group_id)


_ONE = shown_rounds().where(PurchaseRound.id == bindparam("round"))
_NEWEST = shown_rounds().order_by(PurchaseRound.id.desc()).limit(MOST_LISTED)
_OF_GROUP = _NEWEST.where(PurchaseRound.group_id == bindparam("group"))


def round_here(round_id: int) -> ShownRound:
    """One round. Raises ``NotFound``. One statement."""
    row = db.session.execute(_ONE, {"round": round_id}).first()
    if row is None:
        raise NotFound()
    return ShownRound._make(row)


def round_priced(actor: Actor, round_id: int) -> ShownRound:
    """One round, for somebody who may read what each practice pays. Raises ``NotFound`` and ``NotYours``. One statement."""
    found = round_here(round_id)
    authorize(actor, "purchasing.prices", found.whose)
    return found


def newest_rounds() -> list[ShownRound]:
    """The newest rounds. One statement."""
    return [ShownRound._make(row) for row in db.session.execute(_NEWEST)]


def rounds_numbered(numbers: Collection[int]) -> list[ShownRound]:
    """The rounds with these numbers. One statement."""
    asked = shown_rounds().where(PurchaseRound.id.in_(numbers))
    return [ShownRound._make(row) for row in db.session.execute(asked)]


def rounds_of(group_id: int) -> list[ShownRound]:
    """The newest rounds of a group. One statement."""
    return [ShownRound._make(row) for row in db.session.execute(_OF_GROUP, {"group": group_id})]


def practices_by_code() -> dict[str, PracticeFacts]:
    """The practices that belong here now, by code. One statement."""
    return {one.code: one for one in practices()}


def practice_coded(code: str) -> PracticeFacts:
    """The practice with this code that belongs here now. Raises ``NotFound``. One statement."""
    found = practices_by_code().get(code)
    if found is None:
        raise NotFound()
    return found
