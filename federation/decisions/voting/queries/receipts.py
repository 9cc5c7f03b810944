"""What a receipt code finds, and what of it this reader may be told now."""

from datetime import datetime
from typing import NamedTuple

from federation.decisions.seen import decision_view
from federation.decisions.voting.queries import votes
from federation.kernel.policy import Actor


class Cast(NamedTuple):
    """The decision in which a ballot was cast."""

    id: int
    number: str
    title: str


class Checked(NamedTuple):
    """A code that belongs to a ballot. Before the close nobody but its own practice, and those who see results all the
    time, learns more than that: not when it was cast, nor in which decision; ``withheld`` says why. Afterwards others
    learn in which decision, and whether the ballot counts. Whose it is, what it says and where the record holds it
    (``entry``: number, moment and fingerprint) is for its own practice: a code must not show a vote that was changed.
    """

    withheld: str
    decision: Cast | None = None
    counts: bool | None = None
    ballot: votes.FoundBallot | None = None
    entry: tuple[int, datetime, str] | None = None


OPEN, WITHDRAWN = "open", "withdrawn"


def check_code(code: str, reader: Actor) -> Checked | None:
    """What a code finds, or None where no vote of this federation has it."""
    found = votes.ballot_with_receipt(code) if code else None
    if found is None:
        return None
    view = decision_view(found.decision_id)
    own = votes.own_entries(found.decision_id, reader)
    mine = any(entry.practice_id == found.practice_id for entry in own)
    if not mine and not votes.shows_results(view, own):
        return Checked(WITHDRAWN if view.decision.state == "withdrawn" else OPEN)
    decision = Cast(found.decision_id, f"{found.year}/{found.ordinal}", found.title)
    if not mine:
        return Checked("", decision, found.counts)
    return Checked("", decision, found.counts, found, votes.record_entry_of(code))
