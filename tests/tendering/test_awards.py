"""The award: voted with its ranking and what each practice gets, shared by the agreement, changed by two, told as data."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from federation.decisions.models import DeclaredInterest
from federation.kernel.days import time_now, today
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Invalid, NotYours, Refusal
from federation.kernel.working_days import add_working_days
from federation.tendering.awarding.actions.awarding import propose_award
from federation.tendering.awarding.actions.concluding import answer_challenge, note_challenge, sign_contract
from federation.tendering.awarding.actions.reallocating import (
    WantedChange,
    ask_change,
    confirm_change,
    propose_change,
    take_back_change,
)
from federation.tendering.awarding.proofs import tender_awards
from federation.tendering.awarding.queries.awards import allocation_now, allocations_of, award_here
from federation.tendering.awarding.queries.ledger import fairness_ledger
from federation.tendering.models import AllocationChange, AllocationLine, TenderAward
from federation.tendering.preparing.actions.declaring import declare_interest
from federation.testing import both_databases
from federation.testing.letters import letters_to, work
from federation.testing.world import World
from federation.worker import run_once
from tests.mandates.conftest import group, world
from tests.tendering.judging import VISITS, OpenedTender, Travel, open_prices, opened_tender, score_all
from tests.tendering.rules.ocds_schema import faults_of

__all__ = ["group", "world"]
API = "/api/v1/federations/saltmarsh/tendering"
SAME = {name: [(4, 4), (4, 4)] for name in ("rep1", "rep3", "lay")}


@pytest.fixture
def judged(app: Flask, world: World, group: int, travel: Travel) -> OpenedTender:
    """Two bids with the same points for quality, for £125,000 and £100,000, with open prices."""
    found = opened_tender(app, world, group, travel, (12_500_000, 10_000_000), VISITS)
    score_all(world, found, SAME)
    open_prices(world, found)
    return found


def awarded(app: Flask, world: World, found: OpenedTender) -> int:
    """Let the members award to the second bid, which is the first in the ranking; the number of the decision."""
    with world.scope():
        number = propose_award(world.actor("lead"), found.id, found.bids[1])
    world.decide(number)
    run_once(app)
    return number


def refused_by_the_database(*statements: object) -> None:
    for statement in statements:
        with pytest.raises(DBAPIError), unit_of_work() as session:
            session.execute(statement)  # type: ignore[call-overload]
        db.session.rollback()


@both_databases
def test_from_the_ranking_to_the_contract(
    app: Flask, world: World, judged: OpenedTender, travel: Travel
) -> None:
    first, second = judged.bids
    with world.scope():
        lead, rep3 = world.actor("lead"), world.actor("rep3")
        with pytest.raises(Invalid, match="not the first"):
            propose_award(lead, judged.id, first)
        with pytest.raises(NotYours):
            propose_award(world.actor("chair"), judged.id, second)
        assert propose_award(lead, judged.id, first, "They know our patients.")
    decision = awarded(app, world, judged)
    with world.scope():
        award = award_here(judged.id)
        assert (award.bid_id, award.decision_id, award.pence) == (second, decision, 10_000_000)
        assert award.standstill_until == add_working_days(today(), 8)
        now = allocation_now(award)
        assert now.amounts == {"Z99001": 920, "Z99002": 1_350, "Z99003": 730}
        assert sum(one.pence for one in now.lines) == 10_000_000
        ledger = fairness_ledger()
        assert (ledger.tenders, ledger.ledger.pence, [row.over for row in ledger.ledger.rows]) == (
            1,
            10_000_000,
            [False] * 3,
        )
        assert list(tender_awards()) == []
        refused_by_the_database(
            update(TenderAward).values(bid_id=first),
            delete(TenderAward),
            update(AllocationLine).values(amount=1),
            update(AllocationChange).values(total=1),
            delete(AllocationChange),
        )
        with pytest.raises(Refusal, match="awarded"):
            propose_award(lead, judged.id, second)
        with pytest.raises(Refusal, match="until the end of"):
            sign_contract(lead, judged.id, today(), today() + timedelta(days=700))
        asked = note_challenge(lead, judged.id, first, "Why not us?")
    travel(timedelta(days=31 + 20))
    with world.scope():
        with pytest.raises(Refusal, match="waits for an answer"):
            sign_contract(lead, judged.id, today(), today() + timedelta(days=700))
        with pytest.raises(Refusal, match="Somebody else"):
            answer_challenge(lead, judged.id, asked, "Because of the price.")
        answer_challenge(rep3, judged.id, asked, "Because of the price.")
        assert sign_contract(lead, judged.id, today(), today() + timedelta(days=700))
        assert award_here(judged.id).contract_id is not None
    work(app)
    for email, words in (
        ("harbour@suppliers.example", "to you"),
        ("brightwater@suppliers.example", "Harbour and"),
    ):
        [letter] = [one for one in letters_to(email) if "voted to award" in one]
        assert words in letter and "rep1 on visits." in letter and "place" not in letter
    package = world.program(app, "observer").get(f"{API}/tenders/{judged.id}/ocds.json").json
    assert package is not None and faults_of(package) == {}
    releases = world.program(app, "observer").get(f"{API}/tenders/{judged.id}/ocds-releases.json").json
    assert releases is not None and faults_of(releases) == {}
    tags = [one["tag"][0] for one in package["records"][0]["releases"]]
    assert tags == ["planning", "tender", "award", "contract"]


def told_of_moves(name: str, why: str) -> str:
    """The letter to somebody about what their practice gets, for this reason."""
    [found] = [one for one in letters_to(f"{name}@saltmarsh.example") if "has changed." in one and why in one]
    return found


@both_databases
def test_nobody_changes_alone_what_each_practice_gets(app: Flask, world: World, judged: OpenedTender) -> None:
    awarded(app, world, judged)
    with world.scope():
        lead, rep3 = world.actor("lead"), world.actor("rep3")
        award = award_here(judged.id)
        with pytest.raises(Invalid, match="make 3,000"):
            ask_change(lead, judged.id, WantedChange("More for us.", amounts={"Z99001": 1_000}))
        small = ask_change(
            lead, judged.id, WantedChange("Two wards moved.", amounts={"Z99001": 820, "Z99002": 1_450})
        )
        with pytest.raises(Refusal, match="second person"):
            confirm_change(lead, judged.id, small)
        with pytest.raises(Refusal, match="Another change waits"):
            ask_change(rep3, judged.id, WantedChange("Another.", total=2_000))
        assert allocation_now(award).number == 1
        refused_by_the_database(
            update(AllocationChange)
            .where(AllocationChange.number == small)
            .values(confirmed_by=world.people["lead"], holds_from=time_now()),
            update(AllocationChange).where(AllocationChange.number == small).values(holds_from=time_now()),
        )
        confirm_change(rep3, judged.id, small)
        assert allocation_now(award).amounts == {"Z99001": 820, "Z99002": 1_450, "Z99003": 730}
        again = ask_change(
            lead, judged.id, WantedChange("A bit more.", amounts={"Z99001": 720, "Z99002": 1_550})
        )
        assert allocations_of(award)[0].beyond
        with pytest.raises(Refusal, match="the members decide"):
            confirm_change(rep3, judged.id, again)
        decision = propose_change(lead, judged.id, again)
    world.decide(decision)
    run_once(app)
    with world.scope():
        assert allocation_now(award).amounts == {"Z99001": 720, "Z99002": 1_550, "Z99003": 730}
        left = ask_change(rep3, judged.id, WantedChange("We have no staff for it.", without="Z99003"))
        assert (allocations_of(award)[0].kind, allocations_of(award)[0].beyond) == ("withdrawal", False)
        confirm_change(lead, judged.id, left)
        assert allocation_now(award).amounts == {"Z99001": 1_216, "Z99002": 1_784}
    work(app)
    by_two, by_vote, left_out = (
        told_of_moves("rep1", why) for why in ("Two wards moved.", "A bit more.", "We have no staff for it.")
    )
    assert "Driftwood Surgery: 820 visits, worth £27,333.33. Before: 920 visits, worth £30,666.67." in by_two
    assert "lead asked for it and rep3 confirmed it." in by_two.lower()
    assert "The members voted for it" in by_vote and "A practice takes no part any more" in left_out
    assert ": 0 visits, worth £0. Before: 730 visits" in told_of_moves("rep3", "no staff")
    with world.scope():
        assert list(tender_awards()) == []
        thrown_out = ask_change(lead, judged.id, WantedChange("They are slow.", without="Z99001"))
        assert thrown_out and allocations_of(award)[0].beyond
        take_back_change(rep3, judged.id, thrown_out)
        with pytest.raises(Refusal, match="taken back"):
            propose_change(lead, judged.id, thrown_out)
        refused_by_the_database(
            update(AllocationChange)
            .where(AllocationChange.number == thrown_out)
            .values(confirmed_by=world.people["rep3"], holds_from=time_now(), ended_at=None)
        )
        again = ask_change(lead, judged.id, WantedChange("They are slow.", without="Z99001"))
        decision = propose_change(lead, judged.id, again)
    world.decide(decision, "against")
    run_once(app)
    with world.scope():
        assert allocations_of(award)[0].ended_at is not None
        assert allocation_now(award).amounts == {"Z99001": 1_216, "Z99002": 1_784}
        assert list(tender_awards()) == []


def test_a_practice_with_an_interest_stands_aside_and_pages_show_the_award(
    app: Flask, world: World, judged: OpenedTender
) -> None:
    with world.scope():
        declare_interest(world.actor("rep1"), judged.id, True, "A partner is a director there.")
        number = propose_award(world.actor("lead"), judged.id, judged.bids[1])
        aside = db.session.scalars(select(DeclaredInterest).where(DeclaredInterest.decision_id == number))
        assert [(row.practice_id, row.shut_out) for row in aside] == [(world.practices["Z99001"], True)]


def test_the_pages_of_an_award(app: Flask, world: World, judged: OpenedTender) -> None:
    page = world.address(f"tendering/tenders/{judged.id}")
    lead = world.client(app, "lead")
    for path in ("award", "moderation", f"agreed/{judged.bids[0]}/c1"):
        assert lead.get(f"{page}/{path}").status_code == 200, path
    assert "stays first" in lead.get(f"{page}/award").text
    sent = lead.post(f"{page}/award", data={"bid": str(judged.bids[0]), "reason": ""})
    assert sent.status_code == 422 and "This bid is not the first" in sent.text
    made = world.program(app, "lead").post(f"{API}/tenders/{judged.id}/award", json={"bid": judged.bids[1]})
    assert made.status_code == 201 and made.json is not None
    world.decide(made.json["decision"])
    run_once(app)
    for path in ("allocation", "allocation.csv", "allocation/new", "notice", "challenges/new", "contract"):
        found = lead.get(f"{page}/{path}")
        assert found.status_code == 200, path
    shown = world.program(app, "observer").get(f"{API}/tenders/{judged.id}/allocation").json
    assert shown is not None and sum(row["amount"] for row in shown["rows"]) == shown["total"] == 3_000
    assert {"practice": "Z99001", "amount": 920, "pence": 3_066_667} in shown["rows"]
    sent = lead.post(
        f"{page}/allocation/new", data={"without": "", "total": "", "amount-Z99001": "900", "reason": "So."}
    )
    assert sent.status_code == 422 and "must make 3,000" in sent.text and "So." in sent.text
    assert "Driftwood Surgery" in world.client(app, "observer").get(world.address("tendering/fairness")).text
    assert "0.33" not in world.client(app, "rep1").get(world.address("tendering/fairness.csv")).text
    fair = world.program(app, "rep1").get(f"{API}/fairness").json
    assert fair is not None and fair["pence"] == 10_000_000 and fair["jain"] > 0.99
    packed = zipfile.ZipFile(io.BytesIO(lead.get(f"{page}/evaluation.zip").data))
    assert (
        sorted(packed.namelist())[0] == "open-data.json"
        and "rep1 on visits." in packed.read("scores.csv").decode()
    )
    assert faults_of(json.loads(packed.read("open-data.json"))) == {}
