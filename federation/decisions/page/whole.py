"""A decision as JSON, as one reader may see it."""

from typing import Any

from federation.decisions import rules
from federation.decisions.models import Decision
from federation.decisions.outcomes.api import action
from federation.decisions.outcomes.queries.actions import actions_of
from federation.decisions.proposals.api import text_as_json
from federation.decisions.proposals.queries.texts import text_of
from federation.decisions.seen import DecisionFacts, chosen_in, seen
from federation.decisions.voting.api.rows import own_ballot
from federation.decisions.voting.queries.ballots import OwnEntry, own_entries
from federation.decisions.voting.queries.results import (
    casting_vote,
    result_of,
    shows_results,
    tally_now,
    votes_of,
)
from federation.decisions.voting.queries.votes import interests
from federation.kernel.api_fields import iso
from federation.kernel.policy import Actor


def whole(decision_id: int, reader: Actor) -> dict[str, Any]:
    """A decision as this reader may see it, in a constant number of statements."""
    view, coauthors = seen(decision_id, reader)
    decision = view.decision
    text = text_of(decision.id, decision.version, reader)
    own = own_entries(decision.id, reader) if decision.opened_at else []
    options = tuple(rules.VoteOption(option["id"], option["title"]) for option in text.options)
    return {
        "id": decision.id,
        "number": view.number or None,
        "state": decision.state,
        "group": {"id": decision.group_id, "name": view.group} if decision.group_id else None,
        "voters": _voters(decision),
        "subject": decision.subject,
        "chosen": chosen_in(decision.result) if view.counted else [],
        "version": decision.version,
        **text_as_json(text),
        "author": {"id": decision.author_id, "name": view.author},
        "author_practice": view.author_practice,
        "author_as": decision.author_as,
        "coauthors": [{"id": number, "name": name} for number, name in coauthors.items()],
        "aside": _aside(decision),
        "shut_out": text.apart,
        "created_at": iso(decision.created_at),
        "changed_at": iso(decision.changed_at),
        "comments": decision.comment_count,
        **_vote(view, options),
        "own_ballots": [own_ballot(entry) for entry in own],
        **_result(view, own, options),
        **_what_follows(view),
    }


def _aside(decision: Decision) -> list[dict[str, Any]]:
    """Who will stand aside, before voting opens; afterwards the roll says so."""
    if decision.opened_at is not None:
        return []
    return [
        {
            "practice_id": one.practice_id,
            "person_id": one.person_id,
            "name": one.name,
            "reason": one.reason,
            "demanded_by": one.demander or None,
            "shut_out": one.shut_out,
        }
        for one in interests(decision.id)
    ]


def _voters(decision: Decision) -> str:
    """Who votes: practices, in a group also people."""
    if decision.group_id is None:
        return "practices"
    roll = decision.roll or {}
    people = roll.get("people")
    if people == 0:
        return "practices"
    return "both" if people and people < roll["practices"] + roll["recused"] else "people"


def _vote(view: DecisionFacts, options: tuple[rules.VoteOption, ...]) -> dict[str, Any]:
    decision = view.decision
    rule = rules.Rule.from_dict(decision.rule) if decision.rule else None
    summary = votes_of(decision) if decision.roll else None
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
    view: DecisionFacts, own: list[OwnEntry], options: tuple[rules.VoteOption, ...]
) -> dict[str, Any]:
    if view.counted:
        result = result_of(view)
        data = result.data | {"chosen": chosen_in(result.data)}
        return {"results": data["tally"], "verdict": data, "how": result.how}
    shown = shows_results(view, own)
    return {
        "results": tally_now(view, options).to_dict() if shown else None,
        "verdict": None,
        "how": None,
    }


def _what_follows(view: DecisionFacts) -> dict[str, Any]:
    decision = view.decision
    closed = decision.state == "closed"
    casting = (
        casting_vote(decision.id) if closed and (decision.rule or {}).get("tie") == "casting_vote" else None
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
