"""The text of a proposal as it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, select

from federation.decisions.models import ProposalVersion
from federation.decisions.models.readers import shut_out_decisions
from federation.decisions.proposals.queries.effects import (
    MOST_SHOWN,
    EffectRow,
    effects_in,
    numeric_columns,
)
from federation.decisions.proposals.texts import IMPACT_QUESTIONS, ConsideredOption, Draft, DraftOption
from federation.decisions.proposals.texts.units import split_unit, with_unit
from federation.decisions.terms import NO_TERMS, ReadTerms, read_terms
from federation.kernel.db import RowId, db
from federation.kernel.policy import Actor
from federation.kernel.refusals import NotFound
from federation.network.files.queries import AttachedFile


@dataclass(frozen=True, slots=True)
class ProposalText:
    """A version as it is read.

    ``rows`` is the whole table of effects where it is short, else empty; ``own`` are the rows of the reader's
    practices; ``practices`` counts the table's rows; ``numeric`` says which columns are numbers.
    """

    number: int
    title: str
    kind: str
    body: str
    reasons: str
    options: tuple[Mapping[str, str], ...]
    """``{id, title, text}`` of each option to choose among."""
    considered: tuple[ConsideredOption, ...]
    aims: tuple[tuple[int, str], ...]
    impact: tuple[tuple[str, str], ...]
    """Question and answer, of the questions that were answered."""
    saved_at: datetime
    columns: tuple[str, ...] = ()
    practices: int = 0
    own: tuple[EffectRow, ...] = ()
    rows: tuple[EffectRow, ...] = ()
    numeric: tuple[bool, ...] = ()
    terms: ReadTerms = NO_TERMS
    papers: tuple[AttachedFile, ...] = ()
    apart: bool = False
    """Whether the person of the request is kept out of discussion and papers, so that ``papers`` is empty."""

    def meaning(self, row: EffectRow) -> list[tuple[str, str]]:
        """What it means for a practice: each column's title, and the number with what it counts."""
        titles = [split_unit(column) for column in self.columns]
        return [
            (title, with_unit(cell, unit)) if with_unit(cell, unit) != cell else (column, cell)
            for (title, unit), column, cell in zip(titles, self.columns, row.cells, strict=True)
        ]


_TEXT = select(
    ProposalVersion.number,
    ProposalVersion.title,
    ProposalVersion.kind,
    ProposalVersion.body,
    ProposalVersion.reasons,
    ProposalVersion.options,
    ProposalVersion.considered,
    ProposalVersion.aims,
    ProposalVersion.impact,
    ProposalVersion.saved_at,
    ProposalVersion.effects,
    ProposalVersion.terms,
    ProposalVersion.papers,
    ProposalVersion.decision_id.in_(shut_out_decisions()),
).where(
    ProposalVersion.decision_id == bindparam("decision", type_=RowId),
    ProposalVersion.number == bindparam("version", type_=Integer),
)


def text_of(decision_id: int, version_number: int, reader: Actor | None = None) -> ProposalText:
    """A version's text, with what it means for the reader's practices. One statement, or two with a table."""
    row = db.session.execute(_TEXT, {"decision": decision_id, "version": version_number}).first()
    if row is None:
        raise NotFound()
    codes = frozenset(seat.code for seat in reader.seats) if reader else frozenset[str]()
    return _read(row, decision_id, codes)


def _read(row: Any, decision_id: int, codes: frozenset[str]) -> ProposalText:
    *parts, effects, terms, papers, apart = row
    number, title, kind, body, reasons, options, considered, aims, impact, saved_at = parts
    columns: tuple[str, ...] = tuple(effects["columns"]) if effects else ()
    practices: int = effects["practices"] if effects else 0
    own: tuple[EffectRow, ...] = ()
    rows: tuple[EffectRow, ...] = ()
    if effects:
        wanted = None if practices <= MOST_SHOWN else codes
        found = effects_in(decision_id, effects["since"], wanted)
        own = tuple(one for one in found if one.code in codes)
        rows = found if wanted is None else ()
    return ProposalText(
        number,
        title,
        kind,
        body,
        reasons,
        tuple(options),
        tuple(ConsideredOption(**one) for one in considered),
        tuple((number, words) for number, words in aims),
        tuple((question, impact[key]) for key, question in IMPACT_QUESTIONS if impact.get(key)),
        saved_at,
        columns,
        practices,
        own,
        rows,
        numeric_columns(len(columns), rows or own),
        read_terms(terms),
        () if apart else tuple(AttachedFile(*one) for one in papers or ()),
        bool(apart),
    )


def draft_of(decision_id: int, version_number: int) -> Draft:
    """A version as its authors would write it again; its table is left as it is."""
    text = text_of(decision_id, version_number)
    keys = {question: key for key, question in IMPACT_QUESTIONS}
    return Draft(
        title=text.title,
        body=text.body,
        reasons=text.reasons,
        options=tuple(DraftOption(**one) for one in text.options),
        considered=text.considered,
        aims=tuple(number for number, _ in text.aims),
        kind=text.kind,
        impact={keys[question]: answer for question, answer in text.impact},
    )


def typed_text(draft: Draft, like: ProposalText, aims: Mapping[int, str]) -> ProposalText:
    """What somebody typed, as a version would be read; its table and terms are those of ``like``."""
    return replace(
        like,
        title=draft.title,
        kind=draft.kind,
        body=draft.body,
        reasons=draft.reasons,
        options=tuple(option._asdict() for option in draft.options),
        considered=draft.considered,
        aims=tuple((number, aims.get(number, "")) for number in draft.aims),
        impact=tuple(
            (question, draft.impact[key]) for key, question in IMPACT_QUESTIONS if key in draft.impact
        ),
    )
