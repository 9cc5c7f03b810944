"""Programs read the signed checkpoints of the record: the list, and each as the very file that the page gives."""

from collections.abc import Callable

import pytest
from flask import Flask

from federation.kernel.db import unit_of_work
from federation.network.federation.actions.describing import describe
from federation.network.record.actions import write_checkpoint
from federation.testing.world import World, make_world
from tests.api.programs import Program, program

Asks = Callable[..., Program]
pytestmark = pytest.mark.both_databases
BASE = "/record/checkpoints"


def signed(world: World, *words: str) -> None:
    """A checkpoint after each of these acts."""
    for one in words:
        with world.scope():
            describe(world.actor("admin"), one)
            with unit_of_work():
                write_checkpoint()


def test_the_list_goes_from_the_newest_on_and_each_is_the_file_of_the_page(
    served: Flask, world: World, asks: Asks
) -> None:
    with served.app_context():
        signed(world, "One.", "Two.", "Three.")
        signed(make_world("dunes", practices=1), "Theirs.", "Theirs again.", "And again.", "And once more.")
    reader = asks("observer")
    whole = reader.get(BASE)
    assert [one["seq"] for one in whole["items"]] == [3, 2, 1] and whole["next"] is None
    assert [(one["federation"], one["key"]) for one in whole["items"]] == [
        (world.federation_id, whole["key"])
    ] * 3
    first = reader.get(f"{BASE}?limit=2")
    rest = reader.get(f"{BASE}?limit=2&after={first['next']}")
    assert first["items"] + rest["items"] == whole["items"] and rest["next"] is None
    with served.app_context():
        client = world.client(served, "observer")
    for one in whole["items"]:
        answer = reader("GET", f"{BASE}/{one['seq']}")
        page = client.get(f"/f/saltmarsh/our-federation/record/checkpoints/{one['seq']}.json")
        assert answer.data == page.data and answer.content_type == "application/json"
        assert answer.json == one


def test_what_does_not_exist_and_what_is_another_federations_answer_alike(
    served: Flask, world: World, asks: Asks
) -> None:
    with served.app_context():
        other = make_world("dunes", practices=1)
        signed(other, "Theirs.", "Theirs again.")
        outside = Program(served, program(served, other, "rep1").token, world.slug)
    reader = asks("rep1")
    assert reader.get(BASE)["items"] == []
    answers = {reader("GET", f"{BASE}/{seq}").data for seq in (1, 2, 987654)}
    assert len(answers) == 1 and reader("GET", f"{BASE}/1").status_code == 404
    assert outside("GET", BASE).status_code in (401, 404)
    assert reader("GET", f"{BASE}?after=x").status_code == 422


def test_the_description_has_them(served: Flask) -> None:
    paths = served.test_client().get("/api/openapi.json").json["paths"]
    root = "/api/v1/federations/{federation}/record/checkpoints"
    assert {"get"} == set(paths[root]) - {"parameters"} == set(paths[f"{root}/{{seq}}"]) - {"parameters"}
