"""Pages cost as much for many as for few; lists go on page by page, and as spreadsheets."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from federation_education.briefs.actions import BriefWanted, write_brief
from federation_education.courses.actions.attending import note_attendance
from federation_education.courses.actions.booking import book
from federation_education.courses.actions.buying import CourseWanted, commission
from federation_education.courses.queries import bookings_of, courses_of
from federation_education.development.actions import ChallengeWanted, register
from federation_education.models import CourseBooking, LearningCourse, LearningNeed, NeedReply, StaffOffer
from federation_education.needs.actions.asking import NeedAsked, answer, ask
from federation_education.needs.rules import TaskRating
from federation_education.offers.actions import offer, take
from federation_education.offers.queries import hours_by_practice
from federation_education.page.queries import uptake_by_role
from federation_education.programmes.actions import ProgrammePlan, propose_programme
from federation_education.programmes.queries import programme_here
from federation_education.sets.actions import begin_set, met

from federation.testing.world import World
from federation.toolkit import session, time_now, today, unit_of_work

BRIEF = {
    "aim": "Dress wounds.",
    "why": "Asked for.",
    "doing": "In pairs.",
    "solving": "Cases.",
    "use": "Now.",
}


def _one_of_each(world: World) -> tuple[int, int]:
    """A need that is answered, a course for it with a booking, a brief, an offer and a challenge."""
    practice = world.practice_of("rep1")
    need_id = ask(world.actor("chair"), NeedAsked("What nurses need", "Practice nurses", ("Dress a wound",)))
    answer(world.actor("rep1"), need_id, practice, {"1": TaskRating(7, 2)}, 3)
    wanted = CourseWanted("Wound care", BRIEF, 400, need_id=need_id)
    course_id = commission(world.actor("chair"), wanted)
    book(world.actor("rep1"), course_id, practice, [world.people["rep1"]])
    write_brief(world.actor("chair"), BriefWanted("Wound care", BRIEF, 8, time_now() + timedelta(days=7)))
    offer(world.actor("rep1"), practice, "Persuading colleagues", "One queue, 2025.", 10, 2_500)
    register(world.actor("rep1"), practice, ChallengeWanted("Weekly visits", "Many.", "A letter.", today()))
    return need_id, course_id


def _many(world: World, need_id: int, course_id: int, count: int) -> None:
    """As many more needs with answers, courses, bookings and offers, as rows."""
    chair, practice, now = world.people["chair"], world.practice_of("rep1"), time_now()
    with unit_of_work():
        course = session.get(LearningCourse, course_id)
        assert course
        for at in range(count):
            need = LearningNeed(
                title=f"Need {at}",
                role="GPs",
                tasks=[{"key": "1", "words": "Lead a change"}],
                closes_on=today(),
                asked_by=chair,
                asked_at=now,
            )
            session.add(need)
            session.flush()
            session.add_all(
                (
                    NeedReply(
                        need_id=need.id,
                        practice_id=practice,
                        people=None,
                        answers={"1": [6, 3]},
                        person_id=chair,
                        answered_at=now,
                    ),
                    LearningCourse(
                        title=f"Course {at}",
                        provider="",
                        brief=course.brief,
                        places=1,
                        shares={},
                        pence=0,
                        practice_pence=0,
                        book_by=today(),
                        freed=True,
                        state="ended",
                        ended_on=today(),
                        asked_level=1,
                        bought_by=chair,
                        bought_at=now,
                    ),
                    CourseBooking(
                        course_id=course_id,
                        practice_id=practice,
                        state="booked",
                        booked_by=chair,
                        booked_at=now,
                        confirmed_at=now,
                    ),
                    StaffOffer(
                        practice_id=practice,
                        skill=f"Skill {at}",
                        evidence="In 2025.",
                        hours=2,
                        pence=0,
                        offered_by=chair,
                        offered_at=now,
                    ),
                )
            )


@pytest.mark.parametrize("name", ["rep1", "chair"])
def test_pages_cost_the_same_for_few_and_for_many(
    federation_world: World,
    federation_client: Callable[..., Any],
    federation_statements: Callable[[], Any],
    name: str,
) -> None:
    world = federation_world
    with world.scope():
        need_id, course_id = _one_of_each(world)
    paths = [
        "",
        "needs",
        "needs.csv",
        f"needs/{need_id}",
        f"needs/{need_id}.csv",
        f"courses/{course_id}",
        f"courses/{course_id}.csv",
        f"courses/{course_id}/people",
        "briefs/1",
        "offers",
        "offers.csv",
        "leading",
        "all/courses",
        "all/briefs",
        "all/needs",
        "all/courses.csv",
        "all/challenges",
        "all/sets",
        "all/mentors",
    ]
    client = federation_client(name)

    def counted() -> dict[str, int]:
        found = {}
        for path in paths:
            client.get(world.address(f"education/{path}"))
            with federation_statements() as run:
                assert client.get(world.address(f"education/{path}")).status_code == 200
            found[path] = len(run)
        return found

    with world.scope():
        _many(world, need_id, course_id, 3)
    few = counted()
    with world.scope():
        _many(world, need_id, course_id, 297)
    assert counted() == few


def test_lists_go_on_page_by_page_and_hold_all_as_spreadsheets(
    federation_world: World, federation_client: Callable[..., Any]
) -> None:
    world = federation_world
    with world.scope():
        need_id, course_id = _one_of_each(world)
        _many(world, need_id, course_id, 60)
    client = federation_client("observer")
    for what, title in (("courses", "Course"), ("needs", "Need")):
        first = client.get(world.address(f"education/all/{what}")).text
        assert f"{title} 59" in first and f">{title} 3<" not in first and "Next" in first
        found = client.get(world.address(f"education/all/{what}?q={title}+3")).text
        assert f">{title} 3<" in found and f"{title} 59" not in found
        assert client.get(world.address(f"education/all/{what}.csv")).text.count(f"{title} ") >= 60
    ranked = client.get(world.address("education/needs.csv")).text
    assert "Dress a wound (Practice nurses),1,7.0,2.0,5.0,15.0,1" in ranked
    assert client.get(world.address("education/offers.csv")).text.count("Skill ") == 60


def test_challenges_sets_and_mentors_are_lists_that_are_looked_through(
    federation_world: World, federation_client: Callable[..., Any]
) -> None:
    world = federation_world
    with world.scope():
        rep, practice = world.actor("rep1"), world.practice_of("rep1")
        wanted = ChallengeWanted("Weekly visits", "Many.", "A letter.", date(2026, 1, 31))
        for mentor, coach in (("rep2", "lay"), ("rep3", "rep2")):
            register(
                rep, practice, wanted._replace(mentor_id=world.people[mentor], coach_id=world.people[coach])
            )
        number = begin_set(
            rep, "Six of us", {world.people["rep1"]: "GP", world.people["lay"]: "Citizen"}, True
        )
        met(rep, number, today(), world.people["rep1"], "Ask the front desk.")
        offers = {"rep1": ("Persuading", world.practice_of("rep2")), "rep2": ("Listening", practice)}
        for lender, (skill, taker) in offers.items():
            made = offer(world.actor(lender), world.practice_of(lender), skill, "In 2025.", 10, 0)
            take(world.actor("rep2" if lender == "rep1" else "rep1"), made, taker, 4)
    client = federation_client("observer")

    def lines(path: str) -> list[str]:
        return client.get(world.address(f"education/{path}")).text.strip().splitlines()[1:]

    assert len(lines("all/challenges.csv")) == 2 and "2027-01-31" in lines("all/challenges.csv")[0]
    (found,) = lines("all/sets.csv")
    assert found.startswith("Six of us,Its members,2,1,") and "front desk" not in found
    assert len(lines("all/mentors.csv")) == 4
    assert [line.split(",")[:2] for line in lines("all/mentors.csv?q=rep2")] == [
        ["Rep2", "Coach"],
        ["Rep2", "Mentor"],
    ]
    assert len(lines("offers/hours.csv")) == 2
    page = client.get(world.address("education/all/mentors?q=LAY")).text
    assert "Lay" in page and "Rep3" not in page.partition("<table")[2]


def test_uptake_is_told_by_role_with_both_numbers(
    federation_world: World, federation_work: Callable[[], int]
) -> None:
    world = federation_world
    with world.scope():
        need_id, _ = _one_of_each(world)
        programme_id = propose_programme(
            world.actor("rep1"), ProgrammePlan(2027, 100_000, 0, None, [f"{need_id}-1"])
        )
        number = programme_here(programme_id).decision_id
    assert number
    world.decide(number, "for")
    federation_work()
    with world.scope():
        wanted = CourseWanted("Wound care", BRIEF, 12, programme_id=programme_id, need_id=need_id)
        course_id = commission(world.actor("chair"), wanted)
        book(world.actor("rep1"), course_id, world.practice_of("rep1"), 2)
        note_attendance(world.actor("chair"), course_id, [one.id for one in bookings_of(course_id)][:2])
        (line,) = uptake_by_role(courses_of(programme_id))
        assert (line.role, line.words) == ("Practice nurses", "2 of 3, 67%")


def test_hours_lent_are_hours_received_over_all(federation_world: World) -> None:
    world = federation_world
    with world.scope():
        one, two = world.practice_of("rep1"), world.practice_of("rep2")
        take(world.actor("rep2"), offer(world.actor("rep1"), one, "Persuading", "In 2025.", 10, 0), two, 6)
        take(world.actor("rep1"), offer(world.actor("rep2"), two, "Listening", "In 2024.", 3, 0), one, 2)
        assert {found[0]: found[1:] for found in hours_by_practice()} == {one: (6, 2), two: (2, 6)}
