"""A vote in which points are given: on pages, for programs, by the link of a letter, in files and in the record."""

import csv
import re
from collections.abc import Iterable

import pytest
from flask import Flask
from sqlalchemy import select

from federation.decisions.hooks import personal_data
from federation.decisions.models import Ballot
from federation.decisions.page.whole import whole
from federation.decisions.rules import PRESETS
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.home.queries.first_page import lately
from federation.kernel.db import db
from federation.kernel.refusals import Invalid
from federation.network.record.proving import flaws
from federation.testing.world import World, make_world
from tests.assurance.proven import tamper, undone
from tests.decisions.test_letters import mails, work
from tests.decisions.votes import opened, preset
from tests.people.accounts import browser

pytestmark = pytest.mark.both_databases
TITLES = ("Van", "Clinic", "Desk")


@pytest.fixture
def world(app: Flask) -> World:
    return make_world(practices=3)


def points_vote(world: World, **rule: object) -> int:
    return opened(world, preset("points", **rule), hours=100, options=TITLES, texts=("A white van.",))


def give(world: World, number: int, name: str, **points: int) -> str:
    """Points of the practice of a representative, by option."""
    with world.scope():
        return cast(world.actor(name), number, world.practice_of(name), "", "Because.", choice=points).code


def ballots(world: World) -> list[tuple[str, str]]:
    db.session.rollback()
    with world.scope():
        return [(one.stance, one.choice) for one in db.session.scalars(select(Ballot).order_by(Ballot.id))]


def test_from_the_page_to_the_result(app: Flask, world: World) -> None:
    number = points_vote(world)
    client, at = world.client(app, "rep1"), f"/f/saltmarsh/decisions/{number}"
    ballot = f"{at}/vote/{world.practices['Z99001']}"
    page = client.get(ballot).text
    assert "You have 10 points. Give them all" in page and "A white van." in page
    assert re.findall(r'inputmode="numeric"', page) == ['inputmode="numeric"'] * 3
    answer = client.post(ballot, data={"points-0": "6", "points-1": "3", "points-2": "", "reason": "Rain."})
    assert answer.status_code == 422 and ballots(world) == []
    assert answer.text.count("Give 10 points in all: there is 1 left") == 2 and "; 1 left" in answer.text
    assert 'value="6"' in answer.text and 'value="3"' in answer.text and "Rain." in answer.text
    answer = client.post(ballot, data={"points-0": "six", "points-1": "4", "points-2": "", "reason": "Rain."})
    assert answer.status_code == 422
    answer = client.post(ballot, data={"points-0": "6", "points-1": "4", "reason": "Rain. " * 1000})
    assert (answer.status_code, "Rain. Rain." in answer.text) == (422, True)
    answer = client.post(ballot, data={"points-0": "six", "points-1": "4", "points-2": "", "reason": "Rain."})
    assert answer.status_code == 422 and 'value="six"' in answer.text and ballots(world) == []
    assert "The points must be a whole number" in answer.text
    answer = client.post(ballot, data={"points-0": "6", "points-1": "4", "points-2": "0", "reason": "Rain."})
    assert "Van 6, Clinic 4" in client.get(answer.location).text
    assert ballots(world) == [("points", '{"points":{"a":6,"b":4}}')]
    assert "gave points: Van 6, Clinic 4" in client.get(at).text
    assert 'value="4"' in client.get(ballot).text
    give(world, number, "rep2", a=2, c=8)
    with world.scope():
        cast(world.actor("rep3"), number, world.practices["Z99003"], "abstain", "Because.")
        verdict = close_early(world.actor("chair"), number, "Test.")
        assert (verdict.chosen, verdict.words) == (
            ("a", "c"),
            "Carried: “Van” and “Desk” are tied with 8 points each",
        )
        assert about_ballots(flaws()) == []
        assert lately(world.practices["Z99001"]).decided[0].ours == "Van 6, Clinic 4"
    page = client.get(at).text
    assert page.count("(chosen)") == 4 and "8 points" in page and ">1=<" in page and "40.0%" in page
    lines = list(csv.reader(client.get(f"{at}/votes.csv").text.splitlines()))
    assert [line[4] for line in lines[1:]] == ["Van 6, Clinic 4", "Desk 8, Van 2", "Abstained"]


def test_abstaining_is_not_giving_points(app: Flask, world: World) -> None:
    number = points_vote(world)
    client = world.client(app, "rep1")
    ballot = f"/f/saltmarsh/decisions/{number}/vote/{world.practices['Z99001']}"
    both = client.post(ballot, data={"points-0": "10", "points-1": "", "points-2": "", "abstain": "1"})
    assert both.status_code == 422 and "Give points, or abstain: not both" in both.text
    client.post(ballot, data={"points-0": "", "points-1": "", "points-2": "", "abstain": "1"})
    assert ballots(world) == [("abstain", "")]
    assert re.search(r'name="abstain"[^>]*checked', client.get(ballot).text)


def test_by_the_link_of_a_letter(app: Flask, world: World) -> None:
    points_vote(world)
    work(app, world)
    [link] = re.findall(r"https?://[^/\s]+(/f/\S+/ballot/\S+)", mails(world, "opened")["rep1"])
    client = browser(app)
    assert "You have 10 points" in client.get(link).text
    wrong = client.post(link, data={"points-0": "9", "points-1": "", "points-2": ""})
    assert wrong.status_code == 422 and "there is 1 left" in wrong.text
    answer = client.post(link, data={"points-0": "9", "points-1": "", "points-2": "1"})
    assert "Van 9, Desk 1" in client.get(answer.location).text
    assert ballots(world) == [("points", '{"points":{"a":9,"c":1}}')]


def test_for_programs(app: Flask, world: World) -> None:
    number = points_vote(world, visibility="live")
    program, at = world.program(app, "rep1"), f"/api/v1/federations/saltmarsh/decisions/{number}"
    for sent in (
        {"choice": {"a": 9}},
        {"choice": {"a": 9, "z": 1}},
        {"choice": {"a": "10"}},
        {"stance": "for"},
        {},
    ):
        assert program.put(f"{at}/ballots/Z99001", json=sent).status_code == 422, sent
    both = program.put(f"{at}/ballots/Z99001", json={"stance": "abstain", "choice": {"a": 10}})
    assert both.status_code == 422 and ballots(world) == []
    sent = {"choice": {"a": 6, "b": 4, "c": 0}, "reason": "Rain."}
    made = program.put(f"{at}/ballots/Z99001", json=sent)
    assert (made.status_code, made.json["stance"], made.json["choice"]) == (201, "points", {"a": 6, "b": 4})
    read = program.get(at).json
    assert read["results"]["points"] == {"a": 6, "b": 4, "c": 0} and read["chosen"] == []
    assert read["own_ballots"][0]["choice"] == {"a": 6, "b": 4}
    assert program.get(f"{at}/ballots").json["items"][0]["choice"] == {"a": 6, "b": 4}
    assert program.get(f"{at}/ballots/Z99001").json["items"][0]["choice"] == {"a": 6, "b": 4}
    receipt = program.get(f"/api/v1/federations/saltmarsh/receipts/{made.json['receipt']}").json
    assert (receipt["stance"], receipt["choice"]) == ("points", {"a": 6, "b": 4})
    give(world, number, "rep2", b=10)
    with world.scope():
        close_early(world.actor("chair"), number, "Test.")
        assert whole(number, world.actor("lay"))["chosen"] == ["b"]
        [mine] = [one.content for one in personal_data(world.people["rep1"]) if "vote" in one.content]
        assert (mine["vote"], mine["points"]) == ("points", {"a": 6, "b": 4})
    shown = program.get(at).json
    assert shown["chosen"] == ["b"] == shown["verdict"]["chosen"]
    assert shown["results"]["points"] == {"a": 6, "b": 14, "c": 0}


def test_no_points_where_the_rule_knows_none(world: World) -> None:
    number = opened(world, preset("simple_majority"))
    with pytest.raises(Invalid, match="No points are given in this vote") as refused:
        give(world, number, "rep1", a=10)
    assert refused.value.field == "choice" and ballots(world) == []


def about_ballots(found: Iterable[object]) -> list[str]:
    return [str(flaw) for flaw in found if "ballot" in str(flaw)]


def test_a_choice_that_was_bent_is_noticed(world: World) -> None:
    number = points_vote(world)
    give(world, number, "rep1", a=6, b=4)
    give(world, number, "rep1", a=5, b=5)
    with world.scope():
        assert about_ballots(flaws()) == []
    with undone(world) as session:
        tamper(session.connection(), ["UPDATE decisions_ballot SET choice = '{}' WHERE version = 2"])
        assert len(about_ballots(flaws())) == 2


def test_a_vote_without_enough_options_does_not_open(world: World) -> None:
    rule = preset("points", points=5, seats=3)
    with pytest.raises(Invalid, match="at least 4 options"):
        opened(world, rule, options=TITLES)
    assert PRESETS["points"].rule.how.least_options(PRESETS["points"].rule) == 2
