"""Plugins for administrators: the list, and switching."""

from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from federation.kernel.second_factor import fresh
from federation.kernel.web import actor, here, permission
from federation.kernel.words import day, plural, tag
from federation.network.blueprint import ADMIN, blueprint
from federation.network.plugin_words import day_said, times_said, titles, where_it_failed
from federation.network.plugins.actions.switching import (
    let_members_decide,
    start_again,
    switch_off,
    switch_on,
)
from federation.network.plugins.proposals import administrators_url, may_propose, switch_url
from federation.network.plugins.queries.changes import about_switching_off, about_switching_on
from federation.network.plugins.queries.export import keeps_tables
from federation.network.plugins.queries.plugins import PluginHere, PluginsState, plugins_here
from federation.network.plugins.queries.state import members_decide
from federation.plugin.door import door

PLUGIN = f"{ADMIN}/plugins/<plugin>"
_STATES = {"on": tag("On", "green"), "off": tag("Off", "grey"), "stopped": tag("Stopped", "red")}


class PluginRow(NamedTuple):
    """A plugin as the table shows it."""

    name: str
    title: str
    version: str
    brings: str
    tags: tuple[Markup, ...]
    used: str
    by: str
    state: str
    has_settings: bool
    has_data: bool


@blueprint.get(f"{ADMIN}/plugins/")
@permission("network.plugins")
def plugins() -> str:
    """Every plugin of this installation, as it stands here; those that need somebody first."""
    found = plugins_here()
    return render_template(
        "network/plugins/list.html",
        rows=[_row(one, found) for one in found.all],
        todo=[_todo(one, found) for one in found.all if one.needs_you],
        on=sum(one.state == "on" for one in found.all),
        gone=found.gone,
        members=members_decide(),
        may_propose=may_propose(actor()),
        administrators_url=administrators_url(),
    )


def _row(one: PluginHere, found: PluginsState) -> PluginRow:
    feature = one.feature
    brings = feature.summary
    if feature.needs and (needed := [name for name in feature.needs if name in door().plugins]):
        brings = f"Needs {titles(needed)}. {brings}"
    tags = [_STATES[one.state]]
    if one.failures:
        tags.append(tag(plural(one.failures.failures, "failure"), "red"))
    if one.behind:
        tags.append(tag("Update missing", "yellow"))
    return PluginRow(
        one.name,
        one.title,
        one.version,
        brings,
        tuple(tags),
        _used(one, found),
        one.use.name if one.use else "",
        one.state,
        bool(feature.settings),
        one.known and keeps_tables(one.name),
    )


def _used(one: PluginHere, found: PluginsState) -> str:
    if one.state == "stopped" and one.stopped_at:
        return f"Until {day(one.stopped_at)}. Its data is kept"
    if one.use is None:
        return "Not used yet"
    if one.state == "off":
        return f"Until {day(one.use.at)}. Its data is kept"
    said = day_said(one.use.at, found.now)
    by = f", by {plural(one.use.practices, 'practice')}" if one.use.practices else ""
    return said[0].upper() + said[1:] + by


def _todo(one: PluginHere, found: PluginsState) -> tuple[str, str, list[str], str]:
    """Title, name, what happened, and the words of the link to it."""
    said = []
    link = ""
    if one.state == "stopped" and one.stopped_at:
        said.append(f"was stopped {day_said(one.stopped_at, found.now)}: {one.stopped_why}")
        link = "See why"
    elif one.failures:
        last = one.failures.latest
        where = where_it_failed(one.name, last.hook, last.key, last.event)
        happened = "was slow" if last.kind == "slow" else "failed"
        often = "" if one.failures.times == 1 else f" {times_said(one.failures.times)}, the last time"
        said.append(f"{happened}{often} {day_said(last.last_at, found.now)} {where}.")
        link = f"See the {plural(one.failures.failures, 'failure').removeprefix('1 ')}"
        if one.failures.events:
            link += " and run it again" if one.failures.failures == 1 else " and run them again"
    if one.behind:
        said.append("waits for its tables: an operator runs “federation db upgrade”.")
    return one.title, one.name, said, link


@blueprint.get(f"{PLUGIN}/on")
@permission("network.plugins")
@fresh()
def plugin_on(plugin: str) -> str:
    """Show what switching on will do, before it is done."""
    found = plugins_here()
    one = found.named(plugin)
    return render_template("network/plugins/on.html", **about_switching_on(one, found), **_who(plugin, "on"))


@blueprint.post(f"{PLUGIN}/on")
@permission("network.plugins")
@fresh()
def plugin_on_now(plugin: str) -> Response:
    """Switch a plugin on, with those that it needs."""
    changed = switch_on(actor(), plugin)
    _say(changed, "on")
    return redirect(url_for(".plugins"), 303)


@blueprint.get(f"{PLUGIN}/off")
@permission("network.plugins")
@fresh()
def plugin_off(plugin: str) -> str:
    """Show what will disappear, before it does."""
    found = plugins_here()
    one = found.named(plugin)
    return render_template(
        "network/plugins/off.html", **about_switching_off(one, found), **_who(plugin, "off")
    )


@blueprint.post(f"{PLUGIN}/off")
@permission("network.plugins")
@fresh()
def plugin_off_now(plugin: str) -> Response:
    """Switch a plugin off, with those that need it."""
    changed = switch_off(actor(), plugin)
    _say(changed, "off")
    return redirect(url_for(".plugins"), 303)


@blueprint.post(f"{PLUGIN}/start-again")
@permission("network.plugins")
@fresh()
def plugin_start_again(plugin: str) -> Response:
    """Start a plugin again that was stopped."""
    flash(f"{titles(start_again(actor(), plugin))}: on again.", "success")
    return redirect(url_for(".plugins"), 303)


def _who(plugin: str, way: str) -> dict[str, object]:
    return {
        "members": members_decide(),
        "may_propose": may_propose(actor()),
        "propose_url": switch_url(plugin, way),
        "root": request.host_url,
    }


def _say(changed: tuple[str, ...], way: str) -> None:
    if changed:
        verb = "is" if len(changed) == 1 else "are"
        flash(f"{titles(changed)} {verb} {way}. Members see it on their home page.", "success")
    else:
        flash("Nothing has changed.", "info")


@blueprint.get(f"{ADMIN}/plugins/who-decides")
@permission("network.plugins")
@fresh()
def plugins_who() -> str:
    """Show what it means that the members decide, before it is so."""
    return render_template(
        "network/plugins/who.html", members=members_decide(), name=here().name, base=url_for(".plugins")
    )


@blueprint.post(f"{ADMIN}/plugins/who-decides")
@permission("network.plugins")
@fresh()
def plugins_who_now() -> Response:
    """From now on the members decide."""
    changed = let_members_decide(actor())
    flash("From now on the members decide on plugins." if changed else "Nothing has changed.", "success")
    return redirect(url_for(".plugins"), 303)
