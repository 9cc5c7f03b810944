"""Contracts that a group looks after: the days by which somebody must decide stand on the Home of its leads."""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from federation.kernel import record
from federation.kernel.db import unit_of_work
from federation.kernel.held import held
from federation.kernel.policy import Actor
from federation.kernel.refusals import Invalid
from federation.network.dues.actions import DuePage, add_due
from federation.network.models import NetworkGroup
from federation.purchasing.actions.needs import LONGEST_SUPPLIER
from federation.purchasing.actions.rounds import LONGEST_TITLE, group_run, one_line
from federation.purchasing.models import RunningContract
from federation.purchasing.queries.contracts import leads_of
from federation.purchasing.queries.rounds import practices_by_code

MOST_INDICATORS: Final = 20
LONGEST_INDICATOR: Final = 200


class WantedContract(NamedTuple):
    """A contract to keep: for which practices (by code), what is watched, and its days."""

    title: str
    supplier: str
    practices: Sequence[str]
    indicators: Sequence[str]
    starts_on: date
    ends_on: date
    break_on: date | None = None


def keep_contract(actor: Actor, group_id: int, wanted: WantedContract) -> int:
    """Keep a contract in the register. The last days to break it and to renew it are owed by those who lead the group. Returns
    its number."""
    group = group_run(actor, group_id)
    kept = _checked(wanted)
    with unit_of_work() as session:
        now = held(NetworkGroup, group_id).now
        row = RunningContract(**kept._asdict(), group_id=group_id, written_by=actor.person_id, written_at=now)
        session.add(row)
        session.flush()
        _ask(row, group.name)
        record.append(
            actor.person_id,
            "contract.kept",
            f"contract:{row.id}",
            group=group_id,
            ends_on=row.ends_on.isoformat(),
            text=record.digest([row.title, row.supplier, row.practices, row.indicators]),
        )
        return row.id


def _checked(wanted: WantedContract) -> WantedContract:
    codes = list(dict.fromkeys(wanted.practices))
    if not codes or set(codes) - practices_by_code().keys():
        raise Invalid("Select practices that belong to this federation", "practices")
    if wanted.ends_on < wanted.starts_on:
        raise Invalid("It cannot end before it begins", "ends_on")
    if wanted.break_on is not None and not wanted.starts_on <= wanted.break_on <= wanted.ends_on:
        raise Invalid("This day must lie within the contract", "break_on")
    if len(wanted.indicators) > MOST_INDICATORS:
        raise Invalid(f"Name {MOST_INDICATORS} or fewer", "indicators")
    indicators = [one_line(one, "indicators", "", LONGEST_INDICATOR) for one in wanted.indicators]
    return wanted._replace(
        title=one_line(wanted.title, "title", "Say what the contract is about", LONGEST_TITLE),
        supplier=one_line(wanted.supplier, "supplier", "Enter the supplier", LONGEST_SUPPLIER),
        practices=codes,
        indicators=[one for one in indicators if one],
    )


def _ask(row: RunningContract, group: str) -> None:
    people, practices = leads_of(row.group_id)
    days = [("renew", f"Say whether this contract goes on: {row.title}", row.ends_on)]
    if row.break_on is not None:
        days.append(("break", f"The last day to break this contract: {row.title}", row.break_on))
    for key, words, day in days:
        add_due(
            f"purchasing.{key}:{row.id}",
            words,
            day,
            DuePage("purchasing.contract", {"contract_id": row.id}),
            people=people,
            practices=practices,
            about=group,
            shared=True,
        )
