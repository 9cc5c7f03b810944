"""Where templates, migrations and configuration lie: in a checkout beside the package, in a wheel inside it."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_BUNDLED = _PACKAGE / "_data"
_ROOT = _BUNDLED if _BUNDLED.is_dir() else _PACKAGE.parent

TEMPLATES = _ROOT / "templates"
MIGRATIONS = _ROOT / "migrations"
CONFIG = _ROOT / "config"


def variable_data() -> Path:
    """The folder for what an installation without PostgreSQL keeps: ``var`` below the current folder."""
    return Path.cwd() / "var"
