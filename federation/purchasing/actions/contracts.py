"""Contracts that a group looks after: the days by which somebody must decide stand on the Home of its leads. What became of
one is added: until when it was renewed, or when it ended."""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.network.dues.actions import DuePage, add_due, done_due
from federation.network.models import NetworkGroup
from federation.purchasing.actions.needs import LONGEST_SUPPLIER
from federation.purchasing.actions.rounds import LONGEST_TITLE, group_run, one_line
from federation.purchasing.findable import note_contract
from federation.purchasing.models import ContractTurn, RunningContract
from federation.purchasing.queries.contracts import ShownContract, contract_here, leads_of
from federation.purchasing.queries.rounds import practices_by_code

MOST_INDICATORS: Final = 20
LONGEST_TURN: Final = 1_000
LONGEST_INDICATOR: Final = 200
_KEYS: Final = ("purchasing.renew", "purchasing.break")


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
    group_run(actor, group_id)
    kept = _checked(wanted)
    with unit_of_work() as session:
        now = held(NetworkGroup, group_id).now
        row = RunningContract(**kept._asdict(), group_id=group_id, written_by=actor.person_id, written_at=now)
        session.add(row)
        session.flush()
        found = contract_here(row.id)
        _ask(found)
        note_contract(found)
        record.append(
            actor.person_id,
            "contract.kept",
            f"contract:{row.id}",
            group=group_id,
            ends_on=row.ends_on.isoformat(),
            text=contract_digest(row),
        )
        return row.id


def renew_contract(
    actor: Actor, contract_id: int, ends_on: date, words: str, break_on: date | None = None
) -> None:
    """Write down until when a contract goes on, and what shows it; its new days are owed in place of the old ones."""
    with unit_of_work():
        found = _held(actor, contract_id)
        if ends_on <= found.ends_on:
            raise Invalid("Enter a day after the one on which it ends now", "ends_on")
        if break_on is not None and not found.starts_on <= break_on <= ends_on:
            raise Invalid("This day must lie within the contract", "break_on")
        _turn(actor, found, "renewed", ends_on, words, break_on)
        _ask(contract_here(contract_id))


def end_contract(actor: Actor, contract_id: int, ends_on: date, words: str) -> None:
    """Write down that a contract has ended, or will, on a day, and what shows it; nobody owes a word about it any more."""
    with unit_of_work():
        found = _held(actor, contract_id)
        if not found.starts_on <= ends_on <= found.ends_on:
            raise Invalid("This day must lie within the contract", "ends_on")
        _turn(actor, found, "ended", ends_on, words)


def contract_digest(row: RunningContract) -> str:
    """The fingerprint of a contract as it was put into the register, as the record keeps it."""
    days = [row.starts_on.isoformat(), row.break_on and row.break_on.isoformat(), row.ends_on.isoformat()]
    return record.digest([row.group_id, row.title, row.supplier, row.practices, row.indicators, days])


def turn_digest(row: ContractTurn) -> str:
    """The fingerprint of what became of a contract, as the record keeps it."""
    return record.digest(
        [row.kind, row.ends_on.isoformat(), row.break_on and row.break_on.isoformat(), row.words]
    )


def _held(actor: Actor, contract_id: int) -> ShownContract:
    """A contract that somebody of its group changes, and that has not ended."""
    authorize(actor, "purchasing.run")
    row = held(RunningContract, contract_id).row
    group_run(actor, row.group_id)
    found = contract_here(contract_id)
    if found.turn == "ended":
        raise Refusal("This contract has ended already.")
    return found


def _turn(
    actor: Actor,
    found: ShownContract,
    kind: str,
    ends_on: date,
    words: str,
    break_on: date | None = None,
) -> None:
    words = one_line(words, "words", "Say what was agreed, and what shows it", LONGEST_TURN)
    turn = ContractTurn(
        contract_id=found.id,
        kind=kind,
        ends_on=ends_on,
        break_on=break_on,
        words=words,
        written_by=actor.person_id,
        written_at=held(RunningContract, found.id).now,
    )
    db.session.add(turn)
    db.session.flush()
    for key in _KEYS:
        done_due(_due_key(key, found), actor.person_id)
    record.append(
        actor.person_id,
        "contract.renewed" if kind == "renewed" else "contract.ended",
        f"contract:{found.id}",
        turn=turn.id,
        ends_on=ends_on.isoformat(),
        text=turn_digest(turn),
    )


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


def _ask(found: ShownContract) -> None:
    people, practices = leads_of(found.group_id)
    days = {
        "purchasing.renew": (f"Say whether this contract goes on: {found.title}", found.ends_on),
        "purchasing.break": (f"The last day to break this contract: {found.title}", found.break_on),
    }
    for key, (words, day) in days.items():
        if day is not None:
            add_due(
                _due_key(key, found),
                words,
                day,
                DuePage("purchasing.contract", {"contract_id": found.id}),
                people=people,
                practices=practices,
                about=found.group,
                shared=True,
            )


def _due_key(key: str, found: ShownContract) -> str:
    """The key under which leads owe a word about a contract, until what becomes of it next."""
    return f"{key}:{found.id}:{found.turn_id}"
