"""Who may do what with proposals and votes. The tests take frozen values (see ``Matter``), never rows."""

from dataclasses import dataclass
from datetime import datetime

from federation.kernel.policy import (
    ADMINISTER,
    BY_LINK,
    CAST,
    EVERYONE,
    READ,
    SEATED,
    Actor,
    OneThing,
    Permission,
    authorize,
    may,
)
from federation.kernel.refusals import NotYours

_MEMBERS = frozenset({"executive", "representative", "member"})
CO_AUTHORS = _MEMBERS
"""Roles that may write a proposal, alone or with others."""
_ALL_SPEAKERS = frozenset({"executive", "representative", "member", "lay_partner", "administrator"})
_IN_GROUPS = frozenset({SEATED})
"""In a group's matters it is the seat that counts: what somebody is among the members gives nothing there."""


@dataclass(frozen=True, slots=True)
class DecisionMatter:
    """The facts of a decision that rights depend on: its author, co-authors and state, and the group that decides."""

    author_id: int
    coauthor_ids: frozenset[int] = frozenset()
    state: str = "draft"
    group_id: int | None = None


@dataclass(frozen=True, slots=True)
class ProposingIn:
    """A proposal to a group, or to the members as a whole. ``asks_for``: a group in whose name a feature asks the members, by a
    text that is the feature's alone; whoever acts for the group may, whatever they are among the members."""

    group_id: int | None
    asks_for: int | None = None


@dataclass(frozen=True, slots=True)
class ForPractice:
    """An act for one practice; with none, for oneself in a group's vote."""

    practice_id: int | None


@dataclass(frozen=True, slots=True)
class ByLink:
    """The ballot of one practice, or one's own, in one decision, cast by the link of a letter."""

    decision_id: int
    practice_id: int | None


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


def _proposes(actor: Actor, place: ProposingIn) -> bool:
    if place.group_id is None and not actor.roles.isdisjoint(_MEMBERS):
        return True
    group = place.asks_for if place.group_id is None else place.group_id
    return group is not None and (actor.votes_in(group) or actor.leads(group))


def _runs(actor: Actor, matter: DecisionMatter, role: str) -> bool:
    """Whether the person does in this matter what the role does in the members': in a group its leads do."""
    return role in actor.roles if matter.group_id is None else actor.leads(matter.group_id)


def is_lead(actor: Actor, matter: DecisionMatter) -> bool:
    """Whether the person is of the executive or chairs it; in a group's matter, whether they lead the group."""
    return _runs(actor, matter, "executive") or _runs(actor, matter, "chair")


def _puts_to_vote(actor: Actor, matter: DecisionMatter) -> bool:
    return _is_author(actor, matter) or _runs(actor, matter, "executive")


def _is_author(actor: Actor, matter: DecisionMatter) -> bool:
    """Whether the person wrote the proposal, and still takes part where it is decided."""
    if actor.person_id != matter.author_id:
        return False
    return _proposes(actor, ProposingIn(matter.group_id))


def _closes_early(actor: Actor, matter: DecisionMatter) -> bool:
    return _runs(actor, matter, "executive")


def _breaks_ties(actor: Actor, matter: DecisionMatter) -> bool:
    return _runs(actor, matter, "chair")


def _speaks(actor: Actor, matter: DecisionMatter) -> bool:
    if matter.group_id is None:
        return not actor.roles.isdisjoint(_ALL_SPEAKERS)
    return actor.sits_in(matter.group_id)


def _sees(actor: Actor, matter: DecisionMatter) -> bool:
    return matter.state != "draft" or _writes(actor, matter)


def _represents(actor: Actor, act: ForPractice) -> bool:
    return act.practice_id is None or actor.represents(act.practice_id)


def _holds_link(actor: Actor, act: ByLink) -> bool:
    if actor.only != OneThing("decision", act.decision_id):
        return False
    return actor.represents(act.practice_id) if act.practice_id else not actor.seats


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
    Permission(
        "decisions.propose",
        "write a proposal",
        _MEMBERS | _IN_GROUPS,
        _proposes,
        "to the members; to a group by those who vote in it",
    ),
    Permission(
        "decisions.edit", "edit a proposal", _MEMBERS | _IN_GROUPS, _writes, "its author and co-authors"
    ),
    Permission(
        "decisions.put_to_vote",
        "put a proposal to the vote or withdraw it",
        _MEMBERS | _IN_GROUPS,
        _puts_to_vote,
        "its author, or the executive; in a group its leads",
        scope=ADMINISTER,
    ),
    Permission(
        "decisions.discuss",
        "take part in a discussion",
        _ALL_SPEAKERS | _IN_GROUPS,
        _speaks,
        "in a group by those who sit in it",
    ),
    Permission("decisions.edit_comment", "edit a comment", _ALL_SPEAKERS | _IN_GROUPS, _own, "one's own"),
    Permission(
        "decisions.cast",
        "cast a practice's ballot or in a group one's own, or stand aside",
        frozenset({"representative"}) | _IN_GROUPS,
        _represents,
        "a practice one represents; in a group oneself",
        scope=CAST,
    ),
    Permission(
        "decisions.close_early",
        "close a vote early, with a reason",
        frozenset({"executive"}) | _IN_GROUPS,
        _closes_early,
        "the executive; in a group its leads",
        scope=ADMINISTER,
    ),
    Permission(
        "decisions.casting_vote",
        "give the casting vote on a tie",
        frozenset({"chair"}) | _IN_GROUPS,
        _breaks_ties,
        "the chair; in a group its leads",
        scope=ADMINISTER,
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
        "decisions.resolve",
        "answer an objection",
        _MEMBERS | _IN_GROUPS,
        _puts_to_vote,
        "the author, or the executive; in a group its leads",
    ),
    Permission(
        "decisions.outcome",
        "write the outcome and its actions",
        _MEMBERS | _IN_GROUPS,
        _puts_to_vote,
        "the author, or the executive; in a group its leads",
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


_FIRST = ("chair", "executive", "representative", "member", "lay_partner", "administrator", "observer")


def role_in(actor: Actor, group_id: int | None) -> str:
    """The role in which somebody proposes: in a group lead, seat (with a vote) or voice; among the members the first of
    chair, executive, representative, member, lay partner, administrator and observer that they have."""
    if group_id is not None and actor.sits_in(group_id):
        return "lead" if actor.leads(group_id) else "seat" if actor.votes_in(group_id) else "voice"
    return next((role for role in _FIRST if role in actor.roles), "")
