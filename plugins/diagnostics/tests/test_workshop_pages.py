"""The pages of maturity workshops: who sees what in which state, errors, the file, what a page costs."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from federation_diagnostics.actions import workshop_entries as entries
from federation_diagnostics.actions import workshop_plans as plans
from federation_diagnostics.actions import workshops as act
from federation_diagnostics.actions.workshop_entries import GroupLevels
from federation_diagnostics.queries import workshops as queries
from flask import g
from test_workshop_actions import PLAN, closed, opened

Client = Callable[..., Any]
EVERYBODY = ("admin", "chair", "rep1", "member", "lay", "observer")
TYPED = {
    "title": "Autumn 2026",
    "starts_at-day": "8",
    "starts_at-month": "10",
    "starts_at-year": "2026",
    "starts_at-time": "1.30pm",
    "minutes": "105",
    "place": "Saltmarsh Hall",
    "expected": "12",
}
LEVELS = {"current": "2", "highest": "0", "wanted": "3", "note": ""}


@pytest.fixture
def here(federation_world: Any) -> Iterator[Any]:
    """Within the federation."""
    with federation_world.scope():
        yield federation_world


class Turns:
    """A person's browser, to be used in turn with others': each request is this person's."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def get(self, path: str) -> Any:
        """Open a page."""
        g.pop("_login_user", None)
        return self.client.get(path)

    def post(self, path: str, data: Any = None) -> Any:
        """Send a form."""
        g.pop("_login_user", None)
        return self.client.post(path, data=data)


def in_every_state(world: Any) -> dict[str, int]:
    """A workshop in each state."""
    chair = world.actor("chair")
    found = {"closed": closed(world), "prepared": plans.prepare(chair, PLAN), "open": opened(world)}
    entries.enter(world.actor("rep1"), found["open"], 1, "trust", GroupLevels(2, 3, "Not for all yet"))
    found["locked"] = opened(world)
    entries.enter(world.actor("rep1"), found["locked"], 1, "trust", GroupLevels(2, 3, "Not for all yet"))
    act.lock(chair, found["locked"])
    found["called_off"] = opened(world)
    entries.enter(world.actor("rep1"), found["called_off"], 1, "trust", GroupLevels(2, 3, "Never to be read"))
    plans.call_off(chair, found["called_off"])
    return found


OPEN_IN = {
    "facilitator": ("prepared", "open", "locked"),
    "watch": ("open", "locked"),
    "change": ("prepared",),
    "open": ("prepared",),
    "close": ("locked",),
    "call-off": ("prepared", "open", "locked"),
}
GROUPS_IN = {"": ("open", "locked"), "/trust": ("open",), "/votes": ("locked",)}


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_may_open_what_in_which_state(here: Any, federation_client: Client, name: str) -> None:
    found, client = in_every_state(here), federation_client(name)
    runs, takes_part = name in ("admin", "chair"), name != "observer"
    proposes = name in ("chair", "rep1", "member")

    def status(path: str) -> int:
        answer = client.get(here.address(f"diagnostics/workshops/{path}"))
        assert "Never to be read" not in answer.text
        return int(answer.status_code)

    assert (status(""), status("levels"), status("999")) == (200, 200, 404)
    assert status("new") == (200 if runs else 403)
    for state, number in found.items():
        assert status(f"{number}") == 200
        assert status(f"{number}/results.csv") == (200 if state == "closed" else 404)
        assert status(f"{number}/propose/trust") == ((200 if state == "closed" else 404) if proposes else 403)
        for page, states in OPEN_IN.items():
            assert status(f"{number}/{page}") == ((200 if state in states else 303) if runs else 403), page
        for page, states in GROUPS_IN.items():
            there = 404 if state == "prepared" else 200 if state in states else 303
            assert status(f"{number}/groups/1{page}") == (there if takes_part else 403), (state, page)
        assert status(f"{number}/groups/9") == (404 if takes_part else 403)


def test_prepared_changed_and_opened_by_button(here: Any, federation_client: Client) -> None:
    client, base = federation_client("chair"), here.address("diagnostics/workshops/")
    assert "There has been no workshop yet" in client.get(base).text
    wrong = client.post(f"{base}new", data={**TYPED, "minutes": "80", "expected": "3", "title": ""})
    for words in (
        "The number of minutes must be between 90 and 120",
        "The number of people must be between 4 and 400",
        "Enter what this workshop is called",
    ):
        assert wrong.text.count(words) == 2
    assert 'value="80"' in wrong.text and 'value="1.30pm"' in wrong.text
    made = client.post(f"{base}new", data=TYPED).location
    page = client.get(made).text
    assert "You expect 12 people: 2 groups of 6" in page and "1.30pm" in page and "3.15pm" in page
    assert "/diagnostics/workshops/levels" in page
    workshop = made.removesuffix("/facilitator")
    form = client.get(f"{workshop}/change").text
    assert 'value="Autumn 2026"' in form and 'value="1.30pm"' in form
    assert client.post(f"{workshop}/change", data={**TYPED, "expected": "17"}).location == made
    assert "3 groups of 5 or 6" in client.get(made).text
    assert "must be between 4 and 400" in client.post(f"{workshop}/open", data={"present": "2"}).text
    assert client.post(f"{workshop}/open", data={"present": "9"}).location == made
    assert "0 of 16 levels are entered" in client.get(made).text
    late = client.post(f"{workshop}/change", data=TYPED).text
    assert "Groups are entering levels now." in late
    assert "Autumn 2026" in federation_client("observer").get(base).text


def test_a_scribe_enters_and_is_told_what_is_replaced(here: Any, federation_client: Client) -> None:
    page = here.address(f"diagnostics/workshops/{opened(here)}/groups/1")
    first, second = Turns(federation_client("rep1")), Turns(federation_client("member"))
    nothing = first.post(f"{page}/trust", data={"highest": "0"}).text
    assert nothing.count("Select the level where you are now") == 2
    low = first.post(f"{page}/trust", data={**LEVELS, "wanted": "1", "note": "Kept words"}).text
    assert low.count("Choose a wanted level that is not below where you are now") == 2
    assert "Kept words" in low
    patient = first.post(f"{page}/trust", data={**LEVELS, "note": "943 476 5919"}).text
    assert patient.count("This looks like an NHS number") == 2 and "943 476 5919" in patient
    assert first.post(f"{page}/trust", data=LEVELS).location == f"{page}/deciding"
    assert "Rep1 entered level 2 now, level 3 wanted" in second.get(f"{page}/trust").text
    second.post(f"{page}/trust", data={**LEVELS, "current": "1", "highest": "3"})
    said = second.get(page).text
    assert "Saved. This replaces what Rep1 entered at" in said and "level 2 now, level 3 wanted." in said
    assert "Level 1 (1 to 3) now, level 3 wanted. By Member" in said
    assert "What the group entered before" in first.get(f"{page}/trust").text
    for place in ("vision", "direction", "participation", "leadership", "deciding", "learning"):
        first.post(f"{page}/{place}", data=LEVELS)
    assert first.post(f"{page}/fairness", data=LEVELS).location == page


def test_locked_unlocked_voted_and_closed(here: Any, federation_client: Client) -> None:
    workshop_id = opened(here)
    workshop = here.address(f"diagnostics/workshops/{workshop_id}")
    scribe, chair = Turns(federation_client("rep1")), Turns(federation_client("chair"))
    assert chair.post(f"{workshop}/lock").status_code == 409
    scribe.post(f"{workshop}/groups/1/trust", data=LEVELS)
    assert "Lock the levels" in chair.get(f"{workshop}/facilitator").text
    assert chair.post(f"{workshop}/lock").status_code == 303
    late = scribe.post(f"{workshop}/groups/1/trust", data={**LEVELS, "note": "Too late"}).text
    assert "The levels of this workshop are locked." in late and "Too late" in late
    votes = f"{workshop}/groups/1/votes"
    page = scribe.get(votes).text
    assert "Relationships and trust" in page and "Purpose and vision" not in page
    many = scribe.post(votes, data={"trust": "19"}).text
    assert many.count("This group of 6 has 18 votes, 3 each. You entered 19") == 2 and 'href="#trust"' in many
    assert scribe.post(votes, data={"trust": "18"}).location == f"{workshop}/groups/1"
    assert "18 of 18 votes, entered by Rep1" in scribe.get(f"{workshop}/groups/1").text
    chair.post(f"{workshop}/unlock")
    assert "Groups are entering levels now." in scribe.post(votes, data={"trust": "1"}).text
    chair.post(f"{workshop}/lock")
    last = chair.get(f"{workshop}/close").text
    assert "15 of 16 levels were not entered" in last and "No votes were entered by group 2." in last
    assert "NHS number" in chair.post(f"{workshop}/close", data={"next_steps": "943 476 5919"}).text
    assert chair.post(f"{workshop}/close", data={"next_steps": "We meet in May."}).location == workshop
    result = federation_client("observer").get(workshop).text
    assert "We meet in May." in result and "18 votes of 18" in result
    assert chair.post(f"{workshop}/close", data={}).text.count("This workshop is closed.") == 1


def test_watching_reloads_only_when_asked(here: Any, federation_client: Client) -> None:
    page = here.address(f"diagnostics/workshops/{opened(here)}/watch")
    client = federation_client("chair")
    still, moving = client.get(page), client.get(f"{page}?by-itself=1")
    assert "Refresh" not in still.headers and "load again by itself every 20 seconds" in still.text
    assert moving.headers["Refresh"] == "20" and "Stop loading again" in moving.text
    assert "http-equiv" not in moving.text


def test_members_read_the_result_beside_the_last_one(here: Any, federation_client: Client) -> None:
    first, second = closed(here, 1, "Spring 2026"), closed(here, 3, "Autumn 2026", "Ring round.")
    client = federation_client("lay")
    page = client.get(here.address(f"diagnostics/workshops/{second}")).text
    assert "Up 2 levels (was 1)" in page and "Relationships and trust</strong>, 6 votes of 6" in page
    assert 'cx="66.67%"' in page and 'x1="100.00%" x2="100.00%"' in page and 'cx="0.00%"' in page
    assert "<strong>Group 2:</strong> “Of 2”" in page and "Ring round." in page
    alone = client.get(here.address(f"diagnostics/workshops/{first}")).text
    assert "Since" not in alone and "Nothing was written down at the workshop." in alone


def test_the_file_has_what_is_recorded_and_what_each_group_entered(
    here: Any, federation_client: Client
) -> None:
    number = closed(here)
    file = federation_client("observer").get(here.address(f"diagnostics/workshops/{number}/results.csv"))
    lines = file.text.splitlines()
    assert len(lines) == 1 + 8 * 3
    trust = lines.index("Relationships and trust,All groups,2,2,4,6,")
    assert lines[trust + 1] == "Relationships and trust,Group 1,2,2,4,6,Of 1"
    assert lines[trust + 2] == "Relationships and trust,Group 2,2,2,4,0,Of 2"


def test_a_priority_becomes_a_proposal(here: Any, federation_client: Client) -> None:
    page = here.address(f"diagnostics/workshops/{closed(here)}/propose/trust")
    client = federation_client("rep1")
    assert "It had 6 votes as a priority." in client.get(page).text
    made = client.post(page).location
    draft = client.get(made).text
    assert "What we do about relationships and trust" in draft
    assert "2 groups saw “Relationships and trust” like this" in draft
    assert "Level 2 now, 4 wanted; 2 groups" in draft
    assert "After the next workshop it stands here" in draft
    with here.scope():
        closed(here, 3, "Winter 2026")
    later = federation_client("rep1").get(made).text
    assert "Winter 2026</a>: Level 3 now, 4 wanted; 2 groups." in later
    assert federation_client("lay").post(page).status_code == 403


def test_called_off_by_button(here: Any, federation_client: Client) -> None:
    workshop = here.address(f"diagnostics/workshops/{opened(here)}")
    client = federation_client("admin")
    assert "This cannot be taken back." in client.get(f"{workshop}/call-off").text
    assert client.post(f"{workshop}/call-off").location == workshop
    assert "This workshop was called off" in client.get(workshop).text
    assert client.post(f"{workshop}/call-off").status_code == 409


def test_workshops_are_read_a_page_at_a_time_by_when_they_are(here: Any, federation_client: Client) -> None:
    from datetime import timedelta

    for number in range(21):
        early = timedelta(days=-((number * 5) % 21))
        plans.prepare(
            here.actor("chair"), PLAN._replace(title=f"Day {-early.days}.", starts_at=PLAN.starts_at + early)
        )
    first = queries.page_of_workshops()
    assert [one.title for one in first.rows] == [f"Day {day}." for day in range(20)]
    assert first.older is not None
    second = queries.page_of_workshops(first.older)
    assert ([one.title for one in second.rows], second.older) == (["Day 20."], None)
    page = federation_client("lay").get(here.address("diagnostics/workshops/")).text
    assert f"?before={first.older}" in page and "Day 20." not in page


def test_statements_do_not_grow(
    here: Any, federation_client: Client, federation_statements: Callable[[], Any]
) -> None:
    small, large = opened(here, 8), opened(here, 40)
    entries.enter(here.actor("rep1"), small, 1, "trust", GroupLevels(2, 3))
    for number in range(1, 6):
        for key in ("trust", "vision", "fairness"):
            entries.enter(here.actor("rep1"), large, number, key, GroupLevels(2, 3, "Words"))
    client, base = federation_client("chair"), here.address("diagnostics/workshops/")

    def cost(path: str) -> int:
        with federation_statements() as run:
            assert client.get(f"{base}{path}").status_code == 200
        return len(run)

    cost("")
    for page in ("", "/facilitator", "/watch", "/groups/1", "/groups/1/trust"):
        assert cost(f"{small}{page}") == cost(f"{large}{page}"), page


def test_search_and_record_lead_to_a_workshop(here: Any, federation_client: Client) -> None:
    number = closed(here, next_steps="Visit each other by May.")
    off = opened(here, title="Winter 2026")
    plans.call_off(here.actor("chair"), off)
    client, link = federation_client("lay"), here.address("diagnostics/workshops/")
    assert f'href="{link}{number}"' in client.get(here.address("search?q=visit")).text
    assert f'href="{link}{off}"' not in client.get(here.address("search?q=winter")).text
    record = client.get(here.address(f"our-federation/record?subject=diagnostics_workshop:{number}")).text
    assert "opened a maturity workshop" in record and "closed a maturity workshop" in record
