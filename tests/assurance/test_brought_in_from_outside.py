"""Whoever gives roles could bring people into practices who then speak for them: they take nothing from a practice that it said
before, and no vote from it."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from federation.kernel.db import unit_of_work
from federation.kernel.refusals import NotYours
from federation.mandates.actions.recalling import sign_recall, take_back
from federation.mandates.queries.recalls import recall_of
from federation.mandates.subjects import RECALL_SHARE
from federation.meetings.actions.asking import ask_for_meeting, stop_asking
from federation.meetings.agreed import EGM_SHARE
from federation.meetings.queries.asking import asking_now
from federation.network.members.actions.inviting import invite
from federation.network.models import Federation
from federation.tendering.preparing.actions.declaring import declare_interest
from federation.tendering.preparing.actions.proposing import propose_start
from federation.tendering.preparing.queries.interests import interests_of
from federation.tendering.preparing.queries.tenders import clear_of_conflict
from federation.testing.apps import RunApps
from federation.testing.world import World
from tests.decisions.test_new_roles_bend_no_vote import settle_in
from tests.decisions.test_recusal import aside
from tests.mandates.conftest import Grants, granted, group, world
from tests.tendering.conftest import tender

__all__ = ["granted", "group", "tender", "world"]
pytestmark = pytest.mark.both_databases
Z1, Z2, Z3 = "Z99001", "Z99002", "Z99003"


@pytest.fixture
def app(settings: dict[str, Any], apps: RunApps) -> Iterator[Flask]:
    """The whole product: letters hold addresses of pages."""
    with apps.lend(settings) as made, made.app_context():
        yield made


def bring(world: World, by: str, name: str, code: str) -> None:
    """Let somebody invite a representative of a practice, who signs in at once."""
    with world.scope():
        begun = invite(world.actor(by), f"{name}@{world.slug}.example", name.title(), "representative", code)
    world.people[name] = begun.person_id
    settle_in(world)


@pytest.fixture
def half(world: World) -> None:
    """The members have agreed that half of the practices, two of three, ask for a meeting or a recall."""
    with unit_of_work() as session, world.scope():
        one = session.get_one(Federation, world.federation_id)
        shares = {EGM_SHARE.name: "1/2", RECALL_SHARE.name: "1/2"}
        one.settings = {**one.settings, "agreed": shares}


def test_no_name_is_taken_back_from_under_an_asking(world: World, half: None) -> None:
    with world.scope():
        ask_for_meeting(world.actor("rep1"), world.practices[Z1], "The hubs close.")
    bring(world, "admin", "made", Z1)
    with world.scope(), pytest.raises(NotYours, match="from outside it after it asked for a meeting"):
        stop_asking(world.actor("made"), world.practices[Z1])
    with world.scope():
        assert asking_now().signed == 1
        stop_asking(world.actor("rep1"), world.practices[Z1])
        assert asking_now().signed == 0


def test_nor_from_under_a_recall(
    app: Flask, world: World, group: int, granted: Grants, request: pytest.FixtureRequest
) -> None:
    mandate = granted()
    request.getfixturevalue("half")
    with world.scope():
        sign_recall(world.actor("rep1"), group, world.practices[Z1], "They do not answer.")
    bring(world, "admin", "made", Z1)
    with world.scope(), pytest.raises(NotYours, match="from outside it after it asked for this recall"):
        take_back(world.actor("made"), group, world.practices[Z1])
    with world.scope():
        assert recall_of(mandate.id).signed == 1


def test_no_practice_loses_its_vote_on_a_tender(
    app: Flask, world: World, group: int, granted: Grants, tender: int
) -> None:
    granted()
    for name, code in (("made2", Z2), ("made3", Z3)):
        bring(world, "admin", name, code)
        with world.scope():
            declare_interest(world.actor(name), tender, True, "We would rather not say.")
    with world.scope():
        assert [dict(one.practices) for one in interests_of(tender)] == [{}, {}, {}]
        clear_of_conflict(world.actor("lead"), tender)
        with pytest.raises(NotYours):
            clear_of_conflict(world.actor("made2"), tender)
        number = propose_start(world.actor("lead"), tender, "It is time.")
    assert aside(world, number) == []
