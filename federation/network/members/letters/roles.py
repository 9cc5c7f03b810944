"""Mail about roles that speak for others. It tells whoever could object, so nobody can switch it off."""

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select

from federation.kernel import outbox, tenancy
from federation.kernel.db import db
from federation.network.members.letters.invitations import federation_name
from federation.network.members.queries.roles import BegunRole, HeldRole
from federation.network.members.queries.second_person import WaitingRole, roles_to_confirm
from federation.network.members.rules.second_person import CONFIRMED
from federation.network.models import Federation, Membership
from federation.people.addresses import full_address
from federation.people.models import Person

TERMINAL = "Somebody at the terminal of the server"
_GIVEN = "{giver} has given {name} the role {role} in {federation}."
_CHAIR = "{giver} has made {name} the chair of {federation}."
_NOTHING = "It gives nothing until a second person has confirmed it."
_NOT_YET = "It does not count in these votes, which were open already, until a second person has confirmed it:\n{votes}"
_UNWATCHED = (
    "{giver} has given these roles in {federation}. Their practices have nobody else yet who could say that something "
    "is wrong, so you are told:\n\n{roles}\n\nIf you do not know somebody here, ask their practice. You find "
    "everybody here:\n{link}"
)
_YOURS = "You can confirm or refuse it here:\n{link}"
_OTHERS = "If this is not right, tell your administrators or the executive. You find them here:\n{link}"
_CAME = (
    "{name}, {role} in {federation}, has opened their account by a link that {seer} had been shown to hand on. "
    "If you did not expect that, ask {name}."
)
_CONFIRMED = "{who} has confirmed that {name} is {role} in {federation}. The role counts from now on."
_REFUSED = "{who} has refused that {name} is {role} in {federation}. The role has ended."
_ENDED = "{who} has ended the role {role} of {name} in {federation}."
_TOLD = CONFIRMED | {"administrator"}
_END = "\n\nThis mail tells who acts and votes for others, so it cannot be switched off.\n"


def tell_given(begun: BegunRole, giver: str | None, unwatched: list[BegunRole] | None = None) -> None:
    """To everybody whom a new role concerns: the people of its practice, or administrators and executive; and to
    whoever can confirm it, with the link. ``giver`` is None at the terminal.

    Of a practice that has nobody else the executive is told; one letter of many such roles, where they are gathered.
    """
    if begun.role not in _TOLD:
        return
    words = _GIVEN.format(
        giver=giver or TERMINAL, name=begun.name, role=begun.words, federation=federation_name()
    )
    waiting = next((one for one in roles_to_confirm(begun.membership_id) if not one.is_chair), None)
    key = f"role:{begun.membership_id}:given"
    _tell(key, begun.person_id, begun.practice_id, f"New role: {begun.name}", words, waiting)
    told = (waiting.can if waiting else frozenset[int]()) | {*concerned(begun.practice_id)}
    if begun.practice_id is None or told - {begun.person_id}:
        return
    if unwatched is None:
        tell_unwatched([begun], giver)
    else:
        unwatched.append(begun)


def tell_unwatched(begun: Sequence[BegunRole], giver: str | None) -> None:
    """To the executive: new roles at practices that have nobody else who could object."""
    if not begun:
        return
    words = _UNWATCHED.format(
        giver=giver or TERMINAL,
        federation=federation_name(),
        roles="\n".join(f"- {one.name}: {one.words}" for one in begun),
        link=_link("people"),
    )
    executive = db.session.scalars(
        select(Membership.person_id).where(Membership.role == "executive", Membership.in_force())
    ).all()
    subject = f"New role: {begun[0].name}" if len(begun) == 1 else f"{len(begun)} new roles at practices"
    people = {*executive}.intersection(concerned(None)) - {one.person_id for one in begun}
    post_unasked(f"role:{begun[0].membership_id}:unwatched", people, subject, words)


def tell_chair(person_id: int, name: str, membership_id: int, giver: str, seq: int) -> None:
    """To administrators and executive, and whoever can confirm it: there is a new chair, by this entry of the record."""
    words = _CHAIR.format(giver=giver, name=name, federation=federation_name())
    waiting = next((one for one in roles_to_confirm(membership_id) if one.is_chair), None)
    _tell(f"role:{membership_id}:chair:{seq}", person_id, None, f"New chair: {name}", words, waiting)


def tell_word(one: WaitingRole, who: str, confirmed: bool) -> None:
    """The second person's word, to whom it is about and to the giver."""
    words = (_CONFIRMED if confirmed else _REFUSED).format(
        who=who, name=one.name, role=one.words, federation=federation_name()
    )
    people = {person for person in (one.person_id, one.asked.given_by) if person is not None}
    subject = f"{'Confirmed' if confirmed else 'Refused'}: {one.name}, {one.words}"
    post_unasked(f"role:{one.key}:{'confirmed' if confirmed else 'refused'}", people, subject, words)


def tell_restarted(person_id: int, name: str, held: HeldRole, seen_by: int, seq: int) -> None:
    """To everybody whom a role concerns that begins anew, because its owner came by a link that somebody else had seen."""
    seer = db.session.scalar(select(Person.name).where(Person.id == seen_by))
    words = _CAME.format(name=name, seer=seer, role=held.words, federation=federation_name())
    waiting = next((one for one in roles_to_confirm(held.id) if not one.is_chair), None)
    _tell(
        f"role:{held.id}:restarted:{seq}", person_id, held.practice_id, f"New account: {name}", words, waiting
    )


def tell_ended(person_id: int, name: str, held: HeldRole, who: str) -> None:
    """To whoever had the role, and to those whom it concerned."""
    if held.role not in _TOLD:
        return
    words = _ENDED.format(who=who, role=held.words, name=name, federation=federation_name())
    people = {person_id, *(concerned(held.practice_id) or concerned(None))}
    post_unasked(
        f"role:{held.id}:ended",
        people,
        f"Role ended: {name}",
        f"{words}\n\n{_OTHERS.format(link=_link('people'))}",
    )


def _tell(
    key: str, receiver: int, practice_id: int | None, subject: str, words: str, waiting: WaitingRole | None
) -> None:
    can = waiting.can if waiting else frozenset[int]()
    if waiting:
        votes = "\n".join(f"- {vote.title}" for vote in waiting.votes)
        words += f" {_NOTHING}" if waiting.waits else f"\n\n{_NOT_YET.format(votes=votes)}"
    post_unasked(key, can, subject, f"{words}\n\n{_YOURS.format(link=_link('to_confirm'))}")
    others = {*concerned(practice_id)} - {receiver, *can}
    post_unasked(key, others, subject, f"{words}\n\n{_OTHERS.format(link=_link('people'))}")


def concerned(practice_id: int | None) -> list[int]:
    """The people of a practice, or administrators and executive, as far as they have accepted their invitation."""
    theirs = (
        Membership.practice_id == practice_id
        if practice_id
        else or_(Membership.role == "administrator", Membership.role == "executive")
    )
    found = db.session.scalars(
        select(Membership.person_id)
        .join(Person, Person.id == Membership.person_id)
        .where(theirs, Membership.in_force(), Person.erased_at.is_(None), Person.password_hash.is_not(None))
        .distinct()
    )
    return list(found)


def post_unasked(key: str, people: Collection[int], subject: str, words: str) -> None:
    """Mail that nobody can switch off; in the open unit of work."""
    outbox.add_many(
        "mail",
        [
            (f"{key}:{person}", {"person": person, "subject": subject, "text": words + _END})
            for person in sorted(people)
        ],
    )


def _link(page: str) -> str:
    slug = db.session.scalar(select(Federation.slug).where(Federation.id == tenancy.current()))
    return full_address(f"network_people.{page}", federation=slug)
