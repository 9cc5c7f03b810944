"""Electing people to a group: somebody begins it, people put themselves forward, and once their time is over the vote opens by
itself at a press of any member. The verdict seats them, and nobody else."""

from collections.abc import Sequence
from datetime import date, timedelta
from string import ascii_lowercase
from typing import Any, NamedTuple

from sqlalchemy import func, select

from federation.decisions.events import DecisionClosed
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft, DraftOption
from federation.decisions.voting.actions.by_itself import open_by_itself
from federation.electing.letters import tell_begun, tell_seated
from federation.electing.models import GroupCandidate, GroupElection
from federation.electing.queries import Candidate, ShownElection, candidates_of, election_here, elections_of
from federation.electing.rules import (
    LEAST_DAYS,
    MOST_CANDIDATES,
    MOST_DAYS,
    MOST_SEATS,
    VOTE,
    is_contested,
    rule_of,
)
from federation.electing.subjects import ELECT
from federation.electing.terms import LONGEST_WORDS
from federation.kernel import record
from federation.kernel.days import end_of_day, today
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.network.groups.elected import ElectedSeat, seat_elected
from federation.network.groups.queries import group_here, people_seated
from federation.network.locking import one_at_a_time
from federation.network.models import GroupSeat

_TEXT = "The members elect to the {name} who is chosen among those who stand below. They sit in it when this decision is carried."
_ALL_TEXT = (
    "The members elect to the {name} all who stand below. They sit in it when this decision is carried."
)


class ElectionWanted(NamedTuple):
    """An election to begin: how many seats, what each gives, whether those elected before make room, what is asked of who stands,
    and the last day on which people can stand."""

    seats: int
    is_lead: bool
    has_vote: bool
    replaces: bool
    words: str
    until: date


def begin_election(actor: Actor, group_id: int, wanted: ElectionWanted) -> int:
    """Begin an election to a group. Everybody who could stand is told. Returns its number."""
    authorize(actor, "electing.begin")
    group = group_here(group_id)
    words = _words(wanted.words, "Say what is asked of who is elected")
    if not 1 <= wanted.seats <= MOST_SEATS:
        raise Invalid(f"Enter a number of seats from 1 to {MOST_SEATS}", "seats")
    first = today()
    if not first + timedelta(days=LEAST_DAYS) <= wanted.until <= first + timedelta(days=MOST_DAYS):
        raise Invalid(f"People need from {LEAST_DAYS} to {MOST_DAYS} days to put themselves forward", "until")
    with unit_of_work() as session:
        one_at_a_time()
        if group.ended_at is not None:
            raise Refusal("This group has ended.")
        if any(one.state in ("standing", "to_vote", "voting") for one in elections_of(group_id)):
            raise Refusal("An election to this group is going on already.")
        election = GroupElection(
            group_id=group_id,
            seats=wanted.seats,
            is_lead=wanted.is_lead,
            has_vote=wanted.has_vote,
            replaces=wanted.replaces,
            words=words,
            until=end_of_day(wanted.until),
            begun_by=actor.person_id,
            begun_at=session.execute(select(record.now_here())).scalar_one(),
        )
        session.add(election)
        session.flush()
        record.append(actor.person_id, "election.begun", f"election:{election.id}", **said_of(election))
        tell_begun(election, group.name, actor.person_id)
        return election.id


def said_of(election: GroupElection) -> dict[str, Any]:
    """What the record says of an election when it begins."""
    return {
        "group": election.group_id,
        "seats": election.seats,
        "lead": election.is_lead,
        "vote": election.has_vote,
        "replaces": election.replaces,
        "until": record.stamp(election.until),
        "text": record.digest(election.words),
    }


def stand(actor: Actor, election_id: int, words: str) -> int:
    """Put oneself forward, with a few words. Nobody is put forward by somebody else. Returns the number of the candidacy."""
    authorize(actor, "electing.stand")
    words = _words(words, "Say in a few words who you are and what you want to do")
    with unit_of_work() as session:
        one_at_a_time()
        _still_standing(election_here(election_id))
        others = session.scalars(
            select(GroupCandidate.person_id).where(
                GroupCandidate.election_id == election_id, GroupCandidate.stands()
            )
        ).all()
        if actor.person_id in others:
            raise Refusal("You stand already.")
        if len(others) >= MOST_CANDIDATES:
            raise Refusal(f"{MOST_CANDIDATES} people stand already, which is as many as a vote can hold.")
        one = GroupCandidate(
            election_id=election_id,
            person_id=actor.person_id,
            words=words,
            stood_at=session.execute(select(record.now_here())).scalar_one(),
        )
        session.add(one)
        session.flush()
        record.append(
            actor.person_id,
            "election.stood",
            f"election:{election_id}",
            candidate=one.id,
            text=record.digest(words),
        )
        return one.id


def stand_down(actor: Actor, election_id: int) -> None:
    """Take back that one stands, until the vote opens."""
    authorize(actor, "electing.stand")
    with unit_of_work() as session:
        one_at_a_time()
        election = election_here(election_id)
        if election.decision_id is not None:
            raise Refusal("The members vote on it already.")
        one = session.scalars(
            select(GroupCandidate).where(
                GroupCandidate.election_id == election_id,
                GroupCandidate.person_id == actor.person_id,
                GroupCandidate.stands(),
            )
        ).first()
        if one is None:
            raise Refusal("You do not stand.")
        one.stood_down_at = session.execute(select(record.now_here())).scalar_one()
        record.append(actor.person_id, "election.stood_down", f"election:{election_id}", candidate=one.id)


def let_vote(actor: Actor, election_id: int) -> int:
    """Open the vote of the members on those who stand, once the time for standing is over: text, rule, time and candidates follow
    from the election alone, so it does not matter who presses. Returns the number of the decision."""
    authorize(actor, "electing.begin")
    with unit_of_work():
        one_at_a_time()
        row, _ = held(GroupElection, election_id)
        election, candidates = election_here(election_id), candidates_of(election_id)
        if election.decision_id is not None:
            return election.decision_id
        if election.state == "standing":
            raise Refusal("People can still put themselves forward. The vote can open after that.")
        if not candidates:
            raise Refusal("Nobody has put themselves forward. Begin another election.")
        if election.group_ended_at is not None:
            raise Refusal("This group has ended.")
        number = _propose(actor, election, candidates)
        row.decision_id = number
        record.append(None, "election.opened", f"election:{election_id}", decision=number)
        open_by_itself(number, rule_of(len(candidates), election.seats), VOTE)
        return number


def apply_election(event: DecisionClosed) -> None:
    """Seat whom the members elected, in the transaction in which it is told: once, however often it is told."""
    terms = event.terms
    election, _ = held(GroupElection, terms["election"])
    if election.decision_id != event.decision_id or _is_seated(event.decision_id):
        return
    candidates = terms["candidates"]
    contested = is_contested(len(candidates), terms["seats"])
    chosen = [one for one in candidates if not contested or one["letter"] in event.chosen]
    before = people_seated(terms["group"])
    seated = seat_elected(
        ElectedSeat(terms["group"], terms["lead"], terms["votes"], event.decision_id),
        [one["person"] for one in chosen],
        terms["replaces"],
    )
    names = [one["name"] for one in chosen if one["person"] in seated]
    if names:
        tell_seated(election, terms["name"], names, before, [one["person"] for one in candidates])


def _is_seated(decision_id: int) -> bool:
    """Whether this decision has seated somebody."""
    seated = select(func.count(GroupSeat.id)).where(GroupSeat.elected_in == decision_id)
    return bool(db.session.scalar(seated))


def _propose(actor: Actor, election: ShownElection, candidates: Sequence[Candidate]) -> int:
    contested = is_contested(len(candidates), election.seats)
    named = list(zip(ascii_lowercase, candidates, strict=False))
    draft = Draft(
        title=f"Who sits in the {election.group}",
        body=(_TEXT if contested else _ALL_TEXT).format(name=election.group),
        reasons=election.words,
        options=tuple(DraftOption(letter, _title(one), one.words) for letter, one in named if contested),
    )
    terms = {
        "group": election.group_id,
        "name": election.group,
        "election": election.id,
        "seats": election.seats,
        "lead": election.is_lead,
        "votes": election.has_vote,
        "replaces": election.replaces,
        "candidates": [
            {
                "letter": letter,
                "person": one.person_id,
                "name": one.name,
                "practice": one.practice,
                "words": one.words,
            }
            for letter, one in named
        ],
    }
    number = proposals.start(actor, draft, subject=ELECT, terms=terms, fixed=True)
    proposals.to_discussion(actor, number)
    return number


def _title(one: Candidate) -> str:
    return f"{one.name} ({one.practice})"[:200] if one.practice else one.name


def _still_standing(election: ShownElection) -> None:
    if election.state != "standing":
        raise Refusal("The time in which people can put themselves forward is over.")


def _words(typed: str, missing: str) -> str:
    words = plain_text(typed, "words", missing)
    if len(words) > LONGEST_WORDS:
        raise Invalid(f"Use {LONGEST_WORDS:,} characters or fewer", "words")
    return words
