"""What the network keeps about a person, for the person."""

import pytest
from flask import Flask

from federation.network.hooks import personal_data
from federation.network.imports.actions.uploads import keep_upload
from federation.testing.world import make_world
from tests.network.files import practice_file


@pytest.mark.both_databases
def test_a_person_gets_their_roles_and_the_files_they_uploaded_here(app: Flask) -> None:
    world, other = make_world(practices=2), make_world("dune", practices=1)
    with world.scope():
        upload = keep_upload(world.actor("admin"), "practices", "epraccur.csv", practice_file())
        found = personal_data(world.people["admin"])
        assert [one.title for one in found] == ["Role in the federation", "Uploaded file"]
        content = found[1].content
        assert (content["upload"], content["kind"], content["name"], content["record_entry"]) == (
            upload,
            "practices",
            "epraccur.csv",
            None,
        )
        assert content["uploaded_at"] < content["kept_until"]
        assert [one.title for one in personal_data(world.people["lay"])] == ["Role in the federation"]
    with other.scope():
        assert personal_data(world.people["admin"]) == []
