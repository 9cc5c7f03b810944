"""An app with plugins that are not installed, on a database that has their tables."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from federation.app import upgrade_database
from federation.kernel.db import db
from federation.plugin.installed import InstalledPlugin, units
from federation.testing.apps import made_app
from federation.testing.travel import PluginStopwatch

MakeApp = Callable[..., Flask]


@pytest.fixture
def app_with(
    settings: dict[str, Any], database_url: str, federation_stopwatch: PluginStopwatch
) -> Iterator[MakeApp]:
    """Make an app with these features as plugins, and push its context."""
    pushed: list[Any] = []

    def make(*features: Any) -> Flask:
        plugins = [InstalledPlugin(feature, "1.0", f"{feature.name} 1.0") for feature in features]
        if units(plugins):
            upgrade_database(database_url, plugins)
        app = made_app(settings, plugins)
        context = app.app_context()
        context.push()
        pushed.append(context)
        return app

    yield make
    for context in reversed(pushed):
        db.session.remove()
        db.engine.dispose()
        context.pop()
