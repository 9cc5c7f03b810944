"""From what practices say to what the members decide."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from federation_education.assurance.actions.judging import may_judge
from federation_education.courses.actions.buying import CourseWanted, commission
from federation_education.courses.queries import course_here
from federation_education.needs.actions.asking import NeedAsked, answer, ask
from federation_education.needs.actions.ranking import propose_ranking
from federation_education.needs.queries import gaps_of, points_given, ranked_gaps
from federation_education.needs.rules import TaskRating
from federation_education.programmes.actions import ProgrammePlan, propose_programme
from federation_education.programmes.queries import programme_here

from federation.decisions.rules import PRESETS
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.opening import open_vote
from federation.testing import both_databases
from federation.testing.world import World
from federation.toolkit import Invalid, NotYours, Refusal, decision, time_now

_TASKS = ("Dress a wound", "Take blood", "Talk about weight")


def _asked(world: World) -> int:
    return ask(world.actor("chair"), NeedAsked("What nurses need", "Practice nurses", _TASKS))


def _say(world: World, name: str, need_id: int, **pairs: tuple[int, int]) -> None:
    ratings = {key.removeprefix("t"): TaskRating(*pair) for key, pair in pairs.items()}
    answer(world.actor(name), need_id, world.practice_of(name), ratings, 2)


@both_databases
def test_practices_answer_and_the_members_agree_a_programme(
    federation_world: World, federation_work: Callable[[], int]
) -> None:
    world = federation_world
    group = world.group("Training Group", "lay", "rep3")
    with world.scope():
        need_id = _asked(world)
        _say(world, "rep1", need_id, t1=(7, 2), t2=(5, 5))
        _say(world, "rep2", need_id, t1=(6, 3))
        _say(world, "rep1", need_id, t1=(7, 3), t2=(5, 4))
        found = gaps_of(need_id)
        assert [(one.task.key, one.gap, one.answered) for one in found.gaps] == [("1", 7 / 2, 2), ("2", 1, 1)]
        assert len(found.answered) == 2 and len(found.silent) == 4
        with pytest.raises(NotYours):
            answer(world.actor("rep1"), need_id, world.practice_of("rep2"), {"1": TaskRating(7, 7)})
        with pytest.raises(Invalid):
            _say(world, "rep3", need_id, t1=(7, 0))
        ranking = propose_ranking(world.actor("rep1"), [one.key for one in ranked_gaps()])
        plan = ProgrammePlan(2027, 1_000_00, 1, group, [f"{need_id}-1"])
        programme = propose_programme(world.actor("rep1"), plan)
        number = programme_here(programme).decision_id
        assert number is not None
        found_terms = decision(number)
        assert found_terms and found_terms.terms["pence"] == 1_000_00
    _by_points(world, ranking)
    world.decide(number, "for")
    federation_work()
    with world.scope():
        assert programme_here(programme).decided == "carried"
        assert points_given()[f"{need_id}-1"] == (42, 60, 1)
        assert points_given()[f"{need_id}-2"] == (18, 60, 2)


def _by_points(world: World, ranking: int) -> None:
    """Members spread ten points each: seven over the first need, three over the second."""
    author = world.show(ranking)
    with world.scope():
        closes = time_now() + timedelta(days=14)
        with pytest.raises(Refusal, match="points"):
            open_vote(author, ranking, PRESETS["simple_majority"].rule, closes)
        open_vote(author, ranking, PRESETS["points"].rule, closes)
        for name in (one for one in world.people if one.startswith("rep")):
            cast(world.actor(name), ranking, world.practice_of(name), "", choice={"a": 7, "b": 3})
        close_early(world.actor("chair"), ranking, "All have voted.")


def test_programs_ask_answer_and_read_the_gaps(
    federation_world: World, federation_program: Callable[..., Any]
) -> None:
    base = f"/api/v1/federations/{federation_world.slug}/education/needs"
    sent = {"title": "What nurses need", "role": "Practice nurses", "tasks": list(_TASKS)}
    made = federation_program("rep1").post(base, json=sent)
    assert made.status_code == 201
    number, program = made.json["id"], federation_program("rep1")
    pairs = {"Take blood": {"importance": 6, "performance": 2}, "1": {"importance": 5, "performance": 4}}
    assert program.put(f"{base}/{number}/answers/Z99001", json=pairs).status_code == 204
    assert program.put(f"{base}/{number}/answers/Z99002", json=pairs).status_code == 403
    pairs["Take blood"]["importance"] = 8
    wrong = program.put(f"{base}/{number}/answers/Z99001", json=pairs)
    assert wrong.status_code == 422 and "Take blood" in wrong.text
    found = program.get(f"{base}/{number}/gaps").json
    assert (found["answered"], found["of"]) == (1, 6)
    assert [(one["task"], one["gap"]) for one in found["gaps"]] == [("Take blood", 4), ("Dress a wound", 1)]


def test_what_was_typed_comes_back_beside_what_is_wrong(
    federation_world: World, federation_client: Callable[..., Any]
) -> None:
    with federation_world.scope():
        need_id = _asked(federation_world)
    path = federation_world.address(f"education/needs/{need_id}/answer")
    client = federation_client("rep1")
    practice = federation_world.practice_of("rep1")
    page = client.post(path, data={"practice": practice, "importance_1": "6", "people": "3"})
    assert page.status_code == 422 and "Choose a whole number from 1 to 7" in page.text
    assert 'value="3"' in page.text and 'value="6" selected' in page.text
    page = client.post(path, data={"practice": practice, "importance_1": "6", "performance_1": "2"})
    assert page.status_code == 303
    assert "4.0" in client.get(page.location).text


def test_a_verdict_while_it_is_off_is_done_once_it_is_on_and_its_budget_holds(
    federation_world: World, federation_work: Callable[[], int]
) -> None:
    world = federation_world
    group = world.group("Training Group", "lay", "rep3")
    with world.scope():
        need_id = _asked(world)
        _say(world, "rep1", need_id, t1=(7, 2))
        plan = ProgrammePlan(2027, 1_000_00, 1, group, [f"{need_id}-1"])
        programme = propose_programme(world.actor("rep1"), plan)
        number = programme_here(programme).decision_id
        assert number is not None
        wanted = CourseWanted("Wound care", {"aim": "Dress wounds."}, 8, 600_00, programme_id=programme)
        with pytest.raises(Invalid, match="agreed"):
            commission(world.actor("chair"), wanted)
    world.switch("education", False)
    world.decide(number, "for")
    federation_work()
    world.switch("education", True)
    federation_work()
    with world.scope():
        assert programme_here(programme).decided == "carried"
        assert gaps_of(need_id).gaps[0].gap == 5
        with pytest.raises(Invalid, match="at least"):
            commission(world.actor("chair"), wanted._replace(places=3))
        course = course_here(commission(world.actor("chair"), wanted))
        assert min(course.shares.values()) >= 1 and sum(course.shares.values()) == 8
        with pytest.raises(Invalid, match=r"£400\.00 left"):
            commission(world.actor("chair"), wanted)
        assert may_judge(world.actor("lay"), course) and may_judge(world.actor("rep3"), course)
        assert not may_judge(world.actor("rep2"), course) and not may_judge(world.actor("chair"), course)
