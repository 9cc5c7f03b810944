"""Faults, and what they cost: ``python -m benchmarks.faults [--kills 200] [--stops 50] [--minutes 20]``.

While four practices cast over and over, a web process is killed, PostgreSQL stops at once, the disk is full, the clock jumps.
Nothing that was acknowledged may be lost, nothing that was shown may change, and the record must prove itself. Everything runs on
this machine, on servers that this program starts. A full disk needs the right to mount a small one.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

import psycopg

from benchmarks.server import Server, serving
from benchmarks.voters import PATIENCE, FaithfulVoter
from federation.testing import postgres

ROOT: Final = Path(__file__).resolve().parent.parent
SETTINGS: Final = {
    "FEDERATION_PRODUCTION": "no",
    "FEDERATION_SECRET_KEY": "a-secret-for-faults-0123456789-abcdef",
}
VOTERS, SIZE, WORKERS, DISK = 4, 8, 3, 160
"""Voters at once, practices, web processes, and MiB of the disk that is filled up."""


class FaultRow(NamedTuple):
    """What came of one kind of fault."""

    fault: str
    database: str
    rounds: int
    acknowledged: int
    refused: int
    flaws: list[str]


class FaultyInstallation:
    """The product on one database, with voters."""

    def __init__(self, folder: Path, url: str, minutes: float) -> None:
        self.folder, self.url = folder, url
        self._minutes = minutes
        (folder / "faults.toml").write_text("[jobs]\nin_web_process = false\n")
        self._environment = {
            **SETTINGS,
            "FEDERATION_CONFIG": str(folder / "faults.toml"),
            "FEDERATION_DATABASE_URL": url,
            "PYTHONPATH": os.environ.get("PYTHONPATH", str(ROOT)),
        }
        self.known: dict[str, Any] = json.loads(self.python("benchmarks.voters", url, str(SIZE)))
        self._said = self._verified()

    def python(self, *words: str, check: bool = True) -> str:
        """Run a module, and return what it prints; unless ``check`` is False it has to end well."""
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=self.folder,
            env={**os.environ, **self._environment},
            capture_output=True,
            text=True,
            check=check,
        )
        return done.stdout

    @contextmanager
    def served(self) -> Iterator[Server]:
        """The product, in web processes that are made anew when they die."""
        command = [sys.executable, "-m", "federation", "serve", "--workers", str(WORKERS), "--port", "{port}"]
        with serving(command, self.folder, self._environment) as (server, _):
            yield server

    def suffer(self, fault: str, database: str, rounds: int, harm: Callable[[Server], None]) -> FaultRow:
        """So many rounds, as far as there is time for them: cast, meet a fault, read what was cast."""
        done, flaws = 0, []
        with self.served() as server:
            voters = [
                FaithfulVoter(server.port, f"{self.known['ballot']}{code}", token)
                for code, token in self.known["tokens"][:VOTERS]
            ]
            for voter in voters:
                voter.start()
            until = time.monotonic() + 60 * self._minutes
            while done < rounds and time.monotonic() < until and not flaws:
                before = [len(voter.acknowledged) for voter in voters]
                for voter in voters:
                    voter.go()
                _wait(
                    lambda was=before: all(len(v.acknowledged) > n for v, n in zip(voters, was, strict=True))
                )
                time.sleep(random.uniform(0, 0.1))
                harm(server)
                for voter in voters:
                    voter.rest()
                flaws = [words for voter in voters for words in voter.flaws()]
                done += 1
            for voter in voters:
                voter.end()
        flaws += sorted(self._verified() - self._said)
        acknowledged = sum(len(voter.acknowledged) for voter in voters)
        refused = sum(
            many for voter in voters for status, many in voter.answers.items() if status not in (200, 201)
        )
        return FaultRow(fault, database, done, acknowledged, refused, flaws)

    def _verified(self) -> set[str]:
        """What the record names. The federation was not made by people, so it names that from the start."""
        said = self.python("federation", "record", "verify", "--federation", "faults", check=False)
        return {line for line in said.splitlines() if not line.startswith("OK, ")}


def _wait(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError("the product did not come back")
        time.sleep(0.01)


def kill_web(server: Server) -> None:
    """kill -9 of one of the processes that answer."""
    os.kill(random.choice(server.workers()), signal.SIGKILL)


class StoppablePostgres:
    """A PostgreSQL on disk that can be stopped at once, and started again on what is there."""

    def __init__(self, folder: Path, copies: Path) -> None:
        self.folder = folder
        self._account = postgres._account()
        program = postgres._program()
        self._program = postgres._copy(program, copies) if self._account else program
        if self._account:
            for path in (folder, copies, *copies.rglob("*")):
                os.chown(path, self._account["user"], self._account["group"])
        self._run("initdb", "-D", str(folder / "data"), "-U", "postgres", "--auth=trust", "--encoding=UTF8",
                  "--no-instructions", "--locale-provider=builtin", "--locale=C.UTF-8")  # fmt: skip
        self.start()

    def _run(self, name: str, *words: str) -> None:
        command = [self._program / "bin" / name, *words]
        subprocess.run(command, check=True, cwd=self.folder, capture_output=True, **self._account)

    @property
    def url(self) -> str:
        """Its database, for SQLAlchemy."""
        return f"postgresql+psycopg://postgres@/postgres?host={self.folder}"

    def connect(self) -> psycopg.Connection[Any]:
        """A connection of the superuser."""
        return psycopg.connect(self.url.replace("+psycopg", ""), autocommit=True)

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        words = ["-D", self.folder / "data", "-k", self.folder, "-c", "listen_addresses=", "-c", "max_wal_size=48MB",
                 "-c", "wal_level=minimal", "-c", "max_wal_senders=0"]  # fmt: skip
        log = subprocess.DEVNULL
        self._process = subprocess.Popen(
            [self._program / "bin" / "postgres", *words],
            cwd=self.folder,
            stdout=log,
            stderr=log,
            **self._account,
        )
        _wait(self.answers)

    def answers(self) -> bool:
        """Whether it takes connections."""
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def has_ended(self) -> bool:
        """Whether it is gone, by itself or by us."""
        return self._process.poll() is not None

    def stop_at_once(self) -> None:
        """An immediate stop: no checkpoint, nothing written that is not written yet."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(PATIENCE)

    def restart(self, _server: Server) -> None:
        """Stop at once, and start again."""
        self.stop_at_once()
        self.start()

    def jump(self, _server: Server) -> None:
        """The clock of the database jumps by up to three hours, either way."""
        by = random.randint(-3 * 3600, 3 * 3600)
        with self.connect() as connection:
            connection.execute(
                "CREATE OR REPLACE FUNCTION federation_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS "
                f"'SELECT clock_timestamp() + interval ''{by} seconds'''"
            )
        time.sleep(0.3)


@contextmanager
def small_disk(place: Path) -> Iterator[Path]:
    """A disk of a few MiB of our own."""
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}m", "faults", place], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def filled(place: Path, again: Callable[[], None]) -> Callable[[Server], None]:
    """A fault: the disk is full for two seconds; then there is room, and ``again`` starts what has ended meanwhile."""

    def harm(_server: Server) -> None:
        filler = place / "filler"
        with filler.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"\0" * 4096)
            except OSError:
                time.sleep(2)
        filler.unlink()
        again()

    return harm


def suffer_all(said: argparse.Namespace, folder: Path) -> Iterator[FaultRow]:
    """Every kind of fault, on each kind of database that it can meet."""
    share = said.minutes / 6
    places = {name: folder / name for name in ("kills", "kills-pg", "stops", "full-pg", "clock", "copies")}
    for place in places.values():
        place.mkdir()
    on_sqlite = FaultyInstallation(places["kills"], f"sqlite:///{places['kills']}/federation.db", share)
    yield on_sqlite.suffer("kill -9 of the web process", "SQLite", said.kills // 2, kill_web)
    server = StoppablePostgres(places["kills-pg"], places["copies"])
    try:
        kinds: Sequence[tuple[str, str, int, Callable[[Server], None]]] = (
            ("kill -9 of the web process", "kills-pg", said.kills - said.kills // 2, kill_web),
            ("immediate stop of PostgreSQL", "stops", said.stops, server.restart),
            ("clock jumps up to 3 hours", "clock", 20, server.jump),
        )
        for name, place, rounds, harm in kinds:
            with server.connect() as connection:
                connection.execute(f'CREATE DATABASE "{place}"')
            url = server.url.replace("@/postgres?", f"@/{place}?")
            yield FaultyInstallation(places[place], url, share).suffer(name, "PostgreSQL", rounds, harm)
    finally:
        server.stop_at_once()
    with small_disk(folder / "full") as place:
        full = FaultyInstallation(place, f"sqlite:///{place}/federation.db", share)
        yield full.suffer("full disk", "SQLite", 5, filled(place, lambda: None))
    with small_disk(folder / "full-of-pg") as place:
        (place / "pg").mkdir()
        tight = StoppablePostgres(place / "pg", places["copies"] / "again")
        try:
            again = lambda: tight.start() if tight.has_ended() else _wait(tight.answers)  # noqa: E731
            full = FaultyInstallation(places["full-pg"], tight.url, share)
            yield full.suffer("full disk", "PostgreSQL", 5, filled(place, again))
        finally:
            tight.stop_at_once()


def main() -> int:
    """Meet the faults, and print what came of each; 1 where something was lost."""
    words = argparse.ArgumentParser(prog="benchmarks.faults", description=__doc__)
    words.add_argument("--kills", type=int, default=200)
    words.add_argument("--stops", type=int, default=50)
    words.add_argument("--minutes", type=float, default=20)
    said = words.parse_args()
    found = False
    print(
        f"{'fault':<32}{'database':<12}{'rounds':>7}{'acknowledged':>14}{'not':>7}  lost or changed",
        flush=True,
    )
    with tempfile.TemporaryDirectory(prefix="federation-faults-") as folder:
        os.chmod(folder, 0o755)
        for row in suffer_all(said, Path(folder)):
            print(
                f"{row.fault:<32}{row.database:<12}{row.rounds:>7}{row.acknowledged:>14}{row.refused:>7}  "
                f"{len(row.flaws)} {'; '.join(row.flaws[:3])}",
                flush=True,
            )
            found |= bool(row.flaws)
    return int(found)


if __name__ == "__main__":
    sys.exit(main())
