"""Action learning sets: whose turn it is, how mixed they are, and what stays within them."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from federation_education.sets.actions import begin_set, met
from federation_education.sets.rules import diversity, next_presenter

from federation.testing.world import World
from federation.toolkit import Invalid, NotYours, today


def test_everybody_presents_once_before_anybody_does_so_again() -> None:
    presented: list[int] = []
    for _ in range(6):
        presented.append(next_presenter([3, 1, 2], presented) or 0)
    assert presented == [3, 1, 2, 3, 1, 2]
    assert next_presenter([], []) is None


def test_how_mixed_a_set_is() -> None:
    assert diversity(["gp", "gp", "nurse", "citizen"]) == Fraction(5, 8)
    assert diversity(["gp", "gp"]) == 0 == diversity([])


def test_what_is_said_in_a_set_stays_there(
    federation_world: World, federation_client: Callable[..., Any]
) -> None:
    world = federation_world
    with world.scope():
        rep, lay = world.actor("rep1"), world.people["lay"]
        with pytest.raises(Invalid):
            begin_set(rep, "Tuesday set", {lay: "citizen"})
        number = begin_set(rep, "Tuesday set", {rep.person_id: "GP", lay: "citizen"})
        met(world.actor("lay"), number, today(), lay, "Asks the front desk first.")
        with pytest.raises(NotYours):
            met(world.actor("rep2"), number, today(), lay, "Something else.")
    path = world.address(f"education/sets/{number}")
    for name in ("rep1", "lay"):
        assert "Asks the front desk first." in federation_client(name).get(path).text
    for name in ("admin", "chair", "rep2", "observer"):
        page = federation_client(name).get(path)
        assert page.status_code == 200 and "Asks the front desk first." not in page.text
