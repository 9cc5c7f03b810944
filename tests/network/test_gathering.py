"""Mail by reason: at once, once a day, once a week or never; what waits goes out in one letter, once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from federation.decisions.discussion.actions import comment
from federation.decisions.proposals.actions.proposals import start, to_discussion
from federation.decisions.proposals.texts import Draft
from federation.kernel import outbox
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import GATHERED, OutboxRow
from federation.kernel.sealed_letters import open_letter
from federation.kernel.tenancy import every_federation
from federation.kernel.words import LONDON
from federation.network.gathering import actions as gathering
from federation.network.gathering.actions import send_gathered
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group, end_seat, give_seat
from federation.network.models import GroupSeat
from federation.people.models import Person
from federation.people.rules.gathering import next_gathering
from federation.plugin.migrate import upgrade
from federation.testing.world import World, make_world
from tests.decisions.votes import propose
from tests.tables import back_to

both = pytest.mark.both_databases
Travel = Callable[[timedelta], None]
PAST_IT = timedelta(days=1, hours=1)
"""Later than the next seven o'clock, even of a day of 25 hours."""


def at(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "daily", "weekly"),
    [
        (at(2026, 5, 5, 5, 59), at(2026, 5, 5, 6), at(2026, 5, 11, 6)),
        (at(2026, 5, 5, 6), at(2026, 5, 6, 6), at(2026, 5, 11, 6)),
        (at(2026, 5, 3, 23, 30), at(2026, 5, 4, 6), at(2026, 5, 4, 6)),
        (at(2026, 5, 4, 6), at(2026, 5, 5, 6), at(2026, 5, 11, 6)),
        (at(2026, 10, 24, 12), at(2026, 10, 25, 7), at(2026, 10, 26, 7)),
        (at(2027, 3, 27, 12), at(2027, 3, 28, 6), at(2027, 3, 29, 6)),
    ],
)
def test_letters_go_out_at_seven_in_england_and_nothing_falls_between_two(
    now: datetime, daily: datetime, weekly: datetime
) -> None:
    assert [next_gathering(now, one, LONDON) for one in (False, True)] == [daily, weekly]


@pytest.fixture
def world(app: Flask) -> World:
    return make_world(practices=3)


def choose(world: World, name: str, **choices: str) -> None:
    with unit_of_work() as session:
        session.get_one(Person, world.people[name]).mail_choices = choices


def said(world: World, decision: int, *words: str) -> None:
    with world.scope():
        for one in words:
            comment(world.actor("rep2"), decision, one)


def rows(kind: str) -> list[OutboxRow]:
    db.session.rollback()
    with every_federation("a test"):
        found = db.session.scalars(
            select(OutboxRow).where(OutboxRow.kind == kind).order_by(OutboxRow.id)
        ).all()
        db.session.expunge_all()
    return list(found)


def sent(world: World, name: str) -> list[str]:
    """The texts of the letters in which others went out to somebody."""
    return [
        open_letter(row.key, row.payload)["text"]
        for row in rows("mail")
        if row.key.startswith(f"gathered:{world.people[name]}:")
    ]


@both
def test_what_waits_goes_out_in_one_letter_once(world: World, travel: Travel) -> None:
    choose(world, "rep1", comment="daily", discussion="never")
    first, second = propose(world, "rep1", "Parking"), propose(world, "rep1", "Visits")
    said(world, first, "Too dear.")
    said(world, second, "Too far.")
    said(world, first, "Too late.")
    waiting = rows(GATHERED)
    now = waiting[0].due_at - timedelta(days=1)
    assert [row.due_at for row in waiting] == [next_gathering(now, False, LONDON)] * 3
    assert "parking" not in str([row.payload for row in waiting]).replace("Parking", "", 3).lower()
    assert (send_gathered(), sent(world, "rep1")) == (0, [])
    travel(PAST_IT)
    assert (send_gathered(), send_gathered()) == (1, 0)
    (text,) = sent(world, "rep1")
    assert text.count("\nSaltmarsh GP Federation\n=====") == 1
    assert [line for line in text.splitlines() if line.startswith("New comment")] == [
        "New comment: Parking",
        "New comment: Parking",
        "New comment: Visits",
    ]
    assert [text.count(f"/decisions/{number}") for number in (first, second)] == [2, 1]
    assert text.count("/account/email") == 1
    assert all("sealed" not in row.payload and row.done_at for row in rows(GATHERED))
    said(world, first, "One more.")
    assert (send_gathered(), len(sent(world, "rep1"))) == (0, 1)
    travel(PAST_IT * 2)
    assert (send_gathered(), len(sent(world, "rep1"))) == (1, 2)


@both
def test_what_was_not_sent_for_a_failure_is_sent_later_and_once(
    world: World, travel: Travel, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(world, "rep1", comment="weekly")
    said(world, propose(world, "rep1"), "Too dear.")
    travel(PAST_IT * 7)
    with monkeypatch.context() as broken:
        broken.setattr(gathering.outbox, "add", lambda *_: 1 / 0)
        assert (send_gathered(), rows(GATHERED)[0].done_at) == (0, None)
    assert (send_gathered(), len(sent(world, "rep1"))) == (1, 1)


@both
def test_two_workers_at_once_send_one_letter(app: Flask, world: World, travel: Travel) -> None:
    choose(world, "rep1", comment="daily")
    said(world, propose(world, "rep1"), "Too dear.")
    travel(PAST_IT)
    db.session.remove()
    together = Barrier(2)

    def work(_: int) -> int:
        with app.app_context():
            people = gathering.people_due()
            together.wait(timeout=300)
            done = sum(gathering._send(person) for person in people)
            db.session.remove()
            return done

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(work, range(2))) == [0, 1]
    assert len(sent(world, "rep1")) == 1


@both
def test_who_may_not_read_it_any_more_or_wants_none_by_then_gets_nothing(
    world: World, travel: Travel
) -> None:
    for name in ("rep1", "rep3"):
        choose(world, name, comment="daily")
    with world.scope():
        admin = world.actor("admin")
        group = begin_group(admin, GroupWanted("Visits", "Visits.", reads="seated"))
        for name in ("rep1", "rep2"):
            give_seat(admin, group, SeatWanted(world.people[name], has_vote=True))
        kept = start(world.actor("rep1"), Draft("Kept", "Text"), group_id=group)
        to_discussion(world.actor("rep1"), kept)
    shared = propose(world, "rep3")
    said(world, kept, "Between us.")
    said(world, shared, "For all.")
    choose(world, "rep3", comment="never")
    with world.scope():
        mine = GroupSeat.person_id == world.people["rep1"]
        end_seat(world.actor("admin"), group, db.session.scalars(select(GroupSeat.id).where(mine)).one())
    travel(PAST_IT)
    assert (send_gathered(), len(rows(GATHERED))) == (0, 2)
    assert [sent(world, name) for name in ("rep1", "rep3")] == [[], []]


@both
def test_nothing_waits_for_somebody_who_is_erased(world: World) -> None:
    choose(world, "rep1", comment="daily")
    said(world, propose(world, "rep1"), "Too dear.")
    with unit_of_work():
        outbox.forget_person(world.people["rep1"], {})
    assert rows(GATHERED) == []


def test_who_wanted_mail_gets_it_at_once_and_who_did_not_never(world: World, database_url: str) -> None:
    choose(world, "rep1", comment="weekly", opened="at_once", verdict="never")
    db.session.remove()
    back_to(database_url, "0037")
    upgrade(database_url)
    assert db.session.get_one(Person, world.people["rep1"]).mail_choices == {
        "comment": "at_once",
        "opened": "at_once",
        "verdict": "never",
    }
    assert db.session.get_one(Person, world.people["rep2"]).mail_choices is None
