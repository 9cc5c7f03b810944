"""Making a federation; its purpose, aims and settings."""

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from federation.decisions.rules import NONE
from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.record import RecordEntry
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.kernel.tenancy import federation_scope
from federation.network.arrival import place_of
from federation.network.federation.actions.creating import create_federation
from federation.network.federation.actions.describing import add_aim, describe, retire_aim, reword_aim
from federation.network.federation.actions.settling import settle
from federation.network.federation.queries import about_federation
from federation.network.models import Federation
from federation.network.named import federation_named
from federation.network.place_words import place_word, plural_of
from federation.network.record_words import detail_in_words
from federation.testing.world import make_world
from tests.network.files import actions_recorded, state


@pytest.mark.both_databases
def test_a_federation_begins_with_its_record(app: Flask) -> None:
    made = create_federation("tidal-flats", "Tidal Flats Federation")
    here = federation_named("tidal-flats")
    floors = {"notice_hours": 24, "quorum": {"fraction": "1/2", "strict": True}}
    assert (here.id, here.name, here.settings) == (made, "Tidal Flats Federation", {"floors": floors})
    from federation.kernel.tenancy import federation_scope

    with federation_scope(made):
        assert actions_recorded() == ["federation.created"]
        assert record.verify() == (1, None)


@pytest.mark.both_databases
def test_whoever_makes_a_federation_administers_it(app: Flask) -> None:
    world = make_world()
    made = create_federation("tidal-flats", "Tidal Flats", world.people["admin"])
    actor = place_of(world.people["admin"], "Admin", "a@b.example", made)
    assert actor is not None and actor.roles == {"administrator"}


def test_only_administrators_make_federations(app: Flask) -> None:
    world = make_world()
    for name in ("rep1", "chair", "observer"):
        with pytest.raises(NotYours):
            create_federation("tidal-flats", "Tidal Flats", world.people[name])
    assert db.session.scalars(select(Federation.slug)).all() == ["saltmarsh"]


@pytest.mark.parametrize(
    "slug",
    [
        "",
        "ab",
        "a" * 41,
        "Tidal",
        "tidal flats",
        "-tidal",
        "tidal-",
        "tid_al",
        "tídal",
        "new",
        "api",
        "admin",
        "a/b",
        "ab\n",
    ],
)
def test_short_names_that_are_refused(app: Flask, slug: str) -> None:
    with pytest.raises(Invalid) as refused:
        create_federation(slug, "Tidal Flats")
    assert refused.value.field == "slug"


@pytest.mark.both_databases
def test_a_short_name_is_taken_once(app: Flask) -> None:
    make_world()
    with pytest.raises(Invalid) as refused:
        create_federation("saltmarsh", "Another")
    assert refused.value.words == "The short name saltmarsh is taken. Choose another"
    with pytest.raises(NotFound):
        federation_named("nowhere")


def test_making_one_on_the_web(app: Flask) -> None:
    world = make_world()
    admin = world.client(app, "admin")
    kept = admin.post("/federations/new", data={"name": "Tidal Flats", "slug": "admin"})
    assert (
        kept.status_code == 422 and 'value="Tidal Flats"' in kept.text and "kept for the product" in kept.text
    )
    done = admin.post("/federations/new", data={"name": "Tidal Flats", "slug": "tidal-flats"})
    assert (done.status_code, done.location) == (303, "/f/tidal-flats/practices/")
    page = world.client(app, "admin").get(done.location).text
    assert "3 steps to begin" in page
    assert world.client(app, "rep1").get("/federations/new").status_code == 403
    assert world.client(app, "rep1").get("/f/tidal-flats/practices/").status_code == 404


@pytest.mark.both_databases
def test_aims_are_numbered_and_never_reused(app: Flask) -> None:
    world = make_world()
    chair = world.actor("chair")
    with world.scope():
        describe(chair, "To help each other.")
        assert [add_aim(chair, words) for words in ("Same-day help", "Open practices")] == [1, 2]
        reword_aim(chair, 1, "Help on the same day")
        retire_aim(chair, 2)
        assert add_aim(chair, "Home visits") == 3
        about = about_federation()
        assert about.purpose == "To help each other."
        assert [(aim.number, aim.words) for aim in about.aims] == [
            (1, "Help on the same day"),
            (3, "Home visits"),
        ]
        assert [aim.number for aim in about.retired] == [2]
        with pytest.raises(Refusal):
            retire_aim(chair, 2)
        with pytest.raises(NotFound):
            retire_aim(chair, 9)
        assert actions_recorded() == [
            "federation.described",
            "aim.added",
            "aim.added",
            "aim.reworded",
            "aim.retired",
            "aim.added",
        ]


def test_saying_the_same_again_is_not_recorded(app: Flask) -> None:
    world = make_world()
    admin = world.actor("admin")
    with world.scope():
        describe(admin, "To help.")
        number = add_aim(admin, "Help")
        assert settle(admin, "Saltmarsh", "PCN", True, "plum") is True
        before = state()
        describe(admin, " To help. ")
        reword_aim(admin, number, "Help")
        assert settle(admin, "Saltmarsh", "PCN", True, "plum") is False
        assert state() == before
        assert federation_named("saltmarsh").settings == {
            "floors": NONE.to_dict(),
            "neighbourhood_word": "PCN",
            "impact_questions": True,
            "ballot_links": True,
            "brand": "plum",
        }


def test_who_may_describe_and_settle(app: Flask) -> None:
    world = make_world()
    with world.scope():
        for name in ("rep1", "member", "lay", "observer"):
            with pytest.raises(NotYours):
                describe(world.actor(name), "x")
            with pytest.raises(NotYours):
                add_aim(world.actor(name), "x")
        with pytest.raises(NotYours):
            settle(world.actor("chair"), "x", "PCN", True, "")
        assert state()["entries"] == 0


def test_settings_keep_what_others_have_written(app: Flask) -> None:
    world = make_world()
    admin = world.client(app, "admin")
    with world.scope():
        from federation.kernel.db import unit_of_work
        from federation.network.locking import locked

        with unit_of_work():
            locked().settings = {"kinds": [["money", "Money"]]}
    address = "/f/saltmarsh/our-federation/settings"
    wrong = admin.post(address, data={"name": "", "word": "own", "own_word": "Cluster", "brand": "plum"})
    assert (
        wrong.status_code == 422
        and "Enter the name of the federation" in wrong.text
        and 'value="Cluster"' in wrong.text
    )
    done = admin.post(
        address,
        data={
            "name": "Marsh",
            "word": "own",
            "own_word": "Cluster",
            "brand": "slate",
            "impact_questions": "1",
        },
    )
    assert done.status_code == 303
    assert federation_named("saltmarsh").settings == {
        "kinds": [["money", "Money"]],
        "neighbourhood_word": "Cluster",
        "ballot_links": False,
        "impact_questions": True,
        "brand": "",
    }
    assert "Clusters" in world.client(app, "admin").get("/f/saltmarsh/practices/").text


@pytest.mark.parametrize(
    "word, many",
    [
        ("Locality", "Localities"),
        ("PCN", "PCNs"),
        ("Quadrant", "Quadrants"),
        ("Valley", "Valleys"),
        ("Patch", "Patches"),
    ],
)
def test_the_word_for_a_part_of_the_federation(word: str, many: str) -> None:
    assert plural_of(word) == many
    assert place_word({"neighbourhood_word": word}).titles == many
    assert place_word({}).one == "neighbourhood" and place_word({"neighbourhood_word": "PCN"}).many == "PCNs"


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("more", "floors", "words"),
    [
        (
            {},
            {"notice_hours": 24, "quorum": {"fraction": "1/2", "strict": True}},
            "Voting is open for 24 hours at least; more than 1/2 of the practices must vote.",
        ),
        (
            {"notice_hours": 0, "quorum": "0"},
            {"notice_hours": 0, "quorum": None},
            "Voting is open for 0 hours at least; no number of the practices must vote.",
        ),
    ],
)
def test_a_federation_begins_with_floors_on_the_record(
    app: Flask, more: dict[str, Any], floors: dict[str, Any], words: str
) -> None:
    made = create_federation("tidal-flats", "Tidal Flats", **more)
    with federation_scope(made):
        data = db.session.scalars(
            select(RecordEntry.data).where(RecordEntry.action == "federation.created")
        ).one()
        assert json.loads(data)["floors"] == floors
        assert detail_in_words("federation.created", data) == words
