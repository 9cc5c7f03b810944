"""The way of a file through the pages: what is refused, what is kept, what is another's."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from federation.kernel.db import db, unit_of_work
from federation.network.imports.queries import uploads as kept_files
from federation.network.models import PackedUpload, Practice
from federation.network.practices.actions.neighbourhoods import add_neighbourhood
from federation.testing.world import LONG_AGO, World, make_world
from tests.network.files import (
    actions_recorded,
    line,
    ours,
    practice_file,
    seen,
    sizes_file,
    state,
    to_check,
    upload,
)


@pytest.fixture
def world(app: Flask) -> World:
    return make_world()


@pytest.fixture
def admin(app: Flask, world: World) -> FlaskClient:
    return world.client(app, "admin")


def uploads() -> int:
    return db.session.scalar(select(func.count()).select_from(PackedUpload)) or 0


NEW = line("Z99013", "MUDFLAT LANE SURGERY", opened="20260901")
UNREADABLE = line("Z99008", "TIDEMILL PRACTICE")[:-3]


@pytest.mark.both_databases
def test_the_whole_way(app: Flask) -> None:
    world = make_world()
    admin = world.client(app, "admin")
    check = to_check(admin, world, practice_file(*ours("Z99008"), UNREADABLE, NEW), codes="z99013, Z99099")
    page = admin.get(check).text
    assert "Nothing is saved yet. 1 line cannot be read" in page
    assert "If you go on, 1 practice is added, 12 stay as they are and the 1 line is left out." in page
    assert (
        "2 lines, by a pasted list of 2 ODS codes" not in page and "by a pasted list of 2 ODS codes" in page
    )
    assert "These codes of your list are nowhere in the file: Z99099." in page
    with world.scope():
        before = state()
    typed = {"seen": seen(page), "membership": "full", "own-Z99013": "associate"}
    refused = admin.post(check, data=typed)
    assert refused.status_code == 422 and "Tick to leave out the line that cannot be read" in refused.text
    assert '<option value="associate" selected>' in refused.text
    with world.scope():
        assert state() == before
    saved = admin.post(check, data={**typed, "leave": "1"})
    assert saved.status_code == 303 and saved.location.endswith("/practices/import/saved/1")
    assert "1 new" in admin.get(saved.location).text
    assert admin.post(check, data={**typed, "leave": "1"}).location == saved.location
    assert admin.get(check).location == saved.location
    with world.scope():
        assert db.session.execute(
            select(Practice.name, Practice.membership).where(Practice.code == "Z99013")
        ).one() == (
            "Mudflat Lane Surgery",
            "associate",
        )
        assert actions_recorded() == ["practices.imported"]
        assert db.session.scalars(select(PackedUpload.content)).all() == [b""]


def test_the_same_again_saves_nothing(admin: FlaskClient, world: World) -> None:
    check = to_check(admin, world, practice_file(*ours()))
    page = admin.get(check).text
    assert "there is nothing to save" in page and "Save 0" not in page
    with world.scope():
        assert actions_recorded() == []


@pytest.mark.parametrize(
    "content, name, words",
    [
        (b"", "e.csv", "File is an empty file. Choose another"),
        (b"PK\x03\x04" + b"\0" * 100, "e.csv", "This is a zip or Excel file, not a CSV file."),
        (b"PK\x03\x04", "e.xlsx", "File must be a CSV or TXT file"),
        ("\ufeffZ99001,Quay".encode("utf-16"), "e.csv", "saved as UTF-16 text"),
        (b"a,b,c\n1,2,3\n", "e.csv", "The file has 3 columns. The file of practices has 27."),
        (sizes_file({"Z99001": 5}), "e.csv", "This is a file of patients registered at practices"),
        (b"<html><body>Not found</body></html>", "e.csv", "This is a web page, not a CSV file."),
        (bytes(range(256)) * 40, "e.csv", "not a text file"),
    ],
)
def test_files_that_are_refused(
    admin: FlaskClient, world: World, content: bytes, name: str, words: str
) -> None:
    with world.scope():
        before = state()
    answer = upload(admin, world, content, name)
    assert answer.status_code == 422
    assert words in answer.text and 'id="file-error"' in answer.text and "<title>Error:" in answer.text
    with world.scope():
        assert state() == before and uploads() == 0


def test_no_file_at_all(admin: FlaskClient, world: World) -> None:
    assert "Choose a file" in admin.post(f"/f/{world.slug}/practices/import").text
    assert "Choose a file" in admin.post(f"/f/{world.slug}/practices/import", data={"file": "text"}).text


def test_formulas_and_double_codes_are_named_and_never_run(admin: FlaskClient, world: World) -> None:
    content = practice_file(
        *ours(),
        line("Z99020", '=HYPERLINK(""http://x"")'),
        line("Z99001", "DRIFTWOOD AGAIN"),
        line("Z99021", "+44 SURGERY"),
    )
    check = to_check(admin, world, content)
    page = admin.get(check).text
    assert "The name starts with =, as a formula of a spreadsheet does." in page
    assert "The code is in the file twice. It was first on line 1, which is used." in page
    table = admin.get(f"{check}.csv").text
    assert ",=" not in table and ",+" not in table and "'+44 Surgery" in table


def test_a_hundred_thousand_lines(admin: FlaskClient, world: World) -> None:
    many = [line(f"Y{number:05}", f"PRACTICE {number}") for number in range(100_000)]
    check = to_check(admin, world, practice_file(*many))
    page = admin.get(check)
    assert page.status_code == 200 and len(page.data) < 120_000
    assert "99,900 more" in page.text and "Save 100,000 changes" in page.text
    with world.scope():
        assert len(state()["practices"]) == 12


def test_what_cannot_be_picked_is_said_and_kept(admin: FlaskClient, world: World) -> None:
    pick = upload(admin, world, practice_file(*ours())).location
    for data, words in (
        ({}, "Pick the practices"),
        ({"codes": "Z99001\nfoo"}, "Line 2: “foo” is not an ODS code."),
        ({"districts": "SK8, 12"}, "“12” is not a postcode district."),
        ({"icb": "QQQ"}, "select one of the answers offered"),
        ({"codes": "Z99001", "everything": "1"}, "Either pick practices, or tick every open GP practice"),
    ):
        answer = admin.post(pick, data=data)
        assert answer.status_code == 422 and words in answer.text
        for typed in data.values():
            assert typed in answer.text or typed == "QQQ"
    assert admin.get(pick.replace("/pick", "/check")).location == pick


def test_practices_that_change_meanwhile_are_shown_again(admin: FlaskClient, world: World) -> None:
    check = to_check(
        admin, world, practice_file(*ours("Z99003"), line("Z99003", "QUAYSIDE SURGERY", postcode=""))
    )
    fingerprint = seen(admin.get(check).text)
    with world.scope(), unit_of_work():
        db.session.scalars(select(Practice).where(Practice.code == "Z99003")).one().name = "The Quay"
    with world.scope():
        before = state()
    answer = admin.post(check, data={"seen": fingerprint, "membership": "full"})
    assert answer.status_code == 409 and "Something has changed since this check was shown" in answer.text
    assert "The Quay" in answer.text and seen(answer.text) != fingerprint
    with world.scope():
        assert state() == before
    assert admin.post(check, data={"seen": seen(answer.text), "membership": "full"}).status_code == 303


def test_a_save_without_its_fingerprint_is_not_one(admin: FlaskClient, world: World) -> None:
    check = to_check(admin, world, practice_file(*ours(), NEW))
    with world.scope():
        before = state()
    answer = admin.post(check, data={"membership": "full"})
    assert answer.status_code == 409 and "Something has changed" in answer.text
    assert admin.post(check, data={"seen": seen(answer.text), "membership": "owner"}).status_code == 422
    with world.scope():
        assert state() == before


def test_an_upload_is_its_persons_and_its_federations_alone(
    app: Flask, admin: FlaskClient, world: World
) -> None:
    other = make_world("tidal-flats")
    check = to_check(admin, world, practice_file(*ours(), NEW))
    pick = check.replace("/check", "/pick")
    world.add("second", "administrator")
    other.people["admin-of-ours"] = world.people["admin"]
    other.add("admin-of-ours", "administrator")
    second, same_person_elsewhere, stranger = (
        world.client(app, "second"), other.client(app, "admin-of-ours"), other.client(app, "admin"),
    )  # fmt: skip
    elsewhere = [address.replace("saltmarsh", "tidal-flats") for address in (check, pick, f"{check}.csv")]

    def fresh(client: FlaskClient, name: str, where: World) -> FlaskClient:
        return where.client(app, name)

    nowhere = fresh(second, "second", world).get(f"/f/saltmarsh/practices/import/{10**6}/check")
    assert nowhere.status_code == 404
    for address in (check, pick, f"{check}.csv"):
        answer = fresh(second, "second", world).get(address)
        assert answer.status_code == 404 and "Mudflat" not in answer.text
        assert answer.text.replace(address, "") == nowhere.text
        assert fresh(stranger, "admin", other).get(address).status_code == 404
    for address in elsewhere:
        assert fresh(same_person_elsewhere, "admin-of-ours", other).get(address).status_code == 404
    assert fresh(second, "second", world).post(check, data={"membership": "full"}).status_code == 404
    assert "Mudflat Lane Surgery" in world.client(app, "admin").get(check).text


def test_only_administrators_come_here(app: Flask, admin: FlaskClient, world: World) -> None:
    check = to_check(admin, world, practice_file(*ours(), NEW))
    for name in ("chair", "rep1", "member", "lay", "observer"):
        client = world.client(app, name)
        for address in (
            check,
            "/f/saltmarsh/practices/import",
            "/f/saltmarsh/practices/list-sizes",
            "/f/saltmarsh/admin/",
        ):
            assert client.get(address).status_code == 403
            assert client.post(address).status_code in (403, 405)


def test_after_a_day_the_file_is_gone(
    admin: FlaskClient, world: World, travel: Callable[[timedelta], None]
) -> None:
    check = to_check(admin, world, practice_file(*ours(), NEW))
    assert admin.get(check).status_code == 200
    travel(timedelta(hours=25))
    assert admin.get(check).status_code == 404


@pytest.mark.both_databases
def test_list_sizes_on_the_web(app: Flask) -> None:
    world = make_world()
    admin = world.client(app, "admin")
    wrong = upload(admin, world, practice_file(*ours()), where="list-sizes")
    assert "This is the file of practices, not the file of list sizes." in wrong.text
    content = sizes_file({"Z99001": 11300, "Z99002": 16480}, "2026-09-01") + b"x,y\r\n"
    check = upload(admin, world, content, where="list-sizes").location
    page = admin.get(check).text
    assert "This file is older than what the federation has" in page and "10 not in the file" in page
    with world.scope():
        before = state()
    typed = {"seen": seen(page)}
    assert "Tick to leave out the line that cannot be read" in admin.post(check, data=typed).text
    refused = admin.post(check, data={**typed, "leave": "1"})
    assert "Tick to use it all the same" in refused.text
    assert '"leave" name="leave" type="checkbox" value="1" checked' in refused.text
    with world.scope():
        assert state() == before
    saved = admin.post(check, data={**typed, "leave": "1", "older": "1"})
    assert saved.status_code == 303 and "The list sizes are saved" in admin.get(saved.location).text


def test_neighbourhoods_on_the_web(admin: FlaskClient, world: World) -> None:
    base = f"/f/{world.slug}/practices/neighbourhoods"
    content = b"ods,group,sort\nZ99001,Harbour,a\nZ99002,Downs,b\nZ99003,,c\n"
    check = upload(admin, world, content, where="neighbourhoods/import").location
    assert "Nothing is saved yet" not in admin.get(check).text
    wrong = admin.get(f"{check}?code_column=ods&name_column=ods").text
    assert "cannot be in the same column" in wrong
    page = admin.get(f"{check}?code_column=ods&name_column=group").text
    assert "2 practices move, 2 neighbourhoods are added" in page
    typed = {"seen": seen(page), "code_column": "ods", "name_column": "group"}
    assert "Tick to leave out the line" in admin.post(check, data=typed).text
    saved = admin.post(check, data={**typed, "leave": "1"})
    assert saved.status_code == 303 and "The practices are in place" in admin.get(saved.location).text
    assert "Harbour" in admin.get(f"{base}/").text
    assert "Harbour" in admin.get(f"/f/{world.slug}/practices/{world.practices['Z99001']}").text
    with world.scope():
        assert actions_recorded() == ["neighbourhoods.imported"]
        assert add_neighbourhood(world.actor("admin"), "Marsh")


def test_a_file_is_read_once_however_often_its_places_are_looked_at(
    world: World, admin: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    true = kept_files.read_practices
    monkeypatch.setattr(kept_files, "_places", {})
    monkeypatch.setattr(kept_files, "read_practices", lambda found: read.append(len(found)) or true(found))
    content = practice_file(*ours())
    at = f"/f/{world.slug}/practices/import"
    pick = admin.post(at, data={"file": (BytesIO(content), "epraccur.csv")}).headers["Location"]
    pages = [admin.get(pick) for _ in range(3)]
    assert [page.status_code for page in pages] == [200] * 3 and read == [len(content)]
    for number in range(12):
        other = practice_file(line(f"Z990{number:02}", "MUDFLAT LANE SURGERY"))
        kept_files.places_of(kept_files.KeptUpload(1, "epraccur.csv", other, {}, LONG_AGO, None))
    assert len(kept_files._places) == 8 and len(read) == 13
