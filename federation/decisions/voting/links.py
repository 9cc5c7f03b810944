"""The link in a letter that opens one vote of one practice to one person: read the decision, cast, and nothing else.

The secret stands in the letter alone. Opening the link binds nothing and uses nothing up, for programs that look
through mail open links too. It ends with the vote, and with any change of the person's roles here, password, address,
second step or organisations' accounts: what these were is kept as a fingerprint, and compared each time.
"""

from collections.abc import Collection, Iterable
from typing import Any, Final, NamedTuple

from sqlalchemy import delete, or_, select

from federation.decisions.models import BallotLink, Decision, RollEntry
from federation.kernel import record
from federation.kernel.days import time_now
from federation.kernel.db import db
from federation.kernel.policy import BY_LINK, Actor, OneThing, Seat
from federation.kernel.record import now_here
from federation.kernel.refusals import Refusal
from federation.kernel.tenancy import federation_scope, insert_many
from federation.kernel.web import FederationHere
from federation.network.models import Federation, Membership, Practice
from federation.network.named import federation_named
from federation.people.models import OrganisationAccount, Person, SecondFactor
from federation.people.secrets import fingerprint, new_token

SETTING: Final = "ballot_links"
"""Whether letters have such links in a federation: yes, until it says otherwise."""


class LinkOver(Refusal):
    """The link opens nothing (any more); said alike of every reason."""

    status = 410

    def __init__(self) -> None:
        super().__init__(
            "This link does not open the vote any more: voting has closed, or something about your account or your "
            "role has changed since the letter. Sign in to read the decision and, while voting is open, to cast the vote."
        )


class OpenedBallot(NamedTuple):
    """The ballot that a link opens, and for whom."""

    here: FederationHere
    actor: Actor
    decision_id: int
    practice_id: int | None
    token: str

    @property
    def practice(self) -> str:
        """The name of the practice, or of the person who votes for themselves."""
        return self.actor.seats[0].name if self.actor.seats else self.actor.name


class BallotPlace(NamedTuple):
    """One person for one practice, or for themselves."""

    person_id: int
    practice_id: int | None


def are_on(settings: dict[str, Any] | None) -> bool:
    """Whether a federation's letters have such links."""
    return bool((settings or {}).get(SETTING, True))


def make_links(decision: Decision, wanted: Iterable[BallotPlace]) -> dict[BallotPlace, str]:
    """In the open unit of work: a link for each place, as its secret; none where the federation or the vote asks for
    a full sign-in. ``wanted``: places that count in this vote."""
    settings = db.session.scalar(select(Federation.settings).where(Federation.id == decision.federation_id))
    if decision.full_sign_in or not are_on(settings):
        return {}
    places = list(wanted)
    standings = _standings({place.person_id for place in places})
    now = time_now()
    made = {place: new_token() for place in places if place.person_id in standings}
    insert_many(
        BallotLink,
        [
            {
                "decision_id": decision.id,
                "practice_id": place.practice_id,
                "person_id": place.person_id,
                "token_hash": fingerprint(token),
                "standing": standings[place.person_id],
                "made_at": now,
            }
            for place, token in made.items()
        ],
    )
    return made


def end_links_of(decision_id: int) -> None:
    """In the open unit of work: voting is over, so its links go."""
    db.session.execute(
        delete(BallotLink)
        .where(BallotLink.decision_id == decision_id)
        .execution_options(synchronize_session=False)
    )


def open_link(slug: str | None, token: str) -> OpenedBallot:
    """Read what a link opens now, and change nothing. Raises :class:`LinkOver`."""
    here = federation_named(slug or "")
    if not are_on(here.settings):
        raise LinkOver()
    with federation_scope(here.id):
        return _opened(here, token)


def _opened(here: FederationHere, token: str) -> OpenedBallot:
    found = db.session.execute(
        select(
            BallotLink.decision_id,
            BallotLink.practice_id,
            BallotLink.person_id,
            BallotLink.standing,
            Person.name,
            Person.email,
            Practice.code,
            Practice.name.label("practice"),
        )
        .select_from(BallotLink)
        .join(
            Decision,
            (Decision.id == BallotLink.decision_id) & Decision.takes_ballots(now_here()),
        )
        .join(Person, (Person.id == BallotLink.person_id) & Person.erased_at.is_(None))
        .outerjoin(Practice, Practice.id == BallotLink.practice_id)
        .outerjoin(
            RollEntry,
            (RollEntry.decision_id == BallotLink.decision_id) & (RollEntry.person_id == BallotLink.person_id),
        )
        .outerjoin(
            Membership,
            (Membership.person_id == BallotLink.person_id)
            & (Membership.practice_id == BallotLink.practice_id)
            & (Membership.role == "representative")
            & Membership.counts_since(Decision.opened_at),
        )
        .where(
            BallotLink.token_hash == fingerprint(token),
            Decision.full_sign_in.is_(False),
            or_(Membership.id.is_not(None), BallotLink.practice_id.is_(None) & RollEntry.id.is_not(None)),
        )
    ).first()
    if found is None or _standings({found.person_id}).get(found.person_id) != found.standing:
        raise LinkOver()
    seat = Seat(found.practice_id, found.code, found.practice, "representative")
    seats = (seat,) if found.practice_id else ()
    actor = Actor(
        found.person_id,
        found.name,
        found.email,
        here.id,
        frozenset({BY_LINK}),
        seats,
        only=OneThing("decision", found.decision_id),
    )
    return OpenedBallot(here, actor, found.decision_id, found.practice_id, token)


def _standings(people: Collection[int]) -> dict[int, str]:
    """A fingerprint of each person's account and of their roles here: it differs after any change of them."""
    accounts = db.session.execute(
        select(Person.id, Person.email, Person.password_hash, SecondFactor.secret)
        .outerjoin(SecondFactor, SecondFactor.person_id == Person.id)
        .where(Person.id.in_(people), Person.erased_at.is_(None))
    ).all()
    services: dict[int, list[list[Any]]] = {}
    for person, *service in db.session.execute(
        select(
            OrganisationAccount.person_id,
            OrganisationAccount.id,
            OrganisationAccount.issuer,
            OrganisationAccount.subject,
        )
        .where(OrganisationAccount.person_id.in_(people))
        .order_by(OrganisationAccount.id)
    ):
        services.setdefault(person, []).append(list(service))
    roles: dict[int, list[list[Any]]] = {}
    for person, *role in db.session.execute(
        select(
            Membership.person_id,
            Membership.id,
            Membership.role,
            Membership.practice_id,
            Membership.is_chair,
        )
        .where(Membership.person_id.in_(people), Membership.ended_at.is_(None))
        .order_by(Membership.id)
    ):
        roles.setdefault(person, []).append(list(role))
    return {
        person: record.digest([person, *account, roles.get(person, []), services.get(person, [])])
        for person, *account in accounts
    }
