"""Any practice brings work to a group: of exactly one kind, with where it comes from and what becomes of it."""

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from federation.kernel.days import time_now, today
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.record import RecordEntry
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.network.groups.actions import end_group
from federation.testing import both_databases
from federation.testing.statements import statements
from federation.testing.world import World
from federation.workstreams.actions.items import (
    ItemFate,
    RaisedItem,
    WantedItem,
    bring,
    raise_item,
    reopen_item,
    settle_item,
)
from federation.workstreams.actions.tasks import TaskOwner, change_task, give_task
from federation.workstreams.models import WorkItem
from federation.workstreams.queries.items import brought_words, counts_of, item_read, personal_items
from tests.mandates.conftest import Grants, granted
from tests.workstreams.test_planning import API, SECRET

__all__ = ["granted"]


def letters(person: int) -> list[str]:
    """The subjects of the letters to somebody."""
    found = db.session.scalars(select(OutboxRow).order_by(OutboxRow.id))
    return [one.payload["subject"] for one in found if one.payload.get("person") == person]


@both_databases
def test_a_practice_brings_a_problem_and_reads_what_became_of_it(
    app: Flask, world: World, group: int
) -> None:
    with world.scope():
        rep, lead = world.actor("rep1"), world.actor("lead")
        with pytest.raises(Invalid, match="kind of work"):
            bring(rep, group, WantedItem("wish", "More time"))
        with pytest.raises(Invalid, match="practice of yours"):
            bring(rep, group, WantedItem("problem", "No visits", practice="Z99003"))
        number = bring(rep, group, WantedItem("problem", "No visits after 4", origin="The spring meeting"))
        assert letters(lead.person_id)[-1] == "Brought to the Home Visiting Group: No visits after 4"
        found, _group = item_read(rep, number)
        assert (found.kind, found.practice_code, found.origin, found.fate) == (
            "problem",
            "Z99001",
            "The spring meeting",
            "",
        )
        with pytest.raises(NotYours):
            settle_item(rep, number, ItemFate("closed", None, "I say so"))
        with pytest.raises(Invalid, match="Say why"):
            settle_item(lead, number, ItemFate("closed"))
        task = give_task(lead, group, "Ask for a car", TaskOwner(), today())
        with pytest.raises(Invalid, match="no such report"):
            settle_item(lead, number, ItemFate("report", task))
        settle_item(lead, number, ItemFate("task", task, "We get a car."))
        settle_item(lead, number, ItemFate("task", task, "We get a car."))
        assert [one for one in letters(rep.person_id) if "seat" not in one] == [
            "What became of: No visits after 4"
        ]
        found, _group = item_read(rep, number)
        assert (found.fate, found.led_to, found.task, found.fate_words) == (
            "task",
            task,
            "Ask for a car",
            "We get a car.",
        )
        reopen_item(lead, number)
        settle_item(lead, number, ItemFate("closed", None, "Not ours"))
        settle_item(lead, number, ItemFate("closed", None, "Another group does it"))
        found, _group = item_read(rep, number)
        assert (found.led_to, found.fate_words) == (None, "Another group does it")
        acts = db.session.scalars(
            select(RecordEntry.action).where(RecordEntry.action.startswith("work.")).order_by(RecordEntry.seq)
        )
        assert list(acts) == ["work.brought", "work.settled", "work.reopened", *["work.settled"] * 2]
        assert len(personal_items(rep.person_id)) == len(personal_items(lead.person_id)) == 1


@both_databases
def test_the_database_keeps_one_kind_and_one_end(app: Flask, world: World, group: int) -> None:
    with world.scope():
        number = bring(world.actor("rep1"), group, WantedItem("digest", "What is new in diabetes"))
        for wrong in (
            {"kind": "wish"},
            {"fate": "closed"},
            {"ended_at": time_now()},
            {"fate": "task", "ended_at": time_now()},
        ):
            with pytest.raises(IntegrityError), unit_of_work() as session:
                session.execute(update(WorkItem).where(WorkItem.id == number).values(**wrong))


@both_databases
def test_work_becomes_a_proposal_of_who_brought_it_or_of_the_group(
    app: Flask, world: World, group: int
) -> None:
    with world.scope():
        rep, lead = world.actor("rep1"), world.actor("lead")
        mine = bring(rep, group, WantedItem("position", "Parking costs too much"))
        theirs = bring(lead, group, WantedItem("commission", "A car for visits", practice="Z99003"))
        raised = RaisedItem("Free parking", "We ask for free parking.")
        with pytest.raises(NotYours):
            raise_item(world.actor("rep2"), mine, raised)
        with pytest.raises(NotYours):
            raise_item(rep, theirs, raised)
        decision = raise_item(rep, mine, raised)
        with pytest.raises(Refusal, match="already"):
            raise_item(rep, mine, raised)
        inside = raise_item(lead, theirs, RaisedItem("A car", "We hire a car.", in_group=True))
        assert [(item_read(rep, one)[0].fate, item_read(rep, one)[0].led_to) for one in (mine, theirs)] == [
            ("decision", decision),
            ("decision", inside),
        ]
        assert item_read(rep, mine)[0].led == "Free parking"
        found = counts_of(group, today().year)
        assert [(one.code, one.kind, one.brought, one.ended) for one in found] == [
            ("Z99001", "position", 1, 1),
            ("Z99003", "commission", 1, 1),
        ]
        assert brought_words(found) == "1 position and 1 commission from 2 practices"
        assert counts_of(group, today().year - 1) == []
        end_group(world.actor("admin"), group)
        with pytest.raises(Refusal, match="has ended"):
            bring(rep, group, WantedItem("problem", "Too late"))


def test_what_a_group_keeps_to_itself_is_brought_and_read_by_those_who_sit_in_it(
    app: Flask, world: World, kept: int
) -> None:
    with world.scope():
        number = bring(world.actor("rep3"), kept, WantedItem("problem", SECRET, SECRET))
        settle_item(world.actor("lead"), number, ItemFate("closed", None, SECRET))
        with pytest.raises(NotYours):
            bring(world.actor("rep1"), kept, WantedItem("problem", "Mine"))
        with pytest.raises(NotFound):
            item_read(world.actor("admin"), number)
    paths = (
        f"groups/{kept}/work",
        f"groups/{kept}/work/all.csv",
        f"groups/{kept}/work/new",
        f"work/{number}",
    )
    for name in ("admin", "chair", "executive", "rep1", "member", "observer"):
        if name not in world.people:
            continue
        browser, program = world.client(app, name), world.program(app, name)
        assert {browser.get(world.address(path)).status_code for path in paths} <= {403, 404}
        assert program.get(f"{API}/groups/{kept}/work").status_code == 404
        assert program.get(f"{API}/work/{number}").status_code == 404
        for path in ("", "record/", "search?q=Kelp", f"groups/{kept}", "our-federation/indicators"):
            assert SECRET not in browser.get(world.address(path)).text
    assert all(
        SECRET in world.client(app, "rep3").get(world.address(path)).text
        for path in paths
        if "new" not in path
    )


def test_pages_and_programs_bring_work_and_say_what_became_of_it(
    app: Flask, world: World, group: int, granted: Grants
) -> None:
    granted()
    rep, lead = world.client(app, "rep1"), world.client(app, "lead")
    at = world.address(f"groups/{group}/work")
    bad = rep.post(f"{at}/new", data={"kind": "problem", "title": "No visits", "after": "2020/1"})
    assert bad.status_code == 422 and "no decision with this number" in bad.text and "No visits" in bad.text
    sent = {"kind": "problem", "title": "No visits", "practice": "Z99001", "words": "Nobody comes."}
    made = rep.post(f"{at}/new", data=sent)
    assert made.status_code == 303
    assert "Nobody comes." in rep.get(made.location).text
    assert "Make it a proposal" in rep.get(made.location).text
    assert "Say what became of it" not in rep.get(made.location).text
    assert rep.post(f"{made.location}/fate", data={"words": "x"}).status_code == 403
    form = lead.get(f"{made.location}/fate").text
    assert "What did it lead to?" in form
    assert "No visits" in lead.get(world.address(f"groups/{group}/workstream")).text
    wrong = lead.post(f"{made.location}/fate", data={"number": "2020/1", "words": "Done"})
    assert wrong.status_code == 422 and "Done" in wrong.text
    assert lead.post(f"{made.location}/fate", data={"words": "Not ours"}).status_code == 303
    assert "Not ours" in rep.get(made.location).text
    assert lead.post(f"{made.location}/reopened").status_code == 303
    asked = rep.get(f"{made.location}/proposal").text
    assert "No visits" in asked and "Nobody comes." in asked
    shown = rep.post(
        f"{made.location}/proposal", data={"who": "members", "title": "Visits", "body": "We do visits."}
    )
    assert shown.status_code == 303 and "We do visits." in rep.get(shown.location).text
    assert "Led to a decision" in rep.get(made.location).text
    program, theirs = world.program(app, "lead"), world.program(app, "rep1")
    answer = theirs.post(f"{API}/groups/{group}/work", json={"kind": "digest", "title": "News of 2027"})
    number = answer.json["id"]
    first = program.get(f"{API}/groups/{group}/work?limit=1").json
    assert [one["id"] for one in first["items"]] == [number]
    second = program.get(f"{API}/groups/{group}/work?limit=1&after={first['next']}").json
    assert ([one["title"] for one in second["items"]], second["next"]) == (["No visits"], None)
    assert theirs.patch(f"{API}/work/{number}", json={"fate": "closed", "words": "x"}).status_code == 403
    done = {"fate": "closed", "words": "Sent round"}
    assert program.patch(f"{API}/work/{number}", json=done).status_code == 204
    assert theirs.get(f"{API}/work/{number}").json["fate"]["words"] == "Sent round"
    assert program.patch(f"{API}/work/{number}", json={"fate": "open"}).status_code == 204
    asked = theirs.post(f"{API}/work/{number}/proposal", json={"title": "News", "body": "We read it."})
    assert theirs.get(f"{API}/work/{number}").json["fate"]["thing"] == asked.json["decision"]
    with world.scope():
        year = today().year
    counted = theirs.get(f"{API}/groups/{group}/work/counts?year={year}").json["items"]
    assert [(one["practice"], one["kind"], one["brought"], one["ended"]) for one in counted] == [
        ("Z99001", "digest", 1, 1),
        ("Z99001", "problem", 1, 1),
    ]
    page = rep.get(f"{at}?kind=digest").text
    assert "News of 2027" in page and "Nobody comes" not in page
    file = rep.get(f"{at}/all.csv?show=over&q=visits").text
    assert "No visits" in file and "News of 2027" not in file


def test_300_things_cost_as_many_statements_as_3(app: Flask, world: World, group: int) -> None:
    lead, costs = world.client(app, "lead"), []
    for many in (3, 297):
        with world.scope():
            by = world.actor("lead")
            for number in range(many):
                bring(by, group, WantedItem("problem", f"Problem {number}", practice="Z99003"))
        costs.append([])
        for path in ("workstream", "work", "work/all.csv"):
            with statements(app) as seen:
                assert lead.get(world.address(f"groups/{group}/{path}")).status_code == 200
            costs[-1].append(len(seen))
    assert costs[0] == costs[1]


def test_a_task_that_work_became_is_read_by_those_alone_who_read_tasks(app: Flask, world: World) -> None:
    from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group

    with world.scope():
        half = begin_group(
            world.actor("admin"),
            GroupWanted(
                "Half Group",
                "Tells results.",
                reads="results",
                seats=(SeatWanted(world.people["rep3"], is_lead=True),),
            ),
        )
        rep, lead = world.actor("rep1"), world.actor("rep3")
        number = bring(rep, half, WantedItem("problem", "Too slow"))
        task = give_task(lead, half, SECRET, TaskOwner(), today())
        change_task(lead, task, "blocked", SECRET)
        settle_item(lead, number, ItemFate("task", task, "It is looked at."))
    outside, inside = world.client(app, "rep1"), world.client(app, "rep3")
    for path in (f"work/{number}", f"groups/{half}/work", f"groups/{half}/workstream"):
        assert SECRET not in outside.get(world.address(path)).text
    assert SECRET in inside.get(world.address(f"work/{number}")).text
    assert "It is looked at." in outside.get(world.address(f"work/{number}")).text
