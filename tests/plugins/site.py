"""The product with the garden and the compost, and the pages of plugins as text, for tests."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from flask import Flask

from federation.app import upgrade_database
from federation.network.plugins.actions.switching import switch_on
from federation.testing.apps import RunApps
from federation.testing.world import World, make_world
from tests.plugins.compost import COMPOST
from tests.plugins.garden import GARDEN, hooks

BASE = "/f/saltmarsh/admin/plugins/"
INSTALLED = (GARDEN, COMPOST)


@pytest.fixture
def app(settings: dict[str, Any], database_url: str, apps: RunApps) -> Iterator[Flask]:
    """The product with two plugins, the second of which needs the first."""
    upgrade_database(database_url, INSTALLED)
    with apps.lend(settings, INSTALLED) as made, made.app_context():
        yield made
        hooks.broken = False


@pytest.fixture
def world(app: Flask) -> World:
    return make_world(practices=3)


def page(world: World, app: Flask, path: str = "", who: str = "admin") -> str:
    """The main part of a page of plugins, as text on one line."""
    answer = world.client(app, who).get(BASE + path)
    assert answer.status_code == 200, answer.text
    return words(answer.text)


def words(html: str) -> str:
    """What a page says between its header and its footer."""
    main = html.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def switched(world: World, *names: str) -> None:
    """Switch plugins on, as an administrator."""
    with world.scope():
        for name in names:
            switch_on(world.actor("admin"), name)
