"""What practices need, from a spreadsheet: on the web for one's own practices, at the terminal for all."""

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from flask import Flask

from federation.kernel.db import db
from federation.network.imports.queries.sheets import number_column, text_column
from federation.network.imports.rules.sheets import ImportSheet, read_sheet
from federation.network.rules.reading import FileRefused
from federation.purchasing.actions.needs import say_needs
from federation.purchasing.commands import import_
from federation.purchasing.proofs.rounds import purchase_rounds
from federation.purchasing.queries.needs import StatedLine, answer_of, demand_of
from federation.purchasing.sheets import MOST_IN_FILE
from federation.testing import both_databases
from federation.testing.world import World

HEAD = "ODS code,Item,Unit,Quantity,Price,Supplier,Contract ends\n"


def said(world: World, number: int, code: str) -> list[tuple[str, int, int | None]]:
    with world.scope():
        found = answer_of(number, world.practices[code])
        db.session.rollback()
    return [(line.item, line.quantity, line.pence) for line in found.lines] if found else []


@both_databases
def test_a_representative_brings_in_lines_of_their_practice_after_a_preview(
    app: Flask, world: World, gloves: int
) -> None:
    rep, path = world.client(app, "rep1"), world.address("purchasing/import/needs")
    with world.scope():
        box = StatedLine("Examination gloves", "box of 100", 5, 400)
        say_needs(world.actor("rep1"), gloves, "Z99001", [box])
        say_needs(world.actor("rep2"), gloves, "Z99002", [box])
    assert "box of 100" in rep.get(f"{path}.csv").text
    lines = f"Round,{HEAD}{gloves},Z99001,examination gloves,box of 100,620,4.35,Tern,30/4/2027\n"
    wrong = f"{lines}{gloves},Z99002,Fridge,each,1,,,\n99,Z99001,Fridge,each,1,4.3,,\n"
    page = rep.post(path, data={"lines": wrong})
    assert page.status_code == 422 and "Z99002 is not one of your practices" in page.text
    assert (
        "is not the number of a round that is open" in page.text and "is not a price, like 4.35" in page.text
    )
    lines += f"{gloves},Z99001,Fridge,each,1,,,\n"
    page = rep.post(path, data={"lines": lines})
    assert page.status_code == 200 and "1 line is new and 1 changes" in page.text.replace("of needs ", "")
    seen = re.search(r'name="seen"[^>]*value="([0-9a-f]{64})"', page.text)
    assert seen and said(world, gloves, "Z99001") == [("Examination gloves", 5, 400)]
    assert rep.post(path, data={"lines": lines, "seen": seen[1], "save": "1"}).status_code == 303
    assert said(world, gloves, "Z99001") == [("examination gloves", 620, 435), ("Fridge", 1, None)]
    assert said(world, gloves, "Z99002") == [("Examination gloves", 5, 400)]
    assert world.client(app, "observer").get(path).status_code == 403
    with world.scope():
        assert list(purchase_rounds()) == []
        assert [one.practice.code for one in demand_of(gloves).waiting] == ["Z99003"]


def run(app: Flask, *words: str) -> Result:
    @click.group(commands={"import": import_})
    @click.pass_context
    def main(context: click.Context) -> None:
        context.obj = lambda: app

    return CliRunner().invoke(main, ["import", *words])


def test_the_terminal_brings_in_lines_of_all_practices(
    app: Flask, world: World, gloves: int, tmp_path: Path
) -> None:
    file, here = tmp_path / "needs.csv", ("--federation", "saltmarsh", "--round", str(gloves))
    lines = [f"Z9900{number},Gloves,box of 100,{number}00,4.35,,\n" for number in (1, 2)]
    file.write_text(HEAD + "".join(lines))
    tried = run(app, "needs", str(file), *here, "--dry-run")
    assert tried.stdout == "2 new, 0 changed, 0 unchanged, 0 not in the file\nNothing was saved.\n"
    assert said(world, gloves, "Z99001") == []
    assert run(app, "needs", str(file), *here).output.endswith("Saved.\n")
    assert said(world, gloves, "Z99002") == [("Gloves", 200, 435)]
    assert run(app, "needs", str(file), *here).output.endswith("All is as the file says.\n")
    file.write_text(HEAD + "Z99001,Gloves,box of 100,many,4.35,,\n")
    wrong = run(app, "needs", str(file), *here)
    assert wrong.exit_code == 1 and "line 2 (Quantity)" in wrong.output
    missing = run(app, "needs", str(file), "--federation", "saltmarsh", "--round", "999")
    assert missing.exit_code == 1
    with world.scope():
        assert [one.practice.code for one in demand_of(gloves).waiting] == ["Z99003"]
        assert list(purchase_rounds()) == []


LARGE = "".join(
    f"Z9900{1 + line % 3},Item {line // 3},box of 100,{1 + line},4.35,Fenmark Supplies,30/4/2027\n"
    for line in range(1_500)
)


@both_databases
def test_a_file_of_many_lines_is_taken_by_page_and_terminal(
    app: Flask, world: World, gloves: int, tmp_path: Path
) -> None:
    file, here = tmp_path / "needs.csv", ("--federation", "saltmarsh", "--round", str(gloves))
    file.write_text(HEAD + LARGE)
    tried = run(app, "needs", str(file), *here, "--dry-run")
    assert "1,500 lines of 3 practices can be used" in tried.output
    assert tried.output.endswith("1,500 new, 0 changed, 0 unchanged, 0 not in the file\nNothing was saved.\n")
    assert said(world, gloves, "Z99001") == []
    assert run(app, "needs", str(file), *here).output.endswith("Saved.\n")
    assert len(said(world, gloves, "Z99003")) == 500
    file.write_text(f"{HEAD}Z99001,One more,each,1,,,\n")
    for words in (("--dry-run",), ()):
        more = run(app, "needs", str(file), *here, *words)
        assert more.exit_code == 1 and "A practice says 500 lines at most in a round" in more.output
    assert len(said(world, gloves, "Z99001")) == 500
    rep, path = world.client(app, "rep1"), world.address("purchasing/import/needs")
    assert "a line for each, 10,000 at most" in rep.get(path).text
    mine = "".join(f"{gloves},Z99001,Item {line},box of 100,{2 + line},4.30,,\n" for line in range(500))
    page = rep.post(path, data={"lines": f"Round,{HEAD}{mine}"})
    seen = re.search(r'name="seen"[^>]*value="([0-9a-f]{64})"', page.text)
    assert page.status_code == 200 and seen
    sent = {"lines": f"Round,{HEAD}{mine}", "seen": seen[1], "save": "1"}
    assert rep.post(path, data=sent).status_code == 303
    assert said(world, gloves, "Z99001")[499] == ("Item 499", 501, 430)
    with world.scope():
        assert list(purchase_rounds()) == []


def test_10_000_lines_are_read_and_one_more_is_refused() -> None:
    sheet = ImportSheet(
        columns=(
            text_column("item", "Item", "Gloves"),
            number_column("quantity", "Quantity", "620"),
        ),
        key=("item",),
        kept=list,
        save=lambda changes: None,
        most=MOST_IN_FILE,
    )
    lines = "".join(f"Item {line},{line}\n" for line in range(10_000))
    assert len(read_sheet(sheet, f"Item,Quantity\n{lines}").rows) == 10_000
    with pytest.raises(FileRefused, match="more than 10,000 lines"):
        read_sheet(sheet, f"Item,Quantity\n{lines}One more,1\n")
