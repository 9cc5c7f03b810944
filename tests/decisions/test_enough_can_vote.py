"""A vote that too few could cast says so before it opens; and the rule suggested comes first, with the reason."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from federation.decisions import rules
from federation.decisions.models import Decision
from federation.kernel.db import unit_of_work
from federation.people.models import Person
from federation.testing.world import World, make_world
from tests.api.programs import program
from tests.decisions.test_floors_hold import bound_by_all, decision, deliver
from tests.decisions.votes import all_can_sign_in, in_hours, propose

CLOSES = {"early_close": "never", "visibility": "after_close", "reasons": "optional"}


@pytest.fixture
def here(app: Flask) -> World:
    """A federation with the floors as delivered, in which everybody has accepted."""
    world = make_world()
    deliver(world)
    all_can_sign_in(world)
    return world


def planned(world: World, rule: str = "simple_majority", author: str = "rep1") -> int:
    """A proposal ready for the last step."""
    number = propose(world, author)
    with world.scope():
        plan = {"rule": rule, "opens_at": None, "closes_at": in_hours(48).isoformat(), **CLOSES}
    with unit_of_work() as session, world.scope():
        session.get_one(Decision, number).plan = plan
    return number


def silence(world: World, numbers: range) -> None:
    """The representatives of these practices have not accepted their invitation."""
    people = [world.people[f"rep{number}"] for number in numbers]
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.id.in_(people)).values(password_hash=None))


def check(client: FlaskClient, number: int) -> str:
    return client.get(f"/f/saltmarsh/decisions/{number}/check").text


def test_a_vote_that_cannot_be_carried_asks_twice_and_names_who_is_missing(app: Flask, here: World) -> None:
    silence(here, range(4, 13))
    number, client = planned(here), here.client(app, "rep1")
    page = check(client, number)
    assert "3 of 12 practices have a representative who can sign in. 7 practices must vote." in page
    assert "Too few practices can vote: this cannot be carried" in page
    assert "9 practices without a representative" in page and "<li>Skylark Surgery</li>" in page
    assert "<li>Driftwood Surgery</li>" not in page
    assert "Ask an administrator to invite representatives first." in page and "people/invite" not in page
    refused = client.post(f"/f/saltmarsh/decisions/{number}/check")
    assert "Tick the box, or invite people first" in refused.text
    with here.scope():
        assert decision(number).state == "discussion"
    assert client.post(f"/f/saltmarsh/decisions/{number}/check", data={"anyway": "1"}).status_code == 303
    with here.scope():
        assert decision(number).state == "open"


def test_an_administrator_gets_the_way_to_invite(app: Flask, here: World) -> None:
    silence(here, range(4, 13))
    here.add("rep1", "administrator")
    assert "people/invite" in check(here.client(app, "rep1"), planned(here))


def test_a_vote_that_runs_short_warns_and_a_full_roll_does_not(app: Flask, here: World) -> None:
    client = here.client(app, "rep1")
    full = planned(here, "double_majority")
    page = check(client, full)
    assert "12 of 12 practices have a representative who can sign in. 9 practices must vote." in page
    assert "nhsuk-warning-callout" not in page and "anyway" not in page
    silence(here, range(12, 13))
    page = check(client, full)
    assert "Few practices more than needed can vote" in page and "<li>Windmill Health Centre</li>" in page
    assert "nhsuk-warning-callout" not in check(client, planned(here))
    assert client.post(f"/f/saltmarsh/decisions/{full}/check").status_code == 422


def test_a_practice_that_stood_aside_is_not_missed(app: Flask, here: World) -> None:
    from federation.decisions.voting.actions.standing_aside import stand_aside

    number = planned(here, "double_majority")
    with here.scope():
        stand_aside(here.actor("rep12"), number, here.practices["Z99012"], "We would gain.")
    silence(here, range(12, 13))
    page = check(here.client(app, "rep1"), number)
    assert "11 of 11 practices have" in page and "nhsuk-warning-callout" not in page


def test_programs_are_told_with_the_opening(app: Flask, here: World) -> None:
    silence(here, range(3, 13))
    other = make_world("elsewhere", practices=2)
    all_can_sign_in(other)
    number = propose(here)
    with here.scope():
        closes = in_hours(48).isoformat()
    sent = {"preset": "simple_majority", "closes_at": closes}
    told = program(app, here, "rep1").done("POST", f"/decisions/{number}/open", sent)["turnout"]
    without = told.pop("without")
    assert told.pop("holders") == {"words": "", "most": False, "people": []}
    assert told == {"practices": 12, "able": 2, "needed": 7, "can_succeed": False, "runs_short": False}
    assert len(without) == 10 and "Quayside Practice" in without


def test_weights_and_shares_of_the_roll_are_counted_exactly() -> None:
    sizes = {"A": 9000, "B": 2000, "C": 1000, "D": 1000}
    for key, able, expected in (
        ("patient_weighted", "A", False),
        ("patient_weighted", "ABC", True),
        ("double_majority", "BCD", True),
        ("written_special_resolution", "ABC", True),
        ("written_special_resolution", "AB", False),
        ("consent", "AB", False),
        ("consent", "BCD", True),
        ("advisory", "A", True),
        ("advisory", "", False),
    ):
        rule = rules.PRESETS[key].rule
        roll = rules.weigh(rule, [(code, code, size) for code, size in sizes.items()])
        assert rules.turnout(rule, roll, set(able)).can_succeed is expected, (key, able)


def offered(page: str) -> tuple[list[str], list[str]]:
    """The rules offered at first, and those behind the other one."""
    first, _, others = page.partition('<details class="nhsuk-details nhsuk-u-margin-top-4"')
    return tuple(re.findall(r'name="rule" type="radio" value="(\w+)"', part) for part in (first, others))  # type: ignore[return-value]


def test_the_rule_suggested_comes_first_with_the_reason_and_few_others(app: Flask, here: World) -> None:
    number, client = propose(here), here.client(app, "rep1")
    for kind, first, reason in (
        ("", "simple_majority", "it is the usual rule for everyday matters"),
        ("shared", "double_majority", "this shares out money, work or staff"),
        ("rules", "special_resolution", "this changes our rules or who may join"),
    ):
        with unit_of_work() as session, here.scope():
            session.get_one(Decision, number).kind = kind
        page = client.get(f"/f/saltmarsh/decisions/{number}/rule").text
        near, far = offered(page)
        assert near[0] == first and len(near) in (4, 5) and reason in page
        assert sorted(near + far) == sorted(rules.PRESETS.keys() - {"silence", "points"})
        assert re.search(rf'value="{first}" checked', page)
    assert "<details" in page and " open>" not in page


def test_only_rules_that_ask_for_as_much_are_offered_where_a_decision_is_replaced(
    app: Flask, here: World
) -> None:
    number, bound = propose(here), bound_by_all(here)
    with unit_of_work() as session, here.scope():
        session.get_one(Decision, number).supersedes_id = bound
    page = here.client(app, "rep1").get(f"/f/saltmarsh/decisions/{number}/rule").text
    assert offered(page) == (["double_majority"], [])
    assert "because it asks for as much as the decision that this one replaces" in page
    assert "9 rules cannot be used for this proposal" in page
    refused = here.client(app, "rep1").post(
        f"/f/saltmarsh/decisions/{number}/rule", data={"rule": "simple_majority"}
    )
    assert "Select how this should be decided" in refused.text


@pytest.mark.parametrize("host", ["", "mail.example.org"])
def test_the_check_promises_letters_only_where_mail_leaves(app: Flask, here: World, host: str) -> None:
    app.config["SETTINGS"]["mail"]["smtp_host"] = host
    page = check(here.client(app, "rep1"), planned(here))
    assert ("No letter leaves: no mail server is set." in page) is (host == "")
    assert ("12 people get an email" in page and "Who gets the email" in page) is (host != "")
    assert ("By the link in the letter, or signed in" in page) is (host != "")
