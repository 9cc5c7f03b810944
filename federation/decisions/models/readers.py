"""Who reads the decisions of groups: every statement of a request is narrowed to what its person may read.

Where a group lets others read its results, those read the text that was decided and what came of it: who voted how and why,
what was said and earlier versions stay with the group. Whoever is shut out of a decision reads its text, and neither its
papers nor what is said about it.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, tuple_

from federation.decisions.models.decision import Decision
from federation.decisions.models.proposals import ProposalVersion
from federation.decisions.models.votes import (
    Ballot,
    CastingVote,
    DeclaredInterest,
    ObjectionResolution,
    RollEntry,
)
from federation.decisions.subjects import TALK
from federation.kernel.reading import read_by, reader_here
from federation.kernel.search import SearchEntry
from federation.kernel.tenancy import federation_here
from federation.network.models import GroupSeat, Membership, NetworkGroup, ThreadComment

_decision, _group, _seat = Decision.__table__, NetworkGroup.__table__, GroupSeat.__table__
_membership, _entry = Membership.__table__, RollEntry.__table__
_interest, _comment = DeclaredInterest.__table__, ThreadComment.__table__
"""Tables, so that no condition is added to the conditions; each therefore names the federation, by which they are found."""


def _sits_in(group_id: ColumnElement[int]) -> ColumnElement[bool]:
    held = select(_seat.c.group_id).where(
        _seat.c.federation_id == federation_here(), _seat.c.ended_at.is_(None)
    )
    for_a_practice = held.join(
        _membership,
        and_(
            _membership.c.practice_id == _seat.c.practice_id,
            _membership.c.federation_id == _seat.c.federation_id,
        ),
    ).where(
        _membership.c.person_id == reader_here(),
        _membership.c.role == "representative",
        _membership.c.ended_at.is_(None),
        _membership.c.waits.is_(False),
    )
    return or_(group_id.in_(held.where(_seat.c.person_id == reader_here())), group_id.in_(for_a_practice))


def _on_roll(decision_id: ColumnElement[int]) -> ColumnElement[bool]:
    entries = select(_entry.c.decision_id).where(
        _entry.c.federation_id == federation_here(), _entry.c.person_id == reader_here()
    )
    return decision_id.in_(entries)


def shut_out_decisions() -> Select[int]:
    """The decisions of whose discussion and papers the person of the request is kept out: by a demand that they stand aside, or
    that a practice does at which they have a place, or had one since."""
    places = select(_membership.c.practice_id).where(
        _membership.c.federation_id == federation_here(),
        _membership.c.person_id == reader_here(),
        _membership.c.practice_id == _interest.c.practice_id,
        or_(_membership.c.ended_at.is_(None), _membership.c.ended_at >= _interest.c.declared_at),
    )
    return select(_interest.c.decision_id).where(
        _interest.c.federation_id == federation_here(),
        _interest.c.shut_out,
        or_(_interest.c.person_id == reader_here(), places.exists()),
    )


def _groups(reads: str) -> Select[int]:
    """The groups of which others read this much."""
    return select(_group.c.id).where(_group.c.federation_id == federation_here(), _group.c.reads == reads)


def groups_of_others(*reads: str) -> Select[int]:
    """The groups of which others read this much, and in which the person of the request does not sit."""
    return select(_group.c.id).where(
        _group.c.federation_id == federation_here(), _group.c.reads.in_(reads), ~_sits_in(_group.c.id)
    )


def _of_others(*reads: str) -> Select[int]:
    """The decisions of groups of which others read this much, and in which the person of the request has no part."""
    theirs = groups_of_others(*reads)
    return select(_decision.c.id).where(
        _decision.c.federation_id == federation_here(),
        _decision.c.group_id.in_(theirs),
        ~_on_roll(_decision.c.id),
    )


def _results_alone() -> Select[int]:
    """The decisions of which the person of the request reads the result alone."""
    return _of_others("results")


def _who_reads(decision: Any) -> ColumnElement[bool]:
    return or_(
        decision.group_id.is_(None),
        and_(decision.state != "draft", decision.group_id.in_(_groups("all"))),
        and_(decision.state == "closed", decision.group_id.in_(_groups("results"))),
        _sits_in(decision.group_id),
        _on_roll(decision.id),
    )


def _who_reads_more(row: Any) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = row.decision_id.not_in(_results_alone())
    return condition


def _who_reads_what_was_said(comment: Any) -> ColumnElement[bool]:
    within = and_(comment.owner_id.not_in(_results_alone()), comment.owner_id.not_in(shut_out_decisions()))
    return or_(comment.owner != TALK, within)


def _who_finds(entry: Any) -> ColumnElement[bool]:
    """What is found by its words, and what the record calls it, is known to those alone who read it."""
    decided = _of_others("results").where(_decision.c.state == "closed")
    kept = and_(entry.ref_id.in_(_of_others("results", "seated")), entry.ref_id.not_in(decided))
    said = select(_comment.c.id).where(
        _comment.c.federation_id == federation_here(),
        _comment.c.owner == TALK,
        or_(
            _comment.c.owner_id.in_(_of_others("results", "seated")),
            _comment.c.owner_id.in_(shut_out_decisions()),
        ),
    )
    return and_(or_(entry.kind != "decision", ~kept), or_(entry.kind != "comment", entry.ref_id.not_in(said)))


def _who_reads_a_version(version: Any) -> ColumnElement[bool]:
    decided = select(_decision.c.id, _decision.c.version).where(
        _decision.c.federation_id == federation_here(), _decision.c.group_id.in_(_groups("results"))
    )
    return or_(_who_reads_more(version), tuple_(version.decision_id, version.number).in_(decided))


read_by(Decision, lambda decision: _who_reads(decision))
read_by(SearchEntry, lambda entry: _who_finds(entry))
for model in (Ballot, RollEntry, ObjectionResolution, CastingVote):
    read_by(model, lambda row: _who_reads_more(row))
read_by(ThreadComment, lambda comment: _who_reads_what_was_said(comment))
read_by(ProposalVersion, lambda version: _who_reads_a_version(version))
