"""Reading proposals: their text as it is shown, their versions, and who writes them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Executable, Integer, bindparam, func, select
from sqlalchemy.orm import aliased

from federation.decisions import rules
from federation.decisions.models import CoAuthor, Decision, Effect, Version
from federation.decisions.permissions import CO_AUTHORS, Matter
from federation.decisions.proposals.texts import IMPACT_QUESTIONS, Considered, Draft, Option
from federation.decisions.proposals.texts.units import split_unit, with_unit
from federation.kernel.db import RowId, db
from federation.kernel.policy import Actor
from federation.kernel.record import now_here
from federation.kernel.refusals import NotFound
from federation.network.models import Membership, Practice
from federation.people.models import Person

MOST_SHOWN = 60
"""Up to so many practices the whole table of effects stands on the page; beyond, on a page of its own."""
PAGE = 200
MOST_FOUND = 20
_NUMBER = re.compile(r"[-−+£]?[£]?\d[\d,.]*\s?%?")


class Writer(NamedTuple):
    """Somebody who writes a proposal, and the practice that stands beside the name ("" for none)."""

    id: int
    name: str
    practice: str

    @property
    def words(self) -> str:
        """``Mei Lin Foster (Saltpan Lane Surgery)``."""
        return f"{self.name} ({self.practice})" if self.practice else self.name


@dataclass(frozen=True, slots=True)
class Head:
    """What every page of a proposal needs to know of it."""

    author: Writer
    coauthors: tuple[Writer, ...]
    id: int
    state: str
    title: str
    kind: str
    version: int
    shown_from: int | None
    changed_at: datetime
    comment_count: int
    closes_at: datetime | None
    withdrawn_reason: str | None
    opens_at: datetime | None
    rule: dict[str, Any] | None
    opened_at: datetime | None
    ended_by: str | None
    now: datetime

    @property
    def matter(self) -> Matter:
        """What rights depend on."""
        return Matter(self.author.id, frozenset(one.id for one in self.coauthors), self.state)

    @property
    def is_discussed(self) -> bool:
        """Whether comments are taken now."""
        return rules.takes_comments(self.state, self.closes_at, self.now)

    @property
    def is_written(self) -> bool:
        """Whether the text can still be changed."""
        return self.state in rules.WRITTEN

    @property
    def can_be_put(self) -> bool:
        """Whether it can be put to the vote now, or another time can be set for that."""
        return self.is_written or (self.state == "scheduled" and not self.is_due)

    @property
    def is_due(self) -> bool:
        """Whether the time that was set for opening has come, and nothing has opened voting yet."""
        return rules.is_due(self.state, self.opens_at, self.now)

    @property
    def proposed_by(self) -> str:
        """``Mei Lin Foster (Saltpan Lane Surgery) and Dr Imran Sadiq (Quayside Practice)``."""
        *first, last = [one.words for one in (self.author, *self.coauthors)]
        return f"{', '.join(first)} and {last}" if first else last

    def oldest_for(self, person_id: int) -> int:
        """The first version that a person may read: members see none from before it was shown."""
        if person_id == self.author.id or any(person_id == one.id for one in self.coauthors):
            return 1
        return self.shown_from or self.version


def _head_statement() -> Executable:
    """Built once: making the statement costs more than running it."""
    author, other, ender, its = aliased(Person), aliased(Person), aliased(Person), aliased(Practice)
    its_practice = (
        select(func.min(its.name))
        .join(
            Membership, (Membership.practice_id == its.id) & (Membership.federation_id == its.federation_id)
        )
        .where(
            Membership.person_id == CoAuthor.person_id,
            Membership.in_force(),
            Membership.federation_id == CoAuthor.federation_id,
        )
        .scalar_subquery()
    )
    of_author = (Practice.id == Decision.author_practice_id) & (
        Practice.federation_id == Decision.federation_id
    )
    of_decision = (CoAuthor.decision_id == Decision.id) & (CoAuthor.federation_id == Decision.federation_id)
    return (
        select(
            Decision.id,
            Decision.state,
            Decision.title,
            Decision.kind,
            Decision.version,
            Decision.shown_from,
            Decision.changed_at,
            Decision.comment_count,
            Decision.closes_at,
            Decision.withdrawn_reason,
            Decision.opens_at,
            Decision.rule,
            Decision.opened_at,
            ender.name,
            now_here(),
            Decision.author_id,
            author.name,
            Practice.name,
            other.id,
            other.name,
            its_practice,
        )
        .join(author, author.id == Decision.author_id)
        .outerjoin(Practice, of_author)
        .outerjoin(CoAuthor, of_decision)
        .outerjoin(other, other.id == CoAuthor.person_id)
        .outerjoin(ender, ender.id == Decision.closed_by)
        .where(Decision.id == bindparam("decision", type_=RowId))
        .order_by(other.name, other.id)
    )


_HEAD = _head_statement()


def head(decision_id: int) -> Head:
    """The head of a proposal, or :class:`NotFound`. The caller checks the right to read it."""
    rows = db.session.execute(_HEAD, {"decision": decision_id}).all()
    if not rows:
        raise NotFound()
    first: Any = rows[0]
    others = tuple(Writer(row[18], row[19], row[20] or "") for row in rows if row[18] is not None)
    return Head(Writer(first[15], first[16], first[17] or ""), others, *first[:15])


def coauthor_names(decision_id: int) -> dict[int, str]:
    """Who writes with the author: each person's number and name."""
    rows = db.session.execute(
        select(Person.id, Person.name)
        .join(CoAuthor, CoAuthor.person_id == Person.id)
        .where(CoAuthor.decision_id == decision_id)
        .order_by(Person.name, Person.id)
    )
    return {row.id: row.name for row in rows}


class EffectRow(NamedTuple):
    """What a proposal means for one practice."""

    code: str
    name: str
    cells: tuple[str, ...]


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
    considered: tuple[Considered, ...]
    aims: tuple[tuple[int, str], ...]
    impact: tuple[tuple[str, str], ...]
    """Question and answer, of the questions that were answered."""
    saved_at: datetime
    columns: tuple[str, ...] = ()
    practices: int = 0
    own: tuple[EffectRow, ...] = ()
    rows: tuple[EffectRow, ...] = ()
    numeric: tuple[bool, ...] = ()

    def meaning(self, row: EffectRow) -> list[tuple[str, str]]:
        """What it means for a practice: each column's title, and the number with what it counts."""
        titles = [split_unit(column) for column in self.columns]
        return [
            (title, with_unit(cell, unit)) if with_unit(cell, unit) != cell else (column, cell)
            for (title, unit), column, cell in zip(titles, self.columns, row.cells, strict=True)
        ]


_TEXT = select(
    Version.number,
    Version.title,
    Version.kind,
    Version.body,
    Version.reasons,
    Version.options,
    Version.considered,
    Version.aims,
    Version.impact,
    Version.saved_at,
    Version.effects,
).where(
    Version.decision_id == bindparam("decision", type_=RowId),
    Version.number == bindparam("version", type_=Integer),
)


def text_of(decision_id: int, version_number: int, reader: Actor | None = None) -> ProposalText:
    """A version's text, with what it means for the reader's practices. One statement, or two with a table."""
    row = db.session.execute(_TEXT, {"decision": decision_id, "version": version_number}).first()
    if row is None:
        raise NotFound()
    codes = frozenset(seat.code for seat in reader.seats) if reader else frozenset[str]()
    return _read(row, decision_id, codes)


def _read(row: Any, decision_id: int, codes: frozenset[str]) -> ProposalText:
    number, title, kind, body, reasons, options, considered, aims, impact, saved_at, effects = row
    columns: tuple[str, ...] = tuple(effects["columns"]) if effects else ()
    practices: int = effects["practices"] if effects else 0
    own: tuple[EffectRow, ...] = ()
    rows: tuple[EffectRow, ...] = ()
    if effects:
        wanted = None if practices <= MOST_SHOWN else codes
        found = _effect_rows(decision_id, effects["since"], wanted)
        own = tuple(one for one in found if one.code in codes)
        rows = found if wanted is None else ()
    return ProposalText(
        number,
        title,
        kind,
        body,
        reasons,
        tuple(options),
        tuple(Considered(**one) for one in considered),
        tuple((number, words) for number, words in aims),
        tuple((question, impact[key]) for key, question in IMPACT_QUESTIONS if impact.get(key)),
        saved_at,
        columns,
        practices,
        own,
        rows,
        numeric_columns(len(columns), rows or own),
    )


def _effect_rows(decision_id: int, since: int, codes: frozenset[str] | None) -> tuple[EffectRow, ...]:
    if codes is not None and not codes:
        return ()
    wanted = (
        select(Effect.code, Practice.name, Effect.cells)
        .join(Practice, (Practice.code == Effect.code) & (Practice.federation_id == Effect.federation_id))
        .where(Effect.decision_id == decision_id, Effect.since == since)
        .order_by(Practice.name, Effect.code)
    )
    if codes is not None:
        wanted = wanted.where(Effect.code.in_(codes))
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
        select(Effect.code, Practice.name, Effect.cells)
        .join(Practice, (Practice.code == Effect.code) & (Practice.federation_id == Effect.federation_id))
        .where(Effect.decision_id == decision_id, Effect.since == since, Effect.code > after)
        .order_by(Effect.code)
        .limit(most)
    )
    return [EffectRow(code, name, tuple(cells)) for code, name, cells in rows]


class Table(NamedTuple):
    """The head of a table of effects."""

    columns: tuple[str, ...]
    since: int
    practices: int


def table_of(decision_id: int, version_number: int) -> Table | None:
    """The head of a version's table of effects, or None."""
    effects = db.session.scalar(
        select(Version.effects).where(Version.decision_id == decision_id, Version.number == version_number)
    )
    return Table(tuple(effects["columns"]), effects["since"], effects["practices"]) if effects else None


def effects_of(decision_id: int, table: Table) -> Iterator[EffectRow]:
    """All rows of a table of effects, without loading it whole."""
    after = ""
    while rows := effects_after(decision_id, table.since, after, 1_000):
        yield from rows
        after = rows[-1].code


def draft_of(decision_id: int, version_number: int) -> Draft:
    """A version as its authors would write it again; its table is left as it is."""
    text = text_of(decision_id, version_number)
    keys = {question: key for key, question in IMPACT_QUESTIONS}
    return Draft(
        title=text.title,
        body=text.body,
        reasons=text.reasons,
        options=tuple(Option(**one) for one in text.options),
        considered=text.considered,
        aims=tuple(number for number, _ in text.aims),
        kind=text.kind,
        impact={keys[question]: answer for question, answer in text.impact},
    )


def typed_text(draft: Draft, like: ProposalText, aims: Mapping[int, str]) -> ProposalText:
    """What somebody typed, as a version would be read; its table is that of ``like``."""
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


class Saved(NamedTuple):
    """When a version was saved, and by whom."""

    number: int
    at: datetime
    by: str


def versions(decision_id: int, first: int, newest: int, most: int = 100) -> list[Saved]:
    """Versions from ``first`` on that are not newer than ``newest``, the newest first."""
    rows = db.session.execute(
        select(Version.number, Version.saved_at, Person.name)
        .join(Person, Person.id == Version.saved_by)
        .where(Version.decision_id == decision_id, Version.number >= first, Version.number <= newest)
        .order_by(Version.number.desc())
        .limit(most)
    )
    return [Saved(*row) for row in rows]


def saved_by(decision_id: int, version_number: int) -> str:
    """Who saved a version."""
    found = db.session.scalar(
        select(Person.name)
        .join(Version, Version.saved_by == Person.id)
        .where(Version.decision_id == decision_id, Version.number == version_number)
    )
    return found or ""


def parts_of(text: ProposalText, kinds: Mapping[str, str]) -> list[tuple[str, str]]:
    """A version as (title, text) of its parts, for comparing; without the table of effects."""
    return [
        ("Title", text.title),
        ("Kind of matter", kinds.get(text.kind, text.kind)),
        ("Text to be decided", text.body),
        (
            "Options to choose among",
            "\n\n".join(
                f"Option {one['id'].upper()}: {one['title']}\n{one['text']}".strip() for one in text.options
            ),
        ),
        ("Why", text.reasons),
        ("Options we looked at", "\n\n".join(f"{one.title}\n{one.text}".strip() for one in text.considered)),
        ("Aims it serves", "\n".join(f"Aim {number}: {words}" for number, words in text.aims)),
        *((question, dict(text.impact).get(question, "")) for _, question in IMPACT_QUESTIONS),
    ]


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


def _lines(decision_id: int, table: Table | None) -> dict[str, str]:
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


def people_to_add(text: str, besides: Iterable[int]) -> list[Writer]:
    """People who could write with the author, by a part of their name or their whole e-mail address."""
    looked_for = text.strip().lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    wanted = (
        select(Person.id, Person.name, func.min(Practice.name))
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(
            Practice,
            (Practice.id == Membership.practice_id) & (Practice.federation_id == Membership.federation_id),
        )
        .where(
            Membership.in_force(),
            Membership.role.in_(CO_AUTHORS),
            Person.erased_at.is_(None),
            Person.id.not_in(list(besides)),
        )
        .group_by(Person.id, Person.name)
        .order_by(Person.name, Person.id)
        .limit(MOST_FOUND)
    )
    if looked_for:
        wanted = wanted.where(
            func.lower(Person.name).like(f"%{looked_for}%", escape="\\")
            | (Person.reached_at() == text.strip().casefold())
        )
    return [
        Writer(person_id, name, practice or "") for person_id, name, practice in db.session.execute(wanted)
    ]
