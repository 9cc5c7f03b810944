"""Several scribes and a facilitator at the same moment: nothing is lost, and locked is locked."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from federation_diagnostics.actions import workshop_entries as entries
from federation_diagnostics.actions import workshop_plans as plans
from federation_diagnostics.actions import workshops as act
from federation_diagnostics.actions.workshop_entries import GroupLevels
from federation_diagnostics.queries import workshops as queries
from flask import Flask
from test_workshop_actions import opened

from federation.testing import both_databases
from federation.toolkit import Refusal, session

AT_ONCE = 6


def at_once(app: Flask, world: Any, *tasks: Any) -> list[Any]:
    """What each task returned, or why it was refused; all begin together."""
    begin = Barrier(len(tasks))

    def run(task: Any) -> Any:
        with app.app_context(), world.scope():
            begin.wait()
            try:
                return task()
            except Refusal as no:
                return no.words
            finally:
                session.remove()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


@both_databases
def test_scribes_of_one_group_take_turns(federation_app: Flask, federation_world: Any) -> None:
    with federation_world.scope():
        workshop_id = opened(federation_world)
        scribes = [federation_world.actor(f"rep{number}") for number in range(1, AT_ONCE + 1)]
    session.remove()

    def entry(place: int) -> Any:
        return lambda: entries.enter(
            scribes[place], workshop_id, 1, "trust", GroupLevels(1, 2, f"Note {place}")
        )

    replaced = at_once(federation_app, federation_world, *map(entry, range(AT_ONCE)))
    with federation_world.scope():
        history = queries.history_of(workshop_id, 1, "trust")
        (counts,) = queries.entries_of(workshop_id)
    assert len(history) == AT_ONCE
    assert counts == history[0]
    said = sorted(one.entered_as for one in replaced if one is not None)
    assert said == sorted(one.entered_as for one in history[1:]), (
        "each but the first is told whose it replaces"
    )


@both_databases
def test_after_the_lock_no_level_is_entered(federation_app: Flask, federation_world: Any) -> None:
    with federation_world.scope():
        workshop_id = opened(federation_world, 12)
        entries.enter(federation_world.actor("rep1"), workshop_id, 1, "vision", GroupLevels(1, 2))
        scribes = [federation_world.actor(f"rep{number}") for number in range(1, 6)]
        chair = federation_world.actor("chair")
    session.remove()
    locked = []

    def lock() -> None:
        act.lock(chair, workshop_id)
        locked.append(len(queries.entries_of(workshop_id)))

    def entry(place: int) -> Any:
        key = ("direction", "participation", "leadership", "trust", "fairness")[place]
        return lambda: entries.enter(scribes[place], workshop_id, 1 + place % 2, key, GroupLevels(1, 2))

    found = at_once(federation_app, federation_world, lock, *map(entry, range(5)))
    with federation_world.scope():
        entered = len(queries.entries_of(workshop_id))
    assert [entered] == locked, "what stood at the lock stands"
    assert found.count("The levels of this workshop are locked.") == 6 - entered


@both_databases
def test_a_workshop_is_opened_and_closed_once(federation_app: Flask, federation_world: Any) -> None:
    from test_workshop_actions import PLAN

    with federation_world.scope():
        workshop_id = plans.prepare(federation_world.actor("chair"), PLAN)
        leaders = [federation_world.actor(name) for name in ("chair", "admin")]
    session.remove()
    done = at_once(
        federation_app,
        federation_world,
        *(
            lambda one=one, people=people: act.open_workshop(one, workshop_id, people)
            for one, people in zip(leaders, (9, 20), strict=True)
        ),
    )
    with federation_world.scope():
        sizes = tuple(one.size for one in queries.groups_of(workshop_id))
    assert sorted(map(str, done)) == sorted([str(sizes), "Groups are entering levels now."])
