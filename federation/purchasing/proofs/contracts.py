"""Contracts against the record: what was put into the register, and what became of it."""

from collections.abc import Iterator

from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.proof import RecordFlaw, acts_about, in_parts, subjects_of
from federation.purchasing.actions.contracts import contract_digest, turn_digest
from federation.purchasing.models import ContractTurn, RunningContract
from federation.purchasing.proofs.compared import differ, told_of


def kept_contracts() -> Iterator[RecordFlaw]:
    """Every contract, a few at a time, and those that the record knows and the database does not."""
    there = db.session.scalars(select(RunningContract.id).order_by(RunningContract.id)).all()
    for part in in_parts(there):
        acts = acts_about([f"contract:{number}" for number in part])
        rows = db.session.scalars(select(RunningContract).where(RunningContract.id.in_(part))).all()
        turns = db.session.scalars(select(ContractTurn).where(ContractTurn.contract_id.in_(part))).all()
        for row in rows:
            said = acts[f"contract:{row.id}"]
            if [one.data["text"] for one in said if one.name == "contract.kept"] != [contract_digest(row)]:
                yield RecordFlaw(f"Contract {row.id}", "it is not what was put into the register")
            told = told_of(said, "contract.renewed", "turn", "text") | told_of(
                said, "contract.ended", "turn", "text"
            )
            became = {one.id: (turn_digest(one),) for one in turns if one.contract_id == row.id}
            yield from differ(f"Contract {row.id}", "what became of it,", became, told)
    for number in sorted(set(subjects_of("contract")).difference(there)):
        yield RecordFlaw(f"Contract {number}", "it is missing")
