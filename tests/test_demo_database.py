"""The demonstration and the other commands use one database; a federation of somebody's own is never in it."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import create_engine, select, text

from federation import cli, serving
from federation.app import upgrade_database
from federation.demo import anew, of_plugins
from federation.demo.fill import fill
from federation.kernel import assets
from federation.kernel.config import read_settings
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Refusal
from federation.kernel.tenancy import federation_scope
from federation.network.federation.terminal import refuse_beside_demonstration
from federation.network.models import Federation
from federation.plugin.door import door
from federation.testing.world import LONG_AGO, make_world


def demo_federation() -> None:
    with unit_of_work() as session:
        session.add(
            Federation(
                slug="saltmarsh", name="Saltmarsh", purpose="", settings={"demo": True}, created_at=LONG_AGO
            )
        )


def test_serving_the_demonstration_uses_the_database_of_the_other_commands(settings: dict[str, Any]) -> None:
    assert serving.demo_settings(settings, 8080)["database_url"] == settings["database_url"]


def test_links_lead_to_the_port_served_unless_an_address_is_set(settings: dict[str, Any]) -> None:
    def at(**given: Any) -> str:
        return str(serving.at_this_address({**settings, **given}, "0.0.0.0", 8123)["base_url"])

    assert at() == "http://127.0.0.1:8123"
    assert at(base_url="https://federation.example") == "https://federation.example"
    assert at(production=True) == settings["base_url"]


def test_a_federation_of_ones_own_and_the_demonstration_do_not_mix(app: Flask) -> None:
    make_world("fenland", 1)
    with pytest.raises(Refusal, match=r"a federation of its own \(fenland\)"):
        fill(app)
    assert db.session.scalars(select(Federation.slug)).all() == ["fenland"]


def test_no_federation_is_made_beside_the_demonstration(app: Flask) -> None:
    refuse_beside_demonstration()
    demo_federation()
    with pytest.raises(Refusal, match="whose passwords everybody knows"):
        refuse_beside_demonstration()


def test_a_real_federation_that_took_the_name_is_not_the_demonstration(app: Flask) -> None:
    make_world("saltmarsh", 1)
    with pytest.raises(Refusal, match="a federation of its own"):
        fill(app)


def file_of(slug: str, is_demo: bool, folder: Path) -> str:
    path = folder / f"{slug}.db"
    url = f"sqlite:///{path}"
    upgrade_database(url)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO network_federation (slug, name, purpose, settings, created_at) "
                "VALUES (:slug, :slug, '', :settings, '2026-01-05 09:00:00')"
            ),
            {"slug": slug, "settings": '{"demo": true}' if is_demo else "{}"},
        )
    engine.dispose()
    return url


def test_fresh_deletes_the_demonstration_and_nothing_else(tmp_path: Path) -> None:
    asked: list[str] = []

    def no(words: str) -> bool:
        asked.append(words)
        return False

    theirs = file_of("fenland", False, tmp_path)
    with pytest.raises(Refusal, match="holds fenland and not the demonstration"):
        anew.clear(theirs, lambda _: True)
    assert (tmp_path / "fenland.db").is_file()
    with pytest.raises(Refusal, match="Drop this database by hand"):
        anew.clear("postgresql+psycopg://nobody@nowhere/none", lambda _: True)
    demo = file_of("saltmarsh", True, tmp_path)
    assert not anew.clear(demo, no) and (tmp_path / "saltmarsh.db").is_file()
    assert asked == [f"{tmp_path / 'saltmarsh.db'} holds saltmarsh, with everything that was done there."]
    assert anew.clear(demo, lambda _: True) and not (tmp_path / "saltmarsh.db").exists()
    assert anew.clear(demo, no) and len(asked) == 1


def test_fresh_without_the_demonstration_is_refused() -> None:
    done = CliRunner().invoke(cli.main, ["serve", "--fresh"])
    assert done.exit_code == 1 and "--fresh goes with --demo" in done.output


def test_without_the_style_sheet_the_command_says_so(
    settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: Any) -> None:
        raise assets.AssetsMissing("the style sheet is not installed")

    monkeypatch.setenv("FEDERATION_DATABASE_URL", settings["database_url"])
    monkeypatch.setattr(assets, "init_assets", missing)
    done = CliRunner().invoke(cli.main, ["demo"])
    assert done.exit_code == 1 and done.output == "Error: the style sheet is not installed\n"
    assert read_settings()["database_url"] == settings["database_url"]


def test_one_plugins_demonstration_is_told_again_in_place_of_what_it_had(demo_app: Flask) -> None:
    if "diagnostics" not in door().plugins:
        pytest.skip("the plugin of this checkout is not installed")
    federation_id = db.session.scalar(select(Federation.id).where(Federation.slug == "saltmarsh"))
    tables = of_plugins._tables_of("diagnostics")

    def rows() -> dict[str, int]:
        with federation_scope(federation_id or 0):
            found = {one.__name__: len(db.session.scalars(select(one)).all()) for one in tables}
            db.session.rollback()
            return found

    before = rows()
    assert sum(before.values()) > 20
    assert "told again" in of_plugins.tell_again("diagnostics")
    assert rows() == before


def test_what_stops_a_plugins_demonstration_is_named_with_its_line(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "diagnostics" not in door().plugins:
        pytest.skip("the plugin of this checkout is not installed")
    from federation_diagnostics import demo_profiles  # type: ignore[import-not-found]

    def refuse(*_: Any) -> None:
        raise Refusal("This cannot be.")

    monkeypatch.setattr(demo_profiles, "fill", refuse)
    with pytest.raises(
        Refusal, match=r"demonstration of the plugin diagnostics stopped at demo.py, line \d+: This cannot"
    ):
        fill(app)
    assert db.session.scalars(select(Federation.slug)).all() == []
    with pytest.raises(Refusal, match="There is no plugin nothing installed"):
        of_plugins.tell_again("nothing")
    with pytest.raises(Refusal, match="The demonstration is not in this database"):
        of_plugins.tell_again("diagnostics")
