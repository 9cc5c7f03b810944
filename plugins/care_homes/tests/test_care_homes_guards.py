"""What the database itself refuses, whoever writes; nothing is lost while the plugin is off, a verdict in between included."""

from typing import Any

import pytest
from federation_care_homes.aligning.actions.proposing import propose_alternatives
from federation_care_homes.aligning.actions.working_out import AlignmentWish, work_out
from federation_care_homes.homes.actions import enter_home, home_of, place_practice
from federation_care_homes.models import CareHome, HomeAlternative, HomeArrival, HomeEvidence, HomeOffer
from federation_care_homes.running.actions import finish_plan, note_arrivals
from federation_care_homes.sharing.actions import bring_evidence, review_evidence
from federation_care_homes.support.actions import OfferWish, end_offer, offer_support
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from federation.network.plugins.actions.switching import switch_from_terminal
from federation.network.record.proving import flaws
from federation.testing import both_databases
from federation.toolkit import practices, session, today, unit_of_work

CODES = ("1-900000001", "1-900000002")


def furnish(world: Any) -> int:
    """Two homes, and an alternative that gives both to the nearest practice; its number."""
    admin = world.actor("admin")
    for place, one in enumerate(sorted(practices(), key=lambda one: one.code)):
        place_practice(None, one.id, place * 5_000, 0)
    for x, code in enumerate(CODES):
        enter_home(admin, {"code": code, "name": f"Home {x}", "beds": 20, "x": x, "y": 0})
    return work_out(admin, AlignmentWish("Nearest", 1, 1, 90))


def refused(words: str, statement: Any) -> None:
    """That the database refuses a statement, with these words."""
    with pytest.raises(DBAPIError, match=words), unit_of_work():
        session.execute(statement)
    session.rollback()


@both_databases
def test_what_was_decided_stays(federation_world: Any, federation_work: Any) -> None:
    world = federation_world
    with world.scope():
        number = furnish(world)
        first, second = sorted(practices(), key=lambda one: one.code)[:2]
        away = update(HomeAlternative).where(HomeAlternative.id == number)
        refused("as it was worked out", away.values(homes=dict.fromkeys(CODES, second.code)))
        refused("as it was worked out", away.values(moves=0, cost=0))
        refused("decided", away.values(decided="carried", decision_id=1))
        refused("is kept", delete(HomeAlternative).where(HomeAlternative.id == number))
        decision_id = propose_alternatives(world.actor("chair"), [number])
        home = update(CareHome).where(CareHome.code == CODES[0])
        refused("members choose", home.values(practice_id=first.id, decision_id=decision_id))
    world.decide(decision_id, "for")
    federation_work()
    federation_work()
    with world.scope():
        assert home_of(CODES[0]).practice_id == first.id
        refused("members choose", home.values(practice_id=second.id))
        refused("members choose", home.values(practice_id=None, decision_id=None))
        refused("decided", away.values(decided="", decision_id=None))
        refused("is kept", delete(CareHome).where(CareHome.code == CODES[0]))
        assert [one for one in flaws() if one.where.startswith("The guard")] == []


@both_databases
def test_plans_reviews_and_offers_stay_as_they_were_said(federation_world: Any) -> None:
    world = federation_world
    with world.scope():
        furnish(world)
        admin, rep = world.actor("admin"), world.actor("rep1")
        with unit_of_work():
            home_of(CODES[0]).practice_id = world.practice_of("rep1")
        (arrival,) = note_arrivals(rep, CODES[0], today())
        plan = update(HomeArrival).where(HomeArrival.id == arrival)
        refused("plan stays", plan.values(due_on=today()))
        finish_plan(rep, CODES[0], arrival, today())
        refused("plan stays", plan.values(done_on=None))
        brought = bring_evidence(rep, "A hot line", "Staff ring one number first.")
        row = update(HomeEvidence).where(HomeEvidence.id == brought)
        refused("reviewed stays", row.values(words="Something else"))
        refused("reviewed stays", row.values(verdict="use", reason="Mine.", reviewed_by=rep.person_id))
        review_evidence(admin, brought, "try", "In one home first.")
        refused("reviewed stays", row.values(verdict="use"))
        refused("is kept", delete(HomeEvidence).where(HomeEvidence.id == brought))
        offered = offer_support(rep, CODES[0], OfferWish("course", "Wound care", "In May.", 2))
        offer = update(HomeOffer).where(HomeOffer.id == offered)
        refused("offer stays", offer.values(title="Something else"))
        end_offer(rep, offered, 2, "Both came.")
        refused("offer stays", offer.values(taken=9))


@both_databases
def test_a_verdict_while_it_is_off_is_done_once_it_is_on_again(
    federation_world: Any, federation_work: Any, federation_client: Any
) -> None:
    world = federation_world
    with world.scope():
        number = furnish(world)
        decision_id = propose_alternatives(world.actor("chair"), [number])
        switch_from_terminal("care_homes", False)
    assert federation_client("admin").get(world.address("care_homes/")).status_code == 404
    world.decide(decision_id, "for")
    federation_work()
    with world.scope():
        assert session.get_one(HomeAlternative, number).decided == "waiting"
        switch_from_terminal("care_homes", True)
    federation_work()
    federation_work()
    with world.scope():
        assert session.get_one(HomeAlternative, number).decided == "carried"
        assert {home_of(code).decision_id for code in CODES} == {decision_id}
    page = federation_client("admin").get(world.address("care_homes/")).text
    assert "2 of 2 homes have one practice" in page
