"""The search: what is found, by whom, and in which federation."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from federation.kernel import search
from federation.kernel.db import unit_of_work
from federation.testing.world import World, make_world

KINDS = ("decision", "comment", "practice")


def say(world: World, *documents: search.SearchDocument) -> None:
    with world.scope(), unit_of_work():
        search.index_many(documents)


def found(world: World, typed: str, person: int = 1, kinds: tuple[str, ...] = KINDS) -> list[tuple[str, int]]:
    with world.scope():
        return [(hit.kind, hit.ref_id) for hit in search.find(typed, person, kinds)]


@pytest.fixture
def world(app: Flask) -> World:
    return make_world(practices=0)


@pytest.mark.both_databases
def test_words_are_found_by_their_stem_in_title_and_text_newest_first(world: World) -> None:
    say(
        world,
        search.SearchDocument("decision", 1, "Share home visits", "We share 12,350 visits."),
        search.SearchDocument("decision", 2, "Parking", "Nobody may park at the surgery, decision 2026/31."),
        search.SearchDocument("comment", 1, "Parking", "A visiting nurse needs a space."),
    )
    assert found(world, "visit") == [("comment", 1), ("decision", 1)]
    assert found(world, "PARKING surgery") == [("decision", 2)]
    assert found(world, "2026/31") == [("decision", 2)]
    assert found(world, "surg") == [("decision", 2)]
    assert found(world, "visits", kinds=("decision",)) == [("decision", 1)]
    assert found(world, "bicycle") == []


@pytest.mark.both_databases
def test_writing_again_replaces_and_forgetting_removes(world: World) -> None:
    say(
        world,
        search.SearchDocument("decision", 1, "Old title", "about apples"),
        search.SearchDocument("decision", 2, "B", "pears"),
    )
    say(world, search.SearchDocument("decision", 1, "New title", "about pears"))
    assert found(world, "apples") == []
    assert found(world, "pears") == [("decision", 2), ("decision", 1)]
    with world.scope(), unit_of_work():
        search.forget("decision", 1)
        search.index("decision", 1, "New title", "about pears")
    assert found(world, "pears") == [("decision", 1), ("decision", 2)]
    with world.scope(), unit_of_work():
        search.forget("decision", 1)
    assert found(world, "pears") == [("decision", 2)]


@pytest.mark.both_databases
def test_only_its_readers_find_a_draft(world: World) -> None:
    say(
        world,
        search.SearchDocument("decision", 1, "Secret plan", "hush", readers=[7, 12]),
        search.SearchDocument("decision", 2, "Open plan", "hush"),
    )
    assert found(world, "plan", person=7) == [("decision", 2), ("decision", 1)]
    assert found(world, "plan", person=12) == [("decision", 2), ("decision", 1)]
    assert found(world, "plan", person=1) == [("decision", 2)]
    assert found(world, "plan", person=2) == [("decision", 2)]


@pytest.mark.both_databases
def test_another_federations_words_are_not_found(world: World) -> None:
    other = make_world("dune", practices=0)
    say(world, search.SearchDocument("decision", 1, "Parking", "ours"))
    say(
        other,
        search.SearchDocument("decision", 1, "Parking", "theirs"),
        search.SearchDocument("decision", 9, "Parking", "theirs"),
    )
    assert found(world, "parking") == [("decision", 1)]
    assert found(other, "parking") == [("decision", 9), ("decision", 1)]
    assert found(world, "theirs") == []
    assert found(world, f"f{other.federation_id}decision") == []


@pytest.mark.both_databases
def test_paging_gives_every_hit_once(world: World) -> None:
    say(world, *(search.SearchDocument("decision", number, "Parking", "") for number in range(1, 48)))
    seen: list[int] = []
    before = None
    with world.scope():
        while page := search.find("parking", 1, KINDS, before, most=10):
            seen += [hit.ref_id for hit in page]
            before = page[-1].id
    assert seen == list(range(47, 0, -1))


@pytest.mark.both_databases
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=st.text(max_size=60)
    | st.sampled_from(['"', "a OR", "title:x", "NEAR(", "x*", "-a", "^", "' | '", "\\", "a:*b"])
)
def test_whatever_is_typed_is_only_words(world: World, typed: str) -> None:
    found(world, typed)


@pytest.mark.both_databases
def test_whatever_is_kept_can_be_kept(world: World) -> None:
    long = "wörter " * 60_000 + "ende"
    say(
        world,
        search.SearchDocument("decision", 1, "It's a “title” <b>", long),
        search.SearchDocument("decision", 2, "", ""),
    )
    assert found(world, "worter") == ([("decision", 1)] if world_is_sqlite() else [])
    assert found(world, "wörter it's") == [("decision", 1)]
    assert found(world, "ende") == []


def world_is_sqlite() -> bool:
    from federation.kernel.db import db

    return db.engine.dialect.name == "sqlite"


def test_the_search_is_written_with_what_it_says(world: World) -> None:
    with world.scope(), pytest.raises(RuntimeError):
        search.index("decision", 1, "a", "b")


def test_an_excerpt_shows_the_words_around() -> None:
    text = "one two three " * 30 + "the parking rules of Quayside " + "four five six " * 30
    shown = search.excerpt(text, "parking")
    assert "parking rules" in shown
    assert shown.startswith("… ") and shown.endswith(" …")
    assert len(shown) < 200
    assert search.excerpt("Short\n\ntext", "nothing") == "Short text"


@pytest.mark.both_databases
def test_a_number_finds_a_thing_and_never_stands_in_what_is_shown(app: Flask) -> None:
    world = make_world()
    say(
        world,
        search.SearchDocument("decision", 1, "Parking", "We rent the yard.", also="2026/31"),
        search.SearchDocument("decision", 2, "Yard", "We rent 2026 spaces.", readers=[7]),
    )
    assert found(world, "2026/31") == [("decision", 1)]
    with world.scope():
        assert [hit.excerpt for hit in search.find("rent", 7, KINDS)] == [
            "We rent 2026 spaces.",
            "We rent the yard.",
        ]
        assert search.titles([("decision", 1), ("decision", 2), ("comment", 1)], 1) == {
            ("decision", 1): "Parking"
        }
        assert search.titles([("decision", 2)], 7) == {("decision", 2): "Yard"}
        assert search.titles([], 1) == {}
