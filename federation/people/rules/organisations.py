"""The claims of an organisation's sign-in service about somebody, and how much of them counts.

The claims are those of OpenID Connect Core 1.0; the identity is issuer and subject, never an address, which the
service may give to somebody else one day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

LONGEST_AGO = timedelta(minutes=15)
"""How long ago the service may have asked who somebody is: a browser that was left open there opens nothing here."""
_LEEWAY = timedelta(minutes=2)
_LONGEST = 255


@dataclass(frozen=True, slots=True)
class SignInService:
    """A sign-in service as the settings describe it.

    ``trusts_addresses``: every address it names is one that it hands out itself. ``domains``: only addresses below
    these count. ``second_step``: values of ``amr`` or ``acr`` that mean a second step was passed there.
    """

    key: str
    title: str
    metadata_url: str
    client_id: str
    secret: str = ""
    private_key_file: str = ""
    private_key_algorithm: str = "RS512"
    scope: str = "openid email profile"
    trusts_addresses: bool = False
    domains: tuple[str, ...] = ()
    second_step: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OrganisationShown:
    """Somebody whom an organisation has let in. ``email`` only where the address may be believed; ``strong_at`` is
    when a second step was passed there, ``None`` where none was."""

    issuer: str
    subject: str
    email: str | None
    strong_at: datetime | None


class UnusableAnswer(ValueError):
    """The service said nothing by which somebody can be known again."""


def read_claims(organisation: SignInService, claims: Mapping[str, Any], now: datetime) -> OrganisationShown:
    """The person that checked claims speak of. A second step counts from when it was passed (``auth_time``), and where
    that is not said, not at all. Raises :class:`UnusableAnswer`."""
    issuer, subject = claims.get("iss"), claims.get("sub")
    if not isinstance(issuer, str) or not isinstance(subject, str) or not 1 <= len(subject) <= _LONGEST:
        raise UnusableAnswer("no issuer or subject")
    asked = shown_at(claims)
    if asked is not None and now - asked > LONGEST_AGO + _LEEWAY:
        raise UnusableAnswer("the service did not ask again who it is")
    return OrganisationShown(
        issuer, subject, _address(organisation, claims), _strong_at(organisation, claims, now)
    )


def _address(organisation: SignInService, claims: Mapping[str, Any]) -> str | None:
    email = claims.get("email")
    if not isinstance(email, str) or "@" not in email:
        return None
    if claims.get("email_verified") not in (True, "true") and not organisation.trusts_addresses:
        return None
    domain = email.rpartition("@")[2].casefold()
    if organisation.domains and not any(
        domain == one or domain.endswith(f".{one}") for one in organisation.domains
    ):
        return None
    return email.strip().casefold()


def _strong_at(organisation: SignInService, claims: Mapping[str, Any], now: datetime) -> datetime | None:
    ways = claims.get("amr")
    said = {claims.get("acr"), *(ways if isinstance(ways, list) else ())}
    if not said & organisation.second_step:
        return None
    at = shown_at(claims)
    return None if at is None else min(now, at)


def shown_at(claims: Mapping[str, Any]) -> datetime | None:
    """When the service itself last asked who the person is; None where it does not say."""
    at = claims.get("auth_time")
    if not isinstance(at, (int, float)) or isinstance(at, bool):
        return None
    return datetime.fromtimestamp(at, UTC)
