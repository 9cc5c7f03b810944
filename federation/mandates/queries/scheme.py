"""The scheme of delegation: every mandate that stands, with what it has left, and what needs a look first."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Final, NamedTuple

from federation.kernel.charts import one_place
from federation.kernel.days import last_day, time_now
from federation.kernel.words import day, days_until, plural
from federation.mandates.queries.standing import (
    ProposedMandate,
    StandingMandate,
    causes_since,
    newest_mandates,
    proposed_mandates,
)
from federation.mandates.rules import hours_a_month
from federation.mandates.terms import may_words
from federation.mandates.words import term_of
from federation.network.groups.words import KIND_TITLES

SOON: Final = timedelta(days=60)
"""How long before its end a mandate is named among what to look at first."""
_FIRST: Final = ("executive", "office")


class SchemeLine(NamedTuple):
    """A group with its mandate, as the scheme shows it; money in pence."""

    mandate_id: int
    group_id: int
    group: str
    kind: str
    state: str
    may: str
    item_pence: int
    total_pence: int
    spent_pence: int
    committed_pence: int
    left_pence: int
    report_due_at: datetime | None
    ends_at: datetime
    decision_id: int
    number: str
    report_hours: Fraction

    @property
    def burden(self) -> str:
        """How many hours a month its reports take, in words; empty where none are asked for."""
        return f"about {one_place(self.report_hours)} hours a month" if self.report_hours else ""

    @property
    def ends_on(self) -> str:
        """Its last day."""
        return day(last_day(self.ends_at))

    @property
    def report_due_on(self) -> str:
        """The day on which its next report is due; empty where none is."""
        return day(self.report_due_at) if self.report_due_at else ""

    def share(self, pence: int) -> str:
        """An amount as a percentage of all, for a bar."""
        return f"{pence * 10_000 // self.total_pence / 100:.2f}" if self.total_pence else "0"


class DelegationScheme(NamedTuple):
    """The whole scheme at a moment: executive and office, then the other groups; what needs a look; what is proposed."""

    now: datetime
    first: Sequence[SchemeLine]
    others: Sequence[SchemeLine]
    over: Sequence[SchemeLine]
    look_at: Sequence[tuple[str, str]]
    proposed: Sequence[ProposedMandate]

    @property
    def all(self) -> list[SchemeLine]:
        """Those that stand, in the order of the page."""
        return [*self.first, *self.others]

    @property
    def burden(self) -> str:
        """How many hours a month the reports of all groups take together."""
        return one_place(sum((one.report_hours for one in self.all), Fraction(0)))

    def counted(self, state: str) -> int:
        """How many mandates stand so."""
        return sum(one.state == state for one in self.all)


def scheme_now() -> DelegationScheme:
    """The scheme as it is now. Four statements at most, however many groups there are."""
    mandates = newest_mandates()
    events = causes_since(timedelta(days=365))
    lines = {one.id: _line(one, events.get(one.id, 0)) for one in mandates}
    standing = [one for one in mandates if one.state in ("in_force", "suspended")]
    return DelegationScheme(
        mandates[0].now if mandates else time_now(),
        [lines[one.id] for one in standing if one.kind in _FIRST],
        [lines[one.id] for one in standing if one.kind not in _FIRST],
        [lines[one.id] for one in mandates if one not in standing],
        [(one.group, words) for one in standing for words in _why(one)],
        proposed_mandates(),
    )


def _line(one: StandingMandate, events: int) -> SchemeLine:
    hours = term_of(one.terms, "report_hours")
    return SchemeLine(
        one.id,
        one.group_id,
        one.group,
        KIND_TITLES[one.kind],
        one.state,
        may_words(one.terms),
        one.terms["item_pence"],
        one.terms["total_pence"],
        one.spent_pence,
        one.committed_pence,
        one.left_pence,
        one.report_due_at,
        one.ends_at,
        one.decision_id,
        one.number,
        hours_a_month(one.terms["report_days"], hours, events),
    )


def _why(one: StandingMandate) -> list[str]:
    """Why a mandate needs a look: it is suspended, its report is late, it ends soon."""
    found, due = [], one.report_due_at
    if one.state == "suspended" and one.suspends_at and due:
        since, asked = day(one.suspends_at), day(due)
        found.append(
            f"may do nothing since {since}. Its report of {asked} is not in. It can act again when it reports."
        )
    elif due and due <= one.now:
        late = plural(-days_until(due, one.now), "day")
        found.append(
            f"its report is {late} late." if due.date() != one.now.date() else "its report is due today."
        )
    if one.ends_at - one.now <= SOON:
        found.append(f"its mandate ends on {day(last_day(one.ends_at))}.")
    return found
