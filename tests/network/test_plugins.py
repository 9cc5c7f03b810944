"""Plugins for administrators: the list, switching, and what it does to everything else."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from federation.app import create_app, upgrade_database
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.policy import Actor
from federation.kernel.record import RecordEntry
from federation.kernel.refusals import NotFound, NotYours, Refusal
from federation.kernel.sealed_letters import open_letter
from federation.network.models import PluginFailure, PluginState
from federation.network.plugins.actions.switching import (
    start_again,
    switch_from_terminal,
    switch_off,
    switch_on,
)
from federation.network.plugins.actions.troubles import write_down
from federation.network.plugins.queries.state import switched_on
from federation.plugin.calls import PluginTrouble
from federation.plugin.feature import Feature
from federation.plugin.installed import InstalledPlugin
from federation.testing import both_databases
from federation.testing.world import World, make_world, new_program_token
from federation.worker import run_once
from tests.network.files import counted_statements
from tests.plugins.garden import GARDEN
from tests.plugins.garden.models import Bed
from tests.plugins.site import BASE, INSTALLED, app, page, switched, words, world

__all__ = ["app", "world"]


def row(html: str, title: str) -> str:
    """One plugin's row of the table, as text."""
    found = next(part for part in html.split("<tr ") if f'nhsuk-table__header">{title}<br>' in part)
    return words(f"<main><tr {found.partition('</tr>')[0]}</main>")


def entries(world: World) -> list[tuple[str, int | None]]:
    with world.scope():
        found = db.session.execute(
            select(RecordEntry.action, RecordEntry.actor)
            .where(RecordEntry.action.startswith("plugin."))
            .order_by(RecordEntry.seq)
        )
        return [tuple(one) for one in found]


def test_nothing_is_installed(settings: dict[str, Any]) -> None:
    bare = create_app(settings, ())
    with bare.app_context():
        said = page(make_world(practices=1), bare)
        assert "No plugin is installed" in said and "federation db upgrade" in said
        db.session.remove()
        db.engine.dispose()


@both_databases
def test_switching_on_says_what_follows_and_does_it(app: Flask, world: World) -> None:
    admin = world.client(app, "admin")
    said = page(world, app)
    assert "No plugin needs you 0 of 2 are on" in said
    assert row(admin.get(BASE).text, "Garden") == (
        "Garden Version 1.4 What it brings Practices share the beds of a garden. State Off Used Not used yet "
        "Actions Switch on Garden"
    )
    asked = page(world, app, "compost/on")
    for part in (
        "Switch on Compost?",
        "A page ‘Garden beds’ under Shared work (with Garden)",
        "A letter when a bed is free (with Garden)",
        "2 new kinds of decision: ‘Buy seeds’ and ‘Close a bed’ (with Garden)",
        "Garden, which will be switched on with it",
        "Version 0.9",
        "No failures in this federation",
        "Switch on 2 plugins",
    ):
        assert part in asked, part
    alone = page(world, app, "garden/on")
    for part in (
        "A box on Home, or on pages of decisions and practices",
        "No other plugin",
        "Who planted which bed",
        "Practices of this federation only",
        "Change or count votes",
        "1.4, made by Fenland Gardeners",
        "Switch on Garden This is written into the record with your name",
    ):
        assert part in alone, part
    assert entries(world) == []
    after = admin.post(f"{BASE}compost/on")
    assert (after.status_code, after.location) == (303, BASE)
    said = words(admin.get(BASE).text)
    assert "Garden and Compost are on." in said and "2 of 2 are on" in said
    assert entries(world) == [("plugin.switched_on", world.people["admin"])]
    assert "Garden is on already." in page(world, app, "garden/on")
    assert "Garden" in words(world.client(app, "rep1").get("/f/saltmarsh/").text)


@both_databases
def test_switching_off_says_who_used_it_and_keeps_the_data(app: Flask, world: World) -> None:
    switched(world, "compost")
    world.client(app, "rep2").post("/f/saltmarsh/garden/", data={"title": "Beans"})
    world.client(app, "rep1").post("/f/saltmarsh/garden/", data={"title": "Peas"})
    admin = world.client(app, "admin")
    assert "Used Today, by 2 practices Last by Rep1 Actions Settings of Garden" in row(
        admin.get(BASE).text, "Garden"
    )
    asked = page(world, app, "garden/off")
    for part in (
        "by Rep1. People of 2 practices used it in the last 30 days.",
        "The page ‘Garden beds’ under Shared work",
        "Its boxes on Home",
        "Proposals of 2 kinds that can no longer be begun: ‘Buy seeds’ and ‘Close a bed’",
        "Compost needs it and will be switched off with it.",
        "Its data is kept, can be downloaded",
        "Switch off 2 plugins",
    ):
        assert part in asked, part
    said = words(admin.post(f"{BASE}garden/off", follow_redirects=True).text)
    assert "Compost and Garden are off." in said
    assert "Its data is kept Last by Rep1" in row(admin.get(BASE).text, "Garden")
    with world.scope():
        assert db.session.scalars(select(Bed.title).order_by(Bed.id)).all() == ["Beans", "Peas"]
    assert entries(world)[-1] == ("plugin.switched_off", world.people["admin"])
    assert "Garden is off already." in page(world, app, "garden/off")


def test_a_use_long_ago_and_one_by_somebody_of_no_practice(app: Flask, world: World, travel: Any) -> None:
    switched(world, "garden")
    with world.scope(), unit_of_work():
        from federation.kernel import record

        record.append(world.people["chair"], "garden.planted", "garden_bed:1")
        record.append(None, "garden.watered", "garden_bed:1")
        record.append(world.people["rep3"], "gardens.opened", "thing:1")
    assert "Used Today Last by Chair" in row(world.client(app, "admin").get(BASE).text, "Garden")
    travel(timedelta(days=45))
    later = row(world.client(app, "admin").get(BASE).text, "Garden")
    assert "Today" not in later and "Last by Chair" in later and "practice" not in later.partition("Used")[2]


@both_databases
def test_off_means_that_nothing_of_it_is_there(app: Flask, world: World) -> None:
    other = make_world("tidal-flats", practices=2)
    switched(world, "garden")
    token = {
        name: new_program_token(one.people["rep1"], one.federation_id) for name, one in _both(world, other)
    }
    for one in (world, other):
        world_client = one.client(app, "rep1")
        planted = world_client.post(f"/f/{one.slug}/garden/", data={"title": "Marrowfat"})
        assert planted.status_code == (303 if one is world else 404)
    with other.scope(), unit_of_work():
        db.session.add(Bed(title="Marrowfat of old"))
    run_once(app)
    for one, there in ((world, True), (other, False)):
        client = one.client(app, "rep1")
        root = f"/f/{one.slug}"
        assert client.get(f"{root}/garden/").status_code == (200 if there else 404)
        assert client.get(f"{root}/garden/beds/1").status_code == (200 if there else 404)
        assert ("Garden beds" in client.get(f"{root}/shared-work/").text) == there
        assert ("The garden is green." in client.get(f"{root}/").text) == there
        assert ("Bed" in words(client.get(f"{root}/search?q=marrowfat").text)) == there
        answer = app.test_client().get(
            f"/api/v1/federations/{one.slug}/garden/beds",
            headers={"Authorization": f"Bearer {token[one.slug]}"},
        )
        assert answer.status_code == (200 if there else 404)
        with one.scope():
            watered = [title.endswith("(watered)") for title in db.session.scalars(select(Bed.title))]
        assert watered == [there]
    with world.scope():
        switch_off(world.actor("admin"), "garden")
    client = world.client(app, "rep1")
    assert client.get("/f/saltmarsh/garden/").status_code == 404
    assert "Garden beds" not in client.get("/f/saltmarsh/shared-work/").text
    assert "green" not in client.get("/f/saltmarsh/").text
    assert "garden/beds" not in client.get("/f/saltmarsh/search?q=marrowfat").text


def _both(*worlds: World) -> list[tuple[str, World]]:
    return [(one.slug, one) for one in worlds]


@both_databases
def test_another_federations_state_never_shows(app: Flask, world: World) -> None:
    other = make_world("tidal-flats", practices=2)
    switched(other, "garden")
    with other.scope(), unit_of_work():
        write_down([PluginTrouble("garden", "panels", "failed", "heronsecret")])
    other.client(app, "rep1").post("/f/tidal-flats/garden/", data={"title": "Beans"})
    failure = _only_failure(other)
    shown = world.client(app, "admin").get(BASE).text
    assert "No plugin needs you 0 of 2 are on" in words(shown) and "Not used yet" in row(shown, "Garden")
    assert "heronsecret" not in page(world, app, "garden/failures")
    admin = world.client(app, "admin")
    for way in ("run-again", "take-off"):
        assert admin.post(f"{BASE}garden/failures/{failure}/{way}").status_code == 404
    assert admin.get(f"{BASE}garden/failures/{failure}/take-off").status_code == 404
    assert "1 plugin needs you" in words(other.client(app, "admin").get("/f/tidal-flats/admin/plugins/").text)


def _only_failure(world: World) -> int:
    with world.scope():
        return db.session.scalars(select(PluginFailure.id)).one()


def test_only_administrators_and_only_plugins_that_are_installed(app: Flask, world: World) -> None:
    reads = ("on", "off", "settings", "failures", "failures.csv", "data.json", "failures/1/take-off")
    acts = ("on", "off", "start-again", "settings", "failures/1/run-again", "failures/1/take-off")
    admin = world.client(app, "admin")
    assert {admin.get(f"{BASE}nothing/{path}").status_code for path in reads} == {404}
    assert {admin.post(f"{BASE}nothing/{path}").status_code for path in acts} == {404}
    rep = world.client(app, "rep1")
    assert {rep.get(f"{BASE}garden/{path}").status_code for path in reads} == {403}
    assert {rep.post(f"{BASE}garden/{path}").status_code for path in acts} == {403}
    assert rep.get(BASE).status_code == 403
    with world.scope():
        rep1: Actor = world.actor("rep1")
        for deed in (switch_on, switch_off, start_again):
            with pytest.raises(NotYours):
                deed(rep1, "garden")
        with pytest.raises(NotFound):
            switch_on(world.actor("admin"), "nothing")


@both_databases
def test_members_decide_from_now_on(app: Flask, world: World) -> None:
    admin = world.client(app, "admin")
    assert "Only a decision of the members can give switching back" in page(world, app, "who-decides")
    said = words(admin.post(f"{BASE}who-decides", follow_redirects=True).text)
    assert "From now on the members decide on plugins." in said
    assert "Who may switch plugins: the members, by a decision ." in said
    assert "Propose to let" not in said and "Whoever may write proposals here" in said
    with world.scope(), pytest.raises(Refusal):
        switch_on(world.actor("admin"), "garden")
    assert admin.post(f"{BASE}garden/on").status_code == 409
    asked = page(world, app, "garden/on")
    assert "http://localhost/f/saltmarsh/decisions/plugins/garden/on" in asked
    assert "Propose to switch on" not in asked and "Switch on Garden This" not in asked
    world.add("admin", "executive")
    assert "Propose to switch on Garden" in page(world, app, "garden/on")
    assert "Propose to let administrators switch plugins" in page(world, app)
    assert entries(world) == [("plugin.members_decide", world.people["admin"])]


@both_databases
@pytest.mark.parametrize(("kind", "times"), [("slow", 3), ("failed", 10)])
def test_too_much_trouble_stops_a_plugin(app: Flask, world: World, kind: str, times: int) -> None:
    switched(world, "compost")
    for number in range(times):
        with world.scope():
            assert switched_on() == {"garden", "compost"}, number
        with world.scope(), unit_of_work():
            write_down([PluginTrouble("garden", "panels", kind, f"trouble {number}")])
    with world.scope():
        assert switched_on() == frozenset()
        rows = db.session.execute(select(OutboxRow.key, OutboxRow.payload).where(OutboxRow.kind == "mail"))
        letters = [open_letter(*row) for row in rows]
    assert [one["person"] for one in letters] == [world.people["admin"]]
    assert "Garden was stopped in Saltmarsh" in letters[0]["subject"] and BASE in letters[0]["text"]
    admin = world.client(app, "admin")
    said = words(admin.get(BASE).text)
    why = "too slow 3 times" if kind == "slow" else "it failed 10 times"
    assert "2 plugins need you" in said and "Garden was stopped today:" in said and why in said
    assert "Compost was stopped today: it needs Garden, which was stopped." in said
    assert f"State Stopped {times} failures Used Until" in row(admin.get(BASE).text, "Garden")
    assert world.client(app, "rep1").get("/f/saltmarsh/garden/").status_code == 404
    stopped = page(world, app, "garden/failures")
    assert "Garden is stopped" in stopped and why in stopped and "No vote was affected." in stopped
    assert "See why, and switch it on again" in page(world, app, "garden/on")
    said = words(admin.post(f"{BASE}garden/start-again", follow_redirects=True).text)
    assert "Garden and Compost: on again." in said
    with world.scope():
        assert switched_on() == {"garden", "compost"}
        assert entries(world)[-1] == ("plugin.started_again", world.people["admin"])
    assert admin.post(f"{BASE}garden/start-again").status_code == 409


def test_what_needs_a_stopped_plugin_starts_it_too(app: Flask, world: World) -> None:
    switched(world, "compost")
    with world.scope():
        with unit_of_work():
            write_down([PluginTrouble("garden", "panels", "slow", "slow")] * 3)
        assert start_again(world.actor("admin"), "compost") == ("garden", "compost")
        with unit_of_work():
            write_down([PluginTrouble("compost", "panels", "slow", "slow")] * 3)
        assert switched_on() == {"garden"}
        assert start_again(world.actor("admin"), "compost") == ("compost",)


def test_tables_that_are_missing(settings: dict[str, Any], database_url: str) -> None:
    bare = create_app(settings, (GARDEN,))
    with bare.app_context():
        world = make_world(practices=1)
        admin = world.client(bare, "admin")
        assert "State Off Update missing Used" in row(admin.get(BASE).text, "Garden")
        asked = page(world, bare, "garden/on")
        assert "Garden cannot be switched on yet" in asked and "Its tables are not up to date." in asked
        assert admin.post(f"{BASE}garden/on").status_code == 409
        assert admin.get(f"{BASE}garden/data.json").status_code == 409
        with world.scope(), pytest.raises(Refusal):
            switch_from_terminal("garden", True)
        db.session.remove()
        upgrade_database(database_url, (GARDEN,))
        assert "Update missing" not in page(world, bare)
        assert admin.post(f"{BASE}garden/on").status_code == 303
        db.session.remove()
        db.engine.dispose()


def test_one_that_is_not_installed_any_more(app: Flask, world: World, settings: dict[str, Any]) -> None:
    switched(world, "compost")
    later = create_app(settings, (GARDEN,))
    with later.app_context():
        said = page(world, later)
        assert "compost was on and is not installed any more." in said and "1 of 1 is on" in said
        db.session.remove()
        db.engine.dispose()


def test_as_many_statements_for_twenty_plugins(settings: dict[str, Any], database_url: str) -> None:
    counts = []
    upgrade_database(database_url, INSTALLED)
    many = [_plain(number) for number in range(19)]
    world: World | None = None
    for installed in ((GARDEN,), (GARDEN, *many)):
        made = create_app(settings, installed)
        with made.app_context():
            world = world or make_world(practices=2)
            with world.scope():
                for one in installed:
                    switch_on(world.actor("admin"), one.feature.name)
                with unit_of_work():
                    write_down(
                        [PluginTrouble(one.feature.name, "panels", "failed", "no") for one in installed]
                    )
            world.client(made, "rep1").post("/f/saltmarsh/garden/", data={"title": "Beans"})
            admin = world.client(made, "admin")
            admin.get(BASE)
            for path in ("", "garden/on", "garden/off", "garden/failures"):
                with counted_statements() as statements:
                    assert admin.get(BASE + path).status_code == 200
                counts.append((path, len(statements)))
            db.session.remove()
            db.engine.dispose()
    assert counts[:4] == counts[4:]
    assert max(count for _, count in counts) <= 14


def _plain(number: int) -> InstalledPlugin:
    return InstalledPlugin(
        Feature(f"plain{number}", f"Plain {number}", "Nothing much.", "tests.plugins.compost"), "1"
    )


def test_states_are_rows_of_this_federation(app: Flask, world: World) -> None:
    switched(world, "compost")
    with world.scope():
        rows = db.session.execute(select(PluginState.name, PluginState.is_on).order_by(PluginState.name))
        assert [tuple(one) for one in rows] == [("compost", True), ("garden", True)]
