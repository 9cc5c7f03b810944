"""Somebody who leads a group and is no member among the practices asks and reports for it: votes open by themselves."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from federation.decisions.for_plugins import decision
from federation.decisions.models import Decision
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.withdrawing import withdraw
from federation.kernel.db import db
from federation.kernel.refusals import NotYours
from federation.mandates.actions.acting import do_act
from federation.mandates.actions.escalating import escalate
from federation.mandates.actions.reporting import send_report
from federation.mandates.queries.escalations import escalations_of
from federation.mandates.queries.reports import report_here
from federation.mandates.rules import GroupAct
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group, give_seat
from federation.testing import both_databases
from federation.testing.world import World
from federation.worker import run_once
from tests.mandates.conftest import Grants

ACT = GroupAct("spend", "tendering", 940_000, "Hire a coordinator")


@pytest.fixture
def desk(world: World, group: int) -> str:
    """Somebody of the office who leads the group, and is an observer among the members."""
    world.add("desk", "observer")
    with world.scope():
        give_seat(world.actor("admin"), group, SeatWanted(world.people["desk"], is_lead=True))
    return "desk"


@both_databases
def test_the_vote_on_what_they_ask_opens_by_itself(
    app: Flask, world: World, group: int, desk: str, granted: Grants
) -> None:
    granted(call_in_days=0)
    with world.scope():
        do_act(world.actor(desk), group, replace(ACT, pence=100, words="A lock"))
        number = escalate(world.actor(desk), group, ACT)
        row = db.session.get_one(Decision, number)
        assert (row.state, row.opened_by) == ("open", None)
        for tried in (
            lambda: proposals.start(world.actor(desk), Draft("Mine", "Text.")),
            lambda: proposals.start(world.actor(desk), Draft("Mine", "Text."), asks_for=group),
            lambda: withdraw(world.actor(desk), number, "No more."),
            lambda: withdraw(world.actor("chair"), number, "No more."),
            lambda: close_early(world.actor("chair"), number, "Enough."),
        ):
            with pytest.raises(NotYours):
                tried()
        for name in ("rep1", "rep2", "rep3"):
            cast(world.actor(name), number, world.practice_of(name), "for", "Because.")
    run_once(app)
    with world.scope():
        assert [(one.words, one.verdict) for one in escalations_of(group)] == [
            ("Hire a coordinator", "carried")
        ]


@both_databases
def test_they_report_and_the_members_accept_by_silence(
    app: Flask, world: World, group: int, desk: str, granted: Grants, travel: Any
) -> None:
    granted(call_in_days=0)
    with world.scope():
        sent = send_report(world.actor(desk), group, "It goes well.", "Ask earlier.")
        about = decision(sent.decision_id or 0)
        assert about is not None and about.state == "open"
    travel(timedelta(days=15))
    run_once(app)
    db.session.rollback()
    with world.scope():
        assert report_here(sent.id).state == "ratified"


def test_what_a_group_asked_for_is_its_own_list_and_paged(
    app: Flask, world: World, group: int, desk: str, granted: Grants
) -> None:
    granted()
    with world.scope():
        other = begin_group(
            world.actor("admin"),
            GroupWanted("Second Group", "Also.", seats=(SeatWanted(world.people["lead"], is_lead=True),)),
        )
        escalate(world.actor("lead"), group, ACT)
        escalate(world.actor("lead"), other, replace(ACT, words="Hire a cook"))
    reader = world.client(app, "observer")
    page = reader.get(world.address(f"groups/{group}/escalations")).text
    assert (
        "Hire a coordinator" in page and "Hire a cook" not in page and "more than the group may spend" in page
    )
    rows = reader.get(world.address(f"groups/{other}/escalations/all.csv")).text.splitlines()
    assert len(rows) == 2 and rows[1].startswith("Hire a cook,")
    made = world.client(app, desk).post(
        world.address(f"groups/{group}/acts/new"),
        data={"power": "publish", "area": "premises", "words": "Say it", "ask": "members"},
    )
    assert made.status_code == 303
    found = (
        world.program(app, desk).get(f"/api/v1/federations/saltmarsh/groups/{group}/acts").json["escalations"]
    )
    assert [(one["words"], one["state"]) for one in found] == [
        ("Say it", "open"),
        ("Hire a coordinator", "discussion"),
    ]
