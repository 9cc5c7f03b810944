"""What is not finished when a mandate is taken back: owed by whoever saw to it, until they have said what became of it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from federation.kernel import record
from federation.kernel.db import unit_of_work
from federation.kernel.held import plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.kernel.words import plural
from federation.mandates.letters import tell_pending
from federation.mandates.queries.recalls import pending_of
from federation.mandates.queries.standing import StandingMandate, mandate_of
from federation.mandates.terms import LONGEST_ACT
from federation.network.dues.actions import DuePage, add_due, done_due
from federation.network.groups.queries import group_here

TIME: Final = timedelta(days=14)
"""How long somebody has to say what became of what they saw to."""


def owe_pending(mandate: StandingMandate) -> None:
    """In the open unit of work in which a mandate was taken back: everybody who saw to something that is not finished owes a word
    about it, and gets a letter."""
    pending: Mapping[int, Sequence[str]] = pending_of(mandate)
    for person, things in sorted(pending.items()):
        add_due(
            pending_key(mandate.id),
            f"Say what becomes of what is not finished in the {mandate.group}",
            mandate.now + TIME,
            DuePage("mandates.unfinished", {"group_id": mandate.group_id}),
            people=[person],
            about=plural(len(things), "thing"),
        )
    tell_pending(mandate, pending)


def finish(actor: Actor, group_id: int, words: str) -> None:
    """Say what became of what one saw to under the group's last mandate, once."""
    authorize(actor, "mandates.finish")
    group_here(group_id)
    words = plain_text(words, "words", "Say what became of it")
    if len(words) > LONGEST_ACT:
        raise Invalid(f"Use {LONGEST_ACT:,} characters or fewer", "words")
    with unit_of_work():
        mandate = mandate_of(group_id)
        if mandate is None or not done_due(
            pending_key(mandate.id), actor.person_id, words, person_id=actor.person_id
        ):
            raise Refusal("Nothing of yours is unfinished here.")
        record.append(actor.person_id, "mandate.finished", f"mandate:{mandate.id}", text=record.digest(words))


def pending_key(mandate_id: int) -> str:
    """The key under which people owe a word about what is not finished of a mandate."""
    return f"mandates.pending:{mandate_id}"
