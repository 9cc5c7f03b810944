"""A constant statement is compiled once and run by the driver: it keeps within a federation, and to its reader, as ever."""

from typing import Any

import pytest
from sqlalchemy import JSON, String, bindparam, cast, func, select
from sqlalchemy.exc import DBAPIError, StatementError

from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft
from federation.kernel import constants, reading
from federation.kernel.db import db
from federation.kernel.tenancy import NoFederation
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.testing.world import World
from tests.assurance.test_session_keeps_within import (
    CANARY,
    NEEDS_TWO,
    READS,
    REFUSED,
    D,
    P,
    V,
    answer,
    worlds,
)

__all__ = ["worlds"]
pytestmark = pytest.mark.both_databases
TIMES = constants._OFTEN + 2


class AskingAgain:
    """A session for which the statement of a shape is a constant: the same one, wherever it is asked, and often."""

    def __init__(self) -> None:
        self._kept: Any = None

    def execute(self, statement: Any, given: Any = None) -> Any:
        self._kept = statement if self._kept is None else self._kept
        for _ in range(TIMES):
            db.session.execute(self._kept, given).all()
        return db.session.execute(self._kept, given)

    def scalars(self, statement: Any) -> Any:
        return self.execute(statement).scalars()

    def scalar(self, statement: Any) -> Any:
        return self.execute(statement).scalar()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the driver was asked for constants."""
    found: list[str] = []
    ask = constants._ask

    def noted(connection: Any, sql: str, known: Any) -> Any:
        found.append(sql)
        return ask(connection, sql, known)

    monkeypatch.setattr(constants, "_ask", noted)
    return found


OF_THE_SESSION = {"get", "get_one", "query", "from_statement", "raw", "table"}
"""Beginnings of shapes that are no constants, or are refused wherever they are asked."""


def test_a_constant_asked_in_one_federation_finds_nothing_of_anothers(
    worlds: tuple[World, World, int], asked: list[str]
) -> None:
    ours, theirs, foreign = worlds
    by_the_driver = set()
    shapes = [shape for shape in READS if shape.split()[0] not in OF_THE_SESSION]
    for shape in shapes:
        if shape == "lateral" and db.engine.dialect.name == "sqlite":
            continue
        asking = AskingAgain()
        asked.clear()
        with theirs.scope():
            found = answer(shape, foreign, asking)
        assert CANARY in found or found in REFUSED or shape in NEEDS_TWO, (shape, found)
        with ours.scope():
            assert CANARY not in answer(shape, foreign, asking), shape
        assert answer(shape, foreign, asking) in REFUSED, shape
        if asked:
            by_the_driver.add(shape)
    assert {"columns", "join across", "subquery", "cte", "outer join", "max"} <= by_the_driver
    assert not {"select all", "aliased entity", "yield_per", "tuple in"} & by_the_driver


TITLES = select(D.title).order_by(D.id)


def test_a_constant_finds_what_each_reader_may_read(
    worlds: tuple[World, World, int], asked: list[str]
) -> None:
    world = worlds[0]
    lead = world.people["rep1"]
    seats = [SeatWanted(lead, is_lead=True)]
    with world.scope():
        group = begin_group(
            world.actor("admin"), GroupWanted("Visits", "Decides.", reads="seated", seats=seats)
        )
        proposals.start(world.actor("rep1"), Draft(title="Kept to the group", body="Words"), group_id=group)

        def titles(person: int | None) -> list[str]:
            with reading.read_for(person):
                return [list(db.session.scalars(TITLES)) for _ in range(TIMES)][-1]

        for _ in range(2):
            assert titles(lead) == ["Ours", "Kept to the group"]
            assert titles(world.people["rep2"]) == ["Ours"]
            assert titles(None) == ["Ours", "Kept to the group"]
    assert len(asked) > TIMES


MANY = (
    select(D.id, D.title, D.created_at, V.options, V.impact, P.name, V.title, func.count().label("all"))
    .join(V, V.decision_id == D.id)
    .outerjoin(P, P.id == D.author_practice_id)
    .where(D.id.in_(bindparam("ids", expanding=True)), D.state.in_(["draft", "discussion"]))
    .group_by(D.id, V.id, P.id)
    .order_by(D.id)
)


def test_a_constant_answers_as_the_orm_does(worlds: tuple[World, World, int], asked: list[str]) -> None:
    """Values of each kind, columns that have the same name, and lists of each length."""
    with worlds[0].scope():
        number = db.session.execute(select(D.id)).scalar_one()
        for ids in ([number], [], [number, worlds[2]], [number]):
            answers = [db.session.execute(MANY, {"ids": ids}) for _ in range(TIMES)]
            of_the_orm = db.session.execute(MANY.limit(9), {"ids": ids})
            expected = (list(of_the_orm.keys()), of_the_orm.all())
            assert [row.id for row in expected[1]] == ids[:1]
            assert [(list(one.keys()), one.all()) for one in answers] == [expected] * TIMES
    assert len(asked) > TIMES


OWN = select(P.id, P.name).where(P.code == bindparam("code"))


def test_a_constant_asked_before_a_federation_is_chosen_is_refused(worlds: tuple[World, World, int]) -> None:
    for _ in range(TIMES):
        with pytest.raises((NoFederation, StatementError)):
            db.session.execute(OWN, {"code": "Z99001"}).all()
        db.session.remove()
    with worlds[0].scope():
        for _ in range(TIMES):
            assert len(db.session.execute(OWN, {"code": "Z99001"}).all()) == 1
    db.session.remove()
    with pytest.raises(NoFederation):
        db.session.execute(OWN, {"code": "Z99001"}).all()


def test_what_the_driver_refuses_is_an_error_like_any_other(worlds: tuple[World, World, int]) -> None:
    given = bindparam("given", type_=String)
    as_json = func.json(given) if db.engine.dialect.name == "sqlite" else cast(given, JSON)
    statement = select(P.id, cast(as_json, String))
    with worlds[0].scope():
        for _ in range(TIMES):
            assert db.session.execute(statement, {"given": "{}"}).first() is not None
        with pytest.raises(DBAPIError) as met:
            db.session.execute(statement, {"given": "of a patient"})
        assert met.value.hide_parameters
        db.session.rollback()
        assert db.session.execute(statement, {"given": "{}"}).first() is not None
