"""What a receipt code finds, and what of it this reader may be told now."""

from datetime import datetime
from typing import NamedTuple

from federation.decisions.queries import votes
from federation.kernel.policy import Actor


class Checked(NamedTuple):
    """A code that belongs to a vote. Before the close nobody but its own practice, and those who see results all the
    time, learns more than that: not when it was cast, nor in which decision. ``withheld`` says why; then the rest is
    None. ``entry`` is where the record holds it: number, moment and fingerprint."""

    withheld: str
    ballot: votes.FoundBallot | None
    entry: tuple[int, datetime, str] | None


OPEN, WITHDRAWN = "open", "withdrawn"


def check_code(code: str, reader: Actor) -> Checked | None:
    """What a code finds, or None where no vote of this federation has it."""
    found = votes.ballot_with_receipt(code) if code else None
    if found is None:
        return None
    view = votes.decision_view(found.decision_id)
    own = votes.own_entries(found.decision_id, reader)
    mine = any(entry.practice_id == found.practice_id for entry in own)
    if not mine and not votes.shows_results(view, own):
        return Checked(WITHDRAWN if view.decision.state == "withdrawn" else OPEN, None, None)
    return Checked("", found, votes.record_entry_of(code))
