"""Tasks of groups are owed by whoever has them, and by nobody who left."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from federation.kernel.days import time_now, today
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Invalid, NotYours, Refusal
from federation.network.dues.queries import DueOwners, things_owed
from federation.network.groups.actions import SeatWanted, end_group, end_seat, give_seat
from federation.network.groups.queries import seats_of
from federation.network.models import Membership, ThingDue
from federation.testing import both_databases
from federation.testing.due import due_in
from federation.testing.statements import statements
from federation.testing.world import World
from federation.workstreams.actions.tasks import TaskOwner, change_task, give_task, hand_on
from federation.workstreams.jobs import hand_tasks_on
from federation.workstreams.queries.status import personal_work
from federation.workstreams.queries.tasks import first_tasks, personal_tasks, task_read
from tests.workstreams.test_planning import API, SECRET, fields


def owed(world: World, name: str) -> list[str]:
    """What somebody owes, for themselves and their practices."""
    who = world.actor(name)
    owners = DueOwners(who.person_id, [seat.practice_id for seat in who.seats])
    return [one.words for one in things_owed(owners, time_now() + timedelta(days=99))]


def shown(world: World, group: int, show: str, name: str) -> list[str]:
    return [one.title for one in first_tasks(group, show, world.actor(name), 50)[0]]


@both_databases
def test_whoever_has_a_task_owes_it_until_it_is_over(app: Flask, world: World, group: int) -> None:
    with world.scope():
        lead, now, due = world.actor("lead"), time_now(), today() + timedelta(days=5)
        own = give_task(lead, group, "Write it down", TaskOwner(lead.person_id), now + timedelta(hours=5))
        theirs = give_task(lead, group, "Count visits", TaskOwner(practice="Z99001"), due)
        ours = give_task(world.actor("rep3"), group, "Book a room", TaskOwner(), due)
        assert owed(world, "lead") == ["Write it down", "Book a room"]
        assert (owed(world, "rep1"), owed(world, "rep2")) == (["Count visits"], [])
        with pytest.raises(Invalid, match="waits for"):
            change_task(lead, own, "blocked")
        change_task(lead, own, "blocked", "The list of practices")
        assert shown(world, group, "blocked", "lead") == ["Write it down"]
        change_task(lead, own, "done", "Sent to all")
        change_task(world.actor("rep1"), theirs, "done")
        assert (owed(world, "lead"), owed(world, "rep1")) == (["Book a room"], [])
        done = db.session.scalars(select(ThingDue.word).where(ThingDue.done_at.is_not(None))).all()
        assert sorted(done) == ["", "Sent to all"]
        change_task(lead, own, "open")
        assert owed(world, "lead") == ["Write it down", "Book a room"]
        hand_on(lead, own, TaskOwner(world.people["rep2"]), due)
        assert (owed(world, "lead"), owed(world, "rep2")) == (["Book a room"], ["Write it down"])
        with pytest.raises(NotYours):
            change_task(world.actor("rep2"), own, "dropped", "I will not.")
        change_task(world.actor("rep3"), ours, "dropped", "We meet online.")
        with pytest.raises(Refusal, match="is over"):
            hand_on(lead, ours, TaskOwner(), due)
        assert shown(world, group, "over", "lead") == ["Count visits", "Book a room"]
        assert shown(world, group, "mine", "rep2") == ["Write it down"]
        assert shown(world, group, "ours", "rep3") == []
        assert len(personal_tasks(lead.person_id)) == 2 and personal_work(lead.person_id) == []


def handed_on(world: World) -> int:
    """How many tasks are handed on; the sweep looks here where there are some, and only then."""
    named, done = due_in("workstreams.tasks"), hand_tasks_on()
    assert named == ([world.federation_id] if done else [])
    return done


@both_databases
def test_a_task_of_somebody_who_left_goes_to_the_leads_of_now(app: Flask, world: World, group: int) -> None:
    with world.scope():
        admin, lead, due = world.actor("admin"), world.actor("lead"), today() + timedelta(days=5)
        number = give_task(lead, group, "Ask the bank", TaskOwner(world.people["lay"]), due)
        give_task(lead, group, "Count visits", TaskOwner(world.people["rep1"]), due)
        give_task(lead, group, "Read the lease", TaskOwner(world.people["rep3"]), due)
        assert handed_on(world) == 0
        seats = {one.person_id: one.id for one in seats_of(group)}
        end_seat(admin, group, seats[world.people["lay"]])
        assert [handed_on(world), handed_on(world)] == [1, 0]
        found, _group = task_read(lead, number)
        assert found.owner == "The leads. It was Lay’s, who sits in the group no more"
        assert (owed(world, "lay"), owed(world, "lead")) == ([], ["Ask the bank"])
        other = world.group("Rooms Group", "rep2")
        give_task(world.actor("rep2"), other, "Book a room", TaskOwner(), due)
        give_seat(admin, group, SeatWanted(world.people["rep2"], is_lead=True))
        assert [handed_on(world), handed_on(world)] == [1, 0], "they owe something else already"
        end_seat(admin, group, seats[lead.person_id])
        assert [handed_on(world), handed_on(world)] == [1, 0]
        assert (owed(world, "lead"), sorted(owed(world, "rep2"))) == ([], ["Ask the bank", "Book a room"])
        assert owed(world, "rep1") == ["Count visits"]
        with unit_of_work():
            role = Membership.person_id == world.people["rep3"]
            db.session.execute(update(Membership).where(role).values(ended_at=time_now()))
        assert [handed_on(world), handed_on(world)] == [1, 0], "it was their practice that sat there"
        end_group(admin, group)
        assert [handed_on(world), handed_on(world)] == [3, 0]
        assert (owed(world, "rep2"), owed(world, "rep1")) == (["Book a room"], [])


def test_a_group_that_keeps_its_work_to_itself_gives_tasks_to_those_who_sit_in_it(
    app: Flask, world: World, kept: int
) -> None:
    with world.scope():
        lead, due = world.actor("lead"), today() - timedelta(days=5)
        for owner in (
            TaskOwner(world.people["rep1"]),
            TaskOwner(practice="Z99003"),
            TaskOwner(practice="Z99001"),
        ):
            with pytest.raises(Invalid, match="keeps its work to itself"):
                give_task(lead, kept, SECRET, owner, due)
        number = give_task(lead, kept, SECRET, TaskOwner(world.people["rep3"]), due)
        change_task(lead, number, "blocked", SECRET)
    paths = (f"groups/{kept}/tasks", f"groups/{kept}/tasks/all.csv", f"tasks/{number}")
    for name in ("admin", "chair", "executive", "rep1", "member", "observer"):
        if name not in world.people:
            continue
        browser, program = world.client(app, name), world.program(app, name)
        assert [browser.get(world.address(path)).status_code for path in paths] == [404] * 3
        assert program.get(f"{API}/groups/{kept}/tasks").status_code == 404
        assert program.patch(f"{API}/tasks/{number}", json={"state": "done"}).status_code == 404
        for path in ("", "record/", "search?q=Kelp", f"groups/{kept}"):
            assert SECRET not in browser.get(world.address(path)).text
        assert SECRET not in program.get(f"{API}/dues").text
    assert SECRET in world.client(app, "rep3").get(world.address("")).text
    assert all(SECRET in world.client(app, "rep3").get(world.address(path)).text for path in paths)


def test_pages_and_programs_give_and_end_tasks(app: Flask, world: World, group: int) -> None:
    lead, at = world.client(app, "lead"), world.address(f"groups/{group}")
    with world.scope():
        due = fields("due_on", today() + timedelta(days=9))
    assert "The leads" in lead.get(f"{at}/tasks/new").text
    bad = lead.post(
        f"{at}/tasks/new", data={"words": "Ask", "practice": "Z99001", "person": world.people["lead"], **due}
    )
    assert bad.status_code == 422 and "not both" in bad.text
    made = lead.post(f"{at}/tasks/new", data={"words": "Ask the bank", "practice": "Z99001", **due})
    assert made.status_code == 303
    rep = world.client(app, "rep1")
    assert "Ask the bank" in rep.get(world.address("")).text
    assert "Note how it stands" in rep.get(made.location).text
    assert "Note how it stands" not in world.client(app, "rep2").get(made.location).text
    wrong = rep.post(f"{made.location}/state", data={"state": "blocked"})
    assert wrong.status_code == 422 and "Say what it waits for" in wrong.text
    assert world.client(app, "rep2").post(f"{made.location}/state", data={"state": "done"}).status_code == 403
    assert (
        rep.post(f"{made.location}/state", data={"state": "done", "words": "They agree."}).status_code == 303
    )
    assert "They agree." in lead.get(made.location).text
    program = world.program(app, "lead")
    sent = {"words": "Count", "owner": {"practice": "Z99003"}, "due_at": "2027-02-02T12:00:00Z"}
    number = program.post(f"{API}/groups/{group}/tasks", json=sent).json["id"]
    other = program.post(
        f"{API}/groups/{group}/tasks", json={"words": "Draw", "due_at": "2026-01-02T12:00:00Z"}
    ).json["id"]
    first = program.get(f"{API}/groups/{group}/tasks?limit=1").json
    assert [one["id"] for one in first["items"]] == [other]
    second = program.get(f"{API}/groups/{group}/tasks?limit=1&after={first['next']}").json
    assert ([one["id"] for one in second["items"]], second["next"]) == ([number], None)
    assert program.patch(f"{API}/tasks/{number}", json={"state": "blocked"}).status_code == 422
    blocked = {"state": "blocked", "words": "The bank"}
    assert program.patch(f"{API}/tasks/{number}", json=blocked).status_code == 204
    assert program.get(f"{API}/tasks/{number}").json["words"] == "The bank"
    assert "Overdue" in lead.get(f"{at}/workstream").text
    assert "Waits for: The bank" in lead.get(f"{at}/workstream").text
    listed = lead.get(f"{at}/tasks?show=blocked").text
    assert "Count" in listed and "Draw" not in listed
    file = lead.get(f"{at}/tasks/all.csv?show=over").text
    assert "Ask the bank" in file and "Draw" not in file
    handed = lead.post(
        f"{world.address(f'tasks/{other}')}/owner", data={"person": world.people["lead"], **due}
    )
    assert handed.status_code == 303
    mine = program.get(f"{API}/groups/{group}/tasks?show=mine").json["items"]
    assert [one["owner"]["person"] for one in mine] == [world.people["lead"]]


def test_300_tasks_cost_as_many_statements_as_3(app: Flask, world: World, group: int) -> None:
    lead, costs = world.client(app, "lead"), []
    for many in (3, 297):
        with world.scope():
            by, due = world.actor("lead"), today() + timedelta(days=9)
            for number in range(many):
                give_task(
                    by,
                    group,
                    f"Task {number}",
                    TaskOwner(practice="Z99003") if number % 2 else TaskOwner(),
                    due,
                )
            with statements(app) as job:
                assert hand_tasks_on() == 0
        costs.append([len(job)])
        for path in ("workstream", "tasks", "tasks/all.csv"):
            with statements(app) as seen:
                assert lead.get(world.address(f"groups/{group}/{path}")).status_code == 200
            costs[-1].append(len(seen))
    assert costs[0] == costs[1]
