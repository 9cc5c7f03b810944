"""What the kit for plugins' tests promises: every request begins clean, programs have tokens, worlds can be set up."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from federation.kernel.db import db, unit_of_work
from federation.network.models import Federation
from federation.network.plugins.queries.state import settings_of
from federation.testing import both_databases
from federation.testing.world import World


@pytest.fixture(scope="session")
def federation_plugin() -> str:
    return "diagnostics"


def test_a_plugin_that_is_switched_off_answers_404_to_the_same_client(
    federation_world: World, federation_client: Callable[..., Any]
) -> None:
    client, hub = federation_client("rep1"), federation_world.address("diagnostics/")
    assert client.get(hub).status_code == 200
    federation_world.switch("diagnostics", False)
    assert client.get(hub).status_code == 404
    federation_world.switch("diagnostics", True)
    assert client.get(hub).status_code == 200


def test_programs_have_a_token_and_keep_to_their_federation(
    federation_world: World, federation_elsewhere: World, federation_program: Callable[..., Any]
) -> None:
    path = "/api/v1/federations/{}/decisions"
    mine, theirs = federation_program("rep1"), federation_program("rep1", federation_elsewhere)
    assert mine.get(path.format("saltmarsh")).status_code == 200
    assert mine.get(path.format("thistledown")).status_code == 404
    assert theirs.get(path.format("thistledown")).status_code == 200


@both_databases
def test_what_the_worker_did_is_read_afterwards(
    federation_app: Flask, federation_world: World, federation_work: Callable[[], int]
) -> None:
    from federation.kernel import outbox
    from federation.kernel.tenancy import every_federation

    waiting = select(outbox.OutboxRow.done_at).where(outbox.OutboxRow.key == "kit:1")
    with federation_world.scope(), unit_of_work():
        outbox.add("mail", "kit:1", {"person": federation_world.people["rep1"], "subject": "S", "text": "T"})
    with every_federation("a test reads the outbox"):
        assert db.session.scalar(waiting) is None
        federation_work()
        assert db.session.scalar(waiting) is not None


def test_a_plugin_is_set_up_as_its_administrator_would(federation_world: World) -> None:
    federation_world.set("diagnostics", floor=9)
    with federation_world.scope():
        assert settings_of("diagnostics")["floor"] == 9
        assert db.session.scalar(select(Federation.slug)) == "saltmarsh"
