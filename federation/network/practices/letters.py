"""Mail about which practices may vote: to those that lose their vote, and to administrators and executive. It tells
whoever could object before a vote opens without them, so nobody can switch it off."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from federation.kernel import tenancy
from federation.kernel.db import db
from federation.network.members.letters.invitations import federation_name
from federation.network.members.letters.roles import TERMINAL, concerned, post_unasked
from federation.network.models import Federation, Practice
from federation.people.addresses import full_address

_OFF = (
    "{who} has changed the practices of {federation}: {practice} {why}. It has no vote in what is put to the vote from "
    "now on. Votes that are open already keep their list of practices."
)
_ALL = (
    "{who} has changed which practices of {federation} may vote. Votes that are open already keep their list."
)
_SIZES = (
    "{who} has saved list sizes in {federation}. They are the votes of practices where votes are counted by patients, "
    "in what is put to the vote from now on."
)
_MOVED = "{who} has split or merged parts of {federation}: {practice} is in {place} now. Votes and decisions stay as they are."
_IF = (
    "If this is not right, tell your administrators or the executive. What was done is on the record:\n{link}"
)
_MOST = 20


def tell_off(who: str | None, seq: int, gone: Mapping[int, str]) -> None:
    """To the people of each practice that may vote no more, by its number, with the reason as the end of a sentence."""
    rows = db.session.execute(select(Practice.id, Practice.name).where(Practice.id.in_(list(gone))))
    names = {row.id: row.name for row in rows}
    for number, why in gone.items():
        words = _OFF.format(
            who=who or TERMINAL, federation=federation_name(), practice=names[number], why=why
        )
        _post(f"off:{number}", seq, concerned(number), f"No vote any more: {names[number]}", words)


def tell_roll(who: str | None, seq: int, off: Sequence[str], on: Sequence[str]) -> None:
    """To administrators and executive: which practices may vote no more, and which may from now on, by name."""
    words = _ALL.format(who=who or TERMINAL, federation=federation_name())
    words += _listed("May vote no more:", off) + _listed("May vote from now on:", on)
    _post("all", seq, concerned(None), "Practices that may vote have changed", words)


def tell_sizes(who: str | None, seq: int, changes: Sequence[str]) -> None:
    """To administrators and executive: new list sizes, those that changed most first."""
    words = _SIZES.format(who=who or TERMINAL, federation=federation_name())
    words += _listed("Changed most:", changes)
    _post("sizes", seq, concerned(None), "List sizes have changed", words)


def tell_moved(who: str, seq: int, goes: Mapping[int, str]) -> None:
    """To the people of each practice, by its number, that lies in a neighbourhood of this name from now on."""
    rows = db.session.execute(select(Practice.id, Practice.name).where(Practice.id.in_(list(goes))))
    for number, name in rows:
        words = _MOVED.format(who=who, federation=federation_name(), practice=name, place=goes[number])
        _post(f"moved:{number}", seq, concerned(number), f"{name} is in {goes[number]} now", words)


def _listed(heading: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    more = [f"- and {len(lines) - _MOST:,} more"] if len(lines) > _MOST else []
    return "\n\n" + "\n".join([heading, *(f"- {line}" for line in lines[:_MOST]), *more])


def _post(kind: str, seq: int, people: Sequence[int], subject: str, words: str) -> None:
    here = tenancy.current()
    slug = db.session.scalar(select(Federation.slug).where(Federation.id == here))
    link = full_address("network.record", federation=slug)
    post_unasked(f"roll:{here}:{seq}:{kind}", people, subject, f"{words}\n\n{_IF.format(link=link)}")
