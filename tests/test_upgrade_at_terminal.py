"""A new database is made at the terminal, in a process that has loaded nothing else."""

import subprocess
import sys
from pathlib import Path

from sqlalchemy import create_engine, text

from federation.testing import postgres
from tests.terminal import WarmTerminal, environment_at


def _environment(url: str, folder: Path) -> dict[str, str]:
    return environment_at(folder) | {"FEDERATION_DATABASE_URL": url}


def _upgrade(url: str, folder: Path) -> str:
    """Run the command alone, in a process that has loaded nothing else."""
    done = subprocess.run(
        [sys.executable, "-m", "federation", "db", "upgrade"],
        cwd=folder,
        env=_environment(url, folder),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_new_postgresql_database_is_locked_from_the_first_command(
    postgres_server: str, tmp_path: Path, terminal: WarmTerminal
) -> None:
    def run(*words: str) -> str:
        done = terminal.run(words, tmp_path, _environment(url, tmp_path))
        assert done.returncode == 0, done.stderr
        return done.stdout

    url = postgres.create_database(postgres_server, "from_terminal")
    try:
        assert _upgrade(url, tmp_path) == "The database is up to date.\n"
        assert _upgrade(url, tmp_path) == "The database is up to date.\n"
        run("create", "marsh", "--name", "Marsh Practices")
        run(
            "person",
            "add",
            "a@marsh.example",
            "--name",
            "Ada",
            "--federation",
            "marsh",
            "--role",
            "administrator",
        )
        assert run("record", "verify", "--federation", "marsh").startswith("OK, ")
        engine = create_engine(url)
        with engine.connect() as connection:
            open_tables = connection.execute(
                text(
                    "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
                    "AND a.attname = 'federation_id' WHERE c.relkind = 'r' AND NOT c.relforcerowsecurity ORDER BY 1"
                )
            ).scalars()
            assert list(open_tables) == ["people_link", "people_security_event", "people_token"]
        engine.dispose()
    finally:
        postgres.drop_database(postgres_server, "from_terminal")
