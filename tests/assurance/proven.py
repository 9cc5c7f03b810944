"""A federation whose every row the record holds, with votes in each state: what the proofs are tried on."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from federation.decisions.outcomes import actions as outcomes
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts.draft import Draft, Effects
from federation.decisions.voting.actions import casting as voting
from federation.decisions.voting.actions import closing, objections, opening
from federation.decisions.voting.actions.standing_aside import stand_aside
from federation.kernel import record
from federation.kernel.chain import checkpoints_in
from federation.kernel.checkpoints import disagreeing
from federation.kernel.db import db, unit_of_work
from federation.network.models import Federation, Membership
from federation.network.record.proving import flaws
from federation.testing.world import World, make_world
from tests.decisions.votes import in_hours, preset


@dataclass
class Proven:
    """The federation and its decisions."""

    world: World
    closed: int
    open: int
    tied: int
    consent: int

    def found(self) -> list[str]:
        """What the proofs find now, in words."""
        db.session.remove()
        with self.world.scope():
            lines = [str(flaw) for flaw in flaws()]
        db.session.remove()
        return lines

    def after(self, statements: list[str]) -> list[str]:
        """What they would find after such changes, which are undone."""
        with undone(self.world) as session:
            tamper(session.connection(), statements)
            return [str(flaw) for flaw in flaws()]

    def now(self, letters: Sequence[str] = (), keys: Sequence[str] = ()) -> list[str]:
        """What letters with checkpoints show, or without letters the proofs, within whatever transaction is open."""
        with self.world.scope():
            given = [one for letter in letters for one in checkpoints_in(letter)]
            return [str(flaw) for flaw in (disagreeing(given, keys) if letters else flaws(keys))]


class _Undone(Exception):
    pass


@contextmanager
def undone(world: World) -> Iterator[Session]:
    """A transaction that may do anything, and is rolled back."""
    with world.scope(), suppress(_Undone), unit_of_work() as session:
        yield session
        raise _Undone


def proven(practices: int = 4) -> Proven:
    """A federation that was written down from the beginning, a vote in each state."""
    world = make_world(practices=practices)
    write_down(world)
    found = Proven(world, *(talked_about(world, name) for name in ("closed", "open", "tied", "consent")))
    _vote(world, found.closed, "for for against", "for")
    _vote(world, found.open, "for against", "against")
    _vote(world, found.tied, "for against", "")
    home = world.practices["Z99003"]
    with world.scope():
        opening.open_vote(world.actor("rep1"), found.consent, preset("consent"), in_hours(48))
        voting.cast(world.actor("rep3"), found.consent, home, "object", "Too dear.")
        objections.answer_objection(world.actor("rep1"), found.consent, home, "We add a minimum.")
        objections.accept_resolution(world.actor("rep3"), found.consent, home)
        chair = world.actor("chair")
        closing.close_early(chair, found.closed, "Enough.")
        closing.close_early(chair, found.tied, "Enough.")
        closing.give_casting_vote(chair, found.tied, "against", "It is too early.")
        outcomes.write_outcome(chair, found.closed, "We begin in April.")
    return found


def write_down(world: World) -> None:
    """The entries of how a world began, which the builder of tests does not write."""
    with world.scope(), unit_of_work():
        settings = db.session.scalar(select(Federation.settings).where(Federation.id == world.federation_id))
        floors = (settings or {}).get("floors")
        record.append(None, "federation.created", f"federation:{world.federation_id}", floors=floors)
        for row in db.session.scalars(select(Membership).order_by(Membership.id)).all():
            place = {"practice": row.practice_id} if row.practice_id else {}
            subject = f"person:{row.person_id}"
            record.append(None, "membership.started", subject, membership=row.id, role=row.role, **place)
            if row.is_chair:
                record.append(None, "membership.chair", subject, membership=row.id, role=row.role)


def talked_about(world: World, name: str) -> int:
    """A proposal in discussion, written down from its beginning."""
    author = world.actor("rep1")
    with world.scope():
        number = proposals.start(
            author,
            Draft(
                title=f"Share home visits: {name}",
                body="We share home visits.",
                effects=Effects(("Visits",), {"Z99001": ("12",), "Z99002": ("9",)}),
            ),
        )
        proposals.to_discussion(author, number)
    return number


def _vote(world: World, decision_id: int, stances: str, again: str) -> None:
    """The first practices vote, the first of them twice where ``again`` says how; the last stood aside before."""
    with world.scope():
        codes = list(world.practices)
        stand_aside(
            world.actor(f"rep{len(codes)}"), decision_id, world.practices[codes[-1]], "A partner owns it."
        )
        rule = preset("simple_majority", tie="casting_vote")
        opening.open_vote(world.actor("rep1"), decision_id, rule, in_hours(48))
        for number, stance in enumerate(stances.split(), 1):
            home = world.practices[codes[number - 1]]
            voting.cast(world.actor(f"rep{number}"), decision_id, home, stance, "Because.")
        if again:
            voting.cast(world.actor("rep1"), decision_id, world.practices[codes[0]], again, "Once more.")


def unguard(connection: Connection) -> dict[str, str]:
    """Take all guards away, as somebody can who holds the database; returns what puts each back."""
    run = connection.exec_driver_sql
    if connection.dialect.name == "postgresql":
        run("SET LOCAL ROLE NONE")
        run("SET LOCAL session_replication_role = replica")
        return {}
    run("PRAGMA defer_foreign_keys = ON")
    triggers = {
        row[0]: row[1]
        for row in run("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard_%'")
    }
    for name in triggers:
        run(f"DROP TRIGGER {name}")
    return triggers


def tamper(connection: Connection, statements: list[str]) -> None:
    """Change rows behind the product's back, with the guards down for as long as it takes."""
    kept = unguard(connection)
    for statement in statements:
        assert connection.exec_driver_sql(statement).rowcount > 0, statement
    for trigger in kept.values():
        connection.exec_driver_sql(trigger)
