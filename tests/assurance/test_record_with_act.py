"""No act without its record, no record without its act; and nothing in it that should stay between people."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select

from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_due, close_early, give_casting_vote
from federation.decisions.voting.actions.objections import accept_resolution, answer_objection
from federation.decisions.voting.actions.opening import open_vote
from federation.decisions.voting.actions.standing_aside import stand_aside
from federation.decisions.voting.actions.withdrawing import withdraw
from federation.kernel.db import MappedBase, db
from federation.kernel.record import RecordEntry
from federation.people.models import Person
from federation.testing.world import World, make_world
from tests.assurance.checks import check_record, dump
from tests.decisions.votes import in_hours, opened, preset, propose, vote

pytestmark = pytest.mark.both_databases
GOVERNED = {name for name in MappedBase.metadata.tables if name.startswith(("decisions_", "network_"))}


class Broken(Exception):
    """A failure that the test puts in."""


@contextmanager
def failing_at(number: int) -> Iterator[list[str]]:
    """The statement of this number fails before it reaches the database; yields the statements so far."""
    sent: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)
        if len(sent) == number:
            raise Broken(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", count)


@contextmanager
def every_commit_recorded() -> Iterator[list[set[str]]]:
    """Each commit that changed a governed table must have added to the record; yields what each commit changed."""
    changed: set[str] = set()
    commits: list[set[str]] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        words = statement.split()
        if words and words[0] in ("INSERT", "UPDATE", "DELETE"):
            changed.add(words[1] if words[0] == "UPDATE" else words[2])

    def commit(_connection: Any) -> None:
        assert not changed & GOVERNED or "kernel_record" in changed, changed
        commits.append(set(changed))
        changed.clear()

    def rollback(_connection: Any) -> None:
        changed.clear()

    listeners = (("before_cursor_execute", note), ("commit", commit), ("rollback", rollback))
    for name, listener in listeners:
        event.listen(db.engine, name, listener)
    try:
        yield commits
    finally:
        for name, listener in listeners:
            event.remove(db.engine, name, listener)


def whole_votes(world: World, travel: Callable[..., None] | None = None) -> int:
    """Every act of voting once; returns how many."""
    act, codes = world.actor, list(world.practices.values())
    first, second, third, tied = (propose(world, "rep1", title) for title in ("One", "Two", "Three", "Four"))
    choice = propose(world, "rep1", "Five", options=("Canary Hall", "Gull Barn"))
    with world.scope(), every_commit_recorded() as commits:
        stand_aside(act("rep4"), first, codes[3], "Canary interest.")
        open_vote(act("rep1"), first, preset("consent"), in_hours(1))
        cast(act("rep1"), first, codes[0], "consent", "Canary consent reason.")
        cast(act("rep2"), first, codes[1], "object", "Canary objection reason.")
        cast(act("rep2"), first, codes[1], "object", "Canary objection changed.")
        answer_objection(act("rep1"), first, codes[1], "Canary answer.")
        accept_resolution(act("rep2"), first, codes[1])
        stand_aside(act("rep3"), first, codes[2], "Canary late interest.")
        close_early(act("chair"), first, "Canary closing reason.")
        open_vote(act("rep1"), second, preset("simple_majority"), in_hours(1))
        withdraw(act("rep1"), second, "Canary withdrawal.")
        open_vote(act("rep1"), third, preset("simple_majority", early_close="all_voted"), in_hours(1))
        for number, practice_id in enumerate(codes, 1):
            cast(act(f"rep{number}"), third, practice_id, "against", "Canary against reason.")
        open_vote(act("rep1"), tied, preset("simple_majority", tie="casting_vote"), in_hours(1))
        for number, practice_id in enumerate(codes, 1):
            cast(
                act(f"rep{number}"),
                tied,
                practice_id,
                "for" if number % 2 else "against",
                "Canary tie reason.",
            )
        close_early(act("chair"), tied, "Canary end.")
        give_casting_vote(act("chair"), tied, "for", "Canary casting reason.")
        open_vote(
            act("rep1"), choice, preset("simple_majority", method="approval", threshold=None), in_hours(1)
        )
        cast(act("rep1"), choice, codes[0], "a", "Canary option reason.")
        assert close_due() == 0
        return sum("kernel_record" in changed for changed in commits)


def test_every_committed_act_has_its_entry(app: Flask) -> None:
    world = make_world(practices=4)
    acts = whole_votes(world)
    check_record(world, decision_opened=5, ballot_cast=12, decision_closed=3, casting_vote_given=1)
    with world.scope():
        assert len(list(db.session.scalars(select(RecordEntry.seq)))) == acts + 1, (
            "the last ballot of the third vote also closed it"
        )


def test_the_record_holds_no_choice_no_reason_and_no_name(app: Flask) -> None:
    world = make_world(practices=4)
    whole_votes(world)
    with world.scope():
        names = [part for row in db.session.execute(select(Person.name, Person.email)) for part in row]
        rows = db.session.execute(
            select(RecordEntry.action, RecordEntry.subject, RecordEntry.data, RecordEntry.actor)
        ).all()
    assert rows and names
    values = [
        (action, value) for action, _subject, data, _actor in rows for value in json.loads(data).values()
    ]
    stances = {"for", "against", "abstain", "consent", "object", "a", "b"}
    assert [pair for pair in values if pair[1] in stances] == []
    everything = " ".join(f"{action} {subject} {data}" for action, subject, data, _ in rows).casefold()
    for secret in (
        "canary",
        "gull barn",
        "driftwood",
        "z99001",
        "@",
        *(name.casefold() for name in names if len(name) > 4),
    ):
        assert secret not in everything, secret
    assert {
        actor for action, _s, _d, actor in rows if action.startswith(("ballot", "objection.resolved"))
    } == {None}


ACTS: dict[str, Callable[[World, int, int], Any]] = {
    "open": lambda world, proposed, _open: open_vote(
        world.actor("rep1"), proposed, preset("patient_weighted"), in_hours(1)
    ),
    "cast": lambda world, _proposed, open_: cast(
        world.actor("rep3"), open_, world.practices["Z99003"], "for", "Because."
    ),
    "change": lambda world, _proposed, open_: cast(
        world.actor("rep1"), open_, world.practices["Z99001"], "against", "Because."
    ),
    "cast the last": lambda world, _proposed, open_: cast(
        world.actor("rep4"), open_, world.practices["Z99004"], "for"
    ),
    "stand aside": lambda world, _proposed, open_: stand_aside(
        world.actor("rep2"), open_, world.practices["Z99002"], "An interest."
    ),
    "close": lambda world, _proposed, open_: close_early(world.actor("chair"), open_, "Enough."),
    "withdraw": lambda world, _proposed, open_: withdraw(world.actor("rep1"), open_, "Not now."),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_failure_at_any_statement_leaves_nothing_behind(
    act: str, app: Flask, owner: Engine, tell: Callable[[str], None]
) -> None:
    world = make_world(practices=4)
    proposed = propose(world, "rep1", "Waiting")
    open_ = opened(world, preset("simple_majority", early_close="all_voted"), author="rep1")
    vote(world, open_, "fxf" if act == "cast the last" else "ff")
    db.session.remove()
    before, number = dump(owner), 0
    while True:
        number += 1
        with world.scope(), failing_at(number):
            try:
                ACTS[act](world, proposed, open_)
                break
            except Broken:
                db.session.rollback()
        db.session.remove()
        assert dump(owner) == before, number
    db.session.remove()
    after = dump(owner)
    assert len(after["kernel_record"]) == len(before["kernel_record"]) + (2 if act == "cast the last" else 1)
    check_record(world)
    tell(f"{act}: a failure at each of {number - 1} statements, nothing left behind")
