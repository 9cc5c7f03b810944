"""Which plugins are on in the federation chosen, and what they are set to."""

from typing import Any

from flask import g, has_request_context
from sqlalchemy import bindparam, select

from federation.kernel import tenancy
from federation.kernel.db import db
from federation.network.models import Federation, PluginState
from federation.plugin.door import door
from federation.plugin.installed import units

BY_DECISION = "plugins_by_decision"
"""The setting that says that switching is a decision of the members."""

_SETTINGS = select(Federation.settings).where(Federation.id == bindparam("here"))
_OF_PLUGIN = select(PluginState.settings).where(PluginState.name == bindparam("name"))


def switched_on() -> frozenset[str]:
    """The plugins that are on here: in a request as it arrived, else as the database has it."""
    here = tenancy.current()
    if has_request_context() and (known := g.get("here")) is not None and known.id == here:
        return frozenset(known.plugins)
    settings = db.session.scalar(_SETTINGS, {"here": here}) or {}
    return frozenset(settings.get("plugins", ()))


def settings_of(plugin: str) -> dict[str, Any]:
    """The settings of a plugin in the federation; empty before anything was saved."""
    return dict(db.session.scalar(_OF_PLUGIN, {"name": plugin}) or {})


def members_decide() -> bool:
    """Whether switching plugins is a decision of the members here."""
    settings = db.session.scalar(_SETTINGS, {"here": tenancy.current()}) or {}
    return bool(settings.get(BY_DECISION))


def behind() -> frozenset[str]:
    """The plugins of this installation whose tables are not at their newest version."""
    from federation.plugin import migrate

    return migrate.behind(db.session(), units(door().plugins.values()))
