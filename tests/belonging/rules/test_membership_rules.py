"""How the steps of a notice add up, and when a practice has been heard."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.belonging.rules import (
    CERTAIN,
    HEARING,
    OF_NOTICE,
    NoticeStep,
    StandingNotice,
    heard_from,
    roles_end_on,
    standing_notice,
)

DAY, NOW = date(2027, 3, 1), datetime(2027, 1, 1, tzinfo=UTC)
STEPS = st.lists(st.builds(NoticeStep, st.sampled_from(OF_NOTICE), st.just(DAY)), max_size=12)


def test_a_notice_counts_once_it_is_confirmed_and_is_due_on_its_day() -> None:
    given_ = [NoticeStep("notice", DAY)]
    assert standing_notice(given_) == StandingNotice(DAY, True)
    for word in CERTAIN:
        found = standing_notice([*given_, NoticeStep(word, DAY)])
        assert found == StandingNotice(DAY, False, word == "closing")
        assert found is not None
        assert [found.is_due(DAY - timedelta(days=1)), found.is_due(DAY)] == [False, True]
    assert not StandingNotice(DAY, True).is_due(DAY)


@given(STEPS)
def test_nothing_but_a_notice_makes_one_stand(steps: list[NoticeStep]) -> None:
    ends = ("taken_back", "gone", "objected", "closed")
    last = max((n for n, one in enumerate(steps) if one.kind in ends), default=-1)
    after = [one.kind for one in steps[last + 1 :]]
    stands = standing_notice(steps)
    assert (stands is not None) == ("notice" in after or "closing" in after)


@pytest.mark.parametrize(
    ("kinds", "ends"),
    [
        (("notice", "confirmed", "gone"), DAY),
        (("closing", "closed"), DAY),
        (("off",), DAY),
        (("off", "back"), None),
        (("gone", "ended", "admitted"), None),
        (("notice", "confirmed"), None),
    ],
)
def test_roles_end_with_the_membership(kinds: tuple[str, ...], ends: date | None) -> None:
    assert roles_end_on(NoticeStep(kind, DAY) for kind in kinds) == ends


def test_a_practice_has_a_week_unless_it_has_answered() -> None:
    assert heard_from(NOW, False, NOW) == NOW + HEARING
    assert heard_from(NOW, True, NOW) is None
    assert heard_from(NOW, False, NOW + HEARING) is None
