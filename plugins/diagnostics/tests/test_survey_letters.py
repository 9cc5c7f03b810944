"""Mail about surveys: invitations once, reminders once, and only to those who have not answered."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from federation_diagnostics.events import SurveyOpened
from federation_diagnostics.letters import remind, reminders_until
from surveying import REPRESENTATIVES, TITLE, answered, now, opened

from federation.testing import both_databases
from federation.toolkit import session

Travel = Callable[[timedelta], None]


@pytest.fixture
def here(federation_world: Any) -> Iterator[Any]:
    """Within the federation."""
    with federation_world.scope():
        yield federation_world


def subjects(letters: list[str]) -> list[str]:
    return [letter.partition("\n")[0] for letter in letters]


def set_reminder(world: Any, days: int) -> None:
    from federation.network.plugins.actions.switching import keep_settings

    keep_settings(world.actor("admin"), "diagnostics", {"reminder_days": days, "introduction": ""})


@both_databases
def test_everybody_who_is_invited_gets_one_letter(
    here: Any, federation_letters: Any, federation_tell: Any
) -> None:
    survey_id = opened(here)
    (letter,) = federation_letters("rep1")
    assert subjects([letter]) == [f"Please answer: {TITLE}"]
    assert f"/f/saltmarsh/diagnostics/surveys/{survey_id}/answer" in letter
    assert "To see ourselves as members see us." in letter
    with here.scope():
        federation_tell(SurveyOpened(here.federation_id, survey_id))
    assert len(federation_letters("rep1")) == len(federation_letters("member")) == 1
    for name in ("admin", "chair", "lay", "observer"):
        assert federation_letters(name) == []


@both_databases
def test_reminders_go_once_to_those_who_have_not_answered(
    here: Any, federation_letters: Any, federation_travel: Travel
) -> None:
    survey_id = opened(here, days=14)
    answered(here, survey_id, {"rep1": 4})
    letters = {}
    for days in (6.9, 7.1, 7.2, 11.9, 12.1, 13.9, 15):
        federation_travel(timedelta(days=days))
        letters[days] = federation_letters("rep2")
    assert {days: len(found) for days, found in letters.items()} == {
        6.9: 1,
        7.1: 2,
        7.2: 2,
        11.9: 2,
        12.1: 3,
        13.9: 3,
        15: 3,
    }
    assert subjects(letters[15]) == [f"Please answer: {TITLE}", *[f"Still open: {TITLE}"] * 2]
    assert subjects(federation_letters("rep1")) == [f"Please answer: {TITLE}"]


@both_databases
def test_many_workers_remind_once(here: Any, federation_app: Any, federation_travel: Travel) -> None:
    opened(here)
    federation_travel(timedelta(days=7.5))
    gate, told = Barrier(4), []

    def work() -> None:
        with federation_app.app_context(), here.scope():
            gate.wait()
            told.append(remind())
            session.remove()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [0, 0, 0, 7]


@both_databases
def test_one_letter_where_both_reminders_are_due(here: Any, federation_travel: Travel) -> None:
    survey_id = opened(here)
    answered(here, survey_id, dict.fromkeys(REPRESENTATIVES, 3))
    federation_travel(timedelta(days=13))
    assert [remind(), remind()] == [1, 0]
    federation_travel(timedelta(days=13.5))
    assert remind() == 0


@both_databases
def test_the_federation_sets_the_day_of_the_second_reminder(here: Any, federation_travel: Travel) -> None:
    set_reminder(here, 5)
    opened(here)
    federation_travel(timedelta(days=7.1))
    assert remind() == 7
    federation_travel(timedelta(days=8.9))
    assert remind() == 0
    federation_travel(timedelta(days=9.1))
    assert remind() == 7


def test_nobody_is_reminded_of_what_they_heard_of_yesterday(here: Any, federation_travel: Travel) -> None:
    start = now()
    assert [at - start > timedelta(days=1) for at in reminders_until(start + timedelta(days=14))] == [
        True,
        True,
    ]
    assert len(reminders_until(start + timedelta(days=2.5))) == 1
    assert reminders_until(start + timedelta(days=1)) == ()
    opened(here, days=1)
    federation_travel(timedelta(hours=23))
    assert remind() == 0


def test_people_who_have_left_get_no_letter(here: Any, federation_travel: Travel) -> None:
    from sqlalchemy import update

    from federation.network.models import Membership
    from federation.toolkit import database_now, unit_of_work

    opened(here)
    with unit_of_work():
        session.execute(
            update(Membership)
            .where(Membership.person_id == here.people["rep1"])
            .values(ended_at=database_now())
        )
    federation_travel(timedelta(days=7.5))
    assert remind() == 6


def test_whoever_wants_no_news_of_shared_work_gets_none(here: Any, federation_letters: Any) -> None:
    from federation.people.models import Person
    from federation.toolkit import unit_of_work

    with unit_of_work():
        session.get_one(Person, here.people["rep1"]).mail_choices = {"shared_work": "never"}
    opened(here)
    assert federation_letters("rep1") == []
    assert len(federation_letters("rep2")) == 1
