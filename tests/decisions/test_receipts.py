"""What a receipt code tells whom, and when: before the close nothing but that it belongs to an open vote, and ever after
to others than its practice only whether it counts."""

import math
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_due, close_early
from federation.decisions.voting.actions.standing_aside import stand_aside
from federation.decisions.voting.actions.withdrawing import withdraw
from federation.decisions.voting.queries.receipts import OPEN, WITHDRAWN, CheckedReceipt, check_code
from federation.decisions.voting.receipts import code_in, in_groups, new_receipt
from federation.kernel.words import moment
from federation.testing.world import World, make_world
from tests.decisions.votes import opened, preset

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
            assert check_code(code, world.actor(name)) == CheckedReceipt(OPEN), name
        for name in ("rep1", "member"):
            own = check_code(code, world.actor(name))
            assert own is not None and own.ballot is not None and own.ballot.practice == "Driftwood Surgery"
            assert own.entry is not None
        assert check_code("ZZZZZZZZ", world.actor("rep1")) is None
        assert check_code("", world.actor("rep1")) is None
        travel(timedelta(hours=25))
        assert close_due() == 1
        for name in OTHERS:
            found = check_code(code, world.actor(name))
            assert found is not None and found.decision is not None
            assert found.decision.title == "Share home visits by patients"
            assert (found.withheld, found.counts, found.ballot, found.entry) == ("", True, None, None)


def test_an_overwritten_or_recused_vote_is_shown_to_its_practice_alone(app: Flask, world: World) -> None:
    """An observer who got hold of every code learns neither whose they are nor what they said."""
    number = opened(world)
    first = cast_for_the_first(world, number)
    with world.scope():
        home, second_home = world.practices["Z99001"], world.practices["Z99002"]
        second = cast(world.actor("rep1"), number, home, "against", "We changed our mind.").code
        aside = cast(world.actor("rep2"), number, second_home, "against").code
        stand_aside(world.actor("rep2"), number, second_home, "A partner owns it.")
        close_early(world.actor("chair"), number, "Enough.")
    for code, counts in ((first, False), (second, True), (aside, False)):
        with world.scope():
            other = check_code(code, world.actor("observer"))
            assert other is not None and other._replace(decision=None) == CheckedReceipt("", None, counts)
        for path in (
            f"/f/saltmarsh/decisions/receipt?code={code}",
            f"/f/saltmarsh/decisions/receipt?code={in_groups(code).lower().replace(' ', '-')}",
        ):
            page = world.client(app, "observer").get(path).text.partition("<main")[2].partition("</main>")[0]
            assert ("it counts" in page, "does not count" in page) == (counts, not counts)
            assert not [words for words in ("Driftwood", "Lighthouse", "Entry", "gainst") if words in page]
            own = world.client(app, "rep2" if code == aside else "rep1").get(path).text
            assert "entry " in own and ("Lighthouse" if code == aside else "Driftwood") in own


def test_nobody_guesses_a_code(world: World) -> None:
    codes = {new_receipt() for _ in range(200)}
    letters = {one for code in codes for one in code}
    assert len(codes) == 200 and {len(code) for code in codes} == {28}
    assert not letters & set("01ILO") and math.log2(len(letters)) * 28 > 128
    code = codes.pop()
    assert in_groups(code).count(" ") == 6 and code_in(f" {in_groups(code).lower()}\n") == code
    assert code_in(in_groups(code).replace(" ", "-")) == code and code_in("\x00é") == ""


def test_other_times_and_other_federations(world: World) -> None:
    live = cast_for_the_first(world, opened(world, preset("simple_majority", visibility="live")))
    gone = opened(world)
    withdrawn = cast_for_the_first(world, gone)
    with world.scope():
        withdraw(world.actor("rep1"), gone, "We think again.")
        seen = check_code(live, world.actor("lay"))
        assert seen is not None and seen.counts is True and seen.ballot is None
        assert check_code(withdrawn, world.actor("lay")) == CheckedReceipt(WITHDRAWN)
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
    telling = (moment(at), fingerprint[:4] + " ", "Share home visits", "Driftwood", f"entry {seq}")
    page = world.client(app, "rep2").get(path).text
    assert "This code belongs to a vote that is still open" in page and "can be seen after the close" in page
    main = page.partition("<main")[2].partition("</main>")[0]
    assert not [words for words in telling if words in main]
    page = world.client(app, "rep1").get(path).text
    assert all(words in page for words in telling)
