"""Letters about elections: to everybody who could stand, and what came of it to whom it concerns."""

from collections.abc import Collection, Sequence
from typing import Final

from federation.electing.mail_kinds import BEGUN
from federation.electing.models import GroupElection
from federation.electing.words import seats_words
from federation.kernel.days import last_day
from federation.kernel.words import day
from federation.network.for_plugins import address_of, mail, people
from federation.network.groups.queries import people_seated
from federation.network.members.letters.roles import post_unasked

_BEGUN: Final = (
    "The members elect people to the {group} ({what}). Until the end of {until} everybody can put themselves forward, and nobody "
    "is put forward by somebody else:\n\n{url}\n"
)
_SEATED: Final = (
    "The members have elected to the {group}: {names}. They sit in it from now on ({what}), and vote in what opens from now on."
    "\n\n{url}"
)
_MADE_ROOM: Final = "\n\nWho was elected to such a seat before, and is not named here, has made room."


def tell_begun(election: GroupElection, group: str, by: int) -> None:
    """An election has begun: to everybody who could stand."""
    text = _BEGUN.format(
        group=group,
        what=seats_words(election.seats, election.is_lead, election.has_vote),
        until=day(last_day(election.until)),
        url=address_of("electing.election", election_id=election.id),
    )
    everybody = {one.id for one in people() if one.role != "observer"} - {by}
    mail(f"electing.begun:{election.id}", everybody, f"An election to the {group}", text, BEGUN)


def tell_seated(
    election: GroupElection, group: str, names: Sequence[str], before: Collection[int], stood: Collection[int]
) -> None:
    """The members have elected people: to everybody who sits in the group or sat there before, and to who stood."""
    text = _SEATED.format(
        group=group,
        names=", ".join(names),
        what=seats_words(election.seats, election.is_lead, election.has_vote),
        url=address_of("electing.election", election_id=election.id),
    )
    post_unasked(
        f"electing:{election.id}:seated",
        {*people_seated(election.group_id), *before, *stood},
        f"Elected to the {group}",
        text + (_MADE_ROOM if election.replaces else ""),
    )
