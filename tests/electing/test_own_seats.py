"""A practice takes a seat in a group itself where the members let each do so, and gives it up."""

import pytest
from flask import Flask
from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.outbox import OutboxRow
from federation.kernel.record import RecordEntry
from federation.kernel.refusals import NotFound, NotYours, Refusal
from federation.network.groups.elected import give_up_seat, take_seat
from federation.network.groups.proofs import seats
from federation.network.groups.queries import seats_of
from federation.testing import both_databases
from federation.testing.world import World
from tests.mandates.conftest import Grants, granted, group, world

__all__ = ("granted", "group", "world")
API = "/api/v1/federations/saltmarsh"


def sitting(world: World, group: int) -> list[str | None]:
    db.session.rollback()
    with world.scope():
        return sorted(one.practice_code for one in seats_of(group) if one.practice_code)


@both_databases
def test_each_practice_takes_a_seat_where_the_members_let_it(
    app: Flask, world: World, group: int, granted: Grants
) -> None:
    mandate = granted(own_seats="vote")
    first = world.practice_of("rep1")
    with world.scope():
        assert ("Each practice can take a seat itself", "Yes, with a vote") in mandate.lines
        seat = take_seat(world.actor("rep1"), group, first)
        assert world.actor("rep1").votes_in(group)
        with pytest.raises(Refusal, match="has a seat in this group already"):
            take_seat(world.actor("rep1"), group, first)
        for name in ("member", "rep2", "admin", "lay", "observer"):
            with pytest.raises(NotYours):
                take_seat(world.actor(name), group, first)
        with pytest.raises(NotFound):
            take_seat(world.actor("rep1"), group, 900_001)
        for name in ("rep2", "lay"):
            with pytest.raises(NotYours):
                give_up_seat(world.actor(name), group, seat)
        assert list(seats()) == []
        told = select(OutboxRow.key).where(OutboxRow.key.startswith(f"mail:seat:{seat}:begun"))
        assert len(db.session.scalars(told).all()) >= 3
        acts = select(RecordEntry.action).where(RecordEntry.subject == f"group:{group}")
        assert "seat.taken" in db.session.scalars(acts).all()
    assert sitting(world, group) == ["Z99001", "Z99003"]
    with world.scope():
        give_up_seat(world.actor("rep1"), group, seat)
        assert not world.actor("rep1").sits_in(group)
    assert sitting(world, group) == ["Z99003"]


def test_nobody_takes_a_seat_where_the_members_have_not_decided_it(
    app: Flask, world: World, group: int, granted: Grants
) -> None:
    first = world.practice_of("rep1")
    with world.scope(), pytest.raises(Refusal, match="have not decided"):
        take_seat(world.actor("rep1"), group, first)
    granted()
    with world.scope(), pytest.raises(Refusal, match="have not decided"):
        take_seat(world.actor("rep1"), group, first)
    page = world.client(app, "rep1").get(world.address(f"groups/{group}")).text
    assert "Take a seat for your practice" not in page
    assert "no seat here" in world.client(app, "rep1").get(world.address(f"groups/{group}/own-seat")).text


def test_pages_and_programs_take_and_give_up_a_seat(
    app: Flask, world: World, group: int, granted: Grants
) -> None:
    granted(own_seats="voice")
    browser, address = world.client(app, "rep1"), world.address(f"groups/{group}")
    assert "Take a seat for your practice" in browser.get(address).text
    empty = browser.post(f"{address}/own-seat", data={"practice": ""})
    assert (empty.status_code, "Select the practice that takes a seat" in empty.text) == (422, True)
    done = browser.post(f"{address}/own-seat", data={"practice": str(world.practice_of("rep1"))})
    assert done.status_code == 303, done.text
    shown = browser.get(address).text
    assert "Give up this seat" in shown and "Take a seat for your practice" not in shown
    with world.scope():
        seat = next(one for one in seats_of(group) if one.practice_code == "Z99001")
        assert not seat.has_vote
    assert browser.post(f"{address}/seats/{seat.id}/give-up").status_code == 303
    program, second = world.program(app, "rep2"), world.practice_of("rep2")
    made = program.post(f"{API}/groups/{group}/own-seats", json={"practice": second})
    assert made.status_code == 201, made.text
    assert program.post(f"{API}/groups/{group}/seats/{made.json['id']}/give-up").status_code == 204
