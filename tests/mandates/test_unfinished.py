"""What is not finished when a mandate is taken back is owed; acts and reports are found; nothing is published too early."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.outbox import OutboxRow
from federation.kernel.refusals import Refusal
from federation.mandates.actions.acting import OutsideItsMandate, do_act, pay
from federation.mandates.actions.escalating import escalate
from federation.mandates.actions.finishing import finish
from federation.mandates.actions.granting import propose_withdrawal
from federation.mandates.actions.reporting import send_report
from federation.mandates.queries.acts import acts_of
from federation.mandates.rules import GroupAct
from federation.network.models import ThingDue
from federation.testing import both_databases
from federation.testing.world import World
from federation.worker import run_once
from tests.mandates.conftest import Grants

ACT = GroupAct("spend", "tendering", 190_000, "A solicitor checks the contract.")
API = "/api/v1/federations/saltmarsh"


def owed(world: World) -> list[tuple[Any, ...]]:
    db.session.rollback()
    with world.scope():
        found = select(ThingDue.person_id, ThingDue.about).where(
            ThingDue.key.startswith("pending"), ThingDue.is_open()
        )
        return sorted(tuple(row) for row in db.session.execute(found))


@both_databases
def test_what_is_not_finished_is_owed_by_whoever_saw_to_it(
    app: Flask, world: World, group: int, granted: Grants
) -> None:
    mandate = granted(call_in_days=0)
    with world.scope():
        done = do_act(world.actor("lead"), group, replace(ACT, pence=100, words="A lock")).id
        pay(world.actor("lead"), done, 100, "Invoice 1")
        do_act(world.actor("lead"), group, ACT)
        do_act(world.actor("rep3"), group, replace(ACT, words="A van"))
        send_report(world.actor("lead"), group, "It goes well.", "")
        number = propose_withdrawal(world.actor("rep2"), group, "It is not needed any more.")
        with pytest.raises(Refusal, match="Nothing of yours"):
            finish(world.actor("lead"), group, "Too early.")
    world.decide(number)
    run_once(app)
    people = world.people
    assert owed(world) == sorted([(people["lead"], "2 things"), (people["rep3"], "1 thing")])
    with world.scope():
        keys = db.session.scalars(select(OutboxRow.key).where(OutboxRow.key.contains(":pending:"))).all()
    assert sorted(keys) == sorted(
        f"mail:mandate:{mandate.id}:pending:{people[name]}" for name in ("lead", "rep3")
    )
    lead = world.client(app, "lead")
    assert (
        "Say what becomes of what is not finished" in lead.get(world.address(""), follow_redirects=True).text
    )
    at = world.address(f"groups/{group}/unfinished")
    assert "A solicitor checks the contract." in lead.get(at).text
    assert "Nothing of yours is unfinished" in world.client(app, "rep1").get(at).text
    assert lead.post(at, data={"words": ""}).status_code == 422
    assert lead.post(at, data={"words": "The order is cancelled."}).status_code == 303
    program = world.program(app, "rep3")
    sent = {"words": "The van is sent back."}
    assert program.post(f"{API}/groups/{group}/unfinished", json=sent).status_code == 204
    assert program.post(f"{API}/groups/{group}/unfinished", json=sent).status_code == 409
    assert owed(world) == []


@both_databases
def test_acts_payments_and_reports_are_found(app: Flask, world: World, group: int, granted: Grants) -> None:
    granted(call_in_days=0)
    with world.scope():
        act = do_act(world.actor("lead"), group, ACT).id
        pay(world.actor("lead"), act, 100, "Invoice of Gannet and Sons")
        report = send_report(world.actor("lead"), group, "Two harbours are served.", "").id
    reader = world.client(app, "observer")
    for words, page in (
        ("solicitor", f"acts/{act}"),
        ("gannet", f"acts/{act}"),
        ("harbours", f"reports/{report}"),
    ):
        found = reader.get(world.address("search"), query_string={"q": words}).text
        assert world.address(page) in found, words


@both_databases
def test_nothing_is_published_before_the_members_have_ratified_it(
    app: Flask, world: World, group: int, granted: Grants
) -> None:
    position = GroupAct("publish", "tendering", 0, "Our position on the hospital")
    granted(powers=["recommend", "publish"], item_pence=0, total_pence=0, ratify="none", call_in_days=0)
    with world.scope():
        do_act(world.actor("lead"), group, position)
    mandate = granted(
        powers=["recommend", "publish"], item_pence=0, total_pence=0, ratify="silence", call_in_days=0
    )
    with world.scope():
        said = dict(mandate.lines)["Publishing"]
    assert said == "Nothing before the members have ratified it: the group asks them each time"
    second = replace(position, words="Our second position")
    with world.scope():
        with pytest.raises(OutsideItsMandate) as outside:
            do_act(world.actor("lead"), group, second)
        assert outside.value.reasons == ("reserved",)
        number = escalate(world.actor("lead"), group, second)
        assert [act.words for act in acts_of(group, 25)[0]] == [position.words]
    world.decide(number)
    run_once(app)
    db.session.rollback()
    with world.scope():
        newest = acts_of(group, 25)[0][0]
        assert (newest.words, newest.decision_id) == (second.words, number)
