"""The effects of a proposal on each practice: a table, whole or a part at a time."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import select

from federation.decisions.models import PracticeEffect, ProposalVersion
from federation.kernel.db import db
from federation.network.models import Practice

MOST_SHOWN = 60
"""Up to so many practices the whole table of effects stands on the page; beyond, on a page of its own."""
PAGE = 200
_NUMBER = re.compile(r"[-−+£]?[£]?\d[\d,.]*\s?%?")


class EffectRow(NamedTuple):
    """The effect of a proposal on one practice."""

    code: str
    name: str
    cells: tuple[str, ...]


def effects_in(decision_id: int, since: int, codes: frozenset[str] | None) -> tuple[EffectRow, ...]:
    """A table of effects in order of name: whole, or the rows of these practices."""
    if codes is not None and not codes:
        return ()
    wanted = (
        select(PracticeEffect.code, Practice.name, PracticeEffect.cells)
        .join(
            Practice,
            (Practice.code == PracticeEffect.code) & (Practice.federation_id == PracticeEffect.federation_id),
        )
        .where(PracticeEffect.decision_id == decision_id, PracticeEffect.since == since)
        .order_by(Practice.name, PracticeEffect.code)
    )
    if codes is not None:
        wanted = wanted.where(PracticeEffect.code.in_(codes))
    return tuple(EffectRow(code, name, tuple(cells)) for code, name, cells in db.session.execute(wanted))


def numeric_columns(width: int, rows: Iterable[EffectRow]) -> tuple[bool, ...]:
    """Which columns hold numbers alone, and so stand right-aligned."""
    rows = tuple(rows)
    return tuple(
        bool(rows) and all(not row.cells[at] or bool(_NUMBER.fullmatch(row.cells[at])) for row in rows)
        for at in range(width)
    )


def effects_after(decision_id: int, since: int, after: str, most: int = PAGE) -> list[EffectRow]:
    """Rows of a table of effects in order of code, from behind one code on."""
    rows = db.session.execute(
        select(PracticeEffect.code, Practice.name, PracticeEffect.cells)
        .join(
            Practice,
            (Practice.code == PracticeEffect.code) & (Practice.federation_id == PracticeEffect.federation_id),
        )
        .where(
            PracticeEffect.decision_id == decision_id,
            PracticeEffect.since == since,
            PracticeEffect.code > after,
        )
        .order_by(PracticeEffect.code)
        .limit(most)
    )
    return [EffectRow(code, name, tuple(cells)) for code, name, cells in rows]


class EffectsTable(NamedTuple):
    """The head of a table of effects."""

    columns: tuple[str, ...]
    since: int
    practices: int


def table_of(decision_id: int, version_number: int) -> EffectsTable | None:
    """The head of a version's table of effects, or None."""
    effects = db.session.scalar(
        select(ProposalVersion.effects).where(
            ProposalVersion.decision_id == decision_id, ProposalVersion.number == version_number
        )
    )
    return (
        EffectsTable(tuple(effects["columns"]), effects["since"], effects["practices"]) if effects else None
    )


def effects_of(decision_id: int, table: EffectsTable) -> Iterator[EffectRow]:
    """All rows of a table of effects, without loading it whole."""
    after = ""
    while rows := effects_after(decision_id, table.since, after, 1_000):
        yield from rows
        after = rows[-1].code


def effects_in_words(decision_id: int, before: int, after: int) -> tuple[str, str, int]:
    """Two versions' tables of effects as texts of the practices that differ, and how many more differ."""
    old, new = table_of(decision_id, before), table_of(decision_id, after)
    if old == new:
        return "", "", 0
    first, second = _lines(decision_id, old), _lines(decision_id, new)
    differing = [code for code in sorted(first.keys() | second.keys()) if first.get(code) != second.get(code)]
    shown, more = differing[:MOST_SHOWN], len(differing) - MOST_SHOWN
    return (
        "\n".join(first[code] for code in shown if code in first),
        "\n".join(second[code] for code in shown if code in second),
        max(more, 0),
    )


def _lines(decision_id: int, table: EffectsTable | None) -> dict[str, str]:
    if table is None:
        return {}
    return {
        code: f"{name}: "
        + "; ".join(f"{title} {cell or 'nothing'}" for title, cell in zip(table.columns, cells, strict=True))
        for code, name, cells in effects_of(decision_id, table)
    }


def practices_now(most: int) -> list[tuple[str, str]]:
    """Code and name of practices that are open and have not left, in order of name; at most so many."""
    rows = db.session.execute(
        select(Practice.code, Practice.name)
        .where(Practice.closed_on.is_(None), Practice.left_on.is_(None))
        .order_by(Practice.name, Practice.code)
        .limit(most)
    )
    return [(code, name) for code, name in rows]
