"""The part of plugins in every request: which are on, how long they take, and what goes wrong."""

import logging
from typing import Final

from flask import Flask, current_app, g, request

from federation.kernel.db import db, unit_of_work
from federation.kernel.tenancy import federation_scope
from federation.network.plugins.actions.troubles import write_down
from federation.network.plugins.queries.state import switched_on
from federation.plugin import calls
from federation.plugin.calls import PluginTrouble, note, said
from federation.plugin.door import door

log = logging.getLogger(__name__)

PAGE_BUDGET: Final = 5.0
"""Seconds that a plugin's own page may take."""


def init_plugins(app: Flask) -> None:
    """Tell the door who is on, and watch requests where plugins are installed."""
    found = door(app)
    found.calls.switched_on = switched_on
    if found.plugins:
        app.before_request(_begin)
        app.teardown_request(_end)


def _begin() -> None:
    g.plugin_troubles = []
    g.began = calls.stopwatch()


def _end(_error: BaseException | None) -> None:
    broken = g.pop("broken", None)
    plugin = current_app.extensions["switchable"].get(request.blueprint)
    here = g.get("here")
    if plugin is not None and here is not None and plugin in here.plugins:
        took = calls.stopwatch() - g.get("began", calls.stopwatch())
        if broken is not None:
            note(PluginTrouble(plugin, f"page {request.endpoint}"[:40], "failed", said(broken)))
        elif took > PAGE_BUDGET:
            note(PluginTrouble(plugin, f"page {request.endpoint}"[:40], "slow", f"{took:.0f} seconds"))
    troubles = g.pop("plugin_troubles", None)
    if not troubles or here is None:
        return
    try:
        db.session.rollback()
        with federation_scope(here.id), unit_of_work():
            write_down(troubles)
    except Exception:
        log.exception("troubles of plugins could not be written down")
