"""Saving a version of a proposal: what differs, under the next number, with its fingerprint in the record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from federation.decisions.findable import note_text
from federation.decisions.fingerprints import content_of, table_of, version_fingerprint
from federation.decisions.models import Decision, PracticeEffect, ProposalVersion
from federation.decisions.proposals.texts import UNCHANGED, Draft, Effects, missing
from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.kernel.refusals import Invalid, Refusal
from federation.kernel.tenancy import insert_many


class StaleVersion(Refusal):
    """Somebody else saved a version while this one was being written. ``version`` is the newest."""

    def __init__(self, version: int) -> None:
        super().__init__(
            f"Somebody saved version {version} while you were writing. Nothing of yours was saved yet: "
            "compare the two, then save again."
        )
        self.version = version


def content_from(
    draft: Draft, aims: Mapping[int, str], terms: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The columns of a version, from a draft and the terms as they are kept."""
    content = {
        "title": draft.title,
        "kind": draft.kind,
        "body": draft.body,
        "reasons": draft.reasons,
        "options": [option._asdict() for option in draft.options],
        "considered": [one._asdict() for one in draft.considered],
        "aims": [[number, aims[number]] for number in draft.aims],
        "impact": dict(draft.impact),
    }
    return content if terms is None else {**content, "terms": terms}


def save(
    actor: Actor,
    decision: Decision,
    now: datetime,
    current: ProposalVersion,
    content: dict[str, Any],
    effects: Any,
    based_on: int | None,
    act: str = "proposal.changed",
    **said: Any,
) -> int:
    """Save what differs as the next version and return its number; with no change, nothing is saved. ``act`` is what the
    record calls it, with what else is ``said`` there.

    Raises :class:`StaleVersion`.
    """
    changed = not _is_same_table(decision.id, current, effects)
    if not changed and content == content_of(current):
        return decision.version
    if based_on is not None and based_on != decision.version:
        raise StaleVersion(decision.version)
    if decision.state != "draft" and (flaw := missing(content["body"], len(content["options"]))):
        raise Invalid(flaw.words, flaw.field)
    heading = heading_of(effects, decision.version + 1) if changed else current.effects
    add_version(actor, decision, content, heading, effects if changed else None, now)
    note_text(decision)
    record.append(
        actor.person_id,
        act,
        f"decision:{decision.id}",
        version=decision.version,
        text=saved_fingerprint(content, effects if changed else heading),
        **said,
    )
    return decision.version


def _is_same_table(decision_id: int, current: ProposalVersion, effects: Any) -> bool:
    if effects is UNCHANGED:
        return True
    if effects is None or current.effects is None:
        return (effects is None) == (current.effects is None)
    if list(effects.columns) != current.effects["columns"]:
        return False
    rows = db.session.execute(
        select(PracticeEffect.code, PracticeEffect.cells).where(
            PracticeEffect.decision_id == decision_id, PracticeEffect.since == current.effects["since"]
        )
    )
    return {code: tuple(cells) for code, cells in rows} == dict(effects.rows)


def heading_of(effects: Effects | None, since: int) -> dict[str, Any] | None:
    """The head of a version's table: the titles, and under which version the rows are."""
    if effects is None:
        return None
    return {"columns": list(effects.columns), "since": since, "practices": len(effects.rows)}


def add_version(
    actor: Actor,
    decision: Decision,
    content: dict[str, Any],
    heading: dict[str, Any] | None,
    effects: Effects | None,
    now: datetime,
) -> None:
    """Write the next version, with its table where it brings one."""
    number = decision.version + 1
    session = db.session()
    session.add(
        ProposalVersion(
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
            PracticeEffect,
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


def saved_fingerprint(content: dict[str, Any], effects: Any) -> str:
    """Of a version as it is saved."""
    table = table_of(effects.columns, effects.rows) if isinstance(effects, Effects) else effects
    return version_fingerprint(content, table)
