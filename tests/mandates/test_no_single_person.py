"""What nobody can do alone, in any role, on the web and as a program: accept a report, share out money, move the reserve."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.withdrawing import withdraw
from federation.kernel.days import time_now
from federation.kernel.db import db
from federation.kernel.refusals import Refusal
from federation.mandates.actions.acting import do_act
from federation.mandates.actions.budgeting import WantedBudget, propose_budget
from federation.mandates.actions.reporting import send_report
from federation.mandates.queries.budget import budget_now
from federation.mandates.queries.reports import report_here
from federation.mandates.rules import GroupAct
from federation.testing.world import World
from federation.worker import run_once
from tests.mandates.conftest import Grants

API = "/api/v1/federations/saltmarsh"
ROLES = ("admin", "chair", "rep1", "member", "lead", "lay", "observer")
ACT = GroupAct("spend", "tendering", 190_000, "A solicitor checks the contract.")


@pytest.mark.parametrize("ratify", ["silence", "vote"])
@pytest.mark.parametrize("name", ROLES)
def test_nobody_accepts_a_report_alone(
    app: Flask, world: World, group: int, granted: Grants, name: str, ratify: str
) -> None:
    """Closing it early, withdrawing it and one's own ballot are all that one person can try: it is never accepted by that."""
    granted(ratify=ratify, call_in_days=0)
    with world.scope():
        sent = send_report(world.actor("lead"), group, "It goes well.", "")
    number = sent.decision_id or 0
    browser, program = world.client(app, name), world.program(app, name)
    closing = {"reason": "It is time."}
    browser.post(world.address(f"decisions/{number}/close"), data=closing)
    program.post(f"{API}/decisions/{number}/close", json=closing)
    with world.scope():
        person = world.actor(name)
        for tried in (
            lambda: cast(person, number, world.practice_of("rep1"), "for", "Because."),
            lambda: close_early(person, number, "It is time."),
            lambda: withdraw(person, number, "It is done."),
        ):
            try:
                tried()
            except Refusal:
                continue
    run_once(app)
    db.session.rollback()
    with world.scope():
        assert report_here(sent.id).state in ("sent", "sent_back")


@pytest.mark.parametrize("name", ROLES)
def test_nobody_shares_out_money_alone(
    app: Flask, world: World, group: int, granted: Grants, name: str
) -> None:
    granted(call_in_days=0)
    with world.scope():
        now = time_now()
    sent = {
        "name": "Mine",
        "from_at": now.isoformat(),
        "until_at": (now + timedelta(days=90)).isoformat(),
        "total_pence": 1_000_000,
        "envelopes": [{"group": group, "pence": 900_000}],
    }
    may = name in ("chair", "rep1", "member", "lead")
    answer = world.program(app, name).post(f"{API}/mandates/budget", json=sent)
    assert answer.status_code == (201 if may else 403)
    page = world.client(app, name).get(world.address("mandates/budget/new"))
    assert page.status_code == (200 if may else 403)
    run_once(app)
    with world.scope():
        assert budget_now() is None


@pytest.mark.parametrize("name", ROLES)
def test_nobody_moves_the_reserve_alone(
    app: Flask, world: World, group: int, granted: Grants, name: str
) -> None:
    granted(call_in_days=0)
    with world.scope():
        now = time_now()
        wanted = WantedBudget("Money", now, now + timedelta(days=90), 500_000, {group: 200_000})
        number = propose_budget(world.actor("rep1"), wanted)
    world.decide(number)
    run_once(app)
    move = {"group": group, "pence": 100_000, "reason": "Mine."}
    may = name in ("chair", "rep1", "member", "lead")
    answer = world.program(app, name).post(f"{API}/mandates/budget/moves", json=move)
    assert answer.status_code == (201 if may else 403)
    form = {"group": str(group), "pence": "1,000", "reasons": "Mine."}
    page = world.client(app, name).post(world.address("mandates/budget/move"), data=form)
    assert page.status_code == (303 if may else 403)
    run_once(app)
    db.session.rollback()
    with world.scope():
        budget = budget_now()
        assert budget is not None and budget.decision_id == number
        do_act(world.actor("lead"), group, ACT)
        with pytest.raises(Refusal, match="more than the group has left"):
            do_act(world.actor("lead"), group, replace(ACT, pence=10_001, words="A van"))
