"""Where templates, migrations and configuration lie: in a checkout beside the package, in a wheel inside it."""

import os
from collections.abc import Mapping
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_BUNDLED = _PACKAGE / "_data"
_ROOT = _BUNDLED if _BUNDLED.is_dir() else _PACKAGE.parent

TEMPLATES = _ROOT / "templates"
MIGRATIONS = _ROOT / "migrations"
CONFIG = _ROOT / "config"


def variable_data(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder for what an installation without PostgreSQL keeps: the one that ``FEDERATION_VAR`` names; else ``var`` in the
    checkout; else, installed from a package, the one that desktops have for data of programs
    (https://specifications.freedesktop.org/basedir-spec). Never one that depends on the folder somebody stands in."""
    if named := environment.get("FEDERATION_VAR"):
        return Path(named).resolve()
    if _ROOT != _BUNDLED:
        return _ROOT / "var"
    return Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "federation"
