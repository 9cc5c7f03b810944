"""Databases for tests: fresh ones with the tables of the product and of plugins, copied from a template."""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

from federation.app import upgrade_database
from federation.kernel.config import read_settings
from federation.paths import MIGRATIONS
from federation.plugin.installed import InstalledPlugin
from federation.testing import postgres
from federation.testing.memory import memory
from federation.testing.shared import once

_numbers = count(1)


@cache
def _product_in_a_file() -> bytes:
    """A SQLite database with the product's tables alone, with which all begin: to make them takes seconds."""
    files = sorted((MIGRATIONS / "versions").glob("*.py"))
    mark = sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
    return once(f"product-{mark}.db", lambda path: upgrade_database(f"sqlite:///{path}", ())).read_bytes()


@cache
def _product_on(server: str) -> str:
    """The name of the database with the product's tables alone on a PostgreSQL server."""
    upgrade_database(postgres.create_database(server, "template_product"), ())
    return "template_product"


class SQLiteTemplate:
    """A file with all tables, to be copied; without plugins named, with those of all that are installed."""

    def __init__(self, plugins: Sequence[InstalledPlugin] | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="federation-db-", dir=memory()))
        self._kept("empty").write_bytes(_product_in_a_file())
        upgrade_database(f"sqlite:///{self._kept('empty')}", plugins)

    def _kept(self, name: str) -> Path:
        return self.folder / f"kept-{name}.db"

    @property
    def path(self) -> Path:
        """Where the one database lies that tests use in turn."""
        return self.folder / "federation.db"

    def keep(self, name: str) -> None:
        """Keep that database, which nobody is connected to, under a name, to be copied as well."""
        shutil.copy(self.path, self._kept(name))

    def keep_shared(self, name: str, make: Callable[[], None]) -> None:
        """Keep under a name what ``make`` leaves in that database: made once for all processes of the run."""

        def made(path: Path) -> None:
            self.fresh()
            make()
            shutil.copy(self.path, path)

        shutil.copy(once(f"{name}.db", made), self._kept(name))

    def copy(self, name: str = "empty") -> str:
        """The address of a fresh database beside it, which stays until it goes itself."""
        path = self.folder / f"copy-{next(_numbers)}.db"
        shutil.copy(self._kept(name), path)
        return f"sqlite:///{path}"

    def fresh(self, name: str = "empty") -> str:
        """The address of the one database that tests use in turn, made anew: an app on it can be used again."""
        for old in self.folder.glob("federation.db*"):
            old.unlink()
        shutil.copy(self._kept(name), self.path)
        return f"sqlite:///{self.path}"

    def remove(self) -> None:
        """Leave nothing of it."""
        shutil.rmtree(self.folder, ignore_errors=True)


class PostgresTemplate:
    """On a server for tests a database that has all tables, to be copied."""

    def __init__(self, server: str, name: str, plugins: Sequence[InstalledPlugin] | None = None) -> None:
        self.server, self.name = server, name
        upgrade_database(postgres.create_database(server, name, _product_on(server)), plugins)

    def copy(self) -> tuple[str, Callable[[], None]]:
        """The address of a fresh database, and what removes it."""
        return self._made(f"copy_{next(_numbers)}", self.name)

    @property
    def _used(self) -> str:
        return f"{self.name}_used"

    def keep(self, name: str) -> None:
        """Keep the one database that tests use in turn, which nobody is connected to, under a name, to be copied as well."""
        postgres.create_database(self.server, f"{self.name}_{name}", self._used)

    def fresh(self, name: str = "") -> tuple[str, Callable[[], None]]:
        """The address of the one database that tests use in turn, made anew, and what removes it."""
        postgres.drop_database(self.server, self._used)
        return self._made(self._used, f"{self.name}_{name}" if name else self.name)

    def empty(self) -> tuple[str, Callable[[], None]]:
        """The address of a database without tables, and what removes it."""
        return self._made(f"empty_{next(_numbers)}", "template1")

    def _made(self, name: str, template: str) -> tuple[str, Callable[[], None]]:
        url = postgres.create_database(self.server, name, template)
        return url, lambda: postgres.drop_database(self.server, name)


def settings_for(url: str) -> dict[str, Any]:
    """Settings for tests: cheap passwords, no threads, every mail into a folder."""
    found = read_settings(
        {
            "FEDERATION_DATABASE_URL": url,
            "FEDERATION_SECRET_KEY": "s" * 40,
            "FEDERATION_SEAL_KEY": "b" * 40,
            "FEDERATION_PRODUCTION": "no",
        }
    )
    found["passwords"] = {"memory_kib": 64, "passes": 1, "lanes": 1}
    found["jobs"]["in_web_process"] = False
    return found
