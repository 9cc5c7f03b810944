"""A practice says what it needs in a round: as often as it likes, until the round closes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, rows_changed
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.kernel.tenancy import insert_many
from federation.network.dues.actions import done_due, drop_due
from federation.purchasing.actions.rounds import (
    LONGEST_ITEM,
    LONGEST_UNIT,
    check_stands,
    need_key,
    one_line,
)
from federation.purchasing.models import NeedAnswer, NeedLine, PurchaseRound
from federation.purchasing.permissions import NeedsOf
from federation.purchasing.queries.needs import StatedLine
from federation.purchasing.queries.rounds import practice_coded

MOST_LINES: Final = 500
MOST_QUANTITY: Final = 10**9
MOST_PENCE: Final = 10**10
LONGEST_SUPPLIER: Final = 120


def say_needs(actor: Actor, round_id: int, code: str, lines: Sequence[StatedLine]) -> None:
    """Say what the practice with this code needs, in the place of what it said before; no lines: it needs nothing."""
    authorize(actor, "purchasing.answer")
    practice = practice_coded(code)
    authorize(actor, "purchasing.answer", NeedsOf(practice.id))
    with unit_of_work():
        keep_needs(actor.person_id, round_id, practice.id, lines)


def keep_needs(by: int | None, round_id: int, practice_id: int, lines: Sequence[StatedLine]) -> None:
    """Keep what a practice needs, in the open unit of work. ``by`` is None at the terminal."""
    checked = checked_lines(lines)
    row, now = held(PurchaseRound, round_id)
    check_stands(row.called_off_at)
    if row.closes_at <= now:
        raise Refusal("The time to say what a practice needs is over.")
    put_lines(by, round_id, practice_id, checked, now)
    if by is None:
        drop_due(need_key(round_id), practice_id=practice_id)
    else:
        done_due(need_key(round_id), by, practice_id=practice_id)


def put_lines(
    by: int | None, round_id: int, practice_id: int, checked: Sequence[StatedLine], now: datetime
) -> None:
    """Put lines in the place of what a practice said before, with the round held."""
    answer = _answer(by, round_id, practice_id, now)
    rows_changed(delete(NeedLine).where(NeedLine.answer_id == answer.id))
    insert_many(
        NeedLine,
        [
            {"answer_id": answer.id, "position": position, **line._asdict()}
            for position, line in enumerate(checked)
        ],
    )
    record.append(
        by,
        "purchase.needs_said",
        f"purchase:{round_id}",
        practice=practice_id,
        lines=len(checked),
        text=lines_digest(checked),
    )


def lines_digest(lines: Sequence[StatedLine]) -> str:
    """The fingerprint of what a practice said."""
    return record.digest([[*line[:5], line.ends_on.isoformat() if line.ends_on else None] for line in lines])


def checked_lines(lines: Sequence[StatedLine]) -> list[StatedLine]:
    """Lines as they are kept. Raises ``Invalid`` for what cannot be taken."""
    if len(lines) > MOST_LINES:
        raise Invalid(f"Use {MOST_LINES} lines or fewer", "lines")
    return [_checked(line) for line in lines]


def _checked(line: StatedLine) -> StatedLine:
    if not 1 <= line.quantity <= MOST_QUANTITY:
        raise Invalid("Enter how much is needed, as a whole number", "lines")
    if line.pence is not None and not 0 <= line.pence <= MOST_PENCE:
        raise Invalid("Enter the price of one, or leave it empty", "lines")
    return line._replace(
        item=one_line(line.item, "lines", "Enter what is needed", LONGEST_ITEM),
        unit=one_line(line.unit, "lines", "Enter the unit", LONGEST_UNIT),
        supplier=one_line(line.supplier, "lines", "", LONGEST_SUPPLIER),
    )


def _answer(by: int | None, round_id: int, practice_id: int, now: datetime) -> NeedAnswer:
    found = db.session.scalars(
        select(NeedAnswer).where(NeedAnswer.round_id == round_id, NeedAnswer.practice_id == practice_id)
    ).first()
    if found is None:
        found = NeedAnswer(round_id=round_id, practice_id=practice_id)
        db.session.add(found)
    found.answered_by, found.answered_at = by, now
    db.session.flush()
    return found
