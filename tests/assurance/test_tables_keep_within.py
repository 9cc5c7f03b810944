"""The second and third lock: composite foreign keys on both databases, and PostgreSQL's row-level security."""

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, ForeignKeyConstraint, create_engine, inspect, select, text
from sqlalchemy.exc import DBAPIError

from federation.kernel import outbox, record
from federation.kernel.db import APP_ROLE, db, unit_of_work
from federation.kernel.row_security import SETTING
from federation.kernel.tenancy import federation_scope
from federation.network.models import Federation, Practice
from federation.testing import postgres
from federation.testing.world import LONG_AGO, make_world
from tests.assurance.conftest import rounds
from tests.decisions.votes import opened, vote
from tests.tables import tables

FOUND_BEFORE_A_FEDERATION = {"people_link", "people_security_event", "people_token"}
"""Found by their secret, before a federation is chosen; they say which federation they are of."""
MAY_BE_NOBODYS = {"kernel_outbox"}
"""A password link is sent on behalf of no federation."""


def federated() -> Iterator[Any]:
    for table in tables():
        if "federation_id" in table.columns and table.name not in FOUND_BEFORE_A_FEDERATION:
            yield table


def test_the_exceptions_are_as_listed() -> None:
    assert {table.name for table in tables() if table.info.get("global")} == FOUND_BEFORE_A_FEDERATION
    assert {table.name for table in federated() if table.columns["federation_id"].nullable} == MAY_BE_NOBODYS


@pytest.mark.both_databases
def test_every_foreign_key_to_a_federations_table_carries_the_federation(app: Flask, owner: Engine) -> None:
    live = inspect(owner)
    names = {table.name for table in federated()}
    for table in federated():
        column = next(column for column in live.get_columns(table.name) if column["name"] == "federation_id")
        assert column["nullable"] is (table.name in MAY_BE_NOBODYS), table.name
        said = {
            (*key.column_keys, key.referred_table.name)
            for key in table.constraints
            if isinstance(key, ForeignKeyConstraint)
        }
        kept = {
            (*key["constrained_columns"], key["referred_table"]) for key in live.get_foreign_keys(table.name)
        }
        assert said == kept, table.name
        for key in live.get_foreign_keys(table.name):
            if key["referred_table"] in names:
                pairs = dict(zip(key["constrained_columns"], key["referred_columns"], strict=True))
                assert pairs.get("federation_id") == "federation_id", (table.name, key)


def test_every_table_knows_its_federation_or_is_listed() -> None:
    without = {table.name for table in tables() if "federation_id" not in table.columns}
    assert without == {
        "kernel_kept_form",
        "kernel_mail_hold",
        "kernel_working_turn",
        "network_federation",
        "people_attempt",
        "people_begun_factor",
        "people_former_name",
        "people_half_sign_in",
        "people_person",
        "people_organisation_account",
        "people_recovery_code",
        "people_second_factor",
        "people_sign_in",
    }


class TestRowLevelSecurity:
    """PostgreSQL alone."""

    @pytest.fixture
    def database_url(self, postgres_server: str) -> Iterator[str]:
        name = f"rls_{random.SystemRandom().randrange(10**9)}"
        yield postgres.create_database(postgres_server, name, "template_federation")
        postgres.drop_database(postgres_server, name)

    def test_is_on_and_forced_with_one_policy_for_every_table(self, app: Flask, owner: Engine) -> None:
        with owner.connect() as connection:
            rows = connection.execute(
                text(
                    "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, "
                    "(SELECT count(*) FROM pg_policies p WHERE p.tablename = c.relname AND p.qual = p.with_check) "
                    "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r'"
                )
            ).all()
        found = {name: tuple(rest) for name, *rest in rows}
        for table in federated():
            assert found[table.name] == (True, True, 1), table.name

    def test_the_products_role_owns_nothing_and_cannot_go_round(self, app: Flask, owner: Engine) -> None:
        read = db.session.connection().exec_driver_sql
        assert read("SELECT current_user").scalar() == APP_ROLE
        assert read(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin FROM pg_roles WHERE rolname = current_user"
        ).one() == (False, False, False, False, False)
        assert read("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole").scalar() == 0
        assert read("SELECT has_schema_privilege('public', 'CREATE')").scalar() is False
        for table in tables():
            for right in table.info.get("append_only", ()):
                assert read(f"SELECT has_table_privilege('{table.name}', '{right}')").scalar() is False
            assert read(f"SELECT has_table_privilege('{table.name}', 'TRUNCATE')").scalar() is False

    def test_without_the_setting_nothing_is_seen_or_written(self, app: Flask, owner: Engine) -> None:
        ours, theirs = make_world(practices=2), make_world("dunes", practices=2)
        for world in (ours, theirs):
            vote(world, opened(world, author="rep1"), "ff")
        db.session.remove()
        with owner.connect() as connection:
            for table in federated():
                total = connection.execute(text(f"SELECT count(*) FROM {table.name}")).scalar_one()
                connection.execute(text(f"SET LOCAL ROLE {APP_ROLE}"))
                count = text(f"SELECT count(*) FROM {table.name} WHERE federation_id IS NOT NULL")
                assert connection.execute(count).scalar_one() == 0, table.name
                connection.execute(text(f"SELECT set_config('{SETTING}', '{ours.federation_id}', true)"))
                own = connection.execute(count).scalar_one()
                assert (
                    own
                    == connection.execute(
                        text(f"SELECT count(*) FROM {table.name} WHERE federation_id = {ours.federation_id}")
                    ).scalar_one()
                )
                connection.execute(text(f"SELECT set_config('{SETTING}', '*', true)"))
                assert connection.execute(count).scalar_one() == total or table.name in MAY_BE_NOBODYS, (
                    table.name
                )
                connection.rollback()
            for setting, federation in ((None, 1), (ours.federation_id, theirs.federation_id)):
                connection.execute(text(f"SET LOCAL ROLE {APP_ROLE}"))
                if setting:
                    connection.execute(text(f"SELECT set_config('{SETTING}', '{setting}', true)"))
                with pytest.raises(DBAPIError, match="row-level security"):
                    connection.execute(
                        text(
                            f"INSERT INTO network_neighbourhood (federation_id, name) VALUES ({federation}, 'x')"
                        )
                    )
                connection.rollback()

    def test_many_federations_on_few_connections_never_mix(
        self, settings: dict[str, Any], database_url: str, chance: random.Random, tell: Callable[[str], None]
    ) -> None:
        from tests.assurance.crew import pageless

        app = pageless(settings)
        with app.app_context():
            with unit_of_work() as session:
                made = [
                    Federation(slug=f"f{n}", name=f"Federation {n}", settings={}, created_at=LONG_AGO)
                    for n in range(20)
                ]
                session.add_all(made)
                session.flush()
                ids = [federation.id for federation in made]
                for federation_id in ids:
                    with federation_scope(federation_id):
                        session.add(Practice(code=f"Z{federation_id}", name=f"Practice of {federation_id}"))
            db.session.remove()
            db.engine.dispose()
            engine = create_engine(
                database_url, pool_size=2, max_overflow=0, connect_args={"options": f"-c role={APP_ROLE}"}
            )
            db.engines[None] = engine
            transactions = rounds(2000, 50_000)
            for _ in range(transactions):
                federation_id = chance.choice(ids)
                with federation_scope(federation_id):
                    if chance.random() < 0.1:
                        with unit_of_work() as session:
                            session.scalars(select(Practice)).one().phone = str(federation_id)
                    assert db.session.execute(select(Practice.code, Practice.name)).all() == [
                        (f"Z{federation_id}", f"Practice of {federation_id}")
                    ]
                    assert (
                        db.session.connection()
                        .exec_driver_sql("SELECT count(*) FROM network_practice")
                        .scalar()
                        == 1
                    )
                if chance.random() < 0.5:
                    db.session.remove()
                else:
                    db.session.rollback()
            db.session.remove()
            with engine.connect() as connection:
                assert connection.exec_driver_sql("SELECT count(*) FROM network_practice").scalar() == 0
            engine.dispose()
        tell(f"{transactions} transactions of 20 federations on 2 connections, 0 leaks")


@pytest.mark.both_databases
def test_what_a_transaction_of_one_federation_writes_belongs_to_it(app: Flask) -> None:
    ours = make_world(practices=1)
    with ours.scope(), unit_of_work():
        record.append(None, "test.done", "test:1")
        outbox.add("event", "test:1", {})
    with ours.scope():
        assert list(db.session.scalars(select(record.RecordEntry.federation_id))) == [ours.federation_id]
        assert list(db.session.scalars(select(outbox.OutboxRow.federation_id))) == [ours.federation_id]
