"""Letters to whoever was made to stand aside, and to the people of a practice for which somebody said so: nobody can switch them
off."""

from sqlalchemy import or_, select

from federation.decisions.letters import decision_of, letter_key, link_to
from federation.decisions.models import Decision, DeclaredInterest
from federation.kernel import outbox
from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.network.members.letters.roles import concerned
from federation.network.models import Membership, Practice
from federation.people.models import Person
from federation.plugin.door import door

_ASIDE = (
    "{voter} in the decision “{title}”. The rules of {feature} demand it; {by} acted on them.\n\nReason: {reason}\n\n"
    "No vote of theirs is counted in this decision, in any number. It cannot be undone by those who stand aside. If it is "
    "not right, say so to {by} and in the discussion:\n{link}\n\n"
    "This mail tells who can vote, so it cannot be switched off.\n"
)
_STOOD_ASIDE = (
    "{by} has said that {practice} stands aside in the decision “{title}”.\n\nReason: {reason}\n\n"
    "No vote of {practice} is counted in this decision, in any number, and it cannot be undone. If it is not right, speak with "
    "{by}, and say so in the discussion:\n{link}\n\n"
    "This mail tells who acts for your practice, so it cannot be switched off.\n"
)


def tell_stood_aside(decision: Decision, practice_id: int, by: Actor, reason: str) -> None:
    """To everybody of a practice that it stands aside, but to whoever said so."""
    practice = db.session.scalars(select(Practice.name).where(Practice.id == practice_id)).one()
    text = _STOOD_ASIDE.format(
        by=by.name, practice=practice, title=decision.title, reason=reason, link=link_to(decision.id)
    )
    people = {*concerned(practice_id)} - {by.person_id}
    subject = f"Standing aside: {decision.title}"
    outbox.add_many(
        "mail",
        [
            (
                letter_key(f"stood-aside:{decision.id}:{practice_id}", person),
                {"person": person, "subject": subject, "text": text},
            )
            for person in sorted(people)
        ],
    )


def tell_aside(decision_id: int) -> None:
    """To those who represent a practice that a feature made stand aside, and to the people it did; each is told once."""
    decision = decision_of(decision_id)
    concerned = or_(
        Person.id == DeclaredInterest.person_id,
        (Membership.practice_id == DeclaredInterest.practice_id) & (Membership.role == "representative"),
    )
    rows = db.session.execute(
        select(
            Person.id,
            DeclaredInterest.practice_id,
            Practice.name.label("practice"),
            DeclaredInterest.reason,
            DeclaredInterest.demanded_by,
            DeclaredInterest.declared_by,
        )
        .join(Membership, Membership.person_id == Person.id)
        .join(DeclaredInterest, concerned)
        .outerjoin(Practice, Practice.id == DeclaredInterest.practice_id)
        .where(
            DeclaredInterest.decision_id == decision_id,
            DeclaredInterest.demanded_by != "",
            Membership.in_force(),
            Person.erased_at.is_(None),
        )
        .distinct()
        .order_by(Person.id)
    ).all()
    by = {row.declared_by for row in rows}
    names = {
        row.id: row.name
        for row in db.session.execute(select(Person.id, Person.name).where(Person.id.in_(by)))
    }
    found = {
        letter_key(f"aside:{decision_id}:{row.practice_id or 'own'}", row.id): {
            "person": row.id,
            "subject": f"Standing aside: {decision.title}",
            "text": _ASIDE.format(
                voter=f"{row.practice} stands aside" if row.practice_id else "You stand aside",
                title=decision.title,
                feature=door().features[row.demanded_by].title,
                by=names[row.declared_by],
                reason=row.reason,
                link=link_to(decision_id),
            ),
        }
        for row in rows
    }
    written = outbox.used(found)
    outbox.add_many("mail", [(key, letter) for key, letter in found.items() if key not in written])
