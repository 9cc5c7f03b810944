"""What needs somebody, read by their programs: votes and dues in one list, each by an instant, and nobody else's."""

from datetime import UTC, timedelta

import pytest
from flask import Flask

from federation.decisions.outcomes import actions as act
from federation.decisions.outcomes.queries.actions import today
from federation.kernel.days import end_of_day, time_now
from federation.kernel.db import unit_of_work
from federation.network.dues.actions import DuePage, add_due, done_due
from federation.testing.world import make_world
from tests.api.programs import program
from tests.decisions.many import closed
from tests.decisions.votes import opened


@pytest.mark.both_databases
def test_votes_and_dues_are_one_list_by_deadline(app: Flask) -> None:
    world, other = make_world(), make_world("dune")
    for one in (world, other):
        with one.scope():
            decision = closed(one, 1, "Share visits")
            action = act.add_action(
                one.actor("chair"), decision, "Tell all", one.people["rep1"], today() + timedelta(days=9)
            )
            at = (time_now() + timedelta(days=2)).replace(microsecond=0)
            with unit_of_work():
                add_due(
                    "network.check:1",
                    "Check your list",
                    at,
                    DuePage("network.practices"),
                    practices=[one.practices["Z99001"]],
                )
                add_due(
                    "network.check:2",
                    "Not yours",
                    at,
                    DuePage("network.practices"),
                    people=[one.people["rep2"]],
                )
        vote = opened(one, hours=100, title="Share a van")
        if one is world:
            expected = decision, action, vote, at
    decision, action, vote, at = expected
    me = program(app, world, "rep1")
    found = me.get("/dues")["items"]
    assert [(one["kind"], one["words"], one["owner"], one["practice"]) for one in found] == [
        ("due", "Check your list", None, "Driftwood Surgery"),
        ("vote", "Share a van", None, "Driftwood Surgery"),
        ("due", "Tell all", "Rep1", None),
    ]
    base = app.config["SETTINGS"]["base_url"] + "/f/saltmarsh"
    assert [one["page"] for one in found] == [
        f"{base}/practices/",
        f"{base}/decisions/{vote}",
        f"{base}/decisions/actions/{action}",
    ]
    assert found[0]["due_at"] == at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    assert found[2]["about"] == "From decision 2026/1"
    with world.scope():
        assert found[2]["due_at"] == end_of_day(today() + timedelta(days=9)).isoformat().replace(
            "+00:00", "Z"
        )
        with unit_of_work():
            done_due(
                "network.check:1", world.people["member"], "Seen.", practice_id=world.practices["Z99001"]
            )
    assert [one["words"] for one in me.get("/dues")["items"]] == ["Share a van", "Tell all"]
    assert [(one["words"], one["word"]) for one in me.get("/dues?which=done")["items"]] == [
        ("Check your list", "Seen.")
    ]
    assert program(app, world, "lay").get("/dues") == {"items": [], "next": None}
    assert me("GET", "/dues?which=all").status_code == 422
