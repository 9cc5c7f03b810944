"""Meetings move, people stand in, papers belong to items, groups keep a rhythm, and what is kept is found by its readers."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from federation.decisions.voting.queries.holders import holding_today
from federation.kernel.days import time_now
from federation.kernel.db import db
from federation.kernel.files.sent import SentFile
from federation.kernel.outbox import OutboxRow
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.meetings.actions.agenda import add_item, remove_item
from federation.meetings.actions.minutes import write_minutes
from federation.meetings.actions.moving import move_meeting
from federation.meetings.actions.papers import add_papers_to, remove_paper_from
from federation.meetings.actions.presence import note_presence, say_here, say_whether
from federation.meetings.actions.rhythm import state_rhythm
from federation.meetings.actions.standing_in import send_stand_in
from federation.meetings.queries.invited import asked, quorum_of
from federation.meetings.queries.meetings import meeting_here
from federation.meetings.queries.minutes import draft_of
from federation.meetings.queries.papers import papers_on
from federation.meetings.queries.rhythm import rhythms
from federation.network.dues.actions import make_calendar_key
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.testing import both_databases
from federation.testing.world import World
from tests.meetings.conftest import Calls
from tests.meetings.test_meetings import owed

Travels = Callable[[timedelta], None]
DAYS, HOURS = timedelta(days=1), timedelta(hours=1)
PAPER = SentFile("Skylark costs.txt", b"A van costs 20,000 pounds.\n")


@both_databases
def test_a_meeting_that_moves_asks_anew(world: World, call: Calls) -> None:
    meeting = call(kind="members")
    with world.scope():
        say_whether(world.actor("rep1"), meeting, "coming")
        admin, now = world.actor("admin"), time_now()
        with pytest.raises(NotYours):
            move_meeting(world.actor("rep1"), meeting, now + 20 * DAYS, "The barn")
        with pytest.raises(Invalid, match="7 days of notice"):
            move_meeting(admin, meeting, now + 3 * DAYS, "The barn")
        with pytest.raises(Invalid, match="another time or another place"):
            move_meeting(admin, meeting, meeting_here(meeting).starts_at, "Tidemill Hall")
    assert not [line for line in owed(world, "rep1") if line.startswith("Say whether")]
    with world.scope():
        move_meeting(admin, meeting, now + 20 * DAYS, "The barn")
        found = meeting_here(meeting)
        assert (found.place, found.moved_at is not None) == ("The barn", True)
        assert [one.state for one in asked(found) if one.state] == []
        letters = select(OutboxRow.key).where(OutboxRow.key.startswith("meetings.moved:"))
        assert len(db.session.scalars(letters).all()) == len(asked(found)) - 1
    assert len([line for line in owed(world, "rep1") if line.startswith("Say whether")]) == 1
    with world.scope():
        say_whether(world.actor("rep1"), meeting, "coming")
        move_meeting(admin, meeting, now + 30 * DAYS, "The barn")
    assert len([line for line in owed(world, "rep1") if line.startswith("Say whether")]) == 1


@both_databases
def test_somebody_of_the_same_practice_stands_in(
    world: World, call: Calls, travel: Travels, app: Flask
) -> None:
    world.add("second", "member", "Z99001")
    meeting = call(kind="members")
    people = world.people
    with world.scope():
        before = holding_today(1, 3)
        for who, absent, instead in (
            ("rep1", "rep1", "rep2"),
            ("rep1", "rep1", "rep1"),
            ("admin", "lay", "rep2"),
        ):
            with pytest.raises(Invalid, match="another person of the same practice"):
                send_stand_in(world.actor(who), meeting, people[absent], people[instead])
        with pytest.raises(NotYours):
            send_stand_in(world.actor("rep2"), meeting, people["rep1"], people["second"])
        with pytest.raises(NotFound):
            send_stand_in(world.actor("admin"), meeting, 999, people["second"])
    page = world.address(f"meetings/{meeting}/people/{people['rep1']}/stand-in")
    client = world.client(app, "rep1")
    assert "Second" in client.get(page).text and "Rep2" not in client.get(page).text
    assert client.post(page, data={"person": str(people["second"])}).status_code == 303
    with world.scope():
        states = {one.name: one.state for one in asked(meeting_here(meeting)) if one.state}
        assert states == {"Rep1": "apologies", "Second": "coming"}
        letters = select(OutboxRow.key).where(OutboxRow.key.startswith("meetings.stands_in:"))
        assert len(db.session.scalars(letters).all()) == 1
    travel(14 * DAYS + HOURS)
    with world.scope():
        note_presence(world.actor("admin"), meeting, {people["second"]: "present"})
        assert quorum_of(meeting_here(meeting), asked(meeting_here(meeting))).here == 0
        say_here(world.actor("second"), meeting, "present")
        found = meeting_here(meeting)
        assert "Second (Driftwood Surgery, for Rep1)" in draft_of(found)
        assert quorum_of(found, asked(found))[:2] == (1, 3)
        assert holding_today(1, 3) == before


def test_nobody_stands_in_where_they_may_not_read(world: World, call: Calls, group: int) -> None:
    world.add("second", "member", "Z99003")
    meeting = call("lead", group=group)
    with world.scope(), pytest.raises(Invalid, match="another person of the same practice"):
        send_stand_in(world.actor("lead"), meeting, world.people["rep3"], world.people["second"])


@both_databases
def test_papers_of_an_item_are_opened_by_who_reads_the_meeting(
    world: World, call: Calls, group: int, app: Flask
) -> None:
    meeting = call("lead", group=group)
    with world.scope():
        item = add_item(world.actor("rep3"), meeting, "The van", "")
        with pytest.raises(NotYours):
            add_papers_to(world.actor("lay"), meeting, item, [PAPER])
        [paper] = add_papers_to(world.actor("rep3"), meeting, item, [PAPER])
    for name, status in (("lead", 200), ("lay", 200), ("rep1", 404), ("admin", 404)):
        assert world.client(app, name).get(world.address(f"files/{paper.id}")).status_code == status, name
    assert "Skylark costs.txt" in world.client(app, "lay").get(world.address(f"meetings/{meeting}")).text
    page = world.address(f"meetings/{meeting}/items/{item}/papers")
    sent = {"file": (BytesIO(b"Another.\n"), "More.txt")}
    assert world.client(app, "lead").post(page, data=sent).status_code == 303
    api = f"/api/v1/federations/{world.slug}/meetings/{meeting}/items/{item}/files"
    program = world.program(app, "lead")
    third = program.post(api, data={"file": (BytesIO(b"A third.\n"), "Third.txt")})
    assert (third.status_code, third.json["name"]) == (201, "Third.txt")
    assert program.delete(f"{api}/{third.json['id']}").status_code == 204
    assert world.program(app, "lay").delete(f"{api}/{paper.id}").status_code == 403
    assert world.program(app, "rep1").delete(f"{api}/{paper.id}").status_code == 404
    with world.scope():
        assert [one.name for one in papers_on(meeting)[item]] == ["Skylark costs.txt", "More.txt"]
        remove_paper_from(world.actor("lead"), meeting, item, paper.id)
        with pytest.raises(NotFound):
            remove_paper_from(world.actor("lead"), meeting, item, paper.id)
        remove_item(world.actor("rep3"), meeting, item)
        assert papers_on(meeting) == {}


@both_databases
def test_meetings_are_found_by_those_who_read_about_them(
    world: World, call: Calls, group: int, travel: Travels, app: Flask
) -> None:
    secret, open_to_all = call("lead", group=group), call()
    with world.scope():
        add_item(world.actor("lead"), secret, "Sowing quillwort", "")
    travel(14 * DAYS + HOURS)
    with world.scope():
        write_minutes(world.actor("lead"), secret, "We spoke of bogbean.")
        write_minutes(world.actor("admin"), open_to_all, "We spoke of samphire.")
    for name, reads in (("lead", True), ("lay", True), ("rep1", False), ("admin", False)):
        client = world.client(app, name)
        for word in ("quillwort", "bogbean"):
            page = client.get(world.address(f"search?q={word}")).text
            assert (f"/meetings/{secret}" in page) is reads, (name, word)
        assert f"/meetings/{open_to_all}" in client.get(world.address("search?q=samphire")).text


@both_databases
def test_a_group_keeps_its_rhythm_or_misses_it(
    world: World, call: Calls, group: int, travel: Travels, app: Flask
) -> None:
    with world.scope():
        lead = world.actor("lead")
        with pytest.raises(NotYours):
            state_rhythm(world.actor("rep3"), group, 2)
        for weeks in (0, 53):
            with pytest.raises(Invalid):
                state_rhythm(lead, group, weeks)
    client = world.client(app, "lead")
    page = world.address(f"groups/{group}/meetings/rhythm")
    assert client.post(page, data={"weeks": "no"}).status_code == 422
    assert client.post(page, data={"weeks": "2"}).status_code == 303
    meeting = call("lead", "conversation", group, days=3)
    call("lead", "conversation", group, days=20)
    travel(40 * DAYS)
    with world.scope():
        note_presence(lead, meeting, {world.people["lead"]: "present"})
        [found] = rhythms(time_now())
        assert found.weeks == 2
        assert [(one.met_on is not None, one.is_missed) for one in found.periods] == [
            (True, False),
            (False, True),
            (False, False),
        ]
    api = f"/api/v1/federations/{world.slug}/groups/{group}/meetings/rhythm"
    shown = world.program(app, "lead").get(api).json
    assert (shown["weeks"], [one["missed"] for one in shown["periods"]]) == (2, [False, True, False])
    assert world.program(app, "lead").put(api, json={"weeks": 4}).status_code == 204
    assert world.program(app, "rep1").get(api).json == {"weeks": 0, "periods": []}
    for where in ("meetings", f"groups/{group}"):
        text = client.get(world.address(where)).text
        assert "Meets once in 4 weeks" in text and text.count(">Kept<") == 1 == text.count(">Missed<")
        assert "Meets once in" not in world.client(app, "rep1").get(world.address(where)).text


@both_databases
def test_a_phone_reads_the_meetings_of_a_group(world: World, call: Calls, group: int, app: Flask) -> None:
    with world.scope():
        wanted = GroupWanted(
            "Shore Group", "Looks after the shore.", seats=(SeatWanted(world.people["lead"], is_lead=True),)
        )
        shore = begin_group(world.actor("admin"), wanted)
        keys = {name: make_calendar_key(world.people[name]) for name in ("lay", "rep1")}
    call("lead", group=group)
    call("lead", "conversation", shore)

    def feed(number: int, key: str) -> tuple[int, int]:
        path = f"/api/v1/federations/{world.slug}/groups/{number}/calendar.ics"
        answer = app.test_client().get(path, query_string={"key": key})
        return answer.status_code, answer.text.count("BEGIN:VEVENT")

    assert feed(group, keys["lay"]) == (200, 1)
    assert feed(group, keys["rep1"]) == (410, 0)
    assert feed(shore, keys["rep1"]) == (200, 1)
    assert feed(999, keys["lay"]) == (410, 0) == feed(shore, "wrong")
    made = world.client(app, "lay").post(world.address("calendar")).text
    assert "Home Visiting Group" in made and "Shore Group" not in made


def test_what_is_over_does_not_move(world: World, call: Calls, travel: Travels) -> None:
    meeting = call()
    travel(14 * DAYS + HOURS)
    with world.scope(), pytest.raises(Refusal, match="cannot be moved"):
        move_meeting(world.actor("admin"), meeting, time_now() + 20 * DAYS, "The barn")
