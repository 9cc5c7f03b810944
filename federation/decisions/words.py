"""The words and colours of states, verdicts and votes: one table for every page."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, Protocol

from markupsafe import Markup, escape

from federation.decisions.rules import STANCES, VoteOption, choice_in_words
from federation.kernel.words import days_until, in_days, tag

SOON_DAYS = 7
"""Within so many days something that needs somebody is yellow."""


class StatusWord(NamedTuple):
    """A word and its colour; the word alone must do."""

    word: str
    colour: str

    @property
    def tag(self) -> Markup:
        """As it stands on a page."""
        return tag(self.word, self.colour)


STATUS = {
    "draft": StatusWord("Draft", "grey"),
    "discussion": StatusWord("In discussion", "blue"),
    "scheduled": StatusWord("Opening date set", "blue"),
    "open": StatusWord("Voting open", "purple"),
    "closed": StatusWord("Closed", "grey"),
    "withdrawn": StatusWord("Withdrawn", "grey"),
    "replaced": StatusWord("Replaced", "grey"),
    "carried": StatusWord("Carried", "green"),
    "not_carried": StatusWord("Not carried", "pink"),
    "inquorate": StatusWord("Not enough votes", "orange"),
    "tied": StatusWord("Tied", "orange"),
    "referred": StatusWord("Sent back", "orange"),
    "objected": StatusWord("Objected to", "orange"),
    "advised": StatusWord("Advice given", "aqua"),
}
"""Every state and verdict of a decision."""

VERDICT_TAGS = {name: status.tag for name, status in STATUS.items()}
"""The tags ready to print, for lists."""


class StanceWords(NamedTuple):
    """One way to vote: as it is offered, with what it means; as it is shown, with its colour; and in a sentence."""

    offered: str
    means: str
    word: str
    colour: str
    did: str

    @property
    def tag(self) -> Markup:
        """As it stands on a page; what has no colour says too much for a tag."""
        return tag(self.word, self.colour) if self.colour else escape(self.word)


STOOD_ASIDE = StatusWord("Stood aside", "white")
DID_NOT_VOTE = StatusWord("Did not vote", "white")

ACTION_STATES = {
    "not_started": StatusWord("Not started", "grey"),
    "under_way": StatusWord("Under way", "blue"),
    "done": StatusWord("Done", "green"),
}


def action_state(begun: bool, done_at: datetime | None) -> str:
    """How far an action has come: a key of :data:`ACTION_STATES`."""
    return "done" if done_at else "under_way" if begun else "not_started"


RESULTS = (
    ("carried", "Carried", ("carried",)),
    ("not_carried", "Not carried", ("not_carried",)),
    ("inquorate", "Not enough votes", ("inquorate",)),
    ("open_ended", "Tied or sent back", ("tied", "referred", "objected")),
    ("advised", "Advice given", ("advised",)),
)
"""What the register can be narrowed to: name in the address, words, verdicts."""


def status_of(state: str, verdict: str | None, replaced: bool = False) -> StatusWord:
    """How a decision stands: its verdict once closed, else its state."""
    if replaced:
        return STATUS["replaced"]
    return STATUS[verdict if state == "closed" and verdict else state]


def closing_tag(closes_at: datetime, now: datetime) -> Markup:
    """How long a vote that is owed stays open: ``Closes in 10 days`` in purple, in 3 days in yellow."""
    colour = "yellow" if days_until(closes_at, now) <= SOON_DAYS else "purple"
    return tag(in_days(closes_at, now), colour)


class SaidBallot(Protocol):
    """Anything that has what a ballot says: its stance, and what stands beside it."""

    @property
    def stance(self) -> str | None:
        """The stance; None where there is no ballot."""

    @property
    def choice(self) -> str | None:
        """The choice as it is kept; empty where the stance says all."""


class VoteWords(dict[str, StanceWords]):
    """Ways to vote by name, where these options can be chosen among."""

    def __init__(self, known: Mapping[str, StanceWords], options: tuple[VoteOption, ...]) -> None:
        super().__init__(known)
        self._options = options

    def of(self, ballot: SaidBallot) -> StanceWords:
        """The words of a ballot: of its stance, or where it gives points, which."""
        found = self[ballot.stance or ""]
        if not ballot.choice:
            return found
        words = choice_in_words(ballot.choice, self._options)
        return found._replace(word=words, did=f"{found.did}: {words}", colour="")


def stances_with(options: Iterable[VoteOption] = (), texts: Mapping[str, str] | None = None) -> VoteWords:
    """Every way to vote where these options can be chosen among; ``texts`` say what each option means."""
    options, means = tuple(options), texts or {}
    known = {
        name: StanceWords(one.offered, one.means, one.word, one.colour, one.did)
        for name, one in STANCES.items()
    }
    chosen = {
        one.id: StanceWords(one.title, means.get(one.id, ""), one.title, "blue", f"chose “{one.title}”")
        for one in options
    }
    return VoteWords(known | chosen, options)


def ballot_words(ballot: SaidBallot, recused: bool, options: Iterable[VoteOption] = ()) -> str:
    """How a practice voted, in words; the title of the option where options were voted on."""
    if recused:
        return STOOD_ASIDE.word
    return stances_with(options).of(ballot).word if ballot.stance else DID_NOT_VOTE.word
