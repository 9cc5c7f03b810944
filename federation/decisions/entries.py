"""Reading the acts on one decision."""

from collections.abc import Iterable, Sequence

from federation.kernel.proof import Act, Flaw

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


def here(why: str) -> Flaw:
    """A flaw of the decision itself, which whoever asks for it names."""
    return Flaw("", why)


def last(acts: Sequence[Act], *names: str) -> Act | None:
    """The last act of these names."""
    return next((act for act in reversed(acts) if act.name in names), None)


def called(acts: Iterable[Act], *names: str) -> list[Act]:
    """The acts of these names, in order."""
    return [act for act in acts if act.name in names]
