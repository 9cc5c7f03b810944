"""The list of practices, one practice, and the pages around them."""

import csv
import io

import pytest
from flask import Flask
from sqlalchemy import select

from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import NotYours
from federation.kernel.tenancy import insert_many
from federation.network.federation.actions.describing import add_aim
from federation.network.models import Practice
from federation.network.practices.actions.neighbourhoods import add_neighbourhood, delete_neighbourhood
from federation.network.practices.actions.practices import place_practices, set_membership, take_leave
from federation.network.practices.actions.totals import catch_up, make_findable
from federation.network.practices.queries.practices import (
    PracticesFilter,
    _counts,
    every_practice,
    practices_page,
)
from federation.testing.world import World, make_world
from tests.network.files import actions_recorded, counted_statements, state
from tests.plugins.site import words

BASE = "/f/saltmarsh/practices/"


def many(world: World, practices: int) -> None:
    with world.scope(), unit_of_work():
        insert_many(
            Practice,
            (
                {"code": f"Y{number:05}", "name": f"Practice {number % 97:02}", "postcode": "ZZ99 3CZ",
                 "membership": "associate" if number % 10 == 0 else "full", "list_size": number}
                for number in range(practices)
            ),
        )  # fmt: skip
    with world.scope():
        catch_up()


@pytest.mark.both_databases
def test_every_practice_is_on_one_page_of_the_list(app: Flask) -> None:
    world = make_world(practices=0)
    many(world, 320)
    with world.scope():
        found, after, pages = [], None, 0
        while True:
            page = practices_page(PracticesFilter(), after)
            found += [row.code for row in page.rows]
            pages += 1
            if page.after is None:
                break
            after = page.after
        assert (pages, len(found), len(set(found))) == (7, 320, 320)
        assert found == [one.code for one in every_practice(PracticesFilter())]
        back = practices_page(PracticesFilter(), before=page.before)
        assert [row.code for row in back.rows] == found[250:300]
        first = practices_page(
            PracticesFilter(), before=practices_page(PracticesFilter(), after=back.before).before
        )
        assert first.after is not None


def test_the_list_is_narrowed(app: Flask) -> None:
    world = make_world()
    admin = world.actor("admin")
    with world.scope():
        catch_up()
        place = add_neighbourhood(admin, "Harbour")
        set_membership(admin, world.practices["Z99003"], "associate", place)
        take_leave(admin, world.practices["Z99004"])

        def names(**wanted: object) -> list[str]:
            return [row.name for row in practices_page(PracticesFilter(**wanted)).rows]  # type: ignore[arg-type]

        assert len(names()) == 11 and len(names(gone=True)) == 12
        assert names(membership="associate") == ["Quayside Practice"]
        assert names(neighbourhood=place) == ["Quayside Practice"]
        assert len(names(nowhere=True)) == 10
        assert names(text="quays") == ["Quayside Practice"]
        assert names(text="z99012") == ["Windmill Health Centre"]
        assert names(text="centre wind") == ["Windmill Health Centre"]
        assert names(text="%") == names(text="_") == []
        assert names(text="saltpan") == [] and names(text="saltpan", gone=True) == ["Saltpan Lane Surgery"]
    page = world.client(app, "rep1").get(f"{BASE}?q=saltpan").text
    assert "No practices found for ‘saltpan’" in page and "look at practices that closed or left too" in page
    assert "Import practices" not in page


@pytest.mark.both_databases
def test_few_and_many_are_found_alike(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    world, other = make_world(practices=0), make_world("tidal-flats", practices=0)
    for one in (world, other):
        many(one, 120)
    with world.scope():
        for text, found in (
            ("practice", 120),
            ("PRACT 07", 2),
            ("y0000", 10),
            ("zz99", 120),
            ("zz993c y00001", 1),
        ):
            for few in (0, 1_000):
                monkeypatch.setattr("federation.network.practices.queries.practices._FEW", few)
                _counts.cache_clear()
                rows = list(every_practice(PracticesFilter(text=text)))
                assert (len(rows), rows) == (found, sorted(rows, key=lambda row: (row.name, row.id))), text
    _counts.cache_clear()


@pytest.mark.both_databases
def test_a_practice_is_found_by_its_new_name_alone(app: Flask) -> None:
    world = make_world(practices=2)
    with world.scope():
        catch_up()
        with unit_of_work() as session:
            session.get_one(Practice, world.practices["Z99001"]).name = "Château Rouge Surgery"
            make_findable(["Z99001"])

        def names(text: str) -> list[str]:
            return [row.name for row in practices_page(PracticesFilter(text=text)).rows]

        assert names("chateau") == names("CHÂTEAU rou") == ["Château Rouge Surgery"]
        assert names("driftwood") == [] and names("lighthouse") == ["Lighthouse Medical Centre"]


@pytest.mark.parametrize("practices", [1, 300])
def test_statements_of_the_list_are_constant(app: Flask, practices: int) -> None:
    world = make_world(practices=0)
    many(world, practices)
    client = world.client(app, "admin")
    with counted_statements() as statements:
        assert client.get(BASE).status_code == 200
    assert len(statements) == 5, statements
    for text in ("practice", "practice 07", "nothing"):
        client = world.client(app, "admin")
        with counted_statements() as statements:
            assert client.get(f"{BASE}?q={text}").status_code == 200
        assert len(statements) == 6, statements


def test_the_export_obeys_the_filters_and_runs_no_formula(app: Flask) -> None:
    world = make_world()
    with world.scope(), unit_of_work():
        insert_many(
            Practice, [{"code": "Y00001", "name": "=1+1", "phone": "+44 1632", "membership": "associate"}]
        )
    rows = list(
        csv.DictReader(
            io.StringIO(world.client(app, "rep1").get(f"{BASE}practices.csv").text.lstrip("\ufeff"))
        )
    )
    assert len(rows) == 13
    assert (rows[0]["name"], rows[0]["phone"], rows[0]["membership"]) == ("'=1+1", "'+44 1632", "associate")
    few = world.client(app, "rep1").get(f"{BASE}practices.csv?membership=associate").text
    assert few.count("\r\n") == 2


def test_a_practice_page(app: Flask) -> None:
    world = make_world()
    page = world.client(app, "rep2").get(f"{BASE}{world.practices['Z99001']}").text
    assert "11,240, on 1 October 2026" in page and "Rep1" in page and "Mark as having left" not in page


@pytest.mark.both_databases
def test_how_a_practice_stood_before_is_kept(app: Flask) -> None:
    world = make_world(practices=2)
    admin, here = world.actor("admin"), f"{BASE}{world.practices['Z99001']}"
    with world.scope():
        catch_up()
    client = world.client(app, "rep1")
    assert "How it has changed" not in client.get(here).text
    with world.scope():
        place = add_neighbourhood(admin, "Harbour")
        set_membership(admin, world.practices["Z99001"], "associate", place)
        take_leave(admin, world.practices["Z99001"])
        catch_up()
    page = words(client.get(here).text)
    assert "How it has changed (2)" in page
    assert page.index("Left the federation on") < page.index("Associate; Neighbourhood: Harbour (changed")
    assert "patients, on 1 October 2026; Full member (noted" in page
    assert "How it has changed" not in client.get(f"{BASE}{world.practices['Z99002']}").text


def test_another_federations_practice_is_not_there(app: Flask) -> None:
    world, other = make_world(), make_world("tidal-flats", practices=3)
    with other.scope(), unit_of_work():
        insert_many(Practice, [{"code": "Y00001", "name": "Sandbank Surgery"}])
    with other.scope():
        theirs = practices_page(PracticesFilter(text="")).rows
        (secret,) = [row.id for row in theirs if row.code == "Y00001"]
        before = state()
    client = world.client(app, "admin")
    nowhere = client.get(f"{BASE}{10**9}")
    for address in ("", "/membership", "/leave"):
        answer = client.get(f"{BASE}{secret}{address}")
        assert answer.status_code == 404 and answer.text == nowhere.text
    for address, data in (
        (f"{BASE}{secret}/membership", {"membership": "associate"}),
        (f"{BASE}{secret}/leave", {}),
        (f"{BASE}{secret}/return", {}),
        (f"{BASE}neighbourhoods/place", {"practice": str(secret), "neighbourhood": "0"}),
    ):
        assert client.post(address, data=data).status_code == 404
    assert client.get(f"{BASE}?after={secret}").status_code == 404
    assert "Sandbank" not in client.get(f"{BASE}?q=sandbank").text.replace("‘sandbank’", "")
    assert "Sandbank" not in client.get(f"{BASE}practices.csv").text
    assert client.get("/f/tidal-flats/practices/").status_code in (200, 404)
    assert world.client(app, "admin").get("/f/tidal-flats/practices/").status_code == 404
    with other.scope():
        assert state() == before


@pytest.mark.parametrize(
    "query",
    [
        "after=x",
        "after=²",
        "after=99999999999999999999",
        "neighbourhood=x",
        "membership=owner",
        "q=%ff",
        "gone=&place=a",
    ],
)
def test_crafted_addresses_do_no_harm(app: Flask, query: str) -> None:
    world = make_world()
    assert world.client(app, "rep1").get(f"{BASE}?{query}").status_code in (200, 404)


def test_changing_a_practice_on_the_web(app: Flask) -> None:
    world = make_world()
    first = world.practices["Z99001"]
    with world.scope():
        place = add_neighbourhood(world.actor("admin"), "Harbour")
    client = world.client(app, "admin")
    assert client.get(f"{BASE}{first}").text.count(f'href="{BASE}{first}/membership">Change<') == 2
    assert "Select full member or associate" in client.post(f"{BASE}{first}/membership", data={}).text
    done = client.post(
        f"{BASE}{first}/membership", data={"membership": "associate", "neighbourhood": str(place)}
    )
    assert done.status_code == 303
    page = client.get(f"{BASE}{first}").text
    assert "Driftwood Surgery has been changed." in page and "Associate" in page and "Harbour" in page
    assert client.post(f"{BASE}{first}/leave").status_code == 303
    assert "Left the federation on" in client.get(f"{BASE}{first}").text
    assert client.post(f"{BASE}{first}/return").status_code == 303
    with world.scope():
        assert actions_recorded()[-4:] == [
            "practice.membership",
            "practice.placed",
            "practice.left",
            "practice.returned",
        ]


def test_putting_many_into_place(app: Flask) -> None:
    world = make_world()
    with world.scope():
        place = add_neighbourhood(world.actor("admin"), "Harbour")
    client, address = world.client(app, "admin"), f"{BASE}neighbourhoods/place"
    nothing = client.post(address, data={"neighbourhood": str(place)})
    assert (
        "Tick at least one practice" in nothing.text and f'<option value="{place}" selected>' in nothing.text
    )
    ids = [str(world.practices[code]) for code in ("Z99001", "Z99002")]
    unchosen = client.post(address, data={"practice": ids})
    assert "Select where the practices belong" in unchosen.text and unchosen.text.count(" checked") == 2
    assert client.post(address, data={"practice": ids, "neighbourhood": str(place)}).status_code == 303
    assert "2 practices moved." in client.get(address).text
    assert client.post(address, data={"practice": ids[:1], "neighbourhood": "0"}).status_code == 303
    with world.scope():
        assert [row.code for row in practices_page(PracticesFilter(neighbourhood=place)).rows] == ["Z99002"]


def test_pages_for_every_role(app: Flask) -> None:
    world = make_world()
    with world.scope():
        add_aim(world.actor("chair"), "Same-day help")
    everybody = (
        "practices/", "our-federation/", "our-federation/record", "our-federation/record/check", "help",
        "our-federation/record.jsonl",
    )  # fmt: skip
    administrators = (
        "admin/", "admin/attention", "practices/neighbourhoods/", "practices/neighbourhoods/place",
        "our-federation/settings",
    )  # fmt: skip
    describers = (
        "our-federation/purpose",
        "our-federation/aims/add",
        "our-federation/aims/1",
        "our-federation/aims/1/retire",
    )
    for name in ("admin", "chair", "rep1", "member", "lay", "observer"):
        client = world.client(app, name)
        for page in everybody:
            assert client.get(f"/f/saltmarsh/{page}").status_code == 200, page
        for page in administrators:
            assert client.get(f"/f/saltmarsh/{page}").status_code == (200 if name == "admin" else 403), page
        for page in describers:
            assert client.get(f"/f/saltmarsh/{page}").status_code == (
                200 if name in ("admin", "chair") else 403
            ), page


def test_what_needs_attention(app: Flask) -> None:
    world = make_world()
    with world.scope(), unit_of_work():
        insert_many(Practice, [{"code": "Y00001", "name": "Sandbar Surgery", "membership": "full"}])
    page = world.client(app, "admin").get("/f/saltmarsh/admin/attention").text
    assert page.count("Sandbar Surgery") == 3 and page.count("Driftwood Surgery") == 1


@pytest.mark.both_databases
def test_a_neighbourhood_is_deleted_and_its_practices_stay(app: Flask) -> None:
    world = make_world(practices=3)
    client = world.client(app, "admin")
    with world.scope():
        shore = add_neighbourhood(world.actor("admin"), "Shore")
        downs = add_neighbourhood(world.actor("admin"), "Downs")
        places = {world.practices["Z99001"]: shore, world.practices["Z99002"]: downs}
        place_practices(world.actor("admin"), places)
        for name in ("chair", "rep1", "observer"):
            with pytest.raises(NotYours):
                delete_neighbourhood(world.actor(name), shore)
    address = f"/f/saltmarsh/practices/neighbourhoods/{shore}/delete"
    assert "1 practice is in it, and will be in no neighbourhood." in client.get(address).text
    assert client.post(address).status_code == 303
    assert client.post(address).status_code == 404
    with world.scope():
        found = db.session.execute(
            select(Practice.code, Practice.neighbourhood_id).order_by(Practice.code)
        ).all()
        assert [tuple(row) for row in found] == [("Z99001", None), ("Z99002", downs), ("Z99003", None)]
        db.session.rollback()
    assert "In no neighbourhood (2)" in client.get("/f/saltmarsh/admin/attention").text
