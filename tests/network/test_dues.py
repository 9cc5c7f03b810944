"""What somebody must do: asked for once, done once, seen by those who owe it, one statement for all features."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from federation.decisions.models import DecisionAction
from federation.decisions.outcomes import actions as act
from federation.decisions.outcomes.queries.actions import action, today
from federation.kernel.days import end_of_day, last_day, time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.record import RecordEntry
from federation.kernel.refusals import Invalid, NotFound
from federation.network.dues.actions import DuePage, add_due, done_due, drop_due, make_calendar_key, move_due
from federation.network.dues.queries import DueOwners, ShownDue, done_lately, personal_dues, things_owed
from federation.network.dues.words import due_tag, due_words
from federation.network.models import ThingDue
from federation.plugin.migrate import upgrade
from federation.testing.world import World, make_world
from tests.decisions.many import closed, counted
from tests.tables import back_to

PAGE = DuePage("network.practices")
KEY = "network.check:1"


@pytest.fixture
def world(app: Flask) -> World:
    return make_world()


def asked(world: World, key: str = KEY, days: int = 3, **more: object) -> int:
    with unit_of_work():
        return add_due(key, "Check your list", today() + timedelta(days), PAGE, **more)  # type: ignore[arg-type]


def owed(world: World, name: str, *codes: str, others: bool = False) -> list[ShownDue]:
    owners = DueOwners(world.people[name], [world.practices[code] for code in codes])
    now = time_now()
    return things_owed(owners, now + timedelta(days=28), now if others else None)


@pytest.mark.both_databases
def test_each_who_is_asked_owes_it_once_and_does_it_once(world: World) -> None:
    rep1, rep2, practice = world.people["rep1"], world.people["rep2"], world.practices["Z99003"]
    with world.scope():
        assert asked(world, people=[rep1, rep2, rep1], practices=[practice]) == 3
        assert asked(world, people=[rep1, rep2], practices=[practice]) == 0
        with unit_of_work():
            assert done_due(KEY, rep1, "In the minutes.", person_id=rep1)
            assert not done_due(KEY, rep1, person_id=rep1)
            assert not done_due(KEY, rep1, person_id=world.people["lay"])
            assert done_due(KEY, rep2, practice_id=practice)
        assert owed(world, "rep1") == []
        assert [one.owner for one in owed(world, "rep2", "Z99003")] == ["Rep2"]
        done = done_lately(DueOwners(rep1, [practice]), time_now() - timedelta(days=1))
        assert [(one.owner, one.practice, one.word) for one in done] == [
            (None, "Quayside Practice", ""),
            ("Rep1", None, "In the minutes."),
        ]
        with unit_of_work():
            assert drop_due(KEY) == 1
        assert len(db.session.scalars(select(ThingDue.id)).all()) == 2


@pytest.mark.both_databases
def test_a_due_is_of_one_person_one_practice_and_one_federation(world: World) -> None:
    other = make_world("dune")
    with other.scope():
        asked(other, people=[other.people["rep1"]], practices=[other.practices["Z99001"]])
    with world.scope():
        assert owed(other, "rep1", "Z99001", others=True) == []
        asked(world, people=[world.people["rep2"]], practices=[world.practices["Z99001"]])
        with unit_of_work():
            assert not done_due(KEY, other.people["rep1"], person_id=other.people["rep1"])
        assert owed(world, "lay", "Z99002", others=True) == []
        assert [one.practice for one in owed(world, "rep1", "Z99001")] == ["Driftwood Surgery"]
    with other.scope():
        assert len(owed(other, "rep1", "Z99001")) == 2


@pytest.mark.both_databases
def test_what_is_late_with_others_is_seen_where_it_is_shared(world: World) -> None:
    with world.scope():
        asked(world, "network.a:1", -2, people=[world.people["rep2"]], shared=True)
        asked(world, "network.a:2", -3, people=[world.people["rep2"]])
        asked(world, "network.a:3", 2, people=[world.people["rep2"]], shared=True)
        asked(world, "network.a:4", -2, people=[world.people["chair"]])
        asked(world, "network.a:5", -1, practices=[world.practices["Z99001"]], shared=True)
        assert [one.key for one in owed(world, "chair", others=True)] == ["a:1", "a:4", "a:5"]
        assert [one.key for one in owed(world, "chair")] == ["a:4"]
        assert [one.key for one in owed(world, "rep1", "Z99001", others=True)] == ["a:1", "a:5"]


@pytest.mark.both_databases
def test_a_time_is_moved_for_those_who_have_not_done_it(world: World) -> None:
    rep1, rep2 = world.people["rep1"], world.people["rep2"]
    later = datetime(2031, 6, 1, 16, tzinfo=UTC)
    with world.scope():
        asked(world, people=[rep1, rep2])
        with unit_of_work():
            done_due(KEY, rep1, person_id=rep1)
            assert move_due(KEY, later) == 1
        rows = db.session.execute(
            select(ThingDue.person_id, ThingDue.due_at == later, ThingDue.whole_day).order_by(ThingDue.id)
        )
        assert [tuple(row) for row in rows] == [(rep1, False, True), (rep2, True, False)]


def test_what_cannot_be_asked_for(world: World) -> None:
    with world.scope(), unit_of_work():
        for key in ("check", ".x", "network.", f"network.{'x' * 101}"):
            with pytest.raises(ValueError, match="begins with the feature"):
                add_due(key, "Check", today(), PAGE, people=[world.people["rep1"]])
        with pytest.raises(ValueError, match="no page"):
            add_due(KEY, "Check", today(), DuePage("network.nowhere"), people=[world.people["rep1"]])
        for words in (" ", "x" * 201, "Ask about NHS number 943 476 5919"):
            with pytest.raises(Invalid):
                add_due(KEY, words, today(), PAGE, people=[world.people["rep1"]])
        assert db.session.scalars(select(ThingDue.id)).all() == []


def test_twenty_features_cost_home_what_one_costs(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, numbers = world.client(app, "rep1"), []
    monkeypatch.setattr(DueOwners, "given", every_feature(DueOwners.given))
    for number in range(20):
        with world.scope():
            asked(world, f"feature{number}.check:1", people=[world.people["rep1"]])
        if number in (0, 19):
            with counted() as statements:
                page = client.get("/f/saltmarsh/").text
            assert page.count("Check your list") == number + 1
            numbers.append(len(statements))
    assert len(set(numbers)) == 1


def every_feature(given: Callable[..., dict[str, object]]) -> Callable[..., dict[str, object]]:
    """As if twenty more features were on."""
    more = [f"feature{number}" for number in range(20)]

    def wider(owners: DueOwners, **values: object) -> dict[str, object]:
        found = given(owners, **values)
        return {**found, "features": [*found["features"], *more]}  # type: ignore[misc]

    return wider


def test_a_plugin_that_is_off_asks_for_nothing_on_home(app: Flask, world: World) -> None:
    with world.scope():
        asked(world, "nowhere.check:1", people=[world.people["rep1"]])
        asked(world, people=[world.people["rep1"]])
        owners = DueOwners(world.people["rep1"], [])
        until = time_now() + timedelta(days=28)
        assert [one.feature for one in things_owed(owners, until)] == ["network"]
        found = things_owed(owners._replace(plugins={"nowhere"}), until)
        assert [one.feature for one in found] == ["nowhere", "network"]
    assert world.client(app, "rep1").get("/f/saltmarsh/").text.count("Check your list") == 1


def test_a_day_ends_at_midnight_in_england() -> None:
    for day, end in (
        (date(2026, 11, 29), datetime(2026, 11, 30, tzinfo=UTC)),
        (date(2026, 7, 1), datetime(2026, 7, 1, 23, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 23, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 26, tzinfo=UTC)),
    ):
        assert end_of_day(day) == end
        assert last_day(end) == day
        assert last_day(end_of_day(day - timedelta(days=1))) == day - timedelta(days=1)
    assert last_day(datetime(2026, 11, 29, 17, tzinfo=UTC)) == date(2026, 11, 29)


def test_words_say_how_urgent_it_is() -> None:
    now = datetime(2026, 11, 29, 12, tzinfo=UTC)
    for due_at, whole_day, words, tag in (
        (end_of_day(date(2026, 11, 28)), True, "Was due 28 November 2026", "Overdue by 1 day"),
        (datetime(2026, 11, 29, 9, tzinfo=UTC), False, "Was due 29 November 2026, 9am", "Overdue"),
        (end_of_day(date(2026, 11, 29)), True, "Due 29 November 2026", "Due today"),
        (end_of_day(date(2026, 11, 30)), True, "Due 30 November 2026", "Due tomorrow"),
        (datetime(2026, 12, 6, 17, tzinfo=UTC), False, "Due 6 December 2026, 5pm", "Due in 7 days"),
        (end_of_day(date(2026, 12, 7)), True, "Due 7 December 2026", "Not started"),
    ):
        assert due_words(due_at, whole_day, now) == words
        assert f">{tag}<" in due_tag(due_at, False, now)
    assert ">Under way<" in due_tag(now + timedelta(days=20), True, now)


@pytest.mark.both_databases
def test_what_is_no_action_cannot_be_reported_on_as_one(world: World) -> None:
    with world.scope():
        asked(world, people=[world.people["rep1"]])
        due = db.session.scalars(select(ThingDue.id)).one()
        with pytest.raises(NotFound):
            act.report_progress(world.actor("rep1"), due, "done")
        with pytest.raises(NotFound):
            action(due)


@pytest.mark.both_databases
def test_actions_move_onto_dues_and_back_with_their_numbers(world: World, database_url: str) -> None:
    other = make_world("dune", practices=2)
    with other.scope():
        act.add_action(
            other.actor("chair"), closed(other, 1, author="rep1"), "Theirs", other.people["rep1"], today()
        )
    with world.scope():
        decision, chair = closed(world, 1), world.actor("chair")
        made = [
            act.add_action(
                chair,
                decision,
                f"Do {number}",
                world.people["rep2"],
                today() + timedelta(days=number * 40),
                world.practices["Z99003"] if number else None,
            )
            for number in range(4)
        ]
        act.report_progress(world.actor("rep2"), made[1], "under_way", "Half.")
        act.report_progress(world.actor("rep2"), made[2], "done", "All.")
        act.report_progress(chair, made[3], "done")
        before = everything(made)
    db.session.remove()
    back_to(database_url, "0025")
    upgrade(database_url)
    with world.scope():
        assert everything(made) == before
        kept = db.session.execute(
            select(ThingDue.since, ThingDue.done_at).where(ThingDue.id.in_(made)).order_by(ThingDue.id)
        )
        added, reported = acts_at("action.added"), acts_at("action.reported")
        assert [tuple(row) for row in kept] == [
            *((at, None) for at in added[:2]),
            *zip(added[2:], reported[1:], strict=True),
        ]
        new = act.add_action(chair, decision, "One more", world.people["rep2"], today())
        assert new > max(made)
        assert len(db.session.scalars(select(DecisionAction.id)).all()) == 5


def everything(numbers: list[int]) -> list[object]:
    """What is kept of these actions but for when it was written, and how they stand in lists."""
    times = {"since", "done_at"}
    columns = [column for column in ThingDue.__mapper__.columns if column.key not in times]
    rows = db.session.execute(select(*columns).where(ThingDue.id.in_(numbers)).order_by(ThingDue.id))
    return [*(tuple(row) for row in rows), *map(action, numbers)]


def acts_at(name: str) -> list[datetime]:
    """When acts of this name were, as the record has it."""
    return list(
        db.session.scalars(select(RecordEntry.at).where(RecordEntry.action == name).order_by(RecordEntry.seq))
    )


@pytest.mark.both_databases
def test_a_person_gets_what_they_were_asked_for_and_that_a_key_reads_their_calendar(world: World) -> None:
    other = make_world("dune")
    for one in (world, other):
        with one.scope():
            asked(one, people=[one.people["rep1"], one.people["rep2"]], practices=[one.practices["Z99001"]])
            make_calendar_key(one.people["rep1"])
            with unit_of_work():
                done_due(KEY, one.people["rep1"], "Seen.", practice_id=one.practices["Z99001"])
    with world.scope():
        found = personal_dues(world.people["rep1"])
        assert [(one.title, one.content.get("what"), one.content.get("word")) for one in found] == [
            ("Something to do", "Check your list", ""),
            ("Something to do", "Check your list", "Seen."),
            ("Calendar", None, None),
        ]
        assert len(personal_dues(world.people["rep2"])) == 1
        assert personal_dues(other.people["rep1"]) == []
