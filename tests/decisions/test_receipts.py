"""What a receipt code tells whom, and when: before the close nothing but that it belongs to an open vote."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from federation.decisions.actions.voting import cast, withdraw_from_vote
from federation.decisions.queries.receipts import OPEN, WITHDRAWN, Checked, check_code
from federation.kernel.words import moment
from tests.decisions.votes import opened, preset
from tests.world import World, make_world

OTHERS = ("rep2", "admin", "chair", "lay", "observer")


@pytest.fixture
def world(app: Flask) -> World:
    return make_world(practices=3)


def cast_for_the_first(world: World, decision_id: int) -> str:
    with world.scope():
        return cast(world.actor("rep1"), decision_id, world.practices["Z99001"], "for").code


@pytest.mark.both_databases
def test_before_the_close_only_its_practice_learns_more_of_a_code(
    world: World, travel: Callable[[timedelta], None]
) -> None:
    code = cast_for_the_first(world, opened(world))
    with world.scope():
        for name in OTHERS:
            assert check_code(code, world.actor(name)) == Checked(OPEN, None, None), name
        for name in ("rep1", "member"):
            own = check_code(code, world.actor(name))
            assert own is not None and own.ballot is not None and own.ballot.practice == "Driftwood Surgery"
            assert own.entry is not None
        assert check_code("ZZZZZZZZ", world.actor("rep1")) is None
        assert check_code("", world.actor("rep1")) is None
        travel(timedelta(hours=25))
        for name in OTHERS:
            found = check_code(code, world.actor(name))
            assert found is not None and found.entry is not None and found.ballot is not None
            assert (found.withheld, found.ballot.version, found.ballot.newest) == ("", 1, 1)


def test_other_times_and_other_federations(world: World) -> None:
    live = cast_for_the_first(world, opened(world, preset("simple_majority", visibility="live")))
    gone = opened(world)
    withdrawn = cast_for_the_first(world, gone)
    with world.scope():
        withdraw_from_vote(world.actor("rep1"), gone, "We think again.")
        seen = check_code(live, world.actor("lay"))
        assert seen is not None and seen.ballot is not None
        assert check_code(withdrawn, world.actor("lay")) == Checked(WITHDRAWN, None, None)
    other = make_world("brackenfield", practices=1)
    with other.scope():
        assert check_code(live, other.actor("rep1")) is None


def test_the_page_says_no_more_than_that_the_vote_is_open(app: Flask, world: World) -> None:
    number = opened(world)
    code = cast_for_the_first(world, number)
    path = f"/f/saltmarsh/decisions/receipt?code={code}"
    with world.scope():
        own = check_code(code, world.actor("rep1"))
        assert own is not None and own.entry is not None
        seq, at, fingerprint = own.entry
    telling = (moment(at), fingerprint[:4] + " ", "Share home visits", "Driftwood", f"Entry {seq}")
    page = world.client(app, "rep2").get(path).text
    assert "This code belongs to a vote that is still open" in page and "after the close" in page
    main = page.partition("<main")[2].partition("</main>")[0]
    assert not [words for words in telling if words in main]
    page = world.client(app, "rep1").get(path).text
    assert all(words in page for words in telling)
