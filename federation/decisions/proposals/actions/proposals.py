"""Writing a proposal: drafts and their versions, showing it to the members, taking it back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from federation.decisions.events import DraftDeleted
from federation.decisions.findable import note_deleted, note_text
from federation.decisions.fingerprints import content_of, papers_part
from federation.decisions.held import matter_of, readable
from federation.decisions.models import CoAuthor, Decision, DeclaredInterest, PracticeEffect, ProposalVersion
from federation.decisions.permissions import ProposingIn, role_in
from federation.decisions.proposals.actions.checks import (
    TEXT_IS_FIXED,
    check_effects,
    check_fixed,
    check_replaced,
    checked_aims,
    current_version,
)
from federation.decisions.proposals.actions.saving import (
    add_version,
    content_from,
    heading_of,
    save,
    saved_fingerprint,
)
from federation.decisions.proposals.letters import tell_discussion
from federation.decisions.proposals.texts import (
    UNCHANGED,
    Draft,
    Effects,
    in_order,
    missing,
)
from federation.decisions.seen import told_of
from federation.decisions.subjects import MEMBERS_PROPOSAL, PAPERS
from federation.decisions.terms import written_terms
from federation.kernel import record
from federation.kernel.days import time_now
from federation.kernel.db import unit_of_work
from federation.kernel.held import held
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.network.files.actions import drop_files
from federation.plugin.announcements import announce

NOT_A_DRAFT = "Members have seen this proposal, so it cannot be deleted. It can be withdrawn."


def start(
    actor: Actor,
    draft: Draft,
    practice_id: int | None = None,
    subject: str = MEMBERS_PROPOSAL,
    terms: Mapping[str, Any] | None = None,
    fixed: bool = False,
    replaces: int | None = None,
    group_id: int | None = None,
    asks_for: int | None = None,
) -> int:
    """Write a new proposal: a draft that its author alone sees.

    ``practice_id`` is the author's practice in this matter, ``group_id`` the group that is to decide, if one is.
    ``subject``, ``terms`` and ``fixed`` are for features: what the decision is about, what the feature acts on, and whether
    its title, text and options are the feature's alone. ``replaces`` is the closed decision that this one would take the
    place of. ``asks_for`` is a group in whose name a feature asks the members, by a fixed text: whoever acts for it may.
    Returns the decision's number.
    """
    authorize(actor, "decisions.propose", ProposingIn(group_id, asks_for if fixed else None))
    draft, kept = in_order(draft), written_terms(subject, terms, fixed)
    with unit_of_work() as session:
        aims, now = checked_aims(actor, draft), time_now()
        check_replaced(replaces, group_id)
        decision = Decision(
            state="draft",
            group_id=group_id,
            title=draft.title,
            kind=draft.kind,
            subject=subject,
            version=0,
            fixed=fixed,
            author_id=actor.person_id,
            author_as=role_in(actor, group_id),
            author_practice_id=_practice_of(actor, practice_id),
            supersedes_id=replaces,
            created_at=now,
            changed_at=now,
        )
        session.add(decision)
        session.flush()
        _save_first(actor, decision, content_from(draft, aims, kept), draft.effects)
        return decision.id


def _save_first(actor: Actor, decision: Decision, content: dict[str, Any], table: Any) -> None:
    effects = None if table is UNCHANGED else table
    add_version(actor, decision, content, heading_of(effects, 1), effects, decision.created_at)
    note_text(decision)
    record.append(
        actor.person_id,
        "proposal.drafted",
        f"decision:{decision.id}",
        version=1,
        text=saved_fingerprint(content, effects),
        replaces=decision.supersedes_id,
        **({"group": decision.group_id} if decision.group_id else {}),
    )


def revise(actor: Actor, decision_id: int, draft: Draft, based_on: int | None = None) -> int:
    """Save what changed as the next version, and return its number; with no change, nothing is saved.

    ``based_on`` is the version that the writer began with: when another was saved since,
    :class:`StaleVersion` is raised.
    """
    draft = in_order(draft)
    with unit_of_work():
        decision, now = held_for_writing(actor, decision_id)
        current = current_version(decision)
        check_fixed(decision, current, draft)
        aims = checked_aims(actor, draft, current)
        content = content_from(draft, aims, current.terms) | papers_part(current.papers)
        return save(actor, decision, now, current, content, draft.effects, based_on)


def revise_terms(actor: Actor, decision_id: int, terms: Mapping[str, Any], draft: Draft | None = None) -> int:
    """Save other terms as the next version, for the feature that proposed them, with another text where one is given (a
    fixed text follows from its terms). Returns the version's number; with no change, nothing is saved."""
    with unit_of_work():
        decision, now = held_for_writing(actor, decision_id)
        current = current_version(decision)
        if draft is None:
            content = content_of(current)
        else:
            draft = in_order(draft)
            aims = checked_aims(actor, draft, current)
            content = content_from(draft, aims) | papers_part(current.papers)
        kept = written_terms(decision.subject, terms, decision.fixed)
        effects = UNCHANGED if draft is None else draft.effects
        return save(actor, decision, now, current, {**content, "terms": kept}, effects, None)


def set_effects(
    actor: Actor,
    decision_id: int,
    columns: Sequence[str],
    rows: Mapping[str, Sequence[str]],
    based_on: int | None = None,
) -> int:
    """Say what the proposal means for each practice, by its code; no columns take the table away.

    For people (typed or pasted) and for features that work it out. Returns the version's number.
    """
    effects = (
        Effects(tuple(columns), {code: tuple(cells) for code, cells in rows.items()}) if columns else None
    )
    with unit_of_work():
        decision, now = held_for_writing(actor, decision_id)
        current = current_version(decision)
        check_effects(effects)
        return save(actor, decision, now, current, content_of(current), effects, based_on)


def to_discussion(actor: Actor, decision_id: int) -> None:
    """Show the proposal to all members, as it is now; it never becomes a draft again.

    Earlier versions stay with the authors.
    """
    with unit_of_work():
        decision, now = held(Decision, decision_id)
        readable(actor, decision)
        authorize(actor, "decisions.edit", matter_of(decision))
        if decision.state != "draft":
            raise Refusal("Members can see this proposal already.")
        version = current_version(decision)
        if flaw := missing(version.body, len(version.options)):
            raise Invalid(flaw.words, flaw.field)
        decision.state, decision.shown_from, decision.changed_at = "discussion", decision.version, now
        note_text(decision)
        record.append(actor.person_id, "proposal.shown", f"decision:{decision_id}", version=decision.version)
        tell_discussion(decision, actor)


def delete_draft(actor: Actor, decision_id: int) -> None:
    """Delete a draft with all its versions; only its author may."""
    with unit_of_work() as session:
        decision = held(Decision, decision_id).row
        readable(actor, decision)
        authorize(actor, "decisions.edit", matter_of(decision))
        if decision.state != "draft":
            raise Refusal(NOT_A_DRAFT)
        if decision.author_id != actor.person_id:
            raise Refusal("Only its author can delete this draft.")
        fact = DraftDeleted(**told_of(decision))
        for table in (PracticeEffect, ProposalVersion, CoAuthor, DeclaredInterest):
            session.execute(
                delete(table)
                .where(table.decision_id == decision_id)
                .execution_options(synchronize_session=False)
            )
        drop_files(PAPERS, decision_id)
        note_deleted(decision_id)
        session.delete(decision)
        record.append(actor.person_id, "proposal.deleted", f"decision:{decision_id}")
        announce(fact, f"deleted:{decision_id}")


def held_for_writing(actor: Actor, decision_id: int) -> tuple[Decision, datetime]:
    """The proposal, locked, for somebody who may change it now."""
    decision, now = held(Decision, decision_id)
    authorize(actor, "decisions.edit", readable(actor, decision))
    if words := TEXT_IS_FIXED.get(decision.state):
        raise Refusal(words)
    return decision, now


def _practice_of(actor: Actor, practice_id: int | None) -> int | None:
    own = {seat.practice_id for seat in actor.seats}
    if practice_id in own:
        return practice_id
    return actor.practice.practice_id if actor.practice else None
