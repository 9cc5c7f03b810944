"""The first lock: whatever is asked of the session, it answers with rows of one federation, or refuses."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import (
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    tuple_,
    union,
    union_all,
    update,
)
from sqlalchemy.exc import IntegrityError, InvalidRequestError, NoResultFound, SQLAlchemyError, StatementError
from sqlalchemy.orm import Session, aliased, load_only, undefer
from sqlalchemy.orm.exc import ObjectDeletedError

from federation.decisions.models import Decision, ProposalVersion
from federation.kernel.db import MappedBase, db, is_writing, unit_of_work
from federation.kernel.record import RecordEntry
from federation.kernel.row_security import EVERY
from federation.kernel.tenancy import (
    Federated,
    ForeignRow,
    NoFederation,
    RefusedStatement,
    every_federation,
    insert_many,
)
from federation.network.models import Practice
from federation.testing.world import World, make_world
from tests.decisions.votes import propose

pytestmark = pytest.mark.both_databases
CANARY = "Canary of the dunes"
Ask = Callable[[Session, int], Any]
"""Asks in our federation; the number is that of a foreign decision. Everything it returns is searched for the canary."""

D, V, P = Decision, ProposalVersion, Practice
A = aliased(Decision)


def everything(session: Session, statement: Any) -> list[Any]:
    return [tuple(row) for row in session.execute(statement)]


def sub(*columns: Any) -> Any:
    return select(*(columns or (D.id, D.title))).subquery()


READS: dict[str, Ask] = {
    "get": lambda s, n: s.get(D, n),
    "get again": lambda s, n: [s.get(D, n) for _ in range(2)],
    "get for update": lambda s, n: s.get(D, n, with_for_update=True),
    "get populate_existing": lambda s, n: s.get(D, n, populate_existing=True),
    "get_one": lambda s, n: s.get_one(D, n),
    "select all": lambda s, n: s.scalars(select(D)).all(),
    "where id": lambda s, n: s.scalars(select(D).where(D.id == n)).all(),
    "where id or true": lambda s, n: s.scalars(select(D).where(or_(D.id == n, literal(True)))).all(),
    "filter_by": lambda s, n: s.scalars(select(D).filter_by(id=n)).all(),
    "where federation": lambda s, n: s.scalars(select(D).where(D.federation_id == 2)).all(),
    "where federation or": lambda s, n: s.scalars(select(D).where(or_(D.federation_id == 2, D.id > 0))).all(),
    "columns": lambda s, n: everything(s, select(D.id, D.title)),
    "one column": lambda s, n: s.scalars(select(D.title)).all(),
    "label": lambda s, n: everything(s, select(D.title.label("x"))),
    "distinct": lambda s, n: everything(s, select(D.title).distinct()),
    "order limit": lambda s, n: everything(s, select(D.title).order_by(D.id.desc()).limit(5)),
    "offset": lambda s, n: everything(s, select(D.title).order_by(D.id).offset(0)),
    "group": lambda s, n: everything(s, select(D.title, func.count()).group_by(D.title)),
    "having": lambda s, n: everything(s, select(D.title).group_by(D.title).having(func.count() > 0)),
    "max": lambda s, n: s.scalar(select(func.max(D.title)).where(D.title.like("Canary%"))),
    "window": lambda s, n: everything(s, select(D.title, func.row_number().over(order_by=D.id))),
    "case": lambda s, n: everything(s, select(case((D.id == n, D.title), else_=D.title))),
    "alias": lambda s, n: everything(s, select(A.id, A.title)),
    "aliased entity": lambda s, n: s.scalars(select(A)).all(),
    "self join": lambda s, n: everything(s, select(D.title, A.title).join(A, A.id != D.id)),
    "join on": lambda s, n: everything(s, select(D.title, V.title).join(V, V.decision_id == D.id)),
    "join across": lambda s, n: everything(s, select(D.title, V.title).join(V, V.id > 0)),
    "outer join": lambda s, n: everything(s, select(D.id, V.title).outerjoin(V, V.decision_id == n)),
    "comma join": lambda s, n: everything(s, select(D.title, V.title).where(V.decision_id != D.id - n)),
    "cross join": lambda s, n: everything(
        s, select(D.title, P.name, V.body).where(D.id != -V.id, D.id != -P.id)
    ),
    "subquery": lambda s, n: everything(s, select(sub().c.title)),
    "subquery joined": lambda s, n: everything(s, select(D.id, (x := sub()).c.title).join(x, x.c.id == n)),
    "subquery as entity": lambda s, n: s.scalars(select(aliased(D, sub(D)))).all(),
    "scalar subquery": lambda s, n: everything(
        s, select(D.id, select(V.title).where(V.decision_id == n).limit(1).scalar_subquery())
    ),
    "scalar subquery alone": lambda s, n: s.scalar(
        select(select(D.title).where(D.id == n).scalar_subquery())
    ),
    "exists": lambda s, n: CANARY if s.scalar(select(exists().where(D.id == n))) else None,
    "exists in where": lambda s, n: (
        CANARY if everything(s, select(P.id).where(select(D.id).where(D.id == n).exists())) else None
    ),
    "in subquery": lambda s, n: (
        CANARY if everything(s, select(P.id).where(literal(n).in_(select(D.id)))) else None
    ),
    "tuple in": lambda s, n: everything(
        s, select(D.title).where(tuple_(D.id, D.state).in_([(n, "discussion")]))
    ),
    "bound": lambda s, n: s.execute(select(D.title).where(D.id == bindparam("n")), {"n": n}).all(),
    "cte": lambda s, n: everything(s, select(select(D.id, D.title).cte("c").c.title)),
    "cte joined": lambda s, n: everything(
        s, select(P.id, (c := select(D.id, D.title).cte("c")).c.title).join(c, c.c.id == n)
    ),
    "recursive cte": lambda s, n: everything(
        s,
        select(
            (c := select(D.id, D.title).cte("c", recursive=True))
            .union(select(A.id, A.title).join(c, A.id > c.c.id))
            .c.title
        ),
    ),
    "union": lambda s, n: everything(s, union(select(D.title), select(V.title))),
    "union all": lambda s, n: everything(s, union_all(select(D.id, D.title), select(A.id, A.title))),
    "union as subquery": lambda s, n: everything(
        s, select(union(select(D.title), select(V.title)).subquery().c.title)
    ),
    "intersect": lambda s, n: everything(s, select(D.title).intersect(select(V.title))),
    "yield_per": lambda s, n: list(s.scalars(select(D).execution_options(yield_per=1))),
    "stream partitions": lambda s, n: [
        list(part) for part in s.execute(select(D.title).execution_options(yield_per=1)).partitions()
    ],
    "populate_existing": lambda s, n: s.scalars(select(D).execution_options(populate_existing=True)).all(),
    "options": lambda s, n: s.scalars(select(D).options(load_only(D.title), undefer("*"))).all(),
    "for update": lambda s, n: s.scalars(select(D).where(D.id == n).with_for_update()).all(),
    "query": lambda s, n: s.query(D).filter(D.id == n).all(),
    "query columns": lambda s, n: s.query(D.title).all(),
    "query get": lambda s, n: s.get(D, n),
    "query from subquery": lambda s, n: s.query(sub()).all(),
    "no autoflush": lambda s, n: everything(s, select(D.title).execution_options(autoflush=False)),
    "base class": lambda s, n: everything(s, select(RecordEntry.data)),
    "select_from": lambda s, n: CANARY if s.scalar(select(func.count()).select_from(D)) != 1 else None,
    "lateral": lambda s, n: (
        []
        if db.engine.dialect.name == "sqlite"
        else everything(
            s, select(P.id, (x := select(D.title).where(D.id == n).lateral()).c.title).join(x, literal(True))
        )
    ),
    "raw text": lambda s, n: everything(s, text("SELECT title FROM decisions_decision")),
    "raw text with columns": lambda s, n: everything(
        s, text("SELECT title FROM decisions_decision").columns(D.title)
    ),
    "from_statement": lambda s, n: s.scalars(
        select(D).from_statement(text("SELECT * FROM decisions_decision"))
    ).all(),
    "from_statement columns": lambda s, n: everything(
        s, select(D.id, D.title).from_statement(text("SELECT id, title FROM decisions_decision"))
    ),
    "table": lambda s, n: everything(s, select(D.__table__)),
    "table columns": lambda s, n: everything(s, select(D.__table__.c.title)),
    "table by name": lambda s, n: everything(
        s, select(MappedBase.metadata.tables["decisions_decision"].c.title)
    ),
}
WRITES: dict[str, Ask] = {
    "update all": lambda s, n: s.execute(update(D).values(title="Taken")),
    "update one": lambda s, n: s.execute(update(D).where(D.id == n).values(title="Taken")),
    "update evaluated": lambda s, n: s.execute(
        update(D).where(D.id == n).values(title="Taken").execution_options(synchronize_session="evaluate")
    ),
    "update fetched": lambda s, n: s.execute(
        update(D).where(D.id == n).values(title="Taken").execution_options(synchronize_session="fetch")
    ),
    "update by key": lambda s, n: s.execute(update(D), [{"id": n, "title": "Taken"}]),
    "update with subquery": lambda s, n: s.execute(
        update(P)
        .values(name=select(D.title).where(D.id == n).scalar_subquery())
        .where(select(D.id).where(D.id == n).exists())
    ),
    "update returning": lambda s, n: s.execute(
        update(D).where(D.id == n).values(title="Taken").returning(D.title)
    ).all(),
    "move away": lambda s, n: s.execute(update(D).values(federation_id=2)),
    "move by column": lambda s, n: s.execute(update(P).values({P.federation_id: 2})),
    "delete all": lambda s, n: s.execute(delete(V)),
    "delete one": lambda s, n: s.execute(delete(D).where(D.id == n)),
    "query update": lambda s, n: s.query(D).filter(D.id == n).update({"title": "Taken"}),
    "query delete": lambda s, n: s.query(V).filter(V.decision_id == n).delete(),
    "insert": lambda s, n: s.execute(
        insert(V).values(federation_id=2, decision_id=n, number=9, title="x", body="", saved_by=1)
    ),
    "insert from select": lambda s, n: s.execute(
        insert(P).from_select(["code", "name"], select(D.title, D.title))
    ),
    "insert table": lambda s, n: s.execute(insert(V.__table__).values(federation_id=2)),
    "raw text": lambda s, n: s.execute(text("UPDATE decisions_decision SET title = 'Taken'")),
    "add foreign": lambda s, n: (s.add(P(federation_id=2, code="X1", name="x")), s.flush()),
    "add child of foreign": lambda s, n: (
        s.add(V(decision_id=n, number=7, title="x", body="", saved_by=1, saved_at=None)),
        s.flush(),
    ),
    "change to foreign": lambda s, n: (setattr(s.scalars(select(P)).first(), "federation_id", 2), s.flush()),
    "merge foreign": lambda s, n: (s.merge(D(id=n, federation_id=2, title="Taken")), s.flush()),
    "insert_many foreign child": lambda s, n: insert_many(
        V, [{"decision_id": n, "number": 8, "title": "x", "body": ""}]
    ),
}
REFUSALS = (RefusedStatement, ForeignRow, NoFederation)
REFUSED = {refusal.__name__ for refusal in REFUSALS}
NEEDS_TWO = {"self join", "lateral", "select_from", "comma join", "union all", "base class"}
"""Shapes that find nothing in a federation with one decision and an empty record."""


@pytest.fixture
def worlds(app: Flask) -> tuple[World, World, int]:
    """Ours, and theirs with the canary; the number is that of their decision."""
    ours, theirs = make_world(practices=2), make_world("dunes", practices=2)
    propose(ours, "rep1", "Ours")
    foreign = propose(theirs, "rep1", CANARY)
    assert theirs.federation_id == 2
    db.session.remove()
    return ours, theirs, foreign


def seen(found: Any) -> str:
    """Everything in an answer, as text."""
    if isinstance(found, (list, tuple)):
        return " ".join(map(seen, found))
    return (
        str({name: value for name, value in vars(found).items() if name[0] != "_"})
        if isinstance(found, Federated)
        else str(found)
    )


def answer(shape: str, foreign: int, asking: Any = None) -> str:
    """What a shape of query answers, as text; a refusal by its name. It is asked of the session, or of what asks it in turn."""
    try:
        return seen(READS[shape](asking or db.session(), foreign))
    except (*REFUSALS, NoResultFound) as error:
        return type(error).__name__
    except StatementError as error:
        assert isinstance(error.orig, REFUSALS), shape
        return type(error.orig).__name__
    finally:
        db.session.remove()


def test_reading_in_one_federation_never_finds_anothers(
    worlds: tuple[World, World, int], tell: Callable[[str], None]
) -> None:
    """The same query finds the canary where it lives, or is refused there too; so each could have leaked."""
    ours, theirs, foreign = worlds
    for shape in READS:
        with ours.scope():
            assert CANARY not in answer(shape, foreign), shape
        with theirs.scope():
            found = answer(shape, foreign)
        assert CANARY in found or found in REFUSED or shape in NEEDS_TWO, (shape, found)
    tell(f"{len(READS)} shapes of query, 0 foreign rows")


def test_before_a_federation_is_chosen_everything_is_refused(worlds: tuple[World, World, int]) -> None:
    for shape in READS:
        if shape == "lateral" and db.engine.dialect.name == "sqlite":
            continue
        assert answer(shape, worlds[2]) in REFUSED, shape


def test_writing_in_one_federation_never_touches_anothers(
    worlds: tuple[World, World, int], tell: Callable[[str], None]
) -> None:
    ours, theirs, foreign = worlds
    before = rows_of(theirs)
    for shape, write in WRITES.items():
        must_refuse = shape.startswith(("add", "merge", "move", "change", "insert", "raw", "update by key"))
        try:
            with ours.scope(), unit_of_work() as session:
                write(session, foreign)
            assert not must_refuse, shape
        except (*REFUSALS, SQLAlchemyError) as error:
            assert must_refuse or isinstance(error, IntegrityError), (shape, error)
        db.session.remove()
        assert rows_of(theirs) == before, shape
    tell(f"{len(WRITES)} shapes of change, 0 foreign rows touched")


def test_writing_before_a_federation_is_chosen_is_refused(worlds: tuple[World, World, int]) -> None:
    before = rows_of(worlds[0]), rows_of(worlds[1])
    for write in WRITES.values():
        with pytest.raises((*REFUSALS, SQLAlchemyError)), unit_of_work() as session:
            write(session, worlds[2])
        db.session.remove()
    assert (rows_of(worlds[0]), rows_of(worlds[1])) == before


def rows_of(world: World) -> list[Any]:
    with world.scope():
        return [
            everything(db.session(), select(model.__mapper__))
            and sorted(map(seen, db.session.scalars(select(model))))
            for model in (D, V, P)
        ]


def test_an_object_met_in_one_federation_is_not_handed_out_in_another(
    worlds: tuple[World, World, int],
) -> None:
    ours, theirs, foreign = worlds
    for writing in (False, True):
        with unit_of_work() if writing else nullcontext():
            with theirs.scope():
                kept = db.session.get(D, foreign)
                assert kept is not None and kept.title == CANARY
            with ours.scope():
                assert is_writing() is writing
                for _ in range(2):
                    try:
                        assert db.session.get(D, foreign) is None
                    except ForeignRow:
                        assert writing
                with pytest.raises((ForeignRow, InvalidRequestError)):
                    db.session.refresh(kept)
        db.session.remove()


def test_changing_a_row_after_the_federation_changed_is_refused(worlds: tuple[World, World, int]) -> None:
    ours, theirs, foreign = worlds
    with pytest.raises((ForeignRow, ObjectDeletedError)), unit_of_work() as session:
        with theirs.scope():
            row = session.get(D, foreign)
        with ours.scope():
            row.title = "Taken"
            session.flush()
    with pytest.raises((ForeignRow, ObjectDeletedError)), unit_of_work() as session:
        with theirs.scope():
            row = session.get(D, foreign)
        with ours.scope():
            session.delete(row)
            session.flush()
    db.session.remove()
    with theirs.scope():
        assert db.session.scalar(select(D.title)) == CANARY


def test_no_mapped_class_has_relationships(app: Flask) -> None:
    """Their loads would pass the session's guard; rows are joined where they are asked for."""
    assert [mapper for mapper in MappedBase.registry.mappers if len(mapper.relationships)] == []


def test_every_federation_sees_all_and_says_why(worlds: tuple[World, World, int]) -> None:
    with every_federation("a test of the way out"):
        assert sorted(db.session.scalars(select(D.title))) == [CANARY, "Ours"]
    with pytest.raises(ValueError), every_federation(""):
        pass
    with pytest.raises(ForeignRow), every_federation("a test"), unit_of_work():
        insert_many(P, [{"code": "X", "name": "x"}])
    assert EVERY == -1


def test_a_setting_undone_by_a_savepoint_is_made_again(worlds: tuple[World, World, int]) -> None:
    """On PostgreSQL the setting for row-level security goes when the savepoint in which it was made is rolled back."""
    ours, _theirs, _foreign = worlds
    with ours.scope(), unit_of_work() as session:
        with pytest.raises(ValueError), session.begin_nested():
            assert session.scalar(select(func.count()).select_from(D)) == 1
            raise ValueError
        assert session.scalar(select(func.count()).select_from(D)) == 1
        with pytest.raises(ValueError), session.begin_nested(), every_federation("a test"):
            assert session.scalar(select(func.count()).select_from(D)) == 2
            raise ValueError
        with every_federation("a test"):
            assert session.scalar(select(func.count()).select_from(D)) == 2
