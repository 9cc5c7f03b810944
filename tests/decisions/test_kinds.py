"""The kinds of matter: added, renamed and retired, each with a key that stays."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import KINDS, Draft, kind_titles, kinds_of, retired_kinds_of
from federation.decisions.rulebook.actions.kinds import MOST_KINDS, add_kind, rename_kind, retire_kind
from federation.decisions.rulebook.actions.rules import apply_suggestion
from federation.decisions.rulebook.queries.rulebook import suggestions
from federation.decisions.subjects import SUGGESTED_RULE
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.record import RecordEntry
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.network.models import Federation
from federation.testing.world import World, make_world
from tests.decisions.many import closed
from tests.decisions.votes import propose


@pytest.fixture
def world(app: Flask) -> World:
    return make_world(practices=3)


def settings(world: World) -> dict[str, object]:
    db.session.expire_all()
    return db.session.get_one(Federation, world.federation_id).settings


@pytest.mark.both_databases
def test_keys_stay_whatever_a_kind_is_called(world: World) -> None:
    with world.scope():
        chair = world.actor("chair")
        assert add_kind(chair, "  Premises &  cars ") == "premises_cars"
        assert add_kind(chair, "Prémises cars") == "premises_cars_2"
        rename_kind(chair, "premises_cars", "Buildings")
        rename_kind(chair, "shared", "Money")
        retire_kind(chair, "everyday")
        assert kinds_of(settings(world)) == (
            ("shared", "Money"),
            ("rules", "Our rules, or who may join"),
            ("other", "Something else"),
            ("premises_cars", "Buildings"),
            ("premises_cars_2", "Prémises cars"),
        )
        assert retired_kinds_of(settings(world)) == (("everyday", "An everyday matter"),)
        assert add_kind(chair, "Everyday") == "everyday_2"
        assert add_kind(chair, "an everyday MATTER") == "everyday"
        assert retired_kinds_of(settings(world)) == ()
        acts = db.session.scalars(
            select(RecordEntry.action).where(RecordEntry.action.startswith("kind.")).order_by(RecordEntry.seq)
        ).all()
        assert acts == [
            "kind.added",
            "kind.added",
            "kind.renamed",
            "kind.renamed",
            "kind.retired",
            "kind.added",
            "kind.added",
        ]
        assert record.verify()[1] is None


def test_a_retired_kind_stays_with_its_proposals_and_takes_no_new_one(world: World) -> None:
    with world.scope():
        author = world.actor("rep1")
        number = proposals.start(author, Draft(title="Cars", body="We agree.", kind="shared"))
        retire_kind(world.actor("chair"), "shared")
        assert kind_titles(settings(world))["shared"] == "Money, work or staff that we share"
        assert proposals.revise(author, number, Draft(title="Two cars", body="We agree.", kind="shared")) == 2
        with pytest.raises(Invalid) as refused:
            proposals.start(author, Draft(title="Bikes", body="We agree.", kind="shared"))
        assert refused.value.field == "kind"


def test_what_is_refused(world: World) -> None:
    with world.scope():
        chair = world.actor("chair")
        for title, words in (
            (" ", "Enter what"),
            ("x" * 81, "80 characters"),
            ("SOMETHING else", "already"),
        ):
            with pytest.raises(Invalid, match=words):
                add_kind(chair, title)
            with pytest.raises(Invalid, match=words):
                rename_kind(chair, "shared", title)
        for act in (lambda: rename_kind(chair, "nothing", "X"), lambda: retire_kind(chair, "nothing")):
            with pytest.raises(NotFound):
                act()
        for name in ("rep1", "member", "lay", "observer"):
            with pytest.raises(NotYours):
                add_kind(world.actor(name), "Cars")
        assert kinds_of(settings(world)) == KINDS
        for key, _ in KINDS[1:]:
            retire_kind(world.actor("admin"), key)
        with pytest.raises(Refusal, match="last kind"):
            retire_kind(chair, "everyday")
        for number in range(MOST_KINDS - 1):
            add_kind(chair, f"Kind {number}")
        with pytest.raises(Refusal, match="Retire one first"):
            add_kind(chair, "One more")


def test_one_federations_kinds_are_not_anothers(world: World) -> None:
    other = make_world("brackenfield", practices=1)
    with world.scope():
        add_kind(world.actor("chair"), "Premises")
    with other.scope():
        assert kinds_of(settings(other)) == KINDS


def test_the_rule_suggested_for_each_kind(world: World) -> None:
    number = closed(
        world,
        1,
        subject=SUGGESTED_RULE,
        terms={"kind": "everyday", "rule_key": "consent"},
        author="rep1",
    )
    with world.scope():
        with unit_of_work():
            assert apply_suggestion(number)
        found = suggestions(kinds_of(settings(world)))
    assert [(one.kind, one.rule, one.decision_id) for one in found] == [
        ("everyday", "Consent", number),
        ("shared", "Double majority", None),
        ("rules", "Special resolution", None),
        ("other", "Simple majority", None),
    ]


def test_pages(app: Flask, world: World) -> None:
    base = "/f/saltmarsh/decisions/kinds"
    page = world.client(app, "member").get(base).text
    assert "Double majority" in page and "Add a kind of matter" not in page
    assert world.client(app, "member").get(f"{base}/add").status_code == 403

    def chair() -> FlaskClient:
        return world.client(app, "chair")

    assert (
        "There is a kind of matter with this name already"
        in chair().post(f"{base}/add", data={"title": "Something else"}).text
    )
    assert chair().post(f"{base}/add", data={"title": "Premises"}).status_code == 303
    assert "Premises" in chair().get(base).text
    assert chair().post(f"{base}/premises", data={"title": "Buildings"}).status_code == 303
    assert "Retire “Buildings”?" in chair().get(f"{base}/premises/retire").text
    assert chair().post(f"{base}/premises/retire").status_code == 303
    assert "Kinds that were retired (1)" in chair().get(base).text
    assert chair().get(f"{base}/premises").status_code == 404
    number = propose(world)
    assert "Premises" not in world.client(app, "rep1").get(f"/f/saltmarsh/decisions/{number}/edit").text
