"""The failures of a plugin: the list, running again, taking off the list."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from federation.kernel.second_factor import fresh
from federation.kernel.tables import csv_response
from federation.kernel.web import actor, here, permission
from federation.kernel.words import moment
from federation.network.blueprint import NUMBER, blueprint, number_given
from federation.network.models import PluginFailure
from federation.network.plugin_words import times_said, where_it_failed
from federation.network.plugins.actions.switching import check_switch
from federation.network.plugins.actions.troubles import dismiss, run_again
from federation.network.plugins.queries.failures import (
    every_failure,
    failure_of,
    failures_page,
    mended_lately,
)
from federation.network.plugins.queries.plugins import plugins_here
from federation.network.plugins.views.plugins import PLUGIN
from federation.network.record_words import page_of
from federation.plugin.door import door

_FAILURE = f"{PLUGIN}/failures/<{NUMBER}:failure_id>"
_HEADINGS = (
    "what", "hook", "key", "kind", "error", "times", "tries", "first_at", "last_at", "next_try_at", "mended_at",
)  # fmt: skip


@blueprint.get(f"{PLUGIN}/failures")
@permission("network.plugins")
def plugin_failures(plugin: str) -> str:
    """Why a plugin was stopped, what it failed on, and what was mended."""
    one = plugins_here().named(plugin)
    before = number_given("before")
    rows, more = failures_page(plugin, before)
    base = url_for(".plugin_failures", plugin=plugin)
    return render_template(
        "network/plugins/failures.html",
        plugin=one,
        rows=[_shown(row) for row in rows],
        blocks_votes=any(row.hook == "objections" for row in rows),
        mended=[] if before else [_shown(row) for row in mended_lately(plugin)],
        next_url=f"{base}?before={rows[-1].id}" if more else None,
        first_url=base if before else None,
    )


def _shown(row: PluginFailure) -> dict[str, Any]:
    where = where_it_failed(row.plugin, row.hook, row.key, row.event)
    return {
        "id": row.id,
        "where": where[0].upper() + where[1:],
        "words": row.words,
        "slow": row.kind == "slow",
        "times": times_said(row.times),
        "many": row.times > 1,
        "first_at": row.first_at,
        "last_at": row.last_at,
        "next_try": _next_try(row),
        "mended_at": row.mended_at,
        "runs_again": row.event is not None,
        "about": _page_about(row.event or {}),
    }


def _page_about(told: Mapping[str, Any]) -> tuple[str, str]:
    """What a fact is about, in a word, and its page; nothing where it is about nothing that has one."""
    fact = door().facts.get(str(told.get("event", "")))
    number = told["fields"].get(f"{fact.about}_id") if fact and fact.about else None
    return (fact.about, page_of(f"{fact.about}:{number}")) if fact and number is not None else ("", "")


def _next_try(row: PluginFailure) -> str:
    if row.next_try_at:
        return moment(row.next_try_at)
    if row.event is not None:
        return "When you run it again"
    return "With its next regular work" if row.hook == "job" else "When the page is opened"


@blueprint.get(f"{PLUGIN}/failures.csv")
@permission("network.plugins")
def plugin_failures_csv(plugin: str) -> Response:
    """Everything that went wrong with a plugin, mended or not."""
    check_switch(plugin)

    def rows() -> Iterator[tuple[Any, ...]]:
        for hook, key, event, *rest in every_failure(plugin):
            yield (where_it_failed(plugin, hook, key, event), hook, key, *rest)

    return csv_response(f"{here().slug}-{plugin}-failures.csv", _HEADINGS, rows())


@blueprint.post(f"{_FAILURE}/run-again")
@permission("network.plugins")
@fresh()
def plugin_run_again(plugin: str, failure_id: int) -> Response:
    """Tell a plugin again what it failed on."""
    check_switch(plugin)
    failure_of(plugin, failure_id)
    if run_again(actor(), failure_id):
        flash("It went well this time, and is off the list.", "success")
    else:
        flash("It failed again. What it says now is in the list.", "info")
    return redirect(url_for(".plugin_failures", plugin=plugin), 303)


@blueprint.get(f"{_FAILURE}/take-off")
@permission("network.plugins")
@fresh()
def plugin_dismiss(plugin: str, failure_id: int) -> str:
    """Ask before a failure is taken off the list."""
    one = plugins_here().named(plugin)
    return render_template(
        "network/plugins/take_off.html", plugin=one, row=_shown(failure_of(plugin, failure_id))
    )


@blueprint.post(f"{_FAILURE}/take-off")
@permission("network.plugins")
@fresh()
def plugin_dismiss_now(plugin: str, failure_id: int) -> Response:
    """Take a failure off the list."""
    check_switch(plugin)
    failure_of(plugin, failure_id)
    dismiss(actor(), failure_id)
    flash("It is off the list.", "success")
    return redirect(url_for(".plugin_failures", plugin=plugin), 303)
