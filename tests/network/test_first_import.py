"""The first import: boards by name, town and postcode, a tick for each practice, and old files named before they are saved."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.record import RecordEntry
from federation.kernel.refusals import Invalid, NotYours, Refusal
from federation.network.imports.queries.checks import ImportSource, JoiningPlan
from federation.network.imports.rules import FileAge, ImportSelection, day_of_file, read_practices
from federation.network.imports.rules.age import WHOLE, day_in_name
from federation.network.imports.terminal import import_list_sizes, import_practices
from federation.network.models import Federation, Practice
from federation.network.practices import words as boards
from federation.network.practices.actions.boards import name_boards
from federation.network.record_words import read_data
from federation.testing.tidy import tidied
from federation.testing.world import World, make_world
from tests.network.files import practice_file, save_practices, seen, sizes_file, state, to_check, upload
from tests.network.rules.practice_rows import make_csv, make_row
from tests.people.accounts import forget

OLD, RECENT = "epraccur_20190531.csv", "epraccur.csv"


@pytest.fixture
def world(app: Flask) -> World:
    return make_world(practices=0)


@pytest.fixture
def admin(app: Flask, world: World) -> FlaskClient:
    return world.client(app, "admin")


def rows(count: int = 3, icb: str = "QOP") -> bytes:
    return make_csv(
        make_row(code=f"Z9900{n}", name=f"SURGERY {n}", town="BOLTON", postcode=f"ZZ99 {n}AA", icb=icb)
        for n in range(1, count + 1)
    )


def codes() -> list[str]:
    found = list(db.session.scalars(select(Practice.code).order_by(Practice.code)))
    db.session.rollback()
    return found


def test_all_boards_have_a_name_and_no_code_twice() -> None:
    assert len(boards.listed()) == 42 and len(set(boards.listed().values())) == 42
    assert all(name.startswith("NHS ") for name in boards.listed().values())
    assert boards.board_words("QOP", {}) == "NHS Greater Manchester (QOP)"
    assert boards.board_words("QXZ", {}) == "QXZ (name not known)"
    assert boards.board_words("QXZ", {"boards": {"QXZ": "NHS Example"}}) == "NHS Example (QXZ)"


def test_boards_are_offered_by_name_in_alphabetical_order(admin: FlaskClient, world: World) -> None:
    content = make_csv(
        make_row(code=f"Z9900{n}", icb=icb, sub_icb=f"9{n}Z", town="BOLTON")
        for n, icb in enumerate(("QE1", "QXZ", "QOP", "QWE"), 1)
    )
    page = admin.get(upload(admin, world, content).location).text
    shown = re.findall(r'name="icb".*?<label[^>]*>([^<]*)<', tidied(page))
    assert shown == [
        "NHS Greater Manchester (QOP), 1 practice",
        "NHS Lancashire and South Cumbria (QE1), 1 practice",
        "NHS South West London (QWE), 1 practice",
        "QXZ (name not known), 1 practice: Bolton",
    ]
    assert "NHS Greater Manchester: 93Z, 1 practice" in page and "QXZ: 92Z, 1 practice" in page


@pytest.mark.both_databases
def test_an_administrator_names_a_board_and_nobody_else(app: Flask) -> None:
    world = make_world()
    client = world.client(app, "admin")
    page = "/f/saltmarsh/admin/boards"
    wrong = client.post(page, data={"boards": "QXZ NHS Example\nQQ"})
    assert (
        "Line 2: write the code, a space and the name." in wrong.text and "QXZ NHS Example\nQQ" in wrong.text
    )
    assert client.post(page, data={"boards": "qxz NHS Example"}).status_code == 303
    forget()
    assert "NHS Example" in client.get(page).text
    with world.scope():
        found = db.session.scalar(select(Federation.settings))
        assert found is not None and found["boards"] == {"QXZ": "NHS Example"}
        assert not name_boards(world.actor("admin"), {"QXZ": "NHS Example"})
        for name in ("chair", "rep1", "observer"):
            with pytest.raises(NotYours):
                name_boards(world.actor(name), {})
        entry = db.session.scalars(select(RecordEntry).where(RecordEntry.action == "boards.named")).one()
        assert read_data(entry.data)["codes"] == ["QXZ"]
    for text in ("QXZ One\nqxz Two", "Q-1 name", "QXZ " + "n" * 101):
        with pytest.raises(Invalid):
            boards.read_names(text)


def test_the_preview_shows_town_postcode_and_a_tick_and_saves_at_the_top(
    admin: FlaskClient, world: World
) -> None:
    page = admin.get(to_check(admin, world, rows())).text
    assert "Bolton, ZZ99 1AA, Z99001" in page and "Opened" not in page and "1974" not in page
    assert page.count('name="take"') == page.count(' checked aria-describedby="where-') == 3
    first = page.index("Save 3 changes")
    assert first < page.index('name="take"') and page.count("Save 3 changes</button>") == 2


@pytest.mark.both_databases
def test_an_unticked_practice_does_not_join(app: Flask) -> None:
    world = make_world(practices=0)
    client = world.client(app, "admin")
    check = to_check(client, world, rows())
    offered = ["Z99001", "Z99002", "Z99003"]
    typed = {"seen": seen(client.get(check).text), "membership": "nonsense", "offered": offered}
    refused = client.post(check, data={**typed, "take": ["Z99001", "Z99003"]})
    assert refused.status_code == 422 and refused.text.count(' checked aria-describedby="where-') == 2
    none = client.post(check, data={**typed, "membership": "full"})
    assert none.status_code == 422 and "Tick at least one practice" in none.text
    with world.scope():
        assert codes() == []
    saved = client.post(check, data={**typed, "membership": "full", "take": ["Z99001", "Z99003"]})
    assert saved.status_code == 303 and "2 new" in client.get(saved.location).text
    with world.scope():
        assert codes() == ["Z99001", "Z99003"]
        data = read_data(db.session.scalars(select(RecordEntry.data)).all()[-1])
        assert (data["added"], data["unticked"]) == (2, 1)


def test_the_day_of_a_file() -> None:
    today = date(2026, 11, 28)
    assert (
        day_in_name("epraccur_20190531.csv")
        == day_in_name("epraccur 2019-05-31 (1).csv")
        == date(2019, 5, 31)
    )
    assert day_in_name("epraccur.csv") is None and day_in_name("p20199999.csv") is None
    days = [date(1974, 4, 1), None, date(2025, 2, 1), date(2031, 1, 1)]
    assert day_of_file("x.csv", days, WHOLE, today) == date(2025, 2, 1)
    assert day_of_file("x_20261101.csv", days, WHOLE, today) == date(2025, 2, 1), "what is in it counts"
    assert day_of_file("x.csv", days, 55, today) is None, "few practices say nothing"
    assert day_of_file("x_20261101.csv", days, 55, today) == date(2026, 11, 1)
    assert day_of_file("x_20300101.csv", [], 55, today) is None
    day = date(2025, 11, 27)
    assert not FileAge(None, day, today).needs_word
    assert not FileAge(day, None, today).needs_word and FileAge(day - timedelta(days=1), None, today).is_old
    assert FileAge(day, today, today).is_older and not FileAge(day, day, today).needs_word


@pytest.mark.both_databases
def test_an_older_practice_file_turns_no_boards_back_unseen(app: Flask) -> None:
    world = make_world(practices=0)
    client = world.client(app, "admin")
    with world.scope():
        today = date.today()
        new, old = read_practices(rows(3, "QOP")), read_practices(rows(3, "QE1"))
        name = f"epraccur_{today - timedelta(days=30):%Y%m%d}.csv"
        save_practices(
            world.actor("admin"), new, ImportSelection(), JoiningPlan(), ImportSource(name, "0" * 64)
        )
        before = state()
        for source in (OLD, f"epraccur_{today - timedelta(days=31):%Y%m%d}.csv"):
            with pytest.raises(
                Refusal, match=r"The federation has one of .* already\. Tick to use it"
            ) as refused:
                save_practices(
                    world.actor("admin"),
                    old,
                    ImportSelection(),
                    JoiningPlan(),
                    ImportSource(source, "1" * 64),
                )
            assert refused.value.field == "older"
        with pytest.raises(Refusal, match="Say --older"):
            import_practices(rows(3, "QE1"), (), (), (), "", False, False, True, name=OLD)
        assert state() == before
    check = upload(client, world, rows(3, "QE1"), OLD).location
    client.post(check, data={"everything": "1"})
    check = check.replace("/pick", "/check")
    page = client.get(check).text
    assert (
        "This file is older than what the federation has" in page and "This file is of 31 May 2019." in page
    )
    assert "3 practices go to another integrated care board." in page
    assert "NHS Greater Manchester (QOP)" in page and "NHS Lancashire and South Cumbria (QE1)" in page
    typed = {"seen": seen(page), "membership": "full"}
    refused = client.post(check, data=typed)
    assert refused.status_code == 422 and "Tick to use it all the same" in refused.text
    with world.scope():
        assert state() == before
        assert set(db.session.scalars(select(Practice.icb))) == {"QOP"}
        db.session.rollback()
    assert client.post(check, data={**typed, "older": "1"}).status_code == 303
    with world.scope():
        assert set(db.session.scalars(select(Practice.icb))) == {"QE1"}
        settings = db.session.scalar(select(Federation.settings))
        assert settings is not None and settings["practices_of"] == str(today - timedelta(days=30)), (
            "the newest stays"
        )
        data = read_data(db.session.scalars(select(RecordEntry.data)).all()[-1])
        assert data["as_of"] == "2019-05-31"


def test_list_sizes_of_more_than_a_year_ago_are_named(app: Flask) -> None:
    world = make_world(practices=2)
    client = world.client(app, "admin")
    with world.scope():
        for practice in db.session.scalars(select(Practice)):
            assert practice.list_size_on == date(2026, 10, 1)
        db.session.rollback()
        with pytest.raises(Refusal, match="Say --older"):
            import_list_sizes(sizes_file({"Z99001": 1}, "2021-01-01"), False, True)
    empty = make_world("fenland", 0)
    with empty.scope():
        save_practices(
            empty.actor("admin"),
            read_practices(rows(1)),
            ImportSelection(),
            JoiningPlan(),
            ImportSource("x.csv", "0" * 64),
        )
    client = empty.client(app, "admin")
    check = upload(client, empty, sizes_file({"Z99001": 5000}, "2021-01-01"), where="list-sizes").location
    page = client.get(check).text
    assert "This file is more than a year old" in page and "This file is of 1 January 2021" in page
    refused = client.post(check, data={"seen": seen(page)})
    assert refused.status_code == 422 and "Tick to use it all the same" in refused.text
    assert client.post(check, data={"seen": seen(page), "older": "1"}).status_code == 303


def test_many_practices_come_without_ticks(admin: FlaskClient, world: World) -> None:
    many = practice_file(
        *(f'"Y{n:05}","P {n}",' + '"",' * 10 + '"A",' + '"",' * 12 + '"4",""' for n in range(501))
    )
    page = admin.get(to_check(admin, world, many)).text
    assert 'name="take"' not in page and "401 more" in page


def test_at_the_terminal_a_code_that_the_file_has_not_is_named_with_those_it_has(world: World) -> None:
    with world.scope():
        with pytest.raises(Refusal) as refused:
            import_practices(rows(), ["QXX"], [], [], "", False, False, False)
        assert (
            "The file has no board QXX. It has:\n  QOP  NHS Greater Manchester (3 practices)"
            in refused.value.words
        )
        with pytest.raises(Refusal, match="No open GP practice of the file is picked"):
            import_practices(rows(), ["QOP"], [], ["EX"], "", False, False, False)
        assert codes() == []


def test_list_sizes_without_practices_say_that_practices_come_first(admin: FlaskClient, world: World) -> None:
    with world.scope(), pytest.raises(Refusal, match="The federation has no practices yet"):
        import_list_sizes(sizes_file({"Z99001": 5000}), False, False)
    check = admin.get(upload(admin, world, sizes_file({"Z99001": 5000}), where="list-sizes").location).text
    assert "The federation has no practices yet" in check and "has already" not in check
