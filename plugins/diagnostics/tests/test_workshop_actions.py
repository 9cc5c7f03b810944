"""A maturity workshop: what may be done, by whom, in which state, and what two scribes do to each other."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from federation_diagnostics.actions import workshop_entries as entries
from federation_diagnostics.actions import workshop_plans as plans
from federation_diagnostics.actions import workshops as act
from federation_diagnostics.actions.workshop_entries import GroupLevels
from federation_diagnostics.actions.workshop_plans import WorkshopPlan
from federation_diagnostics.queries import kept_workshops
from federation_diagnostics.queries import workshops as queries
from federation_diagnostics.rules.maturity import MATURITY
from federation_diagnostics.views.workshop_words import outcomes_of
from test_profile_actions import acts

from federation.testing import both_databases
from federation.toolkit import Invalid, NotFound, NotYours, Refusal

BEGINS = datetime(2026, 10, 8, 12, 30, tzinfo=UTC)
PLAN = WorkshopPlan("Autumn 2026", BEGINS, 105, "Saltmarsh Hall", 12)


@pytest.fixture
def here(federation_world: Any) -> Iterator[Any]:
    """Within the federation."""
    with federation_world.scope():
        yield federation_world


def opened(world: Any, people: int = 12, title: str = "Autumn 2026") -> int:
    """An open workshop."""
    workshop_id = plans.prepare(world.actor("chair"), PLAN._replace(title=title))
    act.open_workshop(world.actor("chair"), workshop_id, people)
    return workshop_id


def closed(world: Any, current: int = 2, title: str = "Autumn 2026", next_steps: str = "") -> int:
    """A closed workshop of two groups that saw the same, with votes for trust."""
    workshop_id = opened(world, title=title)
    for number in (1, 2):
        for one in MATURITY:
            entries.enter(
                world.actor("rep1"), workshop_id, number, one.key, GroupLevels(current, 4, f"Of {number}")
            )
    act.lock(world.actor("chair"), workshop_id)
    entries.enter_votes(world.actor("rep1"), workshop_id, 1, {"trust": 6})
    act.close(world.actor("chair"), workshop_id, next_steps)
    return workshop_id


@both_databases
def test_a_workshop_from_plan_to_result(here: Any) -> None:
    chair, scribe = here.actor("chair"), here.actor("member")
    workshop_id = plans.prepare(here.actor("admin"), PLAN._replace(title=" Autumn   2026 "))
    plans.change(chair, workshop_id, PLAN._replace(minutes=90, expected=30))
    found = queries.workshop_numbered(workshop_id)
    assert (found.title, found.minutes, found.expected, found.state) == ("Autumn 2026", 90, 30, "prepared")
    assert act.open_workshop(chair, workshop_id, 9) == (5, 4)
    assert queries.groups_of(workshop_id) == [(1, 5), (2, 4)]
    entries.enter(scribe, workshop_id, 1, "trust", GroupLevels(3, 4, "We ring each other.", 4))
    entries.enter(here.actor("lay"), workshop_id, 2, "trust", GroupLevels(2, 3))
    entries.enter(here.actor("admin"), workshop_id, 2, "vision", GroupLevels(1, 1))
    act.lock(chair, workshop_id)
    entries.enter_votes(scribe, workshop_id, 1, {"trust": 9, "vision": 6, "fairness": 0})
    entries.enter_votes(scribe, workshop_id, 2, {"trust": 12})
    act.close(chair, workshop_id, "  Chair rings every practice by May.  ")
    vision, trust = outcomes_of(queries.entries_of(workshop_id), queries.votes_of(workshop_id))
    assert trust.words == "Level 2 (2 to 4) now, 3 (3 to 4) wanted; 2 groups"
    assert (trust.votes, vision.votes, trust.notes) == (21, 6, (("Group 1", "We ring each other."),))
    found = queries.workshop_numbered(workshop_id)
    assert (found.state, found.present, found.next_steps) == (
        "closed",
        9,
        "Chair rings every practice by May.",
    )
    assert acts(here) == [
        f"diagnostics.workshop_{what}" for what in ("prepared", "changed", "opened", "locked", "closed")
    ]


@both_databases
def test_the_last_entry_counts_and_says_whose_it_replaces(here: Any) -> None:
    workshop_id = opened(here)
    first, second = here.actor("rep1"), here.actor("rep2")
    assert entries.enter(first, workshop_id, 1, "trust", GroupLevels(2, 3, "First")) is None
    assert entries.enter(first, workshop_id, 1, "trust", GroupLevels(2, 4, "Second")) is None
    replaced = entries.enter(second, workshop_id, 1, "trust", GroupLevels(1, 3))
    assert replaced is not None
    assert (replaced.entered_as, replaced.words) == ("rep1", "level 2 now, level 4 wanted")
    assert replaced.entered_at == queries.history_of(workshop_id, 1, "trust")[1].entered_at
    assert entries.enter(first, workshop_id, 1, "trust", GroupLevels(1, 3)) is None, "nothing changed"
    (counts,) = queries.entries_of(workshop_id)
    assert (counts.current, counts.wanted, counts.entered_as) == (1, 3, "rep2")
    assert [(one.current, one.wanted, one.note) for one in queries.history_of(workshop_id, 1, "trust")] == [
        (1, 3, ""),
        (2, 4, "Second"),
        (2, 3, "First"),
    ]
    assert queries.history_of(workshop_id, 2, "trust") == []


@both_databases
def test_votes_are_replaced_like_levels(here: Any) -> None:
    workshop_id = opened(here)
    entries.enter(here.actor("rep1"), workshop_id, 1, "trust", GroupLevels(2, 3))
    entries.enter(here.actor("rep1"), workshop_id, 2, "vision", GroupLevels(1, 2))
    act.lock(here.actor("chair"), workshop_id)
    with pytest.raises(Invalid, match="No group has entered this dimension") as none:
        entries.enter_votes(here.actor("rep1"), workshop_id, 1, {"fairness": 1})
    assert none.value.field == "fairness"
    assert entries.enter_votes(here.actor("rep1"), workshop_id, 1, {"trust": 3}) is None
    replaced = entries.enter_votes(here.actor("rep2"), workshop_id, 1, {"trust": 2, "vision": 4})
    assert replaced is not None and (replaced.entered_as, replaced.words) == ("rep1", "3 votes")
    (counts,) = queries.votes_of(workshop_id)
    assert (counts.votes, counts.entered_as) == ({"trust": 2, "vision": 4}, "rep2")
    with pytest.raises(Invalid, match=r"This group of 6 has 18 votes, 3 each\. You entered 19") as no:
        entries.enter_votes(here.actor("rep1"), workshop_id, 1, {"trust": 18, "vision": 1})
    assert no.value.field == "votes"
    assert entries.enter_votes(here.actor("rep2"), workshop_id, 1, {"trust": 18}) is None


@both_databases
def test_each_state_allows_what_it_allows(here: Any) -> None:
    chair, scribe = here.actor("chair"), here.actor("rep1")
    workshop_id = plans.prepare(chair, PLAN)

    def levels() -> object:
        return entries.enter(scribe, workshop_id, 1, "trust", GroupLevels(2, 3))

    def refused(words: str, *attempts: Any) -> None:
        for attempt in attempts:
            with pytest.raises(Refusal, match=words):
                attempt()

    def change() -> None:
        plans.change(chair, workshop_id, PLAN)

    def votes() -> object:
        return entries.enter_votes(scribe, workshop_id, 1, {"trust": 1})

    def lock() -> None:
        act.lock(chair, workshop_id)

    def unlock() -> None:
        act.unlock(chair, workshop_id)

    def close() -> None:
        act.close(chair, workshop_id)

    def open_() -> object:
        return act.open_workshop(chair, workshop_id, 4)

    refused("has not been opened", levels, votes, lock, unlock, close)
    open_()
    refused("No group has entered a level yet", lock)
    refused("entering levels now", open_, change, votes, unlock, close)
    levels()
    lock()
    refused("are locked", levels, lock, open_, change)
    votes()
    unlock()
    refused("entering levels now", votes)
    lock()
    close()
    refused(
        "is closed",
        levels,
        votes,
        lock,
        unlock,
        close,
        open_,
        change,
        lambda: plans.call_off(chair, workshop_id),
    )
    assert len(queries.history_of(workshop_id, 1, "trust")) == 1


@both_databases
def test_called_off_nothing_goes_on(here: Any) -> None:
    workshop_id = opened(here)
    entries.enter(here.actor("rep1"), workshop_id, 1, "trust", GroupLevels(2, 3))
    plans.call_off(here.actor("admin"), workshop_id)
    with pytest.raises(Refusal, match="was called off"):
        entries.enter(here.actor("rep1"), workshop_id, 1, "trust", GroupLevels(1, 3))
    with pytest.raises(Refusal, match="was called off"):
        plans.call_off(here.actor("admin"), workshop_id)
    assert queries.newest() == ([], None)


def test_what_cannot_be_taken_is_said_at_its_field(here: Any) -> None:
    chair, scribe = here.actor("chair"), here.actor("rep1")
    workshop_id = opened(here)

    def enter(*levels: Any, **more: Any) -> Any:
        return lambda: entries.enter(scribe, workshop_id, 1, "trust", GroupLevels(*levels, **more))

    refused = [
        (lambda: plans.prepare(chair, PLAN._replace(title=" ")), "title"),
        (lambda: plans.prepare(chair, PLAN._replace(title="943 476 5919")), "title"),
        (lambda: plans.prepare(chair, PLAN._replace(place="943 476 5919")), "place"),
        (lambda: plans.prepare(chair, PLAN._replace(minutes=89)), "minutes"),
        (lambda: plans.prepare(chair, PLAN._replace(expected=3)), "expected"),
        (lambda: plans.prepare(chair, PLAN._replace(expected=401)), "expected"),
        (lambda: act.open_workshop(chair, workshop_id, 3), "present"),
        (lambda: act.close(chair, workshop_id, "943 476 5919"), "next_steps"),
        (lambda: act.close(chair, workshop_id, "x" * 4001), "next_steps"),
        (enter(5, 5), "current"),
        (enter(3, 2), "wanted"),
        (enter(3, 4, highest=2), "highest"),
        (enter(2, 3, "943 476 5919"), "note"),
        (enter(2, 3, "x" * 2001), "note"),
        (lambda: entries.enter(scribe, workshop_id, 1, "weather", GroupLevels(1, 2)), "dimension"),
        (lambda: entries.enter_votes(scribe, workshop_id, 1, {"trust": -1}), "trust"),
        (lambda: entries.enter_votes(scribe, workshop_id, 1, {"weather": 1}), "weather"),
    ]
    for attempt, field in refused:
        with pytest.raises(Invalid) as no:
            attempt()
        assert no.value.field == field
    assert queries.entries_of(workshop_id) == []


def test_a_highest_level_that_is_the_lowest_is_no_range(here: Any) -> None:
    workshop_id = opened(here)
    entries.enter(here.actor("rep1"), workshop_id, 1, "trust", GroupLevels(2, 3, highest=2))
    assert queries.entries_of(workshop_id)[0].highest is None


@pytest.mark.parametrize("name", ["rep1", "member", "lay", "observer"])
def test_only_the_executive_and_administrators_run_workshops(here: Any, name: str) -> None:
    workshop_id, actor = opened(here), here.actor(name)
    for attempt in (
        lambda: plans.prepare(actor, PLAN),
        lambda: plans.change(actor, workshop_id, PLAN),
        lambda: act.open_workshop(actor, workshop_id, 9),
        lambda: act.lock(actor, workshop_id),
        lambda: act.unlock(actor, workshop_id),
        lambda: act.close(actor, workshop_id),
        lambda: plans.call_off(actor, workshop_id),
    ):
        with pytest.raises(NotYours):
            attempt()


@pytest.mark.parametrize(
    ("name", "may"),
    [("rep1", True), ("member", True), ("lay", True), ("chair", True), ("admin", True), ("observer", False)],
)
def test_everybody_but_observers_may_write_for_a_group(here: Any, name: str, may: bool) -> None:
    workshop_id, actor = opened(here), here.actor(name)
    if may:
        entries.enter(actor, workshop_id, 1, "trust", GroupLevels(2, 3))
        act.lock(here.actor("chair"), workshop_id)
        entries.enter_votes(actor, workshop_id, 1, {"trust": 1})
        return
    with pytest.raises(NotYours):
        entries.enter(actor, workshop_id, 1, "trust", GroupLevels(2, 3))
    with pytest.raises(NotYours):
        entries.enter_votes(actor, workshop_id, 1, {"trust": 1})


@both_databases
def test_another_federations_workshop_does_not_exist(here: Any, federation_elsewhere: Any) -> None:
    workshop_id = opened(here)
    entries.enter(here.actor("rep1"), workshop_id, 1, "trust", GroupLevels(2, 3, "Secret of Saltmarsh"))
    with federation_elsewhere.scope():
        chair = federation_elsewhere.actor("chair")
        for attempt in (
            lambda: entries.enter(chair, workshop_id, 1, "trust", GroupLevels(1, 2)),
            lambda: entries.enter_votes(chair, workshop_id, 1, {"trust": 1}),
            lambda: plans.change(chair, workshop_id, PLAN),
            lambda: act.lock(chair, workshop_id),
            lambda: plans.call_off(chair, workshop_id),
            lambda: queries.workshop_numbered(workshop_id),
        ):
            with pytest.raises(NotFound):
                attempt()
        assert queries.entries_of(workshop_id) == queries.groups_of(workshop_id) == []
        assert queries.history_of(workshop_id, 1, "trust") == queries.votes_of(workshop_id) == []
    assert len(queries.entries_of(workshop_id)) == 1
    with pytest.raises(NotFound):
        entries.enter(here.actor("rep1"), workshop_id, 3, "trust", GroupLevels(2, 3))


def test_what_is_kept_about_a_person(here: Any) -> None:
    workshop_id = closed(here)
    scribe, chair = (kept_workshops.kept_about(here.people[name]) for name in ("rep1", "chair"))
    assert len(scribe) == 17
    assert scribe[0].content["dimension"] == "Purpose and vision" and scribe[0].content["note"] == "Of 1"
    assert scribe[-1].content["votes"] == {"Relationships and trust": 6}
    assert [dict(one.content) for one in chair] == [
        {"workshop": "Autumn 2026", "did": ["prepared", "opened", "locked", "ended"]}
    ]
    assert kept_workshops.kept_about(here.people["rep2"]) == []
    assert queries.closed_before(queries.workshop_numbered(workshop_id)) is None
