"""Groups act within their mandates and never past them; what lies outside goes to the members; practices call acts in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from federation.decisions.for_plugins import decision
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.withdrawing import withdraw
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.refusals import Invalid, NotYours, Refusal
from federation.mandates.actions.acting import OutsideItsMandate, do_act, pay
from federation.mandates.actions.calling_in import call_in
from federation.mandates.actions.escalating import escalate
from federation.mandates.models import MandateAct
from federation.mandates.queries.acts import act_here, acts_of
from federation.mandates.queries.authority import may_act
from federation.mandates.queries.escalations import escalations_of
from federation.mandates.queries.standing import mandate_of
from federation.mandates.rules import GroupAct, WithinMandate
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.testing import both_databases
from federation.testing.world import World
from federation.worker import run_once
from tests.mandates.conftest import Grants

ACT = GroupAct("spend", "tendering", 190_000, "A solicitor checks the contract.")
Travels = Callable[[timedelta], None]


def money(world: World, group: int) -> tuple[int, int, int]:
    """Spent, promised and left."""
    db.session.rollback()
    with world.scope():
        found = mandate_of(group)
        assert found is not None
        return found.spent_pence, found.committed_pence, found.left_pence


def refused(world: World, group: int, act: GroupAct, name: str = "lead") -> tuple[str, ...]:
    with world.scope(), pytest.raises(OutsideItsMandate) as outside:
        do_act(world.actor(name), group, act)
    return outside.value.reasons


@both_databases
def test_a_group_acts_within_its_mandate(
    app: Flask, world: World, group: int, granted: Grants, travel: Travels
) -> None:
    assert refused(world, group, ACT) == ("task", "power", "term")
    granted()
    with world.scope():
        assert may_act(group, ACT) == WithinMandate(1_310_000)
        done = do_act(world.actor("lead"), group, ACT)
        assert act_here(done.id).waits
        letters = db.session.scalars(
            select(OutboxRow.key).where(OutboxRow.key.startswith("mandates.act"))
        ).all()
    assert len(letters) == 3
    assert money(world, group) == (0, 190_000, 1_310_000)
    for act, reasons in (
        (replace(ACT, area="education"), ("task", "amount")),
        (replace(ACT, power="publish", pence=0), ("power",)),
        (replace(ACT, pence=250_001, words="A van"), ("amount",)),
        (replace(ACT, pence=100_000), ("amount",)),
        (replace(ACT, words="We employ people for visits"), ("reserved",)),
        (replace(ACT, words="A nurse", touches=frozenset({"Employ people"})), ("reserved",)),
    ):
        assert refused(world, group, act) == reasons
    with world.scope(), pytest.raises(Refusal, match="can still call"):
        pay(world.actor("lead"), done.id, 100, "Invoice 1")
    travel(timedelta(days=11))
    with world.scope():
        for pence, words in ((100_000, "Invoice 1"), (50_000, "Invoice 2")):
            pay(world.actor("rep3"), done.id, pence, words)
        with pytest.raises(Invalid, match="more than is promised"):
            pay(world.actor("lead"), done.id, 50_000, "Invoice 3")
        pay(world.actor("lead"), done.id, 0, "Nothing more is due.", last=True)
        with pytest.raises(Refusal, match="settled"):
            pay(world.actor("lead"), done.id, 1, "Invoice 4")
    assert money(world, group) == (150_000, 0, 1_350_000)
    travel(timedelta(days=105))
    assert refused(world, group, replace(ACT, words="A van")) == ("suspended",)
    travel(timedelta(days=366))
    assert refused(world, group, replace(ACT, words="A van")) == ("term",)


@both_databases
def test_no_sequence_of_acts_passes_the_mandate_not_even_in_the_database(
    world: World, group: int, granted: Grants
) -> None:
    mandate = granted(total_pence=600_000, call_in_days=0)
    with world.scope():
        for number in (1, 2):
            do_act(world.actor("lead"), group, replace(ACT, pence=250_000, words=f"Van {number}"))
    assert refused(world, group, replace(ACT, pence=100_001, words="A third")) == ("total",)
    with world.scope():
        do_act(world.actor("rep3"), group, replace(ACT, pence=100_000, words="A third"))
        row = db.session.scalars(select(MandateAct).where(MandateAct.pence == 100_000)).one()
        same = {
            name: getattr(row, name)
            for name in ("group_id", "mandate_id", "power", "area", "item", "acted_by", "acted_at")
        }
    assert money(world, group) == (0, 600_000, 0)
    for change in ({"pence": 1}, {"pence": 0, "mandate_id": None, "decision_id": mandate.decision_id}):
        with (
            world.scope(),
            pytest.raises(Exception, match="no group acts outside"),
            unit_of_work() as session,
        ):
            session.add(MandateAct(**{**same, "words": "Past it", **change}))
    for values in ({"pence": 1}, {"words": "Another"}, {"acted_by": world.people["rep1"]}):
        with (
            world.scope(),
            pytest.raises(Exception, match="stays as it was done"),
            unit_of_work() as session,
        ):
            session.execute(update(MandateAct).where(MandateAct.words == "A third").values(**values))


def test_two_groups_do_not_spend_on_one_item_what_one_may_not(
    app: Flask, world: World, group: int, granted: Grants
) -> None:
    granted()
    with world.scope():
        other = begin_group(
            world.actor("admin"),
            GroupWanted("Second Group", "Also.", seats=(SeatWanted(world.people["lead"], is_lead=True),)),
        )
        do_act(world.actor("lead"), group, ACT)
    assert refused(world, other, ACT) == ("task", "power", "term")
    with world.scope(), pytest.raises(Exception, match="no group acts outside"), unit_of_work() as session:
        row = session.scalars(select(MandateAct)).one()
        session.add(
            MandateAct(
                group_id=other,
                mandate_id=row.mandate_id,
                **{name: getattr(row, name) for name in ("power", "area", "item", "acted_by", "acted_at")},
                words="Through the other",
                pence=1,
            )
        )


@both_databases
def test_what_lies_outside_is_asked_of_the_members(
    app: Flask, world: World, group: int, granted: Grants
) -> None:
    granted(call_in_days=0)
    wanted = replace(ACT, pence=940_000, words="Hire a coordinator")
    with world.scope():
        with pytest.raises(Refusal, match="without asking"):
            escalate(world.actor("lead"), group, ACT)
        with pytest.raises(NotYours):
            escalate(world.actor("lay"), group, wanted)
        number = escalate(world.actor("lead"), group, wanted)
        about = decision(number)
        assert about is not None
        assert (about.state, about.terms["reasons"]) == ("discussion", ["amount"])
    page = world.client(app, "rep2").get(world.address(f"decisions/{number}")).text
    assert "Hire a coordinator" in page and "£9,400" in page and "more than the group may spend" in page
    world.decide(number)
    run_once(app)
    run_once(app)
    with world.scope():
        (fate,) = escalations_of(group)
        assert (fate.verdict, fate.words) == ("carried", "Hire a coordinator")
        (act,) = acts_of(group, 25)[0]
        assert (act.decision_id, act.mandate_id, act.pence) == (number, None, 940_000)
        pay(world.actor("lead"), act.id, 940_000, "Invoice 7")
        with pytest.raises(Refusal):
            pay(world.actor("lead"), act.id, 1, "Invoice 8")
    assert money(world, group) == (0, 0, 1_500_000)


@both_databases
def test_a_practice_calls_an_act_in_and_the_members_decide(
    app: Flask, world: World, group: int, granted: Grants, travel: Travels
) -> None:
    granted()
    with world.scope():
        acts = [
            do_act(world.actor("lead"), group, replace(ACT, words=f"Van {number}")).id for number in range(4)
        ]
        rep = world.actor("rep1")
        for name, practice in (("rep2", "rep1"), ("member", "rep1"), ("chair", "rep1"), ("lead", "rep2")):
            with pytest.raises(NotYours):
                call_in(world.actor(name), acts[0], world.practice_of(practice), "Not ours.")
        asked = [call_in(rep, act, world.practice_of("rep1"), "Too dear.") for act in acts[:3]]
        with pytest.raises(Refusal, match="already"):
            call_in(world.actor("rep2"), acts[0], world.practice_of("rep2"), "Too dear.")
        with pytest.raises(Refusal, match="called this act in"):
            pay(world.actor("lead"), acts[0], 1, "Invoice")
        with pytest.raises(Exception, match="stays as it was done"), unit_of_work() as session:
            session.execute(update(MandateAct).where(MandateAct.id == acts[0]).values(state="standing"))
        assert [decision(one).state for one in asked] == ["open"] * 3
        for name in ("chair", "rep2"):
            with pytest.raises(NotYours):
                withdraw(world.actor(name), asked[2], "It is enough.")
        with pytest.raises(NotYours):
            close_early(world.actor("chair"), asked[2], "It is enough.")
        withdraw(rep, asked[2], "We were wrong.")
    run_once(app)
    assert money(world, group) == (0, 760_000, 740_000)
    with world.scope():
        for number, stance in ((asked[0], "for"), (asked[1], "against")):
            for name in ("rep1", "rep2", "rep3"):
                cast(world.actor(name), number, world.practice_of(name), stance, "Because.")
    run_once(app)
    with world.scope():
        assert [act_here(act).state for act in acts] == ["standing", "refused", "standing", "standing"]
        again = call_in(world.actor("rep2"), acts[2], world.practice_of("rep2"), "We do not agree either.")
        assert act_here(acts[2]).called_in_id == again
        pay(world.actor("lead"), acts[0], 1_000, "Invoice")
        with pytest.raises(Refusal, match="stopped this act"):
            pay(world.actor("lead"), acts[1], 1, "Invoice")
    assert money(world, group) == (1_000, 569_000, 930_000)
    travel(timedelta(days=11))
    with world.scope(), pytest.raises(Refusal, match="over"):
        call_in(rep, acts[3], world.practice_of("rep1"), "Too late.")


@pytest.mark.parametrize("name", ["admin", "chair", "rep1", "member", "lay", "observer"])
def test_nobody_acts_for_a_group_without_a_seat_that_counts(
    app: Flask, world: World, group: int, granted: Grants, name: str
) -> None:
    granted(call_in_days=0)
    with world.scope():
        act = do_act(world.actor("lead"), group, ACT).id
        for tried in (
            lambda: do_act(world.actor(name), group, ACT),
            lambda: escalate(world.actor(name), group, replace(ACT, area="education")),
            lambda: pay(world.actor(name), act, 1, "Mine"),
        ):
            with pytest.raises(NotYours):
                tried()
    program, browser = world.program(app, name), world.client(app, name)
    sent = {"power": "spend", "area": "tendering", "pence": 1, "words": "Mine"}
    api = "/api/v1/federations/saltmarsh"
    for path in (f"groups/{group}/acts", f"groups/{group}/escalations"):
        assert program.post(f"{api}/{path}", json=sent).status_code == 403
    assert program.post(f"{api}/acts/{act}/payments", json={"pence": 1, "words": "Mine"}).status_code == 403
    assert browser.post(world.address(f"groups/{group}/acts/new"), data=sent).status_code == 403
    assert browser.post(world.address(f"acts/{act}/pay"), data=sent).status_code == 403
    assert money(world, group) == (0, 190_000, 1_310_000)


def test_pages_and_programs_act_ask_and_call_in(
    app: Flask, world: World, group: int, granted: Grants
) -> None:
    granted()
    lead, rep = world.client(app, "lead"), world.client(app, "rep1")
    form = {"power": "spend", "area": "tendering", "pence": "1,900", "words": "A solicitor checks it"}
    at = world.address(f"groups/{group}/acts/new")
    assert "£15,000 left" in lead.get(at).text
    made = lead.post(at, data=form)
    assert made.status_code == 303
    assert "Call this in" in rep.get(made.location).text
    outside = lead.post(at, data={**form, "pence": "9,400", "words": "A coordinator"})
    assert outside.status_code == 409
    assert "more than the group may spend on one item" in outside.text and "A coordinator" in outside.text
    asked = lead.post(at, data={**form, "pence": "9,400", "words": "A coordinator", "ask": "members"})
    assert asked.status_code == 303 and "/decisions/" in asked.location
    held = rep.post(f"{made.location}/call-in", data={"practice": world.practice_of("rep1"), "reason": "No."})
    assert held.status_code == 303
    listed = lead.get(world.address(f"groups/{group}/acts")).text
    assert "Called in" in listed and "A coordinator" in listed
    program, api = world.program(app, "lead"), "/api/v1/federations/saltmarsh"
    sent: dict[str, Any] = {"power": "publish", "area": "education", "pence": 0, "words": "We say so"}
    answer = program.post(f"{api}/groups/{group}/acts", json=sent)
    assert (answer.status_code, answer.json["reasons"]) == (409, ["task", "power"])
    assert answer.json["escalates"] == f"{api}/groups/{group}/escalations"
    assert program.post(answer.json["escalates"], json=sent).status_code == 201
    done = program.post(f"{api}/groups/{group}/acts", json={**sent, "power": "recommend", "area": "premises"})
    assert done.status_code == 201 and done.json["call_in_until"]
    called = {"practice": "Z99001", "reason": "Not yet."}
    path = f"{api}/acts/{done.json['id']}/call-in"
    assert world.program(app, "rep1").post(path, json=called).status_code == 201
    assert program.get(f"{api}/acts/{done.json['id']}").json["state"] == "held"
    assert len(program.get(f"{api}/groups/{group}/acts").json["escalations"]) == 2
