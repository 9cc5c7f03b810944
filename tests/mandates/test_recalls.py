"""Practices ask for a recall; once enough do the vote opens by itself, and nobody holds it up."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from federation.decisions import rules
from federation.decisions.for_plugins import decisions_about
from federation.decisions.models import Decision
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.opening import open_vote
from federation.decisions.voting.actions.withdrawing import withdraw
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.refusals import NotYours, Refusal
from federation.mandates.actions.acting import do_act
from federation.mandates.actions.granting import propose_withdrawal
from federation.mandates.actions.recalling import SignedRecall, sign_recall, take_back
from federation.mandates.models import RecallName
from federation.mandates.queries.recalls import recall_of
from federation.mandates.queries.standing import mandate_of
from federation.mandates.rules import GroupAct
from federation.mandates.subjects import RECALL
from federation.network.models import Federation
from federation.network.record.proving import flaws
from federation.testing import both_databases
from federation.testing.world import World
from federation.worker import run_once
from tests.decisions.votes import in_hours
from tests.mandates.conftest import Grants

API = "/api/v1/federations/saltmarsh"


def agree(world: World, share: str) -> None:
    """Let the members have agreed which share of the practices asks for a recall."""
    with world.scope(), unit_of_work() as session:
        federation = session.get_one(Federation, world.federation_id)
        federation.settings = {**federation.settings, "agreed": {"mandates.recall_share": share}}


def sign(world: World, group: int, name: str) -> SignedRecall:
    with world.scope():
        return sign_recall(world.actor(name), group, world.practice_of(name), f"{name} has lost trust.")


def standing(world: World, group: int) -> Any:
    db.session.rollback()
    with world.scope():
        return mandate_of(group)


@both_databases
def test_a_recall_opens_by_itself_and_ends_the_mandate_as_soon_as_it_is_certain(
    app: Flask, world: World, group: int, granted: Grants
) -> None:
    mandate = granted()
    agree(world, "1/2")
    with world.scope():
        do_act(world.actor("lead"), group, GroupAct("spend", "tendering", 100, "A lock"))
    assert sign(world, group, "rep1") == SignedRecall(1, 2, None)
    with world.scope():
        with pytest.raises(Refusal, match="already"):
            sign_recall(world.actor("rep1"), group, world.practice_of("rep1"), "Twice.")
        take_back(world.actor("rep1"), group, world.practice_of("rep1"))
        with pytest.raises(Refusal, match="does not ask"):
            take_back(world.actor("rep1"), group, world.practice_of("rep1"))
        other = propose_withdrawal(world.actor("rep3"), group, "Another way.")
    assert sign(world, group, "rep2").signed == 1
    made = sign(world, group, "rep1")
    number = made.decision_id or 0
    with world.scope():
        (about,) = decisions_about(RECALL)
        row = db.session.get_one(Decision, number)
        assert (made.signed, about.id, about.state, row.opened_by) == (2, number, "open", None)
        assert (row.rule or {})["name"] == "recall"
        for tried in (
            lambda: withdraw(world.actor("rep1"), number, "No more."),
            lambda: withdraw(world.actor("chair"), number, "No more."),
            lambda: close_early(world.actor("chair"), number, "Enough."),
            lambda: close_early(world.actor("rep1"), number, "Enough."),
        ):
            with pytest.raises(NotYours):
                tried()
        for late in (
            lambda: sign_recall(world.actor("rep3"), group, world.practice_of("rep3"), "Me too."),
            lambda: take_back(world.actor("rep2"), group, world.practice_of("rep2")),
        ):
            with pytest.raises(Refusal):
                late()
        world.show(other)
        with pytest.raises(Refusal, match="Another vote on the mandate"):
            open_vote(world.actor("rep3"), other, rules.PRESETS["simple_majority"].rule, in_hours(100))
        for name in ("rep1", "rep2"):
            assert standing(world, group).state == "in_force"
            with world.scope():
                cast(world.actor(name), number, world.practice_of(name), "for", "Because.")
    run_once(app)
    after = standing(world, group)
    assert (after.id, after.state, after.stopped_by_id) == (mandate.id, "withdrawn", number)
    with world.scope():
        pending = f"mail:mandate:{mandate.id}:pending:{world.people['lead']}"
        assert db.session.scalar(select(OutboxRow.key).where(OutboxRow.key == pending)) == pending
        assert [str(flaw) for flaw in flaws() if flaw.where.startswith("Mandate")] == []


@both_databases
def test_a_name_serves_for_one_vote_and_stays_as_it_was_given(
    world: World, group: int, granted: Grants, travel: Any, app: Flask
) -> None:
    mandate = granted()
    assert sign(world, group, "rep1").signed == 1
    with world.scope():
        standing_now = recall_of(mandate.id)
        assert (standing_now.signed, standing_now.needed, standing_now.vote is not None) == (0, 1, True)
        for values in ({"reason": "Other"}, {"taken_back_at": None, "decision_id": None}):
            with pytest.raises(Exception, match="stays as it was given"), unit_of_work() as session:
                session.execute(update(RecallName).values(**values))
    travel(timedelta(days=15))
    run_once(app)
    assert standing(world, group).state == "in_force"
    assert sign(world, group, "rep1").decision_id is not None


def test_pages_and_programs_ask_for_a_recall(app: Flask, world: World, group: int, granted: Grants) -> None:
    granted()
    agree(world, "1/2")
    at, api = world.address(f"groups/{group}/recall"), f"{API}/groups/{group}/recall"
    sent = {"practice": "Z99001", "reason": "It does not report."}
    for name in ("admin", "chair", "member", "lead", "lay", "observer"):
        form = {"practice": world.practice_of("rep1"), "reason": "It does not report."}
        assert world.client(app, name).post(at, data=form).status_code == 403, name
        assert world.program(app, name).post(api, json=sent).status_code == 403, name
    assert world.program(app, "rep2").post(api, json=sent).status_code == 403
    rep = world.client(app, "rep1")
    assert "0 of the 2 practices" in rep.get(world.address(f"groups/{group}")).text
    assert rep.post(at, data={"practice": world.practice_of("rep1"), "reason": ""}).status_code == 422
    assert rep.post(at, data={"practice": world.practice_of("rep1"), "reason": "Late."}).status_code == 303
    assert "Take back the name of" in rep.get(at).text
    assert rep.post(f"{at}/{world.practice_of('rep1')}/take-back").status_code == 303
    program = world.program(app, "rep1")
    assert program.post(api, json=sent).json == {"signed": 1, "needed": 2, "decision": None}
    assert program.delete(f"{api}/Z99001").status_code == 204
    assert program.post(api, json=sent).status_code == 201
    (signer,) = world.program(app, "observer").get(api).json["names"]
    told = (signer["practice"], signer["signed_by"], signer["reason"])
    assert told == ("Z99001", "Rep1", "It does not report.")
    opened = world.program(app, "rep2").post(api, json={**sent, "practice": "Z99002"}).json
    answer = world.program(app, "observer").get(api).json
    assert (answer["signed"], answer["decision"]) == (0, opened["decision"])
    assert [one["signed_by"] for one in answer["names"]] == ["Rep1", "Rep2"]
    for address in (at, world.address(f"groups/{group}")):
        assert "Signed by Rep2, " in rep.get(address).text, address
    assert world.program(app, "rep1").get(f"{API}/groups/{group + 1}/recall").status_code == 404
    assert opened["signed"] == 2 and opened["decision"]
    page = rep.get(world.address(f"decisions/{opened['decision']}")).text
    assert "Recall the mandate of the Home Visiting Group" in page and "It does not report." in page
    assert (
        "/withdraw" not in page and "the members vote on it" in rep.get(world.address(f"groups/{group}")).text
    )
