"""Scenes for worked examples: who votes how, with some practices named and the others left open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .checks import Case
from .counting import Ballot
from .roll import RollEntry
from .verdict import Verdict, judge
from .words import of_practices


@dataclass(frozen=True)
class Part:
    """Practices that do the same: those ``named`` by code and ``others``, any that are left. Who is in no part does not vote."""

    stance: str
    named: tuple[str, ...] = ()
    others: int = 0
    resolved: bool = False


@dataclass(frozen=True)
class Scene:
    """Something that could happen, in words and in parts."""

    if_words: str
    parts: tuple[Part, ...]

    @property
    def open_others(self) -> int:
        """How many practices that do what named ones do are left open."""
        return sum(part.others for part in self.parts if part.named)


def ballots_of(parts: Sequence[Part], left: Sequence[str]) -> list[Ballot]:
    """The ballots of a scene if the open places go to the practices ``left``: the first part's from the front, the rest from the back."""
    ballots = [Ballot(code, part.stance, resolved=part.resolved) for part in parts for code in part.named]
    front, back = 0, len(left)
    for number, part in enumerate(parts):
        if number == 0:
            chosen, front = left[: part.others], part.others
        else:
            chosen, back = left[back - part.others : back], back - part.others
        ballots += [Ballot(code, part.stance, resolved=part.resolved) for code in chosen]
    return ballots


def settled(case: Case, roll: Sequence[RollEntry], scene: Scene) -> Verdict | None:
    """The verdict of a scene if it is the same whichever practices fill the open places, else None.

    Judged with the open places filled in both orders of votes and of patients. A share of the votes or of the patients
    is lowest when the smallest are for and the largest are not, and highest the other way round, so that nothing in
    between can come out otherwise as long as all vote, or all who vote are for.
    """
    verdicts = [judge(case.rule, roll, ballots, case.options) for ballots in _extremes(case, roll, scene)]
    return verdicts[0] if len({verdict.verdict for verdict in verdicts}) == 1 else None


def _extremes(case: Case, roll: Sequence[RollEntry], scene: Scene) -> Iterator[list[Ballot]]:
    named = {code for part in scene.parts for code in part.named}
    left = [entry for entry in roll if not entry.recused and entry.code not in named]
    by_votes = sorted(left, key=lambda entry: (entry.weight, entry.patients))
    orders = [by_votes]
    if any(part.others for part in scene.parts) and (case.rule.double_majority or case.rule.weights.kind != "one"):
        by_patients = sorted(left, key=lambda entry: (entry.patients, entry.weight))
        orders = [by_votes, by_votes[::-1], by_patients, by_patients[::-1]]
    for order in orders:
        yield ballots_of(scene.parts, [entry.code for entry in order])


def phrase(practices: int, numbers: Sequence[tuple[int, str]], stance_of_rest: str = "") -> str:
    """``7 practices vote for, 2 against, 3 abstain``: who does what, leaving out what nobody does.

    ``numbers`` are (how many, 'for' or the like; 'abstain' has its own verb). ``stance_of_rest``: what all others do.
    """
    present = [(number, stance) for number, stance in numbers if number]
    parts = []
    for place, (number, stance) in enumerate(present):
        subject = _subject(number, practices) if place == 0 else f"{number:,}"
        verb = "" if place and stance != "abstain" else _verb(number, stance)
        parts.append(f"{subject} {verb}{'' if stance == 'abstain' else stance}")
    rest = practices - sum(number for number, _ in present)
    if rest and stance_of_rest:
        parts.append(f"{the_other(rest)} {'does' if rest == 1 else 'do'} not vote" if stance_of_rest == "absent" else f"{the_other(rest)} {stance_of_rest}")
    return ", ".join(parts)


def the_other(number: int) -> str:
    """``the other 7``, or ``the other`` for one."""
    return "the other" if number == 1 else f"the other {number:,}"


def _subject(number: int, practices: int) -> str:
    if number == practices:
        return of_practices(number, practices)
    return f"{number:,} practice{'' if number == 1 else 's'}"


def _verb(number: int, stance: str) -> str:
    if stance == "abstain":
        return "abstains" if number == 1 else "abstain"
    return "votes " if number == 1 else "vote "
