"""The app starts, and refuses to start when a part is missing."""

import pytest
from flask import Flask

from federation.kernel.endpoints import BootRefused, check_permissions, endpoints
from federation.testing.world import make_world


@pytest.mark.both_databases
def test_every_endpoint_declares_a_permission(app: Flask) -> None:
    assert all(needed for *_, needed in endpoints(app))


def test_an_endpoint_without_permission_stops_the_start(app: Flask) -> None:
    app._got_first_request = False
    app.add_url_rule("/stray", "stray", lambda: "")
    with pytest.raises(BootRefused, match="/stray"):
        check_permissions(app)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("address", "status"),
    [("/f/salt%00marsh/", 404), ("/f/saltmarsh/decisions/?q=%00", 400), ("/f/saltmarsh/search?q=a%00b", 400)],
)
def test_a_character_that_no_database_can_hold(app: Flask, address: str, status: int) -> None:
    client = make_world(practices=1).client(app, "rep1")
    assert client.get(address).status_code == status
