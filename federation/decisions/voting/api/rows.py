"""Ballots, rolls and verdicts as JSON."""

from typing import Any

from federation.decisions import rules
from federation.decisions.voting.queries import votes
from federation.decisions.voting.queries.ballots import OwnEntry
from federation.kernel.api_fields import iso


def verdict_as_json(verdict: rules.VoteVerdict) -> dict[str, Any]:
    return verdict.to_dict() | {"chosen": list(verdict.chosen), "notes": list(verdict.notes)}


def points_of(choice: str | None) -> dict[str, int] | None:
    """The points that a ballot gives, by option; None where it gives none."""
    return rules.said_in(choice)["points"] if choice else None


def part_of(items: list[dict[str, Any]], limit: int) -> dict[str, Any]:
    return {"items": items[:limit], "next": items[limit - 1]["practice"] if len(items) > limit else None}


def own_ballot(entry: OwnEntry) -> dict[str, Any]:
    """One of the reader's practices on the roll."""
    return {
        "practice": entry.code,
        "name": entry.name,
        "patients": entry.patients,
        "weight": entry.weight,
        "recused": entry.recused_at is not None,
        "recusal_reason": entry.recusal_reason,
        "stance": entry.stance,
        "choice": points_of(entry.choice),
        "reason": entry.reason,
        "cast_at": iso(entry.cast_at),
        "cast_by": entry.cast_by,
        "changes": entry.version - 1 if entry.version else None,
        "way": entry.way,
        "account_link_seen_by": entry.link_seen_by,
        "receipt": entry.receipt,
        "answer": entry.answer,
        "resolved": entry.accepted_at is not None,
    }


def roll_row(row: votes.RollRow) -> dict[str, Any]:
    """A practice on the roll, without its vote."""
    return {
        "practice": row.code,
        "name": row.name,
        "patients": row.patients,
        "weight": row.weight,
        "recused": row.recused,
        "recusal_reason": row.recusal_reason,
    }


def ballot_row(row: votes.RollRow) -> dict[str, Any]:
    """A practice and its vote; who stood aside has none."""
    said: dict[str, Any] = {
        "stance": row.stance,
        "reason": row.reason,
        "answer": row.answer,
        "resolved": row.resolved,
    }
    said |= {"choice": points_of(row.choice)}
    aside = {"stance": None, "choice": None, "reason": None, "answer": None, "resolved": False}
    cast = {"cast_by": row.cast_by, "cast_at": iso(row.cast_at), "changes": row.changes, "way": row.way}
    seen = {"account_link_seen_by": row.link_seen_by}
    return roll_row(row) | (aside if row.recused else said) | cast | seen
