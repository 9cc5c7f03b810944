"""Mail about votes: when one opens, when a ballot is still owed, when it has closed. Never how anybody voted before the close.

Each letter goes into the outbox under a key that is used once, so that work done twice writes nobody twice.
"""

import textwrap
from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, select, update

from federation.decisions.ballot_links import Place, end_links_of, make_links
from federation.decisions.models import Ballot, Decision, RollEntry, Version
from federation.decisions.receipts import in_groups, receipt_fingerprint
from federation.decisions.words import STATUS
from federation.kernel import outbox
from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import Actor
from federation.kernel.record import now_here
from federation.kernel.words import moment
from federation.network.models import Federation, Membership
from federation.people.addresses import full_address
from federation.people.models import Person
from federation.people.rules.mail_choices import Kind, wants

REMINDERS = ((1, 48), (2, 24))
"""Which reminder, and how many hours before the close."""
_TOLD_RESULTS = ("executive", "representative", "member", "lay_partner")
_END = "\n\nYou choose which mail you get under “Your account”: {account}\n"
_OPENED = (
    "{federation}: voting has opened on “{title}”.\n\nWhat is decided begins:\n\n{text}\n\n"
    "Voting closes {closes} (time in England).{replaces}{ways}"
)
_BEGINNING = 300
_REPLACES = "\n\nIf it is carried, it replaces decision {number}, “{title}”.\n\n"
_NOT_OPENED = (
    "You set a time at which voting opens on “{title}”. It could not open then.\n\nReason: {reason}\n\n"
    "The proposal is in discussion again. You can put it to the vote here:\n{link}"
)
_REMINDER = (
    "{federation}: {practices} has not voted yet on “{title}”.\n\nWhat is decided begins:\n\n{text}\n\n"
    "Voting closes {closes} (time in England).{ways}"
)
_WAY = "\n\n{practice} can vote here:\n{link}"
_BY_LINK = (
    "\n\nRead the decision there, and press one button to cast the vote. You need no password. The link is for you "
    "alone, {name}, and for this vote alone: do not pass this letter on. It works until voting closes. The "
    "representatives of your practice get a receipt of each vote."
)
_CAST_BY_LINK = (
    "{name} has cast the vote of {practice} on “{title}” by the link in a letter.\n\nReceipt code: {code}\n"
    "Recorded {cast_at}. It can be changed until {closes}.\n\n"
    "If this is not what {practice} wants, sign in and change the vote, and tell your administrator:\n{link}"
)
_CLOSED = "Voting has closed on “{title}”: {verdict}.\n\n{words}\n{tests}\n\nRead it here:\n{link}"
_WITHDRAWN = (
    "{by} called off the vote on “{title}” while it was open. Nothing is decided, and the votes cast do not count."
    "\n\nReason: {reason}\n\nRead it here:\n{link}"
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


def tell_opened(decision_id: int) -> None:
    """To the representatives of the practices that may vote."""
    decision = _decision(decision_id)
    _ask_for_votes(
        "opened",
        f"opened:{decision_id}",
        decision,
        db.session.execute(_representatives(decision_id)).all(),
        f"Vote: {decision.title}",
        _OPENED,
    )


def tell_not_opened(decision_id: int, at: str, words: str) -> None:
    """To whoever set the time at which voting was to open."""
    decision = _decision(decision_id)
    text = _NOT_OPENED.format(title=decision.title, reason=words, link=_link(decision_id))
    outbox.add(
        "mail",
        f"mail:not_opened:{decision_id}:{at}",
        {"person": decision.opened_by, "subject": f"Voting did not open: {decision.title}", "text": text},
    )


def who_is_told(practice_ids: Collection[int], most: int = 100) -> tuple[int, list[str]]:
    """Who gets mail when a vote opens for these practices: how many, and the first names in order."""
    people = db.session.execute(
        select(Person.id, Person.name, Person.mail_choices, Membership.practice_id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.role == "representative", Membership.in_force(), Person.erased_at.is_(None))
        .order_by(Person.name, Person.id)
    ).all()
    told = {
        row.id: row.name
        for row in people
        if row.practice_id in practice_ids and wants(row.mail_choices, "opened")
    }
    return len(told), list(told.values())[:most]


def tell_replaced(decision_id: int, practice_id: int, version: int, by: Actor, before: int) -> None:
    """To a practice's representatives: somebody else than who cast its vote has changed it. Nobody can switch this off."""
    decision = _decision(decision_id)
    practice = db.session.scalars(
        select(RollEntry.name).where(
            RollEntry.decision_id == decision_id, RollEntry.practice_id == practice_id
        )
    ).one()
    earlier = db.session.scalars(select(Person.name).where(Person.id == before)).one()
    theirs = _representatives(decision_id).where(RollEntry.practice_id == practice_id)
    people = {row.id for row in db.session.execute(theirs)} - {by.person_id}
    text = _REPLACED.format(
        practice=practice,
        title=decision.title,
        by=by.name,
        earlier=earlier,
        closes=_moment(decision),
        link=_link(decision_id),
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


def tell_withdrawn(decision_id: int) -> None:
    """To everybody who takes part in the federation: an open vote that is called off decides nothing."""
    end_links_of(decision_id)
    decision = _decision(decision_id)
    by = db.session.scalar(select(Person.name).where(Person.id == decision.closed_by))
    post(
        "verdict",
        f"withdrawn:{decision_id}",
        everybody(),
        f"Vote called off: {decision.title}",
        _WITHDRAWN.format(
            by=by, title=decision.title, reason=decision.withdrawn_reason, link=_link(decision_id)
        ),
    )


def tell_closed(decision_id: int, verdict: str) -> None:
    """The verdict with its arithmetic, to everybody who takes part in the federation. The links to the ballots go."""
    end_links_of(decision_id)
    decision = _decision(decision_id)
    result = decision.result or {}
    word = STATUS[verdict].word
    tests = "\n".join(
        f"- {'Met' if test['met'] else 'Not met'}: {test['words']}" for test in result.get("tests", ())
    )
    post(
        "verdict",
        f"closed:{decision_id}:{verdict}",
        everybody(),
        f"{word}: {decision.title}",
        _CLOSED.format(
            title=decision.title,
            verdict=word.lower(),
            words=result.get("words", ""),
            tests=tests,
            link=_link(decision_id),
        ),
    )


def remind() -> int:
    """Remind, 48 and 24 hours before the close, the practices that have not voted, and nobody else."""
    done = 0
    for number, hours in REMINDERS:
        now = db.session.execute(select(now_here())).scalar_one()
        before = timedelta(hours=hours)
        due = db.session.execute(
            select(Decision.id, Decision.opened_at, Decision.closes_at).where(
                Decision.state == "open",
                Decision.closes_at > now,
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
    decision = _decision(decision_id)
    _ask_for_votes(
        "reminder",
        f"reminder{hours}:{decision_id}",
        decision,
        db.session.execute(_representatives(decision_id).where(owed)).all(),
        f"Vote still to cast: {decision.title}",
        _REMINDER,
    )


def _ask_for_votes(
    kind: Kind, key: str, decision: Decision, rows: Iterable[Any], subject: str, text: str
) -> None:
    """One letter to each representative, with a way to the ballot of each of their practices."""
    asked: dict[int, list[Any]] = {}
    for row in rows:
        if wants(row.mail_choices, kind):
            asked.setdefault(row.id, []).append(row)
    places = [Place(row.id, row.practice_id) for own in asked.values() for row in own]
    links = make_links(decision, places)
    slug, name = _federation(decision.id)
    common = {
        "federation": name,
        "title": decision.title,
        "text": first_lines(decision),
        "closes": _moment(decision),
        "replaces": _replaces(decision).rstrip(),
    }
    for person_id, own in asked.items():
        ways = ""
        for row in own:
            token = links.get(Place(person_id, row.practice_id))
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
            ways += _WAY.format(practice=row.practice, link=link)
        if any(place.person_id == person_id for place in links):
            ways += _BY_LINK.format(name=own[0].name)
        practices = " and ".join(row.practice for row in own)
        post(kind, key, own[:1], subject, text.format(practices=practices, ways=ways, **common))


def first_lines(decision: Decision) -> str:
    """The beginning of the text that is decided, indented."""
    body = db.session.scalar(
        select(Version.body).where(Version.decision_id == decision.id, Version.number == decision.version)
    )
    lines = shorten(body or "", _BEGINNING)
    return textwrap.indent(textwrap.fill(lines, 72), "    ")


def shorten(text: str, most: int) -> str:
    """The beginning of a text on one line, cut between words."""
    return textwrap.shorten(text, most, placeholder=" …")


def tell_cast_by_link(actor: Actor, decision_id: int, practice_id: int, code: str) -> None:
    """In the open unit of work: a receipt to everybody who represents the practice, so that nobody casts unseen."""
    decision = _decision(decision_id)
    cast_at = db.session.execute(select(Ballot.cast_at).where(Ballot.receipt == code)).scalar_one()
    slug, _ = _federation(decision_id)
    text = _CAST_BY_LINK.format(
        name=actor.name,
        practice=actor.seats[0].name,
        title=decision.title,
        code=code,
        cast_at=moment(cast_at),
        closes=_moment(decision),
        link=full_address(
            "decisions.cast_vote", federation=slug, decision_id=decision_id, practice_id=practice_id
        ),
    )
    theirs = _representatives(decision_id).where(RollEntry.practice_id == practice_id)
    people = {row.id for row in db.session.execute(theirs)}
    outbox.add_many(
        "mail",
        [
            (
                f"mail:receipt:{code}:{person}",
                {"person": person, "subject": f"Receipt: {decision.title}", "text": text},
            )
            for person in sorted(people)
        ],
    )


def send_receipt(person_id: int, decision_id: int, code: str) -> None:
    """A copy of a receipt, to a person who asked for such mail."""
    with unit_of_work():
        decision = _decision(decision_id)
        cast_at, practice = db.session.execute(
            select(Ballot.cast_at, RollEntry.name)
            .join(RollEntry, RollEntry.id == Ballot.roll_entry_id)
            .where(Ballot.receipt == code)
        ).one()
        text = _RECEIPT.format(
            practice=practice,
            title=decision.title,
            code=in_groups(code),
            cast_at=moment(cast_at),
            closes=_moment(decision),
            link=_link(decision_id),
        )
        outbox.add(
            "mail",
            f"mail:receipt:{receipt_fingerprint(code)}",
            {"person": person_id, "subject": f"Receipt: {decision.title}", "text": text},
        )


def everybody() -> list[Any]:
    """All who take part in the federation."""
    belongs = (
        select(Membership.id)
        .where(
            Membership.person_id == Person.id,
            Membership.role.in_(_TOLD_RESULTS),
            Membership.in_force(),
        )
        .exists()
    )
    asked = select(Person.id, Person.mail_choices).where(belongs, Person.erased_at.is_(None))
    return list(db.session.execute(asked).all())


def _replaces(decision: Decision) -> str:
    """Which decision a vote is to replace, for the letter that it opens with."""
    if decision.supersedes_id is None:
        return " "
    old = _decision(decision.supersedes_id)
    return _REPLACES.format(number=f"{old.year}/{old.ordinal}", title=old.title)


def _representatives(decision_id: int) -> Select[Any]:
    """Whoever may cast a ballot in this vote: what the letters say would else tell others which practices have voted."""
    return (
        select(
            Person.id,
            Person.name,
            Person.mail_choices,
            RollEntry.practice_id,
            RollEntry.name.label("practice"),
        )
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


def post(kind: Kind, key: str, people: Iterable[Any], subject: str, text: str) -> None:
    """One letter to each of these people who wants this kind."""
    whole = text + _END.format(account=full_address("people.account"))
    outbox.add_many(
        "mail",
        [
            (f"mail:{key}:{person.id}", {"person": person.id, "subject": subject, "text": whole})
            for person in people
            if wants(person.mail_choices, kind)
        ],
    )


def _decision(decision_id: int) -> Decision:
    found = db.session.get(Decision, decision_id)
    if found is None:
        raise LookupError(f"decision {decision_id}")
    return found


def _moment(decision: Decision) -> str:
    return moment(decision.closes_at) if decision.closes_at else ""


def _link(decision_id: int) -> str:
    slug, _ = _federation(decision_id)
    return full_address("decisions.show", federation=slug, decision_id=decision_id)


def _federation(decision_id: int) -> tuple[str, str]:
    """Its short name in addresses, and its name."""
    row = db.session.execute(
        select(Federation.slug, Federation.name)
        .join(Decision, Decision.federation_id == Federation.id)
        .where(Decision.id == decision_id)
    ).one()
    return row.slug, row.name
