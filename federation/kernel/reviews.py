"""Reviews: how something stands against a list of items, as several people see it, with evidence.

A template is data: its items, a scale from nought with words for each step, which items ask for evidence and which are
gates. What one person said of an item last is what counts of theirs. Of several people the mean counts, except that a
nought is never averaged away: where somebody who looked found nothing, there is nothing until they say otherwise. There is
no sum over items: strength in one does not make up for another.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import RowId
from federation.kernel.held import plain_text
from federation.kernel.refusals import Invalid

__all__ = [
    "ItemStanding",
    "RatedItem",
    "ReviewItem",
    "ReviewRating",
    "ReviewStanding",
    "ReviewTemplate",
    "rated",
    "standing",
]


class ReviewItem(NamedTuple):
    """What is looked at. ``evidence``: whoever finds something says where it is seen; ``gate``: nothing passes without it."""

    key: str
    title: str
    words: str = ""
    evidence: bool = False
    gate: bool = False


class ReviewTemplate(NamedTuple):
    """Items in order, under a name and a version, which answers keep. ``scale`` has words for each rating from 0 on; an item is
    met from ``met_from`` on."""

    name: str
    version: int
    title: str
    scale: tuple[str, ...]
    met_from: int
    items: tuple[ReviewItem, ...]

    def item(self, key: str) -> ReviewItem:
        """One item. Raises ``Invalid`` at ``item`` for a key that it does not have."""
        for one in self.items:
            if one.key == key:
                return one
        raise Invalid("Select something of the list", "item")


class ReviewRating(NamedTuple):
    """What one person said of one item: a place on the scale, the evidence, and when."""

    item: str
    rating: int
    person_id: int
    evidence: str
    at: datetime


class ItemStanding(NamedTuple):
    """How an item stands: what each person said of it last, and ``value``, None where nobody said anything."""

    item: ReviewItem
    ratings: tuple[ReviewRating, ...]
    value: Fraction | None
    is_met: bool


class ReviewStanding(NamedTuple):
    """How all items stand: ``met`` of ``of``, and the gates that are not met."""

    items: tuple[ItemStanding, ...]
    met: int
    of: int
    gates: tuple[ReviewItem, ...]

    @property
    def passes(self) -> bool:
        """Whether every gate is met."""
        return not self.gates


class RatedItem:
    """What a table has beside its own columns where people rate items of templates: ``class Readiness(RatedItem, Federated,
    Table)``. A row is what one person said of one item; saying it anew is another row, and the newest counts."""

    template: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    item: Mapped[str] = mapped_column(String(40))
    rating: Mapped[int]
    evidence: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    rated_at: Mapped[datetime] = mapped_column(Moment)

    def as_rating(self) -> ReviewRating:
        """The row as :func:`standing` takes it."""
        return ReviewRating(self.item, self.rating, self.person_id, self.evidence, self.rated_at)


def rated(template: ReviewTemplate, item: str, rating: int | None, evidence: str) -> Mapping[str, object]:
    """What somebody says of an item, checked, as columns of a :class:`RatedItem` without person and time.

    Raises ``Invalid`` at ``item``, ``rating`` or ``evidence``: for what is not on the scale, and where an item asks for
    evidence and something was found but not said where.
    """
    asked = template.item(item)
    if rating is None or isinstance(rating, bool) or not 0 <= rating < len(template.scale):
        raise Invalid("Select how it stands", "rating")
    missing = "Say where it is seen" if asked.evidence and rating else ""
    return {
        "template": template.name,
        "version": template.version,
        "item": item,
        "rating": rating,
        "evidence": plain_text(evidence, "evidence", missing=missing),
    }


def standing(template: ReviewTemplate, ratings: Iterable[ReviewRating]) -> ReviewStanding:
    """How something stands. Ratings of items that the template does not have are passed over; of two at the same time by one
    person the later in the list counts."""
    newest: dict[tuple[str, int], ReviewRating] = {}
    for one in ratings:
        before = newest.get((one.item, one.person_id))
        if before is None or before.at <= one.at:
            newest[one.item, one.person_id] = one
    items = tuple(
        _item(template, item, tuple(one for (key, _), one in sorted(newest.items()) if key == item.key))
        for item in template.items
    )
    gates = tuple(one.item for one in items if one.item.gate and not one.is_met)
    return ReviewStanding(items, sum(one.is_met for one in items), len(items), gates)


def _item(template: ReviewTemplate, item: ReviewItem, ratings: tuple[ReviewRating, ...]) -> ItemStanding:
    values = [one.rating for one in ratings]
    value = None if not values else Fraction(0) if 0 in values else Fraction(sum(values), len(values))
    shown = not item.evidence or all(one.evidence for one in ratings)
    return ItemStanding(item, ratings, value, value is not None and value >= template.met_from and shown)
