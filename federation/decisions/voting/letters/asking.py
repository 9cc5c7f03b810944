"""Letters that ask for a vote: when it opens, and when a ballot is still owed. Never how anybody voted."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, or_, select, update

from federation.decisions.letters import (
    about_decision,
    close_of,
    decision_of,
    federation_of,
    first_lines,
    letter_key,
    post,
)
from federation.decisions.mail_kinds import OPENED, REMINDER
from federation.decisions.models import Ballot, Decision, RollEntry
from federation.decisions.rulebook.queries.agreed import agreed
from federation.decisions.rulebook.queries.voters import PossibleVoter
from federation.decisions.subjects import FIRST_REMINDER
from federation.decisions.voting.links import BallotPlace, make_links
from federation.decisions.voting.queries.holders import holding_in
from federation.kernel import outbox
from federation.kernel.db import db, unit_of_work
from federation.kernel.record import now_here
from federation.network.models import Membership
from federation.people.addresses import full_address
from federation.people.models import Person
from federation.plugin.mail_choices import MailKind

LAST_REMINDER_HOURS = 24
"""Hours before the close."""
_OPENING = (
    "{federation}: voting has opened on “{title}”.\n\nWhat is decided begins:\n\n{text}\n\n"
    "Voting closes {closes} (time in England).{replaces}{held}{ways}"
)
_REPLACES = "\n\nIf it is carried, it replaces decision {number}, “{title}”.\n\n"
_REMINDING = (
    "{federation}: {practices} has not voted yet on “{title}”.\n\nWhat is decided begins:\n\n{text}\n\n"
    "Voting closes {closes} (time in England).{ways}"
)
_WAY = "\n\n{practice} can vote here:\n{link}"
_OWN_WAY = "\n\nYou can vote here:\n{link}"
_BY_LINK = (
    "\n\nRead the decision there, and press one button to cast the vote. You need no password. The link is for you "
    "alone, {name}, and for this vote alone: do not pass this letter on. It works until voting closes."
)
_RECEIPTS = " The representatives of your practice get a receipt of each vote."


def tell_opened(decision_id: int) -> None:
    """To the representatives of the practices that may vote."""
    decision = decision_of(decision_id)
    _ask_for_votes(
        OPENED,
        f"opened:{decision_id}",
        decision,
        voters_in(decision_id),
        f"Vote: {decision.title}",
        _OPENING,
    )


def who_is_told(voters: Sequence[PossibleVoter], most: int = 100) -> tuple[int, list[str]]:
    """Who gets mail when a vote opens for these voters: how many, and the first names in order. One statement."""
    practices = {one.practice_id for one in voters}
    own = {one.person_id for one in voters if one.person_id}
    people = db.session.execute(
        select(Person.id, Person.name, Person.mail_choices, Membership.practice_id, Membership.role)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            or_(Membership.role == "representative", Person.id.in_(own)),
            Membership.in_force(),
            Person.erased_at.is_(None),
        )
        .order_by(Person.name, Person.id)
    ).all()
    told = {
        row.id: row.name
        for row in people
        if OPENED.is_wanted(row.mail_choices)
        and (row.id in own or (row.role == "representative" and row.practice_id in practices))
    }
    return len(told), list(told.values())[:most]


def remind() -> int:
    """Remind, when the members have agreed and 24 hours before the close, the practices that have not voted, and nobody
    else."""
    done = 0
    for number, hours in ((1, int(agreed(FIRST_REMINDER.name))), (2, LAST_REMINDER_HOURS)):
        now = db.session.execute(select(now_here())).scalar_one()
        before = timedelta(hours=hours)
        due = db.session.execute(
            select(Decision.id, Decision.opened_at, Decision.closes_at).where(
                Decision.takes_ballots(now),
                Decision.closes_at <= now + before,
                Decision.reminded < number,
            )
        ).all()
        for decision_id, opened_at, closes_at in due:
            with unit_of_work() as session:
                first = session.execute(
                    update(Decision)
                    .where(Decision.id == decision_id, Decision.reminded < number)
                    .values(reminded=number)
                    .returning(Decision.id)
                    .execution_options(synchronize_session=False)
                ).first()
                if first and opened_at and closes_at and closes_at - opened_at > before:
                    _remind_of(decision_id, hours)
                    done += 1
    return done


def _remind_of(decision_id: int, hours: int) -> None:
    owed = ~select(Ballot.id).where(Ballot.roll_entry_id == RollEntry.id).exists()
    decision = decision_of(decision_id)
    _ask_for_votes(
        REMINDER,
        f"reminder{hours}:{decision_id}",
        decision,
        [*_rows(representatives(decision_id).where(owed)), *_rows(themselves(decision_id).where(owed))],
        f"Vote still to cast: {decision.title}",
        _REMINDING,
    )


def _ask_for_votes(
    kind: MailKind, key: str, decision: Decision, rows: Iterable[Any], subject: str, text: str
) -> None:
    """One letter to each representative, with a way to the ballot of each of their practices. Whoever has had it gets
    neither another nor another link."""
    wanting = [row for row in rows if kind.is_wanted(row.mail_choices)]
    written = outbox.used(letter_key(key, row.id) for row in wanting)
    asked: dict[int, list[Any]] = {}
    for row in wanting:
        if letter_key(key, row.id) not in written:
            asked.setdefault(row.id, []).append(row)
    places = [BallotPlace(row.id, row.practice_id) for own in asked.values() for row in own]
    links = make_links(decision, places)
    slug, name = federation_of(decision.id)
    common = {
        "federation": name,
        "title": decision.title,
        "text": first_lines(decision),
        "closes": close_of(decision),
        "replaces": _replaces(decision).rstrip(),
        "held": f"\n\n{held}" if (held := holding_in(decision).words) else "",
    }
    for person_id, own in asked.items():
        ways = ""
        for row in own:
            token = links.get(BallotPlace(person_id, row.practice_id))
            link = (
                full_address("decisions.cast_by_link", federation=slug, token=token)
                if token
                else full_address(
                    "decisions.cast_vote",
                    federation=slug,
                    decision_id=decision.id,
                    practice_id=row.practice_id,
                )
            )
            ways += (_WAY if row.practice_id else _OWN_WAY).format(practice=row.practice, link=link)
        if any(place.person_id == person_id for place in links):
            ways += _BY_LINK.format(name=own[0].name)
            ways += _RECEIPTS if own[0].practice_id else ""
        practices = " and ".join(row.practice for row in own)
        post(
            kind,
            key,
            about_decision(decision.id),
            own[:1],
            subject,
            text.format(practices=practices, ways=ways, **common),
        )


def _replaces(decision: Decision) -> str:
    """Which decision a vote is to replace, for the letter that it opens with."""
    if decision.supersedes_id is None:
        return " "
    old = decision_of(decision.supersedes_id)
    return _REPLACES.format(number=old.number, title=old.title)


_ASKED = (
    Person.id,
    Person.name,
    Person.mail_choices,
    RollEntry.practice_id,
    RollEntry.name.label("practice"),
)


def voters_in(decision_id: int) -> list[Any]:
    """Whoever may cast a ballot in this vote, for a practice or for themselves, in order of the voter's name."""
    return [*_rows(representatives(decision_id)), *_rows(themselves(decision_id))]


def _rows(statement: Select[Any]) -> list[Any]:
    return list(db.session.execute(statement).all())


def themselves(decision_id: int) -> Select[Any]:
    """Whoever votes for themselves, in a group's vote."""
    return (
        select(*_ASKED)
        .join(RollEntry, RollEntry.person_id == Person.id)
        .where(
            RollEntry.decision_id == decision_id, RollEntry.recused_at.is_(None), Person.erased_at.is_(None)
        )
        .order_by(RollEntry.name)
    )


def representatives(decision_id: int) -> Select[Any]:
    """Whoever may cast a ballot in this vote for a practice: what the letters say would else tell others which practices
    have voted."""
    return (
        select(*_ASKED)
        .join(Membership, Membership.person_id == Person.id)
        .join(RollEntry, RollEntry.practice_id == Membership.practice_id)
        .join(Decision, Decision.id == RollEntry.decision_id)
        .where(
            RollEntry.decision_id == decision_id,
            RollEntry.recused_at.is_(None),
            Membership.role == "representative",
            Membership.counts_since(Decision.opened_at),
            Person.erased_at.is_(None),
        )
        .order_by(RollEntry.name)
    )
