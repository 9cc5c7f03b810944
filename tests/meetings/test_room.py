"""Votes in a meeting are votes of the engine: with notice by the agenda, and nobody loses a vote by not being there."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from federation.decisions.models import Decision
from federation.decisions.proposals.actions.proposals import revise
from federation.decisions.proposals.texts import Draft
from federation.decisions.rules import NONE, PRESETS
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.opening import open_vote
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.files.sent import SentFile
from federation.kernel.outbox import OutboxRow
from federation.kernel.record import RecordEntry
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.meetings.actions.agenda import add_item, remove_item
from federation.meetings.actions.minutes import approve_minutes, write_minutes
from federation.meetings.actions.moving import move_meeting
from federation.meetings.actions.papers import add_papers_to, remove_paper_from
from federation.meetings.actions.presence import (
    confirm_presence,
    correct_presence,
    note_presence,
    say_here,
)
from federation.meetings.actions.room import put_on_agenda, vote_in_room
from federation.meetings.actions.standing_in import send_stand_in
from federation.meetings.models import AgendaItem, CalledMeeting, CorrectedPresence, MeetingPresence
from federation.meetings.queries.agenda import item_of, items_of
from federation.meetings.queries.invited import asked, quorum_of
from federation.meetings.queries.meetings import meeting_here
from federation.meetings.queries.minutes import draft_of
from federation.meetings.queries.papers import papers_on
from federation.meetings.queries.votes import proposals_for
from federation.network.models import Federation, Membership, Practice
from federation.testing import both_databases
from federation.testing.statements import statements
from federation.testing.world import World
from tests.decisions.votes import in_hours, propose
from tests.meetings.conftest import Calls

Travels = Callable[[timedelta], None]
DAYS, HOURS = timedelta(days=1), timedelta(hours=1)
RULE = PRESETS["simple_majority"].rule


@pytest.fixture(autouse=True)
def notice(world: World) -> None:
    """The members have agreed on a day of notice of every vote."""
    with unit_of_work() as session, world.scope():
        one = session.get_one(Federation, world.federation_id)
        one.settings = {**one.settings, "floors": replace(NONE, notice_hours=24).to_dict()}


def on_agenda(world: World, meeting: int, decision: int, who: str = "rep1") -> int:
    with world.scope():
        return put_on_agenda(world.actor(who), meeting, decision)


def here(world: World, meeting: int, *names: str) -> None:
    with world.scope():
        for name in names:
            say_here(world.actor(name), meeting, "present")


def vote(world: World, meeting: int, item: int, who: str = "rep1") -> datetime:
    with world.scope():
        return vote_in_room(world.actor(who), meeting, item, RULE)


def votes(world: World, decision: int, name: str, stance: str = "for") -> None:
    with world.scope():
        cast(world.actor(name), decision, world.practice_of(name), stance, "Because.")


def state(world: World, decision: int) -> tuple[str, str | None]:
    with world.scope():
        row = db.session.execute(
            select(Decision.state, Decision.verdict).where(Decision.id == decision)
        ).one()
        return row[0], row[1]


@both_databases
def test_a_vote_in_the_room_closes_there_once_missing_votes_change_nothing(
    world: World, call: Calls, travel: Travels, app: Flask
) -> None:
    decision, meeting = propose(world, title="Renew the winter hubs"), call(kind="members")
    item = on_agenda(world, meeting, decision)
    with world.scope():
        letters = db.session.scalars(
            select(OutboxRow.key).where(OutboxRow.key.startswith("meetings.vote:"))
        ).all()
        assert letters
        assert items_of(meeting)[0].title == "Renew the winter hubs"
    travel(14 * DAYS + HOURS)
    here(world, meeting, "rep1", "rep2")
    page = world.address(f"meetings/{meeting}")
    assert "Take a vote on this item" in world.client(app, "rep1").get(page).text
    assert "Take a vote on this item" not in world.client(app, "rep2").get(page).text
    closes = vote(world, meeting, item)
    with world.scope():
        assert timedelta(hours=23) < closes - time_now() <= timedelta(hours=24)
    assert "Cast your vote" in world.client(app, "rep3").get(page).text
    votes(world, decision, "rep1")
    for name in ("rep1", "rep2", "admin"):
        text = world.client(app, name).get(page).text
        assert "Voting open" in text and "For 1" not in text
    with world.scope():
        draft = draft_of(meeting_here(meeting))
        assert f"Vote {time_now().year}/1 is open until" in draft and "has voted" not in draft
        with pytest.raises(NotYours, match="cannot close it early"):
            world.add("admin", "executive")
            close_early(world.actor("admin"), decision, "Enough.")
    votes(world, decision, "rep2")
    assert state(world, decision) == ("closed", "carried")
    assert "For 2" in world.client(app, "rep3").get(page).text
    with world.scope():
        draft = draft_of(meeting_here(meeting))
        assert f"1. Renew the winter hubs\nVote {time_now().year}/1: carried. For 2" in draft
        assert "2 of 3" in draft
        with pytest.raises(Refusal, match="stays on the agenda"):
            remove_item(world.actor("admin"), meeting, item)
        row = db.session.get_one(Decision, decision)
        assert (row.floors or {})["notice_hours"] == 24, "what replaces it needs this notice, too"
        correct_presence(world.actor("rep2"), meeting, world.people["rep2"], "I had left by then.")
        assert "Too few of those who were counted as here were here." in draft_of(meeting_here(meeting))
    text = world.client(app, "rep3").get(page).text
    assert "could not have changed the result" in text and f"replaces={decision}" in text
    with world.scope(), pytest.raises(DatabaseError, match="not put earlier"), unit_of_work() as session:
        session.execute(update(Decision).where(Decision.id == decision).values(notice_from=None))
    db.session.rollback()


@both_databases
def test_whoever_is_not_there_votes_as_always(world: World, call: Calls, travel: Travels) -> None:
    decision, meeting = propose(world), call(kind="members")
    item = on_agenda(world, meeting, decision)
    travel(14 * DAYS + HOURS)
    here(world, meeting, "rep1", "rep2")
    vote(world, meeting, item)
    votes(world, decision, "rep1", "for")
    votes(world, decision, "rep2", "against")
    assert state(world, decision) == ("open", None)
    travel(14 * DAYS + 21 * HOURS)
    votes(world, decision, "rep3", "against")
    assert state(world, decision) == ("closed", "not_carried")


def test_a_vote_in_the_room_needs_its_notice(world: World, call: Calls, travel: Travels) -> None:
    late, changed, fine = (propose(world, title=title) for title in ("Late", "Changed", "Fine"))
    meeting = call(kind="members")
    items = {one: on_agenda(world, meeting, one) for one in (changed, fine)}
    with world.scope():
        revise(world.actor("rep1"), changed, Draft("Changed", "Otherwise."))
        assert [number for number, _ in proposals_for(meeting_here(meeting))] == [changed, late]
    with pytest.raises(Refusal, match="has not begun yet"):
        vote(world, meeting, items[fine])
    travel(13.5 * DAYS)
    items[late] = on_agenda(world, meeting, late)
    travel(14 * DAYS + HOURS)
    with pytest.raises(Refusal, match="Too few are here to decide: 0 of 3, and at least 2 are needed"):
        vote(world, meeting, items[fine])
    here(world, meeting, "rep1", "rep2")
    with pytest.raises(Refusal, match="24 hours of notice of every vote"):
        vote(world, meeting, items[late])
    with pytest.raises(Refusal, match="version 1 stands there, and it is version 2 now"):
        vote(world, meeting, items[changed])
    with pytest.raises(NotYours):
        vote(world, meeting, items[fine], "rep2")
    assert vote(world, meeting, items[fine])
    assert [state(world, one)[0] for one in (late, changed, fine)] == ["discussion", "discussion", "open"]


def test_a_meeting_that_moves_gives_its_notice_anew(world: World, call: Calls, travel: Travels) -> None:
    """Nobody who leads brings a vote forward: with another time or place the notice begins again."""
    decision, meeting = propose(world), call(days=30)
    item = on_agenda(world, meeting, decision)
    travel(10 * DAYS)
    with world.scope():
        soon = time_now() + 4.5 * DAYS
        move_meeting(world.actor("admin"), meeting, soon, "The barn")
    travel(14 * DAYS)
    with world.scope():
        later = soon + 4 * DAYS
        move_meeting(world.actor("admin"), meeting, later, "The shed")
    with unit_of_work() as session, world.scope():
        session.get_one(CalledMeeting, meeting).moved_at = later - 23 * HOURS
    travel(18.5 * DAYS + HOURS)
    here(world, meeting, "rep1", "rep2")
    with pytest.raises(Refusal, match="24 hours of notice of every vote"):
        vote(world, meeting, item)


def test_a_meeting_costs_the_same_with_many_votes_and_papers(world: World, call: Calls, app: Flask) -> None:
    meeting = call(kind="members")
    client, page = world.client(app, "rep1"), world.address(f"meetings/{meeting}")

    def cost() -> int:
        client.get(page)
        with statements(app) as run:
            assert client.get(page).status_code == 200
        return len(run)

    def furnish() -> None:
        item = on_agenda(world, meeting, propose(world))
        with world.scope():
            add_papers_to(world.actor("rep1"), meeting, item, [SentFile("Costs.txt", b"A van is dear.\n")])

    furnish()
    before = cost()
    for _ in range(10):
        furnish()
    assert cost() == before


def test_a_text_that_changed_is_put_on_the_agenda_anew(world: World, call: Calls) -> None:
    decision, meeting = propose(world), call(kind="members")
    item = on_agenda(world, meeting, decision)
    with pytest.raises(Invalid, match="stands on the agenda already"):
        on_agenda(world, meeting, decision)
    with world.scope():
        revise(world.actor("rep1"), decision, Draft("Share", "Otherwise."))
    assert on_agenda(world, meeting, decision) == item
    with world.scope():
        found = item_of(meeting, item)[1].vote
        assert found and (found.told_version, found.version) == (2, 2)


def test_a_vote_is_no_vote_in_the_meeting_the_day_after(world: World, call: Calls, travel: Travels) -> None:
    decision, meeting = propose(world), call(kind="members")
    item = on_agenda(world, meeting, decision)
    travel(14 * DAYS + HOURS)
    here(world, meeting, "rep1", "rep2")
    travel(15 * DAYS)
    with pytest.raises(Refusal, match="more than 12 hours ago"):
        here(world, meeting, "rep3")
    with pytest.raises(Refusal, match="more than 12 hours ago"):
        vote(world, meeting, item)


def test_only_what_those_who_meet_decide_is_put_to_the_vote_there(
    world: World, call: Calls, group: int, travel: Travels
) -> None:
    decision, meeting = propose(world), call("lead", group=group)
    opened = propose(world, title="Open already")
    with world.scope():
        open_vote(world.actor("rep1"), opened, RULE, in_hours(24 * 30))
    of_all, talk = call(kind="members"), call(kind="conversation")
    for who, where, what in (("lead", meeting, decision), ("rep1", of_all, opened), ("rep1", of_all, 9999)):
        with pytest.raises(Invalid, match="Select a proposal") as refused:
            on_agenda(world, where, what, who)
        assert refused.value.field == "decision"
    with pytest.raises(NotYours):
        on_agenda(world, meeting, decision, "rep1")
    with pytest.raises(NotYours):
        on_agenda(world, of_all, decision, "observer")
    with pytest.raises(Refusal, match="Nothing is decided"):
        on_agenda(world, talk, decision)
    with world.scope():
        plain = add_item(world.actor("rep1"), of_all, "Parking", "")
        with pytest.raises(NotYours):
            add_item(world.actor("observer"), of_all, "Mine", "")
        votes_there = [one.vote.decision_id for one in items_of(of_all) if one.vote]
        assert votes_there == [opened]
    travel(14 * DAYS + HOURS)
    with pytest.raises(NotFound):
        vote(world, of_all, plain)


@both_databases
def test_programs_and_pages_put_to_the_vote_alike(
    world: World, call: Calls, travel: Travels, app: Flask
) -> None:
    first, second = propose(world, title="First"), propose(world, title="Second")
    meeting = call(kind="members")
    program = world.program(app, "rep1")
    api = f"/api/v1/federations/{world.slug}/meetings/{meeting}"
    item = program.post(f"{api}/items", json={"decision": first}).json["id"]
    client, address = world.client(app, "rep1"), world.address(f"meetings/{meeting}")
    assert "Second" in client.get(f"{address}/proposals/new").text
    assert client.post(f"{address}/proposals/new", data={"decision": str(second)}).status_code == 303
    travel(14 * DAYS + HOURS)
    assert program.post(f"{api}/items/{item}/vote", json={"preset": "simple_majority"}).status_code == 409
    here(world, meeting, "rep1", "rep2")
    wrong = program.post(f"{api}/items/{item}/vote", json={"preset": "none"})
    assert (wrong.status_code, list(wrong.json["errors"])) == (422, ["preset"])
    assert (
        program.post(f"{api}/items/{item}/vote", json={"preset": "simple_majority"}).json["decision"] == first
    )
    with world.scope():
        other = items_of(meeting)[1].id
    page = f"{address}/items/{other}/vote"
    assert "2 of 3" in client.get(page).text
    assert client.post(page, data={}).status_code == 422
    assert client.post(page, data={"rule": "simple_majority"}).status_code == 303
    assert state(world, second) == ("open", None)
    shown = program.get(api).json["items"]
    assert [(one["decision"], one["state"]) for one in shown] == [
        (first, "open"),
        (second, "open"),
        (None, None),
    ]


@both_databases
def test_the_database_keeps_who_came_and_what_was_decided(world: World, call: Calls, travel: Travels) -> None:
    decision, meeting = propose(world), call(kind="members")
    item = on_agenda(world, meeting, decision)
    travel(14 * DAYS + HOURS)
    here(world, meeting, "rep1", "rep2")
    vote(world, meeting, item)

    def refused(statement: object) -> None:
        with world.scope(), pytest.raises(DatabaseError), unit_of_work() as session:
            session.execute(statement)  # type: ignore[call-overload]
        db.session.rollback()

    refused(delete(AgendaItem).where(AgendaItem.id == item))
    with world.scope():
        write_minutes(world.actor("admin"), meeting, "We met.")
        approve_minutes(world.actor("rep1"), meeting)
    one = MeetingPresence.person_id == world.people["rep1"]
    refused(update(MeetingPresence).where(one).values(state="apologies"))
    refused(delete(MeetingPresence).where(one))
    refused(delete(AgendaItem).where(AgendaItem.meeting_id == meeting))


def swapped(world: World, meeting: int, item: int, who: str = "rep1") -> None:
    """Take the papers of an item away and add another."""
    with world.scope():
        for one in papers_on(meeting).get(item, ()):
            remove_paper_from(world.actor(who), meeting, item, one.id)
        add_papers_to(world.actor(who), meeting, item, [SentFile("Costs.txt", b"A van is cheap.\n")])


def entries(world: World, kind: str) -> list[dict[str, object]]:
    with world.scope():
        found = db.session.scalars(
            select(RecordEntry).where(RecordEntry.action == kind).order_by(RecordEntry.seq)
        )
        return [json.loads(one.data) for one in found]


@both_databases
def test_one_chair_makes_up_no_quorum(world: World, call: Calls, travel: Travels, app: Flask) -> None:
    """Who is noted by one person counts once they, or a second person who is there, say so; also for one who gave places."""
    decision, meeting = propose(world), call(kind="members")
    item = on_agenda(world, meeting, decision)
    travel(14 * DAYS - 2 * HOURS)
    with pytest.raises(Refusal, match="from an hour before"):
        here(world, meeting, "rep1")
    travel(14 * DAYS + HOURS)
    world.add("made", "representative", "Z99002")
    with world.scope(), unit_of_work() as session:
        session.execute(
            update(Membership)
            .where(Membership.person_id == world.people["made"])
            .values(started_at=in_hours(0))
        )
    ids = {name: world.people[name] for name in ("admin", "chair", "rep1", "rep2", "rep3", "made")}
    with world.scope():
        admin = world.actor("admin")
        note_presence(admin, meeting, {ids[one]: "present" for one in ("admin", "rep1", "rep2", "rep3")})
        for who in ("admin", "rep2"):
            with pytest.raises((Refusal, NotYours)):
                confirm_presence(world.actor(who), meeting, ids.values())
        say_here(world.actor("made"), meeting, "present")
        with pytest.raises(Refusal, match="after this meeting was called"):
            confirm_presence(world.actor("made"), meeting, ids.values())
        found = meeting_here(meeting)
        assert quorum_of(found, asked(found)).here == 0
    with pytest.raises(Refusal, match="Too few are here to decide: 0 of 3"):
        vote(world, meeting, item)
    here(world, meeting, "rep1")
    client = world.client(app, "rep1")
    page = world.address(f"meetings/{meeting}")
    assert "Confirm who else is here" in client.get(page).text
    form = f"{page}/attendance/confirm"
    assert all(name in client.get(form).text for name in ("Rep2", "Rep3", "Made"))
    assert client.post(form, data={}).status_code == 422
    assert client.post(form, data={"people": str(ids["rep2"])}).status_code == 303
    with world.scope():
        found = meeting_here(meeting)
        assert quorum_of(found, asked(found)).here == 2
        assert {one.name: one.sure_words for one in asked(found) if one.counts} == {
            "Rep1": "They said so themselves",
            "Rep2": "Noted by Admin, confirmed by Rep1",
            "Admin": "They said so themselves",
        }
    for values in (
        {"confirmed_by": ids["admin"], "counts_since": in_hours(0)},
        {"counts_since": in_hours(0)},
    ):
        with world.scope(), pytest.raises(DatabaseError), unit_of_work() as session:
            session.execute(
                update(MeetingPresence).where(MeetingPresence.person_id == ids["rep3"]).values(**values)
            )
        db.session.rollback()


def told(world: World, begins: str) -> set[int]:
    """Who got a letter whose key begins so."""
    with world.scope():
        keys = db.session.scalars(select(OutboxRow.key).where(OutboxRow.key.contains(begins)))
        return {int(key.rpartition(":")[2]) for key in keys}


@both_databases
def test_who_was_counted_in_the_room_is_recorded_and_stays(
    world: World, call: Calls, travel: Travels, app: Flask
) -> None:
    world.add("second", "member", "Z99001")
    decision, meeting = propose(world), call(kind="members")
    item = on_agenda(world, meeting, decision)
    travel(14 * DAYS + HOURS)
    ones, admin = [world.people[name] for name in ("rep1", "rep2")], world.people["admin"]
    with world.scope():
        note_presence(world.actor("admin"), meeting, dict.fromkeys(ones, "present"))
    here(world, meeting, "rep2")
    with world.scope():
        assert confirm_presence(world.actor("rep2"), meeting, ones) == 1
    assert entries(world, "meeting.presence")[0] == {
        "noted": {"present": 2},
        "people": [[one, "present"] for one in sorted(ones)],
    }
    page = world.address(f"meetings/{meeting}")
    client = world.client(app, "rep1")
    assert "Noted by Admin, confirmed by Rep2" in client.get(f"{page}/items/{item}/vote").text
    vote(world, meeting, item)
    [voted] = entries(world, "meeting.voted")
    assert [voted[one] for one in ("here", "by_their_word", "of", "needed")] == [2, 1, 3, 2]
    assert told(world, f"meetings.noted:{meeting}:") == set(ones)
    assert told(world, f"meetings.confirmed:{meeting}:") == {ones[0]}
    for name in ("rep1", "rep2"):
        votes(world, decision, name)
    assert state(world, decision) == ("open", None), "what others noted closes no vote in the meeting"
    assert "does not close in the meeting" in client.get(page).text
    assert voted["present"] == sorted([[ones[0], admin, ones[1]], [ones[1], ones[1], ones[1]]])
    with world.scope():
        lead = world.actor("admin")
        with pytest.raises(Refusal, match="was counted as here"):
            note_presence(lead, meeting, {ones[0]: "apologies"})
        with pytest.raises(Refusal, match="was counted as here"):
            send_stand_in(lead, meeting, ones[0], world.people["second"])
        note_presence(world.actor("chair"), meeting, {ones[0]: "present", world.people["rep3"]: "present"})
        note_presence(lead, meeting, {world.people["rep3"]: "apologies"})
        states = {one.name: (one.state, one.noter) for one in asked(meeting_here(meeting)) if one.state}
        assert states == {
            "Rep1": ("present", "Admin"),
            "Rep2": ("present", "Rep2"),
            "Rep3": ("apologies", "Admin"),
        }
        with pytest.raises(NotYours):
            correct_presence(world.actor("rep3"), meeting, ones[0], "They left.")
        with pytest.raises(Invalid, match="Say why"):
            correct_presence(lead, meeting, ones[0], " ")
    form = f"{page}/people/{ones[0]}/correction"
    assert client.post(form, data={"reason": ""}).status_code == 422
    assert client.post(form, data={"reason": "The wrong name was pressed."}).status_code == 303
    text = " ".join(client.get(page).text.split())
    assert "1 of the 2 who were counted as here when this vote was opened was not" in text
    assert "Too few were here without them" in text
    assert entries(world, "meeting.vote_short") == [{"meeting": meeting, "here": 1, "needed": 2}]
    assert told(world, "meetings.short:") == set(world.people.values())
    assert "The wrong name was pressed." in text and "How it is known" in text and "I am here" in text
    with world.scope():
        found = meeting_here(meeting)
        assert (
            quorum_of(found, asked(found)).here,
            [one.counted_at(in_hours(1)) for one in asked(found)],
        ) == (
            1,
            [one.name in ("Rep1", "Rep2") for one in asked(found)],
        )
    assert client.post(f"{page}/here/present").status_code == 303
    assert "Too few were here without them" not in client.get(page).text
    with world.scope():
        assert quorum_of(found, asked(found)).here == 2
        assert list(db.session.scalars(select(CorrectedPresence.state).order_by(CorrectedPresence.id))) == [
            "away",
            "present",
        ]
    row = MeetingPresence.person_id == ones[0]
    for statement in (
        update(MeetingPresence).where(row).values(state="apologies"),
        delete(MeetingPresence).where(row),
        update(AgendaItem).where(AgendaItem.id == item).values(voted_at=None),
        update(CorrectedPresence).values(reason="Otherwise."),
        delete(CorrectedPresence),
    ):
        with world.scope(), pytest.raises(DatabaseError), unit_of_work() as session:
            session.execute(statement)
        db.session.rollback()


def test_the_record_tells_nobody_who_came_where_others_do_not_read_it(
    world: World, call: Calls, group: int, travel: Travels
) -> None:
    meetings = [call("lead", group=group), call(kind="chatham")]
    travel(14 * DAYS + HOURS)
    with world.scope():
        note_presence(world.actor("lead"), meetings[0], {world.people["rep3"]: "online"})
        note_presence(world.actor("admin"), meetings[1], {world.people["rep3"]: "present"})
    assert entries(world, "meeting.presence") == [{"noted": {"online": 1}}, {"noted": {"present": 1}}]


@both_databases
def test_papers_of_what_is_decided_are_not_swapped(
    world: World, call: Calls, travel: Travels, app: Flask
) -> None:
    fine, late, opened = (propose(world, title=title) for title in ("Fine", "Late", "Opened"))
    meeting = call(kind="members")
    items = {one: on_agenda(world, meeting, one) for one in (fine, late, opened)}
    swapped(world, meeting, items[fine])
    with world.scope():
        open_vote(world.actor("rep1"), opened, RULE, in_hours(24 * 30))
    with pytest.raises(Refusal, match="was put to the vote"):
        swapped(world, meeting, items[opened])
    travel(13.5 * DAYS)
    with world.scope():
        since = item_of(meeting, items[late])[1].added_at
    swapped(world, meeting, items[late])
    with world.scope():
        assert item_of(meeting, items[late])[1].added_at > since
        keys = db.session.scalars(
            select(OutboxRow.key).where(OutboxRow.key.startswith(f"meetings.papers:{items[late]}:"))
        ).all()
        assert keys and all(not key.endswith(f":{world.people['rep1']}") for key in keys)
    travel(14 * DAYS + HOURS)
    for one in (fine, late):
        with pytest.raises(Refusal, match="The meeting has begun"):
            swapped(world, meeting, items[one])
    page = world.client(app, "rep1").get(world.address(f"meetings/{meeting}/items/{items[fine]}/papers")).text
    assert "The meeting has begun" in page and "Remove" not in page
    here(world, meeting, "rep1", "rep2")
    with pytest.raises(Refusal, match="24 hours of notice of every vote"):
        vote(world, meeting, items[late])
    assert vote(world, meeting, items[fine])
    with pytest.raises(Refusal, match="was put to the vote"):
        swapped(world, meeting, items[fine])


def test_a_suspended_practice_does_not_count_in_the_room(world: World, call: Calls, travel: Travels) -> None:
    meeting = call(kind="members")
    travel(14 * DAYS)
    here(world, meeting, "rep1", "rep3")
    with unit_of_work() as session, world.scope():
        session.get_one(Practice, world.practice_of("rep3")).suspended_until = in_hours(24 * 60)
    with world.scope():
        quorum = quorum_of(meeting_here(meeting), asked(meeting_here(meeting)))
    assert (quorum.here, quorum.of, quorum.can_decide) == (1, 2, True)
