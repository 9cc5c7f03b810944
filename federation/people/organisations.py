"""The sign-in services of organisations: read from the settings, spoken to with Authlib, which is loaded when used."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from flask import Flask, current_app

from federation.kernel.config import UnsafeSettings
from federation.kernel.refusals import NotFound
from federation.people.rules.organisations import SignInService

_KEY: Final = re.compile(r"[a-z][a-z0-9-]{0,30}")
_PATIENCE: Final = 10
"""Seconds that a service may take to answer."""


def organisations_in(settings: Mapping[str, Any]) -> tuple[SignInService, ...]:
    """The services that the settings name; raises :class:`UnsafeSettings` with what is missing."""
    found = tuple(_organisation(one, settings) for one in settings.get("organisations", ()))
    if len({one.key for one in found}) != len(found):
        raise UnsafeSettings("two organisations in the settings have the same key")
    return found


def _organisation(given: Mapping[str, Any], settings: Mapping[str, Any]) -> SignInService:
    key = str(given.get("key", ""))
    if not _KEY.fullmatch(key):
        raise UnsafeSettings(f"an organisation’s key is lower-case letters, digits and hyphens, not {key!r}")
    for name in ("title", "metadata_url", "client_id"):
        if not given.get(name):
            raise UnsafeSettings(f"organisation {key} has no {name}")
    if settings["production"] and not str(given["metadata_url"]).startswith("https://"):
        raise UnsafeSettings(f"metadata_url of organisation {key} does not begin with https://")
    unknown = set(given) - _NAMES
    if unknown:
        raise UnsafeSettings(f"organisation {key} has unknown settings: {', '.join(sorted(unknown))}")
    return SignInService(
        **{
            **given,
            "domains": tuple(str(domain).casefold() for domain in given.get("domains", ())),
            "second_step": frozenset(given.get("second_step", ())),
        }
    )


_NAMES: Final = frozenset(SignInService.__dataclass_fields__)


def organisations() -> tuple[SignInService, ...]:
    """The services of this installation, in the order of its settings."""
    found: tuple[SignInService, ...] = current_app.extensions["people.organisations"]
    return found


def organisation(key: str) -> SignInService:
    """One of them; raises ``NotFound``."""
    for one in organisations():
        if one.key == key:
            return one
    raise NotFound()


def init_organisations(app: Flask) -> None:
    """Read the services once, at the start, so that a mistake in the settings stops it."""
    app.extensions["people.organisations"] = organisations_in(app.config["SETTINGS"])
    app.extensions["people.organisation_clients"] = {}


def client_of(one: SignInService) -> Any:
    """Authlib's client for a service: code flow with PKCE (S256), state and nonce, discovery."""
    clients: dict[str, Any] = current_app.extensions["people.organisation_clients"]
    if one.key not in clients:
        clients[one.key] = _made(one)
    return clients[one.key]


def _made(one: SignInService) -> Any:
    from authlib.integrations.flask_client import OAuth

    how: dict[str, Any] = {"scope": one.scope, "code_challenge_method": "S256", "default_timeout": _PATIENCE}
    secret: Any = one.secret
    if one.private_key_file:
        from authlib.oauth2.rfc7523 import PrivateKeyJWT
        from joserfc.jwk import import_key

        pem = Path(one.private_key_file).read_text(encoding="ascii")
        secret = import_key(pem, "EC" if one.private_key_algorithm.startswith("ES") else "RSA")
        how["token_endpoint_auth_method"] = PrivateKeyJWT(alg=one.private_key_algorithm)
    registry = OAuth(current_app)
    return registry.register(
        one.key,
        client_id=one.client_id,
        client_secret=secret or None,
        server_metadata_url=one.metadata_url,
        client_kwargs=how,
    )
