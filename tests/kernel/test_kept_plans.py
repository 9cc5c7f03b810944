"""On PostgreSQL a statement that is asked again and again is planned once, though each request ends with a rollback."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from federation.kernel.db import db
from federation.kernel.tenancy import every_federation
from federation.people.models import Person
from federation.testing.apps import RunApps
from federation.testing.databases import PostgresTemplate, settings_for

PLANNED = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%people_person%'")


@pytest.fixture
def app_on_postgresql(postgres_template: PostgresTemplate, apps: RunApps) -> Iterator[Flask]:
    url, remove = postgres_template.fresh()
    with apps.lend(settings_for(url)) as made:
        yield made
    remove()


def _read(app: Flask) -> None:
    with app.app_context(), every_federation("a test reads people"):
        db.session.execute(select(Person.id).where(Person.name == "Nobody")).all()


def _planned(app: Flask) -> int:
    with app.app_context(), db.engine.connect() as line:
        return line.execute(PLANNED).scalar_one()


def test_plans_outlive_requests_that_only_read(app_on_postgresql: Flask) -> None:
    for _ in range(8):
        _read(app_on_postgresql)
    assert _planned(app_on_postgresql) == 1


def test_what_a_request_wrote_and_did_not_keep_is_gone(app_on_postgresql: Flask) -> None:
    with app_on_postgresql.app_context():
        with db.engine.connect() as line:
            line.execute(
                text("INSERT INTO people_person (email, name, created_at) VALUES ('a@b.example', 'A', now())")
            )
        with db.engine.connect() as line:
            assert line.execute(text("SELECT count(*) FROM people_person")).scalar_one() == 0


def test_after_a_failure_everything_is_planned_anew(app_on_postgresql: Flask) -> None:
    for _ in range(8):
        _read(app_on_postgresql)
    with app_on_postgresql.app_context(), db.engine.connect() as line, pytest.raises(DBAPIError):
        line.execute(text("SELECT 1 / 0"))
    assert _planned(app_on_postgresql) == 0
    _read(app_on_postgresql)
