"""Builders for tests about votes."""

from datetime import datetime, timedelta
from itertools import zip_longest

from sqlalchemy import select, update

from federation.decisions import rules
from federation.decisions.models import Decision, ProposalVersion
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.opening import open_vote
from federation.kernel.clock import database_now
from federation.kernel.db import db, unit_of_work
from federation.people.models import Person
from federation.testing.world import LONG_AGO, World


def in_hours(hours: float) -> datetime:
    """A moment by the clock of the database."""
    now: datetime = db.session.execute(select(database_now())).scalar_one()
    return now + timedelta(hours=hours)


def propose(
    world: World,
    author: str = "rep1",
    title: str = "Share home visits by patients",
    options: tuple[str, ...] = (),
    texts: tuple[str, ...] = (),
) -> int:
    """A proposal in discussion."""
    with unit_of_work() as session, world.scope():
        decision = Decision(
            state="discussion",
            title=title,
            author_id=world.people[author],
            created_at=LONG_AGO,
            changed_at=LONG_AGO,
        )
        session.add(decision)
        session.flush()
        session.add(
            ProposalVersion(
                decision_id=decision.id,
                number=1,
                title=title,
                body=f"We agree: {title}.",
                reasons="",
                considered=[],
                options=[
                    {"id": chr(97 + n), "title": option, "text": text}
                    for n, (option, text) in enumerate(zip_longest(options, texts, fillvalue=""))
                ],
                aims=[],
                impact={},
                saved_by=world.people[author],
                saved_at=LONG_AGO,
            )
        )
        return decision.id


def preset(name: str, **changes: object) -> rules.Rule:
    """A preset's rule, changed in places."""
    return rules.Rule.from_dict(rules.PRESETS[name].rule.to_dict() | changes)


def opened(
    world: World, rule: rules.Rule | None = None, hours: float = 24, author: str = "rep1", **how: object
) -> int:
    """A decision with voting open."""
    decision_id = propose(world, author, **how)  # type: ignore[arg-type]
    with world.scope():
        open_vote(world.actor(author), decision_id, rule or preset("simple_majority"), in_hours(hours))
    return decision_id


def all_can_sign_in(world: World, *, but: tuple[str, ...] = ()) -> None:
    """Everybody has accepted their invitation, but for these."""
    people = [number for name, number in world.people.items() if name not in but]
    with unit_of_work() as session:
        waiting = Person.id.in_(people) & Person.password_hash.is_(None)
        session.execute(update(Person).where(waiting).values(password_hash="accepted"))


def vote(world: World, decision_id: int, stances: str, reason: str = "Because.") -> None:
    """Cast for practices 1, 2, 3 … in turn: f for, x against, - abstain, c consent, o object, space nothing."""
    words = {"f": "for", "x": "against", "-": "abstain", "c": "consent", "o": "object"}
    codes = list(world.practices)
    with world.scope():
        for number, letter in enumerate(stances, 1):
            if letter != " ":
                cast(
                    world.actor(f"rep{number}"),
                    decision_id,
                    world.practices[codes[number - 1]],
                    words.get(letter, letter),
                    reason,
                )
