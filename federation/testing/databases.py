"""Databases for tests: fresh ones with the tables of the product and of plugins, copied from a template."""

import shutil
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from federation.app import upgrade_database
from federation.kernel.config import read_settings
from federation.plugin.installed import Installed
from federation.testing import postgres

_TEMPLATE = "template_plugin"
_numbers = count(1)


class SQLiteTemplate:
    """A file with all tables, to be copied."""

    def __init__(self, folder: Path, plugins: Sequence[Installed]) -> None:
        self.path = folder / "template.db"
        upgrade_database(f"sqlite:///{self.path}", plugins)

    def copy(self, folder: Path) -> str:
        """The address of a fresh database in a folder."""
        path = folder / f"federation-{next(_numbers)}.db"
        shutil.copy(self.path, path)
        return f"sqlite:///{path}"


class PostgresTemplate:
    """A server of its own with a database that has all tables, to be copied."""

    def __init__(self, plugins: Sequence[Installed]) -> None:
        self.server, self.stop = postgres.start()
        try:
            upgrade_database(postgres.create_database(self.server, _TEMPLATE), plugins)
        except BaseException:
            self.stop()
            raise

    def copy(self) -> tuple[str, Callable[[], None]]:
        """The address of a fresh database, and what removes it."""
        name = f"plugin_{next(_numbers)}"
        return postgres.create_database(self.server, name, _TEMPLATE), lambda: self._drop(name)

    def empty(self) -> tuple[str, Callable[[], None]]:
        """The address of a database without tables, and what removes it."""
        name = f"plugin_{next(_numbers)}"
        return postgres.create_database(self.server, name), lambda: self._drop(name)

    def _drop(self, name: str) -> None:
        postgres.drop_database(self.server, name)


def settings_for(url: str) -> dict[str, Any]:
    """Settings for tests: cheap passwords, no threads, every mail into a folder."""
    found = read_settings({"FEDERATION_DATABASE_URL": url, "FEDERATION_SECRET_KEY": "s" * 40})
    found["passwords"] = {"memory_kib": 64, "passes": 1, "lanes": 1}
    found["jobs"]["in_web_process"] = False
    return found
