"""How the federation is called and how it calls things, and whether its set-up is shown."""

from typing import Any, Final

from federation.kernel import record
from federation.kernel.db import unit_of_work
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid
from federation.kernel.shell import BRANDS
from federation.network.locking import locked

LONGEST_NAME: Final = 120


def checked_name(name: str) -> str:
    """The name of a federation with single spaces; refused where it is empty, too long or holds what cannot be seen."""
    name = " ".join(name.split())
    if not name:
        raise Invalid("Enter the name of the federation", "name")
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise Invalid(f"The name must have {LONGEST_NAME} characters or less, all of them visible", "name")
    return name


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
    name = checked_name(name)
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
