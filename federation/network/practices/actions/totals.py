"""Keeping the totals of practices, and the search, up to date."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from sqlalchemy import and_, delete, func, or_, select, update

from federation.kernel import search
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import rows_changed
from federation.kernel.refusals import Invalid
from federation.kernel.tenancy import insert_many
from federation.network.models import Practice, PracticePast, PracticeTotals, PracticeWord
from federation.network.practices.queries.admission import members_admit
from federation.network.practices.queries.totals import count_totals
from federation.network.practices.rules import PracticeStanding, changes_a_vote, words_of_practice

BY_MEMBERS: Final = (
    "The members decide which practices have a vote. Select associate; then propose to the members, from the membership "
    "register, that the practice joins"
)


def recount(by_members: Collection[int] = ()) -> None:
    """Write the totals of practices anew, in the open unit of work that changed practices, and how each that changed stands
    from now on.

    Once the members have agreed how practices join, nobody else gives a practice a vote or takes it: then that is refused but
    for those (``by_members``) of which the members, or the practice itself, have decided it, or that closed with nobody left.
    """
    db.session.flush()
    _keep_past(by_members)
    counted = count_totals()._asdict()
    changed = rows_changed(
        update(PracticeTotals).values(**counted).execution_options(synchronize_session=False)
    )
    if changed == 0:
        insert_many(PracticeTotals, [counted])


def _keep_past(by_members: Collection[int]) -> None:
    kept = ("membership", "neighbourhood_id", "list_size", "list_size_on", "closed_on", "left_on")
    newest = select(func.max(PracticePast.id)).group_by(PracticePast.practice_id)
    changed = or_(
        PracticePast.id.is_(None),
        *(getattr(Practice, name).is_distinct_from(getattr(PracticePast, name)) for name in kept),
    )
    rows = db.session.execute(
        select(
            Practice.id,
            *(getattr(Practice, name) for name in kept),
            PracticePast.membership.label("membership_before"),
            PracticePast.left_on.label("left_before"),
            PracticePast.closed_on.label("closed_before"),
        )
        .outerjoin(PracticePast, and_(PracticePast.practice_id == Practice.id, PracticePast.id.in_(newest)))
        .where(changed)
        .order_by(Practice.id)
    ).all()
    if members_admit() and any(_gets_or_loses_vote(row) for row in rows if row.id not in by_members):
        raise Invalid(BY_MEMBERS, "membership")
    since = time_now()
    insert_many(
        PracticePast,
        (
            {"practice_id": row.id, "since": since} | {name: getattr(row, name) for name in kept}
            for row in rows
        ),
    )


def _gets_or_loses_vote(row: Any) -> bool:
    was = row.membership_before
    before = (
        None
        if was is None
        else PracticeStanding(was, row.left_before is not None, row.closed_before is not None)
    )
    return changes_a_vote(
        before, PracticeStanding(row.membership, row.left_on is not None, row.closed_on is not None)
    )


def catch_up() -> None:
    """Count and index the practices of the federation chosen, for whoever wrote to the table directly."""
    with unit_of_work():
        recount()
        make_findable(None)


def make_findable(codes: Sequence[str] | None) -> None:
    """Let the search and the list find these practices (None: all) by name, code and postcode, in the unit of work."""
    statement = select(Practice.id, Practice.code, Practice.name, Practice.postcode).order_by(
        Practice.name.desc()
    )
    db.session.flush()
    if codes is None:
        db.session.execute(delete(PracticeWord).execution_options(synchronize_session=False))
        _write(db.session.execute(statement).all())
        return
    for start in range(0, len(codes), 500):
        rows = db.session.execute(statement.where(Practice.code.in_(codes[start : start + 500]))).all()
        db.session.execute(
            delete(PracticeWord)
            .where(PracticeWord.practice_id.in_([row.id for row in rows]))
            .execution_options(synchronize_session=False)
        )
        _write(rows)


def _write(rows: Sequence[Any]) -> None:
    search.index_many(_documents(rows))
    insert_many(
        PracticeWord,
        (
            {"practice_id": id_, "word": word}
            for id_, code, name, postcode in rows
            for word in words_of_practice(code, name, postcode)
        ),
    )


def _documents(rows: Iterable[Any]) -> list[search.SearchDocument]:
    return [
        search.SearchDocument("practice", id_, name, f"{code} {postcode} {postcode.replace(' ', '')}".strip())
        for id_, code, name, postcode in rows
    ]
