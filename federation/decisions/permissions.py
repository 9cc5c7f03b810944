"""Who may do what with proposals and votes. The tests take frozen values (see ``Matter``), never rows."""

from dataclasses import dataclass
from datetime import datetime

from federation.kernel.policy import (
    ADMINISTER,
    BY_LINK,
    CAST,
    EVERYONE,
    READ,
    Actor,
    Permission,
    authorize,
    may,
)
from federation.kernel.refusals import NotYours

_MEMBERS = frozenset({"executive", "representative", "member"})
CO_AUTHORS = _MEMBERS
"""Roles that may write a proposal, alone or with others."""
_ALL_SPEAKERS = frozenset({"executive", "representative", "member", "lay_partner", "administrator"})


@dataclass(frozen=True, slots=True)
class DecisionMatter:
    """The facts of a decision that rights depend on: its author, co-authors and state."""

    author_id: int
    coauthor_ids: frozenset[int] = frozenset()
    state: str = "draft"


@dataclass(frozen=True, slots=True)
class ForPractice:
    """An act for one practice."""

    practice_id: int


@dataclass(frozen=True, slots=True)
class ByLink:
    """The ballot of one practice in one decision, cast by the link of a letter."""

    decision_id: int
    practice_id: int


@dataclass(frozen=True, slots=True)
class OwnedTask:
    """An action that somebody owns."""

    owner_id: int | None


TOO_YOUNG = (
    "Your role began after this vote opened. It counts in this vote once a second person has confirmed it: "
    "see Roles to confirm, under People."
)


def authorize_in_vote(actor: Actor, name: str, opened_at: datetime | None, thing: object = None) -> None:
    """Refuse unless the actor holds the permission by roles that count in a vote which opened at that moment."""
    authorize(actor, name, thing)
    if not may(actor.as_of(opened_at), name, thing):
        raise NotYours(TOO_YOUNG)


def _writes(actor: Actor, matter: DecisionMatter) -> bool:
    return actor.person_id == matter.author_id or actor.person_id in matter.coauthor_ids


def _puts_to_vote(actor: Actor, matter: DecisionMatter) -> bool:
    return actor.person_id == matter.author_id or "executive" in actor.roles


def _sees(actor: Actor, matter: DecisionMatter) -> bool:
    return matter.state != "draft" or _writes(actor, matter)


def _represents(actor: Actor, act: ForPractice) -> bool:
    return actor.represents(act.practice_id)


def _holds_link(actor: Actor, act: ByLink) -> bool:
    return actor.only_decision == act.decision_id and actor.represents(act.practice_id)


def _answers_for(actor: Actor, task: OwnedTask) -> bool:
    return actor.person_id == task.owner_id or "executive" in actor.roles


def _own(actor: Actor, person_id: int) -> bool:
    return actor.person_id == person_id


PERMISSIONS = (
    Permission(
        "decisions.read",
        "read proposals, votes and the register",
        EVERYONE,
        _sees,
        "drafts only by their authors",
        scope=READ,
    ),
    Permission("decisions.propose", "write a proposal", _MEMBERS),
    Permission("decisions.edit", "edit a proposal", _MEMBERS, _writes, "its author and co-authors"),
    Permission(
        "decisions.put_to_vote",
        "put a proposal to the vote or withdraw it",
        _MEMBERS,
        _puts_to_vote,
        "its author, or the executive",
        scope=ADMINISTER,
    ),
    Permission("decisions.discuss", "take part in a discussion", _ALL_SPEAKERS),
    Permission("decisions.edit_comment", "edit a comment", _ALL_SPEAKERS, _own, "one's own"),
    Permission(
        "decisions.cast",
        "cast a practice's ballot, or stand aside for it",
        frozenset({"representative"}),
        _represents,
        "a practice one represents",
        scope=CAST,
    ),
    Permission(
        "decisions.close_early",
        "close a vote early, with a reason",
        frozenset({"executive"}),
        scope=ADMINISTER,
    ),
    Permission(
        "decisions.casting_vote", "give the casting vote on a tie", frozenset({"chair"}), scope=ADMINISTER
    ),
    Permission(
        "decisions.cast_by_link",
        "read one decision and cast one practice's ballot in it, by the link of a letter",
        frozenset({BY_LINK}),
        _holds_link,
        "the decision and the practice of the link",
        scope=CAST,
    ),
    Permission(
        "decisions.resolve", "answer an objection", _MEMBERS, _puts_to_vote, "the author, or the executive"
    ),
    Permission(
        "decisions.outcome",
        "write the outcome and its actions",
        _MEMBERS,
        _puts_to_vote,
        "the author, or the executive",
    ),
    Permission("decisions.act", "report on an action", EVERYONE, _answers_for, "its owner, or the executive"),
    Permission(
        "decisions.kinds",
        "say which kinds of matter there are",
        frozenset({"administrator", "executive"}),
    ),
    Permission(
        "decisions.rules", "keep the federation's own rules", frozenset({"executive"}), scope=ADMINISTER
    ),
)
