"""What is wrong around the product is said at the terminal in one sentence with what to do, and nothing is made by mistake."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from federation.paths import CONFIG, variable_data
from tests.terminal import WarmTerminal, environment_at

Refuse = Callable[..., str]
COMMANDS = (
    ("doctor",),
    ("record", "verify", "--federation", "marsh"),
    ("worker", "--once"),
    ("worker",),
    ("serve", "--port", "0"),
    ("create", "marsh", "--name", "Marsh"),
    ("db", "status"),
    ("backup", "a.copy", "--without-secret-key"),
)


@pytest.fixture
def refuse(terminal: WarmTerminal, tmp_path: Path) -> Refuse:
    """Run a command that is refused; the one sentence that it says."""

    def run(words: tuple[str, ...], changed: Mapping[str, str] | None = None) -> str:
        done = terminal.run(words, tmp_path, environment_at(tmp_path) | dict(changed or {}))
        said = (done.stderr + done.stdout).splitlines()
        assert done.returncode == 1, said
        assert not any("Traceback" in line for line in said), said
        if words != ("doctor",):
            assert len(said) == 1, said
        return "\n".join(said)

    return run


def test_no_command_makes_a_database(refuse: Refuse, tmp_path: Path) -> None:
    for words in COMMANDS:
        said = refuse(words)
        assert (
            f"There is no database at {tmp_path}/federation.db. To make one there: federation db upgrade"
            in said
        )
    assert list(tmp_path.rglob("*.db*")) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            {"FEDERATION_CONFIG": "/nowhere/at/all.toml"},
            "/nowhere/at/all.toml, which cannot be read: No such file",
        ),
        ({"FEDERATION_CONFIG": __file__}, "which cannot be read: "),
        ({"FEDERATION_DATABASE_URL": "a database"}, "is no address of a database"),
        ({"FEDERATION_DATABASE_URL": f"sqlite:///{__file__}"}, "is no database, or is broken"),
        ({"FEDERATION_DATABASE_URL": "postgresql://x@127.0.0.1:1/x"}, "PostgreSQL cannot be reached"),
        ({"FEDERATION_SECRET_KEY": "", "FEDERATION_VAR": f"{__file__}/var"}, "Not a directory. The folder"),
    ],
)
def test_what_cannot_be_read_or_reached_is_named(refuse: Refuse, changed: dict[str, str], words: str) -> None:
    assert words in refuse(("record", "verify", "--federation", "marsh"), changed)


def test_tables_that_are_older_or_newer_are_left_alone(
    refuse: Refuse, terminal: WarmTerminal, tmp_path: Path
) -> None:
    environment = environment_at(tmp_path)
    create_engine(environment["FEDERATION_DATABASE_URL"]).connect().execute(
        text("CREATE TABLE other (id int)")
    )
    assert "The database is behind: core is at nothing" in refuse(("worker",))
    assert "no tables for this, or older or newer ones" in refuse(("create", "marsh", "--name", "Marsh"))
    assert terminal.run(("db", "upgrade"), tmp_path, environment).returncode == 0
    only_read = environment["FEDERATION_DATABASE_URL"].replace(":///", ":///file:") + "?mode=ro&uri=true"
    assert "may only be read" in refuse(
        ("create", "marsh", "--name", "Marsh"), {"FEDERATION_DATABASE_URL": only_read}
    )
    engine = create_engine(environment["FEDERATION_DATABASE_URL"])
    with engine.begin() as connection:
        connection.execute(text("UPDATE kernel_version_core SET version_num = 'f00d'"))
    for words in (("worker",), ("serve", "--port", "0"), ("db", "upgrade")):
        assert "The database is newer than this program: core is at f00d" in refuse(words)


def test_what_is_kept_lies_where_the_settings_say_whatever_folder_one_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert variable_data({}) == CONFIG.parent / "var"
    assert variable_data({"FEDERATION_VAR": "/var/lib/federation"}) == Path("/var/lib/federation")
