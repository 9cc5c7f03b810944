"""The register of the benchmark: closed decisions as they stand in it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from federation.decisions.models import Decision, DecisionAim, ProposalVersion, RegisterTotal
from federation.kernel import search
from federation.kernel.db import unit_of_work
from federation.kernel.tenancy import insert_many

LONG_AGO = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)


WORDS = (
    "Members looked at three offers, asked each for references and agree on the second. It begins in spring. "
)


def fill_register(size: int, people: list[int]) -> None:
    """Closed decisions, one an hour, as they stand in the register."""
    verdicts = ("carried", "carried", "carried", "not_carried", "inquorate", "advised")
    with unit_of_work() as session:
        rows = []
        for number in range(1, size + 1):
            at = LONG_AGO + timedelta(hours=number)
            rows.append(
                {
                    "state": "draft",
                    "title": f"Decision number {number} on what we do together",
                    "kind": "",
                    "subject": "decisions.proposal",
                    "version": 1,
                    "author_id": people[number % size],
                    "created_at": at - timedelta(days=14),
                    "changed_at": at,
                    "year": at.year,
                    "ordinal": number,
                    "comment_count": 0,
                    "rule": {},
                    "roll": {"practices": size},
                    "voted": 11,
                    "opened_at": at - timedelta(days=9),
                    "closes_at": at,
                    "closed_at": at,
                    "verdict": verdicts[number % 6],
                    "result": {},
                    "how": "For 8, against 2, abstained 1",
                    "shown_from": 1,
                }
            )
        insert_many(Decision, rows)
        made = session.execute(
            select(Decision.id, Decision.ordinal, Decision.title, Decision.closed_at, Decision.author_id)
        ).all()
        insert_many(
            ProposalVersion,
            [
                {
                    "decision_id": row.id,
                    "number": 1,
                    "title": row.title,
                    "body": WORDS,
                    "kind": "",
                    "reasons": WORDS * 3,
                    "options": [],
                    "considered": [],
                    "aims": [[1 + row.ordinal % 4, "An aim"]],
                    "impact": {},
                    "saved_by": row.author_id,
                    "saved_at": LONG_AGO,
                }
                for row in made
            ],
        )
        session.execute(update(Decision).values(state="closed").execution_options(synchronize_session=False))
        insert_many(
            DecisionAim,
            [
                {"decision_id": row.id, "number": 1 + row.ordinal % 4, "closed_at": row.closed_at}
                for row in made
            ],
        )
        totals: dict[tuple[int, str], int] = {}
        for one in rows:
            key = (one["year"], one["verdict"])
            totals[key] = totals.get(key, 0) + 1
        insert_many(
            RegisterTotal,
            [
                {"year": year, "verdict": verdict, "decided": number}
                for (year, verdict), number in totals.items()
            ],
        )
        search.index_many(search.SearchDocument("decision", row.id, row.title, WORDS * 4) for row in made)
