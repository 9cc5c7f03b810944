"""A time at which voting opens, set before: the time decides, and whatever meets it first opens the vote."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from federation.decisions.models import Ballot, Decision, RollEntry
from federation.decisions.proposals.actions.proposals import revise
from federation.decisions.proposals.texts import Draft
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.opening import open_vote
from federation.decisions.voting.actions.planning import plan
from federation.decisions.voting.actions.scheduling import call_off, open_due, schedule_vote
from federation.decisions.voting.actions.standing_aside import stand_aside
from federation.decisions.voting.actions.withdrawing import withdraw
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.record import RecordEntry
from federation.kernel.refusals import Invalid, NotYours, Refusal
from federation.kernel.words import moment
from federation.network.models import Practice
from federation.testing.world import World, make_world
from tests.decisions.test_letters import mails, work
from tests.decisions.votes import all_can_sign_in, in_hours, preset, propose

Travel = Callable[[timedelta], None]


def decision(decision_id: int) -> Decision:
    db.session.expire_all()
    return db.session.get_one(Decision, decision_id)


def acts(decision_id: int) -> list[str]:
    return list(
        db.session.scalars(
            select(RecordEntry.action)
            .where(RecordEntry.subject == f"decision:{decision_id}")
            .order_by(RecordEntry.seq)
        )
    )


def scheduled(world: World, opens: float = 10, closes: float = 40, **changes: object) -> int:
    """A proposal of rep1 whose vote opens in so many hours."""
    number = propose(world, "rep1")
    with world.scope():
        rule = preset("simple_majority", **changes)
        schedule_vote(world.actor("rep1"), number, rule, in_hours(opens), in_hours(closes))
    return number


def home(world: World, number: int = 1) -> int:
    return world.practices[f"Z990{number:02}"]


@pytest.mark.both_databases
def test_a_vote_opens_at_its_time_with_the_roll_of_that_moment(app: Flask, travel: Travel) -> None:
    world = make_world(practices=3)
    number = scheduled(world)
    with world.scope():
        before = decision(number)
        assert (before.state, before.year, before.roll, before.opened_at) == ("scheduled", None, None, None)
        with unit_of_work() as session:
            session.get_one(Practice, home(world, 2)).membership = "associate"
        stand_aside(world.actor("rep3"), number, home(world, 3), "Our partner owns the cars.")
        assert open_due() == 0
        travel(timedelta(hours=11))
        assert (open_due(), open_due()) == (1, 0)
        row = decision(number)
        assert (row.state, row.voted, row.opened_by) == ("open", 0, world.people["rep1"])
        assert row.roll is not None and (row.roll["practices"], row.roll["recused"]) == (1, 1)
        assert db.session.execute(
            select(RollEntry.code, RollEntry.recusal_reason).order_by(RollEntry.code)
        ).all() == [("Z99001", None), ("Z99003", "Our partner owns the cars.")]
        assert row.opens_at and row.opened_at and row.closes_at and row.opened_at > row.opens_at
        assert acts(number) == ["decision.scheduled", "interest.declared", "decision.opened"]
        assert record.verify()[1] is None
    work(app, world)
    assert set(mails(world, "opened")) == {"rep1"}


@pytest.mark.both_databases
def test_no_ballot_counts_before_the_time_and_the_first_one_after_it_opens_the_vote(
    app: Flask, travel: Travel
) -> None:
    world = make_world(practices=3)
    number = scheduled(world)
    with world.scope():
        with pytest.raises(Refusal, match="has not opened yet") as refused:
            cast(world.actor("rep2"), number, home(world, 2), "for")
        assert refused.value.field is None
        assert db.session.scalar(select(func.count()).select_from(Ballot)) == 0
        assert decision(number).state == "scheduled"
        travel(timedelta(hours=10, seconds=5))
        assert cast(world.actor("rep2"), number, home(world, 2), "for").first
        row = decision(number)
        assert (row.state, row.voted) == ("open", 1)
        assert acts(number) == ["decision.scheduled", "decision.opened", "ballot.cast"]
        assert open_due() == 0


@pytest.mark.both_databases
def test_until_it_opens_the_text_is_fixed_and_the_vote_can_be_set_anew_or_called_off(
    app: Flask, travel: Travel
) -> None:
    world = make_world(practices=3)
    number = scheduled(world)
    draft = Draft(title="Another title", body="Another text.", reasons="")
    with world.scope():
        author, chair = world.actor("rep1"), world.actor("chair")
        with pytest.raises(Refusal, match="Call the vote off first"):
            revise(author, number, draft)
        for name in ("rep2", "admin", "member"):
            with pytest.raises(NotYours):
                call_off(world.actor(name), number)
        schedule_vote(chair, number, preset("consent"), in_hours(20), in_hours(60))
        row = decision(number)
        assert (row.state, row.rule and row.rule["method"], row.opened_by) == (
            "scheduled",
            "consent",
            world.people["chair"],
        )
        call_off(author, number)
        row = decision(number)
        assert (row.state, row.rule, row.opens_at, row.closes_at) == ("discussion", None, None, None)
        with pytest.raises(Refusal, match="nothing to call off"):
            call_off(author, number)
        assert revise(author, number, draft) == 2
        schedule_vote(author, number, preset("consent"), in_hours(1), in_hours(60))
        open_vote(author, number, preset("simple_majority"), in_hours(24))
        assert decision(number).state == "open"
        assert [act for act in acts(number) if act.startswith("decision.")] == [
            "decision.scheduled",
            "decision.scheduled",
            "decision.called_off",
            "decision.scheduled",
            "decision.opened",
        ]
        travel(timedelta(hours=2))
        assert open_due() == 0


def test_once_its_time_has_come_it_can_only_open(app: Flask, travel: Travel) -> None:
    world = make_world(practices=3)
    number = scheduled(world)
    travel(timedelta(hours=11))
    with world.scope():
        author = world.actor("rep1")
        for act in (
            lambda: call_off(author, number),
            lambda: open_vote(author, number, preset("consent"), in_hours(24)),
            lambda: schedule_vote(author, number, preset("consent"), in_hours(1), in_hours(24)),
        ):
            with pytest.raises(Refusal, match="opens in a moment"):
                act()
        assert decision(number).state == "scheduled"


def test_a_scheduled_vote_can_be_withdrawn(app: Flask, travel: Travel) -> None:
    world = make_world(practices=3)
    number = scheduled(world)
    with world.scope():
        withdraw(world.actor("rep1"), number, "We think again.")
        travel(timedelta(hours=11))
        assert (open_due(), decision(number).state) == (0, "withdrawn")


@pytest.mark.both_databases
def test_a_vote_that_cannot_open_is_in_discussion_again_and_keeps_no_other_waiting(
    app: Flask, travel: Travel
) -> None:
    world = make_world(practices=1)
    late = scheduled(world, 10, 12)
    alone = scheduled(world, 11, 40)
    fine = scheduled(world, 12, 40)
    with world.scope():
        stand_aside(world.actor("rep1"), alone, home(world), "It is our own house.")
        travel(timedelta(hours=13))
        assert open_due() == 1
        assert decision(fine).state == "open"
        for number in (late, alone):
            assert (decision(number).state, decision(number).closes_at) == ("discussion", None)
            assert acts(number)[-1] == "decision.not_opened"
        assert db.session.scalars(select(RollEntry.decision_id)).all() == [fine]
        assert record.verify()[1] is None
    work(app, world)
    assert "had passed before voting could open" in mails(world, f"not_opened:{late}:")["rep1"]
    assert "No practice may vote" in mails(world, f"not_opened:{alone}:")["rep1"]


def test_times_that_make_no_sense_are_refused_at_their_field(app: Flask) -> None:
    world = make_world(practices=3)
    number = propose(world, "rep1")
    cases = (
        (-1, 24, "opens_at", "must open in the future"),
        (24 * 400, 24 * 401, "opens_at", "must open within a year"),
        (24, 23, "closes_at", "must close after it opens"),
        (24, 24 * 400, "closes_at", "must close within a year"),
        (24, 24 + 71, "closes_at", "at least 72 hours"),
    )
    rule = preset("simple_majority", minimum_hours=72)
    with world.scope():
        author = world.actor("rep1")
        for opens, closes, field, words in cases:
            with pytest.raises(Invalid, match=words) as refused:
                schedule_vote(author, number, rule, in_hours(opens), in_hours(closes))
            assert refused.value.field == field
        plan(author, number, rule="simple_majority")
        with pytest.raises(Invalid, match="must close after it opens"):
            plan(author, number, opens_at=in_hours(30), closes_at=in_hours(29))
        assert decision(number).state == "discussion"


def test_pages_before_and_at_the_time(app: Flask, travel: Travel) -> None:
    world = make_world(practices=3)
    number = scheduled(world)
    base = f"/f/{world.slug}/decisions/{number}"
    with world.scope():
        opens = decision(number).opens_at
        assert opens is not None
        words = moment(opens)

    def browser(name: str) -> FlaskClient:
        return world.client(app, name)

    page = browser("rep2").get(base).text
    assert f"Voting opens {words}" in page and "Call the vote off" not in page
    for path in ("/f/saltmarsh/", "/f/saltmarsh/decisions/now"):
        assert f"Voting opens {words}" in browser("rep2").get(path).text
    ballot = f"{base}/vote/{home(world, 2)}"
    early = browser("rep2").get(ballot)
    assert (early.status_code, f"It opens {words}" in early.text) == (409, True)
    assert browser("rep2").post(ballot, data={"stance": "for"}).status_code == 409
    assert browser("rep2").get(f"{base}/roll").status_code == 404
    assert "Call the vote off" in browser("rep1").get(base).text
    assert browser("rep1").get(f"{base}/edit").status_code == 409
    travel(timedelta(hours=11))
    for name in ("rep1", "rep2"):
        page = browser(name).get(base).text
        assert "Voting opens in a moment" in page and "Call the vote off" not in page
    assert browser("rep2").get(ballot).status_code == 409
    assert browser("rep1").post(f"{base}/call-off").status_code == 409
    with world.scope():
        assert decision(number).state == "scheduled"
    assert browser("rep2").post(ballot, data={"stance": "for"}).status_code == 303
    with world.scope():
        assert (decision(number).state, decision(number).voted) == ("open", 1)


def test_the_three_steps_set_a_time_and_calling_off_is_one_button(app: Flask) -> None:
    world = make_world(practices=3)
    all_can_sign_in(world)
    number = propose(world, "rep1")
    base = f"/f/{world.slug}/decisions/{number}"
    client = world.client(app, "rep1")
    assert client.post(f"{base}/rule", data={"rule": "simple_majority"}).status_code == 303
    with world.scope():
        opens, closes = in_hours(30), in_hours(300)
    when = {"early_close": "never", "visibility": "after_close", "reasons": "optional"}
    for name, at in (("opens_at", opens), ("closes_at", closes)):
        when |= {f"{name}-day": str(at.day), f"{name}-month": str(at.month), f"{name}-year": str(at.year)}
        when |= {f"{name}-time": "9am"}
    late = client.post(f"{base}/when", data=when | {"opens_at-year": str(opens.year + 3)})
    assert (late.status_code, "Voting must open within a year" in late.text) == (422, True)
    assert client.post(f"{base}/when", data=when).status_code == 303
    check = client.get(f"{base}/check").text
    assert "Check before you set the time" in check and "as of today" in check
    assert client.post(f"{base}/check").status_code == 303
    with world.scope():
        assert decision(number).state == "scheduled"
    assert client.post(f"{base}/call-off").status_code == 303
    page = client.get(base).text
    assert "The vote is called off" in page and "Put this proposal to the vote" in page
    empty = {name: "" if name.startswith("opens_at") else value for name, value in when.items()}
    assert client.post(f"{base}/when", data=empty).status_code == 303
    assert "Check before you open the vote" in client.get(f"{base}/check").text
    assert client.post(f"{base}/check").status_code == 303
    with world.scope():
        assert decision(number).state == "open"
