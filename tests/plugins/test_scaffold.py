"""``federation plugin new`` writes a plugin that works, under any name that a plugin can have."""

from pathlib import Path

import pytest

import federation
from federation.kernel.refusals import Refusal
from federation.scaffold.revision import revise
from federation.scaffold.writing import write
from tests.plugins.environment import Environment

ROOT = Path(federation.__file__).parents[1]
NAME = "night_cover_in_2_icb"
"""As long as a name can be, and of several words."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment that holds the product as a checkout, and a new plugin beside it."""
    environment = Environment(tmp_path_factory.mktemp("scaffold"))
    environment.pip("install", "-e", ROOT)
    done = environment.run("federation", "plugin", "new", NAME)
    assert f"pip install --no-deps --no-build-isolation -e {NAME}" in done.stdout
    environment.pip("install", "-e", NAME)
    return environment


def test_its_tests_pass(made: Environment) -> None:
    """Rules, actions on both databases, pages, the contract, a browser: about a minute."""
    done = made.run("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", NAME)
    assert " failed" not in done.stdout and " error" not in done.stdout
    assert int(done.stdout.split(" passed")[0].split()[-1]) >= 55


def test_the_next_migration_is_written_from_the_models(made: Environment) -> None:
    package = made.folder / NAME / f"federation_{NAME}"
    models = package / "models.py"
    before = models.read_text()
    assert "nothing to write" in made.run("federation", "db", "revision", NAME, "none", ok=False).stderr
    models.write_text(
        before.replace(
            "    ended_at: Mapped[datetime | None] = mapped_column(Moment)\n",
            "    ended_at: Mapped[datetime | None] = mapped_column(Moment)\n"
            "    room: Mapped[str | None] = mapped_column(String(40))\n",
        )
    )
    said = made.run("federation", "db", "revision", NAME, "where it is").stdout
    written = package / "migrations" / "versions" / "0002_where_it_is.py"
    assert said == f"Written: {written}. Read it, then run: federation db upgrade\n"
    assert "revision = '0002'\ndown_revision = '0001'\n" in written.read_text()
    done = made.run("python", "-m", "pytest", "-q", "-k", "tables", "--federation-plugin", NAME)
    assert " failed" not in done.stdout
    models.write_text(before)
    written.unlink()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Lending", "small letters"),
        ("lend-ing", "small letters"),
        ("2lend", "small letters"),
        ("lend__ing", "small letters"),
        ("_lending", "small letters"),
        ("../lending", "small letters"),
        ("", "small letters"),
        ("lending_of_things_big", "21 characters"),
        ("network", "a word of the product"),
        ("class", "a word of the product"),
        ("plugins", "a word of the product"),
    ],
)
def test_names_that_a_plugin_cannot_have(tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        write(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "lending").mkdir()
    (tmp_path / "lending" / "mine.txt").write_text("mine")
    with pytest.raises(Refusal, match="There is something named lending here already"):
        write("lending", tmp_path)
    assert [path.name for path in (tmp_path / "lending").iterdir()] == ["mine.txt"]


def test_no_place_for_a_name_is_left_open(tmp_path: Path) -> None:
    write("lending", tmp_path)
    files = [path for path in (tmp_path / "lending").rglob("*") if path.is_file()]
    assert len(files) > 25
    for path in files:
        assert "@NAME@" not in path.read_text() and "@" + "TITLE" not in path.read_text(), path
        assert path.suffix != ".txt"


def test_the_models_of_the_product_say_what_its_migrations_make() -> None:
    for name in ("decisions", "network"):
        with pytest.raises(Refusal, match="nothing to write"):
            revise(name, "what changes")
    with pytest.raises(Refusal, match="neither a feature nor a plugin named bowling"):
        revise("bowling", "what changes")
