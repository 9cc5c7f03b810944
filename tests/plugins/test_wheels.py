"""A wheel of the product and one of a plugin, installed outside any checkout, work together. Takes about 25 seconds."""

from pathlib import Path

import pytest

import federation
from tests.plugins.environment import Environment

ROOT = Path(federation.__file__).parents[1]
SECRET = "a secret for tests, long enough"

_SAY = """
import sys
from federation.cli import main

for line in sys.argv[1:]:
    try:
        main(line.split())
    except SystemExit as end:
        print("ended", end.code)
"""
"""Runs commands one after the other, each as at a terminal."""

_ASK = """
import federation, federation_lending
from federation.app import create_app
from federation.kernel.db import db
from federation.network.named import federation_named
from federation.testing.world import World

app = create_app()
with app.app_context():
    world = World(federation_named("saltmarsh").id, "saltmarsh")
    world.add("lay", "lay_partner")
    page = world.client(app, "lay").get(world.address("lending/"))
    print(page.status_code, "There are no entries yet" in page.text)
    print(federation.__file__)
    print(federation_lending.__file__)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Both wheels, built and installed; the source of the plugin is taken away."""
    made = Environment(tmp_path_factory.mktemp("wheels"))
    wheels = made.folder / "wheels"
    made.pip("wheel", "--wheel-dir", wheels, _source(made.folder))
    (product,) = wheels.glob("federation-*.whl")
    made.pip("install", product)
    made.run("federation", "plugin", "new", "lending", "--with", "pages,decision")
    made.pip("wheel", "--wheel-dir", wheels, "./lending")
    (plugin,) = wheels.glob("federation_lending-*.whl")
    made.pip("install", plugin)
    (made.folder / "lending").rename(made.folder / "elsewhere")
    return made


def _source(folder: Path) -> Path:
    """The product's source without what is no part of it, so that nothing is built inside the checkout."""
    source = folder / "source"
    source.mkdir()
    for name in ("federation", "templates", "migrations", "config", "pyproject.toml", "README.md"):
        (source / name).symlink_to(ROOT / name)
    return source


def test_wheels_work_together(installed: Environment) -> None:
    settings = {
        "FEDERATION_DATABASE_URL": f"sqlite:///{installed.folder / 'federation.db'}",
        "FEDERATION_SECRET_KEY": SECRET,
    }

    upgraded = installed.run("federation", "db", "upgrade", **settings)
    assert upgraded.stdout == "The database is up to date.\n"
    (installed.folder / "say.py").write_text(_SAY)
    commands = (
        *("db status", "create saltmarsh --name Saltmarsh", "plugin list"),
        *("plugin enable lending --federation saltmarsh", "plugin list", "plugin doctor"),
    )
    said = installed.run("python", "say.py", *commands, **settings).stdout.split("ended 0\n")
    assert "lending: 0001\n" in said[0] and said[1].startswith("Saltmarsh is ready.")
    assert said[2:] == [
        "lending 0.1.0  Lending  (off everywhere)\n",
        "Switched on: lending\n",
        "lending 0.1.0  Lending  (on in saltmarsh)\n",
        "lending 0.1.0: all is well\n",
        "",
    ]
    (installed.folder / "ask.py").write_text(_ASK)
    status, product, plugin = installed.run("python", "ask.py", **settings).stdout.splitlines()
    assert status == "200 True"
    assert Path(product).is_relative_to(installed.packages)
    assert Path(plugin).is_relative_to(installed.packages)


def test_the_contract_runs_against_what_is_installed(installed: Environment) -> None:
    """The fixtures are in the wheel too, and need no path. What a browser finds, tests/plugins/test_scaffold.py asks."""
    chosen = "value or door or pages and not used_by_everybody"
    done = installed.run("python", "-m", "pytest", "-q", "-k", chosen, "--federation-plugin", "lending")
    assert "passed" in done.stdout and "failed" not in done.stdout


def test_a_plugin_that_is_not_there(installed: Environment) -> None:
    done = installed.run(
        "python", "-m", "pytest", "-q", "--federation-plugin", "gardens", "-k", "value", ok=False
    )
    assert done.returncode == 1
    assert "There is no plugin named gardens here, only lending." in done.stdout
