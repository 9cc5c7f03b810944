"""One person alone, whatever their role, bends nothing unseen: ways that were tried against the product."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from federation.app import create_app
from federation.decisions.actions import voting
from federation.kernel.db import db
from federation.network.actions import federations
from federation.network.people import make_chair, refuse_role
from tests.assurance.proven import Proven, proven
from tests.decisions.test_new_roles_bend_no_vote import give, settle_in

pytestmark = pytest.mark.both_databases


@pytest.fixture
def app(settings: dict[str, Any]) -> Iterator[Flask]:
    """The whole product: letters hold addresses of pages."""
    made = create_app(settings)
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def here(app: Flask) -> Proven:
    """A federation that was written down from the beginning, a vote in each state."""
    found = proven()
    settle_in(found.world)
    return found


def test_a_day_of_honest_acts_raises_no_alarm(here: Proven) -> None:
    world = here.world
    assert here.found() == []
    with world.scope():
        admin = world.actor("admin")
        federations.settle(admin, "Saltmarsh Federation", "locality", True, "green", False)
    assert here.found() == [], "settle"
    with world.scope():
        federations.show_set_up(world.actor("admin"), False)
    assert here.found() == [], "setup"
    with world.scope():
        voting.withdraw_from_vote(world.actor("rep1"), here.open, "We think again.")
    assert here.found() == [], "called off"
    number = give(world, "admin", "second", "executive")
    confirm = world.actor("chair")
    with world.scope():
        make_chair(world.actor("admin"), world.people["second"], number)
        refuse_role(confirm, world.people["second"], number)
    assert here.found() == [], "chair refused"


TAMPERINGS = {
    "a role confirmed by nobody": (
        "UPDATE network_membership SET confirmed_at = started_at WHERE role = 'observer'",
        "whether a second person has confirmed it was changed",
    ),
    "a role made older than a vote": (
        "UPDATE network_membership SET started_at = '2020-01-01 00:00:00.000000' WHERE person_id = {late}",
        "when the role that it gave began was changed",
    ),
    "a chair made older than a tie": (
        "UPDATE network_membership SET chair_given_at = NULL WHERE person_id = {late}",
        "who made it the chair’s",
    ),
    "the reason for calling off rewritten": (
        "UPDATE decisions_decision SET withdrawn_reason = 'Nobody asked.' WHERE id = {open}",
        "who withdrew it, or the reason, was changed",
    ),
    "somebody else called it off": (
        "UPDATE decisions_decision SET closed_by = {admin} WHERE id = {open}",
        "who withdrew it, or the reason, was changed",
    ),
}


def test_what_makes_a_role_count_is_proved_and_who_called_a_vote_off(here: Proven) -> None:
    world = here.world
    number = give(world, "admin", "late", "executive")
    with world.scope():
        make_chair(world.actor("admin"), world.people["late"], number)
        voting.withdraw_from_vote(world.actor("rep1"), here.open, "We think again.")
    assert here.found() == []
    numbers = {"late": world.people["late"], "admin": world.people["admin"], "open": here.open}
    for name, (statement, words) in TAMPERINGS.items():
        found = here.after([statement.format(**numbers)])
        assert any(words in line for line in found), (name, found)
