"""Leads say how the work of their group stands, and those who decide in it plan it: on pages and as programs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from federation.kernel.days import today
from federation.kernel.db import db
from federation.kernel.record import RecordEntry
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.network.groups.actions import end_group
from federation.testing import both_databases
from federation.testing.world import World
from federation.workstreams.actions.planning import (
    WantedMilestone,
    drop,
    move,
    reach,
    say_status,
    set_milestones,
)
from federation.workstreams.queries.milestones import changes_of, milestone_read, milestones_of
from federation.workstreams.queries.status import personal_work, statuses_of

API = "/api/v1/federations/saltmarsh"
SECRET = "The Kelp Street rise is too dear"


def fields(prefix: str, day: Any) -> dict[str, str]:
    """A day as a form sends it."""
    return {f"{prefix}-day": str(day.day), f"{prefix}-month": str(day.month), f"{prefix}-year": str(day.year)}


@both_databases
def test_a_lead_says_how_the_work_stands_and_what_was_said_stays(
    app: Flask, world: World, group: int
) -> None:
    with world.scope():
        lead = world.actor("lead")
        for status, words, field in (
            ("fine", "Well.", "status"),
            ("stuck", " ", "words"),
            ("on_track", "x" * 301, "words"),
        ):
            with pytest.raises(Invalid) as no:
                say_status(lead, group, status, words)
            assert no.value.field == field
        say_status(lead, group, "on_track", "All have\n answered.")
        say_status(lead, group, "at_risk", "Two have not answered.")
        found = [(one.status, one.words, one.person) for one in statuses_of(group)]
        assert found == [
            ("at_risk", "Two have not answered.", "Lead"),
            ("on_track", "All have answered.", "Lead"),
        ]
        entries = db.session.scalars(
            select(RecordEntry.subject).where(RecordEntry.action == "workstream.status_said")
        ).all()
        assert entries == [f"group:{group}"] * 2
        for name in ("admin", "chair", "rep1", "rep3", "lay", "member", "observer"):
            with pytest.raises(NotYours):
                say_status(world.actor(name), group, "on_track", "Mine.")
        assert [one.title for one in personal_work(lead.person_id)] == ["How the work of a group stood"] * 2


@both_databases
def test_milestones_are_set_reached_moved_and_dropped(app: Flask, world: World, group: int) -> None:
    with world.scope():
        lead, voter, now = world.actor("lead"), world.actor("rep3"), today()
        first, second = set_milestones(
            voter,
            group,
            [
                WantedMilestone("All have answered", now),
                WantedMilestone("The report is out", now + timedelta(9)),
            ],
        )
        reach(lead, first)
        reach(lead, first)
        with pytest.raises(Refusal, match="is reached"):
            move(lead, first, now + timedelta(1), "Later.")
        reach(voter, first, done=False)
        move(lead, first, now + timedelta(20), "They asked for time.")
        with pytest.raises(Invalid, match="already"):
            move(lead, first, now + timedelta(20), "Again.")
        with pytest.raises(Invalid, match="Say why"):
            drop(lead, second, "")
        drop(lead, second, "Nobody reads it.")
        for act in (lambda: reach(lead, second), lambda: move(lead, second, now, "No.")):
            with pytest.raises(Refusal, match="was dropped"):
                act()
        [later, gone] = sorted(milestones_of(group), key=lambda one: one.id)
        assert (later.state(now), later.due_on, gone.state(now)) == ("open", now + timedelta(20), "dropped")
        assert [(one.due_on, one.reason) for one in changes_of(first)] == [
            (now + timedelta(20), "They asked for time.")
        ]
        acts = db.session.scalars(
            select(RecordEntry.action).where(RecordEntry.action.like("milestone.%")).order_by(RecordEntry.seq)
        ).all()
        assert acts == [
            "milestone.set",
            "milestone.set",
            "milestone.reached",
            "milestone.reopened",
            "milestone.moved",
            "milestone.dropped",
        ]
        for name in ("admin", "chair", "rep1", "lay", "observer"):
            other = world.actor(name)
            tries: list[Callable[[], object]] = [
                lambda by=other: set_milestones(by, group, [WantedMilestone("Mine", now)]),
                lambda by=other: reach(by, first),
                lambda by=other: move(by, first, now, "Mine."),
                lambda by=other: drop(by, first, "Mine."),
            ]
            for one in tries:
                with pytest.raises(NotYours):
                    one()
        end_group(world.actor("admin"), group)
        with pytest.raises(NotYours):
            reach(world.actor("lead"), first)


def test_pages_and_programs_plan_alike(app: Flask, world: World, group: int) -> None:
    lead, at = world.client(app, "lead"), world.address(f"groups/{group}")
    with world.scope():
        now = today()
    assert "Start from a plain list" in lead.get(f"{at}/workstream").text
    assert "Ask the practices how it is today" in lead.get(f"{at}/milestones/plan").text
    plan = {"lines": "Ask\n\nWrite it down", "weeks": "2", **fields("first_on", now + timedelta(7))}
    bad = lead.post(f"{at}/milestones/plan", data={**plan, "weeks": "none"})
    assert bad.status_code == 422 and "Write it down" in bad.text
    assert lead.post(f"{at}/milestones/plan", data=plan).status_code == 303
    page = lead.post(f"{at}/status/new", data={"status": "stuck"})
    assert page.status_code == 422 and "Say in a sentence" in page.text
    assert (
        lead.post(f"{at}/status/new", data={"status": "stuck", "words": "Nobody has time."}).status_code
        == 303
    )
    program = world.program(app, "lead")
    sent = program.post(
        f"{API}/groups/{group}/milestones", json={"words": "Tell all", "due_on": now.isoformat()}
    )
    number = sent.json["id"]
    assert sent.status_code == 201
    assert program.patch(f"{API}/milestones/{number}", json={"done": True}).status_code == 204
    assert program.patch(f"{API}/milestones/{number}", json={}).status_code == 422
    assert (
        program.patch(f"{API}/milestones/{number}", json={"done": False, "dropped": True}).status_code == 422
    )
    said = program.post(f"{API}/groups/{group}/status", json={"status": "at_risk", "words": "Late."})
    assert said.status_code == 201
    found = world.program(app, "observer").get(f"{API}/groups/{group}/milestones").json
    assert (found["done"], found["total"], found["late"]) == (1, 3, 0)
    assert found["next_on"] == (now + timedelta(7)).isoformat()
    assert [one["words"] for one in found["items"]] == ["Tell all", "Ask", "Write it down"]
    home = lead.get(world.address("")).text
    assert "Groups that you lead" in home and "1 of 3 milestones done" in home
    assert "Groups that you lead" not in world.client(app, "observer").get(world.address("")).text
    group_page = world.client(app, "observer").get(at).text
    assert "1 of 3 milestones done" in group_page and "At risk" in group_page
    told = world.program(app, "observer").get(f"{API}/groups/{group}/status").json["items"]
    assert [one["status"] for one in told] == ["at_risk", "stuck"]
    one = found["items"][1]["id"]
    pages = world.address(f"milestones/{one}")
    assert "It is reached" in lead.get(pages).text
    assert lead.post(f"{pages}/reached").status_code == 303
    assert lead.post(f"{pages}/reopened").status_code == 303
    moved = lead.post(f"{pages}/move", data={"reason": "Slow.", **fields("due_on", now + timedelta(30))})
    assert moved.status_code == 303 and "Slow." in lead.get(pages).text
    assert lead.post(f"{pages}/drop", data={"reason": "Not needed."}).status_code == 303
    assert "Dropped milestones" in lead.get(f"{at}/workstream").text


def test_what_a_group_keeps_to_itself_is_read_by_those_who_sit_in_it(
    app: Flask, world: World, kept: int
) -> None:
    with world.scope():
        lead = world.actor("lead")
        say_status(lead, kept, "stuck", SECRET)
        [number] = set_milestones(lead, kept, [WantedMilestone(SECRET, today())])
        move(lead, number, today() + timedelta(3), SECRET)
        entries = db.session.scalars(select(RecordEntry.data).where(RecordEntry.subject == f"group:{kept}"))
        assert not any("text" in entry or "Kelp" in str(entry) for entry in list(entries)[3:])
        with pytest.raises(NotFound):
            milestone_read(world.actor("rep1"), number)
    paths = (f"groups/{kept}/workstream", f"groups/{kept}/status", f"milestones/{number}")
    programs = (f"groups/{kept}/status", f"groups/{kept}/milestones", f"milestones/{number}")
    for name in ("admin", "chair", "rep1", "member", "observer", "lay"):
        browser, program = world.client(app, name), world.program(app, name)
        assert [browser.get(world.address(path)).status_code for path in paths] == [404] * 3
        assert [program.get(f"{API}/{path}").status_code for path in programs] == [404] * 3
        for path in (f"groups/{kept}", "record/", "search?q=Kelp"):
            assert SECRET not in browser.get(world.address(path)).text
        assert program.post(
            f"{API}/groups/{kept}/status", json={"status": "stuck", "words": "x"}
        ).status_code in (403, 404)
    for name in ("lead", "rep3"):
        assert all(SECRET in world.client(app, name).get(world.address(path)).text for path in paths)
        assert SECRET in world.client(app, name).get(world.address(f"groups/{kept}")).text
