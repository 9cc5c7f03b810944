"""Reading the acts on one decision."""

from collections.abc import Iterable, Sequence

from federation.kernel.proof import RecordedAct, RecordFlaw

STATES = {
    "proposal.drafted": "draft",
    "proposal.shown": "discussion",
    "decision.scheduled": "scheduled",
    "decision.called_off": "discussion",
    "decision.not_opened": "discussion",
    "decision.opened": "open",
    "decision.closed": "closed",
    "decision.withdrawn": "withdrawn",
    "decision.vote_called_off": "withdrawn",
}
"""What each act makes of a decision."""
SAVING = ("proposal.drafted", "proposal.changed", "paper.added", "paper.removed")
"""The acts that save a version of its text."""


def here(why: str) -> RecordFlaw:
    """A flaw of the decision itself, which whoever asks for it names."""
    return RecordFlaw("", why)


def last(acts: Sequence[RecordedAct], *names: str) -> RecordedAct | None:
    """The last act of these names."""
    return next((act for act in reversed(acts) if act.name in names), None)


def called(acts: Iterable[RecordedAct], *names: str) -> list[RecordedAct]:
    """The acts of these names, in order."""
    return [act for act in acts if act.name in names]
