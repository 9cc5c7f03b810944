"""``federation plugin new`` writes a plugin that works, under any name that a plugin can have."""

import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner

import federation
from federation.kernel.refusals import Refusal
from federation.scaffold.commands import plugin_new
from federation.scaffold.parts import PARTS
from federation.scaffold.revision import revise
from federation.scaffold.writing import write
from tests.plugins.environment import Environment

ROOT = Path(federation.__file__).parents[1]
NAME = "night_cover_in_2_icb"
"""As long as a name can be, and of several words."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment that holds the product as a checkout, a bare plugin, and one with all parts."""
    environment = Environment(tmp_path_factory.mktemp("scaffold"))
    environment.pip("install", "-e", ROOT)
    done = environment.run("federation", "plugin", "new", "bare")
    assert "A plugin that works is in bare/" in done.stdout
    done = environment.run(
        "federation",
        "plugin",
        "new",
        NAME,
        "--with",
        "api,mail,import,list",
        "--with",
        "chart,panel,decision",
    )
    assert f"pip install --no-deps --no-build-isolation -e {NAME}" in done.stdout
    environment.pip("install", "-e", "bare")
    environment.pip("install", "-e", NAME)
    return environment


def test_its_tests_pass_with_all_parts(made: Environment) -> None:
    """Actions on both databases, pages, the contract, a browser: about a minute."""
    done = made.run("python", "-m", "pytest", "-q", NAME)
    assert " failed" not in done.stdout and " error" not in done.stdout
    assert int(done.stdout.split(" passed")[0].split()[-1]) >= 65


def test_its_tests_pass_without_any(made: Environment) -> None:
    """Its own, and of the contract what those of all parts do not show."""
    chosen = "test_pages or value or routes or files"
    done = made.run("python", "-m", "pytest", "-q", "-k", chosen, "bare")
    assert " failed" not in done.stdout and " error" not in done.stdout
    assert int(done.stdout.split(" passed")[0].split()[-1]) >= 4


@pytest.fixture(scope="module")
def variants(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bare plugin, each part alone, pairs of parts, and all parts under short and long names."""
    folder = tmp_path_factory.mktemp("variants")
    pairs = dict(enumerate(combinations(PARTS, 2)))
    wanted: dict[str, tuple[str, ...]] = {
        "bare": (),
        "ab": tuple(PARTS),
        "twenty_letters_in_it": tuple(PARTS),
    }
    wanted |= {f"only_{part}": (part,) for part in PARTS} | {f"pair_{n}": pair for n, pair in pairs.items()}
    for name, parts in wanted.items():
        write(name, folder, parts)
    return folder


def test_all_are_formatted_and_in_good_style(variants: Path) -> None:
    for words in (("check",), ("format", "--check")):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *words, "--quiet", "--no-cache", variants],
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stdout) == (0, "")


def test_types_are_right_in_all(variants: Path) -> None:
    """What mypy found out about libraries is kept from run to run."""
    packages = sorted(variants.glob("*/federation_*"))
    assert len(packages) == 3 + len(PARTS) + len(PARTS) * (len(PARTS) - 1) // 2
    done = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--config-file", variants / "bare" / "pyproject.toml"),
            *("--cache-dir", ROOT / ".mypy_cache" / "plugins", *packages),
        ],
        cwd=variants,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_templates_have_one_element_a_line(variants: Path) -> None:
    for path in variants.rglob("*.html"):
        for line in path.read_text().splitlines():
            assert len(line) <= 160, path


def test_parts_bring_what_they_need_and_no_more(variants: Path) -> None:
    def files(name: str) -> set[str]:
        found = (path for path in (variants / name).rglob("*") if path.is_file())
        return {str(path.relative_to(variants / name)).replace(name, "NAME") for path in found}

    bare = files("bare")
    assert len(bare) == 8
    assert bare < files("only_pages") < files("only_api")
    assert files("only_api") - files("only_pages") == {"federation_NAME/api.py", "tests/test_api.py"}
    assert "federation_NAME/models.py" in files("only_mail")


def test_parts_that_there_are_not(tmp_path: Path) -> None:
    done = CliRunner().invoke(plugin_new, ["lending", "--with", "pages,pizza"])
    assert done.exit_code == 2
    assert "There is no part named pizza. Parts are pages, decision," in done.output


def test_the_next_migration_is_written_from_the_models(made: Environment) -> None:
    package = made.folder / NAME / f"federation_{NAME}"
    models = package / "models.py"
    before = models.read_text()
    assert "nothing to write" in made.run("federation", "db", "revision", NAME, "none", ok=False).stderr
    models.write_text(
        before.replace(
            "    added_at: Mapped[datetime] = mapped_column(Moment)\n",
            "    added_at: Mapped[datetime] = mapped_column(Moment)\n"
            "    room: Mapped[str | None] = mapped_column(String(40))\n",
        )
    )
    said = made.run("federation", "db", "revision", NAME, "where it is").stdout
    written = package / "migrations" / "versions" / "0002_where_it_is.py"
    assert said == f"Written: {written}. Read it, then run: federation db upgrade\n"
    assert "revision = '0002'\ndown_revision = '0001'\n" in written.read_text()
    chosen = "come_and_go or what_the_models_say"
    done = made.run("python", "-m", "pytest", "-q", "-k", chosen, "--federation-plugin", NAME)
    assert "4 passed" in done.stdout
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


def test_no_place_for_a_name_is_left_open(variants: Path) -> None:
    files = [path for path in variants.rglob("*") if path.is_file()]
    assert len(files) > 500
    for path in files:
        text = path.read_text()
        assert "<<" not in text and "[%" not in text, path
        assert path.suffix != ".txt"


def test_the_models_of_the_product_say_what_its_migrations_make() -> None:
    for name in ("decisions", "network"):
        with pytest.raises(Refusal, match="nothing to write"):
            revise(name, "what changes")
    with pytest.raises(Refusal, match="neither a feature nor a plugin named bowling"):
        revise("bowling", "what changes")
