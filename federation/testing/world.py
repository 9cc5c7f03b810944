"""Made-up federations: practices, people in every role, and what they do."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from sqlalchemy import select

from federation.decisions import rules
from federation.decisions.models import Decision
from federation.decisions.proposals.actions.proposals import to_discussion
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.opening import open_vote
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import Actor
from federation.kernel.scopes import SCOPES
from federation.kernel.tenancy import federation_scope
from federation.network.arrival import place_of
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.network.members.terminal import create_token
from federation.network.models import Federation, Membership, Practice
from federation.network.plugins.actions.switching import keep_settings, switch_from_terminal
from federation.network.plugins.queries.state import settings_of
from federation.people.models import Person, ProgramToken, SignIn
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


class WorldPlace(NamedTuple):
    """The role that somebody is to have, and the code of the practice that they have it for."""

    name: str
    role: str
    code: str | None = None
    chair: bool = False


@dataclass
class World:
    """One federation: its number, its practices by code, and people by a short name."""

    federation_id: int
    slug: str
    practices: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)

    def scope(self) -> AbstractContextManager[None]:
        """Within this federation."""
        return federation_scope(self.federation_id)

    def address(self, path: str) -> str:
        """The address of a page of this federation: ``address("offers/3")``."""
        return f"/f/{self.slug}/{path}"

    def actor(self, name: str) -> Actor:
        """A person as they stand now."""
        found = place_of(self.people[name], name, f"{name}@{self.slug}.example", self.federation_id)
        assert found is not None, f"{name} has no role in {self.slug}"
        return found

    def practice_of(self, name: str) -> int:
        """The practice that a person belongs to."""
        seat = self.actor(name).practice
        assert seat is not None, f"{name} belongs to no practice"
        return seat.practice_id

    def add(self, name: str, role: str, code: str | None = None, chair: bool = False) -> Actor:
        """Give a person (made if new) a role."""
        self.add_all([WorldPlace(name, role, code, chair)])
        return self.actor(name)

    def add_all(self, places: Sequence["WorldPlace"]) -> None:
        """Give people (made if new) roles, all at once."""
        with unit_of_work() as session, self.scope():
            names = dict.fromkeys(place.name for place in places if place.name not in self.people)
            made = {
                name: Person(email=f"{name}@{self.slug}.example", name=name.title(), created_at=LONG_AGO)
                for name in names
            }
            session.add_all(made.values())
            session.flush()
            self.people |= {name: person.id for name, person in made.items()}
            session.add_all(
                Membership(
                    person_id=self.people[place.name],
                    role=place.role,
                    started_at=LONG_AGO,
                    is_chair=place.chair,
                    practice_id=self.practices[place.code] if place.code else None,
                )
                for place in places
            )

    def group(self, name: str, *people: str) -> int:
        """Begin a group in which these people sit with a vote, the first as its lead; returns its number."""
        with self.scope():
            seats = [SeatWanted(self.people[one], is_lead=not place) for place, one in enumerate(people)]
            purpose = "What the members asked it to do."
            return begin_group(self.actor("admin"), GroupWanted(name, purpose, seats=seats))

    def client(self, app: Flask, name: str, confirmed: bool = True) -> FlaskClient:
        """A browser in which the person is signed in."""
        return signed_in(app, self.people[name], confirmed)

    def program(self, app: Flask, name: str) -> FlaskClient:
        """A program with a token of the person, which may do all that they may."""
        with self.scope():
            token = create_token(f"{name}@{self.slug}.example", "Tests")
        client = CleanClient(app, app.response_class)
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        return client

    def set(self, plugin: str, **settings: Any) -> None:
        """Set a plugin up, as the administrator would with its form."""
        with self.scope():
            keep_settings(self.actor("admin"), plugin, {**settings_of(plugin), **settings})

    def switch(self, plugin: str, on: bool) -> None:
        """Switch a plugin on or off, with those it needs."""
        with self.scope():
            switch_from_terminal(plugin, on)

    def show(self, decision_id: int) -> Actor:
        """Show a draft to the members, as its author would; returns the author."""
        with self.scope():
            found = db.session.execute(
                select(Decision.author_id, Decision.state).where(Decision.id == decision_id)
            ).one()
            author = self.actor(next(name for name, id in self.people.items() if id == found.author_id))
            if found.state == "draft":
                to_discussion(author, decision_id)
            return author

    def decide(self, decision_id: int, stance: str = "for") -> None:
        """Put a proposal to the vote, let every representative vote ``for`` or ``against``, and close it."""
        author = self.show(decision_id)
        with self.scope():
            now = time_now()
            rule = rules.PRESETS["simple_majority"].rule
            open_vote(author, decision_id, rule, now + timedelta(days=14))
            for name in [name for name in self.people if name.startswith("rep")]:
                cast(self.actor(name), decision_id, self.practice_of(name), stance, "Because.")
            if db.session.scalar(select(Decision.state).where(Decision.id == decision_id)) == "open":
                close_early(self.actor("chair"), decision_id, "All have voted.")


class CleanClient(FlaskClient):
    """A test client whose every request begins as in production: nothing of an earlier one is left in ``g``, and the
    database is read as it is now. The test may itself hold the app's context, which requests then share."""

    def open(self, *args: Any, **kw: Any) -> Any:
        if has_app_context():
            for name in tuple(vars(g)):
                g.pop(name)
            db.session.rollback()
        return super().open(*args, **kw)


def new_session(person_id: int, confirmed: bool = True) -> str:
    """The token of a new session. ``confirmed``: the second step is passed, and never grows old."""
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
    return token


def new_program_token(
    person_id: int,
    federation_id: int,
    scopes: Collection[str] = tuple(SCOPES),
    revoked: datetime | None = None,
) -> str:
    """A new token for programs that never grows old. Its use is on record already, so reading with it writes nothing."""
    token = new_token()
    with unit_of_work() as session:
        session.add(
            ProgramToken(
                token_hash=fingerprint(token),
                person_id=person_id,
                federation_id=federation_id,
                title="test",
                scopes=" ".join(scopes),
                created_at=LONG_AGO,
                expires_at=FAR_AHEAD,
                last_used_on=FAR_AHEAD.date(),
                revoked_at=revoked,
            )
        )
    return token


def signed_in(app: Flask, person_id: int, confirmed: bool = True) -> FlaskClient:
    """A browser in which a person is signed in; its forms need no token."""
    token = new_session(person_id, confirmed)
    app.config["WTF_CSRF_ENABLED"] = False
    client = CleanClient(app, app.response_class)
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["seen"] = int(FAR_AHEAD.timestamp())
        session["_fresh"] = True
    return client


def session_cookie(app: Flask, token: str | None, **more: Any) -> tuple[str, str]:
    """Name and value of the cookie with which a browser shows a session, with what else is kept in it."""
    interface: Any = app.session_interface
    signed_in = {"_user_id": token, "_fresh": True, "seen": int(FAR_AHEAD.timestamp())} if token else {}
    return app.config["SESSION_COOKIE_NAME"], interface.get_signing_serializer(app).dumps(signed_in | more)


def make_world(slug: str = "saltmarsh", practices: int = 12, known: Mapping[str, int] | None = None) -> World:
    """A federation with practices and, for each, a representative named ``rep1`` to ``repN``;
    also ``admin``, ``chair`` (executive), ``member`` (of the first practice), ``lay`` and ``observer``.

    ``known`` are people, by those names, who have an account already."""
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
        world = World(federation.id, slug, people=dict(known or {}))
        with world.scope():
            made = [
                Practice(
                    code=code,
                    name=name,
                    list_size=patients,
                    list_size_on=date(2026, 10, 1),
                    membership="full",
                )
                for code, (name, patients) in list(LIST_SIZES.items())[:practices]
            ]
            session.add_all(made)
            session.flush()
            world.practices |= {practice.code: practice.id for practice in made}
        world.add_all(_places(world))
    return world


def _places(world: World) -> list[WorldPlace]:
    """The usual people."""
    federation = [
        WorldPlace("admin", "administrator"),
        WorldPlace("chair", "executive", chair=True),
        WorldPlace("lay", "lay_partner"),
        WorldPlace("observer", "observer"),
    ]
    for number, code in enumerate(world.practices, 1):
        federation.append(WorldPlace(f"rep{number}", "representative", code))
    if world.practices:
        federation.append(WorldPlace("member", "member", next(iter(world.practices))))
    return federation
