"""From buying a course to its verdict."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from federation_education.assurance.actions.asking import say
from federation_education.assurance.actions.judging import explain, judge
from federation_education.assurance.queries import said_of, verdicts_of
from federation_education.courses.actions.attending import note_attendance
from federation_education.courses.actions.booking import book, give_up
from federation_education.courses.actions.buying import CourseWanted, SessionWanted, commission
from federation_education.courses.actions.ending import end
from federation_education.courses.queries import bookings_of, costs_of, course_here, holders_of, sessions_of
from federation_education.models import CourseVerdict, LearningCourse
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from federation.network.models import LedgerLine, ThingDue
from federation.testing import both_databases
from federation.testing.letters import letters_to
from federation.testing.world import World
from federation.toolkit import Invalid, NotYours, Refusal, session, time_now, unit_of_work

_BRIEF = {
    "aim": "Dress wounds.",
    "why": "Asked for.",
    "doing": "In pairs.",
    "solving": "Cases.",
    "use": "Now.",
}


def _bought(world: World, **changes: Any) -> int:
    held_at = SessionWanted(time_now() + timedelta(days=40), 90, "Quayside Practice")
    wanted = CourseWanted("Wound care", _BRIEF, 7, 70_001, 4_000, sessions=[held_at])
    return commission(world.actor("chair"), wanted._replace(**changes))


def _booked(course_id: int) -> dict[str, tuple[int, int, int]]:
    return {
        one.holder.code: (one.holder.share, one.holder.booked, one.holder.waiting)
        for one in holders_of(course_here(course_id))
    }


def _to_come() -> int:
    """How many times people are asked to come to sessions."""
    asked = ThingDue.feature == "education", ThingDue.key.startswith("come:"), ThingDue.is_open()
    return len(set(session.scalars(select(ThingDue.key).where(*asked)).all()))


@both_databases
def test_a_course_is_booked_attended_and_judged_by_others(
    federation_world: World,
    federation_work: Callable[[], int],
    federation_travel: Callable[[timedelta], None],
) -> None:
    world = federation_world
    with world.scope():
        course_id = _bought(world)
        assert sum(share for share, _, _ in _booked(course_id).values()) == 7
        with pytest.raises(NotYours):
            book(world.actor("rep1"), course_id, world.practice_of("rep2"), 1)
        made = book(world.actor("rep6"), course_id, world.practice_of("rep6"), 4)
        book(world.actor("rep1"), course_id, world.practice_of("rep1"), [world.people["rep1"]])
        share, taken, waiting = _booked(course_id)["Z99006"]
        assert (taken, waiting) == (share, 4 - share)
        give_up(world.actor("rep6"), course_id, made[0])
        assert _booked(course_id)["Z99006"][1:] == (share, 3 - share)
    federation_travel(timedelta(days=30))
    federation_work()
    with world.scope():
        assert _booked(course_id)["Z99006"][1:] == (3, 0)
        course = course_here(course_id)
        costs = costs_of(course)
        assert sum(one.share for one in costs) == course.pence
        assert sum(one.pays for one in costs) == 4 * 4_000
        with pytest.raises(Refusal):
            judge(world.actor("rep2"), course_id, "accept", "Good.")
        booked = [one.id for one in bookings_of(course_id) if one.state == "booked"]
        held_at = [one.id for one in sessions_of(course_id)]
        assert note_attendance(world.actor("chair"), course_id, booked, held_at[0]) == 4
        assert _to_come() == len(held_at)
        end(world.actor("chair"), course_id)
        assert _to_come() == 0
        say(world.actor("rep1"), course_id, 1, True, "Yes.")
        with pytest.raises(Refusal):
            say(world.actor("rep1"), course_id, 1, False, "Again.")
        assert said_of(course_id)[1] == (1, 1, 4)
        with pytest.raises(NotYours):
            judge(world.actor("chair"), course_id, "accept", "Good.")
        assert judge(world.actor("rep2"), course_id, "accept", "All brought cases.").verdict_id is None
        assert not verdicts_of(course_id)
        with pytest.raises(Refusal, match="said this already"):
            judge(world.actor("rep2"), course_id, "accept", "They did.")
        assert judge(world.actor("lay"), course_id, "stop", "Too dear.").verdict_id is None
        assert judge(world.actor("rep3"), course_id, "accept", "And all measured.").verdict_id
        (verdict,) = verdicts_of(course_id)
        assert (verdict.person_id, verdict.confirmed_by) == (world.people["rep2"], world.people["rep3"])
        rows = session.execute(
            select(LedgerLine.kind, LedgerLine.minutes, LedgerLine.pence).order_by(LedgerLine.id)
        )
        assert {tuple(row) for row in rows} == {
            ("paid", None, 4_000),
            ("paid", None, 12_000),
            ("gained", 90, None),
            ("gained", 270, None),
        }


@both_databases
def test_two_of_its_group_stop_a_course_and_places_letters_and_money_follow(
    federation_world: World,
    federation_travel: Callable[[timedelta], None],
    federation_work: Callable[[], int],
) -> None:
    world = federation_world
    group = world.group("Training Group", "lay", "rep3", "chair")
    with world.scope():
        first, second = (SessionWanted(time_now() + timedelta(days=at), 100, "Quayside") for at in (10, 40))
        course_id = _bought(world, sessions=[first, second._replace(minutes=200)])
        session.execute(update(LearningCourse).values(group_id=group))
        session.commit()
        made = book(world.actor("rep6"), course_id, world.practice_of("rep6"), 4)
        book(world.actor("rep1"), course_id, world.practice_of("rep1"), [world.people["member"]])
        for outside in ("chair", "rep1"):
            with pytest.raises(NotYours):
                judge(world.actor(outside), course_id, "stop", "Nobody teaches it.")
    federation_travel(timedelta(days=11))
    with world.scope():
        note_attendance(world.actor("chair"), course_id, made[:1], sessions_of(course_id)[0].id)
        judge(world.actor("lay"), course_id, "stop", "The teacher has left.")
        assert course_here(course_id).state == "open" and _to_come()
        alone = {"course_id": course_id, "verdict": "stop", "reason": "I say so.", "judged_at": time_now()}
        alone |= {"person_id": world.people["lay"], "bought_by": world.people["chair"]}
        for who in (None, world.people["lay"], world.people["rep2"], world.people["chair"]):
            with pytest.raises(DBAPIError, match="judge it"), unit_of_work():
                session.add(CourseVerdict(**alone, confirmed_by=who))
                session.flush()
            session.rollback()
        judge(world.actor("rep3"), course_id, "stop", "There is no other.")
        course = course_here(course_id)
        assert (course.state, course.freed_pence, _to_come()) == ("stopped", 70_001 - 23_334, 0)
        states = {one.id: one.state for one in bookings_of(course_id)}
        assert states.pop(made[0]) == "booked" and set(states.values()) == {"given_up"}
        asked = select(ThingDue.key).where(ThingDue.feature == "education", ThingDue.is_open())
        assert session.scalars(asked).all() == []
        assert session.scalars(select(LedgerLine.id)).all() == []
        with pytest.raises(NotYours):
            judge(world.actor("lay"), course_id, "accept", "Was it that bad?")
    federation_work()
    for name in ("member", "rep6"):
        assert any("place is cancelled" in one for one in letters_to(f"{name}@{world.slug}.example"))


def test_a_course_without_a_brief_or_above_the_limit(federation_world: World) -> None:
    world = federation_world
    with world.scope():
        with pytest.raises(Invalid, match="tender"):
            _bought(world, pence=1_000_001)
        with pytest.raises(Invalid) as refused:
            _bought(world, brief={"aim": "Call 943 476 5919"})
        assert refused.value.field == "aim"
        bare = _bought(world, brief={"aim": "Dress wounds."})
        with pytest.raises(Refusal, match="four principles"):
            judge(world.actor("rep2"), bare, "remedy", "Say why.")
        explain(world.actor("chair"), bare, "The course is a talk of an hour.")
        for name in ("rep2", "rep3"):
            judge(world.actor(name), bare, "remedy", "Make it a workshop.")
        with pytest.raises(Refusal, match="has been judged"):
            explain(world.actor("chair"), bare, "Another reason.")


def test_programs_buy_book_and_judge(federation_world: World, federation_program: Callable[..., Any]) -> None:
    base = f"/api/v1/federations/{federation_world.slug}/education/courses"
    chair, rep = federation_program("chair"), federation_program("rep2")
    made = chair.post(base, json={"brief": _BRIEF, "places": 12})
    assert made.status_code == 201
    at = f"{base}/{made.json['id']}"
    booked = rep.post(f"{at}/bookings", json={"practice": "Z99002", "people": 2})
    assert booked.status_code == 201 and booked.json["booked"] == 2
    assert chair.post(f"{at}/attendance", json={"practice": "Z99002", "people": 2}).json == {"came": 2}
    verdict = {"verdict": "accept", "reason": "All brought cases."}
    assert chair.post(f"{at}/assurance", json=verdict).status_code == 403
    assert rep.post(f"{at}/assurance", json={**verdict, "verdict": "fine"}).status_code == 422
    assert rep.post(f"{at}/assurance", json=verdict).json["judged"] is False
    assert rep.get(at).json["verdict"] is None
    assert federation_program("rep3").post(f"{at}/assurance", json=verdict).json["judged"] is True
    assert rep.get(at).json["verdict"] == "accept"
