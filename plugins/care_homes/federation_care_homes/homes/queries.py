"""Homes as somebody may see them: raw counts for those concerned, rounded ones for others."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import select

from federation.toolkit import Actor, NotFound, PracticeFacts, may, practices, session

from ..agreed import small_number
from ..models import CareHome, HomeResidents, PracticeSpot
from ..permissions import ALIGN
from ..privacy import about, coarse, in_words, sum_of, weighed


class HomeSeen(NamedTuple):
    """A home, the name of the practice that looks after it (empty: none yet), and its residents as this reader may see
    them: ``raw`` says whether as they are."""

    home: CareHome
    practice: PracticeFacts | None
    residents: dict[str, int]
    raw: bool
    mine: frozenset[str]
    small: int

    def shown(self, code: str) -> str:
        """The residents of a practice in words."""
        count = self.residents[code]
        return f"{count:,}" if self.raw or code in self.mine else about(count, self.small)

    def number(self, code: str) -> int | None:
        """The residents of a practice for programs: rounded, and None for few, where the reader may not see them as they
        are."""
        count = self.residents[code]
        return count if self.raw or code in self.mine else coarse(count, self.small)

    @property
    def called(self) -> str:
        """The name of the practice that looks after it."""
        return self.practice.name if self.practice else ""

    def told(self, count: int) -> str:
        """Another count of this home in words."""
        return f"{count:,}" if self.raw else about(count, self.small)

    def figure(self, count: int) -> int | None:
        """The same for programs."""
        return count if self.raw else coarse(count, self.small)

    @property
    def total(self) -> str:
        """All residents in words, worked out from what is shown of each practice."""
        counts = self.residents.values()
        return f"{sum(counts):,}" if self.raw else in_words(sum_of(counts, self.small), self.small)

    @property
    def parts(self) -> dict[str, Fraction]:
        """Residents by practice to calculate with: as they are, or as they are shown."""
        if self.raw:
            return {code: Fraction(count) for code, count in self.residents.items()}
        return weighed(self.residents, self.small)

    @property
    def listed(self) -> list[str]:
        """The practices of residents, those of many first, as far as that is shown."""
        return sorted(self.residents, key=lambda code: (-self.parts[code], code))


def homes_seen(actor: Actor) -> list[HomeSeen]:
    """All homes by name. Three statements."""
    facts = {one.id: one for one in practices()}
    counts = _counts()
    small, makes = small_number(), may(actor, ALIGN)
    seats = {seat.practice_id for seat in actor.seats}
    mine = frozenset(seat.code for seat in actor.seats)
    homes = session.scalars(select(CareHome).order_by(CareHome.name, CareHome.id))
    return [
        HomeSeen(
            home,
            facts.get(home.practice_id or 0),
            counts.get(home.id, {}),
            makes or (home.practice_id is not None and home.practice_id in seats),
            mine,
            small,
        )
        for home in homes
    ]


def home_seen(actor: Actor, home_id: int) -> HomeSeen:
    """One home. Raises ``NotFound``."""
    home = session.get(CareHome, home_id)
    if home is None:
        raise NotFound()
    rows = session.execute(
        select(HomeResidents.code, HomeResidents.count.label("number"))
        .where(HomeResidents.home_id == home_id)
        .order_by(HomeResidents.code)
    )
    seats = {seat.practice_id for seat in actor.seats}
    facts = {one.id: one for one in practices()}
    return HomeSeen(
        home,
        facts.get(home.practice_id or 0),
        {row.code: row.number for row in rows},
        may(actor, ALIGN) or (home.practice_id is not None and home.practice_id in seats),
        frozenset(seat.code for seat in actor.seats),
        small_number(),
    )


def _counts() -> Mapping[int, dict[str, int]]:
    counts: dict[int, dict[str, int]] = {}
    for row in session.execute(
        select(HomeResidents.home_id, HomeResidents.code, HomeResidents.count.label("number")).order_by(
            HomeResidents.home_id, HomeResidents.code
        )
    ):
        counts.setdefault(row.home_id, {})[row.code] = row.number
    return counts


def spots() -> Mapping[int, tuple[int, int]]:
    """Where each practice lies, by its number."""
    return {one.practice_id: (one.x, one.y) for one in session.scalars(select(PracticeSpot))}


def home_rows() -> list[dict[str, Any]]:
    """All homes as a spreadsheet of them says it."""
    return [
        {
            "id": one.id,
            "code": one.code,
            "name": one.name,
            "kind": one.kind,
            "postcode": one.postcode,
            "network": one.network,
            "beds": one.beds,
            "latitude": one.latitude,
            "longitude": one.longitude,
            "x": one.x,
            "y": one.y,
        }
        for one in session.scalars(select(CareHome).order_by(CareHome.id))
    ]
