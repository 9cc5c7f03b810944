"""What is asked and how it is shared: written by the group, voted by the members, and kept as they voted it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from federation.decisions.events import DecisionClosed
from federation.decisions.models import Decision, DeclaredInterest
from federation.decisions.seen import told_of
from federation.decisions.voting.actions.opening import open_vote
from federation.kernel.days import time_now, today
from federation.kernel.db import MappedBase, db, unit_of_work
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.network.dues.queries import DueOwners, things_owed
from federation.tendering.models import SharingAgreement, Tender, TenderPart, TenderStart, TenderVersion
from federation.tendering.preparing.actions.applying import apply_sharing, apply_start
from federation.tendering.preparing.actions.declaring import declare_interest
from federation.tendering.preparing.actions.naming import end_part, name_part
from federation.tendering.preparing.actions.proposing import (
    cancel_tender,
    propose_cancel,
    propose_sharing,
    propose_start,
)
from federation.tendering.preparing.actions.running import TenderOutsideMandate
from federation.tendering.preparing.actions.thresholds import enter_threshold
from federation.tendering.preparing.actions.writing import begin_tender, write_tender
from federation.tendering.preparing.proofs import begun_tenders
from federation.tendering.preparing.queries.sharing import next_queue
from federation.tendering.preparing.queries.tenders import (
    clear_of_conflict,
    openers_of,
    scorers_of,
    tender_here,
)
from federation.tendering.preparing.queries.thresholds import thresholds_to_come
from federation.tendering.preparing.rules.sharing import SharingWay
from federation.tendering.preparing.terms import start_lines
from federation.testing import both_databases
from federation.testing.world import World
from federation.worker import run_once
from tests.decisions.votes import in_hours, preset
from tests.mandates.conftest import Grants
from tests.tendering.conftest import WAY, asked

Started = Callable[[], int]
USUAL = "Bidders are usually given 25 days at least under these rules"


def told(decision: int) -> DecisionClosed:
    return DecisionClosed(**told_of(db.session.get_one(Decision, decision)), verdict="carried")


def refused(forged: Any) -> None:
    """The database refuses a row or a statement."""
    with pytest.raises(DBAPIError), unit_of_work() as session:
        if isinstance(forged, MappedBase):
            session.add(forged)
            session.flush()
        else:
            session.execute(forged)


@both_databases
def test_both_votes_come_before_any_bid(app: Flask, world: World, group: int, started: Started) -> None:
    tender = started()
    with world.scope():
        found = tender_here(tender)
        assert (found.number, found.stage, found.version) == (f"{found.opened_at.year}/1", "open", 1)
        assert found.started and found.sharing and found.sharing.way == WAY
        assert found.started.fingerprint == found.fingerprint and found.content.floor == 35
        assert found.closes_at == found.content.closes_at
        terms = told(found.sharing.decision_id).terms
        assert [(one["code"], one["amount"]) for one in terms["example"]] == [
            ("Z99001", 307),
            ("Z99002", 450),
            ("Z99003", 243),
        ]
        assert sum(one["amount"] for one in terms["example"]) == 1_000
        apply_start(told(found.started.decision_id))
        apply_sharing(told(found.sharing.decision_id))
        assert len(db.session.scalars(select(TenderStart)).all()) == 1
        assert len(db.session.scalars(select(SharingAgreement)).all()) == 1
        with pytest.raises(Refusal, match="stays as it is"):
            write_tender(world.actor("lead"), tender, asked(floor=0))
        with pytest.raises(Refusal, match="as the members voted it"):
            propose_start(world.actor("lead"), tender)
        with pytest.raises(Refusal, match="they alone cancel"):
            cancel_tender(world.actor("lead"), tender, "No.")
        assert list(begun_tenders()) == []


@both_databases
def test_a_change_after_the_vote_needs_another_vote(
    app: Flask, world: World, tender: int, granted: Grants
) -> None:
    granted()
    with world.scope():
        lead = world.actor("lead")
        first = propose_start(lead, tender)
        with pytest.raises(Refusal, match="Nothing differs"):
            write_tender(lead, tender, tender_here(tender).content)
        assert write_tender(lead, tender, asked(floor=20)) == 2
        with pytest.raises(Refusal, match="later version"):
            open_vote(lead, first, preset("simple_majority"), in_hours(100))
        second = propose_start(lead, tender)
    world.decide(second)
    run_once(app)
    with world.scope():
        lead = world.actor("lead")
        later = asked(floor=10, closes_at=time_now() + timedelta(days=60))
        assert write_tender(lead, tender, later) == 3
        found = tender_here(tender)
        assert (found.version, found.newest, found.content.floor, found.stage) == (2, 3, 20, "started")
        with pytest.raises(Invalid, match="no version has an earlier one"):
            write_tender(lead, tender, asked(closes_at=time_now() + timedelta(days=2)))
        third = propose_start(lead, tender)
    world.decide(third, "against")
    run_once(app)
    with world.scope():
        assert tender_here(tender).content.floor == 20 and list(begun_tenders()) == []


@both_databases
def test_the_database_lets_nobody_start_share_or_change_without_the_vote(
    app: Flask, world: World, tender: int, started: Started
) -> None:
    started()
    with world.scope():
        found = tender_here(tender)
        assert found.started and found.sharing
        way = found.sharing.way
        version = db.session.scalars(select(TenderVersion.id)).one()
        now = {"tender_id": tender, "voted_at": time_now()}
        start = {**now, "version_id": version, "fingerprint": found.fingerprint}
        share = {**now, "decision_id": found.sharing.decision_id, "basis": way.basis, "weights": {}}
        share |= {
            "total": way.total,
            "unit": way.unit,
            "least": way.least,
            "most": None,
            "fingerprint": "0" * 64,
        }
        forged = [
            TenderStart(**start, decision_id=found.sharing.decision_id),
            SharingAgreement(**share),
            update(TenderVersion).values(fingerprint="0" * 64),
            update(TenderStart).values(version_id=version + 1),
            update(SharingAgreement).values(least=0),
            delete(SharingAgreement),
            delete(TenderStart),
            update(Tender).values(title="Another"),
            update(Tender).values(closes_at=found.closes_at - timedelta(hours=1)),
            update(Tender).values(cancelled_at=time_now(), cancel_reason="Mine"),
        ]
        for statement in forged:
            refused(statement)
        assert tender_here(tender).sharing == found.sharing


@both_databases
def test_nobody_starts_without_a_mandate(
    app: Flask, world: World, group: int, tender: int, granted: Grants
) -> None:
    with world.scope():
        with pytest.raises(TenderOutsideMandate) as found:
            propose_start(world.actor("lead"), tender)
        assert found.value.reasons == ("task", "power", "term")
    granted(powers=["recommend"], item_pence=0, total_pence=0)
    with world.scope():
        with pytest.raises(TenderOutsideMandate) as found:
            propose_sharing(world.actor("lead"), tender, WAY)
        assert found.value.reasons == ("power",)
        for name in ("admin", "chair", "rep1", "lay", "observer"):
            if name not in world.people:
                continue
            who = world.actor(name)
            declare_interest(who, tender, False)
            for act in (
                lambda who=who: begin_tender(who, group, "Mine", asked()),
                lambda who=who: write_tender(who, tender, asked(floor=0)),
                lambda who=who: propose_start(who, tender),
                lambda who=who: propose_sharing(who, tender, WAY),
                lambda who=who: name_part(who, tender, who.person_id, "scorer"),
                lambda who=who: cancel_tender(who, tender, "Mine"),
            ):
                with pytest.raises(NotYours):
                    act()


@both_databases
def test_whoever_has_an_interest_takes_no_part(
    app: Flask, world: World, tender: int, granted: Grants
) -> None:
    granted()
    with world.scope():
        lead, third = world.actor("lead"), world.actor("rep3")
        owed = things_owed(DueOwners(third.person_id, []), time_now() + timedelta(days=99))
        assert [one.words.partition(":")[0] for one in owed] == [
            f"Say whether you have an interest in tender {tender_here(tender).number}"
        ]
        for act in (
            lambda: write_tender(third, tender, asked(floor=0)),
            lambda: propose_start(third, tender),
            lambda: name_part(third, tender, third.person_id, "scorer"),
        ):
            with pytest.raises(Refusal, match="Say first whether you have an interest"):
                act()
        with pytest.raises(NotYours, match="Say first"):
            clear_of_conflict(third, tender)
        clear_of_conflict(lead, tender)
        before = propose_start(lead, tender)
        with pytest.raises(Invalid, match="Say which interest"):
            declare_interest(third, tender, True)
        declare_interest(third, tender, True, "My brother is a director of Harbour and Downs.")
        assert things_owed(DueOwners(third.person_id, []), time_now() + timedelta(days=99)) == []
        for act in (
            lambda: write_tender(third, tender, asked(floor=0)),
            lambda: propose_sharing(third, tender, WAY),
            lambda: cancel_tender(third, tender, "No."),
            lambda: clear_of_conflict(third, tender),
        ):
            with pytest.raises(NotYours, match="have an interest in this tender"):
                act()
        after = propose_sharing(lead, tender, WAY)
        rows = db.session.scalars(select(DeclaredInterest).order_by(DeclaredInterest.id)).all()
        assert [(one.decision_id, one.practice_id, one.shut_out, one.demanded_by) for one in rows] == [
            (number, world.practices["Z99003"], True, "tendering") for number in (before, after)
        ]
        with pytest.raises(NotFound):
            clear_of_conflict(lead, tender + 1)
        declare_interest(third, tender, False)
        clear_of_conflict(third, tender)
        assert list(begun_tenders()) == []


@both_databases
def test_nobody_scores_and_opens(app: Flask, world: World, tender: int) -> None:
    with world.scope():
        lead, first, second = world.actor("lead"), world.people["rep1"], world.people["rep2"]
        name_part(lead, tender, first, "scorer")
        name_part(lead, tender, second, "opener")
        for person, part, words in (
            (first, "opener", "nobody does both"),
            (second, "opener", "does that already"),
            (10**9, "opener", "has a place"),
            (first, "chair", "Select what they do"),
        ):
            with pytest.raises(Invalid, match=words):
                name_part(lead, tender, person, part)
        assert (scorers_of(tender), openers_of(tender)) == ([first], [second])
        end_part(lead, tender, first)
        name_part(lead, tender, first, "opener")
        assert (scorers_of(tender), openers_of(tender)) == ([], sorted([first, second]))
        declare_interest(world.actor("rep3"), tender, True, "We bid.")
        with pytest.raises(Invalid, match="has an interest"):
            name_part(lead, tender, world.people["rep3"], "scorer")
        with pytest.raises(NotFound):
            end_part(lead, tender, world.people["rep3"])
        with unit_of_work() as session:
            session.execute(update(Tender).values(closes_at=time_now() - timedelta(minutes=1)))
        with pytest.raises(Refusal, match="stays as it is"):
            name_part(lead, tender, world.people["chair"], "scorer")
        for late in (
            update(TenderPart).values(part="scorer"),
            TenderPart(
                tender_id=tender,
                person_id=lead.person_id,
                part="opener",
                named_by=lead.person_id,
                named_at=time_now(),
            ),
        ):
            refused(late)


@both_databases
def test_sharing_is_worked_out_before_it_is_voted(
    app: Flask, world: World, tender: int, group: int, granted: Grants
) -> None:
    granted()
    with world.scope():
        lead = world.actor("lead")
        for way, field in (
            (replace(WAY, total=500), "total"),
            (replace(WAY, most=250), "most"),
            (replace(WAY, basis="luck"), "basis"),
            (replace(WAY, basis="need"), "weights"),
            (replace(WAY, basis="need", weights={"Z99999": 1}), "weights"),
            (replace(WAY, unit=""), "unit"),
        ):
            with pytest.raises(Invalid) as found:
                propose_sharing(lead, tender, way)
            assert found.value.field == field
        turns = propose_sharing(lead, tender, SharingWay("rotation", 2, "clinics", 0, 1))
    world.decide(turns)
    run_once(app)
    with world.scope():
        shared = tender_here(tender).sharing
        assert shared and shared.way.weights == {"Z99001": 2, "Z99002": 3, "Z99003": 1}
        assert next_queue() == {"Z99002": 1, "Z99003": 2, "Z99001": 3}
        again = begin_tender(world.actor("lead"), group, "More clinics", asked(), True)
        assert again.number.endswith("/2")
        cancel_tender(world.actor("lead"), tender, "Nobody needs it.")
        assert next_queue() == {"Z99003": 1, "Z99001": 2, "Z99002": 3}
        assert list(begun_tenders()) == []


@both_databases
def test_the_members_alone_cancel_what_they_have_started(app: Flask, world: World, started: Started) -> None:
    tender = started()
    with world.scope():
        asked_to = propose_cancel(world.actor("lead"), tender, "The money is gone.")
    world.decide(asked_to)
    run_once(app)
    with world.scope():
        found = tender_here(tender)
        assert (found.stage, found.cancel_reason) == ("cancelled", "The money is gone.")
        with pytest.raises(Refusal, match="cancelled"):
            write_tender(world.actor("lead"), tender, asked())
        assert list(begun_tenders()) == []


def test_the_vote_says_which_sums_of_the_law_a_tender_reaches_and_how_short_its_time_is(
    world: World, tender: int, granted: Any
) -> None:
    granted()
    with world.scope():
        with pytest.raises(NotYours):
            enter_threshold(world.actor("lead"), "works", today(), 1)
        with pytest.raises(Invalid, match="more than nothing"):
            enter_threshold(world.actor("admin"), "works", today(), 0)
        enter_threshold(world.actor("admin"), "sub_central", today() + timedelta(days=9), 1)
        enter_threshold(world.actor("admin"), "works", today(), 155_610_001)
        enter_threshold(world.actor("admin"), "light_touch", today(), 155_610_000)
        assert [one.pence for one in thresholds_to_come(today())] == [1]
        closes = time_now() + timedelta(days=20, hours=1)
        write_tender(world.actor("lead"), tender, asked(regime="act", closes_at=closes))
        version = db.session.get_one(Decision, propose_start(world.actor("lead"), tender))
        terms = told_of(version)["terms"]
    assert "Light-touch services, such as health: £1,556,100" in terms["above"]
    assert "other public bodies: £207,720" in terms["above"] and "Works" not in terms["above"]
    assert terms["short_days"] == 5
    assert ("Time for bids", f"{USUAL}. This is 5 days shorter") in start_lines(terms)
