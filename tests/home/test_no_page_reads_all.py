"""No page that everybody opens reads all rows of a table that grows with the federation or with the years: each statement
finds its rows by an index that narrows further than to the federation."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from federation.kernel.db import db, unit_of_work
from federation.network.practices.actions.totals import catch_up
from federation.testing.world import make_world
from tests.decisions.votes import opened

GROWING = (
    "network_membership",
    "network_practice",
    "decisions_decision",
    "decisions_roll_entry",
    "decisions_ballot",
)
ALL = {"federation_id=?", "federation_id=? AND practice_id>?"}
"""What an index is asked for that narrows no further than to the federation."""
PARTIAL = {"ix_network_membership_waits", "ix_network_membership_chair", "ix_network_membership_own"}
"""Indexes that hold few rows by what they are made for."""
_STEP = re.compile(
    r"(SCAN|SEARCH) (\w+?)(?:_\d+)? (?:.*INDEX (\w+) )?\((.*)\)$|(SCAN) (\w+?)(?:_\d+)?(?: |$)"
)


@contextmanager
def explained(app: Flask) -> Iterator[list[tuple[str, str]]]:
    """Each statement of the requests inside that reads, with its plan, a step a line."""
    asked: list[tuple[str, Any]] = []
    found: list[tuple[str, str]] = []
    with app.app_context():
        engine = db.engine

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if statement.startswith(("SELECT", "WITH")):
            asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)
    with engine.connect() as connection:
        for statement, parameters in asked:
            steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            found += [(step[-1], statement) for step in steps]


def reads_all(step: str) -> bool:
    """Whether a step of a plan goes through all rows of a growing table in a federation."""
    found = _STEP.match(step)
    if found is None:
        return False
    table, index, terms = found[2] or found[6], found[3], found[4]
    return table in GROWING and (terms is None or (terms in ALL and index not in PARTIAL))


def reads_a_roll(step: str) -> bool:
    """Whether a step goes through all entries of a vote."""
    return "decisions_roll_entry" in step and step.endswith("(federation_id=? AND decision_id=?)")


def test_it_tells_a_step_that_reads_all() -> None:
    for step in (
        "SCAN network_membership",
        "SCAN decisions_decision_1 USING INDEX ix",
        "SEARCH network_practice USING INDEX ix_network_practice_membership (federation_id=?)",
        "SEARCH decisions_decision_2 USING COVERING INDEX ix_a (federation_id=?)",
        "SEARCH decisions_roll_entry USING INDEX ix_b (federation_id=? AND practice_id>?)",
    ):
        assert reads_all(step), step
    for step in (
        "SCAN anon_1",
        "SEARCH network_membership_1 USING INDEX ix_network_membership_waits (federation_id=?)",
        "SEARCH decisions_roll_entry USING INDEX ix (federation_id=? AND decision_id=?)",
        "SEARCH network_practice USING INTEGER PRIMARY KEY (rowid=?)",
    ):
        assert not reads_all(step), step


@pytest.mark.parametrize("person", ["rep1", "chair"])
def test_pages_that_everybody_opens(app: Flask, person: str) -> None:
    world = make_world(practices=5)
    number = opened(world)
    with world.scope(), unit_of_work():
        catch_up()
    client = world.client(app, person)
    practice = f"practices/{world.practices['Z99001']}"
    paths = ("", "our-federation/", "decisions/now", practice)
    paths += (f"decisions/{number}", f"decisions/{number}/roll")
    for path in paths:
        with explained(app) as steps:
            assert client.get(world.address(path)).status_code == 200, path
        assert [one for one in steps if reads_all(one[0])] == [], path
        if person == "rep1" and path in ("", practice):
            assert [one for one in steps if reads_a_roll(one[0])] == [], path
