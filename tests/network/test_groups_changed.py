"""What is said of a group can be changed in the open; who reads it is a promise that holds for all that was written under it."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft
from federation.decisions.seen import decision_view
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.opening import open_vote
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.record import RecordEntry
from federation.kernel.refusals import Invalid, NotYours, Refusal
from federation.kernel.sealed_letters import open_letter
from federation.mandates.actions.granting import propose_mandate
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group, give_seats
from federation.network.groups.changing import WordedGroup, change_group
from federation.network.groups.queries import earlier_wordings, group_here, seats_of
from federation.network.models import NetworkGroup
from federation.network.record.proving import flaws
from federation.testing import both_databases
from federation.testing.world import World
from tests.decisions.votes import in_hours, preset
from tests.mandates.conftest import Grants, granted, group, loaded, world

__all__ = ["granted", "group", "world"]

SECRET = "quillwort"
VISITS = WordedGroup("Visiting at Home", "Looks after visits at home.", "all")
NAMED = WordedGroup("Home Visiting Group", "Looks after home visits.", "all")


def letters(subject: str) -> list[tuple[str, dict[str, Any]]]:
    """The letters with this subject: to whom, and what they say."""
    rows = db.session.execute(select(OutboxRow.key, OutboxRow.payload).where(OutboxRow.kind == "mail"))
    found = [(row.key, open_letter(row.key, row.payload)) for row in rows]
    return sorted((key, one) for key, one in found if one["subject"] == subject)


def said_of(group_id: int) -> WordedGroup:
    """What is said of a group now."""
    found = group_here(group_id)
    return WordedGroup(found.name, found.purpose, found.reads)


@both_databases
def test_a_lead_changes_what_is_said_and_everybody_in_the_group_is_told(
    app: Flask, world: World, group: int
) -> None:
    with world.scope():
        assert change_group(world.actor("lead"), group, VISITS) is True
        assert change_group(world.actor("lead"), group, VISITS) is False
        assert said_of(group) == VISITS
        [before] = earlier_wordings(group)
        assert (*before[:3], before.by) == (*NAMED, "Lead")
        told = letters("Changed: the group Visiting at Home")
        assert {one["person"] for _, one in told} == {world.people[name] for name in ("lead", "rep3", "lay")}
        assert (
            "Its name is now:\nVisiting at Home\n\nBefore, it was:\nHome Visiting Group" in told[0][1]["text"]
        )
        entry = db.session.scalars(select(RecordEntry).where(RecordEntry.action == "group.changed")).one()
        assert (entry.actor, entry.subject) == (world.people["lead"], f"group:{group}")
        for name in ("rep1", "rep3", "lay", "observer"):
            with pytest.raises(NotYours):
                change_group(world.actor(name), group, NAMED)
        for taken in ("home visiting group", "Visiting At Home"):
            with pytest.raises(Invalid):
                begin_group(world.actor("admin"), GroupWanted(taken, "Another one."))


@both_databases
def test_what_was_written_stays_under_the_promise_under_which_it_was(app: Flask, world: World) -> None:
    with world.scope():
        kept = begin_group(
            world.actor("admin"),
            GroupWanted(
                "Pay Group",
                "Looks after pay.",
                reads="seated",
                seats=(SeatWanted(world.people["rep1"], is_lead=True),),
            ),
        )
        said = said_of(kept)
        for reads in ("all", "results", "seated"):
            assert change_group(world.actor("rep1"), kept, said._replace(reads=reads))
        number = proposals.start(
            world.actor("rep1"), Draft(f"Pay {SECRET}", f"We pay {SECRET}."), group_id=kept
        )
        for name in ("rep1", "admin", "chair"):
            for reads in ("all", "results"):
                with pytest.raises(Invalid, match="begun its work"):
                    change_group(world.actor(name), kept, said._replace(reads=reads))
        assert change_group(world.actor("rep1"), kept, said._replace(purpose="Pays."))
        with pytest.raises(DBAPIError, match="stays as it was"), unit_of_work() as session:
            session.execute(update(NetworkGroup).where(NetworkGroup.id == kept).values(reads="all"))
    browser = world.client(app, "rep2")
    with app.app_context():
        assert browser.get(world.address(f"decisions/{number}")).status_code == 404
        page = browser.get(world.address(f"groups/{kept}"))
        assert page.status_code == 200 and SECRET not in page.text


@both_databases
def test_the_members_find_the_group_to_which_they_gave_their_mandate(
    app: Flask, world: World, group: int, granted: Grants
) -> None:
    granted()
    with world.scope():
        for name in ("lead", "admin"):
            with pytest.raises(Invalid, match="to a group of this name"):
                change_group(world.actor(name), group, VISITS)
        assert change_group(world.actor("lead"), group, NAMED._replace(purpose=VISITS.purpose))
        asked = propose_mandate(world.actor("rep1"), group, loaded(time_now()))
        proposals.to_discussion(world.actor("rep1"), asked)
        with pytest.raises(Refusal, match="asked about a mandate"):
            change_group(world.actor("lead"), group, NAMED._replace(purpose="Buys everything."))


@both_databases
def test_what_a_group_decided_is_proved_again_under_its_new_name(world: World, group: int) -> None:
    with world.scope():
        lead = world.actor("lead")
        number = proposals.start(lead, Draft("A rota", "We share visits."), group_id=group)
        proposals.to_discussion(lead, number)
        open_vote(lead, number, preset("simple_majority"), in_hours(100))
        cast(lead, number, None, "for", "Yes.")
        close_early(lead, number, "Enough.")
        before = [str(flaw) for flaw in flaws()]
        assert change_group(lead, group, VISITS)
        assert [str(flaw) for flaw in flaws()] == before
        assert decision_view(number).group == NAMED.name, (
            "a closed vote was that of the group as it was called then"
        )


@both_databases
def test_several_get_seats_at_once_or_nobody_does(world: World, group: int) -> None:
    people = world.people
    wanted = [SeatWanted(people["rep1"]), SeatWanted(people["member"]), SeatWanted(practice="Z99002")]
    with world.scope():
        with pytest.raises(Invalid, match="have a seat"):
            give_seats(world.actor("admin"), group, [*wanted, SeatWanted(people["lead"])])
        assert len(seats_of(group)) == 3
        with pytest.raises(Invalid, match="Say who"):
            give_seats(world.actor("admin"), group, [])
        assert len(give_seats(world.actor("admin"), group, wanted)) == 3
        assert len(seats_of(group)) == 6
        told = [one for one in letters("3 new seats in Home Visiting Group") if "Rep1" in one[1]["text"]]
        assert len(told) == len({one["person"] for _, one in told}) == 6
        assert "- Rep1: a vote\n- Member: a vote\n" in told[0][1]["text"]


def test_the_pages_change_a_group_and_give_seats(app: Flask, world: World, group: int) -> None:
    admin, lead = world.client(app, "admin"), world.client(app, "lead")
    at = world.address(f"groups/{group}")
    sent = {"people": [str(world.people["rep1"]), str(world.people["member"])], "vote": "vote"}
    assert admin.post(f"{at}/seats/new", data={"vote": "vote"}).status_code == 422
    offered = admin.get(f"{at}/seats/new").text
    assert ("Rep1" in offered, "Z99002" in offered, "Z99003" in offered) == (True, True, False)
    assert "2 seats have been given" in admin.post(f"{at}/seats/new", data=sent, follow_redirects=True).text
    assert lead.post(f"{at}/words", data={**VISITS._asdict(), "name": ""}).status_code == 422
    page = lead.post(f"{at}/words", data=VISITS._asdict(), follow_redirects=True).text
    assert "The change is saved" in page and VISITS.purpose in page
    before = world.client(app, "observer").get(f"{at}/before").text
    assert NAMED.purpose in before and "Until" in before
    assert lead.get(f"{at}/words").status_code == 200
    assert world.client(app, "rep1").get(f"{at}/words").status_code == 403
