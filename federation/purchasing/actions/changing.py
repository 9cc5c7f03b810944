"""After a round has closed: practices change amounts as far as the members agreed, leave, or come late with the group's word.
Nothing of it is done once the item has been ordered."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Final

from federation.decisions.rulebook.queries.agreed import agreed
from federation.kernel import record
from federation.kernel.db import unit_of_work
from federation.kernel.held import held
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.network.dues.actions import DuePage, add_due, done_due
from federation.purchasing.actions.needs import MOST_LINES, checked_lines, put_lines
from federation.purchasing.actions.rounds import check_stands, one_line, round_run
from federation.purchasing.agreed import TOLERANCE
from federation.purchasing.models import NeedChange, PurchaseRound
from federation.purchasing.permissions import NeedsOf
from federation.purchasing.queries.changes import (
    amounts,
    change_here,
    kept_lines,
    key_of,
    said_at_close,
)
from federation.purchasing.queries.contracts import leads_of
from federation.purchasing.queries.needs import StatedLine, answer_of
from federation.purchasing.queries.orders import orders_of
from federation.purchasing.queries.rounds import practice_coded
from federation.purchasing.rules import bounds, may_change, meant

LONGEST_WHY: Final = 1_000
DAYS_TO_ANSWER: Final = 7


def change_needs(
    actor: Actor, round_id: int, code: str, wanted: Mapping[tuple[str, str], int], words: str = ""
) -> None:
    """Change amounts of a practice (by item and unit, as its lines say them; 0: it leaves that item) after the round has closed,
    as far as the members agreed. Prices stay as they were said, so that no saving is made up afterwards."""
    practice_id = _practice(actor, code)
    words = one_line(words, "words", "", LONGEST_WHY)
    with unit_of_work() as session:
        before, now = _lines_now(round_id, practice_id)
        said, tolerance = said_at_close(round_id, practice_id, before), Fraction(agreed(TOLERANCE.name))
        after = [line._replace(quantity=wanted.get(line[:2], line.quantity)) for line in before]
        if unknown := wanted.keys() - {line[:2] for line in before}:
            raise Invalid(f"Your practice has not said that it needs {sorted(unknown)[0][0]}", "lines")
        ordered = items_ordered(round_id)
        had, gets = amounts(before), amounts(after)
        for line in after:
            key = key_of(line)
            if gets[key] == had[key]:
                continue
            if meant(line.item, line.unit) in ordered:
                raise Refusal(f"{line.item} has been ordered, so its amount stays.")
            if not gets[key] >= 0 or not may_change(said[key], gets[key], tolerance):
                least, most = bounds(said[key], tolerance)
                raise Invalid(f"{line.item}: enter {least:,} to {most:,}, or 0 to leave", "lines")
        if gets == had:
            raise Invalid("Change an amount first", "lines")
        kept = [line for line in after if line.quantity]
        row = NeedChange(
            round_id=round_id,
            practice_id=practice_id,
            kind="amount",
            before=kept_lines(before),
            after=kept_lines(kept),
            words=words,
            state="done",
            asked_by=actor.person_id,
            asked_at=now,
        )
        session.add(row)
        session.flush()
        put_lines(actor.person_id, round_id, practice_id, kept, now)
        _note(actor, "purchase.changed", row)


def ask_late(actor: Actor, round_id: int, code: str, lines: Sequence[StatedLine], words: str) -> int:
    """Ask the group to take in what a practice had not said when the round closed. Returns the number of what is asked."""
    practice_id = _practice(actor, code)
    words, added = one_line(words, "words", "Say why it comes late", LONGEST_WHY), checked_lines(lines)
    if not added:
        raise Invalid("Enter what your practice needs", "item")
    with unit_of_work() as session:
        before, now = _lines_now(round_id, practice_id)
        _check_new(round_id, before, added)
        row = NeedChange(
            round_id=round_id,
            practice_id=practice_id,
            kind="late",
            before=kept_lines(before),
            after=kept_lines([*before, *added]),
            words=words,
            state="asked",
            asked_by=actor.person_id,
            asked_at=now,
        )
        session.add(row)
        session.flush()
        held_round = held(PurchaseRound, round_id).row
        people, practices = leads_of(held_round.group_id)
        add_due(
            f"purchasing.late:{row.id}",
            f"Say whether a practice can still join: {held_round.title}",
            now + timedelta(days=DAYS_TO_ANSWER),
            DuePage("purchasing.late_answer", {"round_id": round_id, "change_id": row.id}),
            people=people,
            practices=practices,
        )
        _note(actor, "purchase.late_asked", row)
        return row.id


def settle_late(actor: Actor, round_id: int, change_id: int, agree: bool) -> None:
    """Say for the group whether a practice can still join with what it asked: somebody else than who asked."""
    authorize(actor, "purchasing.run")
    asked = change_here(round_id, change_id)
    round_run(actor, round_id)
    with unit_of_work() as session:
        before, now = _lines_now(round_id, asked.practice_id)
        row = held(NeedChange, change_id).row
        if row.state != "asked":
            raise Refusal("This has been settled already.")
        if row.asked_by == actor.person_id:
            raise Refusal("You have asked this yourself. Somebody else of the group says yes or no.")
        if agree:
            _check_new(round_id, before, asked.added)
        row.state = "agreed" if agree else "refused"
        row.settled_by, row.settled_at = actor.person_id, now
        session.flush()
        if agree:
            put_lines(row.asked_by, round_id, row.practice_id, [*before, *asked.added], now)
        done_due(f"purchasing.late:{row.id}", actor.person_id)
        _note(actor, "purchase.late_settled", row, state=row.state)


def change_digest(row: NeedChange) -> str:
    """The fingerprint of a change, as the record keeps it."""
    return record.digest([row.practice_id, row.kind, row.before, row.after, row.words])


def _check_new(round_id: int, before: Sequence[StatedLine], added: Sequence[StatedLine]) -> None:
    if len(before) + len(added) > MOST_LINES:
        raise Invalid(f"Use {MOST_LINES} lines or fewer", "item")
    ordered = items_ordered(round_id)
    known = {key_of(line) for line in before}
    for line in added:
        if key_of(line) in known:
            raise Invalid("Your practice has said this already. Change its amount instead", "item")
        if meant(line.item, line.unit) in ordered:
            raise Refusal(f"{line.item} has been ordered, so nobody joins any more.")


def _practice(actor: Actor, code: str) -> int:
    authorize(actor, "purchasing.answer")
    practice = practice_coded(code)
    authorize(actor, "purchasing.answer", NeedsOf(practice.id))
    return practice.id


def _lines_now(round_id: int, practice_id: int) -> tuple[list[StatedLine], datetime]:
    """What the practice says now, with the round held: it has closed and stands."""
    row, now = held(PurchaseRound, round_id)
    check_stands(row.called_off_at)
    if row.closes_at > now:
        raise Refusal("The round is still open: say what your practice needs there.")
    given = answer_of(round_id, practice_id)
    return list(given.lines) if given else [], now


def items_ordered(round_id: int) -> set[tuple[str, str]]:
    """The items that are ordered."""
    return {meant(one.item, one.unit) for one in orders_of(round_id) if one.state != "refused"}


def _note(actor: Actor, name: str, row: NeedChange, **data: str) -> None:
    record.append(
        actor.person_id,
        name,
        f"purchase:{row.round_id}",
        change=row.id,
        practice=row.practice_id,
        text=change_digest(row),
        **data,
    )
