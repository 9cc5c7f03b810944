"""Once the members have decided how often all of them meet, everybody reads whether they do."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from federation.decisions.proposals.actions.proposals import to_discussion
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.opening import open_vote
from federation.kernel.days import time_now
from federation.meetings.actions.presence import note_presence
from federation.meetings.queries.rhythm import rhythm_of_all
from federation.testing import both_databases
from federation.testing.world import World
from tests.decisions.votes import in_hours, preset, vote
from tests.meetings.conftest import Calls

WEEK = timedelta(weeks=1)


def decide(app: Flask, world: World, weeks: str) -> None:
    """Let the members decide how often they meet."""
    page = world.address("decisions/agreed/meetings-all_weeks/propose")
    answer = world.client(app, "rep1").post(page, data={"value": weeks})
    assert answer.status_code == 303, answer.text
    number = int(answer.location.rsplit("/", 1)[-1])
    with world.scope():
        to_discussion(world.actor("rep1"), number)
        open_vote(world.actor("rep1"), number, preset("simple_majority"), in_hours(100))
    vote(world, number, "f" * len(world.practices))
    with world.scope():
        close_early(world.actor("chair"), number, "All have voted.")


@both_databases
def test_all_members_keep_their_rhythm_or_miss_it(
    world: World, call: Calls, travel: Callable[[timedelta], None], app: Flask
) -> None:
    page = world.address("meetings")
    assert "How often we meet" not in world.client(app, "rep1").get(page).text
    agreed = world.address("decisions/agreed")
    assert "have not decided how often all of them meet" in world.client(app, "rep1").get(agreed).text
    propose = world.address("decisions/agreed/meetings-all_weeks/propose")
    delivered = world.client(app, "rep2").post(propose, data={"value": "66"})
    assert delivered.status_code == 303, "nothing holds yet, so what is delivered can be proposed"
    decide(app, world, "8")
    text = world.client(app, "rep1").get(agreed).text
    assert "have not decided" not in text and "once in 8 weeks at least" in text
    kept, talk = call(kind="members", days=30), call(kind="conversation", days=70)
    travel(17 * WEEK)
    with world.scope():
        for meeting in (kept, talk):
            note_presence(world.actor("admin"), meeting, {world.people["rep1"]: "present"})
        [found] = rhythm_of_all(time_now())
        assert (found.group, found.weeks) == ("All members", 8)
        assert [(one.met_on is not None, one.is_missed) for one in found.periods] == [
            (True, False),
            (False, True),
            (False, False),
        ], "a conversation is no meeting of the members that counts"
    text = world.client(app, "rep1").get(page).text
    assert "Meets once in 8 weeks" in text
    assert (text.count(">Kept<"), text.count(">Missed<")) == (1, 1)
