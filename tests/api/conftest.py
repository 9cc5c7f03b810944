"""An app whose requests each have a context of their own, as on a server."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from federation.testing.apps import RunApps
from federation.testing.world import World, make_world
from tests.api.programs import Program, program


@pytest.fixture
def served(settings: dict[str, Any], apps: RunApps) -> Iterator[Flask]:
    """The app; nothing of one request is left for the next."""
    with apps.lend(settings) as made:
        yield made


@pytest.fixture
def world(served: Flask) -> World:
    """A federation of three practices, with people in every role."""
    with served.app_context():
        return make_world(practices=3)


@pytest.fixture
def asks(served: Flask, world: World) -> Callable[..., Program]:
    """A program for a person of the federation (or of another), by short name."""

    def found(name: str, of: World = world) -> Program:
        with served.app_context():
            return program(served, of, name)

    return found
