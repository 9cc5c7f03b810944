"""A closed vote is immutable in the database itself; an open one keeps its roll, weights and rule whatever happens."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, select, text, update
from sqlalchemy.exc import DBAPIError

from federation.decisions.models import Decision, RollEntry
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.objections import accept_resolution, answer_objection
from federation.decisions.voting.actions.opening import open_vote
from federation.decisions.voting.actions.standing_aside import stand_aside
from federation.decisions.voting.queries.roll import judged
from federation.kernel.db import APP_ROLE, MappedBase, db, unit_of_work
from federation.kernel.row_security import SETTING
from federation.kernel.tenancy import federation_scope
from federation.network.models import Practice
from federation.testing.world import World, make_world
from tests.assurance.conftest import rounds
from tests.decisions.votes import in_hours, opened, preset, propose, vote

COUNTED = (
    "decisions_decision",
    "decisions_version",
    "decisions_effect",
    "decisions_roll_entry",
    "decisions_interest",
    "decisions_ballot",
    "decisions_resolution",
    "decisions_casting_vote",
)
"""What the verdict is computed from, or what the register says of it."""
NOT_COUNTED = {
    "decisions_coauthor",
    "decisions_action",
    "decisions_ballot_link",
    "decisions_aim",
    "decisions_rule",
    "decisions_suggestion",
    "decisions_total",
}
MAY_CHANGE = {
    "changed_at",
    "comment_count",
    "outcome",
    "outcome_by",
    "outcome_at",
    "owner_id",
    "review_on",
    "superseded_by_id",
    "supersedes_id",
    "plan",
    "kind",
    "shown_from",
    "created_at",
    "author_practice_id",
    "reminded",
}
"""Columns of a closed decision that are not part of what was decided."""


def closed(world: World) -> int:
    """A vote by consent with an interest, an objection that was resolved, and a verdict."""
    decision_id = propose(world, "rep1")
    codes = list(world.practices)
    with world.scope():
        stand_aside(
            world.actor("rep4"), decision_id, world.practices[codes[3]], "A partner owns the supplier."
        )
        open_vote(world.actor("rep1"), decision_id, preset("consent"), in_hours(24))
    vote(world, decision_id, "cco", "Too dear.")
    with world.scope():
        answer_objection(world.actor("rep1"), decision_id, world.practices[codes[2]], "We add a minimum.")
        accept_resolution(world.actor("rep3"), decision_id, world.practices[codes[2]])
        close_early(world.actor("chair"), decision_id, "Test.")
    db.session.remove()
    return decision_id


def attacks(connection: Connection, table: Any) -> list[str]:
    """Every way to touch a table: each column set to NULL and to something else, rows deleted, rows copied."""
    columns = [column.name for column in table.columns]
    found = [f"DELETE FROM {table.name}"]
    for column in table.columns:
        number = str(column.type) in ("INTEGER", "BIGINT")
        other = (
            f"coalesce({column.name}, 0) + 1"
            if number
            else ("federation_now()" if str(column.type) == "DATETIME" else "'{}'")
        )
        found += [f"UPDATE {table.name} SET {column.name} = {value}" for value in (other, "NULL")]
    fresh = {
        "id": "id + 1000",
        "version": "version + 1",
        "receipt": "'LATE' || id",
        "number": "number + 1",
        "code": "'Q' || code",
        "practice_id": "(SELECT max(id) FROM network_practice)",
    }
    found.append(
        f"INSERT INTO {table.name} ({', '.join(columns)}) "
        f"SELECT {', '.join(fresh.get(name, name) for name in columns)} FROM {table.name}"
    )
    return found


@pytest.mark.both_databases
@pytest.mark.parametrize("role", ["application", "owner"])
def test_raw_sql_cannot_change_a_closed_vote(
    app: Flask, owner: Engine, role: str, tell: Callable[[str], None]
) -> None:
    world = make_world(practices=5)
    decision_id = closed(world)
    with world.scope():
        before = judged(db.session.get_one(Decision, decision_id))
    db.session.remove()
    tried, taken = 0, []
    with owner.connect() as connection:
        for name in COUNTED:
            table = MappedBase.metadata.tables[name]
            for statement in attacks(connection, table):
                column = statement.split(" SET ")[-1].split(" = ")[0]
                if name == "decisions_decision" and (column in MAY_CHANGE or statement.startswith("INSERT")):
                    continue
                enter(connection, role, world)
                matters = f" WHERE {column} IS NOT NULL" if statement.endswith("NULL") else ""
                rows = connection.execute(text(f"SELECT count(*) FROM {name}{matters}")).scalar_one()
                tried += 1
                try:
                    connection.execute(text(statement))
                except DBAPIError:
                    pass
                else:
                    taken += [statement] if rows else []
                connection.rollback()
        if role == "application" and connection.dialect.name == "postgresql":
            for name in COUNTED:
                enter(connection, role, world)
                with pytest.raises(DBAPIError, match="permission denied"):
                    connection.execute(text(f"TRUNCATE {name} CASCADE"))
                connection.rollback()
    assert taken == []
    with world.scope():
        assert judged(db.session.get_one(Decision, decision_id)) == before
    tell(f"{tried} raw statements as {role} on {len(COUNTED)} tables of a closed vote, all refused")


def enter(connection: Connection, role: str, world: World) -> None:
    """Begin as the role; on SQLite, whose file has no roles, both are the same."""
    if connection.dialect.name == "postgresql" and role == "application":
        connection.execute(text(f"SET LOCAL ROLE {APP_ROLE}"))
        connection.execute(text(f"SELECT set_config('{SETTING}', '{world.federation_id}', true)"))


def test_every_table_of_decisions_is_counted_or_said_not_to_be() -> None:
    tables = {name for name in MappedBase.metadata.tables if name.startswith("decisions_")}
    assert tables == set(COUNTED) | NOT_COUNTED


@pytest.mark.both_databases
def test_an_open_or_withdrawn_vote_cannot_be_turned_back_or_changed(app: Flask, owner: Engine) -> None:
    world = make_world(practices=2)
    opened(world, author="rep1")
    db.session.remove()
    changes = [
        "state = 'draft'",
        "state = 'discussion'",
        "rule = '{}'",
        "rule = NULL",
        "closes_at = federation_now()",
        "title = 'Other'",
        "version = 2",
        "ordinal = 7",
        "year = NULL",
        "opened_at = NULL",
    ]
    for state in ("open", "withdrawn"):
        with owner.connect() as connection:
            connection.execute(text(f"UPDATE decisions_decision SET state = '{state}'"))
            connection.commit()
            for change in [*changes, *(["state = 'open'", "voted = 9"] if state == "withdrawn" else [])]:
                with pytest.raises(DBAPIError, match="not changed"):
                    connection.execute(text(f"UPDATE decisions_decision SET {change}"))
                connection.rollback()


CHANGES = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.one_of(
            st.tuples(st.just("list_size"), st.one_of(st.none(), st.integers(0, 100_000))),
            st.tuples(st.just("membership"), st.sampled_from(["full", "associate"])),
            st.tuples(st.sampled_from(["closed_on", "left_on"]), st.one_of(st.none(), st.dates())),
            st.tuples(st.just("name"), st.sampled_from(["Mudflat Lane Surgery", "Cockle Row Practice"])),
            st.tuples(st.just("cast"), st.sampled_from(["for", "against", "abstain"])),
        ),
    ),
    max_size=15,
)


def test_nothing_that_happens_to_practices_changes_an_open_votes_roll(
    app: Flask, tell: Callable[[str], None]
) -> None:
    world = make_world(practices=6)
    practices = list(world.practices.values())
    actors = [world.actor(f"rep{number}") for number in range(1, 7)]
    ran = 0

    @hypothesis_settings(
        max_examples=rounds(25, 2000), deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(CHANGES)
    def run(changes: list[tuple[int, tuple[str, Any]]]) -> None:
        nonlocal ran
        ran += 1
        with unit_of_work() as session, world.scope():
            session.execute(
                update(Practice)
                .values(list_size=9000, membership="full", closed_on=None, left_on=None)
                .execution_options(synchronize_session=False)
            )
        decision_id = opened(world, preset("patient_weighted"), author="rep1")
        fixed = roll_of(world, decision_id)
        stances: dict[int, str] = {}
        for which, (column, value) in changes:
            with federation_scope(world.federation_id):
                if column == "cast":
                    cast(actors[which], decision_id, practices[which], value)
                    stances[which] = value
                else:
                    with unit_of_work() as session:
                        setattr(session.get_one(Practice, practices[which]), column, value)
        assert roll_of(world, decision_id) == fixed
        with world.scope():
            verdict = close_early(world.actor("chair"), decision_id, "Enough.")
            counted = {
                name: (count.practices, count.weight)
                for name, count in verdict.tally.stances
                if count.practices
            }
        assert counted == {s: (n := list(stances.values()).count(s), n * 9) for s in set(stances.values())}
        assert roll_of(world, decision_id) == fixed

    run()
    tell(f"{ran} votes with practices changed meanwhile, no roll or weight moved")


def roll_of(world: World, decision_id: int) -> Any:
    db.session.remove()
    with world.scope():
        entries = db.session.execute(
            select(
                RollEntry.practice_id, RollEntry.code, RollEntry.name, RollEntry.patients, RollEntry.weight
            )
            .where(RollEntry.decision_id == decision_id)
            .order_by(RollEntry.code)
        ).all()
        return entries, db.session.scalar(select(Decision.roll).where(Decision.id == decision_id))
