"""One person alone, whatever their role, bends nothing unseen: ways that were tried against the product."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from federation.app import create_app
from federation.decisions.actions import voting
from federation.kernel.db import db
from federation.network.actions import federations, practices
from federation.network.actions.imports import save_list_sizes, save_practices
from federation.network.imports import Joining, Source
from federation.network.people import make_chair, refuse_role
from federation.network.rules import Selection, read_list_sizes, read_practices
from tests.assurance.proven import Proven, proven
from tests.decisions.test_new_roles_bend_no_vote import give, settle_in
from tests.network.files import line, ours, practice_file, sizes_file
from tests.people.accounts import letters

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


# the list of practices that may vote, changed for as long as it takes to open a vote


def told(here: Proven, key: str) -> dict[str, str]:
    """Who got letters whose keys begin so, with the text."""
    names = {number: name for name, number in here.world.people.items()}
    return {names[one["person"]]: one["text"] for one in letters(key)}


def test_a_practice_that_loses_its_vote_hears_of_it_and_so_does_the_executive(here: Proven) -> None:
    world = here.world
    home = world.practices["Z99002"]
    with world.scope():
        practices.take_leave(world.actor("admin"), home)
        practices.set_membership(world.actor("admin"), world.practices["Z99001"], "associate", None)
    found = told(here, "roll:")
    assert set(found) == {"rep1", "rep2", "member", "admin", "chair"}
    assert "Admin has changed the practices of Saltmarsh GP Federation: Lighthouse Medical Centre has left." in (
        " ".join(found["rep2"].replace("admin", "Admin").split())
    )
    assert "is an associate member now" in found["rep1"]
    before = len(letters("roll:"))
    with world.scope():
        practices.return_practice(world.actor("admin"), home)
    more = letters("roll:")[before:]
    assert len(more) == 2
    assert all("May vote from now on:\n- Lighthouse Medical Centre" in one["text"] for one in more)
    assert here.found() == []


def test_files_that_change_who_may_vote_or_how_much_are_told(here: Proven) -> None:
    world = here.world
    admin, source = world.actor("admin"), Source("epraccur.csv", "0" * 64)
    file = practice_file(
        *ours("Z99002"), line("Z99002", "LIGHTHOUSE MEDICAL CENTRE", status="C", closed="20260831")
    )
    with world.scope():
        save_practices(admin, read_practices(file), Selection(), Joining(), source)
        save_list_sizes(admin, read_list_sizes(sizes_file({"Z99001": 900_000}, "2026-11-01")), source)
    found = told(here, "roll:")
    assert set(found) == {"rep2", "admin", "chair"}
    assert "has closed" in found["rep2"]
    roll, sizes = (one["text"] for one in letters("roll:") if one["person"] == world.people["chair"])
    assert "no more:\n- Lighthouse Medical Centre" in roll and "from now on:\n- Estuary View Surgery" in roll
    assert "Z99001: 11,240 to 900,000 patients" in sizes
