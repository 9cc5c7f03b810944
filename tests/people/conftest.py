"""A federation whose members can sign in."""

import pytest
from flask import Flask

from tests.people.accounts import give_password
from tests.world import World, make_world


@pytest.fixture
def world(app: Flask) -> World:
    """Two practices; rep1, rep2 and admin have passwords, member has none yet."""
    app.config["WTF_CSRF_ENABLED"] = False
    made = make_world(practices=2)
    for name in ("admin", "rep1", "rep2"):
        give_password(made.people[name])
    return made
