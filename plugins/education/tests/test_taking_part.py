"""Places that are confirmed and passed on, sessions that pass, what is put right, and who is asked when."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from federation_education.assurance.actions.asking import say
from federation_education.assurance.actions.judging import judge
from federation_education.courses.actions.attending import note_attendance
from federation_education.courses.actions.booking import book, confirm, pass_on
from federation_education.courses.actions.buying import CourseWanted, SessionWanted, commission
from federation_education.courses.actions.ending import end
from federation_education.courses.queries import bookings_of, course_here, own_booking, people_lines
from sqlalchemy import select

from federation.network.models import ThingDue
from federation.testing import both_databases
from federation.testing.world import World
from federation.toolkit import Invalid, NotFound, session, time_now, today

BRIEF = {
    "aim": "Dress wounds.",
    "why": "Asked for.",
    "doing": "In pairs.",
    "solving": "Cases.",
    "use": "Now.",
}
Travel = Callable[[timedelta], None]
Work = Callable[[], int]


def _bought(world: World, days: int = 40) -> int:
    held_at = SessionWanted(time_now() + timedelta(days=days), 90, "Quayside Practice")
    return commission(
        world.actor("chair"), CourseWanted("Wound care", BRIEF, 12, 60_000, 4_000, sessions=[held_at])
    )


def _owed(name: str) -> list[tuple[int | None, int | None]]:
    """Whom something is open for, by the beginning of its key."""
    asked = ThingDue.feature == "education", ThingDue.key.startswith(f"{name}:"), ThingDue.is_open()
    rows = session.execute(select(ThingDue.person_id, ThingDue.practice_id).where(*asked))
    return sorted(((person, practice) for person, practice in rows), key=str)


@both_databases
def test_who_was_booked_by_another_confirms_or_passes_on(federation_world: World) -> None:
    world = federation_world
    with world.scope():
        course_id, practice, member = _bought(world), world.practice_of("rep1"), world.people["member"]
        book(world.actor("rep1"), course_id, practice, [member])
        assert _owed("confirm") == [(member, None)] and _owed("come") == [(member, None)]
        with pytest.raises(NotFound):
            confirm(world.actor("rep2"), course_id)
        confirm(world.actor("member"), course_id)
        assert _owed("confirm") == []
        with pytest.raises(NotFound):
            confirm(world.actor("member"), course_id)
        with pytest.raises(Invalid) as refused:
            pass_on(world.actor("member"), course_id, world.people["rep2"])
        assert refused.value.field == "person"
        pass_on(world.actor("member"), course_id, world.people["rep1"])
        taken = own_booking(course_id, world.people["rep1"])
        assert taken and taken.confirmed_at is None and own_booking(course_id, member) is None
        assert _owed("come") == [(world.people["rep1"], None)] == _owed("confirm")


@both_databases
def test_a_place_that_nobody_confirms_goes_to_who_waits(
    federation_world: World, federation_travel: Travel, federation_work: Work
) -> None:
    world = federation_world
    with world.scope():
        course_id = _bought(world)
        book(world.actor("rep1"), course_id, world.practice_of("rep1"), [world.people["member"]])
        book(world.actor("rep2"), course_id, world.practice_of("rep2"), 12)
    federation_travel(timedelta(days=30))
    federation_work()
    with world.scope():
        states = [(one.practice_id, one.state) for one in bookings_of(course_id)]
        assert states[0] == (world.practice_of("rep1"), "given_up")
        assert [state for _, state in states[1:]] == ["booked"] * 12
        assert _owed("confirm") == []


@both_databases
def test_a_session_that_is_over_is_asked_of_nobody(
    federation_world: World, federation_travel: Travel, federation_work: Work
) -> None:
    world = federation_world
    with world.scope():
        course_id = _bought(world, days=3)
        book(world.actor("rep1"), course_id, world.practice_of("rep1"), [world.people["rep1"]])
        assert len(_owed("come")) == 1
    federation_travel(timedelta(days=3, minutes=-1))
    federation_work()
    with world.scope():
        assert len(_owed("come")) == 1
    federation_travel(timedelta(days=3, hours=2))
    federation_work()
    with world.scope():
        assert _owed("come") == [] and course_here(course_id).state == "open"


@both_databases
def test_levels_are_asked_answered_and_over_and_judges_are_asked(
    federation_world: World, federation_travel: Travel, federation_work: Work
) -> None:
    world = federation_world
    with world.scope():
        course_id, practice = _bought(world), world.practice_of("rep1")
        made = book(world.actor("rep1"), course_id, practice, [world.people["rep1"]])
        note_attendance(world.actor("chair"), course_id, made)
        end(world.actor("chair"), course_id)
    federation_work()
    with world.scope():
        assert _owed("level") == [(world.people["rep1"], None)]
        assert (world.people["lay"], None) in _owed("judge")
        assert (world.people["chair"], None) not in _owed("judge")
        say(world.actor("rep1"), course_id, 1, True, "")
        assert _owed("level") == []
        judge(world.actor("lay"), course_id, "remedy", "More time in pairs.", today() + timedelta(days=7))
        judge(world.actor("rep2"), course_id, "stop", "Once is enough.")
        assert _owed("apart") == [(world.people["lay"], None), (world.people["rep2"], None)]
        assert (world.people["lay"], None) not in _owed("judge") and _owed("right") == []
        judge(world.actor("rep3"), course_id, "remedy", "I agree.")
        assert _owed("apart") == [] and (world.people["lay"], None) in _owed("judge")
        assert _owed("right") == [(world.people["chair"], None)]
        with pytest.raises(Invalid) as refused:
            judge(world.actor("lay"), course_id, "remedy", "Again.", today() - timedelta(days=1))
        assert refused.value.field == "right_by"
        for name in ("lay", "rep3"):
            judge(world.actor(name), course_id, "accept", "It is put right.")
        assert _owed("right") == [] == _owed("judge")
    for months, words in (
        (93, "level 2 and 3 are asked"),
        (108, "level 2 is over"),
        (368, "level 4 is asked"),
    ):
        federation_travel(timedelta(days=months))
        federation_work()
        federation_work()
        with world.scope():
            keys = {
                93: [(world.people["rep1"], None)] * 2,
                108: [(world.people["rep1"], None)],
                368: [(None, practice)],
            }
            own = [one for one in _owed("level") if months < 300 or one[1]]
            assert own == keys[months], words


def test_names_are_read_within_the_practice_and_by_whoever_buys(
    federation_world: World, federation_client: Callable[..., Any]
) -> None:
    world = federation_world
    with world.scope():
        course_id = _bought(world)
        book(world.actor("rep1"), course_id, world.practice_of("rep1"), [world.people["member"]])
        assert [one.name for one in people_lines(course_here(course_id), world.actor("rep2"))] == [
            "Somebody of the practice"
        ]
    path = world.address(f"education/courses/{course_id}")
    for name, reads in (("rep1", True), ("chair", True), ("rep2", False), ("observer", False)):
        assert ("Member" in federation_client(name).get(f"{path}/people").text.partition("<main")[2]) is reads
    client = federation_client("member")
    assert "Will you take it?" in client.get(path).text
    assert client.post(f"{path}/confirm").status_code == 303
    assert "Will you take it?" not in client.get(path).text
    wrong = federation_client("rep1").post(
        f"{path}/book", data={"practice": world.practice_of("rep1"), "named": [], "people": ""}
    )
    assert wrong.status_code == 422 and "one of the two" in wrong.text
