"""Imports that a feature declares: the page, all of it or nothing, the file of problems, the command."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from federation.kernel.db import unit_of_work
from federation.kernel.endpoints import BootRefused
from federation.network.imports.commands import import_
from federation.network.models import Practice
from federation.plugin import contract
from federation.plugin.imports import ImportKind
from federation.testing.world import World, make_world
from federation.toolkit import Invalid, number_column, practice_column, session, text_column
from tests.plugins.conftest import MakeApp
from tests.plugins.garden import feature
from tests.plugins.garden.models import Bed

BEDS = ImportKind(
    "garden.beds", "bed", "beds", "garden.tend", "garden.beds", "tests.plugins.garden.sheets:bed_sheet"
)
GARDEN = replace(feature, agreed=(), imports=(BEDS,))
HEAD = "Bed,Planted on\n"
PATH = "garden/import/beds"


@pytest.fixture
def app(app_with: MakeApp) -> Flask:
    app = app_with(GARDEN)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def world(app: Flask) -> World:
    """A garden of three beds, and one in another federation that has a bed of the same name."""
    world, other = make_world(practices=2), make_world("tidal-flats", practices=1)
    for one, titles in ((world, ("Roses", "Leeks", "Thyme")), (other, ("Roses", "Kale"))):
        one.switch("garden", True)
        with one.scope(), unit_of_work():
            session.add_all(Bed(title=title, planted_on=date(2026, 3, 1)) for title in titles)
    world.other = other  # type: ignore[attr-defined]
    return world


def beds(world: World) -> dict[str, str]:
    with world.scope():
        found = {bed.title: f"{bed.planted_on:%d/%m}" for bed in session.scalars(select(Bed))}
        session.rollback()
    return found


def seen(page: str) -> str:
    found = re.search(r'name="seen"[^>]*value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


@pytest.mark.both_databases
def test_what_is_shown_is_saved(app: Flask, world: World) -> None:
    client, path = world.client(app, "rep1"), world.address(PATH)
    assert "Download a spreadsheet to fill in" in client.get(path).text
    lines = f"{HEAD}roses,1/3/2026\nLeeks,2/4/2026\nDill,2026-04-03\n"
    page = client.post(path, data={"lines": lines, "check": "1"})
    assert page.status_code == 200
    assert "If you go on, 1 bed is new, 1 changes and 1 is gone." in page.text
    assert "1 bed stays as it is" in page.text
    assert beds(world) == {"Roses": "01/03", "Leeks": "01/03", "Thyme": "01/03"}
    answer = client.post(path, data={"lines": lines, "seen": seen(page.text), "save": "1"})
    assert (answer.status_code, answer.location) == (303, world.address("garden/"))
    assert "Saved: 1 bed is new, 1 changes and 1 is gone." in client.get(answer.location).text
    assert beds(world) == {"Roses": "01/03", "Leeks": "02/04", "Dill": "03/04"}
    assert beds(world.other) == {"Roses": "01/03", "Kale": "01/03"}  # type: ignore[attr-defined]


def test_nothing_is_saved_where_a_line_is_wrong(app: Flask, world: World) -> None:
    client, path, before = world.client(app, "rep1"), world.address(PATH), beds(world)
    lines = f"{HEAD}Dill,31/2/2026\n,1/3/2026\nMint,\nroses,1/3/2026\nRoses,2/3/2026\n"
    lines += "Sage,1/3/2026,x\nNHS 943 476 5919,1/3/2026\n"
    page = client.post(path, data={"lines": lines})
    assert page.status_code == 422
    for words in (
        "6 lines cannot be used: the list says which and why. Put them right here",
        "“31/2/2026” is not a day, like 31/8/2026",
        "Enter the bed",
        "Enter planted on",
        "This is in the file twice. It was first on line 5",
        "This line has 3 columns, and the headings are 2",
        "This looks like an NHS number (it ends in 5919)",
        "Mint,\nroses,1/3/2026",
    ):
        assert words in page.text, words
    assert not any(words in page.text for words in ("Save ", "gone", "nothing happens to"))
    file = client.post(path, data={"lines": lines, "problems": "1"})
    assert file.mimetype == "text/csv"
    assert file.text.splitlines()[1:3] == [
        '2,Planted on,"“31/2/2026” is not a day, like 31/8/2026"',
        "3,Bed,Enter the bed",
    ]
    answer = client.post(path, data={"lines": lines, "seen": seen(page.text), "save": "1"})
    assert answer.status_code == 422 and "6 lines cannot be used. Nothing was saved" in answer.text
    assert beds(world) == before


def test_what_changed_meanwhile_is_shown_again(app: Flask, world: World) -> None:
    client, path = world.client(app, "rep1"), world.address(PATH)
    lines = f"{HEAD}Roses,1/3/2026\nLeeks,1/3/2026\nThyme,2/3/2026\n"
    first = seen(client.post(path, data={"lines": lines}).text)
    with world.scope(), unit_of_work():
        session.add(Bed(title="Mint", planted_on=date(2026, 3, 1)))
    answer = client.post(path, data={"lines": lines, "seen": first, "save": "1"})
    assert answer.status_code == 409 and "Something has changed since this check was shown" in answer.text
    assert "Mint" in answer.text and beds(world)["Thyme"] == "01/03"
    assert client.post(path, data={"lines": lines, "save": "1"}).status_code == 409
    again = client.post(path, data={"lines": lines, "seen": seen(answer.text), "save": "1"})
    assert again.status_code == 303 and beds(world) == {"Roses": "01/03", "Leeks": "01/03", "Thyme": "02/03"}


def test_what_the_action_refuses_undoes_all_of_it(app: Flask, world: World) -> None:
    with world.scope(), unit_of_work():
        session.add(Bed(title="Oak", planted_on=date(2026, 3, 1)))
    client, path, before = world.client(app, "rep1"), world.address(PATH), beds(world)
    lines = f"{HEAD}Dill,1/3/2026\n"
    page = client.post(path, data={"lines": lines})
    answer = client.post(path, data={"lines": lines, "seen": seen(page.text), "save": "1"})
    assert answer.status_code == 422 and "The oak stays" in answer.text and "Dill,1/3/2026" in answer.text
    assert beds(world) == before


def test_a_file_takes_the_place_of_lines_and_ours_can_be_read_again(app: Flask, world: World) -> None:
    client, path = world.client(app, "rep1"), world.address(PATH)
    example = client.get(f"{path}.csv")
    assert example.text == "\ufeffBed,Planted on\r\nRoses,31/8/2026\r\n"
    sent = {"file": (io.BytesIO(example.data), "beds.csv"), "lines": "nothing of use"}
    page = client.post(path, data=sent, content_type="multipart/form-data")
    assert page.status_code == 200 and "1 changes and 2 are gone" in page.text.replace("1 bed", "1")
    for content, words in (
        ("Bed\nRoses\n", "The file has no column Planted on."),
        ("Bed,Bed,Planted on\nRoses,x,1/1/2026\n", "The file has two columns called Bed."),
        (HEAD, "The file has a heading and no lines."),
        ("", "The file is empty."),
        (f'{HEAD}"Roses,1/1/2026\n', "The quotation marks from line 2 on do not pair up"),
        (HEAD + "".join(f"Bed {n},1/1/2026\n" for n in range(2_001)), "more than 2,000 lines"),
    ):
        answer = client.post(path, data={"lines": content})
        assert answer.status_code == 422 and words in answer.text, words
    tabs = "planted_on\tOther\tBED\n1 March 2026\tx\t'=1\n"
    page = client.post(path, data={"lines": tabs}).text
    assert "Passed over, as no column is called so: Other." in page and ">=1<" in page


def test_who_may_and_where(app: Flask, world: World) -> None:
    path = world.address(PATH)
    for name in ("observer", "lay"):
        answers = [
            world.client(app, name).get(path),
            world.client(app, name).post(path, data={"lines": HEAD}),
        ]
        assert [one.status_code for one in answers] == [403, 403]
    world.switch("garden", False)
    assert world.client(app, "rep1").get(path).status_code == 404


def run(app: Flask, *words: str) -> Result:
    @click.group(commands=[import_])
    @click.pass_context
    def main(context: click.Context) -> None:
        context.obj = lambda: app

    return CliRunner().invoke(main, ["import", *words])


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], str]:
    def write(lines: str) -> str:
        (tmp_path / "beds.csv").write_text(lines)
        return str(tmp_path / "beds.csv")

    return write


def test_the_same_at_the_terminal(app: Flask, world: World, file: Callable[[str], str]) -> None:
    path, here = file(f"{HEAD}Roses,1/3/2026\nDill,1/4/2026\n"), ("--federation", "saltmarsh")
    tried = run(app, "garden.beds", path, *here, "--dry-run")
    assert tried.output == "1 new, 0 changed, 2 gone, 1 unchanged, 0 not in the file\nNothing was saved.\n"
    assert beds(world) == {"Roses": "01/03", "Leeks": "01/03", "Thyme": "01/03"}
    assert run(app, "garden.beds", path, *here).output.endswith("Saved.\n")
    assert beds(world) == {"Roses": "01/03", "Dill": "01/04"}
    assert run(app, "garden.beds", path, *here).output.endswith("All is as the file says.\n")
    wrong = run(app, "garden.beds", file(f"{HEAD}Mint,soon\n"), *here)
    assert wrong.exit_code == 1 and "line 2 (Planted on): “soon” is not a day" in wrong.output
    with world.scope(), unit_of_work():
        session.add(Bed(title="Oak", planted_on=date(2026, 3, 1)))
    path = file(f"{HEAD}Dill,1/4/2026\n")
    for words in (("--dry-run",), ()):
        kept = run(app, "garden.beds", path, *here, *words)
        assert kept.exit_code == 1 and "The oak stays" in kept.output and "Oak" in beds(world)
    unknown = run(app, "garden.trees", path, *here)
    assert unknown.exit_code == 1 and "There are: garden.beds, purchasing.needs." in unknown.output
    assert run(app, "trees", path, *here).exit_code == 2


def test_columns_that_need_to_know_who_and_where(app: Flask, world: World) -> None:
    with world.scope():
        mine = practice_column("practice", only=[world.practices["Z99001"]])
        all_here = practice_column("practice")
        name = session.get_one(Practice, world.practices["Z99002"]).name
        session.rollback()
    assert (mine.read("z99001"), mine.example) == (world.practices["Z99001"], "Z99001")
    assert all_here.shown(all_here.read("Z99002")) == name
    number, text = number_column("n", "Beds", "3", 1, 1_000), text_column("t", "Why", "So", at_most=3)
    assert (number.read("1,000"), number.shown(1000), text.read("a  b")) == (1000, "1,000", "a b")
    for column, cell, words in (
        (mine, "Z99002", "Z99002 is not one of your practices"),
        (mine, "Y00001", "“Y00001” is not the code of one of our practices"),
        (all_here, "", "Enter the ODS code"),
        (number, "1.5", "“1.5” is not a whole number"),
        (number, "", "Enter beds"),
        (number, "0", "Beds must be between 1 and 1,000"),
        (text, "abcd", "Why must be 3 characters or less. It has 4"),
    ):
        with pytest.raises(Invalid) as refused:
            column.read(cell)
        assert refused.value.words == words


def test_the_contract_refuses_what_cannot_be() -> None:
    bad = (
        replace(BEDS, name="garden.Beds"),
        replace(BEDS, permission="network.arrange"),
        replace(BEDS, endpoint="network.practices"),
        replace(BEDS, name="shed.beds"),
    )
    with pytest.raises(BootRefused) as refused:
        contract.check_value(replace(GARDEN, imports=bad), {})
    for words in (
        "imports: garden.Beds: after garden. come small letters, digits and single underscores",
        "imports: garden.beds: network.arrange is no permission of garden",
        "imports: garden.beds: network.practices is not a page of garden",
        "imports: there are two named garden.beds",
        "imports: shed.beds must begin with garden.",
    ):
        assert words in str(refused.value), words
    with pytest.raises(BootRefused, match="cannot be loaded"):
        contract.check_code(
            replace(GARDEN, imports=(replace(BEDS, sheet="tests.plugins.garden.sheets:none"),))
        )
