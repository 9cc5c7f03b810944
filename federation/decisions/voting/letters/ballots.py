"""Letters about a ballot, to whoever cast it and to others of its practice: written in the unit of work of the ballot."""

from datetime import datetime

from sqlalchemy import select

from federation.decisions.letters import close_of, decision_of, federation_of, link_to
from federation.decisions.models import RollEntry
from federation.decisions.voting.letters.asking import representatives
from federation.decisions.voting.receipts import in_groups, receipt_fingerprint
from federation.kernel import outbox
from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.kernel.words import moment
from federation.people.addresses import full_address
from federation.people.models import Person

_CAST_BY_LINK = (
    "{name} has cast the vote of {practice} on “{title}” by the link in a letter.\n\nReceipt code: {code}\n"
    "Recorded {cast_at}. It can be changed until {closes}.\n\n"
    "If this is not what {practice} wants, sign in and change the vote, and tell your administrator:\n{link}"
)
_REPLACED = (
    "{by} has changed the vote of {practice} on “{title}”. {earlier} had cast it before.\n\n"
    "If this is not right, change it until {closes}, and speak with {by}. The latest vote counts:\n{link}\n\n"
    "This mail tells who acts for your practice, so it cannot be switched off.\n"
)
_RECEIPT = (
    "{practice} has voted on “{title}”.\n\nReceipt code: {code}\n"
    "Recorded {cast_at}. It can be changed until {closes}.\n\n{link}"
)


def tell_replaced(decision_id: int, practice_id: int, version: int, by: Actor, before: int) -> None:
    """To a practice's representatives: somebody else than who cast its vote has changed it. Nobody can switch this off."""
    decision = decision_of(decision_id)
    practice = db.session.scalars(
        select(RollEntry.name).where(
            RollEntry.decision_id == decision_id, RollEntry.practice_id == practice_id
        )
    ).one()
    earlier = db.session.scalars(select(Person.name).where(Person.id == before)).one()
    theirs = representatives(decision_id).where(RollEntry.practice_id == practice_id)
    people = {row.id for row in db.session.execute(theirs)} - {by.person_id}
    text = _REPLACED.format(
        practice=practice,
        title=decision.title,
        by=by.name,
        earlier=earlier,
        closes=close_of(decision),
        link=link_to(decision_id),
    )
    outbox.add_many(
        "mail",
        [
            (
                f"mail:replaced:{decision_id}:{practice_id}:{version}:{person}",
                {"person": person, "subject": f"Vote changed: {decision.title}", "text": text},
            )
            for person in sorted(people)
        ],
    )


def tell_cast_by_link(
    actor: Actor, decision_id: int, practice_id: int | None, code: str, cast_at: datetime
) -> None:
    """A receipt to everybody who represents the practice, or to whoever votes for themselves, whatever mail they want, so
    that nobody casts unseen."""
    decision = decision_of(decision_id)
    slug, _ = federation_of(decision_id)
    text = _CAST_BY_LINK.format(
        name=actor.name,
        practice=actor.seats[0].name if practice_id else actor.name,
        title=decision.title,
        code=code,
        cast_at=moment(cast_at),
        closes=close_of(decision),
        link=full_address(
            "decisions.cast_vote", federation=slug, decision_id=decision_id, practice_id=practice_id
        ),
    )
    theirs = representatives(decision_id).where(RollEntry.practice_id == practice_id)
    people = {row.id for row in db.session.execute(theirs)} if practice_id else {actor.person_id}
    outbox.add_many(
        "mail",
        [
            (
                f"mail:receipt:{receipt_fingerprint(code)}:{person}",
                {"person": person, "subject": f"Receipt: {decision.title}", "text": text},
            )
            for person in sorted(people)
        ],
    )


def send_receipt(person_id: int, decision_id: int, practice: str, code: str, cast_at: datetime) -> None:
    """A copy of a receipt, to a person who wants such mail."""
    decision = decision_of(decision_id)
    text = _RECEIPT.format(
        practice=practice,
        title=decision.title,
        code=in_groups(code),
        cast_at=moment(cast_at),
        closes=close_of(decision),
        link=link_to(decision_id),
    )
    outbox.add(
        "mail",
        f"mail:receipt:{receipt_fingerprint(code)}",
        {"person": person_id, "subject": f"Receipt: {decision.title}", "text": text},
    )
