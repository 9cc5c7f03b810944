"""Acts and reports of groups go on page by page, and are proved from the record."""

from dataclasses import replace

from flask import Flask
from sqlalchemy import update

from federation.kernel.days import time_now
from federation.kernel.db import unit_of_work
from federation.mandates.actions.acting import do_act, pay
from federation.mandates.actions.reporting import send_report
from federation.mandates.models import MandateAct
from federation.mandates.proofs import acts
from federation.mandates.queries.acts import acts_of
from federation.mandates.queries.reports import reports_of
from federation.mandates.rules import GroupAct
from federation.testing import both_databases
from federation.testing.world import World
from tests.mandates.conftest import Grants

API = "/api/v1/federations/saltmarsh"
ACT = GroupAct("spend", "tendering", 10_000, "A lock")


@both_databases
def test_acts_and_reports_go_on_page_by_page(app: Flask, world: World, group: int, granted: Grants) -> None:
    granted(ratify="none", call_in_days=0)
    with world.scope():
        lead = world.actor("lead")
        made = [do_act(lead, group, replace(ACT, pence=0, words=f"Lock {number}")).id for number in range(60)]
        sent = [send_report(lead, group, f"Report {number}.", "").id for number in range(3)]
        first, more = acts_of(group, 25)
        last, end = acts_of(group, 50, first[-1].id)
        assert [one.id for one in (*first, *last)] == made[::-1]
        assert (more, end) == (True, False)
        assert [one.id for one in reports_of(group, 2)[0]] == sent[:0:-1]
    page = world.client(app, "rep1").get(world.address(f"groups/{group}/acts")).text
    assert "Lock 59" in page and "Lock 0<" not in page and "Next" in page
    table = world.client(app, "rep1").get(world.address(f"groups/{group}/acts/all.csv")).text
    assert table.count("Lock ") == 60
    assert "Report 2." in world.client(app, "rep1").get(world.address(f"groups/{group}/reports")).text
    assert (
        world.client(app, "rep1").get(world.address(f"groups/{group}/reports/all.csv")).text.count("Report ")
        >= 3
    )
    program = world.program(app, "rep1")
    part = program.get(f"{API}/groups/{group}/acts?limit=40").json
    rest = program.get(f"{API}/groups/{group}/acts?limit=40&after={part['next']}").json
    assert ([one["id"] for one in (*part["items"], *rest["items"])], rest["next"]) == (made[::-1], None)
    assert program.get(f"{API}/groups/{group}/reports?limit=2").json["next"] == str(sent[1])
    assert program.get(f"{API}/groups/{group}/reports?after=x").status_code == 422


@both_databases
def test_an_act_that_was_changed_behind_the_record_is_named(
    world: World, group: int, granted: Grants
) -> None:
    granted(call_in_days=0)
    with world.scope():
        act = do_act(world.actor("lead"), group, ACT).id
        pay(world.actor("lead"), act, 4_000, "Invoice 1")
        assert list(acts()) == []
    with world.scope(), unit_of_work() as session:
        session.execute(update(MandateAct).where(MandateAct.id == act).values(spent_pence=5_000))
    with world.scope():
        assert [str(flaw) for flaw in acts()] == [
            f"Act {act}: its payments are not those that the record knows"
        ]
    with world.scope(), unit_of_work() as session:
        key = GroupAct("spend", "premises", 1, "A key")
        row = MandateAct(
            group_id=group, mandate_id=1, acted_by=world.people["lead"], acted_at=time_now(), **_of(key)
        )
        session.add(row)
    with world.scope():
        assert f"Act {row.id}: it is not what the record says that the group did" in map(str, acts())


def _of(act: GroupAct) -> dict[str, object]:
    return {"power": act.power, "area": act.area, "pence": act.pence, "words": act.words, "item": "0" * 64}
