"""What leaders' profiles keep about a person."""

from typing import Any

from sqlalchemy import bindparam, or_, select

from federation.toolkit import PersonalRecord, moment, session

from ..models.profiles import LeaderProfile, ProfileRound
from ..rules.leadership import FEATURES, FUNCTIONS, QUESTIONS, RATING_WORDS

_WRITTEN_BY = (
    select(
        ProfileRound.title,
        LeaderProfile.ratings,
        LeaderProfile.evidence,
        LeaderProfile.shares,
        LeaderProfile.leader,
        LeaderProfile.saved_at,
        LeaderProfile.finished_at,
    )
    .join(ProfileRound, ProfileRound.id == LeaderProfile.round_id)
    .where(LeaderProfile.person_id == bindparam("person"))
    .order_by(LeaderProfile.id)
)
_RUN_BY = (
    select(ProfileRound.title, ProfileRound.begun_by, ProfileRound.closed_by)
    .where(or_(ProfileRound.begun_by == bindparam("person"), ProfileRound.closed_by == bindparam("person")))
    .order_by(ProfileRound.id)
)


def kept_about(person_id: int) -> list[PersonalRecord]:
    """The profiles that a person wrote, and the rounds that they ran."""
    records = [
        PersonalRecord("Leader’s profile", {"round": row.title, "signed_as": row.leader, **_content(row)})
        for row in session.execute(_WRITTEN_BY, {"person": person_id})
    ]
    for title, begun_by, closed_by in session.execute(_RUN_BY, {"person": person_id}):
        did = [word for word, who in (("began", begun_by), ("closed", closed_by)) if who == person_id]
        records.append(PersonalRecord("Round of leaders’ profiles", {"round": title, "did": did}))
    return records


def _content(row: Any) -> dict[str, Any]:
    titles = {one.key: one.title for one in FEATURES} | {one.key: one.title for one in FUNCTIONS}
    return {
        "saved": moment(row.saved_at),
        "finished": moment(row.finished_at) if row.finished_at else "not finished",
        "ratings": {
            QUESTIONS[key].words: RATING_WORDS.get(value, "I cannot say")
            for key, value in row.ratings.items()
        },
        "evidence": {titles[key]: words for key, words in row.evidence.items() if words},
        "per_cent_of_time": {titles[key]: share for key, share in row.shares.items()},
    }
