"""Files of a plugin's own things: attached by its actions, opened by whom it lets read them, and gone when it is."""

from pathlib import Path

import pytest
from flask import Flask, render_template_string

from federation.kernel.db import unit_of_work
from federation.network.plugins.terminal import _forget
from federation.testing.world import World, make_world
from federation.toolkit import AttachedFile, SentFile, attach, drop_file, drop_files, files_of, session
from tests.papers import CSV, PDF, PNG
from tests.plugins.conftest import MakeApp
from tests.plugins.garden import feature, hooks
from tests.plugins.garden.models import Bed

OWNER = "garden.bed"


@pytest.fixture
def app(app_with: MakeApp) -> Flask:
    return app_with(feature)


@pytest.fixture
def world(app: Flask) -> World:
    world = make_world(practices=2)
    world.switch("garden", True)
    return world


def bed_with(world: World, *files: SentFile) -> tuple[int, list[AttachedFile]]:
    """A bed with files, which a representative attached."""
    with world.scope(), unit_of_work():
        bed = Bed(title="Roses")
        session.add(bed)
        session.flush()
        return bed.id, [attach(OWNER, bed.id, world.people["rep1"], one) for one in files]


def test_files_of_a_plugins_things(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    bed, files = bed_with(
        world, SentFile("Plan.pdf", PDF), SentFile("costs.csv", CSV), SentFile("a.png", PNG)
    )
    path = world.address(f"files/{files[0].id}")
    reader, other = world.client(app, "rep2"), world.client(app, "lay")
    assert reader.get(path).data == PDF
    assert other.get(path).status_code == 404
    program = world.program(app, "rep2").get(f"/api/v1/federations/saltmarsh/files/{files[1].id}")
    assert (program.data, program.content_type) == (CSV, "text/csv")
    with world.scope():
        assert files_of(OWNER, bed) == files
        assert files_of(OWNER, bed + 1) == []
        with unit_of_work():
            assert (drop_file(OWNER, bed, files[1].id), drop_file(OWNER, bed, files[1].id)) == (True, False)
        assert [one.words for one in files_of(OWNER, bed)] == [
            f"PDF, {len(PDF)} bytes",
            "PNG picture, 29 bytes",
        ]
    shown = '{% import "macros/files.html" as files %}{{ files.list(found) }}'
    with app.test_request_context(world.address("")):
        app.preprocess_request()
        listed = render_template_string(shown.replace("(found)", "(found, false)"), found=files)
    assert "<li>Plan.pdf (PDF" in listed
    monkeypatch.setattr(hooks, "broken", True)
    assert reader.get(path).status_code == 404
    monkeypatch.setattr(hooks, "broken", False)
    world.switch("garden", False)
    assert reader.get(path).status_code == 404
    world.switch("garden", True)
    assert reader.get(path).data == PDF
    with world.scope(), unit_of_work():
        assert drop_files(OWNER, bed) == 2


def test_a_plugin_that_is_purged_takes_its_files_with_it(world: World, tmp_path: Path) -> None:
    with world.scope(), unit_of_work(), pytest.raises(ValueError, match="no feature names garden"):
        attach("garden.tree", 1, world.people["rep1"], SentFile("a.pdf", PDF))
    bed, files = bed_with(world, SentFile("Plan.pdf", PDF))
    folder = tmp_path / "garden.files"
    with world.scope():
        assert files_of(OWNER, bed) == files
        _forget("garden", folder)
        assert files_of(OWNER, bed) == []
    assert [(one.name, one.read_bytes()) for one in folder.iterdir()] == [(f"{files[0].id}-Plan.pdf", PDF)]
