"""One vote at a time takes the place of a decision: whoever opens a second is told which vote stands in the way."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from federation.decisions.models import Decision
from federation.decisions.proposals.actions.replacing import set_supersedes
from federation.decisions.voting.actions import closing, opening, planning, scheduling
from federation.decisions.voting.actions.withdrawing import withdraw
from federation.kernel.db import db
from federation.kernel.refusals import Refusal
from federation.network.record.proving import flaws
from federation.testing import both_databases
from federation.testing.world import World, make_world
from tests.api.programs import program
from tests.assurance.crew import PATIENCE
from tests.assurance.proven import write_down
from tests.decisions.test_letters import mails, work
from tests.decisions.votes import in_hours, opened, preset, propose, vote

RULE = preset("simple_majority", tie="casting_vote")
"""Two practices, for and against, are tied under it."""
ONE = (
    " Only one vote at a time can replace a decision: wait for its result, or let this proposal replace none."
)


@pytest.fixture
def world(app: Flask) -> World:
    return make_world(practices=3)


def carried(world: World) -> int:
    """A decision that stands, and that others want to replace."""
    decision_id = opened(world, RULE, title="Share home visits")
    vote(world, decision_id, "fff")
    close(world, decision_id)
    return decision_id


def close(world: World, decision_id: int) -> None:
    with world.scope():
        closing.close_early(world.actor("chair"), decision_id, "Enough.")


def instead_of(world: World, old: int, title: str) -> int:
    """A proposal in discussion that would replace a decision."""
    decision_id = propose(world, title=title)
    with world.scope():
        set_supersedes(world.actor("rep1"), decision_id, old)
    return decision_id


def put(world: World, decision_id: int) -> None:
    with world.scope():
        opening.open_vote(world.actor("rep1"), decision_id, RULE, in_hours(48))


def ways_in(world: World, decision_id: int) -> dict[str, Callable[[], object]]:
    """Every act that puts to the vote, or prepares that."""
    rep = world.actor("rep1")
    return {
        "plan": lambda: planning.plan(rep, decision_id, rule="simple_majority"),
        "open": lambda: opening.open_vote(rep, decision_id, RULE, in_hours(48)),
        "schedule": lambda: scheduling.schedule_vote(rep, decision_id, RULE, in_hours(1), in_hours(48)),
    }


def refusals(world: World, decision_id: int) -> set[str]:
    """What each way in says; all say the same."""
    found = set()
    for act in ways_in(world, decision_id).values():
        with world.scope(), pytest.raises(Refusal) as no:
            act()
        found.add(no.value.words)
    return found


def decision(world: World, decision_id: int) -> Decision:
    db.session.rollback()
    with world.scope():
        return db.session.scalars(
            select(Decision).where(Decision.id == decision_id).execution_options(populate_existing=True)
        ).one()


@both_databases
def test_a_second_vote_waits_for_the_first(world: World) -> None:
    old = carried(world)
    first, second = instead_of(world, old, "Share clinics"), instead_of(world, old, "Share nurses")
    put(world, first)
    year = decision(world, first).year
    assert refusals(world, second) == {
        f"Voting is open on decision {year}/2 (“Share clinics”), which would replace the same decision.{ONE}"
    }
    vote(world, first, "xxx")
    close(world, first)
    put(world, second)
    vote(world, second, "fff")
    close(world, second)
    assert decision(world, old).superseded_by_id == second
    third = propose(world, title="Share desks")
    with world.scope(), pytest.raises(Refusal, match="That decision was replaced already"):
        set_supersedes(world.actor("rep1"), third, old)


@both_databases
def test_a_vote_that_came_too_late_says_what_it_could_replace(world: World) -> None:
    old = carried(world)
    first, second = instead_of(world, old, "Share clinics"), instead_of(world, old, "Share nurses")
    put(world, first)
    vote(world, first, "fff")
    close(world, first)
    year = decision(world, first).year
    [words] = refusals(world, second)
    assert words == (
        f"The decision that this would replace has been replaced already, by decision {year}/2 (“Share clinics”). "
        "Let this proposal replace that one, or none."
    )
    with world.scope():
        set_supersedes(world.actor("rep1"), second, first)
    put(world, second)
    assert decision(world, second).state == "open"


def test_a_tie_that_waits_for_the_chair_and_a_time_that_is_set_stand_in_the_way(world: World) -> None:
    old = carried(world)
    first, second = instead_of(world, old, "Share clinics"), instead_of(world, old, "Share nurses")
    with world.scope():
        opens_at = in_hours(24)
        scheduling.schedule_vote(world.actor("rep1"), first, RULE, opens_at, in_hours(72))
    [words] = refusals(world, second)
    assert words.startswith("Voting on “Share clinics” opens ")
    assert words.endswith(f", and it would replace the same decision.{ONE}")
    with world.scope():
        scheduling.call_off(world.actor("rep1"), first)
    put(world, first)
    vote(world, first, "fx")
    close(world, first)
    assert decision(world, first).verdict == "tied"
    [words] = refusals(world, second)
    assert words == (
        f"The casting vote on decision {decision(world, first).year}/2 (“Share clinics”) is still to be given, and it "
        f"would replace the same decision.{ONE}"
    )
    with world.scope():
        closing.give_casting_vote(world.actor("chair"), first, "for", "It is time.")
    assert decision(world, old).superseded_by_id == first
    assert "has been replaced already" in str(refusals(world, second))


def test_a_vote_called_off_stands_in_nobody_s_way(world: World) -> None:
    old = carried(world)
    first, second = instead_of(world, old, "Share clinics"), instead_of(world, old, "Share nurses")
    put(world, first)
    with world.scope():
        withdraw(world.actor("chair"), first, "It blocks another.")
    put(world, second)
    assert decision(world, second).state == "open"


@both_databases
def test_of_two_votes_opened_at_once_one_opens(app: Flask, world: World) -> None:
    old = carried(world)
    both = [instead_of(world, old, "Share clinics"), instead_of(world, old, "Share nurses")]
    with world.scope():
        closes_at = in_hours(48)
    db.session.remove()
    together, said = threading.Barrier(2), []

    def act(decision_id: int) -> None:
        with app.app_context(), world.scope():
            together.wait(PATIENCE)
            try:
                opening.open_vote(world.actor("rep1"), decision_id, RULE, closes_at)
            except Refusal as no:
                said.append(no.words)

    threads = [threading.Thread(target=act, args=(one,)) for one in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(decision(world, one).state for one in both) == ["discussion", "open"]
    [words] = said
    assert words.startswith("Voting is open on decision ")


def test_a_vote_whose_time_has_come_does_not_open_beside_another(
    app: Flask, world: World, travel: Callable[[timedelta], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it can be where both were put to the vote before there was this rule."""
    old = carried(world)
    first, second = instead_of(world, old, "Share clinics"), instead_of(world, old, "Share nurses")
    with world.scope():
        scheduling.schedule_vote(world.actor("rep1"), second, RULE, in_hours(2), in_hours(72))
    with monkeypatch.context() as before:
        before.setattr(opening, "check_replaces", lambda _: None)
        put(world, first)
    travel(timedelta(hours=3))
    with world.scope():
        assert scheduling.open_due() == 0
    assert decision(world, second).state == "discussion"
    work(app, world)
    [letter] = mails(world, f"not_opened:{second}").values()
    assert "Voting is open on decision" in letter


def test_pages_and_programs_say_it_with_a_link(app: Flask, world: World) -> None:
    old = carried(world)
    first, second = instead_of(world, old, "Share clinics"), instead_of(world, old, "Share nurses")
    client = world.client(app, "rep1")
    path = f"/f/saltmarsh/decisions/{second}/rule"
    assert "Not yet" not in client.get(path).text
    put(world, first)
    year = decision(world, first).year
    page = client.get(path).text
    assert (
        f"Voting is open on decision {year}/2 (“Share clinics”), which would replace the same decision."
        in page
    )
    assert f'<a href="/f/saltmarsh/decisions/{first}">Read decision {year}/2 (“Share clinics”)</a>' in page
    assert f'href="/f/saltmarsh/decisions/{second}/replaces"' in page
    page = client.post(path, data={"rule": "simple_majority"}).text
    assert page.count("Voting is open on decision") == 2
    closes_at = in_hours(48).isoformat()
    sent = {"preset": "simple_majority", "closes_at": closes_at}
    said = program(app, world, "rep1")("POST", f"/decisions/{second}/open", sent)
    assert (said.status_code, "Voting is open on decision" in said.text) == (409, True)


@both_databases
def test_what_was_replaced_when_a_vote_closes_stays_replaced_and_all_are_told(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it can be where both votes were opened before there was this rule."""
    write_down(world)
    old = carried(world)
    first, second = instead_of(world, old, "Share clinics"), instead_of(world, old, "Share nurses")
    monkeypatch.setattr(opening, "check_replaces", lambda _: None)
    for one in (first, second):
        put(world, one)
        vote(world, one, "fff")
    close(world, first)
    close(world, second)
    assert (decision(world, old).superseded_by_id, decision(world, second).verdict) == (first, "carried")
    year = decision(world, first).year
    note = (
        f"Decision {year}/1 had been replaced already, by decision {year}/2, so this decision replaces none. "
        "Both stand: where they differ, members decide which holds."
    )
    assert (decision(world, second).result or {})["notes"] == [note]
    assert note not in (decision(world, first).result or {})["notes"]
    work(app, world)
    letters = mails(world, f"closed:{second}").values()
    assert letters and all(note in letter for letter in letters)
    client = world.client(app, "rep1")
    page = client.get(f"/f/saltmarsh/decisions/{second}").text
    assert note in page and "<dt>Was to replace</dt>" in page
    assert f'<a href="/f/saltmarsh/decisions/{first}">{year}/2: Share clinics</a> has replaced' in page
    page = client.get(f"/f/saltmarsh/decisions/{first}").text
    assert "<dt>Replaces</dt>" in page and "has replaced" not in page
    assert note in program(app, world, "rep1")("GET", f"/decisions/{second}").text
    with world.scope():
        assert [str(flaw) for flaw in flaws() if "replace" in str(flaw)] == []
