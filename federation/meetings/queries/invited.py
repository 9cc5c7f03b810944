"""Who is asked to a meeting, who comes, and whether enough are there to decide."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any, Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased

from federation.decisions.rulebook.queries.agreed import agreed
from federation.decisions.rulebook.queries.voters import practices_that_may_vote
from federation.kernel.db import db
from federation.meetings.agreed import QUORUM
from federation.meetings.models import CorrectedPresence, MeetingPresence
from federation.meetings.queries.meetings import ShownMeeting
from federation.meetings.rules import MeetingQuorum
from federation.meetings.words import PRESENCE_TAGS
from federation.network.for_plugins import people, practices
from federation.network.groups.queries import group_here, people_seated, voters_of
from federation.people.models import Person

THERE: Final = ("present", "online")
HALF: Final = Fraction(1, 2)
_CORRECTOR = aliased(Person)


class ShownCorrection(NamedTuple):
    """That somebody was noted as at a meeting by mistake, or after that says that they are: the state that holds, why, who said
    so and when."""

    person_id: int
    state: str
    reason: str
    corrector: str
    corrected_at: datetime
    name: str

    @property
    def status(self) -> tuple[str, str]:
        """The state that holds, as a word and a colour."""
        return PRESENCE_TAGS[self.state]


class InvitedPerson(NamedTuple):
    """Somebody who is asked to a meeting, or came: for which practice, what was noted of their coming ("": nothing), in whose
    place they come, who noted it when, since when it counts and who has confirmed it, and its newest correction."""

    person_id: int
    name: str
    practice_id: int | None
    practice: str
    noted_state: str
    stands_in_for: str
    noted_by: int | None
    noter: str
    noted_at: datetime | None
    confirmed_by: int | None
    confirmer: str
    counts_since: datetime | None
    correction: ShownCorrection | None

    @property
    def state(self) -> str:
        """What is known of their coming: what was noted, or its correction where that came later."""
        return self.correction.state if self.correction else self.noted_state

    @property
    def status(self) -> tuple[str, str]:
        """What is known of their coming, as a word and a colour."""
        return PRESENCE_TAGS[self.state]

    @property
    def is_there(self) -> bool:
        """Whether they are, or were, there."""
        return self.state in THERE

    @property
    def counts(self) -> bool:
        """Whether they are there, and count for the quorum."""
        return self.is_there and self.counts_since is not None

    @property
    def said_so(self) -> bool:
        """Whether they are there by their own word, and count for the quorum."""
        return self.counts and self.confirmed_by == self.person_id

    @property
    def waits(self) -> bool:
        """Whether somebody noted them as there, and they count only once they or a second person say so."""
        return self.is_there and self.counts_since is None

    @property
    def sure_words(self) -> str:
        """How it is known that they are there, as a sentence without its end; empty where nothing was noted."""
        if not self.noter:
            return ""
        if self.confirmed_by == self.person_id:
            return "They said so themselves"
        return f"Noted by {self.noter}" + (f", confirmed by {self.confirmer}" if self.confirmer else "")

    def counted_at(self, voted_at: datetime | None) -> bool:
        """Whether they counted as there when a vote was opened (None: there was none), whatever was corrected since."""
        since = self.counts_since if self.noted_state in THERE else None
        return since is not None and voted_at is not None and since <= voted_at

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
    """Everybody who is asked to a meeting, or is noted as there, by practice and name. Six statements, however many they are."""
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
                MeetingPresence.confirmed_by,
                MeetingPresence.counts_since,
            ).where(MeetingPresence.meeting_id == meeting.id)
        )
    }
    places = dict(invited_to(meeting.group_id)) | {number: row.practice_id for number, row in noted.items()}
    corrected = {row.person_id: row for row in corrections_of_presence(meeting.id)}
    others = {one for row in noted.values() for one in (row.noted_by, row.confirmed_by) if one}
    named = db.session.execute(select(Person.id, Person.name).where(Person.id.in_({*places, *others})))
    names = {row.id: row.name for row in named}
    titles = {one.id: one.name for one in practices()}
    found = [
        _invited(number, places[number], names, titles, noted.get(number), corrected.get(number))
        for number in places
        if number in names
    ]
    return sorted(found, key=lambda one: (one.practice == "", one.practice, one.name))


def _invited(
    number: int,
    practice: int | None,
    names: Mapping[int, str],
    titles: Mapping[int, str],
    row: Any,
    corrected: ShownCorrection | None,
) -> InvitedPerson:
    title = titles.get(practice or 0, "")
    if row is None:
        return InvitedPerson(
            number, names[number], practice, title, "", "", None, "", None, None, "", None, None
        )
    holds = corrected is not None and corrected.corrected_at >= row.noted_at
    return InvitedPerson(
        number,
        names[number],
        practice,
        title,
        row.state,
        names.get(row.stands_in_for or 0, ""),
        row.noted_by,
        names.get(row.noted_by, ""),
        row.noted_at,
        row.confirmed_by,
        names.get(row.confirmed_by or 0, ""),
        row.counts_since,
        corrected if holds else None,
    )


def corrections_of_presence(meeting_id: int) -> Sequence[ShownCorrection]:
    """What was corrected of who was at a meeting, in order. One statement."""
    rows = db.session.execute(
        select(
            CorrectedPresence.person_id,
            CorrectedPresence.state,
            CorrectedPresence.reason,
            _CORRECTOR.name,
            CorrectedPresence.corrected_at,
            Person.name.label("person"),
        )
        .join(Person, Person.id == CorrectedPresence.person_id)
        .join(_CORRECTOR, _CORRECTOR.id == CorrectedPresence.corrected_by)
        .where(CorrectedPresence.meeting_id == meeting_id)
        .order_by(CorrectedPresence.id)
    )
    return [ShownCorrection._make(row) for row in rows]


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
    """Whether enough are there, of whom they or a second person said so: of the practices that may vote today, the share that the
    members have agreed; in a group half of those who vote."""
    there = [one for one in present if one.counts]
    if meeting.group_id is None:
        voting = {one.practice_id for one in practices_that_may_vote()}
        return MeetingQuorum(
            len(voting & {one.practice_id for one in there}), len(voting), Fraction(agreed(QUORUM.name))
        )
    here, at = {one.person_id for one in there}, {one.practice_id for one in there}
    voters = voters_of(meeting.group_id)
    count = sum(one.person_id in here if one.person_id else one.practice_id in at for one in voters)
    return MeetingQuorum(count, len(voters), HALF)
