"""What is kept beside the practices: their totals, and what the search finds of them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select, update

from federation.kernel import search
from federation.kernel.db import db, unit_of_work
from federation.kernel.tenancy import insert_many
from federation.network.models import Practice, PracticeTotals
from federation.network.queries.practices import count_totals


def recount() -> None:
    """Write the totals of practices anew, in the open unit of work that changed practices."""
    db.session.flush()
    counted = count_totals()._asdict()
    changed = db.session.execute(
        update(PracticeTotals).values(**counted).execution_options(synchronize_session=False)
    )
    if changed.rowcount == 0:  # type: ignore[attr-defined]
        insert_many(PracticeTotals, [counted])


def catch_up() -> None:
    """Count and index the practices of the federation chosen, for whoever wrote to the table directly."""
    with unit_of_work():
        recount()
        make_findable(None)


def make_findable(codes: Sequence[str] | None) -> None:
    """Let the search find these practices (None: all) by name, code and postcode, in the unit of work."""
    statement = select(Practice.id, Practice.code, Practice.name, Practice.postcode).order_by(
        Practice.name.desc()
    )
    db.session.flush()
    if codes is None:
        search.index_many(_documents(db.session.execute(statement)))
        return
    for start in range(0, len(codes), 500):
        some = statement.where(Practice.code.in_(codes[start : start + 500]))
        search.index_many(_documents(db.session.execute(some)))


def _documents(rows: Iterable[tuple[int, str, str, str]]) -> list[search.Document]:
    return [
        search.Document("practice", id_, name, f"{code} {postcode} {postcode.replace(' ', '')}".strip())
        for id_, code, name, postcode in rows
    ]
