"""Settings: the defaults, then the file that FEDERATION_CONFIG names, then environment variables."""

import os
import re
import secrets
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from federation.paths import CONFIG, variable_data

BASE_URL = "http://127.0.0.1:8000"
"""The address in ``config/default.toml``: nobody has set another."""


class UnsafeSettings(RuntimeError):
    """A production installation that will not start; names every unsafe setting."""


def read_settings(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """All settings as one dictionary with sections as nested dictionaries; production refuses unsafe ones."""
    settings = gather_settings(environment)
    if words := without_mode(settings):
        raise UnsafeSettings(words)
    if settings["production"]:
        refuse_unsafe(settings)
    else:
        for name in ("secret_key", "seal_key"):
            settings[name] = settings[name] or own_secret(name) or own_secret(name, secrets.token_urlsafe(48))
    return settings


def gather_settings(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """All settings as they were given, safe or not."""
    settings = _toml(CONFIG / "default.toml")
    extra = environment.get("FEDERATION_CONFIG")
    given = _given(Path(extra)) if extra else {}
    _merge(settings, given)
    if said := environment.get("FEDERATION_PRODUCTION"):
        given["production"] = settings["production"] = _MODES.get(said.lower(), True)
    settings["mode_is_said"] = "production" in given
    settings["database_url"] = (
        environment.get("FEDERATION_DATABASE_URL")
        or settings.get("database_url")
        or _default_database(environment)
    )
    settings["secret_key"] = environment.get("FEDERATION_SECRET_KEY") or settings.get("secret_key") or ""
    settings["seal_key"] = environment.get("FEDERATION_SEAL_KEY") or settings.get("seal_key") or ""
    settings["metrics_token"] = environment.get("FEDERATION_METRICS_TOKEN") or settings["metrics_token"]
    if password := environment.get("FEDERATION_SMTP_PASSWORD"):
        settings["mail"]["smtp_password"] = password
    for organisation in settings["organisations"]:
        name = f"FEDERATION_OIDC_SECRET_{str(organisation.get('key', '')).upper().replace('-', '_')}"
        if secret := environment.get(name):
            organisation["secret"] = secret
    if url := environment.get("FEDERATION_BASE_URL"):
        settings["base_url"] = url
    settings["database_url"] = _with_driver(settings["database_url"])
    owner = environment.get("FEDERATION_OWNER_URL") or settings.get("owner_url")
    settings["owner_url"] = _with_driver(owner) if owner else settings["database_url"]
    return settings


_MODES = {"yes": True, "no": False}
"""What ``FEDERATION_PRODUCTION`` says; another word is taken for yes, which refuses more."""


def without_mode(settings: Mapping[str, Any]) -> str:
    """What to say where PostgreSQL is named and nothing says whether this is production: a forgotten file of settings would let
    letters to people go into files, and mark them as sent. Empty where it is said, and on SQLite."""
    if settings["mode_is_said"] or settings["database_url"].startswith("sqlite"):
        return ""
    return (
        "FEDERATION_DATABASE_URL names PostgreSQL, and nothing says whether this is production. Name the file of settings in "
        "FEDERATION_CONFIG, with production = true; or, to try something out, set FEDERATION_PRODUCTION=no"
    )


def unsafe_settings(settings: Mapping[str, Any]) -> list[str]:
    """The settings that production must not run with, in words; empty when all is well."""
    return [words for words, unsafe in _UNSAFE if unsafe(settings)]


def _is_weak(secret: str) -> bool:
    return len(secret) < 32 or len(set(secret)) < 10 or _repeats(secret)


def _repeats(secret: str) -> bool:
    """Whether a secret is a shorter one again and again, in one piece or with something between."""
    if any(secret == (secret[:size] * len(secret))[: len(secret)] for size in range(1, len(secret) // 2 + 1)):
        return True
    words = re.findall(r"[^\W_]+", secret.casefold())
    return len(words) > 1 and len("".join(set(words))) < 16


def _on_this_machine(settings: Mapping[str, Any]) -> bool:
    host = urlsplit(settings["base_url"]).hostname or "localhost"
    return host == "localhost" or host.startswith("127.") or host == "::1"


def _without_address(settings: Mapping[str, Any]) -> bool:
    _, _, host = settings["mail"]["sender"].rstrip(">").rpartition("@")
    return "." not in host


_UNSAFE: tuple[tuple[str, Callable[[Mapping[str, Any]], bool]], ...] = (
    (
        "FEDERATION_SECRET_KEY is missing, shorter than 32 characters, has fewer than 10 different ones, or repeats a shorter "
        "one",
        lambda s: _is_weak(s["secret_key"]),
    ),
    (
        "FEDERATION_SEAL_KEY is shorter than 32 characters, has fewer than 10 different ones, repeats a shorter one, or is the "
        "secret key",
        lambda s: bool(s["seal_key"]) and (_is_weak(s["seal_key"]) or s["seal_key"] == s["secret_key"]),
    ),
    (
        "seal_recovery_key is not 64 hexadecimal digits, as federation seal recovery-key prints them",
        lambda s: bool(s["seal_recovery_key"]) and not re.fullmatch("[0-9a-f]{64}", s["seal_recovery_key"]),
    ),
    (
        "FEDERATION_METRICS_TOKEN is shorter than 32 characters, has fewer than 10 different ones, or repeats a shorter one",
        lambda s: bool(s["metrics_token"]) and _is_weak(s["metrics_token"]),
    ),
    ("base_url does not begin with https://", lambda s: not s["base_url"].startswith("https://")),
    ("base_url names this machine, so links in mail would lead nowhere", _on_this_machine),
    (
        "FEDERATION_DATABASE_URL names SQLite; production runs on PostgreSQL",
        lambda s: s["database_url"].startswith("sqlite"),
    ),
    ("mail.smtp_host is not set, so nobody would get mail", lambda s: not s["mail"]["smtp_host"]),
    (
        "mail.smtp_starttls and mail.smtp_tls are off, so a mail server's password and every letter would be sent in the "
        "clear",
        lambda s: bool(s["mail"]["smtp_host"]) and not (s["mail"]["smtp_starttls"] or s["mail"]["smtp_tls"]),
    ),
    (
        "mail.smtp_ca_file names a file that is not there",
        lambda s: bool(s["mail"]["smtp_ca_file"]) and not Path(s["mail"]["smtp_ca_file"]).is_file(),
    ),
    ("mail.sender is not an address that mail servers take", _without_address),
    (
        'second_factor is neither "required" nor "offered"',
        lambda s: s["second_factor"] not in ("required", "offered"),
    ),
    ("demo mode is on: its sign-ins are public", lambda s: bool(s.get("demo"))),
    ("passwords.memory_kib is below 19,456", lambda s: s["passwords"]["memory_kib"] < 19456),
    ("passwords.passes is below 2", lambda s: s["passwords"]["passes"] < 2),
    ('log_format is neither "plain" nor "json"', lambda s: s["log_format"] not in ("plain", "json")),
    ("session_hours is not between 1 and 24", lambda s: not 1 <= s["session_hours"] <= 24),
    ("idle_minutes is not between 5 and 720", lambda s: not 5 <= s["idle_minutes"] <= 720),
    (
        "idle_minutes_in_office is not between 5 and 60",
        lambda s: not 5 <= s["idle_minutes_in_office"] <= 60,
    ),
    ("keep_signed_in_days is not between 0 and 90", lambda s: not 0 <= s["keep_signed_in_days"] <= 90),
    (
        "trusted_proxies is 0: https ends at a proxy, whose number must be given",
        lambda s: s["trusted_proxies"] < 1,
    ),
)
"""Each with the test that finds it."""


def doubtful_settings(settings: Mapping[str, Any]) -> list[str]:
    """The settings that production may run with, and better would not, in words."""
    return [words for words, doubtful in _DOUBTFUL if doubtful(settings)]


_DOUBTFUL: tuple[tuple[str, Callable[[Mapping[str, Any]], bool]], ...] = (
    (
        'second_factor is "offered": a stolen password is enough to administer a federation or to put something '
        'to the vote, for whoever has set up no authenticator app; "required" closes that',
        lambda s: s["second_factor"] == "offered",
    ),
    ("FEDERATION_SEAL_KEY is not set: nothing can be sealed, such as bids", lambda s: not s["seal_key"]),
    (
        "seal_recovery_key is not set: what is sealed is lost with FEDERATION_SEAL_KEY. Run: federation seal recovery-key",
        lambda s: bool(s["seal_key"]) and not s["seal_recovery_key"],
    ),
)


def refuse_unsafe(settings: Mapping[str, Any]) -> None:
    """Raise :class:`UnsafeSettings` with every unsafe setting."""
    if found := unsafe_settings(settings):
        raise UnsafeSettings("production will not start:\n  " + "\n  ".join(found))


def _given(path: Path) -> dict[str, Any]:
    """The settings of an installation's own file."""
    try:
        return _toml(path)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise UnsafeSettings(f"FEDERATION_CONFIG names {path}, which cannot be read: {why}") from None


def _toml(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _merge(into: dict[str, Any], more: Mapping[str, Any]) -> None:
    for name, value in more.items():
        if isinstance(value, dict) and isinstance(into.get(name), dict):
            _merge(into[name], value)
        else:
            into[name] = value


def _default_database(environment: Mapping[str, str]) -> str:
    return f"sqlite:///{variable_data(environment) / 'federation.db'}"


def _with_driver(url: str) -> str:
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def own_secret(name: str, value: str = "") -> str:
    """The secret of this installation that is kept in a file of that name, which only its user can read; empty where there is
    none. With a ``value`` the file is made first."""
    path = variable_data() / name
    if value:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(value, encoding="ascii")
    return path.read_text(encoding="ascii").strip() if path.exists() else ""
