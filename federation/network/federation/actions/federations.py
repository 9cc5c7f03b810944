"""Making a federation, and saying what it is for and how it calls things."""

import re
from fractions import Fraction
from typing import Any, Final

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from federation.kernel import record, tenancy
from federation.kernel.clock import database_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.kernel.shell import BRANDS
from federation.kernel.tenancy import federation_scope
from federation.network.federation.queries import administers_any
from federation.network.models import Aim, Federation, Membership

_SLUG: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
RESERVED: Final = frozenset(
    (
        "admin",
        "api",
        "assets",
        "federation",
        "federations",
        "help",
        "new",
        "none",
        "null",
        "people",
        "root",
        "sign-in",
        "sign-out",
        "static",
        "system",
    )
)
DELIVERED_NOTICE: Final = 24
DELIVERED_QUORUM: Final = "1/2"
LONGEST_NOTICE: Final = 90 * 24
FINEST_QUORUM: Final = 1000
LONGEST_NAME: Final = 120
LONGEST_PURPOSE: Final = 5_000
LONGEST_AIM: Final = 300
MOST_AIMS: Final = 30


def create_federation(
    slug: str,
    name: str,
    creator: int | None = None,
    *,
    notice_hours: int = DELIVERED_NOTICE,
    quorum: str = DELIVERED_QUORUM,
) -> int:
    """Make a federation and return its number. ``creator`` becomes its administrator, if given.

    Its votes begin with these floors, which its members can change: hours of notice, and of how many practices more
    must vote (0 for none).
    """
    slug = _checked_slug(slug)
    name = _checked_name(name)
    floors = {"notice_hours": _checked_notice(notice_hours), "quorum": _checked_quorum(quorum)}
    if creator is not None and not administers_any(creator):
        raise NotYours("Only people who administer a federation can make another one here.")
    try:
        with unit_of_work() as session:
            federation = Federation(
                slug=slug, name=name, purpose="", settings={"floors": floors}, created_at=database_now()
            )
            session.add(federation)
            session.flush()
            with federation_scope(federation.id):
                _begin(federation.id, creator, name, floors)
            return federation.id
    except IntegrityError:
        raise Invalid(f"The short name {slug} is taken. Choose another", "slug") from None


def _begin(federation_id: int, creator: int | None, name: str, floors: dict[str, Any]) -> None:
    membership = None
    if creator is not None:
        membership = Membership(
            person_id=creator, role="administrator", started_at=database_now(), given_by=creator
        )
        db.session.add(membership)
        db.session.flush()
    record.append(
        creator,
        "federation.created",
        f"federation:{federation_id}",
        name=record.digest(name),
        floors=floors,
    )
    if membership is not None:
        record.append(
            creator, "membership.started", f"person:{creator}", membership=membership.id, role="administrator"
        )


def _checked_notice(hours: int) -> int:
    if not 0 <= hours <= LONGEST_NOTICE:
        raise Invalid(f"The notice must be from 0 to {LONGEST_NOTICE:,} hours", "notice_hours")
    return hours


def _checked_quorum(fraction: str) -> dict[str, Any] | None:
    try:
        share = Fraction(fraction)
    except (ValueError, ZeroDivisionError):
        share = Fraction(-1)
    if not 0 <= share < 1 or share.denominator > FINEST_QUORUM:
        raise Invalid("The quorum must be a fraction below 1, for example 1/2, or 0 for none", "quorum")
    return {"fraction": str(share), "strict": True} if share else None


def _checked_slug(slug: str) -> str:
    slug = slug.strip()
    if not 3 <= len(slug) <= 40:
        raise Invalid("The short name must have 3 to 40 characters", "slug")
    if not _SLUG.fullmatch(slug):
        raise Invalid(
            "The short name must have only small letters a to z, digits and hyphens, "
            "and begin and end with a letter or digit",
            "slug",
        )
    if slug in RESERVED:
        raise Invalid(f"The short name {slug} is kept for the product itself. Choose another", "slug")
    return slug


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Invalid("Enter the name of the federation", "name")
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise Invalid(f"The name must have {LONGEST_NAME} characters or less, all of them visible", "name")
    return name


def locked() -> Federation:
    """The federation chosen, locked: changes of its settings and practices happen one after the other."""
    return db.session.execute(
        select(Federation)
        .where(Federation.id == tenancy.current())
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one()


def describe(actor: Actor, purpose: str) -> None:
    """Write down what the federation is for."""
    authorize(actor, "network.describe")
    purpose = purpose.strip()
    if len(purpose) > LONGEST_PURPOSE:
        raise Invalid(f"The purpose must have {LONGEST_PURPOSE:,} characters or less", "purpose")
    with unit_of_work():
        federation = locked()
        if federation.purpose == purpose:
            return
        federation.purpose = purpose
        record.append(
            actor.person_id,
            "federation.described",
            f"federation:{federation.id}",
            characters=len(purpose),
            digest=record.digest(purpose),
        )


def add_aim(actor: Actor, words: str) -> int:
    """Add an aim and return its number, which no other aim ever gets."""
    authorize(actor, "network.describe")
    words = _checked_aim(words)
    with unit_of_work() as session:
        locked()
        current = select(func.count()).select_from(Aim).where(Aim.retired_at.is_(None))
        if session.execute(current).scalar_one() >= MOST_AIMS:
            raise Refusal(f"There are {MOST_AIMS} aims already. Retire one first.")
        number = (session.scalar(select(func.max(Aim.number))) or 0) + 1
        session.add(Aim(number=number, words=words))
        record.append(actor.person_id, "aim.added", f"aim:{number}", digest=record.digest(words))
        return number


def reword_aim(actor: Actor, number: int, words: str) -> None:
    """Say an aim better; its number and what was decided for it stay."""
    authorize(actor, "network.describe")
    words = _checked_aim(words)
    with unit_of_work():
        locked()
        aim = _current_aim(number)
        if aim.words == words:
            return
        before, aim.words = aim.words, words
        record.append(
            actor.person_id,
            "aim.reworded",
            f"aim:{number}",
            before=record.digest(before),
            after=record.digest(words),
        )


def retire_aim(actor: Actor, number: int) -> None:
    """End an aim. Decisions that served it still say so; nothing new can."""
    authorize(actor, "network.describe")
    with unit_of_work() as session:
        locked()
        _current_aim(number)
        session.execute(
            update(Aim)
            .where(Aim.number == number)
            .values(retired_at=database_now())
            .execution_options(synchronize_session=False)
        )
        record.append(actor.person_id, "aim.retired", f"aim:{number}")


def _checked_aim(words: str) -> str:
    words = " ".join(words.split())
    if not words:
        raise Invalid("Enter the aim", "words")
    if len(words) > LONGEST_AIM:
        raise Invalid(f"The aim must have {LONGEST_AIM} characters or less", "words")
    return words


def _current_aim(number: int) -> Aim:
    aim = db.session.execute(select(Aim).where(Aim.number == number).with_for_update()).scalar_one_or_none()
    if aim is None:
        raise NotFound()
    if aim.retired_at is not None:
        raise Refusal("This aim has been retired. Add a new one instead.")
    return aim


_UNTIL_SET: Final = {"ballot_links": True}


def settle(
    actor: Actor,
    name: str,
    neighbourhood_word: str,
    impact_questions: bool,
    brand: str,
    ballot_links: bool = True,
) -> bool:
    """Set the name, the word for a part of it, whether the impact questions are asked, the colour, and
    whether the link in a letter is enough to cast a ballot.

    Returns whether anything changed."""
    authorize(actor, "network.administer")
    name = _checked_name(name)
    word = " ".join(neighbourhood_word.split())
    if not 2 <= len(word) <= 30:
        raise Invalid("The word for a neighbourhood must have 2 to 30 characters", "word")
    if brand not in BRANDS:
        raise Invalid("Select a colour", "brand")
    wanted: dict[str, Any] = {
        "neighbourhood_word": word,
        "impact_questions": bool(impact_questions),
        "brand": brand,
        "ballot_links": bool(ballot_links),
    }
    with unit_of_work():
        federation = locked()
        before = {
            "name": federation.name,
            **{key: federation.settings.get(key, _UNTIL_SET.get(key)) for key in wanted},
        }
        changed = sorted(key for key, value in {"name": name, **wanted}.items() if before[key] != value)
        if not changed:
            return False
        federation.name = name
        federation.settings = {**federation.settings, **wanted}
        record.append(
            actor.person_id,
            "federation.settings",
            f"federation:{federation.id}",
            changed=changed,
            settings=sorted(wanted),
            digest=record.digest({"name": name, **wanted}),
        )
        return True


def show_set_up(actor: Actor, shown: bool) -> None:
    """Put the set-up list on the administrators' first page, or take it off."""
    authorize(actor, "network.arrange")
    with unit_of_work():
        federation = locked()
        if bool(federation.settings.get("set_up_hidden")) is not shown:
            return
        federation.settings = {**federation.settings, "set_up_hidden": not shown}
        record.append(
            actor.person_id, "federation.settings", f"federation:{federation.id}", changed=["set_up_hidden"]
        )
