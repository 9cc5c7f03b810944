"""Imports at the terminal."""

import pytest
from flask import Flask

from federation.kernel.refusals import Refusal
from federation.network.imports.terminal import import_list_sizes, import_neighbourhoods, import_practices
from federation.testing.world import make_world
from tests.network.files import actions_recorded, line, ours, practice_file, sizes_file, state

NEW = line("Z99013", "MUDFLAT LANE SURGERY", icb="QYY", sub_icb="99Y", postcode="YY1 1AA")
NOBODY = ((), (), (), "", False, False, False)


@pytest.mark.both_databases
def test_practices(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    world = make_world()
    data = practice_file(*ours(), NEW)
    with world.scope():
        before = state()
        import_practices(data, *NOBODY[:6], True)
        assert (
            "1 new, 0 changed, 0 closed, 0 open again, 12 unchanged, 0 cannot be read"
            in capsys.readouterr().out
        )
        assert state() == before
        import_practices(data, (), (), (), "", True, False, False)
        assert "Saved: entry 1 of the record." in capsys.readouterr().out
        assert ("Z99013", "Mudflat Lane Surgery", "associate", None, None) in state()["practices"]
        import_practices(data, *NOBODY)
        assert "All is as the file says." in capsys.readouterr().out
        assert actions_recorded() == ["practices.imported"]


@pytest.mark.parametrize(
    "picked",
    [(("qyy",), (), (), ""), ((), ("99Y",), (), ""), ((), (), ("YY1",), ""), ((), (), (), "code\nz99013\n")],
)
def test_picking(app: Flask, picked: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], str]) -> None:
    world = make_world(practices=0)
    with world.scope():
        import_practices(practice_file(*ours(), NEW), *picked, False, False, False)
        assert [row[0] for row in state()["practices"]] == ["Z99013"]


def test_lines_that_cannot_be_read(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    world = make_world()
    ours_broken = practice_file(*ours("Z99008"), line("Z99008", "TIDEMILL PRACTICE")[:-3], NEW)
    others_broken = practice_file(
        *ours(), line("Z88888", "ELSEWHERE", icb="QXX", postcode="")[:-2] + '"x"', NEW
    )
    with world.scope():
        before = state()
        for dry_run in (True, False):
            with pytest.raises(Refusal, match="1 line cannot be read"):
                import_practices(ours_broken, (), (), (), "", False, False, dry_run)
            assert "line 12 (Z99008 Tidemill Practice): This line has 26 columns." in capsys.readouterr().out
        assert state() == before
        import_practices(others_broken, (), (), (), "Z99013", False, False, False)
        assert "Saved" in capsys.readouterr().out
        import_practices(ours_broken, (), (), (), "", False, True, False)
        assert "1 cannot be read" in capsys.readouterr().out


@pytest.mark.parametrize(
    "data, picked, words",
    [
        (b"PK\x03\x04", ((), (), (), ""), "not a CSV file"),
        (practice_file(*ours()), ((), (), ("12",), ""), "Not a postcode area: 12"),
        (practice_file(*ours()), ((), (), (), "hello"), "Not an ODS code: hello"),
    ],
)
def test_refusals(app: Flask, data: bytes, picked: tuple[tuple[str, ...], ...], words: str) -> None:
    world = make_world()
    with world.scope():
        before = state()
        with pytest.raises(Refusal, match=words):
            import_practices(data, *picked, False, False, False)  # type: ignore[arg-type]
        assert state() == before


def test_list_sizes(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    world = make_world()
    with world.scope():
        before = state()
        import_list_sizes(sizes_file({"Z99001": 11300}, "2026-11-01"), False, True)
        assert "1 changed, 0 unchanged, 11 not in the file, 0 cannot be read" in capsys.readouterr().out
        with pytest.raises(Refusal, match="older"):
            import_list_sizes(sizes_file({"Z99001": 11300}, "2026-09-01"), False, False)
        assert state() == before
        import_list_sizes(sizes_file({"Z99001": 11300}, "01NOV2026", "CCG_CODE"), False, False)
        assert "Saved: entry 1 of the record." in capsys.readouterr().out
        assert actions_recorded() == ["list_sizes.imported"]


def test_neighbourhoods(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    world, data = make_world(), b"Code,PCN\nZ99001,Shore\nZ99002,Marsh\nX,Dunes\n"
    with world.scope():
        with pytest.raises(Refusal, match="--leave-out"):
            import_neighbourhoods(data, "", "", False, False)
        import_neighbourhoods(data, "", "", True, True)
        said = capsys.readouterr().out
        assert "3 lines, codes in “Code”, neighbourhoods in “PCN”\n" in said
        assert (
            "New: Shore, Marsh\n2 moved, 0 unchanged, 10 not in the file, 1 cannot be read\nNothing was saved.\n"
            in said
        )
        assert actions_recorded() == []
        with pytest.raises(Refusal, match="no column called"):
            import_neighbourhoods(data, "Code", "Place", True, False)
        with pytest.raises(Refusal, match="The file has: A, B"):
            import_neighbourhoods(b"A,B\nx,y\n", "", "", False, False)
        import_neighbourhoods(data, "Code", "PCN", True, False)
        assert "Saved: entry 1 of the record." in capsys.readouterr().out
        assert actions_recorded() == ["neighbourhoods.imported"]
