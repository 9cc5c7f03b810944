"""An extraordinary general meeting that practices ask for is called, whoever would rather not."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.refusals import Invalid, NotYours, Refusal
from federation.meetings.actions.agenda import remove_item
from federation.meetings.actions.asking import ask_for_meeting, call_asked_meeting, stop_asking
from federation.meetings.actions.calling import call_off
from federation.meetings.actions.moving import move_meeting
from federation.meetings.agreed import EGM_SHARE
from federation.meetings.models import AskedMeetingName, CalledMeeting
from federation.meetings.proofs import askings
from federation.meetings.queries.agenda import items_of
from federation.meetings.queries.asking import asking_now
from federation.meetings.queries.meetings import meeting_here
from federation.meetings.queries.personal import personal_meetings
from federation.network.models import Federation, ThingDue
from federation.testing import both_databases
from federation.testing.world import World
from tests.meetings.conftest import Calls

Travels = Callable[[timedelta], None]
DAYS = timedelta(days=1)


@pytest.fixture
def half(world: World) -> None:
    """The members have agreed that half of the practices, two of three, ask."""
    with unit_of_work() as session, world.scope():
        one = session.get_one(Federation, world.federation_id)
        one.settings = {**one.settings, "agreed": {EGM_SHARE.name: "1/2"}}


@both_databases
def test_a_practice_that_the_record_does_not_know_has_not_asked(world: World) -> None:
    third = world.practice_of("rep3")
    with world.scope(), unit_of_work() as session:
        forged = {"reason": "They are for it.", "signed_by": world.people["rep1"], "signed_at": time_now()}
        session.add(AskedMeetingName(practice_id=third, **forged))
    with world.scope():
        assert [str(flaw) for flaw in askings()] == [
            f"Practice {third}: it asked for a meeting otherwise than the record says"
        ]


def ask(world: World, name: str, reason: str = "The hubs close.") -> tuple[int, int, bool]:
    with world.scope():
        now = ask_for_meeting(world.actor(name), world.practice_of(name), reason)
        return now.signed, now.needed, now.call_by is not None


@both_databases
def test_practices_call_the_meeting_that_nobody_calls(
    world: World, half: None, call: Calls, travel: Travels, app: Flask
) -> None:
    assert ask(world, "rep1") == (1, 2, False)
    with pytest.raises(Refusal, match="asks for a meeting already"):
        ask(world, "rep1")
    with world.scope():
        stop_asking(world.actor("rep1"), world.practice_of("rep1"))
        assert asking_now().signed == 0
        with pytest.raises(NotYours):
            ask_for_meeting(world.actor("rep1"), world.practice_of("rep2"), "Theirs.")
        with pytest.raises(Refusal, match="Too few practices"):
            call_asked_meeting(world.actor("admin"), time_now() + 20 * DAYS, "Tidemill Hall")
    client = world.client(app, "rep1")
    page = world.address("meetings/asked")
    assert "0 of the 2 practices" in client.get(page).text
    assert client.post(page, data={"reason": ""}).status_code == 422
    sent = {"practice": str(world.practice_of("rep1")), "reason": "The hubs close."}
    assert client.post(page, data=sent).status_code == 303
    api = f"/api/v1/federations/{world.slug}/meetings/asked"
    made = world.program(app, "rep2").post(api, json={"practice": "Z99002", "reason": "The van broke."})
    assert (made.status_code, made.json["signed"], made.json["call_by"] is None) == (201, 2, False)
    shown = world.client(app, "rep3").get(page).text
    assert "signed by Rep1" in shown and "Practices are counted, not people" in shown
    with world.scope():
        assert list(askings()) == []
        kept = [
            one.content["words"]
            for one in personal_meetings(world.people["rep1"])
            if one.title == "Asked for a general meeting"
        ]
        assert kept == ["The hubs close.", "The hubs close."]
        with pytest.raises(Refusal, match="enough practices have asked"):
            stop_asking(world.actor("rep1"), world.practice_of("rep1"))
        with pytest.raises(Refusal, match="Enough practices"):
            ask_for_meeting(world.actor("rep3"), world.practice_of("rep3"), "Us too.")
        for who, why in (("rep1", "have until"), ("rep3", "a practice that asked")):
            with pytest.raises(NotYours, match=why):
                call_asked_meeting(world.actor(who), time_now() + 20 * DAYS, "Tidemill Hall")
        owed = select(ThingDue.person_id).where(ThingDue.key.startswith("asked:"), ThingDue.is_open())
        assert {world.people["admin"], world.people["chair"]} <= set(db.session.scalars(owed))
        letters = select(OutboxRow.key).where(OutboxRow.key.startswith("meetings.asked:"))
        assert len(db.session.scalars(letters).all()) >= 4
    call(kind="egm", days=16)
    with world.scope():
        assert asking_now().call_by is not None, "another general meeting does not serve for it"
    travel(14 * DAYS + timedelta(hours=1))
    with world.scope():
        rep1 = world.actor("rep1")
        with pytest.raises(NotYours, match="a practice that asked"):
            call_asked_meeting(world.actor("rep3"), time_now() + 20 * DAYS, "Tidemill Hall")
        with pytest.raises(Invalid, match="so it is held by"):
            call_asked_meeting(rep1, time_now() + 44 * DAYS, "Tidemill Hall")
        with pytest.raises(Invalid, match="14 days of notice"):
            call_asked_meeting(rep1, time_now() + 3 * DAYS, "Tidemill Hall")
        number = call_asked_meeting(rep1, time_now() + 20 * DAYS, "Tidemill Hall")
        assert not db.session.scalars(owed).all()
        items = items_of(number)
        assert [(one.title, one.about) for one in items[:2]] == [
            ("Asked for by Driftwood Surgery", "The hubs close."),
            ("Asked for by Lighthouse Medical Centre", "The van broke."),
        ]
        assert (meeting_here(number).kind, asking_now().signed) == ("egm", 0)
        admin = world.actor("admin")
        with pytest.raises(Refusal, match="nobody calls it off"):
            call_off(admin, number, "There is snow.")
        with pytest.raises(Refusal, match="stays on the agenda"):
            remove_item(rep1, number, items[0].id)
        with pytest.raises(Invalid, match="so it is held by"):
            move_meeting(admin, number, time_now() + 60 * DAYS, "Tidemill Hall")
    for statement in (
        delete(AskedMeetingName),
        update(AskedMeetingName).values(reason="Otherwise."),
        update(CalledMeeting).where(CalledMeeting.id == number).values(called_off_at=time_now()),
    ):
        with world.scope(), pytest.raises(DatabaseError), unit_of_work() as session:
            session.execute(statement)
        db.session.rollback()
