"""Who is asked to a meeting, who comes, and whether enough are there to decide."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Final, NamedTuple

from sqlalchemy import select

from federation.decisions.rulebook.queries.agreed import agreed
from federation.decisions.rulebook.queries.voters import practices_that_may_vote
from federation.kernel.db import db
from federation.meetings.agreed import QUORUM
from federation.meetings.models import MeetingPresence
from federation.meetings.queries.meetings import ShownMeeting
from federation.meetings.rules import MeetingQuorum
from federation.meetings.words import PRESENCE_TAGS
from federation.network.for_plugins import people, practices
from federation.network.groups.queries import group_here, people_seated, voters_of
from federation.people.models import Person

THERE: Final = ("present", "online")
HALF: Final = Fraction(1, 2)


class InvitedPerson(NamedTuple):
    """Somebody who is asked to a meeting, or came: for which practice, what is known of their coming ("": nothing), in whose
    place they come, and who noted it when."""

    person_id: int
    name: str
    practice_id: int | None
    practice: str
    state: str
    stands_in_for: str
    noted_by: int | None
    noter: str
    noted_at: datetime | None

    @property
    def status(self) -> tuple[str, str]:
        """What is known of their coming, as a word and a colour."""
        return PRESENCE_TAGS[self.state]

    @property
    def is_there(self) -> bool:
        """Whether they are, or were, there."""
        return self.state in THERE

    def counted_at(self, voted_at: datetime | None) -> bool:
        """Whether they were noted as there when a vote was opened (None: there was none)."""
        noted = self.noted_at if self.is_there else None
        return noted is not None and voted_at is not None and noted <= voted_at

    @property
    def words(self) -> str:
        """Their name, with the practice that they come for, and in whose place."""
        instead = f"for {self.stands_in_for}" if self.stands_in_for else ""
        about = ", ".join(filter(None, [self.practice, instead]))
        return f"{self.name} ({about})" if about else self.name


def invited_to(group_id: int | None) -> Mapping[int, int | None]:
    """The people who are asked to a meeting of a group, or of all members (None), each with the practice they come for: the first
    at which they have a role."""
    found: dict[int, int | None] = {}
    for one in people():
        if found.get(one.id) is None:
            found[one.id] = one.practice_id
    if group_id is None:
        return found
    return {number: found.get(number) for number in people_seated(group_id)}


def is_read_by_all(meeting: ShownMeeting) -> bool:
    """Whether everybody in the federation reads about a meeting, so that anybody can have an action of it. One statement."""
    return meeting.group_id is None or group_here(meeting.group_id).reads == "all"


def asked(meeting: ShownMeeting) -> Sequence[InvitedPerson]:
    """Everybody who is asked to a meeting, or is noted as there, by practice and name. Five statements, however many they are."""
    noted = {
        row.person_id: row
        for row in db.session.execute(
            select(
                MeetingPresence.person_id,
                MeetingPresence.practice_id,
                MeetingPresence.state,
                MeetingPresence.stands_in_for,
                MeetingPresence.noted_by,
                MeetingPresence.noted_at,
            ).where(MeetingPresence.meeting_id == meeting.id)
        )
    }
    places = dict(invited_to(meeting.group_id)) | {number: row.practice_id for number, row in noted.items()}
    noters = {row.noted_by for row in noted.values()}
    named = db.session.execute(select(Person.id, Person.name).where(Person.id.in_({*places, *noters})))
    names = {row.id: row.name for row in named}
    titles = {one.id: one.name for one in practices()}
    found = [
        InvitedPerson(
            number,
            names[number],
            practice,
            titles.get(practice or 0, ""),
            row.state if row else "",
            names.get(row.stands_in_for or 0, "") if row else "",
            row.noted_by if row else None,
            names.get(row.noted_by, "") if row else "",
            row.noted_at if row else None,
        )
        for number, practice, row in ((one, places[one], noted.get(one)) for one in places)
        if number in names
    ]
    return sorted(found, key=lambda one: (one.practice == "", one.practice, one.name))


def possible_stand_ins(
    meeting: ShownMeeting, missing: InvitedPerson, known: Sequence[InvitedPerson]
) -> Sequence[tuple[int, str]]:
    """Who can come in the place of somebody: others of their practice who do not come anyway; to a meeting of which not everybody
    reads, those alone who are asked. Number and name. Two statements at most."""
    if missing.practice_id is None:
        return []
    coming = {one.person_id for one in known if one.state in ("coming", *THERE)} | {missing.person_id}
    may_read = None if is_read_by_all(meeting) else {one.person_id for one in known}
    return sorted(
        {
            (one.id, one.name)
            for one in people()
            if one.practice_id == missing.practice_id
            and one.id not in coming
            and (may_read is None or one.id in may_read)
        },
        key=lambda one: one[1],
    )


def quorum_of(meeting: ShownMeeting, present: Sequence[InvitedPerson]) -> MeetingQuorum:
    """Whether enough are there: of the practices that may vote today, the share that the members have agreed; in a group half of
    those who vote."""
    there = [one for one in present if one.is_there]
    if meeting.group_id is None:
        voting = {one.practice_id for one in practices_that_may_vote()}
        return MeetingQuorum(
            len(voting & {one.practice_id for one in there}), len(voting), Fraction(agreed(QUORUM.name))
        )
    here, at = {one.person_id for one in there}, {one.practice_id for one in there}
    voters = voters_of(meeting.group_id)
    count = sum(one.person_id in here if one.person_id else one.practice_id in at for one in voters)
    return MeetingQuorum(count, len(voters), HALF)
