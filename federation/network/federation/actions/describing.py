"""Describing the federation: its purpose and its aims."""

from typing import Final

from sqlalchemy import func, select, update

from federation.kernel import record
from federation.kernel.clock import database_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.network.locking import locked
from federation.network.models import FederationAim

LONGEST_PURPOSE: Final = 5_000
LONGEST_AIM: Final = 300
MOST_AIMS: Final = 30


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
        current = select(func.count()).select_from(FederationAim).where(FederationAim.retired_at.is_(None))
        if session.execute(current).scalar_one() >= MOST_AIMS:
            raise Refusal(f"There are {MOST_AIMS} aims already. Retire one first.")
        number = (session.scalar(select(func.max(FederationAim.number))) or 0) + 1
        session.add(FederationAim(number=number, words=words))
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
            update(FederationAim)
            .where(FederationAim.number == number)
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


def _current_aim(number: int) -> FederationAim:
    aim = db.session.execute(
        select(FederationAim).where(FederationAim.number == number).with_for_update()
    ).scalar_one_or_none()
    if aim is None:
        raise NotFound()
    if aim.retired_at is not None:
        raise Refusal("This aim has been retired. Add a new one instead.")
    return aim
