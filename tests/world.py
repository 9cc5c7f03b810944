"""Builders for tests: a federation with practices and people, made with the product's own tables."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from flask import Flask, g
from flask.testing import FlaskClient

from federation.decisions import rules
from federation.kernel.db import unit_of_work
from federation.kernel.policy import Actor
from federation.kernel.tenancy import federation_scope
from federation.network.arrival import place_of
from federation.network.models import Federation, Membership, Practice
from federation.people.models import Person, SignIn
from federation.people.secrets import fingerprint, new_token

LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
FAR_AHEAD = datetime(2100, 1, 1, tzinfo=UTC)
LIST_SIZES = {
    "Z99001": ("Driftwood Surgery", 11240),
    "Z99002": ("Lighthouse Medical Centre", 16480),
    "Z99003": ("Quayside Practice", 8910),
    "Z99004": ("Saltpan Lane Surgery", 4370),
    "Z99005": ("Estuary View Surgery", 13050),
    "Z99006": ("Heron Health Centre", 19860),
    "Z99007": ("Reedbed Surgery", 6120),
    "Z99008": ("Tidemill Practice", 9730),
    "Z99009": ("Chalk Hill Surgery", 7480),
    "Z99010": ("Gorse Lane Medical Practice", 12310),
    "Z99011": ("Skylark Surgery", 3290),
    "Z99012": ("Windmill Health Centre", 10660),
}


@dataclass
class World:
    """One federation: its number, its practices by code, and people by a short name."""

    federation_id: int
    slug: str
    practices: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)

    def scope(self):  # type: ignore[no-untyped-def]
        """Within this federation."""
        return federation_scope(self.federation_id)

    def actor(self, name: str) -> Actor:
        """A person as they stand now."""
        found = place_of(self.people[name], name, f"{name}@{self.slug}.example", self.federation_id)
        assert found is not None
        return found

    def add(self, name: str, role: str, code: str | None = None, chair: bool = False) -> Actor:
        """Give a person (made if new) a role."""
        with unit_of_work() as session, self.scope():
            if name not in self.people:
                person = Person(email=f"{name}@{self.slug}.example", name=name.title(), created_at=LONG_AGO)
                session.add(person)
                session.flush()
                self.people[name] = person.id
            session.add(
                Membership(
                    person_id=self.people[name],
                    role=role,
                    started_at=LONG_AGO,
                    is_chair=chair,
                    practice_id=self.practices[code] if code else None,
                )
            )
            session.flush()
        return self.actor(name)

    def client(self, app: Flask, name: str, confirmed: bool = True) -> FlaskClient:
        """A browser in which the person is signed in."""
        return signed_in(app, self.people[name], confirmed)


def signed_in(app: Flask, person_id: int, confirmed: bool = True) -> FlaskClient:
    """A browser in which a person is signed in. ``confirmed``: the second step is passed, and never grows old."""
    token = new_token()
    with unit_of_work() as session:
        session.add(
            SignIn(
                person_id=person_id,
                token_hash=fingerprint(token),
                device="test",
                started_at=LONG_AGO,
                seen_at=FAR_AHEAD,
                expires_at=FAR_AHEAD,
                confirmed_at=FAR_AHEAD if confirmed else None,
            )
        )
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["seen"] = int(FAR_AHEAD.timestamp())
        session["_fresh"] = True
    g.pop("_login_user", None)
    return client


def make_world(slug: str = "saltmarsh", practices: int = 12) -> World:
    """A federation with the practices of the screens and, for each, a representative named ``rep1`` to ``repN``;
    also ``admin``, ``chair`` (executive), ``member`` (of the first practice), ``lay`` and ``observer``."""
    with unit_of_work() as session:
        federation = Federation(
            slug=slug,
            name=f"{slug.title()} GP Federation",
            purpose="",
            settings={"floors": rules.NONE.to_dict()},
            created_at=LONG_AGO,
        )
        session.add(federation)
        session.flush()
        world = World(federation.id, slug)
        with world.scope():
            for code, (name, patients) in list(LIST_SIZES.items())[:practices]:
                practice = Practice(
                    code=code,
                    name=name,
                    list_size=patients,
                    list_size_on=date(2026, 10, 1),
                    membership="full",
                )
                session.add(practice)
                session.flush()
                world.practices[code] = practice.id
    world.add("admin", "administrator")
    world.add("chair", "executive", chair=True)
    world.add("lay", "lay_partner")
    world.add("observer", "observer")
    for number, code in enumerate(world.practices, 1):
        world.add(f"rep{number}", "representative", code)
    if world.practices:
        world.add("member", "member", next(iter(world.practices)))
    return world
