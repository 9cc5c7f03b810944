"""The two attacks that bent votes, as one person with a program would try them: by the interface alone."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from federation.kernel.db import unit_of_work
from federation.network.models import Federation
from federation.testing.world import World
from tests.api.programs import Program, in_hours

Asks = Callable[..., Program]
CODES = ("Z99001", "Z99002", "Z99003")


@pytest.fixture(autouse=True)
def as_delivered(served: Flask, world: World) -> None:
    """Give the federation nothing but what every new one has."""
    with served.app_context(), world.scope(), unit_of_work() as session:
        session.execute(update(Federation).where(Federation.id == world.federation_id).values(settings={}))


def _proposal(author: Program, title: str, **more: Any) -> int:
    made = author.done("POST", "/decisions", {"title": title, "body": "We agree.", **more}, 201)
    author.done("POST", f"/decisions/{made['id']}/discussion")
    return int(made["id"])


def _stances(asker: Program, number: int) -> list[str]:
    return [row["stance"] for row in asker.get(f"/decisions/{number}/ballots")["items"]]


def test_an_administrator_with_new_roles_neither_reads_nor_casts(asks: Asks, world: World) -> None:
    """Everybody votes for; the administrator takes a role at each practice, reads, casts against, and closes."""
    author = asks("rep1")
    number = _proposal(author, "We share the pharmacist")
    opening = {"preset": "simple_majority", "closes_at": in_hours(48), "visibility": "after_close"}
    author.done("POST", f"/decisions/{number}/open", opening)
    for place, code in enumerate(CODES, 1):
        cast = {"stance": "for", "reason": "A secret reason."}
        asks(f"rep{place}").done("PUT", f"/decisions/{number}/ballots/{code}", cast, 201)

    attacker, person = asks("admin"), world.people["admin"]
    for place in range(1, 4):
        role = {"role": "representative", "practice": CODES[place - 1]}
        attacker("POST", f"/people/{person}/roles", role)
    read = attacker.get(f"/decisions/{number}/ballots")
    for code in CODES:
        attacker("PUT", f"/decisions/{number}/ballots/{code}", {"stance": "against", "reason": "Mine."})
    attacker("POST", f"/people/{person}/roles", {"role": "executive"})
    attacker("POST", f"/decisions/{number}/close", {"reason": "Enough."})

    assert "A secret reason." not in str(read)
    assert author.get(f"/decisions/{number}")["state"] == "open"
    assert [
        asks(f"rep{place}").get(f"/decisions/{number}/ballots/{code}")["items"][0]["stance"]
        for place, code in enumerate(CODES, 1)
    ] == ["for"] * 3


def test_one_representative_replaces_no_decision_in_seconds(asks: Asks) -> None:
    """A decision of everybody is to be replaced by one vote under a rule of one's own that asks for almost nothing."""
    author = asks("rep1")
    first = _proposal(author, "We share the pharmacist")
    author.done("POST", f"/decisions/{first}/open", {"preset": "simple_majority", "closes_at": in_hours(48)})
    for place, code in enumerate(CODES, 1):
        asks(f"rep{place}").done("PUT", f"/decisions/{first}/ballots/{code}", {"stance": "for"}, 201)
    asks("chair").done("POST", f"/decisions/{first}/close", {"reason": "Everybody has voted."})

    lone = asks("rep2")
    second = _proposal(lone, "We do not share the pharmacist", supersedes=first)
    rule = {"method": "majority", "threshold": {"fraction": "1/100", "strict": False}}
    for opening in ({"rule": rule}, {"preset": "simple_majority"}):
        made = lone("POST", f"/decisions/{second}/open", opening | {"closes_at": in_hours(4 / 3600)})
        assert made.status_code in (403, 409, 422), made.text
    assert author.get(f"/decisions/{second}")["state"] == "discussion"
    assert author.get(f"/decisions/{first}")["superseded_by"] is None
