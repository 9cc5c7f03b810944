"""What plugins failed on: listed, run again once mended, taken off; and their settings and data."""

import csv
import json
from datetime import timedelta
from io import StringIO
from typing import Any

from flask import Flask
from sqlalchemy import select

from federation.decisions.models import Decision
from federation.decisions.voting.actions.closing import close_early
from federation.kernel.db import db, unit_of_work
from federation.kernel.record import RecordEntry
from federation.network.models import PluginFailure
from federation.network.plugins.actions.switching import keep_settings, switch_off
from federation.network.plugins.actions.troubles import write_down
from federation.network.plugins.queries.export import PART, rows_of
from federation.network.plugins.queries.state import settings_of
from federation.plugin.calls import PluginTrouble
from federation.testing import both_databases
from federation.testing.world import World, make_world
from federation.worker import run_once
from tests.decisions.votes import opened, vote
from tests.plugins.garden import hooks
from tests.plugins.garden.models import Bed, Opinion
from tests.plugins.site import BASE, app, page, switched, words, world

__all__ = ["app", "world"]


def vote_closed(world: World) -> int:
    decision_id = opened(world)
    vote(world, decision_id, "ff")
    with world.scope():
        close_early(world.actor("chair"), decision_id, "Enough was said.")
    return decision_id


def beds(world: World) -> list[str]:
    """What was planted, read anew."""
    db.session.rollback()
    with world.scope():
        return list(db.session.scalars(select(Bed.title).order_by(Bed.id)))


@both_databases
def test_failed_mended_run_again_gone(app: Flask, world: World) -> None:
    switched(world, "garden")
    hooks.broken = True
    decision_id = vote_closed(world)
    run_once(app)
    with world.scope():
        assert db.session.scalar(select(Decision.verdict).where(Decision.id == decision_id)) == "carried"
        failure = db.session.scalars(select(PluginFailure.id)).one()
    admin = world.client(app, "admin")
    assert (
        "Garden failed today when a decision closed. No vote was affected. See the failure and run it again"
        in (words(admin.get(BASE).text))
    )
    said = page(world, app, "garden/failures")
    for part in (
        "Plugins hear of votes only after they were recorded",
        "When a decision closed See the decision of failure",
        "ValueError: there is no bed left",
        "Run it again",
    ):
        assert part in said, part
    assert "1 failure not mended" in page(world, app, "garden/on")
    admin = world.client(app, "admin")
    again = f"{BASE}garden/failures/{failure}/run-again"
    assert "It failed again." in words(admin.post(again, follow_redirects=True).text)
    assert beds(world) == []
    assert "twice since" in page(world, app, "garden/failures")
    hooks.broken = False
    admin = world.client(app, "admin")
    mended = words(admin.post(again, follow_redirects=True).text)
    assert "It went well this time" in mended and "Nothing is left to mend" in mended
    assert "Mended or taken off the list in the last 30 days" in mended
    assert beds(world) == [f"Bed of decision {decision_id}"]
    assert "No plugin needs you" in words(admin.get(BASE).text)
    assert admin.post(again).status_code == 404
    with world.scope():
        acts = db.session.scalars(select(RecordEntry.action).where(RecordEntry.subject == "plugin:garden"))
        assert list(acts) == ["plugin.switched_on", "plugin.run_again", "plugin.run_again"]


@both_databases
def test_it_is_tried_again_by_itself(app: Flask, world: World, travel: Any) -> None:
    switched(world, "garden")
    hooks.broken = True
    vote_closed(world)
    run_once(app)
    hooks.broken = False
    run_once(app)
    assert beds(world) == []
    travel(timedelta(minutes=2))
    run_once(app)
    assert len(beds(world)) == 1
    assert "Nothing is left to mend" in page(world, app, "garden/failures")


def test_nothing_is_run_again_while_it_is_off(app: Flask, world: World) -> None:
    switched(world, "garden")
    hooks.broken = True
    vote_closed(world)
    run_once(app)
    hooks.broken = False
    with world.scope():
        switch_off(world.actor("admin"), "garden")
        failure = db.session.scalars(select(PluginFailure.id)).one()
    assert "Run it again" not in page(world, app, "garden/failures")
    admin = world.client(app, "admin")
    assert admin.post(f"{BASE}garden/failures/{failure}/run-again").status_code == 409
    with world.scope():
        assert db.session.scalar(select(PluginFailure.mended_at)) is None


@both_databases
def test_taking_off_the_list_asks_first(app: Flask, world: World) -> None:
    switched(world, "garden", "compost")
    with world.scope(), unit_of_work():
        write_down([PluginTrouble("garden", "page garden.beds", "failed", "KeyError: <b>spade</b>")])
    said = page(world, app, "garden/failures")
    assert "On its page ‘Garden beds’" in said and "KeyError: <b>spade</b>" in said
    assert "When the page is opened" in said and "Run it again" not in said
    with world.scope():
        failure = db.session.scalars(select(PluginFailure.id)).one()
    asked = page(world, app, f"garden/failures/{failure}/take-off")
    assert "Take this off the list?" in asked and "It comes back to the list when it happens again." in asked
    admin = world.client(app, "admin")
    assert admin.get(f"{BASE}compost/failures/{failure}/take-off").status_code == 404
    assert admin.post(f"{BASE}compost/failures/{failure}/take-off").status_code == 404
    assert admin.post(f"{BASE}garden/failures/{failure}/run-again").status_code == 409
    after = words(admin.post(f"{BASE}garden/failures/{failure}/take-off", follow_redirects=True).text)
    assert "It is off the list." in after and "Nothing is left to mend" in after
    assert admin.post(f"{BASE}garden/failures/{failure}/take-off").status_code == 404


def test_pages_of_failures_and_a_spreadsheet(app: Flask, world: World) -> None:
    with world.scope(), unit_of_work():
        write_down([PluginTrouble("garden", "panels", "slow", f"{number} seconds") for number in range(25)])
        write_down([PluginTrouble("compost", "panels", "failed", "not the garden's")])
        write_down([PluginTrouble("garden", "objections", "failed", "=1+1")])
    first = world.client(app, "admin").get(f"{BASE}garden/failures").text
    assert first.count('<tr role="row" class') == 20 and 'rel="next"' in first and 'rel="prev"' not in first
    assert "voting cannot open" in words(first) and "Too slow: 24 seconds" in words(first)
    older = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    second = world.client(app, "admin").get(older).text
    assert second.count('<tr role="row" class') == 6 and 'rel="prev"' in second
    answer = world.client(app, "admin").get(f"{BASE}garden/failures.csv")
    rows = list(csv.DictReader(StringIO(answer.text.lstrip("\ufeff"))))
    assert len(rows) == 26 and "not the garden's" not in answer.text
    assert (rows[0]["what"], rows[0]["error"], rows[0]["kind"]) == (
        "when it was asked whether voting may open",
        "'=1+1",
        "failed",
    )


@both_databases
def test_settings_are_kept_as_json_and_shown_again(app: Flask, world: World) -> None:
    other = make_world("tidal-flats", practices=1)
    switched(world, "garden")
    path = f"{BASE}garden/settings"
    typed = {
        "motto": "Grow <together>",
        "beds": "4",
        "opens_on-day": "1",
        "opens_on-month": "3",
        "opens_on-year": "2027",
        "share": "1/3",
        "letters": "1",
    }
    admin = world.client(app, "admin")
    wrong = admin.post(path, data=typed | {"motto": "", "beds": "12"})
    assert wrong.status_code == 422 and "Error: Settings of Garden" in wrong.text
    assert wrong.text.count("Enter a motto") == 2 and 'value="12"' in wrong.text
    with world.scope():
        assert settings_of("garden") == {}
    assert "have been saved" in words(admin.post(path, data=typed, follow_redirects=True).text)
    kept = {"motto": "Grow <together>", "beds": 4, "opens_on": "2027-03-01", "share": "1/3", "letters": True}
    with world.scope():
        assert settings_of("garden") == kept
    with other.scope():
        assert settings_of("garden") == {}
    shown = admin.get(path).text
    for part in (
        'value="Grow &lt;together&gt;"',
        'value="4"',
        'value="2027"',
        'value="1/3"',
        'value="1" checked',
    ):
        assert part in shown, part
    assert "Nothing has changed." in words(admin.post(path, data=typed, follow_redirects=True).text)
    with world.scope():
        data = db.session.scalars(
            select(RecordEntry.data).where(RecordEntry.action == "plugin.settings")
        ).one()
    assert sorted(json.loads(data)["changed"]) == sorted(kept) and "together" not in data


def test_settings_only_of_what_is_on_and_has_some(app: Flask, world: World) -> None:
    admin = world.client(app, "admin")
    assert admin.get(f"{BASE}garden/settings").status_code == 409
    assert admin.post(f"{BASE}garden/settings", data={"motto": "Grow"}).status_code == 409
    switched(world, "compost")
    assert admin.get(f"{BASE}compost/settings").status_code == 404
    assert admin.get(f"{BASE}garden/settings").status_code == 200


def test_settings_that_fail_are_a_failure_of_the_plugin(app: Flask, world: World) -> None:
    switched(world, "garden")
    hooks.broken = True
    admin = world.client(app, "admin")
    answer = admin.post(f"{BASE}garden/settings", data={"motto": "Grow"})
    assert answer.status_code == 500 and "Its settings cannot be shown" in words(answer.text)
    said = page(world, app, "garden/failures")
    assert "On its settings page" in said and "RuntimeError: the garden's settings are broken" in said


@both_databases
def test_its_data_can_be_taken_away_on_or_off(app: Flask, world: World) -> None:
    other = make_world("tidal-flats", practices=1)
    switched(world, "garden")
    with world.scope():
        keep_settings(world.actor("admin"), "garden", {"motto": "Grow"})
        with unit_of_work() as session:
            session.add_all([Bed(title=f"Bed {number}") for number in range(PART + 2)])
            session.add(Opinion(words="heronsecret"))
        switch_off(world.actor("admin"), "garden")
    with other.scope(), unit_of_work() as session:
        session.add(Bed(title="another's"))
    answer = world.client(app, "admin").get(f"{BASE}garden/data.json")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="saltmarsh-garden.json"'
    assert "heronsecret" not in answer.text and "another's" not in answer.text
    first, *rest = json.loads(answer.text)["garden"]
    assert first == {"plugin": "garden", "title": "Garden", "version": "1.4", "settings": {"motto": "Grow"}}
    assert [one["row"]["title"] for one in rest[:-1]] == [f"Bed {number}" for number in range(PART + 2)]
    assert sorted(rest[0]["row"]) == ["id", "planted_on", "title", "watered_at"]
    assert rest[-1] == {
        "table": "garden_opinion",
        "private": "It was answered without names, and a row could give one away.",
    }
    with other.scope():
        assert [one["row"]["title"] for one in rows_of("garden") if "row" in one] == ["another's"]
