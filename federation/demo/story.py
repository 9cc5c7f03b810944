"""The parts of a story: plain values, in the words of the people it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class StoryMember:
    """Somebody of the demonstration. ``places`` are roles: "administrator", "representative Z99001"."""

    key: str
    name: str
    places: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class StoryComment:
    """A comment: who, on which day, at what time, and the answers to it. ``first`` is what it said
    before an edit."""

    who: str
    day: int
    hour: int
    words: str
    answers: tuple["StoryComment", ...] = ()
    first: str = ""


@dataclass(frozen=True)
class StoryTask:
    """An action: what, whose, due on which day, how far it is."""

    title: str
    owner: str
    due: int
    state: str = "not_started"
    note: str = ""
    practice: str | None = None


@dataclass(frozen=True, kw_only=True)
class DecisionStory:
    """A proposal and what became of it. Days count from today: ``opened=-12`` is 12 days ago.

    ``votes`` has one letter for each practice of the roll in order of code: f for, a against, - abstain, c
    consent,
    o object, 1 2 3 the first, second, third option, and a space for a practice that has not voted.
    """

    title: str
    body: str
    author: str
    drafted: int
    reasons: str = ""
    kind: str = ""
    options: tuple[tuple[str, str], ...] = ()
    considered: tuple[tuple[str, str], ...] = ()
    aims: tuple[int, ...] = ()
    impact: Mapping[str, str] = field(default_factory=dict)
    effects: tuple[tuple[str, ...], Mapping[str, tuple[str, ...]]] | None = None
    earlier: tuple[str, ...] = ()
    """What the text to be decided said in earlier versions, oldest first."""
    coauthors: tuple[str, ...] = ()
    papers: Mapping[str, str] = field(default_factory=dict)
    """Text or CSV files of its author's, by their names."""
    shown: int | None = None
    comments: tuple[StoryComment, ...] = ()
    opened: int | None = None
    closes: int | None = None
    rule: str = "simple_majority"
    votes: str = ""
    because: Mapping[str, str] = field(default_factory=dict)
    """A practice's reason, by its code."""
    aside: Mapping[str, str] = field(default_factory=dict)
    """Practices that stood aside, with their interest."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """How objections were answered, by the practice that had them."""
    accepts: bool = True
    """Whether those practices accepted the answer."""
    closed_early: tuple[int, str] | None = None
    casting: tuple[str, str] | None = None
    withdrawn: tuple[int, str] | None = None
    outcome: str = ""
    outcome_by: str = ""
    owner: str = ""
    review: int | None = None
    tasks: tuple[StoryTask, ...] = ()
    key: str = ""
    replaces: str = ""


def past_story(
    ended: int,
    title: str,
    body: str,
    author: str,
    votes: str,
    rule: str = "simple_majority",
    aims: tuple[int, ...] = (1,),
    outcome: str = "",
    kind: str = "everyday",
) -> DecisionStory:
    """A decision that closed so many days ago, after two weeks of voting and one of discussion."""
    return DecisionStory(
        title=title,
        body=body,
        author=author,
        drafted=-ended - 24,
        shown=-ended - 21,
        opened=-ended - 14,
        closes=-ended,
        rule=rule,
        votes=votes,
        aims=aims,
        outcome=outcome,
        kind=kind,
    )
