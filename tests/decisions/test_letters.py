"""Who gets which mail about a vote, on both databases."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from federation.decisions.models import Ballot, Decision
from federation.decisions.proposals.actions.proposals import to_discussion
from federation.decisions.rulebook.actions.agreed_proposals import propose_agreed
from federation.decisions.subjects import FIRST_REMINDER
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.opening import open_vote
from federation.decisions.voting.actions.standing_aside import stand_aside
from federation.decisions.voting.actions.withdrawing import withdraw
from federation.decisions.voting.letters.asking import remind
from federation.decisions.voting.receipts import in_groups, receipt_fingerprint
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.sealed_letters import open_letter
from federation.kernel.words import moment
from federation.people.models import Person
from federation.testing.world import World, make_world
from federation.worker import run_once
from tests.decisions.votes import in_hours, opened, preset, vote

pytestmark = pytest.mark.both_databases


def mails(world: World, about: str) -> dict[str, str]:
    """Mail whose key begins so: text by the person's short name."""
    db.session.rollback()
    names = {number: name for name, number in world.people.items()}
    with world.scope():
        rows = db.session.execute(
            select(OutboxRow.key, OutboxRow.payload).where(OutboxRow.kind == "mail")
        ).all()
    return {
        names[row.payload["person"]]: open_letter(row.key, row.payload).get("text", "")
        for row in rows
        if row.key.startswith(f"mail:{about}")
    }


def work(app: Flask, world: World) -> None:
    """Let the worker tell features what happened, without sending."""
    from federation.kernel import outbox
    from federation.plugin.announcements import revive
    from federation.plugin.door import door

    for due in outbox.lease("event"):
        with world.scope(), unit_of_work():
            assert door(app).calls.tell(revive(due.payload)) == []
        outbox.finish(due)


def test_opening_is_told_to_the_representatives_on_the_roll_who_want_it(app: Flask) -> None:
    world = make_world(practices=3)
    with unit_of_work() as session:
        session.get(Person, world.people["rep2"]).mail_choices = {"opened": "never"}
    opened(world)
    work(app, world)
    assert set(mails(world, "opened")) == {"rep1", "rep3"}


def test_reminders_go_to_those_alone_who_owe_a_ballot(
    app: Flask, travel: Callable[[timedelta], None]
) -> None:
    world = make_world(practices=4)
    number = opened(world, hours=100)
    vote(world, number, "f")
    with world.scope():
        stand_aside(world.actor("rep2"), number, world.practices["Z99002"], "We are the supplier.")
        assert remind() == 0
    travel(timedelta(hours=53))
    with world.scope():
        assert (remind(), remind()) == (1, 0)
    assert set(mails(world, "reminder48")) == {"rep3", "rep4"}
    vote(world, number, "  f")
    travel(timedelta(hours=77))
    with world.scope():
        assert (remind(), remind()) == (1, 0)
    assert set(mails(world, "reminder24")) == {"rep4"}
    assert (
        "Tidemill" not in mails(world, "reminder24")["rep4"]
        and "Saltpan Lane Surgery has not voted yet" in mails(world, "reminder24")["rep4"]
    )


def test_members_agree_when_they_are_reminded(app: Flask, travel: Callable[[timedelta], None]) -> None:
    world = make_world(practices=2)
    with world.scope():
        number = propose_agreed(world.actor("rep1"), FIRST_REMINDER, 96)
        to_discussion(world.actor("rep1"), number)
        open_vote(world.actor("rep1"), number, preset("simple_majority"), in_hours(100))
    vote(world, number, "ff")
    with world.scope():
        close_early(world.actor("chair"), number, "All have voted.")
    opened(world, hours=100)
    with world.scope():
        assert remind() == 0
    travel(timedelta(hours=5))
    with world.scope():
        assert (remind(), remind()) == (1, 0)
    assert set(mails(world, "reminder96")) == {"rep1", "rep2"}


def test_a_short_vote_is_not_reminded_the_moment_it_opens(app: Flask) -> None:
    world = make_world(practices=2)
    opened(world, hours=20)
    with world.scope():
        assert remind() == 0
    assert mails(world, "reminder") == {}


def test_the_verdict_goes_to_everybody_who_takes_part_with_its_arithmetic(app: Flask) -> None:
    world = make_world(practices=2)
    number = opened(world)
    vote(world, number, "fx", "A reason that stays on the page.")
    with world.scope():
        close_early(world.actor("chair"), number, "All have voted.")
    work(app, world)
    told = mails(world, "closed")
    assert set(told) == {"rep1", "rep2", "chair", "lay", "member"}
    assert "2 of the 2 practices voted" in told["rep1"] or "Both practices voted" in told["rep1"]
    assert not any("A reason that stays" in text for text in told.values())


def test_an_open_vote_that_is_called_off_is_told_to_everybody_who_takes_part(app: Flask) -> None:
    world = make_world(practices=2)
    number = opened(world)
    with world.scope():
        withdraw(world.actor("rep1"), number, "We found a mistake.")
    work(app, world)
    told = mails(world, "withdrawn")
    assert set(told) == {"rep1", "rep2", "chair", "lay", "member"}
    assert "Rep1 called off the vote" in told["lay"] and "We found a mistake." in told["lay"]


def test_the_worker_sends_each_letter_once(app: Flask) -> None:
    world = make_world(practices=2)
    opened(world)
    assert run_once(app) > 0
    from federation.kernel.mail import mailbox

    assert len(list(mailbox().glob("*.eml"))) == 2
    assert run_once(app) == 0


@pytest.mark.parametrize("by_program", [False, True])
def test_whoever_wants_receipts_gets_one_of_each_ballot_in_the_same_unit_of_work(
    app: Flask, by_program: bool
) -> None:
    world = make_world(practices=2)
    with unit_of_work() as session:
        session.get_one(Person, world.people["rep1"]).mail_choices = {"receipt": "at_once"}
    number = opened(world)
    for stance in ("for", "against"):
        for name, code in (("rep1", "Z99001"), ("rep2", "Z99002")):
            with world.scope():
                receipt = cast(
                    world.actor(name), number, world.practices[code], stance, "Because.", by_program
                )
            if name == "rep1":
                told = mails(world, f"receipt:{receipt_fingerprint(receipt.code)}")
                assert set(told) == {"rep1"} and in_groups(receipt.code) in told["rep1"]
                assert moment(receipt.cast_at) in told["rep1"]
    assert set(mails(world, "receipt:")) == {"rep1"}


def test_a_ballot_whose_receipt_cannot_be_sent_is_not_cast(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world(practices=2)
    with unit_of_work() as session:
        session.get_one(Person, world.people["rep1"]).mail_choices = {"receipt": "at_once"}
    number = opened(world)

    def fails(*_given: object) -> bool:
        raise RuntimeError("the outbox is out of order")

    monkeypatch.setattr("federation.kernel.outbox.add", fails)
    with world.scope(), pytest.raises(RuntimeError, match="out of order"):
        cast(world.actor("rep1"), number, world.practices["Z99001"], "for")
    monkeypatch.undo()
    db.session.rollback()
    with world.scope():
        assert db.session.scalars(select(Ballot.id)).all() == []
        assert db.session.get_one(Decision, number).voted == 0
