"""Reports after what the members named, what they cost and inform, and who reads that one is late."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from federation.decisions.voting.actions.closing import close_early
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Invalid
from federation.mandates.actions.acting import do_act
from federation.mandates.actions.calling_in import call_in
from federation.mandates.actions.granting import propose_mandate
from federation.mandates.actions.reporting import send_report
from federation.mandates.jobs import ask_for_reports
from federation.mandates.models import ReportCause
from federation.mandates.queries.scheme import scheme_now
from federation.mandates.queries.standing import mandate_of
from federation.mandates.rules import EVENT_TIME, GroupAct
from federation.network.models import ThingDue
from federation.testing import both_databases
from federation.testing.world import World
from federation.worker import run_once
from tests.mandates.conftest import Grants, loaded

ACT = GroupAct("spend", "tendering", 100_000, "A van.")


def due(world: World, group: int) -> Any:
    db.session.rollback()
    with world.scope():
        found = mandate_of(group)
        assert found is not None
        return found.report_due_at


def owed(world: World) -> list[str]:
    db.session.rollback()
    with world.scope():
        rows = db.session.scalars(
            select(ThingDue.key).where(ThingDue.feature == "mandates", ThingDue.is_open())
        ).all()
        return [str(key) for key in rows]


@both_databases
def test_a_report_is_owed_after_what_the_members_named(
    app: Flask, world: World, group: int, granted: Grants, travel: Any
) -> None:
    mandate = granted(report_events=["act", "call_in"], report_above_pence=100_000, call_in_days=10)
    rhythm = mandate.starts_at + timedelta(days=90)
    with world.scope():
        done = do_act(world.actor("lead"), group, ACT).id
    assert (due(world, group), owed(world)) == (rhythm, [])
    with world.scope():
        do_act(world.actor("lead"), group, replace(ACT, pence=100_001, words="A bus."))
    first = due(world, group)
    assert mandate.starts_at + EVENT_TIME <= first < rhythm
    assert owed(world) == [f"report:{mandate.id}:{first:%Y-%m-%dT%H:%M:%S.%f}"]
    with world.scope():
        sent = send_report(world.actor("lead"), group, "It goes well.", "")
        (cause,) = db.session.scalars(select(ReportCause)).all()
        assert (cause.kind, cause.mandate_id) == ("act", mandate.id)
    assert (due(world, group) > first, owed(world)) == (True, [])
    with world.scope():
        call_in(world.actor("rep1"), done, world.practice_of("rep1"), "Too dear.")
    assert due(world, group) < rhythm and len(owed(world)) == 1
    with world.scope():
        with pytest.raises(Exception, match="kept as it was"), unit_of_work() as session:
            session.execute(update(ReportCause).values(kind="act"))
        assert scheme_now().all[0].report_hours == Fraction(109, 108)
        assert sent.decision_id is not None
    travel(timedelta(days=15))
    with world.scope():
        ask_for_reports()
    home = world.client(app, "observer").get(world.address(""), follow_redirects=True).text
    assert "Reports that are late" in home and "Home Visiting Group" in home
    travel(timedelta(days=30))
    for name in ("rep1", "lay"):
        page = world.client(app, name).get(world.address(""), follow_redirects=True).text
        assert "may do nothing in your name" in page, name
    lead = world.client(app, "lead").get(world.address(""), follow_redirects=True).text
    assert "Reports that are late" not in lead and "Report of the Home Visiting Group" in lead


@both_databases
def test_after_one_that_was_sent_back_the_report_is_due_again(
    app: Flask, world: World, group: int, granted: Grants
) -> None:
    granted(report_days=0, report_events=["act"], ratify="vote", call_in_days=0)
    assert due(world, group) is None
    with world.scope():
        do_act(world.actor("lead"), group, ACT)
        sent = send_report(world.actor("lead"), group, "It goes well.", "")
    assert due(world, group) is None
    with world.scope():
        close_early(world.actor("chair"), sent.decision_id or 0, "Nobody votes.")
    run_once(app)
    again = due(world, group)
    with world.scope():
        assert abs(again - time_now()) < EVENT_TIME + timedelta(days=1)


def test_a_report_before_the_end_and_what_a_duty_states(
    app: Flask, world: World, group: int, granted: Grants
) -> None:
    mandate = granted(report_days=0, report_events=["end"], report_hours=3, report_informs="Whether we go on")
    assert mandate.report_due_at == mandate.ends_at
    with world.scope():
        now = time_now()
        for changes, field in (
            ({"report_hours": 0}, "report_hours"),
            ({"report_informs": " "}, "report_informs"),
            (
                {"powers": ["decide"], "total_pence": 0, "item_pence": 0, "report_events": ["act"]},
                "report_events",
            ),
        ):
            with pytest.raises(Invalid) as refused:
                propose_mandate(world.actor("rep1"), group, loaded(now, **changes))
            assert [one for _, one in refused.value.each] == [field]
    reader = world.client(app, "observer")
    shown = reader.get(world.address(f"mandates/{mandate.id}")).text
    assert "Before the mandate ends" in shown and "Whether we go on. Each takes about 3 hours" in shown
    scheme = reader.get(world.address("mandates/")).text
    assert "take the groups about 0.0 hours a month" in scheme
    asked = world.client(app, "lead").get(world.address(f"groups/{group}/reports/new")).text
    assert "It informs this decision: Whether we go on" in asked
    (listed,) = world.program(app, "lead").get("/api/v1/federations/saltmarsh/mandates").json["items"]
    assert (listed["report_events"], listed["report_hours"]) == (["end"], 3)
