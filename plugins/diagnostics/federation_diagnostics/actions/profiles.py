"""Leaders' profiles: a round begins, leaders fill in and sign, the round closes."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import IntegrityError

from federation.toolkit import (
    Actor,
    Invalid,
    NotFound,
    Refusal,
    authorize,
    database_now,
    index,
    insert_many,
    plain_text,
    rows_changed,
    session,
    time_now,
    unit_of_work,
    write_record,
)

from ..models.profiles import LeaderProfile, ProfileRound
from ..rules.errors import DiagnosticsError
from ..rules.leadership import FEATURES, LONGEST_EVIDENCE, QUESTIONS, RATING, NetworkFeature
from ..rules.profile import ProfileAnswers

SUBJECT = "diagnostics_profile"
ONE_AT_A_TIME = "A round of profiles is open already. Close it before you begin another."

_HELD = (
    select(ProfileRound.closed_at, database_now().label("now"))
    .where(ProfileRound.id == bindparam("round"))
    .with_for_update(read=True)
)
_MINE = (
    select(LeaderProfile)
    .where(LeaderProfile.round_id == bindparam("round"), LeaderProfile.person_id == bindparam("person"))
    .with_for_update()
)
_CLOSE = (
    update(ProfileRound)
    .where(ProfileRound.id == bindparam("round"), ProfileRound.closed_at.is_(None))
    .values(closed_at=database_now(), closed_by=bindparam("person"))
    .execution_options(synchronize_session=False)
)
_THERE = select(ProfileRound.id).where(ProfileRound.id == bindparam("round"))


def begin_round(actor: Actor, title: str) -> int:
    """Begin a round; leaders can fill in their profiles from now on. Returns its number.

    Raises ``Refusal`` while another round is open, ``Invalid`` for a title that cannot be taken.
    """
    authorize(actor, "diagnostics.run")
    title = plain_text(" ".join(title.split()), "title", "Enter what this round is called")
    try:
        with unit_of_work():
            begun = ProfileRound(title=title, begun_by=actor.person_id, begun_at=time_now())
            session.add(begun)
            session.flush()
            index(SUBJECT, begun.id, f"Leaders’ profiles: {title}", "")
            write_record(actor.person_id, "diagnostics.profile_round_begun", f"{SUBJECT}:{begun.id}")
    except IntegrityError:
        raise Refusal(ONE_AT_A_TIME) from None
    return begun.id


def close_round(actor: Actor, round_id: int) -> None:
    """Close a round: no profile can be changed any more, and members read the finished ones."""
    authorize(actor, "diagnostics.run")
    with unit_of_work():
        if not rows_changed(_CLOSE, {"round": round_id, "person": actor.person_id}):
            if session.scalar(_THERE, {"round": round_id}) is None:
                raise NotFound()
            raise Refusal("This round is closed already.")
        write_record(actor.person_id, "diagnostics.profile_round_closed", f"{SUBJECT}:{round_id}")


def save_feature(
    actor: Actor, round_id: int, feature: NetworkFeature, ratings: Mapping[str, int | None], evidence: str
) -> None:
    """Keep what a leader says of one feature. A question left out of ``ratings`` is not answered yet; None is
    "I cannot say"."""
    authorize(actor, "diagnostics.lead")
    asked = {question.key for question in feature.questions}
    for key, rating in ratings.items():
        if key not in asked or (rating is not None and rating not in RATING):
            raise Invalid("Choose a number from 1 to 5, or “I cannot say”", key)
    evidence = plain_text(evidence, "evidence")
    if len(evidence) > LONGEST_EVIDENCE:
        raise Invalid(
            f"This has {len(evidence):,} characters. Shorten it to {LONGEST_EVIDENCE:,} or fewer", "evidence"
        )
    with unit_of_work():
        mine = _begun(actor, round_id)
        mine.ratings = {key: value for key, value in mine.ratings.items() if key not in asked} | dict(ratings)
        mine.evidence = {**mine.evidence, feature.key: evidence}


def save_shares(actor: Actor, round_id: int, shares: Mapping[str, int]) -> None:
    """Keep how a leader sees the network's time divided. Raises ``Invalid`` for shares that do not add up to 100."""
    authorize(actor, "diagnostics.lead")
    try:
        ProfileAnswers(actor.name, {}, shares)
    except DiagnosticsError as error:
        raise Invalid(error.message, error.field) from None
    with unit_of_work():
        _begun(actor, round_id).shares = dict(shares)


def finish(actor: Actor, round_id: int) -> None:
    """Sign the profile: it can no longer be changed. Raises ``Refusal`` while something is not answered."""
    authorize(actor, "diagnostics.lead")
    with unit_of_work():
        now = _open(round_id)
        mine = session.scalars(_MINE, {"round": round_id, "person": actor.person_id}).first()
        if mine is None or unanswered(mine.ratings, mine.shares):
            raise Refusal("Answer every question first, or choose “I cannot say”.")
        _not_finished(mine)
        mine.leader, mine.finished_at = actor.name, now
        session.flush()
        write_record(actor.person_id, "diagnostics.profile_finished", f"{SUBJECT}:{round_id}")


def unanswered(ratings: Mapping[str, object], shares: Mapping[str, object]) -> tuple[str, ...]:
    """The keys of the pages on which something is not answered; ``time`` for the shares."""
    missing = QUESTIONS.keys() - ratings.keys()
    features = [one.key for one in FEATURES if any(question.key in missing for question in one.questions)]
    return (*features, *(() if shares else ("time",)))


def _begun(actor: Actor, round_id: int) -> LeaderProfile:
    """The leader's own profile, held until the end of the unit of work; made where there is none."""
    now = _open(round_id)
    empty = {"ratings": {}, "evidence": {}, "shares": {}, "leader": actor.name, "saved_at": now}
    row = {"round_id": round_id, "person_id": actor.person_id, "finished_at": None, **empty}
    insert_many(LeaderProfile, [row], once=True)
    mine = session.scalars(_MINE, {"round": round_id, "person": actor.person_id}).one()
    _not_finished(mine)
    mine.leader, mine.saved_at = actor.name, now
    return mine


def _not_finished(mine: LeaderProfile) -> None:
    if mine.finished_at is not None:
        raise Refusal("You have finished your profile in this round, so it can no longer be changed.")


def _open(round_id: int) -> datetime:
    """Now, with the round held open until the end of the unit of work."""
    found = session.execute(_HELD, {"round": round_id}).first()
    if found is None:
        raise NotFound()
    if found.closed_at is not None:
        raise Refusal("This round is closed, so profiles can no longer be changed.")
    now: datetime = found.now
    return now
