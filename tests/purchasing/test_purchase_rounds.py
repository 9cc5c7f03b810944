"""Rounds, needs and the vote on what is to be bought."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from federation.decisions.voting.actions.opening import open_vote
from federation.kernel.days import time_now, today
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.network.dues.queries import DueOwners, things_owed
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.purchasing.actions.needs import say_needs
from federation.purchasing.actions.rounds import WantedRound, call_off, open_round
from federation.purchasing.actions.specifications import propose_version, write_version
from federation.purchasing.jobs import remind, stop_asking
from federation.purchasing.models import NeedLine, SpecVersion, SpecVote
from federation.purchasing.proofs.rounds import purchase_rounds
from federation.purchasing.queries.needs import StatedLine, answer_of, demand_of, personal_needs
from federation.purchasing.queries.rounds import round_here
from federation.purchasing.queries.specifications import versions_of, voted_of
from federation.purchasing.rules import fingerprint_of
from federation.testing import both_databases
from federation.testing.due import due_in
from federation.testing.statements import statements
from federation.testing.world import World
from federation.worker import run_once
from tests.decisions.votes import in_hours, preset
from tests.purchasing.conftest import GLOVES, ITEMS, Votes, over
from tests.workstreams.test_planning import fields

API = "/api/v1/federations/saltmarsh"
BOX = StatedLine("Examination gloves", "box of 100", 620, 435, "Cressing Medical")


def owed(world: World, name: str) -> list[str]:
    who = world.actor(name)
    owners = DueOwners(who.person_id, [seat.practice_id for seat in who.seats])
    return [one.words for one in things_owed(owners, time_now() + timedelta(days=99))]


@both_databases
def test_practices_owe_an_answer_until_they_have_given_it(app: Flask, world: World, gloves: int) -> None:
    asked = ["Say what your practice needs: Examination gloves"]
    with world.scope():
        assert owed(world, "rep1") == owed(world, "rep2") == asked
        say_needs(world.actor("rep1"), gloves, "Z99001", [BOX])
        say_needs(world.actor("rep2"), gloves, "Z99002", [])
        assert (owed(world, "rep1"), owed(world, "rep2"), owed(world, "rep3")) == ([], [], asked)
        found = demand_of(gloves)
        assert [one.practice.code for one in found.waiting] == ["Z99003"]
        assert [(one.practice.code, one.lines) for one in found.answered] == [("Z99001", 1), ("Z99002", 0)]
        say_needs(
            world.actor("rep1"), gloves, "Z99001", [BOX._replace(quantity=600), BOX._replace(item="Fridge")]
        )
        given = answer_of(gloves, world.practices["Z99001"])
        assert given is not None and [line.quantity for line in given.lines] == [600, 620]
        assert [one.quantity for one in demand_of(gloves).items] == [600, 620]
        with pytest.raises(NotYours):
            say_needs(world.actor("rep1"), gloves, "Z99002", [BOX])
        with pytest.raises(NotFound):
            say_needs(world.actor("rep1"), gloves, "Z99999", [BOX])
        with pytest.raises(Invalid, match="whole number"):
            say_needs(world.actor("rep1"), gloves, "Z99001", [BOX._replace(quantity=0)])
        assert len(personal_needs(world.people["rep1"])) == 1
        assert list(purchase_rounds()) == []


@both_databases
def test_whoever_has_not_answered_is_reminded_once_before_the_close(
    app: Flask, world: World, gloves: int, travel: Callable[[timedelta], None]
) -> None:
    with world.scope():
        say_needs(world.actor("rep1"), gloves, "Z99001", [])
        assert remind() == 0
    travel(timedelta(days=19, minutes=5))
    with world.scope():
        assert (remind(), remind()) == (2, 0)
        letters = db.session.scalars(
            select(OutboxRow).where(OutboxRow.key.contains("purchasing.reminder"))
        ).all()
        assert len(letters) == 2
        db.session.rollback()
    travel(timedelta(days=22))
    with world.scope():
        assert remind() == 0


@both_databases
def test_after_the_close_nobody_changes_what_they_need(app: Flask, world: World, gloves: int) -> None:
    assert due_in("purchasing.rounds") == []
    with world.scope():
        over(gloves)
        assert due_in("purchasing.rounds") == [world.federation_id]
        assert round_here(gloves).state == "closed"
        assert owed(world, "rep1") != [] and [stop_asking(), stop_asking()] == [3, 0]
        assert (owed(world, "rep1"), due_in("purchasing.rounds")) == ([], [])
        with pytest.raises(Refusal, match="is over"):
            say_needs(world.actor("rep1"), gloves, "Z99001", [BOX])
        with pytest.raises(Invalid, match="in the future"):
            open_round(
                world.actor("lead"), round_here(gloves).group_id, WantedRound("Gloves", "other", time_now())
            )


@both_databases
def test_a_group_that_keeps_to_itself_buys_nothing_that_all_read(app: Flask, world: World) -> None:
    with world.scope():
        seats = [SeatWanted(world.people["rep1"], is_lead=True)]
        wanted = GroupWanted("Quiet Group", "Keeps to itself.", reads="seated", seats=seats)
        group = begin_group(world.actor("admin"), wanted)
        with pytest.raises(Refusal, match="keeps what it writes to itself"):
            open_round(
                world.actor("rep1"), group, WantedRound("Paper", "other", time_now() + timedelta(days=9))
            )


@both_databases
def test_only_the_group_asks_writes_and_calls_off(app: Flask, world: World, group: int, gloves: int) -> None:
    with world.scope():
        for name in ("admin", "chair", "rep1", "lay", "observer"):
            if name not in world.people:
                continue
            who, later = world.actor(name), time_now() + timedelta(days=9)
            with pytest.raises(NotYours):
                open_round(who, group, WantedRound("Paper", "other", later))
            with pytest.raises(NotYours):
                write_version(who, gloves, "Mine", {})
            with pytest.raises(NotYours):
                call_off(who, gloves, "Mine")
        call_off(world.actor("rep3"), gloves, "Too soon.")
        assert round_here(gloves).state == "called_off" and owed(world, "rep1") == []
        for act in (
            lambda: say_needs(world.actor("rep1"), gloves, "Z99001", []),
            lambda: write_version(world.actor("lead"), gloves, "Gloves", {}),
            lambda: call_off(world.actor("lead"), gloves, "Again."),
        ):
            with pytest.raises(Refusal, match="called off"):
                act()


@both_databases
def test_the_members_vote_a_version_and_another_needs_another_vote(
    app: Flask, world: World, gloves: int, voted: Votes
) -> None:
    assert voted(stance="against") == 1
    with world.scope():
        assert voted_of(gloves) is None
    assert voted(basis="quantity") == 2
    with world.scope():
        found = voted_of(gloves)
        assert found is not None and (found.number, found.basis) == (2, "quantity")
        assert found.fingerprint == found.said == fingerprint_of(GLOVES, ITEMS)
        lead = world.actor("lead")
        write_version(lead, gloves, "Gloves of silk.", {})
        held = voted_of(gloves)
        assert held is not None and (held.number, held.text) == (2, GLOVES)
        first = propose_version(lead, gloves)
        write_version(lead, gloves, "Gloves of wool.", {})
        with pytest.raises(Refusal, match="a later version"):
            open_vote(lead, first, preset("simple_majority"), in_hours(100))
        assert [one.number for one in versions_of(gloves)] == [4, 3, 2, 1]
        assert list(purchase_rounds()) == []


@both_databases
def test_the_database_itself_refuses_a_version_that_was_not_voted(
    app: Flask, world: World, gloves: int, voted: Votes
) -> None:
    voted()
    with world.scope():
        write_version(world.actor("lead"), gloves, "Gloves of silk.", {})
        decision = db.session.scalars(select(SpecVote.decision_id)).one()
        silk = db.session.scalars(select(SpecVersion.id).where(SpecVersion.number == 2)).one()
        db.session.rollback()
        for change in (
            update(SpecVersion).values(text="Gloves of gold."),
            delete(SpecVersion),
            update(SpecVote).values(spec_id=silk),
            delete(SpecVote),
        ):
            with pytest.raises(DBAPIError), unit_of_work() as session:
                session.execute(change)
        for number in (decision, decision + 1000):
            with pytest.raises(DBAPIError), unit_of_work() as session:
                vote = SpecVote(
                    spec_id=silk,
                    decision_id=number,
                    fingerprint=fingerprint_of("Gloves of silk.", ITEMS),
                    voted_at=time_now(),
                )
                session.add(vote)
        held = voted_of(gloves)
        assert held is not None and held.number == 1


@both_databases
def test_what_was_changed_behind_the_record_is_found(app: Flask, world: World, gloves: int) -> None:
    with world.scope():
        say_needs(world.actor("rep1"), gloves, "Z99001", [BOX])
        with unit_of_work() as session:
            session.execute(update(NeedLine).values(quantity=6200))
        assert [flaw.why for flaw in purchase_rounds()] == ["what practices need is not what they said"]


def test_pages_from_asking_to_the_vote(app: Flask, world: World, group: int) -> None:
    lead, rep = world.client(app, "lead"), world.client(app, "rep1")
    new = world.address(f"groups/{group}/rounds/new")
    with world.scope():
        closes = {**fields("closes_at", today() + timedelta(days=9)), "closes_at-time": "1pm"}
    sent = {"title": "Gloves", "category": "consumables", "items": "Gloves", **closes}
    bad = lead.post(new, data=sent)
    assert bad.status_code == 422 and "Write a comma and the unit behind" in bad.text
    made = lead.post(new, data={**sent, "items": "Gloves, box of 100\nFridge, each"})
    assert made.status_code == 303
    assert "Say what your practice needs: Gloves" in rep.get(world.address("")).text
    page = made.location
    assert "Does Driftwood Surgery need any of this?" in rep.get(page).text
    form = rep.get(f"{page}/needs").text
    assert 'value="Gloves"' in form and 'value="box of 100"' in form
    empty = rep.post(f"{page}/needs", data={"lines-0-item": "Gloves", "lines-0-unit": "box of 100"})
    assert empty.status_code == 422 and "or say that it needs nothing" in empty.text
    half = rep.post(f"{page}/needs", data={"lines-0-item": "Gloves", "lines-0-quantity": "5"})
    assert half.status_code == 422 and "Enter the unit" in half.text
    more = rep.post(f"{page}/needs", data={"lines-0-item": "Gloves", "lines-0-quantity": "5", "more": "1"})
    assert more.status_code == 200 and "Item 6" in more.text and 'value="5"' in more.text
    said = rep.post(
        f"{page}/needs",
        data={
            "lines-0-item": "Gloves",
            "lines-0-unit": "box of 100",
            "lines-0-quantity": "620",
            "lines-0-pence": "4.35",
            "lines-1-item": "Fridge",
            "lines-1-unit": "each",
        },
    )
    assert said.status_code == 303
    text = rep.get(page).text
    assert "Driftwood Surgery has answered" in text and "£2,697" in text and "1 of 3 practices" in text
    assert (
        "4.35" in rep.get(f"{page}/lines.csv").text and "Driftwood" in rep.get(f"{page}/lines?q=gloves").text
    )
    assert lead.get(f"{page}/specification/propose").status_code == 200
    wrote = lead.post(
        f"{page}/specification/new", data={"text": GLOVES, "basis": "quantity", "market": "Three sell it."}
    )
    assert wrote.status_code == 303 and "1 of 6 parts" in lead.get(wrote.location).text
    lead.post(f"{page}/specification/new", data={"text": GLOVES + " Blue.", "basis": "quantity"})
    assert "<ins>" in rep.get(f"{page}/specification/2").text
    early = lead.post(f"{page}/specification/propose", data={"reasons": "It is cheaper."})
    assert early.status_code == 409 and "can still say what they need" in early.text
    with world.scope():
        over(1)
    shown = lead.post(f"{page}/specification/propose", data={"reasons": "It is cheaper."})
    assert shown.status_code == 303
    decision = rep.get(shown.location).text
    assert (
        fingerprint_of(GLOVES + " Blue.", [["Gloves", "box of 100"], ["Fridge", "each"]]) in decision
        and "Gloves (box of 100): 620 needed" in decision
        and "Fridge (each): nobody needs any" in decision
        and "0 of 6 parts. Missing: what works today" in decision
    )
    assert rep.get(f"{page}/specification/new").status_code == 403
    off = lead.post(f"{page}/call-off", data={"reason": "We wait."})
    assert off.status_code == 303 and "We wait." in rep.get(page).text
    assert "Gloves" in rep.get(world.address("purchasing")).text
    assert "Gloves" in rep.get(world.address(f"groups/{group}")).text


def test_programs_from_asking_to_the_vote(app: Flask, world: World, group: int) -> None:
    lead, rep = world.program(app, "lead"), world.program(app, "rep1")
    sent = {"title": "Gloves", "category": "consumables", "closes_at": "2090-03-19T12:00:00Z", "group": group}
    assert rep.post(f"{API}/purchasing/rounds", json=sent).status_code == 403
    number = lead.post(f"{API}/purchasing/rounds", json=sent).json["id"]
    at = f"{API}/purchasing/rounds/{number}"
    line = {
        "item": "Gloves",
        "unit": "box of 100",
        "quantity": 620,
        "pence": 435,
        "supplier": "",
        "ends_on": "2027-04-30",
    }
    assert rep.put(f"{at}/needs/Z99001", json={"lines": [line]}).status_code == 204
    assert rep.put(f"{at}/needs/Z99002", json={"lines": [line]}).status_code == 403
    assert rep.get(f"{at}/needs/Z99001").json["lines"] == [line]
    assert world.program(app, "rep2").put(f"{at}/needs/Z99002", json={"lines": []}).status_code == 204
    demand = rep.get(f"{at}/demand").json
    assert demand["waiting"] == ["Z99003"]
    [item] = demand["items"]
    assert (item["quantity"], item["spend_pence"], item["per_unit"]) == (620, 269_700, 100)
    assert item["practices"] == [{"practice": "Z99001", "quantity": 620, "spend_pence": 269_700}]
    assert lead.post(f"{at}/specification", json={"text": GLOVES}).json == {"version": 1}
    assert lead.post(f"{at}/propose", json={}).status_code == 409
    with world.scope():
        over(number)
    decision = lead.post(f"{at}/propose", json={}).json["decision"]
    assert rep.post(f"{at}/propose", json={}).status_code == 403
    world.decide(decision)
    run_once(app)
    [version] = rep.get(f"{at}/specification").json["items"]
    assert (version["voted"], version["fingerprint"]) == (
        True,
        fingerprint_of(GLOVES, [["Gloves", "box of 100"]]),
    )
    assert [one["voted_version"] for one in rep.get(f"{API}/purchasing/rounds").json["items"]] == [1]
    assert lead.post(f"{at}/call-off", json={"reason": "We wait."}).status_code == 409
    assert rep.get(at).json["state"] == "closed"
    other = lead.post(f"{API}/purchasing/rounds", json=sent).json["id"]
    off = lead.post(f"{API}/purchasing/rounds/{other}/call-off", json={"reason": "We wait."})
    assert off.status_code == 204
    assert rep.get(f"{API}/purchasing/rounds/{other}").json["state"] == "called_off"


def test_300_lines_cost_as_many_statements_as_3(app: Flask, world: World, gloves: int) -> None:
    rep, costs = world.client(app, "rep1"), []
    for many in (3, 300):
        with world.scope():
            say_needs(
                world.actor("rep1"),
                gloves,
                "Z99001",
                [BOX._replace(item=f"Item {number}") for number in range(many)],
            )
        costs.append([])
        for path in ("", "/lines", "/lines.csv", "/needs", "/specification"):
            with statements(app) as seen:
                assert rep.get(world.address(f"purchasing/rounds/{gloves}{path}")).status_code == 200
            costs[-1].append(len(seen))
    assert costs[0] == costs[1]
