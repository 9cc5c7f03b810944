"""Adding an area of work of the federation's own. None is taken away again: mandates name them for good."""

from typing import Final

from federation.kernel import record
from federation.kernel.db import unit_of_work
from federation.kernel.held import plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.network.areas.words import SETTING, areas_of, key_of
from federation.network.locking import locked

LONGEST_TITLE: Final = 80
MOST_AREAS: Final = 40


def add_area(actor: Actor, title: str) -> str:
    """Add an area and return its key."""
    authorize(actor, "network.describe")
    title = " ".join(plain_text(title, "title", "Enter what this area is called").split())
    if len(title) > LONGEST_TITLE:
        raise Invalid(f"The name must have {LONGEST_TITLE} characters or less", "title")
    with unit_of_work():
        federation = locked()
        areas, key = areas_of(federation.settings), key_of(title)
        if key in areas or title.casefold() in {words.casefold() for words in areas.values()}:
            raise Invalid("There is an area of work with this name already", "title")
        if len(areas) >= MOST_AREAS:
            raise Refusal(f"A federation can have {MOST_AREAS} areas of work.")
        own = [list(one) for one in federation.settings.get(SETTING, ())]
        federation.settings = {**federation.settings, SETTING: [*own, [key, title]]}
        record.append(
            actor.person_id,
            "area.added",
            f"federation:{federation.id}",
            area=key,
            title=record.digest(title),
        )
        return key
