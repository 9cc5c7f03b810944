"""A new database is made at the terminal, in a process that has loaded nothing else."""

import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import create_engine, text

from federation.testing import postgres

_ROOT = Path(__file__).resolve().parents[1]


def _terminal(url: str, folder: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "federation", *words],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(_ROOT),
            "FEDERATION_DATABASE_URL": url,
            "FEDERATION_SECRET_KEY": "s" * 40,
        },
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_new_postgresql_database_is_locked_from_the_first_command(
    postgres_server: str, tmp_path: Path
) -> None:
    url = postgres.create_database(postgres_server, "from_terminal")
    try:
        assert _terminal(url, tmp_path, "db", "upgrade") == "The database is up to date.\n"
        assert _terminal(url, tmp_path, "db", "upgrade") == "The database is up to date.\n"
        _terminal(url, tmp_path, "create", "marsh", "--name", "Marsh Practices")
        _terminal(url, tmp_path, "person", "add", "a@marsh.example", "--name", "Ada", "--federation", "marsh",
                  "--role", "administrator")  # fmt: skip
        assert _terminal(url, tmp_path, "record", "verify", "--federation", "marsh").startswith("OK, ")
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
