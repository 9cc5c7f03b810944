"""Outcomes and actions: who writes them, who reports, what is refused, and the list of all."""

import csv
import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from federation.decisions.models import Decision, DecisionAction
from federation.decisions.outcomes import actions as act
from federation.decisions.outcomes.queries import actions as queries
from federation.decisions.outcomes.queries.people import MOST_FOUND, people_found
from federation.decisions.proposals.actions.replacing import set_supersedes
from federation.kernel.db import db
from federation.kernel.record import RecordEntry
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.network.models import ThingDue
from federation.testing.tidy import tidied
from federation.testing.world import World, make_world
from tests.decisions.many import closed, counted, proposed
from tests.decisions.votes import opened


@pytest.fixture
def world(app: Flask) -> World:
    return make_world()


def add(
    world: World,
    decision: int,
    days: int,
    owner: str = "rep2",
    practice: str | None = None,
    title: str = "Write to all",
) -> int:
    with world.scope():
        return act.add_action(
            world.actor("chair"),
            decision,
            title,
            world.people[owner],
            queries.today() + timedelta(days=days),
            world.practices[practice] if practice else None,
        )


def records(world: World) -> list[str]:
    with world.scope():
        return list(db.session.scalars(select(RecordEntry.action).order_by(RecordEntry.seq)))


@pytest.mark.both_databases
def test_the_author_and_the_executive_write_the_outcome(world: World) -> None:
    decision = closed(world, 1, author="rep4")
    review = queries.today() + timedelta(days=100)
    with world.scope():
        act.write_outcome(world.actor("rep4"), decision, " First words. ")
        act.write_outcome(world.actor("chair"), decision, "We answer Heron.", world.people["rep2"], review)
        row = db.session.get(Decision, decision)
        assert row is not None
        assert (row.outcome, row.outcome_by, row.owner_id, row.review_on) == (
            "We answer Heron.",
            world.people["chair"],
            world.people["rep2"],
            review,
        )
        for name, refusal in (("rep1", NotYours), ("admin", NotYours), ("observer", NotYours)):
            with pytest.raises(refusal):
                act.write_outcome(world.actor(name), decision, "Mine.")
        for words, day, field in (("  ", None, "words"), ("Fine.", row.closed_at.date(), "review_on")):
            with pytest.raises(Invalid) as no:
                act.write_outcome(world.actor("chair"), decision, words, review_on=day)
            assert no.value.field == field
    assert records(world) == ["outcome.written", "outcome.written"]


@pytest.mark.both_databases
def test_there_is_no_outcome_before_the_close_and_none_of_what_is_not_seen(world: World) -> None:
    other = make_world("dune", practices=3)
    draft = proposed(world, "Draft", state="draft", author="rep4")
    theirs = closed(other, 1, author="rep1")
    with world.scope():
        for decision in (proposed(world, "Talked about"), opened(world)):
            with pytest.raises(Refusal, match="no outcome before"):
                act.write_outcome(world.actor("chair"), decision, "Too early.")
        for decision in (draft, theirs, 10_000):
            with pytest.raises(NotFound):
                act.write_outcome(world.actor("chair"), decision, "Nothing.")
            with pytest.raises(NotFound):
                act.add_action(world.actor("chair"), decision, "Do it", world.people["rep1"], queries.today())
        with pytest.raises(NotFound):
            queries.action(1)


@pytest.mark.both_databases
def test_the_owner_reports_and_nobody_else_but_the_executive(world: World) -> None:
    action = add(world, closed(world, 1), 10, owner="lay")
    with world.scope():
        act.report_progress(world.actor("lay"), action, "under_way", "Half of it.")
        act.report_progress(world.actor("chair"), action, "done")
        assert (queries.action(action).state, queries.action(action).note) == ("done", "")
        for name in ("rep4", "rep1", "admin"):
            with pytest.raises(NotYours):
                act.report_progress(world.actor(name), action, "not_started")
        with pytest.raises(Invalid):
            act.report_progress(world.actor("lay"), action, "burnt")  # type: ignore[arg-type]
        assert queries.action(action).state == "done"
    assert records(world) == ["action.added", "action.reported", "action.reported"]


@pytest.mark.both_databases
def test_an_action_is_changed_and_its_date_is_not_in_the_past(world: World) -> None:
    decision = closed(world, 1)
    action = add(world, decision, 10)
    today = queries.today()
    with world.scope():
        act.change_action(
            world.actor("rep4"),
            action,
            "Write to all twice",
            world.people["rep3"],
            today,
            world.practices["Z99003"],
        )
        row = queries.action(action)
        assert (row.title, row.owner, row.practice, row.due_on) == (
            "Write to all twice",
            "Rep3",
            "Quayside Practice",
            today,
        )
        for title, day, field in (("", today, "title"), ("Do", today - timedelta(days=1), "due_on")):
            with pytest.raises(Invalid) as no:
                act.change_action(world.actor("chair"), action, title, world.people["rep3"], day)
            assert no.value.field == field
        with pytest.raises(NotYours):
            act.change_action(world.actor("rep3"), action, "Less work", world.people["rep3"], today)


@pytest.mark.both_databases
def test_people_and_practices_are_found_by_name_here_alone(world: World) -> None:
    other = make_world("dune", practices=2)
    with world.scope():
        assert act.owner_called("REP2@saltmarsh.example") == world.people["rep2"]
        assert act.owner_called("rep3") == world.people["rep3"]
        assert (
            act.practice_called("z99002")
            == act.practice_called("lighthouse medical centre")
            == world.practices["Z99002"]
        )
        assert act.practice_called("") is None
        for words in ("rep2@dune.example", "nobody@saltmarsh.example", "Nobody"):
            with pytest.raises(Invalid, match="Nobody in this federation"):
                act.owner_called(words)
        with pytest.raises(Invalid):
            act.practice_called("Somewhere Surgery")
    assert other.federation_id != world.federation_id


@pytest.mark.both_databases
def test_every_action_is_on_one_page(world: World) -> None:
    decision = closed(world, 1)
    mine = [
        add(
            world,
            decision,
            number % 3,
            owner="rep2" if number % 2 else "rep3",
            practice="Z99002" if number % 5 == 0 else None,
        )
        for number in range(14)
    ]
    done = mine[:4]
    with world.scope():
        for action in done:
            act.report_progress(world.actor("chair"), action, "done")
        for action in mine[4:8]:
            act.report_progress(world.actor("chair"), action, "under_way")
        owners = (world.people["rep2"], [world.practices["Z99002"]])
        for which, whose, expected in (
            ("open", None, set(mine) - set(done)),
            ("done", None, set(done)),
            ("overdue", None, set()),
            ("open", owners, {mine[n] for n in range(4, 14) if n % 2 or n % 5 == 0}),
        ):
            found, mark = [], ""
            while mark is not None:
                page = queries.actions(which, mark, whose, most=3)  # type: ignore[arg-type]
                found += page.rows
                mark = page.after  # type: ignore[assignment]
            order = [(row.due_on, row.id) for row in found]
            assert order == sorted(order, reverse=which == "done")
            assert sorted(row.id for row in found) == sorted(expected), (which, whose)
            assert [row.id for row in queries.every_action(which, whose)] == [row.id for row in found]  # type: ignore[arg-type]


@pytest.mark.both_databases
def test_a_carried_decision_can_be_replaced_and_nothing_else(world: World) -> None:
    other = make_world("dune", practices=3)
    old, lost, theirs = (
        closed(world, 1),
        closed(world, 2, verdict="not_carried"),
        closed(other, 1, author="rep1"),
    )
    hidden = proposed(world, "Hidden", state="draft", author="rep5")
    proposal = proposed(world, "New way", author="rep4")
    with world.scope():
        set_supersedes(world.actor("rep4"), proposal, old)
        assert db.session.get(Decision, proposal).supersedes_id == old  # type: ignore[union-attr]
        for wrong in (lost, theirs, hidden, proposal, 10_000):
            with pytest.raises(Invalid):
                set_supersedes(world.actor("rep4"), proposal, wrong)
        set_supersedes(world.actor("chair"), proposal, None)
        assert db.session.get(Decision, proposal).supersedes_id is None  # type: ignore[union-attr]
        with pytest.raises(NotYours):
            set_supersedes(world.actor("rep1"), proposal, old)
        with pytest.raises(NotFound):
            set_supersedes(world.actor("rep1"), hidden, old)
        with pytest.raises(Refusal, match="It has been put to the vote"):
            set_supersedes(world.actor("chair"), opened(world), old)


def test_the_pages(app: Flask, world: World) -> None:
    decision = closed(world, 1, "Share visits", author="rep4")
    client = world.client(app, "rep4")
    base = f"/f/saltmarsh/decisions/{decision}"
    bad = client.post(f"{base}/outcome", data={"words": "Kept words", "owner": "nobody"})
    assert "Nobody in this federation matches" in bad.text and "Kept words" in bad.text
    assert (
        client.post(f"{base}/outcome", data={"words": "We begin in May.", "owner": "Rep5"}).status_code == 303
    )
    assert "We begin in May." in client.get(f"{base}/outcome").text
    bad = client.post(
        f"{base}/actions/new",
        data={
            "title": "Tell all",
            "owner": "rep1",
            "due_on-day": "1",
            "due_on-month": "2",
            "due_on-year": "2020",
        },
    )
    assert "The date must be today or later" in bad.text and "Tell all" in bad.text
    due = queries.today() + timedelta(days=30)
    form = {
        "title": "Tell all",
        "owner": "rep1",
        "practice": "Z99003",
        "due_on-day": due.day,
        "due_on-month": due.month,
        "due_on-year": due.year,
    }
    assert client.post(f"{base}/actions/new", data=form).status_code == 303
    with world.scope():
        action = db.session.scalar(select(DecisionAction.id))
    assert "Tell all" in client.get("/f/saltmarsh/decisions/actions").text
    owner = world.client(app, "rep1")
    page = f"/f/saltmarsh/decisions/actions/{action}"
    assert "Report on it" in owner.get(page).text
    assert "Report on it" not in world.client(app, "rep2").get(page).text
    owner = world.client(app, "rep1")
    assert "Select how far it has come" in owner.post(page, data={"state": "x"}).text
    assert owner.post(page, data={"state": "done", "note": "All told."}).status_code == 303
    assert world.client(app, "rep2").post(page, data={"state": "not_started"}).status_code == 403
    client = world.client(app, "rep3")
    assert (
        "Quayside Practice (Rep1)" in client.get("/f/saltmarsh/decisions/actions?list=done&whose=ours").text
    )
    rows = list(
        csv.reader(
            io.StringIO(
                client.get("/f/saltmarsh/decisions/actions.csv?list=done").text.removeprefix("\ufeff")
            )
        )
    )
    assert rows[1] == [
        "Tell all",
        "Rep1",
        "Quayside Practice",
        due.isoformat(),
        "Done",
        "All told.",
        "2026/1",
        "Share visits",
    ]
    assert client.get(f"{base}/outcome").status_code == 403
    proposal = proposed(world, "New way", author="rep4")
    client = world.client(app, "rep4")
    assert (
        "There is no decision with this number"
        in client.post(f"/f/saltmarsh/decisions/{proposal}/replaces", data={"number": "2025/9"}).text
    )
    assert (
        client.post(f"/f/saltmarsh/decisions/{proposal}/replaces", data={"number": "2026/1"}).status_code
        == 303
    )


def test_a_list_of_20_actions_costs_what_a_list_of_1_costs(app: Flask, world: World) -> None:
    decision = closed(world, 1)
    client = world.client(app, "rep1")
    numbers = []
    for number in range(20):
        add(world, decision, number)
        if number in (0, 19):
            with counted() as statements:
                client.get("/f/saltmarsh/decisions/actions")
            numbers.append(len(statements))
    assert set(numbers) == {3}


def test_numbers_that_no_database_holds_are_not_found(app: Flask, world: World) -> None:
    client = world.client(app, "chair")
    for mark in (f"{9**25}.1", f"1.{9**25}", "0.0", "x", "."):
        assert client.get("/f/saltmarsh/decisions/actions", query_string={"after": mark}).status_code == 200
    wrong = f"{9**25}/outcome", f"{9**25}/actions/new", f"actions/{9**25}", f"{9**25}/replaces", "actions/77"
    for path in wrong:
        assert client.get(f"/f/saltmarsh/decisions/{path}").status_code == 404


def test_an_owner_is_found_by_part_of_a_name_and_picked_among_several(app: Flask, world: World) -> None:
    decision = closed(world, 1, author="rep4")
    client, due = world.client(app, "rep4"), queries.today() + timedelta(days=30)

    def sent(**more: str) -> tuple[int, str]:
        data = {
            "title": "Tell all",
            "due_on-day": due.day,
            "due_on-month": due.month,
            "due_on-year": due.year,
        }
        answer = client.post(f"/f/saltmarsh/decisions/{decision}/actions/new", data=data | more)
        return answer.status_code, answer.text

    def owners() -> list[int]:
        with world.scope():
            return list(db.session.scalars(select(ThingDue.person_id).order_by(ThingDue.id)))

    page = client.get(f"/f/saltmarsh/decisions/{decision}/actions/new").text
    assert '<option value="Rep2, Lighthouse Medical Centre"></option>' in page
    assert "@" not in page.partition("<datalist")[2].partition("</datalist>")[0]
    assert sent(owner="lighthouse")[0] == 303
    assert sent(owner="Rep3, Quayside Practice")[0] == 303
    assert sent(owner="Rep1")[0] == 303
    status, page = sent(owner="driftwood")
    offered = re.findall(
        r'name="which" type="radio" value="(\d+)".*?<label[^>]*>([^<]*)</label>', tidied(page)
    )
    assert offered == [
        (str(world.people["member"]), "Member, Driftwood Surgery"),
        (str(world.people["rep1"]), "Rep1, Driftwood Surgery"),
    ]
    assert status == 422 and "2 people match. Select one of them" in page and 'value="driftwood"' in page
    assert sent(owner="driftwood", which=str(world.people["member"]))[0] == 303
    assert "2 people match. Select one of them" in sent(owner="driftwood", which=str(world.people["rep2"]))[1]
    assert "Nobody in this federation matches" in sent(owner="zebra")[1]
    assert "Nobody in this federation matches" in sent(owner="rep@saltmarsh.example")[1]
    assert owners() == [world.people[name] for name in ("rep2", "rep3", "rep1", "member")]


def test_too_many_matches_ask_for_more_of_the_name_and_nobody_of_elsewhere_matches(
    app: Flask, world: World
) -> None:
    other = make_world("dune")
    for number in range(13, 23):
        world.add(f"rep{number}", "representative", "Z99001")
    other.add("stranger", "member", "Z99001")
    with world.scope():
        assert len(people_found("rep")) == MOST_FOUND + 1
        assert people_found("stranger") == people_found("stranger@dune.example") == []
        assert people_found("%") == people_found("  ,") == []
    decision = closed(world, 1, author="rep4")
    page = world.client(app, "rep4").post(
        f"/f/saltmarsh/decisions/{decision}/outcome", data={"words": "Kept words", "owner": "rep"}
    )
    assert "More than 20 people match. Type more of the name" in page.text and "Kept words" in page.text
