"""Decisions as JSON: plain values in the shape that ``schemas`` describes."""

from typing import Any

from federation.decisions import rules
from federation.decisions.queries import votes
from federation.decisions.queries.listing import Line
from federation.decisions.queries.outcomes import ActionRow, actions_of
from federation.decisions.queries.proposals import EffectRow, ProposalText, text_of
from federation.decisions.seen import DecisionView, seen
from federation.decisions.texts import IMPACT_QUESTIONS
from federation.kernel.api_fields import iso
from federation.kernel.policy import Actor

_QUESTIONS = {question: key for key, question in IMPACT_QUESTIONS}


def whole(decision_id: int, reader: Actor) -> dict[str, Any]:
    """A decision as this reader may see it, in a constant number of statements."""
    view, coauthors = seen(decision_id, reader)
    decision = view.decision
    text = text_of(decision.id, decision.version, reader)
    own = votes.own_entries(decision.id, reader) if decision.opened_at else []
    options = tuple(rules.Option(option["id"], option["title"]) for option in text.options)
    return {
        "id": decision.id,
        "number": view.number or None,
        "state": decision.state,
        "version": decision.version,
        **text_as_json(text),
        "author": {"id": decision.author_id, "name": view.author},
        "author_practice": view.author_practice,
        "coauthors": [{"id": number, "name": name} for number, name in coauthors.items()],
        "created_at": iso(decision.created_at),
        "changed_at": iso(decision.changed_at),
        "comments": decision.comment_count,
        **_vote(view, options),
        "own_ballots": [own_ballot(entry) for entry in own],
        **_result(view, own, options),
        **_what_follows(view),
    }


def text_as_json(text: ProposalText) -> dict[str, Any]:
    """What a version says."""
    table = {
        "columns": list(text.columns),
        "practices": text.practices,
        "rows": [effect(row) for row in text.rows or text.own],
    }
    return {
        "title": text.title,
        "body": text.body,
        "kind": text.kind,
        "reasons": text.reasons,
        "options": [dict(option) for option in text.options],
        "considered": [one._asdict() for one in text.considered],
        "aims": [{"number": number, "words": words} for number, words in text.aims],
        "impact": {_QUESTIONS[question]: answer for question, answer in text.impact},
        "effects": table if text.columns else None,
    }


def effect(row: EffectRow) -> dict[str, Any]:
    """What a proposal means for one practice."""
    return {"code": row.code, "name": row.name, "cells": list(row.cells)}


def _vote(view: DecisionView, options: tuple[rules.Option, ...]) -> dict[str, Any]:
    decision = view.decision
    rule = rules.Rule.from_dict(decision.rule) if decision.rule else None
    summary = votes.votes_of(decision) if decision.roll else None
    return {
        "rule": decision.rule,
        "tests": [test.words for test in rules.tests_of(rule, summary, options)] if rule and summary else [],
        "roll": decision.roll,
        "opens_at": iso(decision.opens_at),
        "opened_at": iso(decision.opened_at),
        "closes_at": iso(decision.closes_at),
        "closed_at": iso(decision.closed_at),
        "close_reason": decision.close_reason,
        "withdrawn_reason": decision.withdrawn_reason,
        "voted": decision.voted,
        "needed": rules.voted_needed(rule, summary) if rule and summary else None,
        "still_needed": rules.still_needed(rule, summary, decision.voted) if rule and summary else None,
    }


def _result(
    view: DecisionView, own: list[votes.OwnEntry], options: tuple[rules.Option, ...]
) -> dict[str, Any]:
    if view.counted:
        result = votes.result_of(view)
        return {"results": result.data["tally"], "verdict": result.data, "how": result.how}
    shown = votes.shows_results(view, own)
    return {
        "results": votes.tally_now(view, options).to_dict() if shown else None,
        "verdict": None,
        "how": None,
    }


def _what_follows(view: DecisionView) -> dict[str, Any]:
    decision = view.decision
    closed = decision.state == "closed"
    casting = (
        votes.casting_vote(decision.id)
        if closed and (decision.rule or {}).get("tie") == "casting_vote"
        else None
    )
    outcome = {
        "words": decision.outcome,
        "by": view.outcome_author,
        "at": iso(decision.outcome_at),
        "owner_id": decision.owner_id,
        "review_on": iso(decision.review_on),
    }
    return {
        "casting_vote": dict(zip(("stance", "reason", "by"), casting, strict=True)) if casting else None,
        "outcome": outcome if decision.outcome else None,
        "actions": [action(row) for row in actions_of(decision.id)] if closed else [],
        "review_on": iso(decision.review_on),
        "supersedes": _other(view.replaces),
        "superseded_by": _other(view.replaced_by),
    }


def _other(named: tuple[int, str] | None) -> dict[str, Any] | None:
    return {"id": named[0], "title": named[1]} if named else None


def own_ballot(entry: votes.OwnEntry) -> dict[str, Any]:
    """One of the reader's practices on the roll."""
    return {
        "practice": entry.code,
        "name": entry.name,
        "patients": entry.patients,
        "weight": entry.weight,
        "recused": entry.recused_at is not None,
        "recusal_reason": entry.recusal_reason,
        "stance": entry.stance,
        "reason": entry.reason,
        "cast_at": iso(entry.cast_at),
        "cast_by": entry.cast_by,
        "changes": entry.version - 1 if entry.version else None,
        "way": entry.way,
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
    said = {"stance": row.stance, "reason": row.reason, "answer": row.answer, "resolved": row.resolved}
    aside = {"stance": None, "reason": None, "answer": None, "resolved": False}
    cast = {"cast_by": row.cast_by, "cast_at": iso(row.cast_at), "changes": row.changes, "way": row.way}
    return roll_row(row) | (aside if row.recused else said) | cast


def action(row: ActionRow) -> dict[str, Any]:
    """Something to be done."""
    return {
        "id": row.id,
        "decision_id": row.decision_id,
        "title": row.title,
        "owner": {"id": row.owner_id, "name": row.owner},
        "practice": row.practice,
        "due_on": iso(row.due_on),
        "state": row.state,
        "note": row.note,
    }


def line(row: Line) -> dict[str, Any]:
    """A decision in a list."""
    return {
        "id": row.id,
        "number": f"{row.year}/{row.ordinal}" if row.year else None,
        "state": row.state,
        "title": row.title,
        "kind": row.kind,
        "opens_at": iso(row.opens_at),
        "closes_at": iso(row.closes_at),
        "closed_at": iso(row.closed_at),
        "verdict": row.verdict,
        "how": row.how,
        "voted": row.voted,
        "review_on": iso(row.review_on),
        "superseded_by": row.superseded_by,
        "changed_at": iso(row.changed_at),
    }
