"""Casting a ballot, and changing it."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, update

from federation.decisions import rules
from federation.decisions.held import VotingOver, until_the_close
from federation.decisions.mail_kinds import RECEIPT
from federation.decisions.models import Ballot, Decision
from federation.decisions.permissions import ByLink, ForPractice, authorize_in_vote
from federation.decisions.voting.actions import closing
from federation.decisions.voting.actions.scheduling import open_if_due
from federation.decisions.voting.letters.ballots import send_receipt, tell_cast_by_link, tell_replaced
from federation.decisions.voting.queries.casting import VOTE_HELD, standing_of
from federation.decisions.voting.receipts import ballot_fingerprint, new_receipt, receipt_fingerprint
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.kernel.tenancy import insert_many

_TOO_LATE = "Voting has closed. This vote was not counted."
_NOT_OPEN = {
    "closed": _TOO_LATE,
    "scheduled": "Voting has not opened yet, so no vote can be cast. This one was not counted.",
}
NOT_ON_ROLL = (
    "This practice was not on the list of practices that may vote when voting opened.",
    "You were not on the list of those who may vote when voting opened.",
)
_ASIDE = (
    "This practice has stood aside, so it has no vote in this decision.",
    "You have stood aside, so you have no vote in this decision.",
)
"""What is said of a practice, and to somebody who votes for themselves."""

_ONE_MORE = (
    update(Decision)
    .where(Decision.id == bindparam("decision"))
    .values(voted=Decision.voted + 1)
    .execution_options(synchronize_session=False)
)


class BallotReceipt(NamedTuple):
    """The receipt of a practice for its ballot. ``first``: not a change of an earlier one."""

    code: str
    first: bool
    stance: str
    choice: str
    reason: str
    cast_at: datetime


def cast(
    actor: Actor,
    decision_id: int,
    practice_id: int | None,
    stance: str,
    reason: str = "",
    by_program: bool = False,
    choice: Mapping[str, int] | None = None,
) -> BallotReceipt:
    """Cast or change the practice's ballot, or with no practice one's own in a group's vote; the latest one counts, the
    earlier ones stay in its history. ``choice`` says what a stance alone cannot: the points of each option; the stance is
    empty then.

    The letters about it are written with it: both, or neither.
    """
    right, thing = _right_to_cast(actor, decision_id, practice_id)
    authorize(actor, right, thing)
    reason = plain_text(reason, "reason")
    receipt = new_receipt()
    with closing.storing_the_close(decision_id), unit_of_work():
        vote = _open_vote(decision_id, practice_id is None)
        authorize_in_vote(actor, right, vote.opened_at, thing)
        entry = standing_of(decision_id, practice_id, actor.person_id)
        rule = _read(record.canonical(vote.rule))
        _check_standing(vote, entry, practice_id is None)
        options = tuple(option["id"] for option in entry.options or ())
        stance, text = _taken(rule, options, stance, choice)
        _check_stance(rule, options, stance, reason, practice_id is None)
        version = (entry.version or 0) + 1
        ballot = {
            "decision_id": decision_id,
            "roll_entry_id": entry.id,
            "version": version,
            "stance": stance,
            "choice": text,
            "reason": reason,
            "cast_by": actor.person_id,
            "cast_at": entry.now,
            "by_link": actor.only is not None,
            "by_program": by_program,
            "receipt": receipt,
            "nonce": secrets.token_hex(16),
        }
        _write(ballot, practice_id or actor.person_id)
        _tell(actor, practice_id, entry, ballot)
        if rule.early_close == "all_voted" and vote.voted + (version == 1) >= vote.roll["practices"]:
            closing.close_if_all_voted(*held(Decision, decision_id))
        elif rule.early_close == "met":
            closing.close_if_settled(*held(Decision, decision_id))
    return BallotReceipt(receipt, version == 1, stance, text, reason, entry.now)


def _open_vote(decision_id: int, by_oneself: bool) -> Any:
    """The vote, held; opened first where its time has come and nothing has noticed. In the members' nobody votes for
    themselves."""
    row = db.session.execute(VOTE_HELD, {"decision": decision_id}).first()
    if row is None or row.state == "draft" or (by_oneself and row.group_id is None):
        raise NotFound()
    if row.state == "scheduled" and open_if_due(decision_id):
        row = db.session.execute(VOTE_HELD, {"decision": decision_id}).one()
    if row.state != "open":
        raise Refusal(_NOT_OPEN.get(row.state, "Voting is not open."))
    return row


def _check_standing(vote: Any, entry: Any, is_own: bool) -> None:
    """Refuse a ballot that comes too late, or of a voter that has none to cast."""
    if not rules.takes_ballots(vote.state, vote.closes_at, entry.now):
        raise VotingOver(_TOO_LATE)
    if entry.id is None:
        raise Refusal(NOT_ON_ROLL[is_own])
    if entry.recused_at is not None:
        raise Refusal(_ASIDE[is_own])


def _taken(
    rule: rules.Rule, options: tuple[str, ...], stance: str, choice: Mapping[str, int] | None
) -> tuple[str, str]:
    """What was said, as it is kept. Where the rule wants a choice, its stance alone says nothing."""
    kind = rule.how.choice
    if kind is None and choice is not None:
        raise Invalid("No points are given in this vote: say how the practice votes by its stance", "choice")
    if kind is None or (choice is None and stance != kind.stance):
        return stance, ""
    if stance not in ("", kind.stance):
        raise Invalid("Give points, or abstain: not both", "choice")
    try:
        return kind.stance, kind.read(rule, options, choice)
    except rules.RuleError as error:
        raise Invalid(error.message.removesuffix("."), error.field) from None


def _write(ballot: dict[str, Any], voter: int) -> None:
    decision_id: int = ballot["decision_id"]
    with until_the_close(_TOO_LATE):
        insert_many(Ballot, [ballot])
    if ballot["version"] == 1:
        db.session.execute(_ONE_MORE, {"decision": decision_id})
    record.append(
        None,
        "ballot.cast",
        f"decision:{decision_id}",
        receipt=receipt_fingerprint(ballot["receipt"]),
        ballot=ballot_fingerprint(ballot, voter),
    )


def _tell(actor: Actor, practice_id: int | None, entry: Any, ballot: dict[str, Any]) -> None:
    """Letters: to others of the practice what they should know, and a receipt to whoever wants one."""
    decision_id: int = ballot["decision_id"]
    if practice_id is not None and entry.last_by not in (None, actor.person_id):
        tell_replaced(decision_id, practice_id, ballot["version"], actor, entry.last_by)
    if ballot["by_link"]:
        tell_cast_by_link(actor, decision_id, practice_id, ballot["receipt"], entry.now)
    elif RECEIPT.is_wanted(entry.mail_choices):
        send_receipt(actor.person_id, decision_id, entry.voter, ballot["receipt"], entry.now)


def _right_to_cast(
    actor: Actor, decision_id: int, practice_id: int | None
) -> tuple[str, ForPractice | ByLink]:
    """The right that whoever casts needs: signed in, or by the link of a letter, which is for one decision."""
    if actor.only is None:
        return "decisions.cast", ForPractice(practice_id)
    return "decisions.cast_by_link", ByLink(decision_id, practice_id)


@lru_cache(64)
def _read(rule: str) -> rules.Rule:
    """The rule of a vote, read once for many ballots: they wait for each other meanwhile."""
    return rules.Rule.from_dict(json.loads(rule))


def _check_stance(rule: rules.Rule, options: tuple[str, ...], stance: str, reason: str, is_own: bool) -> None:
    allowed = rule.stances(options)
    if stance not in allowed:
        raise Invalid("Select how you vote" if is_own else "Select how the practice votes", "stance")
    known = rules.STANCES.get(stance)
    if known and known.unreasoned and not reason:
        raise Invalid(known.unreasoned, "reason")
    if rule.needs_reason(stance) and not reason:
        raise Invalid("Give your reason" if is_own else "Give the practice's reason", "reason")
    if len(reason) > 2000:
        raise Invalid("The reason must be 2,000 characters or fewer", "reason")
