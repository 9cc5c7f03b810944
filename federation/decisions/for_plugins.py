"""Decisions as plugins use them: everything that binds members goes through a proposal and its verdict."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import Row, select

from federation.decisions.models import Decision, ProposalVersion, number_in
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.actions.proposals import revise_terms
from federation.decisions.proposals.texts import Draft
from federation.decisions.seen import chosen_in
from federation.kernel.db import db
from federation.kernel.policy import Actor

__all__ = ["DecisionAbout", "decision", "decisions_about", "propose", "revise_terms"]


class DecisionAbout(NamedTuple):
    """A proposal or decision about a subject of a plugin, as its newest version has it, which is the one that is voted on.

    ``number`` (2026/31) is empty before the vote, ``verdict`` and ``chosen`` (letters of options) until there are some.
    ``points`` is what each option was given, by its letter, where a vote by points is closed."""

    id: int
    title: str
    state: str
    number: str
    version: int
    terms: Mapping[str, Any]
    verdict: str
    chosen: Sequence[str]
    begun_at: datetime
    closed_at: datetime | None
    points: Mapping[str, int] = MappingProxyType({})


def propose(
    actor: Actor,
    subject: str,
    draft: Draft,
    terms: Mapping[str, Any] | None = None,
    *,
    fixed: bool = False,
    practice_id: int | None = None,
    group_id: int | None = None,
) -> int:
    """Begin a proposal about one of a plugin's subjects; its author goes on writing it as any other.

    ``terms`` are what the plugin acts on, as the subject's schema loads them: they stand in the version that is decided,
    with the lines that members read of them, and come with every fact about the decision. With ``fixed`` its title, text
    and options are the plugin's alone. ``group_id``: the group that is to decide. Returns the number of the decision, which
    is never used again. Raises :class:`ValueError` for a subject that no feature brings, or terms that it does not have;
    ``Invalid`` for terms or a text that cannot be taken; ``NotYours`` where the person may not propose.
    """
    return proposals.start(actor, draft, practice_id, subject, terms, fixed, group_id=group_id)


_ABOUT = select(
    Decision.id,
    Decision.title,
    Decision.state,
    Decision.series,
    Decision.year,
    Decision.ordinal,
    Decision.version,
    ProposalVersion.terms,
    Decision.verdict,
    Decision.result,
    Decision.created_at,
    Decision.closed_at,
).join(ProposalVersion, ProposalVersion.of(Decision))


def decision(decision_id: int) -> DecisionAbout | None:
    """A decision as it stands, for the plugin that proposed it; None where there is none such, its draft was deleted, or
    whoever asks may not read it. The title of a draft is left out: its authors alone read it. One statement."""
    row = db.session.execute(_ABOUT.where(Decision.id == decision_id)).first()
    return _about(row) if row else None


def decisions_about(subject: str, most: int = 200) -> tuple[DecisionAbout, ...]:
    """The decisions and proposals about a subject, the newest first; drafts are left out. One statement."""
    rows = db.session.execute(
        _ABOUT.where(Decision.subject == subject, Decision.state != "draft")
        .order_by(Decision.id.desc())
        .limit(most)
    )
    return tuple(_about(row) for row in rows)


def _about(row: Row[Any]) -> DecisionAbout:
    return DecisionAbout(
        row.id,
        row.title if row.state != "draft" else "",
        row.state,
        number_in(row.series, row.year, row.ordinal),
        row.version,
        row.terms["data"] if row.terms else {},
        row.verdict or "",
        chosen_in(row.result),
        row.created_at,
        row.closed_at,
        dict(((row.result or {}).get("tally") or {}).get("points", {})),
    )
