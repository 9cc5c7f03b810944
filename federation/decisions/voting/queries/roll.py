"""Who may vote."""

from collections.abc import Collection

from sqlalchemy import bindparam, select

from federation.decisions import rules
from federation.decisions.models import Ballot, Decision, ObjectionResolution, RollEntry
from federation.decisions.seen import options_of, voters_called
from federation.kernel.db import db
from federation.network.models import Membership, Practice
from federation.people.models import Person


def fixed_roll(decision_id: int) -> list[rules.RollVoter]:
    """The roll as it was fixed when voting opened, with those who stood aside since."""
    rows = db.session.execute(
        select(RollEntry.code, RollEntry.name, RollEntry.patients, RollEntry.weight, RollEntry.recused_at)
        .where(RollEntry.decision_id == decision_id)
        .order_by(RollEntry.code)
    ).all()
    return [
        rules.RollVoter(code, name, patients, weight, aside is not None)
        for code, name, patients, weight, aside in rows
    ]


def counted_ballots(decision_id: int) -> list[rules.CountedBallot]:
    """The ballots that count: the latest of each practice, with objections whose resolution was accepted."""
    rows = db.session.execute(
        select(
            RollEntry.code,
            Ballot.stance,
            Ballot.reason,
            Ballot.version,
            ObjectionResolution.accepted_at,
            Ballot.choice,
        )
        .join(RollEntry, RollEntry.id == Ballot.roll_entry_id)
        .outerjoin(ObjectionResolution, ObjectionResolution.ballot_id == Ballot.id)
        .where(Ballot.decision_id == decision_id)
        .order_by(RollEntry.code, Ballot.version)
    ).all()
    latest = {
        code: rules.CountedBallot(code, stance, reason, accepted is not None, choice)
        for code, stance, reason, _v, accepted, choice in rows
    }
    return list(latest.values())


def judged(
    decision: Decision, casting_vote: str | None = None, options: tuple[rules.VoteOption, ...] | None = None
) -> rules.VoteVerdict:
    """The verdict of a decision as its ballots stand; ``options`` where they have been read already."""
    rule = rules.Rule.from_dict(decision.rule or {})
    known = options_of(decision) if options is None else options
    return rules.judge(
        rule,
        fixed_roll(decision.id),
        counted_ballots(decision.id),
        known,
        casting_vote,
        voters=voters_called(decision),
    )


def voters_with_a_voice(roll: Collection[rules.RollVoter]) -> set[str]:
    """The codes of the practices that have a representative who has an account to sign in with, and of the people on the
    roll who have one."""
    people = [int(one.code.removeprefix("p-")) for one in roll if one.code.startswith("p-")]
    if not people:
        return _practices_with_a_voice()
    able = db.session.scalars(_ABLE, {"people": people})
    own = {f"p-{person}" for person in able}
    return own if len(people) == len(roll) else own | _practices_with_a_voice()


_ABLE = select(Person.id).where(
    Person.id.in_(bindparam("people", expanding=True)),
    Person.erased_at.is_(None),
    Person.password_hash.is_not(None),
)


def _practices_with_a_voice() -> set[str]:
    return set(
        db.session.scalars(
            select(Practice.code)
            .join(Membership, Membership.practice_id == Practice.id)
            .join(Person, Person.id == Membership.person_id)
            .where(
                Membership.role == "representative",
                Membership.in_force(),
                Person.erased_at.is_(None),
                Person.password_hash.is_not(None),
            )
            .distinct()
        )
    )


def other_representatives(practice_id: int, person_id: int) -> list[str]:
    """Who else represents a practice now, by name."""
    return list(
        db.session.scalars(
            select(Person.name)
            .join(Membership, Membership.person_id == Person.id)
            .where(
                Membership.practice_id == practice_id,
                Membership.role == "representative",
                Membership.in_force(),
                Person.id != person_id,
            )
            .order_by(Person.name)
        )
    )


def turnout_today(
    rule: rules.Rule, roll: list[rules.RollVoter], options: tuple[rules.VoteOption, ...] = ()
) -> rules.TurnoutOutlook:
    """Whether enough practices could vote if voting opened now."""
    return rules.turnout(rule, roll, voters_with_a_voice(roll), options)
