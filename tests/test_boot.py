"""The app starts, and refuses to start when a part is missing."""

import pytest
from flask import Flask

from federation.kernel.web import BootRefused, check_permissions, endpoints


@pytest.mark.both_databases
def test_every_endpoint_declares_a_permission(app: Flask) -> None:
    assert all(needed for *_, needed in endpoints(app))


def test_an_endpoint_without_permission_stops_the_start(app: Flask) -> None:
    app._got_first_request = False
    app.add_url_rule("/stray", "stray", lambda: "")
    with pytest.raises(BootRefused, match="/stray"):
        check_permissions(app)
