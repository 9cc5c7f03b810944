"""The text that is decided, its table and its options; the rule; how far a decision has come."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from federation.decisions.entries import SAVING, STATES, called, here, last
from federation.decisions.fingerprints import (
    content_of,
    subject_fingerprint,
    table_of,
    text_fingerprint,
    version_fingerprint,
)
from federation.decisions.models import Decision, PracticeEffect, ProposalVersion
from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.proof import RecordedAct, RecordFlaw, at_entry
from federation.network.files.queries import fingerprints_of


def check(decision: Decision, acts: Sequence[RecordedAct]) -> Iterator[RecordFlaw]:
    """Every version, and what was fixed when voting opened."""
    versions = db.session.scalars(
        select(ProposalVersion)
        .where(ProposalVersion.decision_id == decision.id)
        .order_by(ProposalVersion.number)
    ).all()
    yield from _versions(versions, acts, _tables(decision.id))
    yield from _papers(decision, versions)
    yield from _state(decision, acts)
    yield from _replaces(decision, acts)
    yield from _group(decision, acts)
    now = next((version for version in versions if version.number == decision.version), None)
    if now is None:
        yield here(f"version {decision.version} of its text is missing")
        return
    if (decision.title, decision.kind) != (now.title, now.kind):
        yield here("its title or kind is not that of its text")
    fixed = last(acts, "decision.opened") or (
        last(acts, "decision.scheduled") if decision.state == "scheduled" else None
    )
    if fixed is not None:
        yield from _fixed(decision, now, fixed)


def _fixed(decision: Decision, version: ProposalVersion, act: RecordedAct) -> Iterator[RecordFlaw]:
    """What an opening, or the setting of its time, made unchangeable."""
    found: dict[str, tuple[Any, str]] = {
        "version": (decision.version, "another version of the text is decided"),
        "text": (text_fingerprint(version), "the text that is decided, or an option, was changed"),
        "rule": (record.digest(decision.rule), "the rule was changed"),
        "floors": (record.digest(decision.floors), "the floors that it was opened with were changed"),
        "closes_at": (
            record.stamp(decision.closes_at) if decision.closes_at else None,
            "the time at which voting closes was changed",
        ),
        "full_sign_in": (
            decision.full_sign_in,
            "whether it takes votes by the link of a letter was changed",
        ),
        "number": (decision.number, "its number was changed"),
        "about": (subject_fingerprint(decision), "which feature acts on it was changed"),
        "replaces": (decision.supersedes_id, "what it replaces was changed"),
    }
    for name, (value, words) in found.items():
        if name in act.data and act.data[name] != value:
            yield at_entry(act, f"since then {words}")


def _versions(
    versions: Sequence[ProposalVersion],
    acts: Sequence[RecordedAct],
    tables: Mapping[int, Mapping[str, list[Any]]],
) -> Iterator[RecordFlaw]:
    saved = {act.data.get("version"): act for act in called(acts, *SAVING)}
    for version in versions:
        act = saved.pop(version.number, None)
        if act is None:
            yield here(f"no entry holds version {version.number} of its text")
            continue
        heading = version.effects
        table: Any = heading
        if heading and heading["since"] == version.number:
            table = table_of(heading["columns"], tables.get(version.number, {}))
        if act.data.get("text") != version_fingerprint(content_of(version), table):
            yield at_entry(act, f"version {version.number} of the text, or its table, was changed")
    for act in saved.values():
        yield at_entry(act, f"version {act.data.get('version')} of the text is missing")


def _papers(decision: Decision, versions: Sequence[ProposalVersion]) -> Iterator[RecordFlaw]:
    """What members have seen is kept; that its bytes are what their fingerprint says is asked of every file."""
    since = decision.shown_from
    named = {
        one[0]: (one[1], one[4])
        for version in versions
        if since is not None and version.number >= since
        for one in version.papers or ()
    }
    kept = fingerprints_of(named) if named else {}
    for number, (name, sha256) in named.items():
        if kept.get(number) != sha256:
            yield here(f"its paper “{name}” {'was changed' if number in kept else 'is missing'}")


def _tables(decision_id: int) -> Mapping[int, Mapping[str, list[Any]]]:
    found: dict[int, dict[str, list[Any]]] = defaultdict(dict)
    rows = db.session.execute(
        select(PracticeEffect.since, PracticeEffect.code, PracticeEffect.cells).where(
            PracticeEffect.decision_id == decision_id
        )
    )
    for since, code, cells in rows:
        found[since][code] = cells
    return found


def _state(decision: Decision, acts: Sequence[RecordedAct]) -> Iterator[RecordFlaw]:
    act = last(acts, *STATES)
    if act is None:
        yield here("no entry holds how it began")
    elif STATES[act.name] != decision.state:
        yield at_entry(act, f"it should be “{STATES[act.name]}”, and is “{decision.state}”")
    withdrawn = last(acts, "decision.withdrawn", "decision.vote_called_off")
    if withdrawn and (withdrawn.actor, withdrawn.data.get("reason")) != (
        decision.closed_by,
        record.digest(decision.withdrawn_reason),
    ):
        yield at_entry(withdrawn, "who withdrew it, or the reason, was changed")


def _group(decision: Decision, acts: Sequence[RecordedAct]) -> Iterator[RecordFlaw]:
    act = last(acts, "proposal.drafted")
    if act is not None and act.data.get("group") != decision.group_id:
        yield at_entry(act, "which group decides it was changed")


def _replaces(decision: Decision, acts: Sequence[RecordedAct]) -> Iterator[RecordFlaw]:
    act = last(acts, "proposal.drafted", "proposal.replaces", "decision.opened")
    if act is not None and "replaces" in act.data and act.data["replaces"] != decision.supersedes_id:
        yield at_entry(act, "which decision it replaces was changed")
