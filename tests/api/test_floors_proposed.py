"""Programs propose other floors as the page does: the text is made of what is chosen, and the members decide."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from federation.decisions import rules
from federation.decisions.models import Decision
from federation.decisions.seen import terms_of
from federation.kernel.db import db
from federation.testing.world import World, make_world
from tests.api.programs import Program, places, program

Asks = Callable[..., Program]
PATH = "/floors/proposals"


def test_the_draft_is_the_one_that_the_page_makes(served: Flask, world: World, asks: Asks) -> None:
    author = asks("rep1")
    before = author.get("/floors")["floors"]
    wanted = before | {"notice_hours": 72, "quorum": {"fraction": "3/4", "strict": False}}
    made = author.done("POST", PATH, wanted, 201)
    assert made["state"] == "draft"
    floors = rules.VoteFloors.from_dict(before)
    shown = author.get(f"/decisions/{made['id']}")
    assert shown["title"] == rules.FLOORS_TITLE
    assert shown["body"] == rules.text_of_change(floors, rules.VoteFloors.from_dict(wanted))
    with served.app_context(), world.scope():
        held = db.session.scalars(select(Decision)).one()
        assert terms_of(held) == shown["terms"]["data"] == {"before": before, "after": wanted}
        assert held.fixed
    assert author.get("/floors")["floors"] == before


def test_what_is_left_out_stays_as_it_is(asks: Asks) -> None:
    author = asks("rep1")
    before = author.get("/floors")["floors"]
    made = author.done("POST", PATH, {"notice_hours": 200, "share": None}, 201)["id"]
    floors = rules.VoteFloors.from_dict(before | {"notice_hours": 200, "share": None})
    assert author.get(f"/decisions/{made}")["body"] == rules.text_of_change(
        rules.VoteFloors.from_dict(before), floors
    )


@pytest.mark.parametrize(
    "sent, field",
    [
        ({}, "notice_hours"),
        ({"notice_hours": -1}, "notice_hours"),
        ({"notice_hours": "24"}, "notice_hours"),
        ({"quorum": {"fraction": "0"}}, "quorum.fraction"),
        ({"quorum": {"fraction": 0.5}}, "quorum.fraction"),
        ({"quorum": {"fraction": "1/2", "strict": "yes"}}, "quorum.strict"),
        ({"share": {"fraction": "1", "strict": True}}, "share.strict"),
        ({"share": "half"}, "share"),
        ({"methods": []}, "methods"),
        ({"methods": ["dice"]}, "methods"),
        ({"methods": "majority"}, "methods"),
        ({"weights": [1]}, "weights.0"),
        ({"own_rules": "everybody"}, "own_rules"),
        ({"replacing": None}, "replacing"),
        ({"nothing": 1}, "nothing"),
    ],
)
def test_what_makes_no_floors_is_named(asks: Asks, sent: dict[str, Any], field: str) -> None:
    refused = asks("rep1")("POST", PATH, sent)
    assert refused.status_code == 422 and places(refused.json["errors"]) == [field], refused.text


def test_whoever_may_not_propose_is_refused_and_so_is_a_token_that_reads(
    served: Flask, world: World, asks: Asks
) -> None:
    for name in ("lay", "observer"):
        assert asks(name)("POST", PATH, {"notice_hours": 48}).status_code == 403
    with served.app_context():
        other = make_world("dunes", practices=1)
        reader = program(served, world, "rep1", ["read", "cast", "administer"])
        outside = Program(served, program(served, other, "rep1").token, world.slug)
    assert reader("POST", PATH, {"notice_hours": 48}).json["scope"] == "propose"
    assert outside("POST", PATH, {"notice_hours": 48}).status_code in (401, 404)
    with served.app_context(), world.scope():
        assert db.session.scalars(select(Decision.id)).all() == []
