"""What is said about the work of a group, its files, and the time that people give are read by those who follow it."""

from io import BytesIO

import pytest
from flask import Flask

from federation.kernel.days import today
from federation.kernel.files.sent import SentFile
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.network.groups.actions import (
    GroupWanted,
    SeatWanted,
    begin_group,
    end_group,
    end_seat,
    give_seat,
)
from federation.network.groups.changing import WordedGroup, change_group
from federation.network.groups.queries import seats_of
from federation.network.ledger.queries import minutes_under
from federation.testing import both_databases
from federation.testing.statements import statements
from federation.testing.world import World
from federation.workstreams.actions.hours import note_hours, take_hours_back
from federation.workstreams.actions.items import WantedItem, bring
from federation.workstreams.actions.talking import add_files, delete_file, say_about, say_otherwise, unsay
from federation.workstreams.actions.tasks import TaskOwner, give_task
from federation.workstreams.jobs import hand_tasks_on
from federation.workstreams.queries.hours import hours_of, minutes_of, personal_hours
from federation.workstreams.queries.talks import said_and_filed, talk_of, talk_of_group, talk_of_item
from federation.workstreams.queries.tasks import task_read
from tests.workstreams.test_items import letters
from tests.workstreams.test_planning import API, SECRET, fields
from tests.workstreams.test_tasks import owed

PLAN = SentFile("plan.txt", b"The plan of the spring")


@both_databases
def test_people_talk_about_work_and_who_brought_it_hears_of_it(app: Flask, world: World, group: int) -> None:
    with world.scope():
        rep, lead, lay = world.actor("rep1"), world.actor("lead"), world.actor("lay")
        work = bring(rep, group, WantedItem("problem", "No visits after 4"))
        first = say_about(lead, talk_of_item(lead, work), "We look at it.")
        assert letters(rep.person_id)[-1] == "New comment: No visits after 4"
        answer = say_about(lay, talk_of_item(lay, work), "So do I.", first, [PLAN])
        assert talk_of(rep, answer)[1].files[0].name == "plan.txt"
        with pytest.raises(NotYours):
            say_otherwise(rep, answer, "I do not.")
        say_otherwise(lay, answer, "We do.")
        assert talk_of(rep, answer)[1].body == "We do."
        unsay(lay, answer)
        assert talk_of(rep, answer)[1].body == ""
        with pytest.raises(Refusal):
            say_otherwise(lay, answer, "Still here.")
        assert said_and_filed(group) == (0, 0)
        say_about(rep, talk_of_group(rep, group), "When do we begin?")
        [made] = add_files(lay, group, [PLAN])
        assert said_and_filed(group) == (1, 1)
        with pytest.raises(NotYours):
            add_files(rep, group, [PLAN])
        with pytest.raises(NotYours):
            delete_file(lay, group, made.id)
        delete_file(lead, group, made.id)
        with pytest.raises(NotFound):
            delete_file(lead, group, made.id)
        end_group(world.actor("admin"), group)
        with pytest.raises(Refusal, match="has ended"):
            say_about(rep, talk_of_group(rep, group), "Too late")


@both_databases
def test_what_a_group_says_is_read_by_nobody_else(app: Flask, world: World, kept: int) -> None:
    with world.scope():
        half = begin_group(
            world.actor("admin"),
            GroupWanted(
                "Half Group",
                "Tells results.",
                reads="results",
                seats=(SeatWanted(world.people["lead"], is_lead=True),),
            ),
        )
        lead, rep = world.actor("lead"), world.actor("rep1")
        theirs = bring(rep, half, WantedItem("problem", "Too slow"))
        ours = bring(lead, kept, WantedItem("problem", SECRET))
        said = [
            say_about(lead, talk, SECRET)
            for talk in (
                talk_of_group(lead, half),
                talk_of_group(lead, kept),
                talk_of_item(lead, theirs),
                talk_of_item(lead, ours),
            )
        ]
        papers = [
            add_files(lead, number, [SentFile("plan.txt", SECRET.encode())])[0].id for number in (half, kept)
        ]
        times = [
            note_hours(lead, give_task(lead, number, SECRET, TaskOwner(), today()), 61)
            for number in (half, kept)
        ]
        assert [minutes_under("workstreams", f"hours:{one}") for one in times] == [None, None]
        for number in said:
            with pytest.raises(NotFound):
                talk_of(rep, number)
    paths = [f"said/{number}" for number in said] + [f"files/{number}" for number in papers]
    for number in (half, kept):
        paths += [f"groups/{number}/discussion", f"groups/{number}/files"]
    paths += [f"work/{number}/discussion" for number in (theirs, ours)]
    for name in ("admin", "rep1", "observer"):
        browser, program = world.client(app, name), world.program(app, name)
        assert {browser.get(world.address(path)).status_code for path in paths} == {404}
        assert {program.get(f"{API}/{path}").status_code for path in paths if "said" not in path} == {404}
        for path in ("", "record/", "search?q=Kelp", f"work/{theirs}", f"groups/{half}/workstream"):
            assert SECRET not in browser.get(world.address(path)).text
    assert all(world.client(app, "lead").get(world.address(path)).status_code in (200, 302) for path in paths)


@both_databases
def test_time_given_to_tasks_is_summed_and_stands_among_what_practices_gave(
    app: Flask, world: World, group: int
) -> None:
    with world.scope():
        lead, lay, rep = world.actor("lead"), world.actor("lay"), world.actor("rep1")
        task = give_task(lead, group, "Count visits", TaskOwner(practice="Z99001"), today())
        with pytest.raises(NotYours):
            note_hours(world.actor("rep2"), task, 10)
        with pytest.raises(Invalid, match="at most 100 hours"):
            note_hours(rep, task, 6001)
        mine, theirs = note_hours(rep, task, 90), note_hours(lay, task, 45)
        assert (minutes_of(hours_of(task)), minutes_under("workstreams", f"hours:{mine}")) == (135, 90)
        assert [one.words for one in hours_of(task)] == ["45 minutes", "1 hour 30 minutes"]
        with pytest.raises(NotYours):
            take_hours_back(lead, theirs)
        assert take_hours_back(rep, mine) == task
        assert (minutes_of(hours_of(task)), minutes_under("workstreams", f"hours:{mine}")) == (45, None)
        assert len(personal_hours(lay.person_id)) == 1


@both_databases
def test_two_leads_owe_what_is_the_leads_and_whoever_stays_keeps_it(
    app: Flask, world: World, group: int
) -> None:
    with world.scope():
        admin, lead, due = world.actor("admin"), world.actor("lead"), today()
        give_seat(admin, group, SeatWanted(world.people["rep2"], is_lead=True))
        own = give_task(lead, group, "Write it down", TaskOwner(lead.person_id), due)
        give_task(world.actor("rep2"), group, "Book a room", TaskOwner(), due)
        assert (owed(world, "lead"), owed(world, "rep2")) == (
            ["Write it down", "Book a room"],
            ["Book a room"],
        )
        [seat] = [one.id for one in seats_of(group) if one.person_id == lead.person_id]
        end_seat(admin, group, seat)
        hand_tasks_on()
        assert (owed(world, "lead"), owed(world, "rep2")) == ([], ["Write it down", "Book a room"])
        assert "It was Lead’s" in task_read(world.actor("rep2"), own)[0].owner


def test_pages_and_programs_talk_file_and_note_time(app: Flask, world: World, group: int) -> None:
    lead, rep = world.client(app, "lead"), world.client(app, "rep1")
    at = world.address(f"groups/{group}")
    wrong = rep.post(f"{at}/discussion/new", data={"words": ""})
    assert wrong.status_code == 422 and "Enter a comment" in wrong.text
    assert rep.post(f"{at}/discussion/new", data={"words": "When do we begin?"}).status_code == 303
    page = lead.get(f"{at}/discussion").text
    assert "When do we begin?" in page and "Reply" in page
    program, theirs = world.program(app, "lead"), world.program(app, "rep1")
    number = program.get(f"{API}/groups/{group}/discussion").json["items"][0]["id"]
    assert lead.post(world.address(f"said/{number}/answer"), data={"words": "Soon."}).status_code == 303
    assert "Soon." in rep.get(f"{at}/discussion").text
    changed = rep.post(world.address(f"said/{number}/edit"), data={"words": "When do we start?"})
    assert changed.status_code == 303 and f"comment-{number}" in changed.location
    assert lead.get(world.address(f"said/{number}/edit")).status_code == 403
    assert "cannot be undone" in rep.get(world.address(f"said/{number}/withdraw")).text
    assert theirs.patch(f"{API}/said/{number}", json={"words": "Now?"}).status_code == 204
    assert program.delete(f"{API}/said/{number}").status_code == 403
    assert rep.post(world.address(f"said/{number}/withdraw")).status_code == 303
    assert "Now?" not in lead.get(f"{at}/discussion").text
    sent = {"file": (BytesIO(b"The plan"), "plan.txt")}
    assert lead.post(f"{at}/files/new", data=sent).status_code == 303
    assert "plan.txt" in rep.get(f"{at}/files").text
    [paper] = theirs.get(f"{API}/groups/{group}/files").json["items"]
    assert theirs.delete(f"{API}/groups/{group}/files/{paper['id']}").status_code == 403
    assert lead.post(f"{at}/files/{paper['id']}/delete").status_code == 303
    begun = {
        "status": "on_track",
        "words": "It begins.",
        "lines": "Ask\nTell",
        "weeks": "2",
        "tasks": "Call them",
    }
    with world.scope():
        days = {**fields("first_on", today()), **fields("tasks_on", today())}
    assert "Call the first meeting" in lead.get(f"{at}/workstream/begin").text
    assert lead.post(f"{at}/workstream/begin", data={**begun, **days, "words": ""}).status_code == 422
    assert lead.post(f"{at}/workstream/begin", data={**begun, **days}).status_code == 303
    page = lead.get(f"{at}/workstream").text
    assert all(words in page for words in ("It begins.", "Tell", "Call them", "Mine (1)", "Discussion (1)"))
    [task] = program.get(f"{API}/groups/{group}/tasks").json["items"]
    where = world.address(f"tasks/{task['id']}/hours")
    assert lead.post(where, data={"hours": "", "minutes": ""}).status_code == 422
    assert lead.post(where, data={"hours": "1", "minutes": "15"}).status_code == 303
    assert "1 hour 15 minutes" in lead.get(where).text
    assert "1 hour 15 minutes" in lead.get(f"{at}/workstream").text
    given = program.get(f"{API}/tasks/{task['id']}/hours").json
    assert given["minutes"] == 75
    assert lead.post(world.address(f"hours/{given['items'][0]['id']}/back")).status_code == 303
    assert program.patch(f"{API}/tasks/{task['id']}", json={}).status_code == 422
    on = {"owner": {"practice": "Z99001"}, "due_at": "2027-02-02T12:00:00Z"}
    assert program.patch(f"{API}/tasks/{task['id']}", json=on).status_code == 204
    blocked = {"state": "blocked", "words": "The bank", "owner": {"person": world.people["lead"]}}
    assert program.patch(f"{API}/tasks/{task['id']}", json=blocked).status_code == 204
    found = program.get(f"{API}/tasks/{task['id']}").json
    assert (found["owner"]["person"], found["due_at"], found["words"]) == (
        world.people["lead"],
        "2027-02-02T12:00:00Z",
        "The bank",
    )
    back = {"owner": None}
    assert program.patch(f"{API}/tasks/{task['id']}", json=back).status_code == 204
    assert program.get(f"{API}/tasks/{task['id']}").json["owner"]["name"] == "The leads"
    assert theirs.patch(f"{API}/tasks/{task['id']}", json=back).status_code == 403


def test_300_comments_cost_as_many_statements_as_3(app: Flask, world: World, group: int) -> None:
    lead, costs = world.client(app, "lead"), []
    with world.scope():
        task = give_task(world.actor("lead"), group, "Count", TaskOwner(), today())
    for many in (3, 30):
        for _ in range(many):
            with world.scope():
                note_hours(world.actor("lead"), task, 5)
        with world.scope():
            say_about(world.actor("rep1"), talk_of_group(world.actor("rep1"), group), "Again")
        costs.append([])
        for path in (f"groups/{group}/workstream", f"groups/{group}/files", f"tasks/{task}/hours"):
            with statements(app) as seen:
                assert lead.get(world.address(path)).status_code == 200
            costs[-1].append(len(seen))
    assert costs[0] == costs[1]


@both_databases
@pytest.mark.parametrize("how", ["said", "taken back", "filed"])
def test_nobody_opens_to_all_what_a_closed_group_said_or_filed(
    app: Flask, world: World, kept: int, how: str
) -> None:
    world.add("watcher", "observer")
    with world.scope():
        lead = world.actor("lead")
        if how == "filed":
            add_files(lead, kept, [SentFile("plan.txt", SECRET.encode())])
        else:
            made = say_about(lead, talk_of_group(lead, kept), SECRET)
            if how == "taken back":
                unsay(lead, made)
        for name in ("admin", "lead"):
            with pytest.raises(Invalid, match="begun its work"):
                change_group(world.actor(name), kept, WordedGroup("Pay Group", "Looks after pay.", "all"))
    path = "files" if how == "filed" else "discussion"
    answer = world.program(app, "watcher").get(f"{API}/groups/{kept}/{path}")
    assert answer.status_code == 404 and SECRET not in answer.text
