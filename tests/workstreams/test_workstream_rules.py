"""How far a group has come, by its milestones."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from federation.workstreams.queries.milestones import progress_words
from federation.workstreams.rules import MilestoneFacts, MilestoneProgress, milestone_state, progress_of

TODAY = date(2027, 1, 5)
DAYS = st.integers(-400, 400).map(lambda days: TODAY + timedelta(days=days))
FACTS = st.lists(st.builds(MilestoneFacts, DAYS, st.booleans()))


@given(FACTS)
def test_every_milestone_is_done_late_or_to_come(milestones: list[MilestoneFacts]) -> None:
    found = progress_of(milestones, TODAY)
    states = [milestone_state(one.due_on, one.done, False, TODAY) for one in milestones]
    assert found.total == len(milestones)
    assert (found.done, found.late) == (states.count("done"), states.count("late"))
    assert (found.next_on is None) == ("open" not in states)
    if found.next_on:
        assert all(one.done or one.due_on < TODAY or one.due_on >= found.next_on for one in milestones)


def test_progress_is_said_in_words() -> None:
    assert progress_words(MilestoneProgress(0, 0, 0, None)) == "No milestones yet"
    assert progress_words(MilestoneProgress(1, 1, 0, None)) == "1 of 1 milestone done"
    full = MilestoneProgress(7, 3, 1, date(2027, 1, 12))
    assert progress_words(full) == "3 of 7 milestones done, 1 late, next on 12 January 2027"
    assert milestone_state(TODAY, False, True, TODAY) == "dropped"
