"""Which votes are not decided yet: the feature above tells, because roles given now do not count in them at once."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask import Flask, current_app
from sqlalchemy import ScalarSelect


class UndecidedVote(NamedTuple):
    """A vote that is open, or ``tied``: then it waits for the casting vote, and only the chair's role counts in it."""

    decision_id: int
    title: str
    opened_at: datetime
    tied: bool


class UndecidedVotes(NamedTuple):
    """What the feature above tells: the votes not decided yet, the oldest first; and, to be used within a statement,
    when the oldest of them opened."""

    undecided: Callable[[], Sequence[UndecidedVote]]
    oldest: ScalarSelect[Any]


def connect_votes(app: Flask, votes: UndecidedVotes) -> None:
    """Let decisions answer which votes are not decided yet."""
    app.extensions["network.votes"] = votes


def votes_told() -> UndecidedVotes:
    """What decisions answer."""
    found: UndecidedVotes = current_app.extensions["network.votes"]
    return found
