"""A plugin's own settings, and its data to take away."""

import logging
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from federation.kernel.db import db
from federation.kernel.refusals import NotFound, Refusal
from federation.kernel.second_factor import fresh
from federation.kernel.tables import json_response
from federation.kernel.web import actor, here, permission
from federation.network.blueprint import blueprint
from federation.network.plugins.actions.switching import check_switch, keep_settings
from federation.network.plugins.forms import as_kept, settings_form
from federation.network.plugins.queries.export import rows_of
from federation.network.plugins.queries.plugins import PluginHere, plugins_here
from federation.network.plugins.queries.state import behind, settings_of
from federation.network.plugins.views.plugins import PLUGIN
from federation.plugin.calls import PluginTrouble, note, said

log = logging.getLogger(__name__)


@blueprint.route(f"{PLUGIN}/settings", methods=["GET", "POST"])
@permission("network.plugins")
@fresh()
def plugin_settings(plugin: str) -> Any:
    """Show and change the settings of a plugin."""
    one = plugins_here().named(plugin)
    if not one.feature.settings:
        raise NotFound()
    if one.state == "off":
        raise Refusal(f"{one.title} is off. Switch it on first, then set it up.")
    try:
        return _worked(one)
    except Refusal:
        raise
    except Exception as error:
        log.exception("the settings of %s failed", plugin)
        db.session.rollback()
        note(PluginTrouble(plugin, "settings", "failed", said(error)))
        return render_template("network/plugins/settings_failed.html", plugin=one), 500


def _worked(one: PluginHere) -> Any:
    """The plugin's form, or what follows from it: code of the plugin, with nothing else on the page."""
    form = settings_form(one.feature, settings_of(one.name))
    if done := form.does(lambda: keep_settings(actor(), one.name, as_kept(form))):
        changed = done.answer
        flash(
            f"The settings of {one.title} have been saved." if changed else "Nothing has changed.",
            "success",
        )
        return redirect(url_for(".plugin_settings", plugin=one.name), 303)
    fields = [field() for field in form if field.type != "CSRFTokenField"]
    return render_template("network/plugins/settings.html", plugin=one, form=form, fields=fields)


@blueprint.get(f"{PLUGIN}/data.json")
@permission("network.plugins")
def plugin_data(plugin: str) -> Response:
    """Everything that a plugin keeps here, also when it is off or stopped."""
    check_switch(plugin)
    if plugin in behind():
        raise Refusal("Its tables are not up to date. An operator runs “federation db upgrade” first.")
    return json_response(f"{here().slug}-{plugin}.json", plugin, rows_of(plugin))
