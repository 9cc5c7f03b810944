"""Opening, casting, standing aside and closing, on both databases."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from federation.decisions.models import Ballot, Decision, RollEntry
from federation.decisions.voting.actions import closing
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_due, close_early, give_casting_vote
from federation.decisions.voting.actions.objections import accept_resolution, answer_objection
from federation.decisions.voting.actions.opening import open_vote
from federation.decisions.voting.actions.standing_aside import stand_aside
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.network.models import Practice
from federation.plugin.migrate import owner_engine
from federation.testing.world import make_world
from tests.decisions.votes import in_hours, opened, preset, propose, vote

pytestmark = pytest.mark.both_databases


def decision(decision_id: int) -> Decision:
    db.session.expire_all()
    found = db.session.get(Decision, decision_id)
    assert found is not None
    return found


def test_a_vote_from_opening_to_verdict(app: Flask) -> None:
    world = make_world()
    number = opened(world)
    vote(world, number, "fffffff xx")
    with world.scope():
        verdict = close_early(world.actor("chair"), number, "Everybody who can has voted.")
        assert (verdict.verdict, [test.words for test in verdict.tests]) == (
            "carried",
            [
                "9 of the 12 practices voted. At least 7 were needed.",
                "7 of 9 votes for or against were for: 77.8%. More than 50% was needed.",
            ],
        )
        row = decision(number)
        assert (row.state, row.verdict, row.how, row.voted) == ("closed", "carried", "For 7, against 2", 9)
        assert row.closed_at is not None and (row.year, row.ordinal) == (row.closed_at.year, 1)
        assert record.verify()[1] is None


def test_the_roll_is_fixed_when_voting_opens(app: Flask) -> None:
    world = make_world(practices=3)
    number = opened(world, preset("patient_weighted"))
    with unit_of_work() as session, world.scope():
        practice = session.get(Practice, world.practices["Z99001"])
        practice.list_size, practice.membership = 99999, "associate"
        session.add(Practice(code="Z99013", name="Mudflat Lane Surgery", membership="full", list_size=5000))
    with world.scope():
        assert db.session.execute(
            select(RollEntry.code, RollEntry.patients, RollEntry.weight).order_by(RollEntry.code)
        ).all() == [("Z99001", 11240, 12), ("Z99002", 16480, 17), ("Z99003", 8910, 9)]
        cast(world.actor("rep1"), number, world.practices["Z99001"], "for")


def test_associates_closed_and_departed_practices_are_on_no_roll(app: Flask) -> None:
    world = make_world(practices=4)
    with unit_of_work() as session, world.scope():
        session.get(Practice, world.practices["Z99001"]).membership = "associate"
        session.get(Practice, world.practices["Z99002"]).closed_on = in_hours(0).date()
        session.get(Practice, world.practices["Z99003"]).left_on = in_hours(0).date()
    number = opened(world)
    with world.scope():
        assert db.session.scalars(select(RollEntry.code)).all() == ["Z99004"]
        for rep, code in (("rep1", "Z99001"), ("rep2", "Z99002"), ("rep3", "Z99003")):
            with pytest.raises(Refusal, match="not on the list"):
                cast(world.actor(rep), number, world.practices[code], "for")


def test_a_ballot_can_be_changed_until_the_close_and_its_history_stays(app: Flask) -> None:
    world = make_world(practices=3)
    world.add("partner", "representative", "Z99001")
    number = opened(world)
    home = world.practices["Z99001"]
    with world.scope():
        first = cast(world.actor("rep1"), number, home, "against", "Too dear.")
        again = cast(world.actor("partner"), number, home, "for", "Our partners agreed.")
        assert (first.first, again.first) == (True, False)
        assert decision(number).voted == 1
        assert db.session.execute(
            select(Ballot.version, Ballot.stance, Ballot.reason).order_by(Ballot.version)
        ).all() == [(1, "against", "Too dear."), (2, "for", "Our partners agreed.")]
        verdict = close_early(world.actor("chair"), number, "Test.")
        assert dict(verdict.tally.stances)["for"].practices == 1
        with pytest.raises(Refusal, match="closed"):
            cast(world.actor("rep1"), number, home, "against")


def test_only_a_representative_casts_and_only_for_their_practice(app: Flask) -> None:
    world = make_world(practices=3)
    number = opened(world, author="rep1")
    with world.scope():
        for name in ("admin", "chair", "member", "lay", "observer", "rep2"):
            with pytest.raises(NotYours):
                cast(world.actor(name), number, world.practices["Z99001"], "for")
        assert db.session.scalar(select(func.count()).select_from(Ballot)) == 0


def test_an_administrator_as_such_may_not_put_to_the_vote(app: Flask) -> None:
    world = make_world(practices=3)
    number = propose(world, "rep1")
    with world.scope():
        for name in ("admin", "lay", "observer", "rep2", "member"):
            with pytest.raises(NotYours):
                open_vote(world.actor(name), number, preset("simple_majority"), in_hours(1))
        open_vote(world.actor("chair"), number, preset("simple_majority"), in_hours(1))
        with pytest.raises(Refusal, match="open already"):
            open_vote(world.actor("rep1"), number, preset("simple_majority"), in_hours(1))


def test_the_deadline_decides_with_no_job_needed(app: Flask, travel: Callable[[timedelta], None]) -> None:
    world = make_world(practices=3)
    number = opened(world, hours=1)
    vote(world, number, "ff")
    travel(timedelta(hours=1, seconds=1))
    with world.scope():
        with pytest.raises(Refusal, match="closed"):
            cast(world.actor("rep3"), number, world.practices["Z99003"], "against")
        assert decision(number).state == "closed"
        assert (close_due(), close_due()) == (0, 0)
        assert (decision(number).verdict, decision(number).closed_at) == (
            "carried",
            decision(number).closes_at,
        )


def test_standing_aside_leaves_the_roll_and_the_denominators(app: Flask) -> None:
    world = make_world(practices=4)
    number = opened(world)
    vote(world, number, "fx")
    with world.scope():
        stand_aside(world.actor("rep2"), number, world.practices["Z99002"], "A partner owns the supplier.")
        assert decision(number).roll == decision(number).roll | {"practices": 3, "recused": 1}
        assert decision(number).voted == 1
        with pytest.raises(Refusal, match="stood aside"):
            cast(world.actor("rep2"), number, world.practices["Z99002"], "for")
        cast(world.actor("rep3"), number, world.practices["Z99003"], "for")
        verdict = close_early(world.actor("chair"), number, "Test.")
        assert verdict.tests[0].words == "2 of the 3 practices voted. At least 2 were needed."
        assert verdict.verdict == "carried"


def test_an_interest_declared_before_opening(app: Flask) -> None:
    world = make_world(practices=3)
    number = propose(world, "rep3")
    with world.scope():
        stand_aside(world.actor("rep1"), number, world.practices["Z99001"], "We would be the supplier.")
        summary = open_vote(world.actor("rep3"), number, preset("simple_majority"), in_hours(1))
        assert (summary.practices, summary.recused) == (2, 1)


def test_a_tie_is_decided_by_the_chair_where_the_rule_says_so(app: Flask) -> None:
    world = make_world(practices=2)
    number = opened(world, preset("simple_majority", tie="casting_vote"), author="rep1")
    vote(world, number, "fx")
    with world.scope():
        assert close_early(world.actor("chair"), number, "Test.").verdict == "tied"
        with pytest.raises(NotYours):
            give_casting_vote(world.actor("rep1"), number, "for", "Mine.")
        assert (
            give_casting_vote(world.actor("chair"), number, "for", "The status quo helps nobody.").verdict
            == "carried"
        )
        with pytest.raises(Refusal, match="no tie"):
            give_casting_vote(world.actor("chair"), number, "against", "Again.")
        assert decision(number).result["notes"]


def test_consent_with_an_objection_that_is_resolved(app: Flask) -> None:
    world = make_world(practices=3)
    number = opened(world, preset("consent"), author="rep1")
    home = world.practices["Z99003"]
    with world.scope(), pytest.raises(Invalid, match="reason"):
        cast(world.actor("rep3"), number, home, "object", " ")
    vote(world, number, "cco", "It harms the smallest practices.")
    with world.scope():
        with pytest.raises(Invalid):
            cast(world.actor("rep1"), number, world.practices["Z99001"], "abstain")
        answer_objection(world.actor("rep1"), number, home, "We add a minimum.")
        with pytest.raises(NotYours):
            accept_resolution(world.actor("rep1"), number, home)
        accept_resolution(world.actor("rep3"), number, home)
        verdict = close_early(world.actor("chair"), number, "Test.")
        assert (verdict.verdict, decision(number).how) == ("carried", "No objections left. 1 was resolved")


def test_approval_of_one_option_among_several(app: Flask) -> None:
    world = make_world(practices=3)
    rule = preset("simple_majority", method="approval", threshold=None)
    number = opened(world, rule, author="rep1", options=("Tidemill Hall", "Chalk Hill Barn"))
    vote(world, number, "aab")
    with world.scope():
        verdict = close_early(world.actor("chair"), number, "Test.")
        assert (verdict.verdict, verdict.chosen, decision(number).how) == (
            "carried",
            ("a",),
            "Tidemill Hall 2, Chalk Hill Barn 1",
        )


def test_closing_early_when_all_have_voted_where_the_rule_says_so(app: Flask) -> None:
    world = make_world(practices=2)
    number = opened(world, preset("simple_majority", early_close="all_voted"), author="rep1")
    vote(world, number, "f")
    with world.scope():
        assert decision(number).state == "open"
    vote(world, number, " f")
    with world.scope():
        assert (decision(number).state, decision(number).verdict) == ("closed", "carried")


def test_the_database_itself_refuses_changes_of_a_closed_decision(app: Flask, database_url: str) -> None:
    world = make_world(practices=2)
    number = opened(world, author="rep1")
    vote(world, number, "ff")
    with world.scope():
        close_early(world.actor("chair"), number, "Test.")
    db.session.remove()
    engine = owner_engine(database_url)
    statements = (
        "UPDATE decisions_ballot SET stance = 'against'",
        "DELETE FROM decisions_ballot",
        "UPDATE decisions_roll_entry SET weight = 5",
        "DELETE FROM decisions_roll_entry",
        "UPDATE decisions_decision SET verdict = 'not_carried'",
        "UPDATE decisions_decision SET state = 'open'",
        "UPDATE decisions_decision SET voted = 1",
        "DELETE FROM decisions_decision",
        "UPDATE decisions_version SET body = 'We agree to something else.'",
        "UPDATE kernel_record SET data = '{}'",
        "DELETE FROM kernel_record",
        "INSERT INTO decisions_ballot (federation_id, decision_id, roll_entry_id, version,"
        " stance, reason, cast_by, cast_at, receipt, nonce)"
        " SELECT federation_id, decision_id, roll_entry_id, 2, 'against', '', cast_by, cast_at, 'LATE', '' FROM decisions_ballot",
    )
    for statement in statements:
        with (
            engine.connect() as connection,
            pytest.raises(Exception, match=r"changed|over|fixed|deleted|added"),
        ):
            connection.execute(text(statement))
            connection.commit()
    engine.dispose()


def test_another_federations_decision_answers_as_one_that_does_not_exist(app: Flask) -> None:
    ours, theirs = make_world(practices=2), make_world("dunes", practices=2)
    number = opened(theirs, author="rep1")
    vote(theirs, number, "f")
    with ours.scope():
        for missing in (number, 999_999):
            with pytest.raises(NotFound):
                cast(ours.actor("rep1"), missing, ours.practices["Z99001"], "for")
            with pytest.raises(NotFound):
                close_early(ours.actor("chair"), missing, "Mine.")
    with theirs.scope():
        assert db.session.scalar(select(func.count()).select_from(Ballot)) == 1


def test_the_last_practice_to_stand_aside_closes_a_vote_in_which_all_others_voted(app: Flask) -> None:
    world = make_world(practices=3)
    number = opened(world, preset("simple_majority", early_close="all_voted"), author="rep1")
    vote(world, number, "ff")
    with world.scope():
        assert decision(number).state == "open"
        stand_aside(world.actor("rep3"), number, world.practices["Z99003"], "We would gain from it.")
        assert (decision(number).state, decision(number).verdict) == ("closed", "carried")


def test_a_vote_that_cannot_be_closed_keeps_no_other_from_its_verdict(
    app: Flask, travel: Callable[[timedelta], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world(practices=2)
    broken, sound = opened(world, hours=1), opened(world, hours=1)
    judged = closing.judged

    def stumble(found: Decision, *more: object) -> object:
        if found.id == broken:
            raise ArithmeticError("a fault of ours")
        return judged(found, *more)

    monkeypatch.setattr(closing, "judged", stumble)
    travel(timedelta(hours=2))
    with world.scope():
        assert close_due() == 1
        assert (decision(broken).state, decision(sound).state) == ("open", "closed")
