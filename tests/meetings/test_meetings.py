"""Meetings are called with notice, people say whether they come, the agenda is made of what is open, and minutes that somebody
else approves do not change any more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from federation.decisions.rulebook.queries.agreed import agreed
from federation.decisions.rules import PRESETS
from federation.decisions.voting.actions.opening import open_vote
from federation.kernel import record
from federation.kernel.days import time_now, today
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.meetings.actions.agenda import (
    add_action,
    add_item,
    finish_action,
    move_item,
    remove_item,
    renew_agenda,
    write_up,
)
from federation.meetings.actions.calling import call_off
from federation.meetings.actions.minutes import approve_minutes, suggest_correction, write_minutes
from federation.meetings.actions.presence import note_presence, say_here, say_whether
from federation.meetings.models import CalledMeeting, MinutesVersion
from federation.meetings.proofs import approved_minutes
from federation.meetings.queries.agenda import items_of
from federation.meetings.queries.invited import asked, quorum_of
from federation.meetings.queries.meetings import meeting_here, meetings_of
from federation.meetings.queries.minutes import actions_of, corrections_of, draft_of, versions_of
from federation.meetings.queries.personal import personal_meetings
from federation.network.dues.queries import DueOwners, things_owed
from federation.people.models import Person
from federation.testing import both_databases
from federation.testing.world import World
from tests.decisions.votes import in_hours, propose
from tests.meetings.conftest import Calls

Travels = Callable[[timedelta], None]
DAYS = timedelta(days=1)


def owed(world: World, name: str) -> list[str]:
    with world.scope():
        now = time_now()
        return [
            one.words
            for one in things_owed(DueOwners(world.people[name], [world.practice_of(name)]), now + 60 * DAYS)
        ]


def titles(world: World, meeting: int) -> list[str]:
    with world.scope():
        return [one.title for one in items_of(meeting)]


@both_databases
def test_a_members_meeting_from_call_to_approved_minutes(world: World, call: Calls, travel: Travels) -> None:
    with world.scope():
        decision = propose(world, title="Renew the winter hubs")
        open_vote(world.actor("chair"), decision, PRESETS["simple_majority"].rule, in_hours(24 * 30))
        year = time_now().year
    meeting = call(kind="members")
    assert titles(world, meeting) == ["Renew the winter hubs", "Next meeting, and anything else"]
    asks = [line for line in owed(world, "rep1") if line.startswith("Say whether you come: Members’ meeting")]
    assert len(asks) == 1
    with world.scope():
        letters = db.session.scalars(
            select(OutboxRow.key).where(OutboxRow.key.startswith("meetings.called:"))
        ).all()
        assert len(letters) == len(asked(meeting_here(meeting))) - 1
        say_whether(world.actor("rep1"), meeting, "coming")
        say_whether(world.actor("rep2"), meeting, "apologies")
        with pytest.raises(Refusal, match="has not begun yet"):
            write_up(world.actor("admin"), meeting, items_of(meeting)[0].id, "Talked over.", "noted")
    assert not [line for line in owed(world, "rep1") if line.startswith("Say whether")]
    travel(14.25 * DAYS)
    with world.scope():
        admin = world.actor("admin")
        assert meeting_here(meeting).state == "begun"
        with pytest.raises(Refusal, match="has begun"):
            say_whether(world.actor("rep3"), meeting, "coming")
        say_here(world.actor("rep1"), meeting, "present")
        people = asked(meeting_here(meeting))
        assert quorum_of(meeting_here(meeting), people)[:2] == (1, 3)
        assert not quorum_of(meeting_here(meeting), people).can_decide
        say_here(world.actor("rep3"), meeting, "online")
        assert quorum_of(meeting_here(meeting), asked(meeting_here(meeting))).can_decide
        first = items_of(meeting)[0]
        assert first.page == {"endpoint": "decisions.show", "values": {"decision_id": decision}}
        write_up(admin, meeting, first.id, "Talked over.", "noted")
        add_action(
            admin,
            meeting,
            first.id,
            "Ring Skylark",
            today() + 30 * DAYS,
            practice_id=world.practices["Z99001"],
        )
        draft = draft_of(meeting_here(meeting))
        assert "At least 2 practices had to be there to decide, and 2 of 3 were." in draft
        assert "Here (2): Rep1 (Driftwood Surgery), Rep3 (Quayside Practice)." in draft
        assert "Apologies: Rep2 (Lighthouse Medical Centre)." in draft
        assert f"1. Renew the winter hubs\nTalked over.\nNoted.\nVote {year}/1 is open until " in draft
        assert "At least 2 of the 3 practices vote.\nAction: Ring Skylark (Driftwood Surgery, by " in draft
        assert write_minutes(admin, meeting, draft) == 1
        wrong = suggest_correction(world.actor("rep3"), meeting, "Item 1: we asked for figures.")
        assert write_minutes(admin, meeting, f"{draft}\n\nFigures were asked for.", [wrong]) == 2
        assert [one.put_in for one in corrections_of(meeting)] == [2]
        with pytest.raises(Refusal, match="somebody else has to approve"):
            world.add("admin", "executive")
            approve_minutes(world.actor("admin"), meeting)
        with pytest.raises(Refusal, match="newer version"):
            approve_minutes(world.actor("rep1"), meeting, 1)
        approve_minutes(world.actor("rep1"), meeting, 2)
        found = meeting_here(meeting)
        assert (found.state, found.approver, found.version) == ("approved", "Rep1", 2)
        for change in (
            lambda: write_minutes(admin, meeting, "Otherwise."),
            lambda: suggest_correction(world.actor("rep2"), meeting, "No."),
            lambda: approve_minutes(world.actor("rep2"), meeting),
            lambda: note_presence(admin, meeting, {world.people["rep2"]: "present"}),
            lambda: write_up(admin, meeting, first.id, "Otherwise.", "agreed"),
            lambda: add_item(admin, meeting, "More", ""),
        ):
            with pytest.raises(Refusal, match="approved"):
                change()
        assert list(approved_minutes()) == []
        (action,) = actions_of(meeting)
    assert "Ring Skylark" in owed(world, "rep1")
    with world.scope():
        with pytest.raises(NotYours):
            finish_action(world.actor("rep2"), meeting, action.id)
        finish_action(world.actor("rep1"), meeting, action.id)
        assert [one.done_at is not None for one in actions_of(meeting)] == [True]
    assert "Ring Skylark" not in owed(world, "rep1")


def test_a_members_meeting_needs_the_notice_that_is_agreed(world: World, call: Calls) -> None:
    with world.scope():
        assert agreed("meetings.notice") == 7
    with pytest.raises(
        Invalid, match=r"7 days of notice at least.* The first day on which you can hold it is"
    ) as refused:
        call(kind="members", days=7)
    assert refused.value.field == "starts_at"
    assert call(kind="members", days=8.5)
    with pytest.raises(Invalid, match="3 days of notice at least"):
        call(kind="business", days=3)
    assert call(kind="business", days=4.5) and call(kind="conversation", days=1)
    with pytest.raises(Invalid, match="21 days of notice at least"):
        call(kind="agm", days=21)
    assert call(kind="agm", days=22.5)
    with pytest.raises(Invalid, match="14 days of notice at least"):
        call(kind="egm", days=14)
    assert call(kind="egm", days=15.5)
    with pytest.raises(Invalid, match="must begin after now"):
        call(days=-1)


def test_only_those_who_lead_run_a_meeting_and_only_those_who_sit_read_it(
    world: World, group: int, call: Calls, app: Flask
) -> None:
    for who in ("rep1", "rep3", "lay", "admin"):
        with pytest.raises(NotYours):
            call(who, group=group)
    for who in ("rep1", "member", "lay"):
        with pytest.raises(NotYours):
            call(who)
    meeting = call("lead", group=group)
    with world.scope():
        assert [one.name for one in asked(meeting_here(meeting))] == ["Lead", "Rep3", "Lay"]
    for name, status in (
        ("lead", 200),
        ("rep3", 200),
        ("lay", 200),
        ("rep1", 404),
        ("admin", 404),
        ("observer", 404),
    ):
        client = world.client(app, name)
        page = client.get(world.address(f"meetings/{meeting}"))
        assert page.status_code == status, name
        assert ("Business meeting" in client.get(world.address("meetings")).text) is (status == 200)
        api = world.program(app, name).get(f"/api/v1/federations/{world.slug}/meetings/{meeting}")
        assert api.status_code == status
        panel = client.get(world.address(f"groups/{group}")).text
        assert (f"/meetings/{meeting}" in panel) is (status == 200)
    with world.scope():
        with pytest.raises(NotYours):
            note_presence(world.actor("rep3"), meeting, {world.people["rep3"]: "present"})
        with pytest.raises(Invalid, match="not of a group"):
            call("lead", kind="members", group=group)


def test_an_agenda_is_ordered_and_added_to(world: World, call: Calls, group: int) -> None:
    meeting = call("lead", group=group)
    with world.scope():
        lead, rep3 = world.actor("lead"), world.actor("rep3")
        first = add_item(rep3, meeting, "Parking", "")
        second = add_item(world.actor("lay"), meeting, "Keys", "Two are lost")
    assert titles(world, meeting) == ["Parking", "Keys", "Next meeting, and anything else"]
    with world.scope():
        move_item(lead, meeting, second, True)
        move_item(lead, meeting, second, True)
        with pytest.raises(NotYours):
            move_item(rep3, meeting, second, False)
        with pytest.raises(NotYours):
            remove_item(rep3, meeting, second)
        with pytest.raises(NotYours):
            add_item(world.actor("rep1"), meeting, "Not ours", "")
    assert titles(world, meeting) == ["Keys", "Parking", "Next meeting, and anything else"]
    with world.scope():
        remove_item(rep3, meeting, first)
        assert renew_agenda(lead, meeting) == 0
        with pytest.raises(NotFound):
            move_item(lead, meeting, first, True)
    assert titles(world, meeting) == ["Keys", "Next meeting, and anything else"]


@both_databases
def test_notes_without_names_name_nobody(
    world: World, group: int, call: Calls, travel: Travels, app: Flask
) -> None:
    with unit_of_work() as session:
        for name, whole in (("lay", "Winifred Copse"), ("rep1", "Ada Brown")):
            session.get_one(Person, world.people[name]).name = whole
    meeting = call("lead", "chatham", group)
    travel(15 * DAYS)
    with world.scope():
        lead = world.actor("lead")
        note_presence(lead, meeting, {world.people["lay"]: "present"})
        item = add_item(lead, meeting, "What worries us", "")
        with pytest.raises(Invalid, match="Take out Winifred Copse"):
            write_up(lead, meeting, item, "As Mrs Copse said, the keys.", "noted")
        with pytest.raises(Invalid, match="Take out Winifred Copse"):
            write_minutes(lead, meeting, "winifred copse spoke.")
        write_up(lead, meeting, item, "Somebody spoke of the keys.", "noted")
        with pytest.raises(Refusal, match="name nobody"):
            add_action(lead, meeting, item, "Find keys", today() + DAYS, person_id=world.people["lead"])
        draft = draft_of(meeting_here(meeting))
        assert "Copse" not in draft and "Here" not in draft
        write_minutes(lead, meeting, draft)
        with pytest.raises(Invalid, match="Take out Winifred Copse"):
            suggest_correction(world.actor("rep3"), meeting, "Copse said it otherwise.")
    assert "Copse" not in world.client(app, "rep3").get(world.address(f"meetings/{meeting}")).text
    assert "Copse" in world.client(app, "lead").get(world.address(f"meetings/{meeting}/attendance")).text


def test_what_a_group_keeps_to_itself_is_no_action_of_others(
    world: World, group: int, call: Calls, travel: Travels, app: Flask
) -> None:
    meeting = call("lead", group=group)
    with world.scope():
        lead, item = world.actor("lead"), items_of(meeting)[0].id
        for whose in (
            {"practice_id": world.practices["Z99001"]},
            {"practice_id": world.practices["Z99003"]},
            {"person_id": world.people["rep1"]},
        ):
            with pytest.raises(Invalid, match="who sits in the group") as refused:
                add_action(lead, meeting, item, "Find the secret key", today() + DAYS, **whose)
            assert refused.value.field == "owner"
        add_action(lead, meeting, item, "Find the secret key", today() + DAYS, person_id=world.people["rep3"])
        (action,) = actions_of(meeting)
    assert [line for line in owed(world, "rep3") if "secret" in line] == ["Find the secret key"]
    assert not [line for name in ("rep1", "member") for line in owed(world, name) if "secret" in line]
    form = world.client(app, "lead").get(world.address(f"meetings/{meeting}/items/{item}/actions/new")).text
    assert f'value="person:{world.people["rep3"]}"' in form and 'value="practice:' not in form
    with world.scope():
        finish_action(world.actor("rep3"), meeting, action.id)


def test_what_is_called_off_has_no_minutes(world: World, call: Calls) -> None:
    meeting = call()
    with world.scope():
        with pytest.raises(NotYours):
            call_off(world.actor("rep1"), meeting, "Snow")
        call_off(world.actor("admin"), meeting, "Snow")
        assert meeting_here(meeting).state == "called_off"
        for act in (
            lambda: write_minutes(world.actor("admin"), meeting, "We met."),
            lambda: call_off(world.actor("admin"), meeting, "Again"),
            lambda: say_whether(world.actor("rep1"), meeting, "coming"),
        ):
            with pytest.raises(Refusal):
                act()
    assert not [line for line in owed(world, "rep1") if line.startswith("Say whether")]


@both_databases
def test_the_database_keeps_minutes_as_they_were_written_and_approved(
    world: World, call: Calls, travel: Travels
) -> None:
    meeting = call()
    travel(15 * DAYS)
    with world.scope():
        write_minutes(world.actor("admin"), meeting, "We met.")
    lines = select(MinutesVersion).where(MinutesVersion.meeting_id == meeting)
    admin = world.people["admin"]

    def bend(**values: object) -> None:
        with world.scope(), pytest.raises(DatabaseError), unit_of_work() as session:
            session.execute(update(CalledMeeting).where(CalledMeeting.id == meeting).values(**values))
        db.session.rollback()

    bend(approved_at=record_now(world), approved_by=admin)
    with world.scope():
        with pytest.raises(DatabaseError), unit_of_work() as session:
            session.execute(
                update(MinutesVersion).where(MinutesVersion.meeting_id == meeting).values(words="No.")
            )
        db.session.rollback()
        approve_minutes(world.actor("rep1"), meeting)
    bend(place="Elsewhere")
    with world.scope():
        assert [one.words for one in db.session.scalars(lines)] == ["We met."]


def test_whoever_wrote_the_first_of_many_versions_does_not_approve(
    world: World, call: Calls, travel: Travels, app: Flask
) -> None:
    world.add("rep1", "administrator")
    meeting = call()
    travel(15 * DAYS)
    with world.scope():
        write_minutes(world.actor("rep1"), meeting, "The first.")
        for number in range(2, 103):
            write_minutes(world.actor("admin"), meeting, f"Version {number}.")
        assert 1 not in [one.number for one in versions_of(meeting)]
        with pytest.raises(Refusal, match="somebody else has to approve"):
            approve_minutes(world.actor("rep1"), meeting)
    client = world.client(app, "rep1")
    assert "The first." in client.get(world.address(f"meetings/{meeting}/minutes/1")).text
    assert "Approve these minutes" not in client.get(world.address(f"meetings/{meeting}/minutes")).text


def test_what_was_held_is_listed_and_taken_away(
    world: World, call: Calls, travel: Travels, app: Flask
) -> None:
    call()
    travel(15 * DAYS)
    client = world.client(app, "rep1")
    assert "Business meeting" in client.get(world.address("meetings")).text
    lines = client.get(world.address("meetings/held.csv")).text.splitlines()
    assert lines[0].lstrip("\ufeff") == "Meeting,Who met,Where,State,When"
    assert ',All practices,Tidemill Hall,"Under way, or over",' in lines[1]


def record_now(world: World) -> object:
    with world.scope():
        return db.session.execute(select(record.now_here())).scalar_one()


def test_proofs_find_minutes_that_the_record_does_not_know(
    world: World, call: Calls, travel: Travels
) -> None:
    meeting = call()
    travel(15 * DAYS)
    with world.scope():
        write_minutes(world.actor("admin"), meeting, "We met.")
        with unit_of_work() as session:
            session.add(
                MinutesVersion(
                    meeting_id=meeting,
                    number=2,
                    words="We did not.",
                    written_by=world.people["admin"],
                    written_at=time_now(),
                )
            )
        assert [flaw.why for flaw in approved_minutes()] == [
            "its minutes are not those that the record knows"
        ]


def test_what_is_kept_about_a_person(world: World, call: Calls) -> None:
    meeting = call()
    with world.scope():
        say_whether(world.actor("rep1"), meeting, "coming")
        add_item(world.actor("rep1"), meeting, "Parking", "")
        assert [one.title for one in personal_meetings(world.people["rep1"])] == [
            "Coming to a meeting",
            "On an agenda",
        ]
        assert [one.title for one in personal_meetings(world.people["admin"])] == [
            "Meeting called",
            "On an agenda",
        ]
        assert versions_of(meeting) == [] and meetings_of(99) == []
