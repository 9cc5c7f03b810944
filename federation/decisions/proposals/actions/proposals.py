"""Writing a proposal: drafts and their versions, showing it to the members, taking it back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from federation.decisions.findable import note_deleted, note_text
from federation.decisions.fingerprints import content_of, table_of, version_fingerprint
from federation.decisions.held import Locked, lock, matter_of, readable
from federation.decisions.models import CoAuthor, Decision, Effect, Interest, Version
from federation.decisions.proposals.letters import tell_discussion
from federation.decisions.proposals.texts import (
    UNCHANGED,
    Draft,
    Effects,
    flaws,
    in_order,
    kinds_of,
    missing,
    table_flaws,
)
from federation.decisions.subjects import TEXT_FOLLOWS
from federation.kernel import record
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.kernel.tenancy import insert_many
from federation.network.models import Aim, Federation, Practice

NOT_A_DRAFT = "Members have seen this proposal, so it cannot be deleted. It can be withdrawn."
TEXT_IS_FIXED = {
    "scheduled": "The time at which voting opens is set, so the text can no longer be changed. "
    "Call the vote off first.",
    "open": "Voting is open, so the text can no longer be changed. Everybody votes on what they have read.",
    "closed": "This decision is closed, so its text can no longer be changed.",
    "withdrawn": "This proposal was withdrawn, so its text can no longer be changed.",
}


class Stale(Refusal):
    """Somebody else saved a version while this one was being written. ``version`` is the newest."""

    def __init__(self, version: int) -> None:
        super().__init__(
            f"Somebody saved version {version} while you were writing. Nothing of yours was saved yet: "
            "compare the two, then save again."
        )
        self.version = version


def start(
    actor: Actor,
    draft: Draft,
    practice_id: int | None = None,
    subject: str = "decisions.proposal",
    subject_data: Mapping[str, Any] | None = None,
    replaces: int | None = None,
) -> int:
    """Write a new proposal: a draft that its author alone sees.

    ``practice_id`` is the author's practice in this matter.

    ``subject`` and ``subject_data`` are for features: what the decision is about. ``replaces`` is the closed
    decision that this one would take the place of. Returns the decision's number.
    """
    authorize(actor, "decisions.propose")
    draft = in_order(draft)
    with unit_of_work() as session:
        aims = _checked(actor, draft)
        _check_replaced(replaces)
        now = time_now()
        decision = Decision(
            state="draft",
            title=draft.title,
            kind=draft.kind,
            subject=subject,
            version=0,
            author_id=actor.person_id,
            subject_data=dict(subject_data) if subject_data is not None else None,
            author_practice_id=_practice_of(actor, practice_id),
            supersedes_id=replaces,
            created_at=now,
            changed_at=now,
        )
        session.add(decision)
        session.flush()
        content = _content(draft, aims)
        effects = None if draft.effects is UNCHANGED else draft.effects
        _add_version(actor, decision, content, _heading(effects, 1), effects, now)
        note_text(decision)
        record.append(
            actor.person_id,
            "proposal.drafted",
            f"decision:{decision.id}",
            version=1,
            text=_fingerprint(content, effects),
            replaces=replaces,
        )
        return decision.id


def revise(actor: Actor, decision_id: int, draft: Draft, based_on: int | None = None) -> int:
    """Save what changed as the next version, and return its number; with no change, nothing is saved.

    ``based_on`` is the version that the writer began with: when another was saved since,
    :class:`Stale` is raised.
    """
    draft = in_order(draft)
    with unit_of_work():
        held = _held_for_writing(actor, decision_id)
        current = _version(held.decision)
        _check_fixed(held.decision, current, draft)
        aims = _checked(actor, draft, current)
        return _save(actor, held, current, _content(draft, aims), draft.effects, based_on)


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
        held = _held_for_writing(actor, decision_id)
        current = _version(held.decision)
        _check_effects(effects)
        return _save(actor, held, current, content_of(current), effects, based_on)


def to_discussion(actor: Actor, decision_id: int) -> None:
    """Show the proposal to all members, as it is now; it never becomes a draft again.

    Earlier versions stay with the authors.
    """
    with unit_of_work():
        decision, now = lock(decision_id)
        readable(actor, decision)
        authorize(actor, "decisions.edit", matter_of(decision))
        if decision.state != "draft":
            raise Refusal("Members can see this proposal already.")
        version = _version(decision)
        if flaw := missing(version.body, len(version.options)):
            raise Invalid(flaw.words, flaw.field)
        decision.state, decision.shown_from, decision.changed_at = "discussion", decision.version, now
        note_text(decision)
        record.append(actor.person_id, "proposal.shown", f"decision:{decision_id}", version=decision.version)
        tell_discussion(decision, actor)


def delete_draft(actor: Actor, decision_id: int) -> None:
    """Delete a draft with all its versions; only its author may."""
    with unit_of_work() as session:
        decision = lock(decision_id).decision
        readable(actor, decision)
        authorize(actor, "decisions.edit", matter_of(decision))
        if decision.state != "draft":
            raise Refusal(NOT_A_DRAFT)
        if decision.author_id != actor.person_id:
            raise Refusal("Only its author can delete this draft.")
        for table in (Effect, Version, CoAuthor, Interest):
            session.execute(
                delete(table)
                .where(table.decision_id == decision_id)
                .execution_options(synchronize_session=False)
            )
        note_deleted(decision_id)
        session.delete(decision)
        record.append(actor.person_id, "proposal.deleted", f"decision:{decision_id}")


def _held_for_writing(actor: Actor, decision_id: int) -> Locked:
    held = lock(decision_id)
    authorize(actor, "decisions.edit", readable(actor, held.decision))
    if words := TEXT_IS_FIXED.get(held.decision.state):
        raise Refusal(words)
    return held


def _check_fixed(decision: Decision, current: Version, draft: Draft) -> None:
    """Where the text follows from what is proposed, nobody writes another."""
    if decision.subject not in TEXT_FOLLOWS:
        return
    options = [option._asdict() for option in draft.options]
    for field, is_same in (
        ("title", draft.title == current.title),
        ("body", draft.body == current.body),
        ("options", options == current.options),
    ):
        if not is_same:
            raise Invalid(
                "This says what happens by itself when it is carried, so it cannot be changed here", field
            )


def _version(decision: Decision) -> Version:
    return db.session.scalars(
        select(Version).where(Version.decision_id == decision.id, Version.number == decision.version)
    ).one()


def _check_replaced(decision_id: int | None) -> None:
    if decision_id is None:
        return
    state = db.session.execute(
        select(Decision.state, Decision.superseded_by_id).where(Decision.id == decision_id)
    ).first()
    if state is None or state.state == "draft":
        raise NotFound()
    if state.state != "closed" or state.superseded_by_id is not None:
        raise Refusal("Only a closed decision that was not replaced yet can be replaced.")


def _practice_of(actor: Actor, practice_id: int | None) -> int | None:
    own = {seat.practice_id for seat in actor.seats}
    if practice_id in own:
        return practice_id
    return actor.practice.practice_id if actor.practice else None


def _checked(actor: Actor, draft: Draft, current: Version | None = None) -> dict[int, str]:
    """The federation's aims by number, after everything that can be wrong with a text was looked at."""
    settings = (
        db.session.scalar(select(Federation.settings).where(Federation.id == actor.federation_id)) or {}
    )
    rows = db.session.execute(select(Aim.number, Aim.words, Aim.retired_at)).all()
    kept = {number for number, _ in current.aims} if current else set()
    aims = {number: words for number, words, retired_at in rows if retired_at is None or number in kept}
    kinds = (*kinds_of(settings), *([(current.kind, "")] if current else []))
    found = flaws(draft, kinds, tuple(aims))
    if found:
        raise Invalid(found[0].words, found[0].field)
    if draft.effects is not UNCHANGED:
        _check_effects(draft.effects)
    return aims


def _check_effects(effects: Effects | None) -> None:
    if effects is None:
        return
    found = table_flaws(effects)
    if found:
        raise Invalid(str(found[0]), "effects")
    unknown = set(effects.rows) - set(db.session.scalars(select(Practice.code)))
    if unknown:
        raise Invalid(f"‘{min(unknown)}’ is not the code of a practice of this federation", "effects")


def _content(draft: Draft, aims: Mapping[int, str]) -> dict[str, Any]:
    return {
        "title": draft.title,
        "kind": draft.kind,
        "body": draft.body,
        "reasons": draft.reasons,
        "options": [option._asdict() for option in draft.options],
        "considered": [one._asdict() for one in draft.considered],
        "aims": [[number, aims[number]] for number in draft.aims],
        "impact": dict(draft.impact),
    }


def _save(
    actor: Actor,
    held: Locked,
    current: Version,
    content: dict[str, Any],
    effects: Any,
    based_on: int | None,
) -> int:
    decision, now = held
    changed = not _is_same_table(decision.id, current, effects)
    if not changed and content == content_of(current):
        return decision.version
    if based_on is not None and based_on != decision.version:
        raise Stale(decision.version)
    if decision.state != "draft" and (flaw := missing(content["body"], len(content["options"]))):
        raise Invalid(flaw.words, flaw.field)
    heading = _heading(effects, decision.version + 1) if changed else current.effects
    _add_version(actor, decision, content, heading, effects if changed else None, now)
    note_text(decision)
    record.append(
        actor.person_id,
        "proposal.changed",
        f"decision:{decision.id}",
        version=decision.version,
        text=_fingerprint(content, effects if changed else heading),
    )
    return decision.version


def _is_same_table(decision_id: int, current: Version, effects: Any) -> bool:
    if effects is UNCHANGED:
        return True
    if effects is None or current.effects is None:
        return (effects is None) == (current.effects is None)
    if list(effects.columns) != current.effects["columns"]:
        return False
    rows = db.session.execute(
        select(Effect.code, Effect.cells).where(
            Effect.decision_id == decision_id, Effect.since == current.effects["since"]
        )
    )
    return {code: tuple(cells) for code, cells in rows} == dict(effects.rows)


def _heading(effects: Effects | None, since: int) -> dict[str, Any] | None:
    if effects is None:
        return None
    return {"columns": list(effects.columns), "since": since, "practices": len(effects.rows)}


def _add_version(
    actor: Actor,
    decision: Decision,
    content: dict[str, Any],
    heading: dict[str, Any] | None,
    effects: Effects | None,
    now: datetime,
) -> None:
    number = decision.version + 1
    session = db.session()
    session.add(
        Version(
            decision_id=decision.id,
            number=number,
            effects=heading,
            saved_by=actor.person_id,
            saved_at=now,
            **content,
        )
    )
    session.flush()
    if effects is not None:
        insert_many(
            Effect,
            [
                {"decision_id": decision.id, "since": number, "code": code, "cells": list(cells)}
                for code, cells in effects.rows.items()
            ],
        )
    decision.version, decision.title, decision.kind, decision.changed_at = (
        number,
        content["title"],
        content["kind"],
        now,
    )


def _fingerprint(content: dict[str, Any], effects: Any) -> str:
    table = table_of(effects.columns, effects.rows) if isinstance(effects, Effects) else effects
    return version_fingerprint(content, table)
