"""The work of groups is worded anew, with what stood before; it is found by those who read it, and proved from the record."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from federation.kernel import search
from federation.kernel.days import today
from federation.kernel.db import db, unit_of_work
from federation.kernel.reading import read_for
from federation.kernel.refusals import Invalid, NotYours, Refusal
from federation.kernel.search import SearchEntry
from federation.network.models import ThingDue
from federation.plugin.migrate import upgrade
from federation.testing import both_databases
from federation.testing.world import World
from federation.workstreams.actions.hours import note_hours
from federation.workstreams.actions.items import ItemFate, WantedItem, bring, settle_item
from federation.workstreams.actions.planning import WantedMilestone, drop, move, say_status, set_milestones
from federation.workstreams.actions.rewording import reword_item, reword_milestone, reword_task
from federation.workstreams.actions.tasks import TaskOwner, change_task, give_task, hand_on
from federation.workstreams.models import (
    WorkHours,
    WorkItem,
    WorkMilestone,
    WorkStatus,
    WorkTask,
    WorkWording,
)
from federation.workstreams.proofs import work
from federation.workstreams.queries.wordings import earlier_work
from tests.tables import back_to

API = "/api/v1/federations/saltmarsh"
DUE = date(2027, 3, 1)


def made(world: World, group: int) -> tuple[int, int, int]:
    """Work, a milestone and a task of a group."""
    with world.scope():
        lead = world.actor("lead")
        item = bring(lead, group, WantedItem("problem", "Nobody answers at night", "Since larkspur."))
        [milestone] = set_milestones(lead, group, [WantedMilestone("All wards have answered", DUE)])
        task = give_task(lead, group, "Ask the night nurses", TaskOwner(world.people["lead"]), DUE)
    return item, milestone, task


@both_databases
def test_what_stood_before_stays_with_who_changed_it(app: Flask, world: World, group: int) -> None:
    item, milestone, task = made(world, group)
    with world.scope():
        lead, other = world.actor("lead"), world.actor("rep3")
        reword_item(lead, item, "Nobody answers after ten", "Since May.")
        reword_item(lead, item, "Nobody answers after ten", "Since May.")
        reword_milestone(other, milestone, "Ten wards have answered")
        reword_task(lead, task, "Ask all nurses")
        hand_on(lead, task, TaskOwner(world.people["lead"]), DUE + timedelta(days=7))
        assert [(one.title, one.words, one.person) for one in earlier_work("work", item)] == [
            ("Nobody answers at night", "Since larkspur.", "Lead")
        ]
        assert [(one.title, one.person) for one in earlier_work("milestone", milestone)] == [
            ("All wards have answered", "Rep3")
        ]
        assert [(one.title, one.due_on) for one in earlier_work("task", task)] == [
            ("Ask all nurses", DUE),
            ("Ask the night nurses", None),
        ]
        owed = select(ThingDue.words).where(ThingDue.person_id == world.people["lead"], ThingDue.is_open())
        assert list(db.session.scalars(owed)) == ["Ask all nurses"]
        assert list(work()) == []
        for name in ("rep1", "admin", "lay", "observer"):
            with pytest.raises(NotYours):
                reword_item(world.actor(name), item, "Mine", "")
        with pytest.raises(Invalid, match="Say in a sentence"):
            reword_item(lead, item, " ", "")
        change_task(lead, task, "done", "Asked.")
        with pytest.raises(Refusal, match="This task is over"):
            reword_task(lead, task, "Ask nobody")
        drop(lead, milestone, "Nobody needs it.")
        with pytest.raises(Refusal, match="was dropped"):
            reword_milestone(lead, milestone, "Another")
    with world.scope(), pytest.raises(DBAPIError), unit_of_work() as session:
        session.execute(update(WorkWording).values(title="Never said"))


def found(world: World, name: str, words: str) -> list[str]:
    """The titles that a person finds."""
    db.session.rollback()
    with world.scope(), read_for(world.people[name]):
        rows = db.session.scalars(
            select(SearchEntry.title).where(SearchEntry.kind.in_(("work", "milestone", "task")))
        ).all()
    return sorted(title for title in rows if words in title)


@both_databases
def test_who_reads_the_work_of_a_group_finds_it(app: Flask, world: World, group: int, kept: int) -> None:
    made(world, group)
    with world.scope():
        lead = world.actor("lead")
        bring(lead, kept, WantedItem("problem", "Quillwort pay"))
        set_milestones(lead, kept, [WantedMilestone("Quillwort paid", DUE)])
        give_task(lead, kept, "Quillwort task", TaskOwner(world.people["lead"]), DUE)
    for name, titles in (("lead", 3), ("rep3", 3), ("rep1", 0), ("admin", 0)):
        page = world.client(app, name).get(world.address("search?q=quillwort")).text
        assert sum(
            title in page for title in ("Quillwort pay<", "Quillwort paid", "Quillwort task")
        ) == titles or (titles and "Quillwort paid" in page), name
        assert ("Quillwort task" in page) is bool(titles)
    anybody = world.client(app, "rep1").get(world.address("search?q=larkspur")).text
    assert "Nobody answers at night" in anybody


@both_databases
def test_work_of_before_is_found_after_the_upgrade(world: World, group: int, database_url: str) -> None:
    item, milestone, task = made(world, group)
    with world.scope(), unit_of_work():
        for kind, number in (("work", item), ("milestone", milestone), ("task", task)):
            search.forget(kind, number)
    db.session.remove()
    back_to(database_url, "0074")
    upgrade(database_url)
    with world.scope():
        kinds = select(SearchEntry.kind, SearchEntry.title).where(
            SearchEntry.kind.in_(("work", "milestone", "task"))
        )
        assert sorted(map(tuple, db.session.execute(kinds))) == [
            ("milestone", "All wards have answered"),
            ("task", "Ask the night nurses"),
            ("work", "Nobody answers at night"),
        ]


@both_databases
def test_what_was_changed_behind_the_record_is_named(world: World, group: int) -> None:
    item, milestone, task = made(world, group)
    with world.scope():
        lead = world.actor("lead")
        said = say_status(lead, group, "at_risk", "Nobody answers.")
        move(lead, milestone, DUE + timedelta(days=3), "They need time.")
        hours = note_hours(lead, task, 30)
        change_task(lead, task, "blocked", "Waits for the rota.")
        hand_on(lead, task, TaskOwner(practice="Z99001"), DUE)
        settle_item(lead, item, ItemFate("closed", words="Solved."))
        assert list(work()) == []
    for model, number, values in (
        (WorkItem, item, {"words": "Since yesterday."}),
        (WorkMilestone, milestone, {"due_on": today_in(world)}),
        (WorkStatus, said, {"status": "on_track"}),
        (WorkTask, task, {"state": "open"}),
        (WorkHours, hours, {"minutes": 31}),
    ):
        with world.scope(), unit_of_work() as session:
            session.execute(update(model).where(model.id == number).values(**values))  # type: ignore[attr-defined]
    with world.scope():
        assert [str(flaw) for flaw in work()] == [
            f"{title} {number}: it does not say what the record knows"
            for title, number in (
                *(("Work", item), ("Milestone", milestone), ("Status", said)),
                *(("Task", task), ("Time", hours)),
            )
        ]
    with world.scope(), unit_of_work() as session:
        session.execute(update(WorkItem).values(fate_words="Never solved.", words="Since larkspur."))
    with world.scope():
        assert f"What became of work {item}: it does not say what the record knows" in map(str, work())


def today_in(world: World) -> date:
    with world.scope():
        return today()


def test_pages_and_programs_word_it_anew(app: Flask, world: World, group: int) -> None:
    item, milestone, task = made(world, group)
    browser, program = world.client(app, "lead"), world.program(app, "lead")
    for path, sent, before in (
        (f"work/{item}", {"title": "Nobody answers after ten", "words": ""}, "Nobody answers at night"),
        (f"milestones/{milestone}", {"words": "Ten have answered"}, "All wards have answered"),
        (f"tasks/{task}", {"words": "Ask everybody"}, "Ask the night nurses"),
    ):
        page, words = world.address(path), next(iter(sent.values()))
        assert "Change its words" in browser.get(page).text
        assert "Change its words" not in world.client(app, "rep1").get(page).text
        empty = browser.post(f"{page}/words", data={"title": "", "words": ""})
        assert empty.status_code == 422, path
        assert browser.post(f"{page}/words", data=sent).status_code == 303
        shown = world.client(app, "rep1").get(page).text
        assert words in shown and before in shown and "Changed by Lead" in shown
        answer = program.put(f"{API}/{path}/words", json={**sent, next(iter(sent)): f"{words} again"})
        assert answer.status_code == 204, answer.text
        refused = world.program(app, "rep1").put(f"{API}/{path}/words", json=sent)
        assert refused.status_code == 403
    with world.scope():
        assert db.session.scalar(select(func.count(WorkWording.id))) == 6
