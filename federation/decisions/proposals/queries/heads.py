"""The head of a proposal, and who writes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Executable, ScalarSelect, bindparam, func, select
from sqlalchemy.orm import aliased

from federation.decisions import rules
from federation.decisions.models import CoAuthor, Decision
from federation.decisions.permissions import CO_AUTHORS, DecisionMatter
from federation.kernel.db import RowId, db
from federation.kernel.record import now_here
from federation.kernel.refusals import NotFound
from federation.network.models import Membership, NetworkGroup, Practice
from federation.people.models import Person

MOST_FOUND = 20


class ProposalWriter(NamedTuple):
    """Somebody who writes a proposal, and the practice that stands beside the name ("" for none)."""

    id: int
    name: str
    practice: str

    @property
    def words(self) -> str:
        """``Mei Lin Foster (Saltpan Lane Surgery)``."""
        return f"{self.name} ({self.practice})" if self.practice else self.name


@dataclass(frozen=True, slots=True)
class ProposalHead:
    """The facts that every page of a proposal shows."""

    author: ProposalWriter
    coauthors: tuple[ProposalWriter, ...]
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
    group_id: int | None
    group: str | None
    """The name of the group that decides; None where the members as a whole do."""

    @property
    def matter(self) -> DecisionMatter:
        """The facts that rights depend on."""
        return DecisionMatter(
            self.author.id, frozenset(one.id for one in self.coauthors), self.state, self.group_id
        )

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


def _practice_of_coauthor() -> ScalarSelect[Any]:
    """The first practice that a co-author has a place at."""
    its = aliased(Practice)
    return (
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


def _head_statement() -> Executable:
    """Built once: making the statement costs more than running it."""
    author, other, ender = aliased(Person), aliased(Person), aliased(Person)
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
            Decision.group_id,
            NetworkGroup.name,
            Decision.author_id,
            author.name,
            Practice.name,
            other.id,
            other.name,
            _practice_of_coauthor(),
        )
        .join(author, author.id == Decision.author_id)
        .outerjoin(Practice, of_author)
        .outerjoin(CoAuthor, of_decision)
        .outerjoin(other, other.id == CoAuthor.person_id)
        .outerjoin(ender, ender.id == Decision.closed_by)
        .outerjoin(NetworkGroup, NetworkGroup.id == Decision.group_id)
        .where(Decision.id == bindparam("decision", type_=RowId))
        .order_by(other.name, other.id)
    )


_HEAD = _head_statement()


def head(decision_id: int) -> ProposalHead:
    """The head of a proposal, or :class:`NotFound`. The caller checks the right to read it."""
    rows = db.session.execute(_HEAD, {"decision": decision_id}).all()
    if not rows:
        raise NotFound()
    first: Any = rows[0]
    others = tuple(ProposalWriter(row[20], row[21], row[22] or "") for row in rows if row[20] is not None)
    return ProposalHead(ProposalWriter(first[17], first[18], first[19] or ""), others, *first[:17])


def people_to_add(text: str, besides: Iterable[int]) -> list[ProposalWriter]:
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
        ProposalWriter(person_id, name, practice or "")
        for person_id, name, practice in db.session.execute(wanted)
    ]
