"""Wheels of the product, of a new plugin and of its own plugins, installed outside any checkout, work together."""

import shutil
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

_ASK_OURS = """
import federation_care_homes, federation_education
from federation.app import create_app
from federation.network.named import federation_named
from federation.testing.world import World

app = create_app()
with app.app_context():
    world = World(federation_named("saltmarsh").id, "saltmarsh")
    world.add("lay", "lay_partner")
    client = world.client(app, "lay")
    for path in ("care_homes/", "care_homes/alternatives", "education/", "education/all/mentors"):
        print(client.get(world.address(path)).status_code)
    print(federation_care_homes.__file__)
    print(federation_education.__file__)
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
    (made.folder / "say.py").write_text(_SAY)
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


def test_the_plugins_of_the_product_are_wheels_too(installed: Environment) -> None:
    """With their migrations, guards and templates, switched on, off and on again. Last, as the others ask what is installed."""
    wheels = installed.folder / "wheels"
    for name in ("care_homes", "education"):
        source = shutil.copytree(
            ROOT / "plugins" / name,
            installed.folder / name,
            ignore=shutil.ignore_patterns("tests", "__pycache__"),
        )
        installed.pip("wheel", "--wheel-dir", wheels, source)
        (wheel,) = wheels.glob(f"federation_{name}-*.whl")
        installed.pip("install", wheel)
        shutil.rmtree(source)
    settings = {
        "FEDERATION_DATABASE_URL": f"sqlite:///{installed.folder / 'ours.db'}",
        "FEDERATION_SECRET_KEY": SECRET,
    }
    installed.run("federation", "db", "upgrade", **settings)
    switched = [
        f"plugin {act} {name} --federation saltmarsh"
        for name in ("care_homes", "education")
        for act in ("enable", "disable", "enable")
    ]
    commands = ("create saltmarsh --name Saltmarsh", *switched, "plugin doctor")
    said = installed.run("python", "say.py", *commands, **settings).stdout.split("ended 0\n")
    assert len(said) == len(commands) + 1
    assert {"care_homes 0.1.0: all is well", "education 0.1.0: all is well"} <= set(said[-2].splitlines())
    (installed.folder / "ask.py").write_text(_ASK_OURS)
    *statuses, one, other = installed.run("python", "ask.py", **settings).stdout.splitlines()
    assert statuses == ["200"] * 4
    assert all(Path(place).is_relative_to(installed.packages) for place in (one, other))
