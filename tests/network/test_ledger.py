"""What practices gave, gained and paid: noted once, read by everybody, money by members, with the hours of actions among it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from federation.decisions.outcomes import actions as outcomes
from federation.decisions.voting.actions.closing import close_early
from federation.kernel.days import time_now, today
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Invalid
from federation.network.hooks import personal_data
from federation.network.models import LedgerLine
from federation.testing import both_databases
from federation.testing.world import World, make_world
from federation.toolkit import gained, gave, paid, take_back
from tests.api.programs import program
from tests.decisions.votes import opened, vote
from tests.plugins.site import words

PAGE = "/f/saltmarsh/our-federation/ledger"


@pytest.fixture
def world(app: Flask) -> World:
    """A federation of three practices."""
    return make_world(practices=3)


def noted(world: World) -> None:
    """A loan between two practices, noted twice, and something of another federation."""
    first, second = world.practices["Z99001"], world.practices["Z99002"]
    for _ in range(2):
        with world.scope(), unit_of_work():
            gave("lending.loan:1", "A ladder for a week", practice_id=first, minutes=90)
            gained("lending.loan:1", "A ladder for a week", practice_id=second, pence=4_050)
            paid(
                "lending.loan:1", "Delivery", practice_id=second, pence=500, at=time_now() - timedelta(days=2)
            )
    other = make_world("brackenfield", practices=3)
    with other.scope(), unit_of_work():
        gave("lending.loan:1", "A secret of others", practice_id=other.practices["Z99001"], minutes=600)


@both_databases
def test_everybody_reads_what_was_noted_once(app: Flask, world: World) -> None:
    lay = world.client(app, "lay")
    assert "Nothing has been noted yet" in lay.get(PAGE).text
    noted(world)
    page = words(lay.get(PAGE).text)
    assert "Gave Time 1 hour 30 minutes" in page.replace("What ", "") and "Money £40.50" in page
    assert "A secret of others" not in page
    assert lay.get(f"{PAGE}?kind=paid").text.count("Delivery") == 1
    assert "A ladder" not in words(lay.get(f"{PAGE}?kind=paid").text)
    lines = lay.get(f"{PAGE}.csv?sort=oldest").text.lstrip("\ufeff").splitlines()
    assert lines[0] == "Practice or person,What,Time,Money,For,When"
    assert sorted(line.split(",")[1:5] for line in lines[1:]) == [
        ["Gained", "", "40.50", "A ladder for a week"],
        ["Gave", "1:30", "", "A ladder for a week"],
        ["Paid", "", "5.00", "Delivery"],
    ]
    client = program(app, world, "member")
    part = client("GET", "/ledger?limit=2").json
    assert [(one["kind"], one["practice"], one["minutes"], one["pence"]) for one in part["items"]] == [
        ("gave", "Z99001", 90, None),
        ("gained", "Z99002", None, 4050),
    ]
    rest = client("GET", f"/ledger?limit=2&after={part['next']}").json
    assert [one["kind"] for one in rest["items"]] == ["paid"] and rest["next"] is None
    assert client("GET", "/ledger?after=x").status_code == 422
    shown = words(lay.get(f"/f/saltmarsh/practices/{world.practices['Z99002']}").text)
    assert "What it gives and gains" in shown and "Gained £40.50 Paid £5" in shown and "Gave" not in shown
    outside = world.client(app, "observer")
    told = "".join(
        outside.get(path).text
        for path in (PAGE, f"{PAGE}.csv", f"/f/saltmarsh/practices/{world.practices['Z99002']}")
    )
    assert "40.5" not in told and "Delivery" not in told and "1 hour 30 minutes" in told
    assert [one["kind"] for one in program(app, world, "observer")("GET", "/ledger").json["items"]] == [
        "gave"
    ]
    with world.scope(), unit_of_work():
        assert take_back("lending.loan:1") == 3
    assert "Nothing has been noted yet" in lay.get(PAGE).text


@both_databases
def test_the_hours_of_an_action_are_what_its_practice_gave(app: Flask, world: World) -> None:
    decision = opened(world)
    vote(world, decision, "fff")
    with world.scope():
        close_early(world.actor("chair"), decision, "All have voted.")
        ours = outcomes.add_action(
            world.actor("chair"), decision, "Ask around", world.people["rep1"], today()
        )
        lay = outcomes.add_action(world.actor("chair"), decision, "Write it", world.people["lay"], today())
    page, rep = f"/f/saltmarsh/decisions/actions/{ours}", world.client(app, "rep1")
    answer = rep.post(page, data={"state": "done", "hours": "x", "note": "Half the day."})
    assert (
        answer.status_code == 422
        and "must be a whole number" in answer.text
        and "Half the day." in answer.text
    )
    for hours in ("5", "3"):
        assert rep.post(page, data={"state": "done", "hours": hours}).status_code == 303
    assert "Time it has taken 3 hours" in words(rep.get(page).text) and 'value="3"' in rep.get(page).text
    with world.scope():
        outcomes.report_progress(world.actor("lay"), lay, "under_way", "", 2)
        outcomes.report_progress(world.actor("lay"), lay, "done")
        assert lines(world) == [("Ask around", world.practices["Z99001"], 180), ("Write it", None, 120)]
        told = [one.content for one in personal_data(world.people["lay"]) if one.title.startswith("Given")]
        assert [(one["what_for"], one["minutes"]) for one in told] == [("Write it", 120)]
    assert rep.post(page, data={"state": "under_way", "hours": ""}).status_code == 303
    with world.scope():
        assert lines(world) == [("Write it", None, 120)]


def lines(world: World) -> list[tuple[str, int | None, int | None]]:
    """What is noted: what for, of which practice, how many minutes."""
    rows = db.session.query(LedgerLine).order_by(LedgerLine.id).populate_existing()
    return [(row.words, row.practice_id, row.minutes) for row in rows]


@both_databases
def test_what_cannot_be_noted(world: World) -> None:
    first = world.practices["Z99001"]
    with world.scope(), unit_of_work():
        for wrong in (
            lambda: gave("lending.a", "A", minutes=5),
            lambda: gave("lending.a", "A", practice_id=first),
            lambda: gave("lending.a", "A", practice_id=first, minutes=5, pence=5),
            lambda: gave("lending.a", "A", practice_id=first, minutes=0),
            lambda: paid("lending.a", "A", practice_id=first, pence=-1),
            lambda: gave("nothing", "A", practice_id=first, minutes=5),
        ):
            with pytest.raises(ValueError):
                wrong()
        for words_ in ("", "x" * 201):
            with pytest.raises(Invalid):
                gave("lending.a", words_, practice_id=first, minutes=5)
    with world.scope(), pytest.raises(IntegrityError), unit_of_work():
        db.session.add(
            LedgerLine(
                kind="gave",
                feature="a",
                key="b",
                practice_id=first,
                words="A",
                at=time_now(),
                noted_at=time_now(),
            )
        )
