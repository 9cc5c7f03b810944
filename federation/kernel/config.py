"""Settings: the defaults, then the file that FEDERATION_CONFIG names, then environment variables."""

import os
import secrets
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from federation.paths import CONFIG, variable_data


class Unsafe(RuntimeError):
    """A production installation that will not start; names every unsafe setting."""


def read_settings(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """All settings as one dictionary with sections as nested dictionaries."""
    settings = _toml(CONFIG / "default.toml")
    if extra := environment.get("FEDERATION_CONFIG"):
        _merge(settings, _toml(Path(extra)))
    settings["database_url"] = environment.get("FEDERATION_DATABASE_URL") or settings.get("database_url") or _default_database()
    settings["secret_key"] = environment.get("FEDERATION_SECRET_KEY") or settings.get("secret_key") or ""
    if password := environment.get("FEDERATION_SMTP_PASSWORD"):
        settings["mail"]["smtp_password"] = password
    if url := environment.get("FEDERATION_BASE_URL"):
        settings["base_url"] = url
    settings["database_url"] = _with_driver(settings["database_url"])
    if settings["production"]:
        refuse_unsafe(settings)
    elif not settings["secret_key"]:
        settings["secret_key"] = _own_secret()
    return settings


def unsafe_settings(settings: Mapping[str, Any]) -> list[str]:
    """What production must not run with, in words; empty when all is well."""
    found = []
    if len(settings["secret_key"]) < 32:
        found.append("FEDERATION_SECRET_KEY is missing or shorter than 32 characters")
    if not settings["base_url"].startswith("https://"):
        found.append("base_url does not begin with https://")
    if settings["database_url"].startswith("sqlite"):
        found.append("FEDERATION_DATABASE_URL names SQLite; production runs on PostgreSQL")
    if not settings["mail"]["smtp_host"]:
        found.append("mail.smtp_host is not set, so nobody would get mail")
    if settings.get("demo"):
        found.append("demo mode is on: its sign-ins are public")
    if settings["passwords"]["memory_kib"] < 19456:
        found.append("passwords.memory_kib is below 19,456")
    return found


def refuse_unsafe(settings: Mapping[str, Any]) -> None:
    """Raise :class:`Unsafe` with every unsafe setting."""
    if found := unsafe_settings(settings):
        raise Unsafe("production will not start:\n  " + "\n  ".join(found))


def _toml(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _merge(into: dict[str, Any], more: Mapping[str, Any]) -> None:
    for name, value in more.items():
        if isinstance(value, dict) and isinstance(into.get(name), dict):
            _merge(into[name], value)
        else:
            into[name] = value


def _default_database() -> str:
    return f"sqlite:///{variable_data() / 'federation.db'}"


def _with_driver(url: str) -> str:
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _own_secret() -> str:
    """A secret of this installation's own, kept in a file that only its user can read."""
    path = variable_data() / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii").strip()
